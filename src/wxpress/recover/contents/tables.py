"""目录的表格：a table of contents whose first column names the 栏目 of each entry, once for several or each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wxpress.recover.contents.entries import Line
from wxpress.recover.words.grammar import folded
from wxpress.source import Span
from wxpress.tree import Inline, Table
from wxpress.walk import words

_COLUMN = re.compile(r"(?:所属)?(?:栏\s*目|板块|版块|专栏|专题|类别|类型|单元|部分)(?:名称)?")
_NUMBER = re.compile(r"(?<!\d)\d{1,3}(?!\d)")
_FEWEST = 2

Row = tuple[tuple[Inline, ...], ...]


def by_sections(block: Table, span: Span | None) -> list[Line]:
    """The entries of such a table, a 栏目 once above its 篇目; none where it is of another form."""
    return [line for group in _groups(block) for line in _lines(group, span)]


def repeated_names(block: Table) -> list[str]:
    """The names of 栏目 that such a table says again."""
    return [name for group in _groups(block) for name in (_name(row) for row in group[1:]) if name]


def _groups(block: Table) -> list[list[Row]]:
    """The rows of each 栏目; none where the first column names none."""
    rows = [row for row in block.rows if any(words(cell).strip() for cell in row)]
    head = [words(cell).strip() for cell in block.head]
    if not head and rows and _COLUMN.fullmatch(_name(rows[0])):
        head, rows = [words(cell).strip() for cell in rows[0]], rows[1:]
    if len(rows) < _FEWEST or not _names_sections(head, rows):
        return []
    groups: list[list[Row]] = []
    for row in rows:  # an empty cell stands for the one above it
        if groups and folded(_name(row)) in {"", folded(_name(groups[-1][0]))}:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _names_sections(head: Sequence[str], rows: Sequence[Row]) -> bool:
    """Whether the head says so, or names stand again or are left out, with a title and a page beside each."""
    if any(len(row) < _FEWEST or not _title(row) for row in rows) or not _name(rows[0]):
        return False
    names = [_name(row) for row in rows]
    if head and _COLUMN.fullmatch(head[0]):
        return True
    again = len(set(filter(None, names))) < len(names)
    return again and not any(name.isdecimal() for name in names) and _are_pages([words(row[-1]) for row in rows])


def _are_pages(cells: Sequence[str]) -> bool:
    """Whether the last cells are numbers of pages, none of them before the one above."""
    numbers = [int(match[0]) for match in map(_NUMBER.search, cells) if match]
    return len(numbers) == len(cells) and numbers == sorted(numbers)


def _name(row: Row) -> str:
    return words(row[0]).strip() if row else ""


def _title(row: Row) -> str:
    title = words(row[1]).strip()
    return "" if title.isdecimal() else title


def _lines(group: Sequence[Row], span: Span | None) -> Iterator[Line]:
    yield Line(_name(group[0]), span, 1, inlines=group[0][0])
    for row in group:
        cells = [cell for cell in row[1:] if words(cell).strip()]
        yield Line("\t".join(map(words, cells)), span, 2, inlines=tuple(inline for cell in cells for inline in cell))
