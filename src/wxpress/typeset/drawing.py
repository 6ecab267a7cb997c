"""画一行：draws a line from the glyphs that its paragraph was shaped with, each as wide as was decided.

Glyphs with a wide gap between them are given their text (``/ActualText``), so that no reader sees a space there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pydyf
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from wxpress.typeset.glyphs import EMPTY, JOINED
from wxpress.typeset.layouts import SetLayout
from wxpress.typeset.row import EM

PLAIN = ("clip", "none")
"""How a text box is drawn that is not cut off with an ellipsis."""

INVISIBLE = (JOINED, EMPTY)

HALF_AN_EM = range(EM // 2, EM // 2 + 10)
"""Poppler takes a glyph that is drawn so far back for the beginning of another line; a hair less, and it does not."""

STYLED_SIZE = 14802
"""In older versions of Pango a font does not tell its size: https://gitlab.gnome.org/GNOME/pango/-/issues/530."""


def draw(stream: Any, textbox: Any, text_overflow: str, block_ellipsis: str, matrix: Any) -> bool:  # noqa: ANN401
    """Draw *textbox* whose layout is a `SetLayout`, and say so; nothing is drawn where only WeasyPrint can."""
    layout = textbox.pango_layout
    if layout.codes is None or layout.text != layout.set_as or (text_overflow, block_ellipsis) != PLAIN:
        return False
    runs = [_Run.of(stream, textbox, *run) for run in layout.codes.runs(layout.start, layout.start + len(layout.text))]
    if any(run.is_pictured() for run in runs):
        return False
    stream.set_text_matrix(*matrix.values)
    tagged = getattr(stream, "_tags", None) is not None
    if tagged and layout.setting.wide:
        _tell(stream, layout.text)
    back = 0
    for begin, end, is_wide in _parts(() if tagged else layout.setting.wide, len(layout.text)):
        if is_wide:
            properties = pydyf.Dictionary({"ActualText": pydyf.String(layout.text[begin:end])})
            pydyf.Stream.begin_marked_content(stream, "Span", properties)
        spacing = layout.setting.bridge if begin < end == len(layout.text) else 0
        with _spaced(stream, spacing * runs[-1].size / EM):
            for run in runs:
                back = run.show(range(max(begin, run.begin), min(end, run.end)), back, spacing)
        if is_wide:
            pydyf.Stream.end_marked_content(stream)
    return True


@contextmanager
def _spaced(stream: Any, gap: float) -> Iterator[None]:  # noqa: ANN401 - WeasyPrint is not typed
    """Have each glyph that is shown inside the block reach over a *gap* after it.

    Poppler sees a space between two text boxes unless the first one reaches the other; text that it is told reaches as
    far as its last glyph with the spacing, if that has ended by then.
    """
    if gap:
        stream.stream.append(f"{gap:.4f} Tc".encode())
    yield
    if gap:
        stream.stream.append(b"0 Tc")


def _tell(stream: Any, text: str) -> None:  # noqa: ANN401 - WeasyPrint is not typed
    """Tell the tag that was begun last its text: readers lose text in sequences nested in tagged ones."""
    tags = (item for item in reversed(stream.stream) if isinstance(item, pydyf.Dictionary) and "MCID" in item)
    if (tag := next(tags, None)) is not None:
        tag["ActualText"] = pydyf.String(text)


def _parts(wide: Sequence[tuple[int, int]], length: int) -> Iterator[tuple[int, int, bool]]:
    """The characters of a line in parts, each with whether its gaps are *wide*."""
    place = 0
    for begin, end in wide:
        yield place, begin, False
        yield begin, end, True
        place = end
    yield place, length, False


class _Run:
    """The characters from *begin* to before *end* of a line, of one font."""

    def __init__(self, stream: Any, layout: SetLayout, begin: int, end: int) -> None:  # noqa: ANN401
        self.stream, self.layout, self.begin, self.end = stream, layout, begin, end
        self.pango_font: Any = None
        self.font: Any = None
        self.size = 0.0
        self.noted: Mapping[int, float] = {}

    @classmethod
    def of(cls, stream: Any, textbox: Any, begin: int, end: int, pango_font: Any) -> _Run:  # noqa: ANN401
        """The run of the characters from *begin* to before *end* of the paragraph."""
        start = textbox.pango_layout.start
        run = cls(stream, textbox.pango_layout, begin - start, end - start)
        run.pango_font = pango_font
        run.font, run.size = stream.add_font(pango_font)
        run.noted = run.font.widths
        if pango.pango_version() < STYLED_SIZE:
            run.size = textbox.style["font_size"]
        return run

    def is_pictured(self) -> bool:
        """Whether glyphs of the font are pictures."""
        font = self.font
        return bool(font.bitmap or font.svg or font.png or font.colr)

    def show(self, places: Sequence[int], back: int, spacing: int) -> int:
        """Show the characters at *places*, so much further back than the pen stands (1/1000 em), which adds *spacing*.

        How far the next one is further back is left to it: PDFium has no ear for a number after the last glyph.
        """
        shown, back = self._shown(places, back, spacing)
        if shown:
            self.stream.set_font_size(self.font.hash, self.size)
            self.stream.show_text(shown)
        return back

    def _shown(self, places: Sequence[int], back: int, spacing: int) -> tuple[str, int]:
        """Glyphs as hexadecimal digits in angle brackets, and the numbers that move the next one."""
        advances, offsets = self.layout.setting.advances, self.layout.setting.offsets
        numbers, start, widths = self._numbers(), self.layout.start, self.font.widths
        shown = "<"
        for place in places:
            number = numbers[start + place]
            if number not in INVISIBLE:
                if number not in self.noted:
                    self._note(number, place)
                offset = offsets.get(place, 0)
                back -= offset
                moved = HALF_AN_EM.start - 1 if back in HALF_AN_EM else back
                if moved:
                    shown += f">{moved}<"
                shown += f"{number:04x}"
                back += widths[number] + spacing + offset - moved
            back -= advances[place]
        return f"{shown}>".removeprefix("<>"), back

    def _numbers(self) -> Sequence[int]:
        return self.layout.codes.numbers if self.layout.codes else ()

    def _note(self, number: int, place: int) -> None:
        """Note in the font what a glyph stands for, and how wide the font has it, when it is first shown."""
        font, stream = self.font, self.stream
        font.to_unicode.setdefault(number, self._text(place))
        if number not in font.widths:
            pango.pango_font_get_glyph_extents(self.pango_font, number, ffi.NULL, stream.logical_rect)
            font.widths[number] = round(stream.logical_rect.width * EM * FROM_UNITS / self.size)

    def _text(self, place: int) -> str:
        """The characters that the glyph at *place* stands for."""
        numbers, start = self._numbers(), self.layout.start
        after = place + 1
        while after < self.end and numbers[start + after] == JOINED:
            after += 1
        return self.layout.text[place:after]
