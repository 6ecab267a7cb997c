"""断行：chooses the lines of a paragraph, all of them together.

A line pulled in (推入) is dearer than a natural one, one pushed out and stretched (推出) dearer still; the choice falls
on the set of lines that costs least, so that no line is left loose before a long word that cannot be torn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import product
from typing import NamedTuple

from wxpress.typeset.classes import IDEOGRAPH, LATIN, OTHER, PERCENT, PREFIX, SEPARATOR, SUFFIX
from wxpress.typeset.row import EM, LOOSE, Row, Stop, visible_end

LOOSEST = 4 * EM
"""Lines short by more are tried only where there is none that costs less than a `POOR` one."""

POOR = 100_000
"""The cost of a line stretched by 175/1000 em a gap, or torn inside an address."""

TIGHTEST = 7 * EM // 2
"""How far beyond the measure a line is tried: marks at its end and squeezed marks may still bring it in."""

GOOD = 300
"""A line that costs no more needs no better one: it is stretched by less than 18/1000 em a gap."""

GOOD_IS_NEAR = 2 * EM
"""No good line of up to 55 em is short by more: 18/1000 em a gap, and 20 where Latin meets Chinese, add up to that."""

SQUEEZED = 600
"""The cost of a line squeezed as far as it goes."""

SQUEEZED_BESIDE_LATIN = 2500
"""The cost of one whose gaps beside Latin are squeezed as well: of a line stretched by 50/1000 em a gap."""

RUNT = 30_000
"""The cost of a last line of one character."""

RAGGED = 140
"""A line that is not justified costs as much as one that is where each gap grows by so small a part of what it is short
by: a date is torn only where the line would be short by ten em and more."""

WORD_TORN = 3_000_000
"""The cost of an end inside a Latin word or a number that is wider than the line: any other place is better."""

LETTERS_ON_LAST_LINE = 2

TEARABLE = frozenset(IDEOGRAPH + LATIN + PERCENT + PREFIX + SUFFIX + SEPARATOR + OTHER)
"""What a line may end between where a word is wider than the line."""

LETTERS = frozenset(IDEOGRAPH + LATIN)
LEADER = 12
"""So many marks in a row, without a letter among them, only fill a line."""

MANY_LINES = 20
"""Of a word of so many lines no better places to tear it are looked for."""

OVERFULL = 10_000_000_000
"""The cost of a line that does not fit, and more than that of one with a single gap which is a whole line wide."""


class Line(NamedTuple):
    """一行：the characters from *start* to before *end* are seen; the next line starts at *stop*. *measure* is full."""

    start: int
    end: int
    stop: int
    measure: int


@dataclass(frozen=True)
class Measures:
    """行长：of the first line to be set, and of those after it; whether the lines are *ragged*, not justified."""

    first: int
    rest: int
    ragged: bool = False


class _Choice(NamedTuple):
    """The cost of a line, and the index of the stop that it ends at."""

    cost: int
    stop: int


def break_lines(row: Row, start: int, measures: Measures) -> list[Line]:
    """The lines of the characters from *start* to the next forced line end or the paragraph's."""
    finish = row.text.find("\n", start)
    finish = len(row.text) if finish < 0 else finish
    return _Breaking(row, start, finish, measures).lines() if finish > start else []


def lines_in_number(row: Row, start: int, measures: Measures, number: int, dearest: int) -> list[Line] | None:
    """So many lines from *start* to the paragraph's end, none of which costs more than *dearest*; null if none do."""
    return _Breaking(row, start, len(row.text), measures).in_number(number, dearest)


