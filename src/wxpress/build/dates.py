"""日期：when an output says it was made. From the environment or the source, never the clock."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Mapping

from wxpress.errors import UsageError

VARIABLE = "SOURCE_DATE_EPOCH"
UNDATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # the first day that a ZIP archive can name

EARLIEST = dt.datetime(1000, 1, 1, tzinfo=dt.UTC)
"""Before it strftime writes a year of fewer than four digits, which is no date in an EPUB or a feed."""

_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")


def modified(date: str | None, environment: Mapping[str, str] = os.environ) -> dt.datetime:
    """When an output was last changed, in UTC.

    SOURCE_DATE_EPOCH (reproducible-builds.org) where it is set, else the bulletin's own *date*, else 1980-01-01.
    """
    epoch = environment.get(VARIABLE, "").strip()
    return _from_epoch(epoch) if epoch else parse_date(date or "") or UNDATED


def parse_date(text: str) -> dt.datetime | None:
    """The day that *text* names (2025年7月16日, 2025-07-16, 2025.7.16), at midnight UTC; null where it names none."""
    match = _DATE.search(text)
    if match is None:
        return None
    try:
        year, month, day = map(int, match.groups())
        found = dt.datetime(year, month, day, tzinfo=dt.UTC)
    except ValueError:  # a day that is in no calendar
        return None
    return found if found >= EARLIEST else None


def _from_epoch(value: str) -> dt.datetime:
    try:
        return max(EARLIEST, dt.datetime.fromtimestamp(int(value), tz=dt.UTC))
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"环境变量 {VARIABLE} 应为秒数，现在是“{value}”", "请改成整数，或去掉这个变量") from error
