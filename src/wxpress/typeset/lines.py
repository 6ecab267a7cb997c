"""单文行：makes lines that hold nothing but a part of one text, as most do, without WeasyPrint's search for their ends.

What WeasyPrint does for a line of many boxes comes to little for one: the text stands at the line's left, on its
baseline, and the line is as high as the higher of the two. The sums are those of WeasyPrint, in its order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

SLACK = 1 + 1e-9
"""What WeasyPrint widens the room for a line by, against rounding."""

Take = Callable[[Any, Any, float, int], tuple[Any, int | None, Any]]
"""Takes of a text box what the line holds, given the context, the room in px and the byte to begin at."""


def next_line(
    context: Any,  # noqa: ANN401 - WeasyPrint is not typed
    linebox: Any,  # noqa: ANN401
    position_y: float,
    skip_stack: Any,  # noqa: ANN401
    block: Any,  # noqa: ANN401
    take: Take,
) -> tuple[Any, Any] | None:
    """The line at *position_y* and where the one after it begins; null where WeasyPrint is to make it.

    *skip_stack* is past white space, *block* the box that holds the lines.
    """
    index, byte = _place(skip_stack)
    if context.excluded_shapes or not _is_text(linebox, index):
        return None
    only = linebox.children[index]
    inline.resolve_percentages(only, block)
    left = block.content_box_x()
    width = left + block.width - left
    only.position_x = left + linebox.text_indent
    text, resume, preserved = take(context, only, (left + width) * SLACK - only.position_x, byte)
    is_last = resume is None
    if text is None or preserved or text.text.endswith(" ") or (is_last and only is not linebox.children[-1]):
        return None
    linebox.position_x, linebox.position_y = left, position_y
    line = linebox.copy_with_children([text])
    line.width = text.position_x + text.margin_width() - left
    _stand(line, text, position_y)
    if offset := inline.text_align(context, line, width, last=is_last):
        line.position_x += offset
        text.position_x += offset
    linebox.width, linebox.height = line.width, line.height
    return line, None if is_last else {index: {resume: None}}


def _place(skip_stack: Any) -> tuple[int, int]:  # noqa: ANN401
    """The child, and the byte of its text, at which *skip_stack* goes on."""
    ((index, inside),) = skip_stack.items() if skip_stack else ((0, None),)
    (byte,) = inside or (0,)
    return index, byte or 0


def _is_text(linebox: Any, index: int) -> bool:  # noqa: ANN401
    """Whether the child at *index* is text on the baseline of *linebox*."""
    child = linebox.children[index]
    return (
        isinstance(child, boxes.TextBox)
        and child.style["vertical_align"] == "baseline"
        and linebox.style["direction"] == "ltr"
    )


def _stand(line: Any, text: Any, position_y: float) -> None:  # noqa: ANN401
    """Give *line* and *text* their heights and places."""
    line_height, baseline = inline.strut(line.style)
    line.height = line.style["font_size"]
    leading = (line_height - line.height) / 2
    line_bottom = line.height + leading + leading - baseline
    top = min(-text.baseline, -baseline)
    bottom = max(text.margin_height() - text.baseline, line_bottom)
    line.baseline, line.height = -top, bottom - top
    line.margin_top = line.margin_bottom = 0
    line.position_y = position_y
    text.position_y = -text.baseline + (position_y - top)
