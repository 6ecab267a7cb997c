"""字串的所在：the runs of one text that make up another, wherever other characters stand between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

_PROBES = (6, 3, 1)
"""So many characters are looked for, the longest first, where the source has something that the tree has not."""
_MOST_BEGINNINGS = 8
"""So many places where an address may begin are tried."""
_BEFORE_ADDRESS = "(<=\"':"
_BEHIND_ADDRESS = ")>\"'"
"""``](…)``, ``<…>``, ``href=…>``, ``href="…"``, ``](… "…")``; nothing behind the last line."""
Run = tuple[int, int]
"""From the first character to the one behind the last."""


def aligned(text: str, course: str, at: int = 0) -> list[Run] | None:
    """The runs of *course* that make up *text*, from *at* on, as long as may be and as early, if it is all there."""
    runs: list[Run] = []
    done = 0
    while done < len(text):
        whole = course.find(text[done:], at)
        if whole >= 0:
            return [*runs, (whole, whole + len(text) - done)]
        begin = _next(text, done, course, at)
        if begin < 0:
            return None
        length = _common(text, done, course, begin)
        runs.append((begin, begin + length))
        done, at = done + length, begin + length
    return runs


def tightest(text: str, course: str) -> list[Run] | None:
    """The runs of *course* that make up an address with the fewest other characters between them.

    Where several do, it is one between marks that addresses stand between: the others may be words of the text.
    """
    begins = [match.start() for match in re.finditer(re.escape(text[: _PROBES[0]]), course)][:_MOST_BEGINNINGS]
    found = filter(None, (aligned(text, course, begin) for begin in begins))
    return min(found, key=lambda runs: (runs[-1][1] - runs[0][0], not _is_marked(course, runs)), default=None)


def _is_marked(course: str, runs: Sequence[Run]) -> bool:
    begin, end = runs[0][0], runs[-1][1]
    return begin > 0 and course[begin - 1] in _BEFORE_ADDRESS and course[end : end + 1] in _BEHIND_ADDRESS


def _next(text: str, done: int, course: str, at: int) -> int:
    """Where the course goes on as *text* does."""
    found = (course.find(text[done : done + probe], at) for probe in _PROBES)
    return next((begin for begin in found if begin >= 0), -1)


def _common(text: str, done: int, course: str, begin: int) -> int:
    """How many characters the two have in common from there on: at least one, by halving."""
    least, most = 1, min(len(text) - done, len(course) - begin)
    while least < most:
        middle = (least + most + 1) // 2
        if course.startswith(text[done : done + middle], begin):
            least = middle
        else:
            most = middle - 1
    return least


def earliest(text: str, course: str) -> list[Run] | None:
    """The earliest character for each, which finds a way wherever there is one."""
    runs: list[Run] = []
    at = 0
    for character in text:
        at = course.find(character, at) + 1
        if not at:
            return None
        runs.append((at - 1, at))
    return runs
