"""点线：a dotted border on one side of a box drawn as one dashed line, as WeasyPrint draws one on all four.

It draws every dot of the leaders in the contents as a path of its own: the page of a contents is ten times as large,
and takes as much longer to draw, to compress and to read back.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from weasyprint import draw
from weasyprint.draw import border
from weasyprint.pdf.stream import Stream

from wxpress.typeset.names import Names, substituted

REPLACED: Names = {(draw, "draw_border"): "stream box"}

USED: Names = {
    (border, "SIDES"): "",
    (border, "get_color"): "style key",
    (Stream, "artifact"): "self",
    (Stream, "stacked"): "self",
    (Stream, "set_color"): "self color stroke",
    (Stream, "set_dash"): "self dash_array dash_phase",
    (Stream, "set_line_cap"): "self line_cap",
    (Stream, "set_line_width"): "self width",
}

ROUND = 1
"""The cap of a line (ISO 32000-2, table 53) that makes a dot of a dash without length."""


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Draw such borders so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    original = draw.draw_border

    def draw_border(stream: Any, box: Any) -> None:  # noqa: ANN401 - WeasyPrint is not typed
        if _is_dotted_line(box):
            _draw_dots(stream, box)
        else:
            original(stream, box)

    return substituted(REPLACED, USED, lambda _: draw_border, report)


def _is_dotted_line(box: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a dotted line at its foot, longer than a dot, is all the border that *box* has."""
    widths = [getattr(box, f"border_{side}_width") for side in border.SIDES]
    return (
        not any(widths[:2] + widths[3:])
        and 0 < widths[2] < box.border_width()
        and box.style["border_bottom_style"] == "dotted"
        and box.style["visibility"] == "visible"
        and box.style["border_image_source"][0] == "none"
        and not any(any(radius) for radius in box.rounded_border_box()[4:])
    )


def _draw_dots(stream: Any, box: Any) -> None:  # noqa: ANN401 - as above
    """As many dots, at the same places, as WeasyPrint draws one by one."""
    width, length = box.border_bottom_width, box.border_width()
    gaps = max(1, int(length / width / 2))
    left, bottom = box.border_box_x() + width / 2, box.border_box_y() + box.border_height() - width / 2
    with stream.artifact(), stream.stacked():
        stream.set_color(border.get_color(box.style, "border_bottom_color"), stroke=True)
        stream.set_line_width(width)
        stream.set_line_cap(ROUND)
        stream.set_dash([0, (length - width) / gaps], 0)
        stream.move_to(left, bottom)
        stream.line_to(left + length - width, bottom)
        stream.stroke()
