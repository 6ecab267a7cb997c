"""插图让位：a picture that does not fit the rest of a page is set smaller, where that is enough.

A figure is never split, so that the page before a large one would end with a hole. It gives way by whole lines: the
text below stays on the grid.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from math import ceil, inf
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block
from weasyprint.text import line_break

from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (block, "block_level_layout"): (
        "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes "
        "adjoining_margins first_letter_style first_line_style discard max_lines"
    ),
}

USED: Names = {
    (LayoutContext, "overflows_page"): "self bottom_space position_y",
    (line_break, "strut"): "style",
}

LEAST = 0.6
"""What of its size a picture keeps at least; one that would have to give more goes to the next page."""

ROUNDING = 0.1
"""In px."""


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Let pictures give way inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    original = block.block_level_layout

    def block_level_layout(
        context: Any,  # noqa: ANN401 - WeasyPrint is not typed
        box: Any,  # noqa: ANN401
        bottom_space: float,
        skip_stack: Any,  # noqa: ANN401
        containing_block: Any,  # noqa: ANN401
        page_is_empty: bool = True,  # noqa: FBT001, FBT002 - the signature is WeasyPrint's
        *arguments: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        picture = _picture(box)
        if picture is None:
            return original(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *arguments)
        picture.style = picture.wxpress_style
        place = box.position_x, box.position_y
        natural = original(context, box, -inf, None, containing_block, page_is_empty)[0]
        if not page_is_empty:
            over = natural.position_y + natural.margin_height() - (context.page_bottom - bottom_space)
            _shrink(picture, over, line_break.strut(box.style)[0])
        box.position_x, box.position_y = place
        return original(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *arguments)

    return substituted(REPLACED, USED, lambda _: block_level_layout, report)


def _picture(box: Any) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """The one picture of the figure that *box* is; null where it is none, has none, or its caption calls a note."""
    if box.element_tag != "figure" or not isinstance(box, boxes.BlockBox):
        return None
    pictures = [child for child in box.children if isinstance(child, boxes.BlockReplacedBox)]
    if len(pictures) != 1 or any(getattr(each, "footnote", None) for each in box.descendants()):
        return None
    if not hasattr(pictures[0], "wxpress_style"):
        pictures[0].wxpress_style = pictures[0].style
    return pictures[0]


def _shrink(picture: Any, over: float, line: float) -> None:  # noqa: ANN401 - as above
    """Take as many lines off *picture* as it takes to take *over* px off, if it stays large enough.

    Inside a flexible box or a grid WeasyPrint tries it out where there is no foot of a page: infinitely much is over.
    """
    if not (line and ROUNDING < over < inf):
        return
    sizes = {name: picture.style[name] for name in ("width", "height")}
    if not all(isinstance(size, Dimension) and size.unit == "px" for size in sizes.values()):
        return  # a style's own sheet has sized it
    share = 1 - ceil((over - ROUNDING) / line) * line / sizes["height"].value
    if LEAST <= share < 1:
        picture.style = picture.style.copy()
        for name, size in sizes.items():
            picture.style[name] = Dimension(size.value * share, "px")
