"""起止：spans of years that end before they begin, and years cut down to two figures (GB/T 15835)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic

_YEAR = r"(?:1[0-9]|20)\d\d"
_TO = r"\s?(?:[—–]{1,2}|[～~至-])\s?"
_MONTH = r"(?:年(?:(?P<{0}>\d{{1,2}})月(?:\d{{1,2}}日)?)?)?"
_PERIOD = re.compile(
    rf"(?<![\d前距.号/-])(?P<first>{_YEAR}){_MONTH.format('first_month')}{_TO}"
    rf"(?P<last>{_YEAR})(?![\d/.]|-\d){_MONTH.format('last_month')}"
)
_SHORTENED = re.compile(
    rf"(?<![\d前距.号/-])(?P<century>1[0-9]|20)(?P<first>\d\d)(?:年(?:\d{{1,2}}月)?)?{_TO}(?P<last>\d\d)年(?![代级])"
)


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Spans of time that cannot be, and that are not written out."""
    for passage in manuscript.passages:
        yield from _reversed(manuscript, passage)
        yield from _shortened(manuscript, passage)


def _reversed(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    for match in _PERIOD.finditer(passage.plain):
        if _moment(match, "first") > _moment(match, "last"):
            yield found(manuscript, "WX365", passage, match.start(), match.end())


def _moment(match: re.Match[str], end: str) -> tuple[int, int]:
    """The year, and the month where both ends of the span have one."""
    months = match["first_month"], match["last_month"]
    return int(match[end]), int(match[f"{end}_month"]) if all(months) else 0


def _shortened(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    """2018年至23年; the last year goes on from the first."""
    for match in _SHORTENED.finditer(passage.plain):
        if match["first"] < match["last"]:
            at, whole = match.start("last"), match["century"] + match["last"]
            yield found(manuscript, "WX366", passage, at, match.end("last"), after=whole)


CHECK = Check("periods", check)
