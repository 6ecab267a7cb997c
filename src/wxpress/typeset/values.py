"""样式的值：a new style is told at once what it is where no rule of the sheet has a say.

WeasyPrint works out each of its two hundred properties by itself, as it is first asked for. What rules say is left to
it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from weasyprint import css
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INHERITED, INITIAL_NOT_COMPUTED, INITIAL_VALUES, Dimension
from weasyprint.css.units import LENGTHS_TO_PIXELS

from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (css.ComputedStyle, "__missing__"): "self key",
    (css.AnonymousStyle, "__init__"): "self parent_style",
}

USED: Names = {
    (css.ComputedStyle, "__init__"): (
        "self parent_style cascaded pseudo_type root_style base_url font_config initial_page_sizes"
    ),
    (css.ComputedStyle, "copy"): "self",
    (css.Style, "anonymous_style"): "",
}


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Tell styles so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    return substituted(REPLACED, USED, _INSTEAD.__getitem__, report)


def value_of(style: Any, key: str) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """The value of the property *key*, which *style* has not been asked for yet."""
    parent = style.parent_style
    if parent is None:
        return _worked_out(style, key)
    if len(style) <= 1 and style.pseudo_type not in _READ_WHOLE:
        _fill(style)
        return style[key]
    if key not in _HANDED_DOWN or key in style.cascaded:
        return _worked_out(style, key)
    value = style[key] = parent[key]
    return value


_worked_out, _begin = css.ComputedStyle.__missing__, css.AnonymousStyle.__init__

_READ_WHOLE = {"first-letter", "first-line"}
"""Pseudo-elements of whose styles all that is known is taken, which nothing may be that was not asked for."""


def _fill(style: Any) -> None:  # noqa: ANN401 - as above
    known = dict(style)
    style.update(_START)
    for name in style.cascaded:
        for key in _SAYS.get(name, ()):
            style.pop(key, None)
    style.update(_handed(style))
    style.update(known)
    style.specified.update(_PLACE)


class Named(css.ComputedStyle):  # type: ignore[misc]  # WeasyPrint is not typed
    """The style of an element that is styled as others are but for its anchor, which none inherits."""

    def __init__(self, kind: Any, declared: Mapping[str, Any]) -> None:  # noqa: ANN401 - as above
        """Be as *kind*, with the anchor that is *declared*."""
        super().__init__(
            kind.parent_style,
            {**kind.cascaded, **declared},
            kind.pseudo_type,
            kind.root_style,
            kind.base_url,
            kind.font_config,
            kind.initial_page_sizes,
        )
        self.kind, self.specified = kind, kind.specified
        self["anchor"] = _worked_out(self, "anchor")

    def __missing__(self, key: str) -> Any:  # noqa: ANN401 - as above
        """The value of *key*, which it has not been asked for yet."""
        value = self.kind[key]
        if len(self) <= 1:
            self.update({**self.kind, **self})
        self[key] = value
        return value

    @property
    def anonymous_style(self) -> Any:  # noqa: ANN401 - as above
        """The style of the boxes in it that have no element."""
        return self.kind.anonymous_style


def _handed(style: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    """What *style* is certain to hand down, whenever it is asked for."""
    known: dict[str, Any] | None = vars(style).get("wxpress_handed")
    if known is None:
        parent = style.parent_style
        above = _AT_FIRST if parent is None else _handed(parent)
        known = style.wxpress_handed = _handed_on(style, above)
    return known


def _handed_on(style: Any, above: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - as above
    """What comes from *above*, changed as the rules for *style* say."""
    changed = [key for key in getattr(style, "cascaded", ()) if key in _HANDED_DOWN]
    if not changed:
        return above
    known = style.wxpress_handed = {key: value for key, value in above.items() if key not in changed}
    for key in changed:
        if _stands_alone(style.cascaded[key][0]):
            known[key] = style[key] if key in style else _worked_out(style, key)
    return known


def _stands_alone(value: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a declared value is the same whatever the size of the letters or of the page is."""
    if type(value) is Dimension:
        return value.unit is None or value.unit in LENGTHS_TO_PIXELS
    parts = value if type(value) is tuple else (value,)
    return all(type(part) in {str, int, float} for part in parts) and not _RELATIVE.intersection(parts)


_RELATIVE = {"inherit", "larger", "smaller", "bolder", "lighter"}


def _begin_anonymous(style: Any, parent: Any) -> None:  # noqa: ANN401 - as above
    """Begin the style of a box without an element.

    How it is placed and whether its blanks are kept may be changed for markers and leaders before it is asked for.
    """
    _begin(style, parent)
    style.update(_ANONYMOUS)
    style.update(_handed(parent))
    style.update({key: parent[key] for key in _HANDED_DOWN if key in parent})
    del style["white_space"]


_HANDED_DOWN = dict.fromkeys((*sorted(INHERITED), "page"))
_AT_FIRST = {key: INITIAL_VALUES[key] for key in INHERITED} | {"page": ""}
_PLACE = {key: INITIAL_VALUES[key] for key in ("position", "float", "display")}
_WIDTHS = {f"{line}_width": 0 for line in ("border_top", "border_right", "border_bottom", "border_left", "outline")}
"""None, as long as there is no style of the line."""

_BESIDE = {"float": ("position",), "display": ("position", "float")}


def _is_plain(key: str) -> bool:
    return key not in INITIAL_NOT_COMPUTED and key not in _HANDED_DOWN and not key.startswith("text_decoration_")


def _saying(key: str) -> Iterator[str]:
    """The properties that have a say in the value of *key*, those that say the same of a side of the text included."""
    yield key
    yield from _BESIDE.get(key, ())
    if function := PHYSICAL_FUNCTIONS.get(key):
        yield from (function(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
    if key in _WIDTHS:
        yield from _saying(key.replace("width", "style"))


_ANONYMOUS = {key: value for key, value in INITIAL_VALUES.items() if _is_plain(key)} | _WIDTHS
_START = _ANONYMOUS | _PLACE
_SAYS: dict[str, list[str]] = {}
for _key in _START:
    for _name in _saying(_key):
        _SAYS.setdefault(_name, []).append(_key)

_INSTEAD: dict[str, Any] = {"__missing__": value_of, "__init__": _begin_anonymous}
