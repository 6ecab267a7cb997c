"""合计：the total of a table's column held against the sum of what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from wxpress.checks import Check
from wxpress.checks.finding import about, shortened, titled
from wxpress.checks.passages import Manuscript
from wxpress.diagnostics import Diagnostic
from wxpress.tree import Table
from wxpress.walk import walk, words

_TOTAL = re.compile(r"\s*(?:合\s*计|总\s*计|共\s*计)\s*")
_IN_PART = re.compile(r"小计|其中|合计|总计|[#＃]")
_NO_SUM = re.compile(r"[%％‰]|比|率|增|降|幅|均|序|号|年|名次|排名|倍|价|温|指数")
"""Columns of which nobody takes a sum: shares, growth, means, ranks."""

_NUMBER = re.compile(r"\d{1,3}(?:[ ,\u2009\u00a0]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_FEWEST = 2
_FARTHEST = Decimal("0.2")
"""A total farther from the sum than this share of it is the total of something else."""

Cells = Sequence[str]


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Totals at the foot of a table that are not the sum of their column."""
    for node in walk(manuscript.bulletin):
        if isinstance(node, Table):
            yield from _table(manuscript, node)


def _table(manuscript: Manuscript, table: Table) -> Iterator[Diagnostic]:
    head, *rows = ([words(cell).strip() for cell in row] for row in (table.head, *table.rows))
    *body, foot = rows or [[]]
    if not foot or not _TOTAL.fullmatch(foot[0]) or any(_IN_PART.search(row[0]) for row in body if row):
        return
    for column, name in enumerate(head):
        wrong = column > 0 and not _NO_SUM.search(name) and _wrong([row[column : column + 1] for row in (*body, foot)])
        if wrong:
            span = titled(manuscript, table.span, foot[column])
            yield about(manuscript, "WX367", span, total=foot[column], sum=wrong, column=shortened(name))


def _wrong(cells: Sequence[Cells]) -> str | None:
    """The sum of all cells but the last, where that is another number, and near it."""
    numbers = [_number(cell[0]) for cell in cells if cell]
    known = [number for number in numbers if number is not None]
    if len(known) < len(cells) or len(known) <= _FEWEST:
        return None
    *parts, total = known
    difference = abs(sum(parts) - total)
    is_wrong = _rounding(known) < difference <= _FARTHEST * total
    return f"{sum(parts)}" if is_wrong else None


def _number(cell: str) -> Decimal | None:
    return Decimal(re.sub(r"[^\d.]", "", cell)) if _NUMBER.fullmatch(cell) else None


def _rounding(numbers: Sequence[Decimal]) -> Decimal:
    """How far rounded numbers may be off: half of the last place for each of them; whole numbers not at all."""
    places = max(-int(number.as_tuple().exponent) for number in numbers)
    return Decimal(len(numbers)) / 2 / 10**places if places else Decimal(0)


CHECK = Check("totals", check)
