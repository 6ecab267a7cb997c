"""标题转行：turns a title that is too long for one line by its sense.

Marks say most of it. Where there are none, the bulletin's own words do: characters that it keeps writing together are
not parted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

from wxpress.inlines import ems
from wxpress.writers.common_words import FAR, words_of

_AFTER = "，、：；。！？…》」』】）”’｜| "
"""A line may well end after these."""

_NEVER_FIRST = frozenset("，、：；。！？…—·》〉」』】）”’％%)]}｜| 的了着过地得之上下中里吗呢吧们")
"""CLREQ: no closing mark at a line start; and no particle, which belongs to what stands before it."""

_NEVER_LAST = frozenset("《〈「『【（“‘([{—第和与及在对把被向从以")
"""CLREQ: no opening mark at a line end; and no word that belongs to what comes after it, nor the dash of a subtitle."""

_BEFORE = "《（“"
"""A line may well end before these."""

SHORT = 12
"""What any line holds, in em."""

_LIST = "、"

_SUBTITLE = "——"
"""副标题 has a line of its own, which begins with its dash."""

UNMARKED, UNKNOWN, PARTED, SHORTER, QUOTED, LISTED = 10, 5, 10, 2, 8, 4
"""What it costs, in em, to end a line without a mark, not beside a common word either, within a word, before its
middle, within a book's name, or within a list, after its 顿号."""

MANY = 3
"""A title of more lines gets none for the sake of its clauses."""

SHORTEST = 0.25
"""A line got so is at least so long, in that of the longest."""

_WORD = re.compile(r"[A-Za-z0-9.%]+(?:[—～-][A-Za-z0-9.%]+)*[年月日号届次个]?")
"""A Latin word or a number; a range of them is one."""


_NARROWEST = 0.5
"""The width of a Latin character, in em."""


_CAPITAL = re.compile("[A-Z&@%]")
_MEETING = re.compile("[一-鿿][A-Za-z0-9]|[A-Za-z0-9%][一-鿿]")
_TRIMMED = tuple("，、：；。？！”’》〉）】」』")
CAPITAL, LATIN, GAP, HALF = 0.2, 0.06, 0.135, 0.5
"""What capitals and other Latin characters take beyond half an em in bold type, what the gap beside a Han character
takes, and what a mark gives at a line's end, in em."""


def widest(text: str) -> float:
    """How wide *text* is at most where it is a title in bold type, in em; half of a mark at its end is trimmed."""
    latin = sum(character.isascii() and character.isalnum() for character in text)
    trimmed = HALF if text.endswith(_TRIMMED) else 0
    return (
        ems(text) - trimmed + CAPITAL * len(_CAPITAL.findall(text)) + LATIN * latin + GAP * len(_MEETING.findall(text))
    )


@dataclass(frozen=True)
class Usage:
    """用字：which characters *text* writes one after another."""

    text: str

    def bond(self, title: str, place: int) -> float:
        """How firmly the characters on both sides of *place* belong together: 0 never met, 1 never met apart.

        What the text says elsewhere counts, not the title itself; and what every bulletin writes together.
        """
        if place in words_of(title).inside:
            return 1
        left, right, own = title[place - 1], title[place], self._count(title)
        together = self._pairs[left, right] - own * title.count(left + right)
        rarer = min(self._singles[character] - own * title.count(character) for character in (left, right))
        return max(0, together) / (rarer + 1)

    def _count(self, title: str) -> int:
        if title not in self._counts:
            self._counts[title] = self.text.count(title)
        return self._counts[title]

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {}

    @cached_property
    def _singles(self) -> Counter[str]:
        return Counter(self.text)

    @cached_property
    def _pairs(self) -> Counter[tuple[str, str]]:
        return Counter(pairwise(self.text))


NO_USAGE = Usage("")


def turned(title: str, measure: float, usage: Usage = NO_USAGE) -> tuple[str, ...]:
    """The lines of *title* on a *measure* in em: as few as hold it, of about one length, the upper the longer."""
    main, subtitle = parted(title) if widest(title) > measure else (title, "")
    return (*_turned(main, measure, usage), *(_turned(subtitle, measure, usage) if subtitle else ()))


def parted(title: str) -> tuple[str, str]:
    """A title, and its subtitle with the dash; that is empty where there is none, or all of it fits a short line."""
    main, dash, subtitle = title.partition(_SUBTITLE)
    return (main, dash + subtitle) if main and subtitle and ems(title) > SHORT else (title, "")


