"""重读：reads the lines of a table's row once more, where what a line was taken for turns out wrong below.

Cells that begin alike, or that say the same in part, can be parted in several ways; only the lines that follow tell
which it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wxpress.verify.abreast import after, partings
from wxpress.verify.lines import Line
from wxpress.verify.strands import Step

_TRIES = 4000
"""So many ways to read the lines are tried."""


class Chunk(NamedTuple):
    """一截：the characters *start* to *end* of *line*, which strand number *strand* took at *place* of its text."""

    strand: int
    place: int
    line: Line
    start: int
    end: int


class State(NamedTuple):
    """读到何处：the step, and the place in each of its strands."""

    step: int
    places: tuple[int, ...]


class Portion(NamedTuple):
    """一行的开头：the first *length* characters of *line*."""

    line: Line
    length: int


class _Point(NamedTuple):
    """Before character *used* of the line of that number, in *state*."""

    number: int
    used: int
    state: State


def entered(steps: Sequence[Step], number: int) -> State:
    """The state before the step of that number."""
    return State(number, (0,) * len(steps[number].strands) if number < len(steps) else ())


def reread(
    steps: Sequence[Step], firsts: Sequence[int], start: State, lines: Sequence[Portion]
) -> tuple[State, list[Chunk]] | None:
    """The state after all of *lines*, read on from *start*, and what they showed; null where they fit in no way.

    *firsts* are the numbers of each step's first strand.
    """

    def ways(point: _Point) -> Iterator[tuple[list[Chunk], _Point]]:
        step, (line, length) = point.state.step, lines[point.number]
        if step >= len(steps):
            return
        for parts in partings(steps[step], point.state.places, line, range(point.used, length)):
            used, chunks = point.used, list[Chunk]()
            for part in parts:
                chunks.append(Chunk(firsts[step] + part.strand, part.place, line, used, used + part.count))
                used += part.count
            if used == length:
                yield chunks, _Point(point.number + 1, 0, State(step, after(point.state.places, parts)))
            else:
                yield chunks, _Point(point.number, used, entered(steps, step + 1))

    path: list[list[Chunk]] = []
    open_ways = [ways(_Point(0, 0, start))]
    for _ in range(_TRIES):
        found = next(open_ways[-1], None)
        if found is None:
            open_ways.pop()
            if not path:
                return None
            path.pop()
            continue
        chunks, point = found
        path.append(chunks)
        if point.number == len(lines):
            return point.state, [chunk for each in path for chunk in each]
        open_ways.append(ways(point))
    return None
