"""次序：pages and documents that stand in another order than the text, twice, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wxpress.verify.course import Course
from wxpress.verify.expected import Expected
from wxpress.verify.lines import Found, Line
from wxpress.verify.matching import Match
from wxpress.verify.report import Difference

_OPEN = re.escape("{page}")
_LONG = 12
"""A line of so many characters tells where in the text it belongs."""

Sheet = tuple[Line, ...]


@dataclass(frozen=True)
class Ordered:
    """理好次序的成品：its sheets as they should stand, what was wrong with their order, and which pages are *lost*."""

    found: Found
    differences: tuple[Difference, ...]
    lost: frozenset[int] = frozenset()


def in_order(found: Found, should_be: Expected, matched: Match) -> Ordered | None:
    """The sheets of *found* in the order of the text; null where they already are, or nothing tells."""
    if should_be.medium == "pdf":
        return _pages_in_order(found, should_be)
    return _documents_in_order(found, matched) if should_be.medium == "epub" else None


def _pages_in_order(found: Found, should_be: Expected) -> Ordered | None:
    numbers = _folios(found.sheets, should_be.pages)
    if numbers is None or numbers == sorted(range(1, len(numbers) + 1)):
        return None
    sheets = dict(zip(reversed(numbers), reversed(found.sheets), strict=True))  # of two copies the first
    right = sorted(sheets)
    again = replace(found, sheets=tuple(_renumbered(sheets[n], n) for n in right), numbers=tuple(right))
    lost = frozenset(range(1, right[-1])) - set(right)
    return Ordered(again, tuple(_told(numbers, sorted(lost))), lost)


def _folios(sheets: Sequence[Sheet], marks: Sequence[str]) -> list[int] | None:
    """The number printed on each page, or counted where a page has none; null where that cannot be."""
    forms = [re.escape(mark).replace(_OPEN, r"(\d{1,4})") for mark in marks if "{page}" in mark]
    printed = [_folio(sheet, forms) for sheet in sheets]
    if sum(number is not None for number in printed) < 2:  # noqa: PLR2004 - an order takes two
        return None
    counted = [place if number is None else number for place, number in enumerate(printed, 1)]
    unprinted = [number for number, seen in zip(counted, printed, strict=True) if seen is None]
    return None if any(counted.count(number) > 1 for number in unprinted) else counted


def _folio(sheet: Sheet, forms: Sequence[str]) -> int | None:
    edges = (*sheet[:1], *sheet[-1:])
    found = (match for line in edges for form in forms if (match := re.fullmatch(f".*{form}", line.text)))
    return next((int(match[1]) for match in found), None)


def _renumbered(sheet: Sheet, number: int) -> Sheet:
    return tuple(replace(line, place=line.place._replace(page=number)) for line in sheet)


def _told(numbers: Sequence[int], lost: Sequence[int]) -> Iterator[Difference]:
    if lost:
        yield _order(len(lost), f"缺第 {_listed(lost)} 页", f"page {_listed(lost)} is missing")
    twice = sorted({number for number in numbers if numbers.count(number) > 1})
    if twice:
        yield _order(len(twice), f"第 {_listed(twice)} 页有两份", f"page {_listed(twice)} is there twice")
    once = list(dict.fromkeys(numbers))
    if once != sorted(once):
        yield _order(len(once), *_disorder(once))


def _disorder(numbers: Sequence[int]) -> tuple[str, str]:
    """What is wrong with the order of pages, in both languages."""
    astray = [right for is_there, right in zip(numbers, sorted(numbers), strict=True) if is_there != right]
    if len(astray) == 2:  # noqa: PLR2004 - a pair
        one, other = astray
        return f"第 {one} 页和第 {other} 页对调了", f"pages {one} and {other} are exchanged"
    return f"各页的次序不对，现在是第 {_listed(numbers)} 页", f"the pages are out of order: {_listed(numbers)}"


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers))


def _order(count: int, cause: str, cause_en: str) -> Difference:
    return Difference(kind="order", cause=cause, cause_en=cause_en, count=count)


def _documents_in_order(found: Found, matched: Match) -> Ordered | None:
    """The documents of a book by where their longest line stands in the text."""
    starts = [_start(sheet, matched.text) for sheet in found.sheets]
    known = [start for start in starts if start >= 0]
    if known == sorted(known):
        return None
    for place in range(1, len(starts)):  # a document without such a line stays behind the one before it
        starts[place] = starts[place - 1] if starts[place] < 0 else starts[place]
    right = sorted(range(len(starts)), key=lambda place: (starts[place], place))
    again = replace(found, sheets=tuple(found.sheets[place] for place in right))
    moved = next(place for place, start in enumerate(starts) if start < starts[place - 1] and place)
    return Ordered(again, (_astray(moved, right, found.sheets),))


def _astray(moved: int, right: Sequence[int], sheets: Sequence[Sheet]) -> Difference:
    """The document number *moved* stands behind one that it should come before."""
    after = _name(sheets[right[right.index(moved) + 1]])
    name = _name(sheets[moved])
    zh, en = (
        f"各篇的次序不对：{name} 应排在 {after} 前面",
        f"the documents are out of order: {name} comes before {after}",
    )
    return _order(1, zh, en)


def _start(sheet: Sheet, course: Course) -> int:
    """Where the text of a document stands: by a line that is all of a strand, and of one only; else by its longest."""
    wholes = (course.wholes.get(line.text, []) for line in sheet if not line.is_contents)
    alone = next((places[0] for places in wholes if len(places) == 1), None)
    if alone is not None:
        return alone
    lines = [line.text for line in sheet if len(line.text) >= _LONG and not line.is_contents]
    return course.text.find(max(lines, key=len)) if lines else -1


def _name(sheet: Sheet) -> str:
    return str(sheet[0].place.document) if sheet else ""
