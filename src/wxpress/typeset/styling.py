"""样式：the computed styles of elements, pseudo-elements and pages, made once for all that are styled alike.

WeasyPrint makes six for the marks and notes of each element, which hardly any has, seventeen for each page, and new
ones for all within an element that has an identifier.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cached_property
from math import inf
from typing import Any

from cssselect2 import Matcher
from weasyprint import css
from weasyprint.css import PAGE_MARGIN_BOXES, StyleFor
from weasyprint.layout import page

from wxpress.typeset import values
from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (css, "StyleFor"): "html sheets presentational_hints font_config target_collector",
    (page, "set_page_type_computed_styles"): "page_type html style_for",
}

USED: Names = {
    (StyleFor, "__call__"): "self element pseudo_type",
    (StyleFor, "_page_type_match"): "page_selector_type page_type",
    (StyleFor, "add_page_declarations"): "self page_type",
    (StyleFor, "set_computed_styles"): "self element parent root pseudo_type base_url target_collector",
    (StyleFor, "get_cascaded_styles"): "self",
    (css.ComputedStyle, "copy"): "self",
    (css, "declaration_precedence"): "origin importance",
    (css, "find_style_attributes"): "tree presentational_hints base_url",
    (css, "preprocess_declarations"): "base_url declarations prelude",
    (Matcher, "match"): "self element",
}

PAGE_PARTS = tuple(f"@{name}" for name in sorted(PAGE_MARGIN_BOXES))
"""The boxes of a page but the page itself, as the style sheet names them."""

Cascaded = dict[str, tuple[Any, Any]]
"""The declared value of each property, and the weight of the declaration."""

Family = dict[str | None, Any]
"""The style of an element, and those of its pseudo-elements."""

_NAME = {"anchor"}
"""What an element's identifier declares."""


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Make styles so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    return substituted(REPLACED, USED, _INSTEAD.__getitem__, report)