class _Breaking:
    """One run of the breaker: a graph whose nodes are the stops, -1 the start, and whose edges are lines."""

    def __init__(self, row: Row, start: int, finish: int, measures: Measures) -> None:
        self.row, self.start, self.measures = row, start, measures
        self.stops = _between(row, start, finish, min(measures.first, measures.rest))
        self.reach = [row.reach[stop.end] for stop in self.stops]
        self.right = [row.reach[stop.end] - row.gap[stop.end - 1] - row.tail[stop.end - 1] for stop in self.stops]
        self.last = len(self.stops) - 1

    def lines(self) -> list[Line]:
        path = self._locally()
        return self._as_lines(path if path is not None else self._together())

    def _locally(self) -> list[int] | None:
        """The best next stop again and again; null where that leads to a line that is not good."""
        path, node = [], -1
        while node < self.last:
            choice = min(self._choices(node, GOOD_IS_NEAR))
            if choice.cost > GOOD:
                return None
            node = choice.stop
            path.append(node)
        return path

    def _together(self) -> list[int]:
        """The stops of the cheapest set of lines: no stop is gone on from that costs more than that set (Dijkstra)."""
        best: dict[int, tuple[int, int]] = {-1: (0, -1)}
        waiting = [(0, -1)]
        while (place := heappop(waiting))[1] != self.last:
            so_far, node = place
            if so_far > best[node][0]:
                continue
            for cost, stop in self._choices(node):
                reached = so_far + cost, node
                if stop not in best or reached < best[stop]:
                    best[stop] = reached
                    heappush(waiting, (reached[0], stop))
        path = [self.last]
        while best[path[-1]][1] >= 0:
            path.append(best[path[-1]][1])
        return path[::-1]

    def in_number(self, number: int, dearest: int) -> list[Line] | None:
        """The cheapest set of so many lines, each of which costs *dearest* at most."""
        best: list[dict[int, tuple[int, int]]] = [{} for _ in range(self.last + 2)]  # by stop and number of lines
        best[0][0] = (0, -1)
        for node, reached in enumerate(best[:-1], -1):
            choices = [choice for choice in self._choices(node) if choice.cost <= dearest] if reached else []
            for (count, (so_far, _)), (cost, stop) in product(reached.items(), choices):
                known = best[stop + 1].get(count + 1)
                if known is None or so_far + cost < known[0]:
                    best[stop + 1][count + 1] = (so_far + cost, node)
        return self._as_lines(_traced(best, number)) if number in best[-1] else None

    def _as_lines(self, path: Sequence[int]) -> list[Line]:
        lines, begin, measure = [], self.start, self.measures.first
        for node in path:
            stop = self.stops[node]
            lines.append(Line(begin, stop.end, stop.at, measure))
            begin, measure = stop.at, self.measures.rest
        return lines

    def _choices(self, node: int, loosest: int = LOOSEST) -> Iterator[_Choice]:
        """The lines that may begin after *node*, with their costs; at least one, and the last a good one if any is.

        Those short by more than *loosest* are left out if there is a better one.
        """
        begin = self.start if node < 0 else self.stops[node].at
        measure = self.measures.first if node < 0 else self.measures.rest
        loosest = measure if self.measures.ragged else loosest
        base = self.row.reach[begin] + self.row.lead[begin] if begin < len(self.row.text) else 0
        edge = base + measure
        low = bisect_left(self.reach, edge - loosest, node + 1)
        high = bisect_right(self.reach, edge + TIGHTEST, node + 1)
        found = False
        for stop in range(low, high):
            cost = self._cost(begin, stop, min(measure, edge - self.right[stop]))
            if cost < OVERFULL:
                found = found or cost < POOR
                yield _Choice(cost, stop)
        if not found:
            yield self._makeshift(begin, range(node + 1, low), measure, edge)

    def _makeshift(self, begin: int, stops: range, measure: int, edge: int) -> _Choice:
        """Where no stop is near the line's end: the last one before it, however loose; else the first one after."""
        for stop in reversed(stops):
            cost = self._cost(begin, stop, min(measure, edge - self.right[stop]))
            if cost < OVERFULL:
                return _Choice(cost, stop)
        return _Choice(self._cost(begin, stops.start, min(measure, edge - self.right[stops.start])), stops.start)

    def _cost(self, begin: int, index: int, short: int) -> int:
        """What the line from *begin* costs that ends at the stop of that index, *short* of the measure by so much."""
        row, stop = self.row, self.stops[index]
        if short < 0:
            room = row.room(begin, stop.end)
            if -short > room:
                return OVERFULL - short
            return stop.cost + _tightness(-short, row.blanks(begin, stop.end)) + self._runt(begin, stop, index)
        if index == self.last:
            return self._runt(begin, stop, index)
        share = short // RAGGED if self.measures.ragged else row.share(begin, stop.end, short)
        return stop.cost + (share * share if share <= LOOSE else _looseness(share))

    def _runt(self, begin: int, stop: Stop, index: int) -> int:
        """What it costs that the last line of more than one is a single character (孤字)."""
        if index < self.last or begin == 0:
            return 0
        return RUNT if _letters(self.row.classes[begin : stop.end]) < LETTERS_ON_LAST_LINE else 0


