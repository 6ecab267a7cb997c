"""刊期：what the masthead says, in the forms that machines read: a title never empty, ISO dates, issue numbers."""

from __future__ import annotations

import datetime as dt
import re

from wxpress.tree import Bulletin

_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_DATE = re.compile(
    r"(?P<year>[\d〇零○一二三四五六七八九]{4})\s*[年./．-]\s*"
    r"(?P<month>[\d〇一二三四五六七八九十]{1,3})(?:\s*[月./．-]\s*(?P<day>[\d〇一二三四五六七八九十]{1,3}))?"
    r"\s*[月日号]?\s*(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
)
_ISSUE = re.compile(r"(?:(?P<year>\d{4})\s*年\s*)?第\s*(?P<issue>[\d一二三四五六七八九十]{1,6})\s*[期号辑]")


def display_title(bulletin: Bulletin, name: str) -> str:
    """本期的名称：its title; else the series and its issue; else *name*, the output's own."""
    if bulletin.title:
        return bulletin.title
    return " ".join(filter(None, (bulletin.series, bulletin.issue))) or name


def iso_date(text: str | None) -> str | None:
    """*text* as ``YYYY-MM-DD`` or ``YYYY-MM`` where it is one date, in Arabic or Chinese numerals; else null."""
    match = _DATE.fullmatch(text.strip()) if text else None
    if match is None:
        return None
    year, month, day = (_number(part) if part else None for part in match.group("year", "month", "day"))
    try:
        date = dt.date(year or 0, month or 0, 1 if day is None else day)
    except ValueError:
        return None
    return date.isoformat()[: None if day is not None else len("2025-07")]


def issue_position(issue: str | None) -> str | None:
    """The place of *issue* in its series, as EPUB 3.3 ``group-position`` has it: ``2025.8`` for 2025年第8期."""
    match = _ISSUE.search(issue) if issue else None
    if match is None:
        return None
    return ".".join(filter(None, (match["year"], str(_number(match["issue"])))))


def _number(numeral: str) -> int:
    """An Arabic or Chinese numeral below one hundred, or a year digit by digit."""
    tens, ten, units = numeral.translate(_HAN_DIGITS).rpartition("十")
    if not ten:
        return int(units)
    return int(tens or 1) * 10 + int(units or 0)
