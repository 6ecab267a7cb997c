"""字行：a paragraph as one row of characters with their widths, and what typography does between any two of them.

All lengths are whole numbers of 1/1000 em of the paragraph's own size.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from operator import add, or_
from typing import NamedTuple, Protocol

from wxpress.typeset.classes import (
    BREAKS,
    EDGE_BEFORE,
    IDEOGRAPH,
    LATIN,
    OPENING,
    PERCENT,
    SPACE,
    STOP,
    STRETCHES,
    is_tight,
)
from wxpress.typeset.rules import NEVER, costs, forced_costs

EM = 1000

LATIN_GAP = 135
"""CLREQ 3.2: between an ideograph and a Latin letter or a digit, 1/8 to 1/4 em; over .15 em MuPDF sees a space. A hair
more than 1/8, as the ink of some ideographs reaches out of their em."""

LOOSE = 90
"""Stretch beyond this, in 1/1000 em a gap, is seen; a reader of the PDF soon takes it for a space."""

LATIN_GAP_GROWS = 10
"""What such a gap may grow in a line that is stretched, as CLREQ 3.2 allows, and still be no space to MuPDF."""

LATIN_GAP_GIVES = 35
"""What such a gap may give where marks have given all they can."""

MARK_GIVES = 500
"""What a mark may give at most of its blank half to pull a character in (推入): all of it, as CLREQ 3.1.6 allows."""

SPACE_GIVES = 50
"""What a word space may give."""

SPACE_GROWS = 250
"""What it grows before any other gap where a line is loose, to half an em about (JLREQ 3.8.4, as Latin is set)."""


class Body(Protocol):
    """字身：how wide a character is set, and the blank half of a mark that may be trimmed."""

    @property
    def advance(self) -> int:
        """The width."""

    @property
    def blank(self) -> int:
        """The blank."""


class Character(NamedTuple):
    """A character that is nothing but its body."""

    advance: int
    blank: int = 0


class Stop(NamedTuple):
    """可断处：the line before ends with the character before *end*, the next begins at *at*; spaces between vanish."""

    end: int
    at: int
    cost: int


@dataclass(frozen=True)
class Row:
    """A paragraph's characters and the sums that tell the width of any part of it at once.

    *gap*, *give* and *stretch* belong to the boundary after each character: the space added there, what may be taken
    from it, and whether it may grow. *lead* and *tail* are the blanks trimmed at a line's start and end.
    """

    text: str
    classes: str
    advance: Sequence[int]
    gap: Sequence[int]
    give: Sequence[int]
    stretch: Sequence[bool]
    lead: Sequence[int]
    tail: Sequence[int]
    stops: Sequence[Stop]
    reach: Sequence[int]
    gives: Sequence[int]
    stretches: Sequence[int]
    meetings: Sequence[int]

    @cached_property
    def widest(self) -> int:
        """The most that stands between two stops."""
        ats = [0, *(stop.at for stop in self.stops)]
        return max(self.reach[stop.end] - self.reach[at] for at, stop in zip(ats, self.stops, strict=False))

    @cached_property
    def least(self) -> int:
        """The most that stands together where a column is narrow: there a line may end between any two ideographs."""
        pairs = enumerate(pairwise(self.classes), 1)
        between = [place for place, pair in pairs if pair == (IDEOGRAPH, IDEOGRAPH)]
        ends = sorted({0, *between, *(stop.at for stop in self.stops)})
        return max(self.reach[end] - self.reach[begin] for begin, end in pairwise(ends))

    def head(self, start: int) -> int:
        """The first character of the line that begins at *start*, after the padding of the boxes that begin there."""
        while start < len(self.classes) - 1 and self.classes[start] == EDGE_BEFORE:
            start += 1
        return start

    def width(self, start: int, end: int) -> int:
        """The natural width of the line of the characters from *start* to before *end*, its ends trimmed."""
        if end <= start:
            return 0
        outer = self.gap[end - 1] + self.tail[end - 1] + self.lead[start]
        return max(0, self.reach[end] - self.reach[start] - outer)

    def room(self, start: int, end: int) -> int:
        """What that line can give, squeezed as far as it goes."""
        return self.blanks(start, end) + LATIN_GAP_GIVES * max(0, self.meetings[end - 1] - self.meetings[start])

    def blanks(self, start: int, end: int) -> int:
        """What the blanks of marks and the spaces of that line can give."""
        return max(0, self.gives[end - 1] - self.gives[start])

    def gaps(self, start: int, end: int) -> int:
        """How many of its gaps can grow."""
        return max(0, self.stretches[end - 1] - self.stretches[start])

    def share(self, start: int, end: int, short: int) -> int:
        """What each gap gets where that line is *short* by so much; those beside Latin may get less: see `growth`."""
        gaps = self.stretches[end - 1] - self.stretches[start]
        meetings = self.meetings[end - 1] - self.meetings[start]
        each = short // max(1, gaps + meetings)
        grown = meetings * LATIN_GAP_GROWS
        if each <= LATIN_GAP_GROWS or short > gaps * LOOSE + grown:
            return each
        return (short - grown) // gaps

    def growth(self, start: int, end: int, short: int) -> list[tuple[Sequence[int], int]]:
        """Which of its gaps grow, and by how much together, where that line is *short* by so much.

        Those beside Latin grow as the others do, but by no more than `LATIN_GAP_GROWS` unless the line is loose; then
        word spaces come first.
        """
        stretch, meets = self.stretch[start : end - 1], self._meets(start, end)
        grown, all_gaps = sum(meets) * LATIN_GAP_GROWS, list(map(or_, stretch, meets))
        if short > sum(stretch) * LOOSE + grown:
            spaces = [
                may_grow and name == SPACE for may_grow, name in zip(stretch, self.classes[start:end], strict=False)
            ]
            first = min(short, SPACE_GROWS * sum(spaces))
            return [(spaces, first), (all_gaps, short - first)]
        if self.share(start, end, short) > LATIN_GAP_GROWS:
            return [(meets, grown), (stretch, short - grown)]
        return [(all_gaps, short)]

    def squeezed(self, start: int, end: int, over: int) -> list[tuple[Sequence[int], int]]:
        """Which of its gaps give, and how much together, where that line is too long: those beside Latin come last."""
        blanks = min(over, self.blanks(start, end))
        return [(self.give[start : end - 1], -blanks), (self._meets(start, end), blanks - over)]

    def _meets(self, start: int, end: int) -> Sequence[bool]:
        """Which of the gaps of that line are beside Latin."""
        return list(map(LATIN_GAP.__eq__, self.gap[start : end - 1]))


def compose(
    text: str,
    classes: str,
    characters: Sequence[Body],
    *,
    joined: frozenset[int] = frozenset(),
    latin_break: Callable[[int], bool] = lambda _place: False,
    hanging: bool = False,
) -> Row:
    """The row of *text*.

    *joined* are the places before which no line begins and nothing is stretched (the inside of a ligature, of text that
    does not wrap). *latin_break* says whether a line may end before a place that lies between two characters neither of
    which is Chinese. With *hanging* a stop may stand outside the measure.
    """
    pairs = list(map(add, classes, classes[1:] + " "))
    advance = [character.advance for character in characters]
    blank = [character.blank for character in characters]
    gap, give = [0] * len(text), [0] * len(text)
    for place, pair in enumerate(pairs[:-1]):
        if pair in _SPECIAL:
            gap[place], give[place] = _between(pair, blank, place)
    for last in (match.end() - 1 for match in _EXCLAIMED.finditer(text)):
        gap[last], give[last] = -blank[last], 0
    if _MARKED.match(text) and classes[2] == OPENING:
        gap[1], give[1] = -blank[2] // 2, 0
    stretch = [STRETCHES.get(pair, False) for pair in pairs]
    for place in joined:
        stretch[place - 1] = False
        give[place - 1] = 0
        gap[place - 1] *= advance[place] > 0
    return Row(
        text,
        classes,
        advance,
        gap,
        give,
        stretch,
        lead=_leads(classes, blank),
        tail=_tails(classes, advance, blank, hanging=hanging),
        stops=_stops(text, classes, pairs, joined, latin_break),
        reach=[0, *accumulate(map(add, advance, gap))],
        gives=[0, *accumulate(give)],
        stretches=[0, *accumulate(stretch)],
        meetings=[0, *accumulate(map(LATIN_GAP.__eq__, gap))],
    )


_HAS_GAP = re.compile(f"{IDEOGRAPH}{LATIN}|[{LATIN}{PERCENT}]{IDEOGRAPH}|[CT].|.{OPENING}|{SPACE}.", re.DOTALL)
_SPECIAL = frozenset(filter(_HAS_GAP.match, BREAKS))
"""The pairs of classes with a gap between them that is not simply nothing."""

_EXCLAIMED = re.compile("[？！]{2,}")
"""GB/T 15834 5.1.2: of question and exclamation marks that stand together, each takes half an em."""

_MARKED = re.compile("[①-⑳㉑-㉟㊱-㊿] .", re.DOTALL)
"""The number of a note and the space after it, to which the blank of an opening mark adds half of itself."""


def _between(pair: str, blank: Sequence[int], place: int) -> tuple[int, int]:
    """The space added after a character, and what can be taken from there."""
    before, after = pair[0], pair[1]
    if before in LATIN + PERCENT + IDEOGRAPH and after in LATIN + IDEOGRAPH:
        return LATIN_GAP, 0
    if is_tight(before, after):
        return -(blank[place + 1] if before == OPENING else blank[place]), 0
    if before == SPACE:
        return 0, 0 if after == SPACE else SPACE_GIVES
    behind = blank[place] if before in "CT" else 0
    ahead = blank[place + 1] if after == OPENING else 0
    return 0, min(MARK_GIVES, max(behind, ahead))


def _leads(classes: str, blank: Sequence[int]) -> list[int]:
    """What is trimmed of each character at a line's start, and at that of a box which begins with it."""
    leads = [space if name == OPENING else 0 for space, name in zip(blank, classes, strict=True)]
    for place in range(len(classes) - 2, -1, -1):
        if classes[place] == EDGE_BEFORE:
            leads[place] = leads[place + 1]
    return leads