def _traced(best: Sequence[dict[int, tuple[int, int]]], number: int) -> list[int]:
    """The stops of the set of so many lines, each of which knows the one before it."""
    path = [len(best) - 2]
    for count in range(number, 1, -1):
        path.append(best[path[-1] + 1][count][1])
    return path[::-1]


def _looseness(share: int) -> int:
    """The cost of stretching each gap by *share*: its square, and much more if it is large."""
    return share * share + max(0, share - LOOSE) * EM


def _tightness(over: int, blanks: int) -> int:
    """The cost of squeezing a line that is *over* the measure by so much, of which its *blanks* can give so much."""
    return SQUEEZED * over * over // (blanks * blanks) if over <= blanks else SQUEEZED_BESIDE_LATIN


def _letters(classes: str) -> int:
    """How many ideographs, letters and digits there are; more than enough of them are not counted."""
    return sum(name in IDEOGRAPH + LATIN for name in classes[:8])


def _between(row: Row, start: int, finish: int, measure: int) -> list[Stop]:
    """The stops of that part of the row; where a word is wider than the measure, it may be torn anywhere."""
    low = bisect_right(row.stops, start, key=lambda stop: stop.at)
    high = bisect_left(row.stops, finish, key=lambda stop: stop.at)
    last = Stop(max(start, visible_end(row.classes, finish)), finish, 0)
    if row.widest <= measure:
        return [*row.stops[low:high], last]
    stops, begin = [], start
    for stop in [*row.stops[low:high], last]:
        if row.reach[stop.end] - row.reach[begin] > measure:
            stops += _torn(row, begin, stop.end, measure)
        stops.append(stop)
        begin = stop.at
    return stops


def _torn(row: Row, begin: int, end: int, measure: int) -> list[Stop]:
    """Stops inside what is wider than a line, dearer than any other, inside a Latin word or a number even more.

    A mark stays with its neighbour all the same, but for one in a long row of them.
    """
    if row.width(begin, end) - row.room(begin, end) <= measure:
        return []
    places = [place for place in range(begin + 1, end) if row.advance[place] and _is_tearable(row, place)]
    return [
        Stop(place, place, RUNT if IDEOGRAPH in row.classes[place - 1 : place + 1] else WORD_TORN)
        for place in _at_line_ends(row, begin, places, measure)
    ]


def _is_tearable(row: Row, place: int) -> bool:
    if row.classes[place] in TEARABLE and row.classes[place - 1] in TEARABLE:
        return True
    return place >= LEADER and LETTERS.isdisjoint(row.classes[place - LEADER : place + 1])


def _at_line_ends(row: Row, begin: int, places: Sequence[int], measure: int) -> Sequence[int]:
    """Of *places* in what is wider than many lines, those of the first line, and then the ends of full lines."""
    if not places or row.reach[places[-1]] - row.reach[begin] < MANY_LINES * measure:
        return places
    at = bisect_right(places, row.reach[begin] + measure, key=row.reach.__getitem__)
    found = list(places[:at])
    while at < len(places):
        edge = row.reach[places[max(at - 1, 0)]] + measure
        at = max(at + 1, bisect_right(places, edge, at, key=row.reach.__getitem__))
        found.append(places[at - 1])
    return found
