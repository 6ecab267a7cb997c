"""插图让位：a picture that does not fit the rest of a page is set smaller, where that is enough; else its figure moves.

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

from wxpress.typeset import moving
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
            is_out_of_turn = box.element_tag == "figure" and moving.pending(context)
            bottom_space = inf if is_out_of_turn and not page_is_empty else bottom_space
            return original(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *arguments)
        picture.style = picture.wxpress_style
        place = box.position_x, box.position_y
        natural = original(context, box, -inf, None, containing_block, page_is_empty)[0]
        foot, height = context.page_bottom - bottom_space, natural.margin_height()
        over, is_next = natural.position_y + height - foot, not moving.pending(context)
        box.position_x, box.position_y = place
        if not page_is_empty and not (is_next and _fits(picture, over, line_break.strut(box.style)[0])):
            if moving.may_move(context, box, containing_block, foot - natural.position_y, height):
                return moving.put_off(context, box, containing_block, height)
            bottom_space = bottom_space if is_next else inf
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


def _fits(picture: Any, over: float, line: float) -> bool:  # noqa: ANN401 - as above
    """Whether *picture* fits: nothing is *over*, in px, or, if it stays large enough, as many lines are taken off it.

    Inside a flexible box or a grid WeasyPrint tries it out where there is no foot of a page: infinitely much is over.
    """
    if over <= ROUNDING or over == inf:
        return True
    sizes = {name: picture.style[name] for name in ("width", "height")}
    if not line or not all(isinstance(size, Dimension) and size.unit == "px" for size in sizes.values()):
        return False  # a style's own sheet has sized it
    share = 1 - ceil((over - ROUNDING) / line) * line / sizes["height"].value
    if not LEAST <= share < 1:
        return False
    picture.style = picture.style.copy()
    for name, size in sizes.items():
        picture.style[name] = Dimension(size.value * share, "px")
    return True
