"""PDF 的行：glyphs to lines, and the lines of a page in the order in which they are read, column by column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from wxpress.inlines import is_chinese
from wxpress.readers.pdf.glyphs import Glyph

_SAME_LINE = 0.35
"""In em of the larger: baselines that differ by less are one line's, a raised mark's among them."""

_LEAST_GAP = 0.12
_WORD_GAP = 0.28
"""In em: Latin words are so far apart where the file has no spaces."""

_WIDE_GAP = 0.8
"""In em: so far apart are words that a space parts on purpose, in Chinese."""

_CELL_GAP = 2.2
"""In em: so far apart are cells of a row, columns, or a title and its page."""

_LEAST_GUTTER = 0.9
"""In em: so wide is the space between two columns at least."""

_LEAST_ROWS = 4
_ENOUGH = 3
_FULL = 0.7
"""The share of its column that a line of running text fills, in the middle of many; the cells of a table do not."""


class Line(NamedTuple):
    """一行：its glyphs from the left, spaces put in where the file has gaps; its page from 0, its size in pt.

    *column* holds the edges of its column where the page has several.
    """

    glyphs: tuple[Glyph, ...]
    page: int
    size: float
    column: tuple[float, float] | None = None

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """The left edge of its first character."""
        return self.glyphs[0].left

    @property
    def right(self) -> float:
        """The right edge of its last character."""
        return self.glyphs[-1].right

    @property
    def base(self) -> float:
        """Its baseline: that of most of its characters."""
        return median(glyph.base for glyph in self.glyphs)

    @property
    def is_bold(self) -> bool:
        """Whether all its words are bold."""
        return all(glyph.bold for glyph in self.glyphs if not glyph.text.isspace())


Row = list[Line]
"""The parts of one line across the page, from the left."""


def lines_of(glyphs: Sequence[Glyph], page: int) -> list[Line]:
    """The lines of a page as they are read: columns one after the other, the cells of a table row by row."""
    rows = list(_rows(glyphs, page))
    return [line for block in _blocks(rows) for line in _in_order(block)]


def _rows(glyphs: Sequence[Glyph], page: int) -> Iterator[Row]:
    """The glyphs on one height, from the top, divided where a column or a cell ends."""
    band: list[Glyph] = []
    for glyph in sorted((glyph for glyph in glyphs if not glyph.text.isspace()), key=lambda glyph: -glyph.base):
        if band and _reference(band).base - glyph.base > _SAME_LINE * max(_reference(band).size, glyph.size):
            yield from _parted(band, glyphs, page)
            band = []
        band.append(glyph)
    if band:
        yield from _parted(band, glyphs, page)


def _reference(band: Sequence[Glyph]) -> Glyph:
    return max(band, key=lambda glyph: (glyph.size, -glyph.base))


def _parted(band: Sequence[Glyph], glyphs: Sequence[Glyph], page: int) -> Iterator[Row]:
    size = _reference(band).size
    spaces = [glyph for glyph in glyphs if glyph.text.isspace() and abs(glyph.base - _reference(band).base) < size / 2]
    parts: list[list[Glyph]] = []
    for glyph in sorted(band, key=lambda glyph: glyph.left):
        if not parts or glyph.left - parts[-1][-1].right > _CELL_GAP * size:
            parts.append([])
        parts[-1].append(glyph)
    yield [Line(tuple(_spaced(part, spaces)), page, _common_size(part)) for part in parts]


def _common_size(part: Sequence[Glyph]) -> float:
    """The largest size that a third of the glyphs have: a label or a note at its end makes no line small."""
    sizes = Counter(glyph.size for glyph in part)
    return max(size for size, count in sizes.items() if count * _ENOUGH >= len(part) or len(sizes) > _ENOUGH)


def _spaced(part: Sequence[Glyph], spaces: Sequence[Glyph]) -> Iterator[Glyph]:
    """The glyphs of one part with a space in each gap that is one: where the file has one, or where it is wide."""
    yield part[0]
    for first, second in pairwise(part):
        gap = second.left - first.right
        written = any(first.left < space.left < second.left + _WORD_GAP for space in spaces)
        both = is_chinese(first.text) and is_chinese(second.text)
        neither = not is_chinese(first.text) and not is_chinese(second.text)
        wide = gap > _WIDE_GAP * first.size
        if (
            wide
            or (written and (neither or gap > _LEAST_GAP * first.size))
            or (neither and gap > _WORD_GAP * first.size)
        ):
            yield first._replace(text="\u3000" if both and wide else " ", left=first.right, right=second.left)
        yield second


def _blocks(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Runs of rows that share a gutter, the first of them with words on both sides of it; and single rows."""
    left = min((line.left for row in rows for line in row), default=0.0)
    right = max((line.right for row in rows for line in row), default=0.0)
    block: list[Row] = []
    gutters: list[tuple[float, float]] = []
    for row in rows:
        shared = _shared(gutters, _free(row, left, right), row[0].size)
        if block and not shared:
            yield block
            block = []
        gutters = shared if block else _free(row, row[0].left, row[-1].right)
        block.append(row)
    if block:
        yield block


def _free(row: Row, left: float, right: float) -> list[tuple[float, float]]:
    """The stretches of a row that hold nothing, between the edges of the text."""
    edges = [left, *(edge for line in row for edge in (line.left, line.right)), right]
    return [(begin, end) for begin, end in zip(edges[::2], edges[1::2], strict=True) if end > begin]


def _shared(
    first: Iterable[tuple[float, float]], second: Sequence[tuple[float, float]], size: float
) -> list[tuple[float, float]]:
    both = [(max(one[0], other[0]), min(one[1], other[1])) for one in first for other in second]
    return [(begin, end) for begin, end in both if end - begin > _LEAST_GUTTER * size]


def _in_order(block: Sequence[Row]) -> Iterator[Line]:
    """The lines of a block: down each of two columns, else row by row, the cells of one row as one line."""
    gutter = _gutter(block)
    if gutter is None:
        yield from (_joined(row) for row in block)
        return
    for is_right in (False, True):
        parts = [[line for line in row if (line.left >= gutter) is is_right] for row in block]
        lines = [_joined(part) for part in parts if part]
        edges = min(line.left for line in lines), max(line.right for line in lines)
        yield from (line._replace(column=edges) for line in lines)


def _gutter(block: Sequence[Row]) -> float | None:
    """Where the right one of two columns of running text begins; null where there is one column, or a table."""
    parted = [row for row in block if len(row) > 1]
    if len(parted) < _LEAST_ROWS:
        return None
    middle = median(row[-1].left for row in parted)
    sides = [
        [line for row in block for line in row if (line.left >= middle - line.size) is right] for right in (False, True)
    ]
    return min(line.left for line in sides[1]) - 1 if all(map(_is_running, sides)) else None


def _is_running(side: Sequence[Line]) -> bool:
    width = max(line.right for line in side) - min(line.left for line in side)
    return len(side) >= _LEAST_ROWS and median(line.right - line.left for line in side) > _FULL * width


def _joined(row: Sequence[Line]) -> Line:
    """The cells of a row as one line, a tab between two."""
    glyphs = list(row[0].glyphs)
    for line in row[1:]:
        glyphs += [glyphs[-1]._replace(text="\t", left=glyphs[-1].right, right=line.left), *line.glyphs]
    return Line(tuple(glyphs), row[0].page, max(line.size for line in row))
