"""行内分配：spreads what a line is too short or too long over its gaps, exactly."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.typeset.breaker import Line
from wxpress.typeset.row import Row


def fitted(row: Row, line: Line, *, justified: bool) -> list[int]:
    """The advance of each character of *line*, the gap after it included, in 1/1000 em.

    A line that is too long is squeezed; one that is too short is stretched where it is *justified*. Their sum is then
    the measure, to the last unit.
    """
    start, end = line.start, line.end
    advances = [advance + gap for advance, gap in zip(row.advance[start:end], row.gap[start:end], strict=True)]
    if not advances:
        return advances
    advances[-1] = row.advance[end - 1] - row.tail[end - 1]
    advances[row.head(start) - start] -= row.lead[start]
    short = line.measure - row.width(start, end)
    changes: list[tuple[Sequence[int], int]] = []
    if short < 0:
        changes = row.squeezed(start, end, min(-short, row.room(start, end)))
    elif justified and short:
        changes = row.growth(start, end, short)
    for gaps, amount in changes:
        _spread(advances, gaps, amount)
    return advances


def _spread(advances: list[int], weights: Sequence[int], amount: int) -> None:
    """Add *amount* to the advances, each boundary's share by its weight, whole numbers that sum up exactly."""
    total = sum(weights)
    if not total:
        return
    weight = given = 0
    for place, share in enumerate(weights):
        if share:
            weight += share
            due = (amount * weight + total // 2) // total
            advances[place] += due - given
            given = due