def subtitle_at(lines: Sequence[str]) -> int:
    """Which of *lines* the subtitle begins with, from 0; beyond the last where there is none."""
    return next((place for place, line in enumerate(lines) if place and line.startswith(_SUBTITLE)), len(lines))


def _turned(title: str, measure: float, usage: Usage) -> tuple[str, ...]:
    """As few lines as hold it; one more, where so few would part a clause and that one saves it."""
    lines = _lines(title, measure, usage, 1)
    if 1 < len(lines) <= MANY and not _are_clauses(lines):
        clauses = _lines(title, measure, usage, len(lines) + 1, at_marks=True)
        return clauses if len(clauses) > len(lines) and _are_even(clauses, measure) else lines
    return lines


def _are_even(lines: Sequence[str], measure: float) -> bool:
    """Whether all *lines* fit, and none is much shorter than another."""
    widths = [widest(line) for line in lines]
    return max(widths) <= measure and min(widths) > SHORTEST * max(widths)


def _are_clauses(lines: Sequence[str]) -> bool:
    """Whether marks part all of *lines*."""
    return all(_is_marked(upper[-1], lower[0]) for upper, lower in pairwise(lines))


def _is_marked(last: str, first: str) -> bool:
    """Whether a line may well end between these characters."""
    return last in _AFTER or first in _BEFORE


def _lines(title: str, measure: float, usage: Usage, fewest: int, *, at_marks: bool = False) -> tuple[str, ...]:
    lines: list[str] = []
    while place := _turn(title[:FAR], measure, usage, fewest - len(lines), at_marks=at_marks):
        lines.append(title[:place])
        title = title[place:]
    return (*lines, title)


def _turn(title: str, measure: float, usage: Usage, fewest: int, *, at_marks: bool) -> int:
    """Where the first of *fewest* lines of *title* or more ends; 0 where it is all one line."""
    count = max(ceil(widest(title) / measure), fewest)
    places = turning_places(title, measure) if count > 1 else []
    places = [place for place in places if widest(title[:place]) <= measure]
    if at_marks:
        places = [place for place in places if _is_marked(title[place - 1], title[place])]
    fitting = _with_room(title, places, measure, count)
    return min(fitting, key=lambda place: _cost(title, place, ems(title) / count, usage), default=0)


def _with_room(title: str, places: list[int], measure: float, count: int) -> list[int]:
    """Those of *places* that leave no more than the other lines hold; all, where those would part words only."""
    whole, inside = widest(title.rstrip()), words_of(title).inside
    rests = [whole - widest(title[:place]) - _space(title[place]) for place in places]
    fitting = [place for place, rest in zip(places, rests, strict=True) if rest <= measure * (count - 1)]
    return fitting if any(place not in inside for place in fitting) else places


def _space(character: str) -> float:
    """What a turn swallows, in em."""
    return ems(character) if character.isspace() else 0


def turning_places(title: str, measure: float) -> list[int]:
    """Where a line may end: outside words and numbers, two characters from either end at least; on a line's length."""
    inside = {place for word in _WORD.finditer(title) for place in range(word.start() + 1, word.end())}
    begun = words_of(title).begun
    return [
        place
        for place in range(2, min(len(title) - 1, int(measure / _NARROWEST) + 1))
        if place not in inside
        and (place in begun or title[place] not in _NEVER_FIRST)
        and title[place - 1] not in _NEVER_LAST
    ]


def _cost(title: str, place: int, goal: float, usage: Usage) -> float:
    """How far a line is from *goal*, in em; a shorter upper line, no mark at its end, a word parted cost more."""
    short = goal - ems(title[:place])
    if _is_marked(title[place - 1], title[place]):
        torn = LISTED if title[place - 1] == _LIST else 0.0
    else:
        is_known = place in words_of(title).edges or title[place - 1] == "的"
        torn = UNMARKED + (0 if is_known else UNKNOWN) + PARTED * usage.bond(title, place)
    return abs(short) + (SHORTER if short > 0 else 0) + torn + (QUOTED if _is_quoted(title[:place]) else 0)


def _is_quoted(before: str) -> bool:
    """Whether the name of a book is not closed in what stands *before*."""
    return before.rfind("《") > before.rfind("》")
