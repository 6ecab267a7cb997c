"""版口：where the lines of a paragraph begin and end, found from the lines themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable

from wxpress.proof.rows import Row
from wxpress.proof.spacing import FULL_WIDTH
from wxpress.typeset.classes import CLOSING, STOP, classify

FLUSH = 0.1
"""A line's end is off by more than this, in em: it is seen."""

NEAR = 0.05
"""Ends of lines that differ by less, in em, are one edge."""

SHARE = 0.1
"""So many of a paragraph's lines, two at least, end at its edge, even where most are ragged."""


def ends_of(row: Row) -> tuple[float, ...]:
    """Where the line may be said to end, in pt: a mark with a blank half may be set whole, be trimmed, or hang."""
    last = row.glyphs[-1]
    is_halved = classify(row.text)[-1] in CLOSING + STOP and last.advance > FULL_WIDTH * last.size
    return (last.right, last.right - last.size / 2, last.x) if is_halved else (last.right,)


def edges(lines: Iterable[tuple[Hashable, Row]]) -> dict[Hashable, float]:
    """The right edge of each measure that *lines* belong to: the rightmost at which several of its lines end."""
    ends: dict[Hashable, list[float]] = defaultdict(list)
    marked: dict[Hashable, list[float]] = defaultdict(list)
    sizes: dict[Hashable, float] = {}
    for measure, row in lines:
        found = ends_of(row)
        (ends if len(found) == 1 else marked)[measure].append(found[len(found) // 2])
        sizes[measure] = row.size
    return {measure: _edge(ends.get(measure) or marked[measure], NEAR * size) for measure, size in sizes.items()}


def _edge(ends: list[float], near: float) -> float:
    least = max(2, SHARE * len(ends))
    for edge in sorted(ends, reverse=True):
        together = [end for end in ends if abs(end - edge) <= near]
        if len(together) >= least:
            return sorted(together)[len(together) // 2]
    return max(ends)


def off_edge(row: Row, edge: float) -> float:
    """How far the line's end is from *edge*, in em, taking the reading of its last mark that is nearest."""
    return min(((end - edge) / row.size for end in ends_of(row)), key=abs)


def right_of(row: Row, edge: float | None) -> float:
    """Where the line ends, in pt: what of its last mark is beyond *edge* is blank."""
    ends = ends_of(row)
    return ends[0] if edge is None else min(ends, key=lambda end: abs(end - edge))