class Styles(StyleFor):  # type: ignore[misc]  # WeasyPrint is not typed
    """The styles of a document."""

    def __init__(
        self,
        html: Any,  # noqa: ANN401 - as above
        sheets: Any,  # noqa: ANN401
        presentational_hints: bool,  # noqa: FBT001 - WeasyPrint calls it so
        font_config: Any,  # noqa: ANN401
        target_collector: Any,  # noqa: ANN401
    ) -> None:
        """Style each element of *html* and what stands before, after and beside it."""
        self._html, self._sheets, self.font_config, self._targets = html, sheets, font_config, target_collector
        self._cascaded_styles: dict[Any, Cascaded] = {}
        self._computed_styles: dict[Any, Any] = {}
        self.initial_page_sizes = {"box": None, "area": None}
        self._pages: dict[tuple[bool, ...], Any] = {}
        self._style_elements(_of_their_own(html, presentational_hints))

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:  # noqa: ANN401 - as above
        """The style of *element*, or of that of its pseudo-elements; null where it has none."""
        style = self._computed_styles.get((element, pseudo_type))
        if style and "wxpress_met" not in vars(style):
            super().__call__(element, pseudo_type)
            style.wxpress_met = True  # what does not apply to tables has been taken off
        return style

    def _style_elements(self, own: Mapping[Any, Cascaded]) -> None:
        kin: dict[Any, Family | None] = {}
        for element in self._html.wrapper_element.iter_subtree():
            node, parent = element.etree_element, element.parent.etree_element if element.parent else None
            found = [sheet.matcher.match(element) for sheet, _, _ in self._sheets]
            declared = own.get(node, {})
            key = id(self._of_kind(parent)), *[tuple([rule[1] for rule in rules]) for rules in found]
            if key not in kin and declared.keys() <= _NAME:
                cascaded = self._cascade({}, found)
                kin[key] = None if _names_something(cascaded) else self._make(node, parent, cascaded)
            family = kin.get(key) if declared.keys() <= _NAME else None
            if family is None:
                self._make(node, parent, self._cascade(declared, found))
            else:
                self._join(node, family, declared)
        self._cascaded_styles.clear()

    def _of_kind(self, node: Any) -> Any:  # noqa: ANN401 - as above
        style = self._computed_styles.get((node, None))
        return getattr(style, "kind", style)

    def _join(self, node: Any, family: Family, declared: Cascaded) -> None:  # noqa: ANN401 - as above
        """Style *node* as its *family*, but for the anchor that it has *declared*."""
        for pseudo_type, style in family.items():
            self._computed_styles[node, pseudo_type] = style.copy() if pseudo_type == "note-call" else style
        if declared:
            named = self._computed_styles[node, None] = values.Named(family[None], declared)
            self._targets.collect_anchor(named["anchor"])

    def _cascade(self, own: Cascaded, found: list[Any]) -> dict[str | None, Cascaded]:
        """What is declared of the element and its pseudo-elements by the rules *found* for it in each sheet."""
        cascaded: dict[str | None, Cascaded] = {None: own}
        for (sheet, origin, sheet_specificity), rules in zip(self._sheets, found, strict=True):
            for specificity, _, pseudo_type, (declarations, layer) in rules:
                order = inf if layer is None else sheet.layers.index(layer)
                weight = order, sheet_specificity or specificity
                _declare(cascaded.setdefault(pseudo_type, {}), origin, weight, declarations)
        return cascaded

    def _make(self, node: Any, parent: Any, cascaded: Mapping[str | None, Cascaded]) -> Family:  # noqa: ANN401
        for pseudo_type, declared in cascaded.items():
            self._cascaded_styles[node, pseudo_type] = declared
            self.set_computed_styles(
                node,
                parent=node if pseudo_type else parent,
                root=self._html.etree_element,
                pseudo_type=pseudo_type,
                base_url=self._html.base_url,
                target_collector=self._targets if "anchor" in declared else None,
            )
        family = {pseudo_type: self._computed_styles[node, pseudo_type] for pseudo_type in cascaded}
        for style in family.values():
            style.setdefault("anchor", None)  # the start's; a style that knows nothing would count as none
        return family

    def style_page(self, page_type: Any, html: Any) -> None:  # noqa: ANN401 - as above
        """Style a page and its margins: as one to which the same rules applied, or anew."""
        rules = tuple([self._page_type_match(selector, page_type) for selector in self._page_selectors])
        computed, like = self._computed_styles, self._pages.get(rules) if page_type.index else None
        if like is None:
            self._style_page_anew(page_type, html)
            self._pages[rules] = page_type if self._is_for_many(page_type) else None
            return
        for part in (None, *PAGE_PARTS):
            if (like, part) in computed:
                computed[page_type, part] = computed[like, part]

    def _is_for_many(self, page_type: Any) -> bool:  # noqa: ANN401 - as above
        """Whether its styles are not changed as they are used, nor made before shares of the page are known."""
        declared = (self._cascaded_styles.get((page_type, part), {}) for part in PAGE_PARTS)
        return bool(page_type.index) and not any("display" in each for each in declared)

    @cached_property
    def _page_selectors(self) -> list[Any]:
        rules = [rule for sheet, _, _ in self._sheets for rule in sheet.page_rules]
        return [selector for _, selectors, _ in rules for _, _, selector in selectors]

    def _style_page_anew(self, page_type: Any, html: Any) -> None:  # noqa: ANN401 - as above
        root, styles = html.etree_element, self._cascaded_styles
        self.add_page_declarations(page_type)
        self.set_computed_styles(page_type, root=root, parent=root, base_url=html.base_url)
        for part in PAGE_PARTS:
            if (page_type, part) in styles:
                self.set_computed_styles(
                    page_type, pseudo_type=part, root=root, parent=page_type, base_url=html.base_url
                )


def _of_their_own(html: Any, presentational_hints: bool) -> dict[Any, Cascaded]:  # noqa: ANN401, FBT001 - as above
    """What the elements themselves declare, by the attribute for it or by others."""
    own: dict[Any, Cascaded] = {}
    for specificity, node, declarations, base_url in css.find_style_attributes(
        html.etree_element, presentational_hints, html.base_url
    ):
        declared = css.preprocess_declarations(base_url, declarations)
        _declare(own.setdefault(node, {}), "author", (inf, specificity), declared)
    return own


def _names_something(cascaded: Mapping[str | None, Cascaded]) -> bool:
    return any("anchor" in declared for declared in cascaded.values())


def _declare(style: Cascaded, origin: str, weight: tuple[float, Any], declarations: Any) -> None:  # noqa: ANN401
    """Put into *style* what outweighs what is there."""
    for name, value, importance in declarations:
        full = (css.declaration_precedence(origin, importance), *weight)
        if name not in style or style[name][1] <= full:
            style[name] = value, full


def _style_page(page_type: Any, html: Any, style_for: Styles) -> None:  # noqa: ANN401 - as above
    style_for.style_page(page_type, html)


_INSTEAD: dict[str, Any] = {"StyleFor": Styles, "set_page_type_computed_styles": _style_page}
