"""跟读：follows the steps of an expected text through the lines of an output, and keeps which line showed what."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from wxpress.verify.abreast import after, parted
from wxpress.verify.lines import Line
from wxpress.verify.rereading import Chunk, Portion, State, entered, reread
from wxpress.verify.strands import Step, Strand

_ANCHOR = 5
"""So many characters in a row tell where in the text a damaged line belongs."""

_AHEAD = 1.2
"""What is ahead counts so much more than what has been read."""

_NEAR = 200
"""So far ahead a line of fewer characters is looked for."""


class _Row(NamedTuple):
    """一行表格：the state before it, the chunks found by then, and its lines so far."""

    start: State
    chunks: int
    lines: list[Portion]


@dataclass
class Moved:
    """移走的图题：steps, by number, that a page went on without, and that must therefore open the next one.

    The first of those *due* has been read to *place*; *strands* are all that were found so. They *are_late* where other
    text has opened that page.
    """

    put_off: list[int] = field(default_factory=list)
    due: list[int] = field(default_factory=list)
    place: int = 0
    strands: set[int] = field(default_factory=set)
    are_late: bool = False


@dataclass
class Course:
    """一路：steps, how far they have been read, and what was found for each of their strands."""

    steps: Sequence[Step]
    state: State = field(init=False)
    chunks: list[Chunk] = field(default_factory=list)
    moved: Moved = field(default_factory=Moved)
    _row: _Row = field(init=False)

    def __post_init__(self) -> None:
        """Stand before the first step."""
        self.state = entered(self.steps, 0)
        self._begin_row()

    @cached_property
    def strands(self) -> list[Strand]:
        """All strands, those side by side from the left."""
        return [strand for step in self.steps for strand in step.strands]

    @cached_property
    def firsts(self) -> list[int]:
        """The number of each step's first strand."""
        return [0, *accumulate(len(step.strands) for step in self.steps)]

    @cached_property
    def text(self) -> str:
        """The text of all strands, one after another."""
        return "".join(strand.text for strand in self.strands)

    @cached_property
    def starts(self) -> list[int]:
        """Where each strand begins in `text`, and where the last ends."""
        return [0, *accumulate(len(strand.text) for strand in self.strands)]

    @cached_property
    def wholes(self) -> dict[str, list[int]]:
        """Where each text begins that is all of a strand."""
        found: dict[str, list[int]] = {}
        for strand, start in zip(self.strands, self.starts, strict=False):
            found.setdefault(strand.text, []).append(start)
        return found

    def is_done(self) -> bool:
        """Whether all that must be read has been read."""
        return self._settled(self.state).step >= len(self.steps) and not (self.moved.put_off or self.moved.due)

    def turn_page(self) -> None:
        """Have what this page went on without open the next."""
        self.moved.due += self.moved.put_off
        self.moved.put_off = []

    def next_step(self) -> Step | None:
        """The step that is to be read next; null at the end."""
        number = self._settled(self.state).step
        return self.steps[number] if number < len(self.steps) else None

    def head(self) -> Step:
        """The row that a page would repeat if it began here: of the table that is being read, or has just ended."""
        open_steps = self.steps[self.state.step : self._settled(self.state).step + 1]
        return Step(next((step.head for step in open_steps if step.head), ()))

    def fits(self, line: Line) -> bool:
        """Whether the course would go on with *line*."""
        portion = Portion(line, len(line.text))
        return (
            self._read(*portion, []) is not None
            or self._is_due(portion)
            or self._without_figures(portion, []) is not None
        )

    def ends(self, line: Line, length: int) -> bool:
        """Whether the first *length* characters of *line* are next, and end a step."""
        state = self._read(line, length, [])
        return state is not None and self._is_read(state)

    def takes(self, line: Line, length: int | None = None) -> bool:
        """Whether the course goes on with all of *line*, or its first *length* characters; it then has done so."""
        portion = Portion(line, len(line.text) if length is None else length)
        if self._is_due(portion):
            self._take_due(portion)
            return True
        found: list[Chunk] = []
        state = self._read(*portion, found)
        if state is None:
            found = []
            state = self._without_figures(portion, found)
            self.moved.put_off += self._figures_before(found[0].strand) if state else ()
        if state is not None:
            self.moved.are_late = bool(self.moved.due)
            self.state = state
            self.chunks += found
        elif not self._row.lines or not self._takes_otherwise(portion):
            return False
        self._remember(portion)
        return True

    def _is_due(self, portion: Portion) -> bool:
        """Whether the line goes on with a figure's words that the page before went on without."""
        if not self.moved.due or self.moved.are_late or not portion.length:
            return False
        (strand,) = self.steps[self.moved.due[0]].strands
        return strand.follow(self.moved.place, portion.line.text[: portion.length])[1] == portion.length

    def _take_due(self, portion: Portion) -> None:
        moved, number = self.moved, self.firsts[self.moved.due[0]]
        self.chunks.append(Chunk(number, moved.place, portion.line, 0, portion.length))
        moved.strands.add(number)
        moved.place, _ = self.strands[number].follow(moved.place, portion.line.text[: portion.length])
        if self.strands[number].is_done(moved.place):
            del moved.due[0]
            moved.place = 0

    def _without_figures(self, portion: Portion, found: list[Chunk]) -> State | None:
        """The state after the line if it goes on behind figures that are next; *found* gets its chunks."""
        state, after = self._settled(self.state), None
        while (
            after is None and state.step < len(self.steps) and self.steps[state.step].may_move and not any(state.places)
        ):
            state = entered(self.steps, state.step + 1)
            found.clear()
            after = self._read(*portion, found, state)
        return after

    def _figures_before(self, strand: int) -> Iterator[int]:
        """The figures, from where the course stands, that come before *strand* and have not been read."""
        first = self._settled(self.state).step
        steps = range(first, bisect_right(self.firsts, strand) - 1)
        return (number for number in steps if self.steps[number].may_move and self.steps[number].strands[0].is_text)

    def _takes_otherwise(self, portion: Portion) -> bool:
        """Whether the line fits once those of the row above it are read in another way."""
        again = reread(self.steps, self.firsts, self._row.start, [*self._row.lines, portion])
        if again is None:
            return False
        self.state, self.chunks[self._row.chunks :] = again
        return True

    def _remember(self, portion: Portion) -> None:
        """Keep the line while the row it is of is not yet read to its end."""
        places = self.state.places
        if len(places) > 1 and any(places) and not self._is_read(self.state):
            self._row.lines.append(portion)
        else:
            self._begin_row()

    def _begin_row(self) -> None:
        self._row = _Row(self.state, len(self.chunks), [])

    def place_of(self, text: str) -> tuple[int, int]:
        """Where in the course a damaged line best belongs, ahead if it can be; and how many anchors say so."""
        here = self.position()
        if self.text.endswith(text, 0, here):  # the line before it, once more
            return here - len(text), len(text)
        if text in self.wholes:
            return min(self.wholes[text], key=lambda place: abs(place - here)), len(text)
        size = min(_ANCHOR, len(text))
        found = ((self._nearest(text[at : at + size], here), at) for at in range(len(text) - size + 1))
        votes = Counter(place - at for place, at in found if place >= 0)
        if not votes:
            return here, 0
        best = max(votes, key=lambda place: (votes[place] * (_AHEAD if place >= here else 1), -abs(place - here)))
        return best, votes.total()

    def settle(self, line: Line, place: int) -> None:
        """Put a damaged *line* where it belongs; the course goes on after it if that is ahead."""
        here = self.position()
        strand = self._strand_at(max(place, here) if place + len(line.text) > here else here)
        self.chunks.append(Chunk(strand, -1, line, 0, len(line.text)))
        if place + len(line.text) > here:
            self._go_to(place + len(line.text))
        self._begin_row()

    def position(self) -> int:
        """How far `text` has been read: to the first strand that is not yet done."""
        step, places = self.state
        if step >= len(self.steps):
            return len(self.text)
        first = self.firsts[step]
        open_ones = (i for i, strand in enumerate(self.steps[step].strands) if not strand.is_done(places[i]))
        index = next(open_ones, len(places) - 1)
        return self.starts[first + index] + (places[index] if places else 0)

    def _nearest(self, anchor: str, here: int) -> int:
        """Where *anchor* stands next, or stood last; one that is very short is looked for near by."""
        if len(anchor) < _ANCHOR:
            return self.text.find(anchor, here, here + _NEAR)
        ahead = self.text.find(anchor, max(0, here - _ANCHOR))
        return ahead if ahead >= 0 else self.text.rfind(anchor, 0, here)

    def _strand_at(self, place: int) -> int:
        return min(bisect_right(self.starts, place) - 1, len(self.strands) - 1)

    def _go_to(self, place: int) -> None:
        """Read on at *place* of `text`."""
        if place >= len(self.text):
            self.state = State(len(self.steps), ())
            return
        strand = self._strand_at(place)
        step = bisect_right(self.firsts, strand) - 1
        before = strand - self.firsts[step]
        strands = self.steps[step].strands
        places = [len(strands[i].text) if i < before else 0 for i in range(len(strands))]
        places[before] = place - self.starts[strand]
        self.state = State(step, tuple(places))

    def _settled(self, state: State) -> State:
        """The first state from here on that has something left to read."""
        while state.step < len(self.steps) and self._is_read(state):
            state = entered(self.steps, state.step + 1)
        return state

    def _is_read(self, state: State) -> bool:
        pairs = zip(self.steps[state.step].strands, state.places, strict=True)
        return all(strand.is_done(place) for strand, place in pairs)

    def _read(self, line: Line, length: int, found: list[Chunk], state: State | None = None) -> State | None:
        """The state after *line* if it all belongs to the course, from *state* on; *found* gets its chunks."""
        state, used = state or self.state, 0
        while state.step < len(self.steps):
            step, first = self.steps[state.step], self.firsts[state.step]
            if used < length and len(step.strands) == 1 and state.places[0] == len(step.strands[0].text):
                state = entered(self.steps, state.step + 1)
                continue  # it has been read to its end
            parts = parted(step, state.places, line, range(used, length))
            if parts is None:
                return None
            for part in parts:
                found.append(Chunk(first + part.strand, part.place, line, used, used + part.count))
                used += part.count
            state = State(state.step, after(state.places, parts))
            if used == length:
                return state
            state = entered(self.steps, state.step + 1)
        return None
