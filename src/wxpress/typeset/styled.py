"""由样式定的：what the style of a box alone decides, found once for all boxes in that style.

WeasyPrint asks each box again how high its lines are, whether it has a background, and each margin of a page which
counters it counts.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from weasyprint.draw import color
from weasyprint.layout import background, inline, page
from weasyprint.text import line_break

from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (background, "layout_box_backgrounds"): "page box get_image_from_uri layout_children style",
    (inline, "strut"): "style",
    (line_break, "strut"): "style",
    (page, "_standardize_page_based_counters"): "style pseudo_type",
}

USED: Names = {(color, "get_color"): "style key", (background, "resolve_radii_percentages"): "box"}


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Ask the styles so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    return substituted(REPLACED, USED, _INSTEAD.__getitem__, report)


_strut, _layout_box_backgrounds = line_break.strut, background.layout_box_backgrounds
_standardize_page_based_counters = page._standardize_page_based_counters  # noqa: SLF001 - the one that is replaced


def strut(style: Any) -> tuple[float, float]:  # noqa: ANN401 - WeasyPrint is not typed
    """The height of a line in *style* and its baseline below the top, in px."""
    known: tuple[float, float] | None = vars(style).get("wxpress_strut")
    if known is None:
        known = style.wxpress_strut = _strut(style)
    return known


def layout_box_backgrounds(
    page: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401
    get_image_from_uri: Any,  # noqa: ANN401
    layout_children: bool = True,  # noqa: FBT001, FBT002 - as WeasyPrint has it
    style: Any = None,  # noqa: ANN401
) -> None:
    """Find what stands behind *box* and what is in it; nothing does behind most."""
    if style is not None or box is page or not _is_bare(box.style):
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    for name, value in _BARE.items():
        setattr(box, name, value)  # of what may stand in for a box
    if layout_children:
        for child in box.all_children():
            layout_box_backgrounds(page, child, get_image_from_uri)


def _is_bare(style: Any) -> bool:  # noqa: ANN401 - as above
    known: bool | None = vars(style).get("wxpress_bare")
    if known is None:
        known = style.wxpress_bare = _shows_nothing(style)
    return known


def _shows_nothing(style: Any) -> bool:  # noqa: ANN401 - as above
    sources = style["border_image_source"], style["mask_border_source"], *style["background_image"]
    return (
        all(kind == "none" for kind, _ in sources)
        and all((0, "px") in style[corner] for corner in _CORNERS)
        and not style["box_shadow"]
        and color.get_color(style, "background_color").alpha == 0
    )


_CORNERS = tuple(f"border_{side}_radius" for side in ("top_left", "top_right", "bottom_right", "bottom_left"))
_BARE = {"background": None, **dict.fromkeys(_CORNERS, (0, 0))}


def standardize_page_based_counters(style: Any, pseudo_type: str | None) -> None:  # noqa: ANN401 - as above
    """Leave the number of pages to WeasyPrint in the counters of a page's *style*, and count each page."""
    if "wxpress_counters" not in vars(style):
        _standardize_page_based_counters(style, pseudo_type)
        style.wxpress_counters = True


_INSTEAD: dict[str, Any] = {
    "layout_box_backgrounds": layout_box_backgrounds,
    "strut": strut,
    "_standardize_page_based_counters": standardize_page_based_counters,
}
