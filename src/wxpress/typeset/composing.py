"""首页布置：measures the parts of the front, and gives what is composed of their heights to them, on the same boxes.

The text is parsed, styled and made into boxes once. Its front is laid out on an endless page as it stands; the custom
properties of what is composed then take the place of those that it was measured with, and the pages are made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import tinycss2
from weasyprint import css, document, layout
from weasyprint.css.targets import TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block

from wxpress.typeset.names import Names, replaced, substituted
from wxpress.typeset.recomputed import Values

REPLACED: Names = {
    (document, "layout_document"): "html root_box context max_loops",
}

USED: Names = {
    (LayoutContext, "__init__"): "self style_for get_image_from_uri font_config counter_style target_collector",
    (TargetCollector, "__init__"): "self",
    (block, "absolute_layout"): "context placeholder containing_block fixed_boxes bottom_space skip_stack",
    (css, "declaration_precedence"): "origin importance",
    (boxes.ParentBox, "copy_with_children"): "self new_children",
    (layout, "initialize_page_maker"): "context root_box",
    (layout, "make_all_pages"): "context root_box html pages",
}

PX = 0.75
"""One CSS px in pt."""

ENDLESS = 1e6
"""In px: so high is the page on which everything of the front stands, to be measured."""


@dataclass(frozen=True)
class Plan:
    """布置的办法：how the front is measured and composed.

    Each of *parts*, ids, reaches down to the next one; the last ends the front. Of the children of *longest*, a part,
    *most* are measured at most. *composed* gives, from the heights in pt, the values of custom properties by their
    names; ``notes`` is the height of the notes at the foot. *everything* has all values worked out again for them.
    """

    parts: tuple[str, ...]
    longest: str
    most: int
    composed: Callable[[Mapping[str, float]], Mapping[str, str]]
    everything: bool


def installed(plan: Plan, report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Compose the front of what is laid out inside the block; where WeasyPrint has changed, *report* the names."""
    original = document.layout_document

    def layout_document(html: Any, root_box: Any, context: Any, *arguments: Any) -> Any:  # noqa: ANN401 - not typed
        _compose(plan, html, root_box, context)
        return original(html, root_box, context, *arguments)

    return substituted(REPLACED, USED, lambda _: layout_document, report)


def _compose(plan: Plan, html: Any, root_box: Any, context: Any) -> None:  # noqa: ANN401 - as above
    """Measure the front on its boxes and put what is composed in their styles."""
    front = _changed(root_box, plan.parts[-1], None) or root_box
    front = _changed(front, plan.longest, plan.most) or front
    known = Values.of(front, context.footnotes)
    values = plan.composed(_heights(plan, html, front, context))
    tokens = {name: tinycss2.parse_component_value_list(value) for name, value in values.items()}
    known.recomputed(root_box.style, tokens, everything=plan.everything)


def _changed(box: Any, name: str, most: int | None) -> Any:  # noqa: ANN401 - as above
    """*box* with *most* children in the box of that name, or, if null, with nothing after it; null if it has none."""
    for place, child in enumerate(box.children):
        if child.element is not None and child.element.get("id") == name:
            kept = child if most is None else child.copy_with_children(child.children[:most])
        else:
            kept = _changed(child, name, most) if isinstance(child, boxes.ParentBox) else None
        if kept is not None:
            return box.copy_with_children([*box.children[:place], kept, *(box.children[place + 1 :] if most else ())])
    return None


class _Endless(LayoutContext):  # type: ignore[misc]  # WeasyPrint is not typed
    """The layout of one page whose foot is far below, in the same styles, of which nothing else knows."""

    _bottom: float | None = None

    @property
    def page_bottom(self) -> float | None:
        """The foot of the page, in px."""
        return self._bottom

    @page_bottom.setter
    def page_bottom(self, bottom: float | None) -> None:
        self._bottom = bottom if bottom is None or bottom > ENDLESS / 2 else bottom + ENDLESS


def _heights(plan: Plan, html: Any, front: Any, context: Any) -> dict[str, float]:  # noqa: ANN401 - as above
    """How far each part stands above the next one, in pt; absent ones are left out."""
    endless = _Endless(
        context.style_for,
        context.get_image_from_uri.func,
        context.font_config,
        context.counter_style,
        TargetCollector(),
    )
    endless.footnotes = list(context.footnotes)
    layout.initialize_page_maker(endless, front)
    with replaced({(block, "absolute_layout"): ""}, lambda _: _left_out):
        page = next(layout.make_all_pages(endless, front, html, []))
    tops = dict(_tops(page, plan.parts))
    places = [(name, tops[name]) for name in plan.parts if name in tops]
    found = {name: (below - top) * PX for (name, top), (_, below) in pairwise(places)}
    notes = page.children[1]
    return found | {"notes": notes.margin_height() * PX if notes.children else 0}


def _left_out(*_: Any, **__: Any) -> None:  # noqa: ANN401 - as above
    """What stands at a place of its own makes nothing higher."""


def _tops(page: Any, parts: tuple[str, ...]) -> Iterator[tuple[str, float]]:  # noqa: ANN401 - as above
    """Where on *page* each of *parts* begins, in px; where it is split, the first piece comes last."""
    standing = [box for box in page.descendants() if isinstance(box, boxes.Box) and box.style["anchor"] in parts]
    return ((box.style["anchor"], box.border_box_y()) for box in reversed(standing))
