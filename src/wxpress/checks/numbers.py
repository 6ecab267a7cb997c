"""日期时间：days that no calendar has, weekdays that are not the day's, hours that no clock shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.numerals import value
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic

_HAN_DIGITS = "〇一二三四五六七八九"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:(?P<year>(?<!\d)\d{{4}}|[{_HAN_DIGITS}○零]{{4}})\s*年\s*)?"
    rf"(?P<month>(?<![\d第个{_HAN_DIGITS}十])(?:{_NUMBER}))\s*月\s*(?P<day>{_NUMBER})\s*(?:日|号(?![楼线馆文院门]))"
    r"(?:\s*[（(]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])(?![年岁])\s*[）)]?)?"
)
_ISO = re.compile(
    r"(?<![\d./-])(?P<year>(?:19|20)\d\d)([-./])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d./-])(?P<weekday>$^)?"
)
_MONTH = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月(?!\d)")
_CLOCK = re.compile(
    r"(?:上午|下午|凌晨|晚上?|中午|今晨|今晚|日)\s*(?P<hour>\d{1,2})\s*(?:[:：时点])\s*(?P<minute>\d{1,2})?(?=\s*分|许|[^\d:：]|$)"
)
_CLOCK_END = re.compile(
    r"(?<![\d:：])\d{1,2}[:：]\d{2}\s?(?:[—–]{1,2}|[～~至到-])\s?(?P<hour>\d{1,2})[:：](?P<minute>\d{2})(?![\d:：])"
)
_LONE_MONTH = re.compile(r"(?<![\d年.])(?:1[3-9]|[2-9]\d)月(?=[初中底末上下份以至到]|$|[，。、；）])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_OWN = re.compile(r"((?:19|20)\d\d)年(?:(\d{1,2})月)?")
_MONTHS_AROUND = 6
_ISSUE = re.compile(rf"第?\s*(?P<number>{_NUMBER}|\d{{3}})\s*期")
_THIS_ISSUE = re.compile(rf"本期[（(]?(?:[为是即系]|\d{{4}}年)?第\s*(?P<number>{_NUMBER}|\d{{3}})\s*期")
_WEEKDAYS = "一二三四五六日"
_LEAP = 2000
"""Stands for a year that is not told: it has a 29 February."""


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Dates and times that cannot be."""
    yield from _issues(manuscript)
    for passage in manuscript.passages:
        for pattern in (_DATE, _ISO):
            for match in pattern.finditer(passage.plain):
                yield from _date(manuscript, passage, match)
        yield from _months(manuscript, passage)
        yield from _clocks(manuscript, passage)


def _date(manuscript: Manuscript, passage: Passage, match: re.Match[str]) -> Iterator[Diagnostic]:
    year, month, day = (value(match[name] or "") for name in ("year", "month", "day"))
    if not _is_day(year or _LEAP, month, day):
        yield found(manuscript, "WX361", passage, match.start(), match.end())
    elif match["weekday"]:
        years = [year] if year else _years(manuscript, passage, match.start(), month)
        dates = [dt.date(year, month, day) for year in years if _is_day(year, month, day)]
        yield from _weekday(manuscript, passage, match.start("weekday"), dates)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(dt.date(year, month, day))
    except ValueError:
        return False


def _years(manuscript: Manuscript, passage: Passage, at: int, month: int) -> Sequence[int]:
    """The years that a date without one at *at* may be of.

    It is of the last that *passage* names before it, or else of one of those about the bulletin's own; that one first.
    """
    above = _YEAR.findall(passage.plain[:at])
    own = _OWN.search(f"{manuscript.bulletin.date} {manuscript.bulletin.issue}")
    if above or own is None:
        return [int(year) for year in above[-1:]]
    years = int(own[1]), int(own[1]) - 1, int(own[1]) + 1
    return [year for year in years if _is_near(year, month, own)]


def _is_near(year: int, month: int, own: re.Match[str]) -> bool:
    """Whether a month is no farther from the bulletin's than a text writes of without naming the year."""
    return own[2] is None or abs((year - int(own[1])) * 12 + month - int(own[2])) <= _MONTHS_AROUND


def _weekday(manuscript: Manuscript, passage: Passage, at: int, dates: Sequence[dt.date]) -> Iterator[Diagnostic]:
    """The weekday written at *at*, where it is that of none of *dates*; the first of them is told."""
    written = passage.plain[at].replace("天", "日")
    if dates and written not in {_WEEKDAYS[date.weekday()] for date in dates}:
        right, told = _WEEKDAYS[dates[0].weekday()], f"{dates[0].year}年{dates[0].month}月{dates[0].day}日"
        yield found(manuscript, "WX362", passage, at, at + 1, after=right, date=told)


def _months(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    for match in _MONTH.finditer(passage.plain):
        if not 1 <= int(match["month"]) <= 12:  # noqa: PLR2004 - months
            yield found(manuscript, "WX361", passage, match.start(), match.end())
    for match in _LONE_MONTH.finditer(passage.plain):
        yield found(manuscript, "WX361", passage, match.start(), match.end())


def _issues(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Where the text says of itself that it is another issue than its masthead does."""
    own = _ISSUE.search(manuscript.bulletin.issue or "")
    if own is None:
        return
    for passage in manuscript.passages:
        for match in _THIS_ISSUE.finditer(passage.plain):
            if value(match["number"]) != value(own["number"]):
                issue = str(manuscript.bulletin.issue)
                yield found(manuscript, "WX364", passage, match.start(), match.end(), issue=issue)


def _clocks(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    for pattern in (_CLOCK, _CLOCK_END):
        for match in pattern.finditer(passage.plain):
            if int(match["hour"]) > 24 or int(match["minute"] or 0) > 59:  # noqa: PLR2004 - hours and minutes
                yield found(manuscript, "WX363", passage, match.start("hour"), match.end())


CHECK = Check("numbers", check)