def _tails(classes: str, advance: Sequence[int], blank: Sequence[int], *, hanging: bool) -> list[int]:
    """What is trimmed of each character at a line's end (CLREQ: half of a mark; all of a stop that hangs)."""
    return [
        (advance[place] if hanging and name == STOP else blank[place]) if name in "CTM" else 0
        for place, name in enumerate(classes)
    ]


def _stops(
    text: str, classes: str, pairs: Sequence[str], joined: frozenset[int], latin_break: Callable[[int], bool]
) -> list[Stop]:
    """Every place where a line may end, the end of the paragraph last."""
    dear, forced = costs(text), forced_costs(text)
    never = {place for place, cost in dear.items() if cost >= NEVER} - forced.keys() | joined
    stops = []
    for place, allowed in enumerate(map(BREAKS.__getitem__, pairs[:-1]), 1):
        if place in never or (allowed is False and place not in forced):
            continue
        if place in forced:
            stops.append(Stop(place, place, forced[place]))
        elif allowed or latin_break(place):
            end = visible_end(classes, place) if classes[place - 1] == SPACE else place
            stops.append(Stop(end, place, dear.get(place, 0)))
    return [*stops, Stop(visible_end(classes, len(text)), len(text), 0)]


def visible_end(classes: str, place: int) -> int:
    """The end of what is seen of the text before *place*: the spaces there vanish."""
    while place and classes[place - 1] == SPACE:
        place -= 1
    return place
