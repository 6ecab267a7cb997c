"""文字框：a text of a paragraph, all in one style: its place in the row, its glyphs, and how a line sets them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from operator import sub
from typing import TYPE_CHECKING, Any

from wxpress.typeset.glyphs import Codes, Glyph
from wxpress.typeset.layouts import Setting

if TYPE_CHECKING:
    from wxpress.typeset.paragraphs import Paragraph

WIDE = 90
"""Poppler, MuPDF and PDFium take a gap of 1/10 em after a glyph for a space; this is safely less."""

OVERLAPPING = -500
"""Nor is a glyph drawn further back over the blank of another one taken for its neighbour."""


@dataclass(eq=False)
class Leaf:
    """一个文字框：where its text stands in the row, and its glyphs. *scale* is its size in that of the paragraph."""

    box: Any
    paragraph: Paragraph
    text: str
    start: int
    scale: float
    glyphs: Sequence[Glyph] = ()
    codes: Codes | None = None
    known: tuple[int, int] = (0, 0)
    """A place in the text, and its byte: the one that was asked for last, as lines follow one another."""

    @property
    def stop(self) -> int:
        """Where the text ends in the row."""
        return self.start + len(self.text)

    def place(self, skip: int) -> int:
        """The place in the row of the character at byte *skip*."""
        if skip < self.known[1]:
            self.known = (0, 0)
        place, byte = self.known
        if skip > byte:
            self.known = (place + len(self._bytes[byte:skip].decode()), skip)
        return self.start + self.known[0]

    def skip(self, place: int) -> int:
        """The byte at which the character at *place* begins."""
        known, byte = self.known if self.known[0] <= place - self.start else (0, 0)
        return byte + len(self.text[known : place - self.start].encode())

    @cached_property
    def naturals(self) -> list[int]:
        """How wide each glyph is in its font."""
        return [glyph.natural for glyph in self.glyphs]

    @cached_property
    def moved(self) -> list[tuple[int, int]]:
        """The places in the text of the glyphs that stand elsewhere than the pen, and how far from it."""
        return [(place, glyph.offset) for place, glyph in enumerate(self.glyphs) if glyph.offset]

    @cached_property
    def _bytes(self) -> bytes:
        return self.text.encode()

    def setting(self, advances: Sequence[int], first: int, lead: int, *, has_neighbour: bool) -> Setting:
        """How a line sets the characters from *first* on: so wide each, the first one *lead* further back.

        With *has_neighbour*, another text box of the line comes next.
        """
        last = first + len(advances)
        offsets = {place - first: offset for place, offset in self.moved if first <= place < last}
        if lead:
            offsets[0] = offsets.get(0, 0) - lead
        naturals = self.naturals[first:last]
        wide = _wide(advances, naturals, offsets)
        head = _head_of_last(naturals) if has_neighbour else None
        gap = 0 if head is None else sum(advances[head:]) - naturals[head] - offsets.get(head, 0)
        if head is None or gap <= WIDE:
            return Setting(advances, offsets, wide)
        return Setting(advances, offsets, _with_last(wide, head, len(naturals)), gap)


def _head_of_last(naturals: Sequence[int]) -> int | None:
    """Where the last glyph is that is not only a part of another one; null where there is none."""
    return next((number for number in reversed(range(len(naturals))) if naturals[number]), None)


def _with_last(wide: tuple[tuple[int, int], ...], head: int, end: int) -> tuple[tuple[int, int], ...]:
    """The ranges of *wide* with that of the last glyph, joined to one that it lies in."""
    kept = [one for one in wide if one[1] <= head]
    begin = min([head, *(one[0] for one in wide if one[1] > head)])
    return (*kept, (begin, end))


def _wide(advances: Sequence[int], naturals: Sequence[int], offsets: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """The pairs of characters between which a reader would see a space that is not there, as ranges, joined up."""
    gaps = list(map(sub, advances, naturals))
    if not offsets and max(gaps) <= WIDE and min(gaps) >= OVERLAPPING:
        return ()
    return tuple(_wide_ranges(advances, naturals, offsets))


def _wide_ranges(
    advances: Sequence[int], naturals: Sequence[int], offsets: dict[int, int]
) -> Iterator[tuple[int, int]]:
    heads = [number for number, natural in enumerate(naturals) if natural]
    begin = None
    for head, following in pairwise(heads):
        gap = sum(advances[head:following]) - naturals[head] - offsets.get(head, 0) + offsets.get(following, 0)
        if gap > WIDE or gap < OVERLAPPING:
            begin = head if begin is None else begin
        elif begin is not None:
            yield begin, following
            begin = None
    if begin is not None:
        yield begin, len(naturals)
