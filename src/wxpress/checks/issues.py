"""各期：the numbers of a series over all its bulletins: one that two of them bear, and one that none does."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from wxpress.checks.numerals import value
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.tree import Bulletin

_NUMBER = re.compile(r"(?<!总)第\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,4})\s*期")
_YEAR = re.compile(r"(\d{4})\s*年")
_FEWEST = 3
"""Fewer bulletins of a series and year are no row that a number could be missing from."""

_WIDEST = 3
"""A wider gap is none: the bulletins between are kept elsewhere."""


class Issue(NamedTuple):
    """一期：its source, its series and year, and its number in it."""

    source: str
    series: str
    year: str
    number: int


def issue_of(source: str, bulletin: Bulletin) -> Issue | None:
    """What the masthead of *bulletin* says; null where it bears no number, or no year."""
    written = bulletin.issue or ""
    number, year = _NUMBER.search(written), _YEAR.search(written) or _YEAR.search(bulletin.date or "")
    if number is None or year is None:
        return None
    return Issue(source, bulletin.series or bulletin.title or "", year[1], value(number["number"]))


def across(issues: Iterable[Issue]) -> Iterator[Diagnostic]:
    """What is odd in the numbers of *issues*, series by series and year by year."""
    rows: dict[tuple[str, str], list[Issue]] = defaultdict(list)
    for issue in issues:
        rows[issue.series, issue.year].append(issue)
    for row in rows.values():
        row.sort(key=lambda issue: (issue.number, issue.source))
        yield from _doubled(row)
        yield from _missing(row)


def _doubled(row: Sequence[Issue]) -> Iterator[Diagnostic]:
    for one, other in pairwise(row):
        if one.number == other.number:
            yield _told("WX244", other, str(other.number), one.source)


def _missing(row: Sequence[Issue]) -> Iterator[Diagnostic]:
    for one, other in pairwise(row) if len(row) >= _FEWEST else ():
        between = range(one.number + 1, other.number)
        if 0 < len(between) <= _WIDEST:
            yield _told("WX245", other, "、".join(map(str, between)), one.source)


def _told(code: str, issue: Issue, number: str, other: str) -> Diagnostic:
    return diagnose(code, source=issue.source, series=issue.series, year=issue.year, number=number, other=other)
