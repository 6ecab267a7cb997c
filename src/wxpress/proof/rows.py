"""成行：gathers the glyphs of a page into lines by their baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeVar

from wxpress.proof.glyphs import Box, Glyph, Sheet

SAME_LINE = 0.45
"""How far apart baselines of one line may be, in em of the larger glyph: a raised note call belongs to its line."""

COLUMN_GAP = 4.0
"""A gap of so many em parts two lines on one baseline: the columns of a table, a title and its page number."""

RAISED = 0.85
"""A glyph smaller than this, off the baseline, is a note call or an index."""


class Placed(Protocol):
    """有基线的字：whatever has a baseline and a size, in pt."""

    @property
    def y(self) -> float:
        """The baseline."""

    @property
    def size(self) -> float:
        """The size of the type."""


P = TypeVar("P", bound=Placed)


class Row(NamedTuple):
    """一行字：the glyphs from left to right, spaces only between them; its baseline and size are those of most."""

    glyphs: tuple[Glyph, ...]
    baseline: float
    size: float
    pictures: tuple[Box, ...]

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    def is_raised(self, glyph: Glyph) -> bool:
        """Whether *glyph* stands off the baseline, as a note call does."""
        return glyph.size < RAISED * self.size and abs(glyph.y - self.baseline) > self.size / 10


def rows_of(sheet: Sheet) -> list[Row]:
    """The lines of a page from its top, those of one baseline from the left."""
    rows = [row for band in bands(sheet.glyphs) for run in _runs(band) if (row := _row(run, sheet.pictures))]
    return sorted(rows, key=lambda row: (-round(row.baseline, 1), row.glyphs[0].x))


def bands(glyphs: Sequence[P]) -> list[list[P]]:
    """Glyphs by baseline: the large ones first, so that a small raised one joins the line that it belongs to."""
    gathered: dict[float, list[P]] = {}
    levels = _levels(glyphs)
    common = {level: len(found) for level, found in levels.items()}
    sizes = {level: max(map(attrgetter("size"), found)) for level, found in levels.items()}
    homes: dict[float, float] = {}
    for baseline in sorted(common, key=lambda y: (-sizes[y], -common[y], -y)):
        near = [home for home in gathered if abs(home - baseline) <= SAME_LINE * min(sizes[home], 3 * sizes[baseline])]
        homes[baseline] = min(near, key=lambda home: abs(home - baseline)) if near else baseline
        gathered.setdefault(homes[baseline], [])
    for level, found in levels.items():
        gathered[homes[level]] += found
    return list(gathered.values())


def _levels(glyphs: Sequence[P]) -> dict[float, list[P]]:
    """Glyphs by their baselines, which are equal to a tenth of a pt."""
    exact: dict[float, list[P]] = {}
    for glyph in glyphs:
        exact.setdefault(glyph.y, []).append(glyph)
    levels: dict[float, list[P]] = {}
    for baseline, found in exact.items():
        levels.setdefault(round(baseline, 1), []).extend(found)
    return levels


def _runs(band: list[Glyph]) -> Iterator[list[Glyph]]:
    """The glyphs of a baseline from left to right, parted where a column ends."""
    run: list[Glyph] = []
    for glyph in sorted(band, key=lambda item: item.x):
        if run and glyph.x - run[-1].right > COLUMN_GAP * max(glyph.size, run[-1].size):
            yield run
            run = []
        run.append(glyph)
    yield run


def _row(glyphs: list[Glyph], pictures: Sequence[Box]) -> Row | None:
    """The line of *glyphs*; null where they are nothing but spaces."""
    seen = [index for index, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    if not seen:
        return None
    inner = tuple(glyphs[seen[0] : seen[-1] + 1])
    (size, baseline), _ = Counter((round(glyph.size, 2), round(glyph.y, 2)) for glyph in inner).most_common(1)[0]
    return Row(inner, baseline, size, tuple(box for box in pictures if box.bottom <= baseline + size / 2 <= box.top))
