"""尺寸：the used sizes of a box, taken from its style at once where nothing is relative and nothing collapses.

WeasyPrint asks three functions for each of fourteen sizes of each box, each time that it lays one out, and how narrow
a box could be that is narrow enough. Not a size changes, and what is not plain is left to it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from math import inf
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import absolute, block, column, grid, inline, page, percent, preferred, table
from weasyprint.layout import float as floating

from wxpress.typeset.names import Names, substituted

_LAYOUTS = (absolute, block, column, floating, grid, inline, page, table)
_SHRINKING = (absolute, floating, inline)

REPLACED: Names = {
    **{(layout, "resolve_percentages"): "box containing_block" for layout in _LAYOUTS},
    **{(layout, "shrink_to_fit"): "context box available_content_width" for layout in _SHRINKING},
    (boxes.Box, "is_in_normal_flow"): "self",
}

USED: Names = {
    (percent, "resolve_percentages"): "box containing_block",
    (percent, "percentage"): "value computed refer_to",
    (preferred, "shrink_to_fit"): "context box available_content_width",
    (preferred, "max_content_width"): "context box outer",
}

_MARGINS = ("margin_left", "margin_right", "margin_top", "margin_bottom")
_PADDINGS = ("padding_left", "padding_right", "padding_top", "padding_bottom")
_ACROSS = (*_MARGINS, *_PADDINGS, "width", "min_width", "max_width")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))
_LEAST = ("min_width", "min_height")


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Take sizes so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    return substituted(REPLACED, USED, _INSTEAD.__getitem__, report)


_resolve, _percentage = percent.resolve_percentages, percent.percentage
_shrink_to_fit, _max_content_width = preferred.shrink_to_fit, preferred.max_content_width
_is_in_normal_flow = boxes.Box.is_in_normal_flow


def resolve_percentages(box: Any, containing_block: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
    """Set the used sizes of *box* as its attributes, found once for all in one style and in blocks of one size."""
    style, extent = box.style, _extent(containing_block)
    known = vars(style).setdefault("wxpress_sizes", {})
    if extent not in known:
        if isinstance(box, boxes.PageBox) or not _is_plain(style):
            _resolve(box, containing_block)
            return
        known[extent] = _sizes(style, *extent)
    vars(box).update(known[extent])


def _sizes(style: Any, width: Any, height: Any) -> dict[str, Any]:  # noqa: ANN401 - as above
    is_open = height == "auto"  # what is a share of it, is none of anything
    sizes = {name: _used(style, name, width) for name in _ACROSS}
    sizes["height"] = "auto" if is_open and not _is_fixed(style["height"]) else _used(style, "height", height)
    sizes["min_height"] = _used(style, "min_height", 0 if is_open else height)
    sizes["max_height"] = _used(style, "max_height", inf if is_open else height)
    least = {name: 0 for name in _LEAST if sizes[name] == "auto"}
    return sizes | least | {name: style[name] for name in _BORDERS}


def _used(style: Any, name: str, whole: Any) -> Any:  # noqa: ANN401 - as above
    """The size *name* in px, or ``auto``; *whole* is what it may be a share of."""
    value = style[name]
    return value.value if _is_fixed(value) else _percentage(value, style, whole)


def _is_fixed(value: Any) -> bool:  # noqa: ANN401 - as above
    return type(value) is Dimension and value.unit == "px"


def _extent(containing_block: Any) -> tuple[Any, Any]:  # noqa: ANN401 - as above
    if isinstance(containing_block, boxes.Box):
        return containing_block.width, containing_block.height
    width, height = containing_block
    return width, height


def _is_plain(style: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the sizes are those of the content, and the borders of the box its own."""
    return bool(style["box_sizing"] == "content-box" and style["border_collapse"] != "collapse")


def shrink_to_fit(context: Any, box: Any, available_content_width: float) -> float:  # noqa: ANN401 - as above
    """The width of *box*, in px: where its text fits in one line, how narrow it could be is not asked."""
    widest: float = _max_content_width(context, box, outer=False)
    fits = widest <= available_content_width
    return widest if fits else _shrink_to_fit(context, box, available_content_width)


def is_in_normal_flow(box: Any) -> bool:  # noqa: ANN401 - as above
    """Whether *box* is in normal flow, as most are that neither float nor stand anywhere of their own."""
    style = box.style
    return (style["float"] == "none" and style["position"] == "static") or bool(_is_in_normal_flow(box))


_INSTEAD: dict[str, Any] = {
    "resolve_percentages": resolve_percentages,
    "shrink_to_fit": shrink_to_fit,
    "is_in_normal_flow": is_in_normal_flow,
}
