"""异文：where two texts differ, each difference as small as it can be told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_ANCHOR = 5
_ANCHOR_FAR = 12
"""Texts agree again where so many characters are the same: near by, and further off."""

_SMALL = 6
"""A difference of so few characters is a slip, not a line that is missing."""

_NEAR = 80
"""So many characters on are near by."""


class Gap(NamedTuple):
    """一处异文：``expected[start:end]`` stands there as ``found[begin:stop]``."""

    start: int
    end: int
    begin: int
    stop: int


def gaps(expected: str, found: str) -> Iterator[Gap]:
    """The differences between two texts, from the left."""
    start = begin = 0
    while True:
        same = same_length(expected, start, found, begin)
        start, begin = start + same, begin + same
        if start == len(expected) and begin == len(found):
            return
        gap = _shortest(expected, start, found, begin)
        yield gap
        start, begin = gap.end, gap.stop


def same_length(left: str, start: int, right: str, begin: int) -> int:
    """How many characters both have in common from *start* and *begin* on."""
    most, low = min(len(left) - start, len(right) - begin), 0
    while low < most:
        size = min(most - low, 4096)
        if left[start + low : start + low + size] != right[begin + low : begin + low + size]:
            break
        low += size
    end = min(most, low + 4096)
    return next((place for place in range(low, end) if left[start + place] != right[begin + place]), end)


def _shortest(expected: str, start: int, found: str, begin: int) -> Gap:
    """The shortest gap after which both go on alike; all that is left where they never do."""
    near = _meeting(expected[start : start + _NEAR], found[begin : begin + _NEAR], _ANCHOR)
    clean = _one_sided(expected, start, found, begin)
    if near is None or (clean and sum(near) > _SMALL):
        near = clean or _meeting(expected[start:], found[begin:], _ANCHOR_FAR)
    if near is None:
        return _without_end(expected, found, Gap(start, len(expected), begin, len(found)))
    return Gap(start, start + near[0], begin, begin + near[1])


def _one_sided(expected: str, start: int, found: str, begin: int) -> tuple[int, int] | None:
    """The gap, where something is merely missing or merely too much: a whole line or paragraph often is."""
    missing = expected.find(found[begin : begin + _ANCHOR_FAR], start) - start if begin < len(found) else -1
    extra = found.find(expected[start : start + _ANCHOR_FAR], begin) - begin if start < len(expected) else -1
    sides = [side for side in ((missing, 0), (0, extra)) if sum(side) > 0]
    return min(sides, key=sum, default=None)


def _meeting(left: str, right: str, size: int) -> tuple[int, int] | None:
    """How much of *left* and of *right* to skip, as little as may be, for the next *size* characters to agree."""
    places: dict[str, int] = {}
    for place in range(len(left) - size, -1, -1):
        places[left[place : place + size]] = place
    best: tuple[int, int] | None = None
    for skip in range(len(right) - size + 1):
        if best and skip >= sum(best):
            break
        found = places.get(right[skip : skip + size])
        if found is not None and (best is None or found + skip < sum(best)):
            best = (found, skip)
    return best


def _without_end(expected: str, found: str, gap: Gap) -> Gap:
    """*gap* without what both texts have in common at their ends."""
    most = min(gap.end - gap.start, gap.stop - gap.begin)
    same = next((n for n in range(most) if expected[gap.end - 1 - n] != found[gap.stop - 1 - n]), most)
    return Gap(gap.start, gap.end - same, gap.begin, gap.stop - same)
