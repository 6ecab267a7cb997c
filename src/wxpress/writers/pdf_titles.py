"""标题转行：turns a title that is too long for one line by its sense."""

from __future__ import annotations

import re
import unicodedata
from math import ceil

_AFTER = "，、：；。！？…—》」』】）”’｜| "
"""A line may well end after these."""

_NEVER_FIRST = frozenset("，、：；。！？…—·》〉」』】）”’％%)]}｜| 的了着过地得之和与及而在上下中里吗呢吧们")
"""CLREQ: no closing mark at a line start; and no particle, which belongs to what stands before it."""

_NEVER_LAST = frozenset("《〈「『【（“‘([{第")

_WORD = re.compile(r"[A-Za-z0-9.%]+[年月日号届次个]?")


def ems(text: str) -> float:
    """How wide *text* is, about, in em: a Han character one, a Latin one half."""
    return sum(1 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def turned(title: str, measure: float) -> tuple[str, ...]:
    """The lines of *title* on a *measure* in em: as few as hold it, of about one length, the upper the longer."""
    count = ceil(ems(title) / measure)
    if count <= 1:
        return (title,)
    places = [place for place in _places(title) if ems(title[:place]) <= measure]
    if not places:
        return (title,)
    goal = ems(title) / count
    rest_fits = [place for place in places if ems(title[place:].strip()) <= measure * (count - 1)]
    place = min(rest_fits or places, key=lambda place: _cost(title, place, goal))
    return (title[:place], *turned(title[place:], measure))


def _places(title: str) -> list[int]:
    """Where a line may end: outside words and numbers, two characters from either end at least."""
    inside = {place for word in _WORD.finditer(title) for place in range(word.start() + 1, word.end())}
    return [
        place
        for place in range(2, len(title) - 1)
        if place not in inside and title[place] not in _NEVER_FIRST and title[place - 1] not in _NEVER_LAST
    ]


def _cost(title: str, place: int, goal: float) -> float:
    """How far a line is from *goal*, in em; an upper line that is the shorter, or no mark at its end, costs more."""
    short = goal - ems(title[:place])
    return abs(short) + (2 if short > 0 else 0) + (0 if title[place - 1] in _AFTER else 8)
