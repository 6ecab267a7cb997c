"""网页的表格：rows of cells, each in its column however cells are merged; and tables that only place their parts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wxpress.readers.html.form import declarations
from wxpress.readers.html.page import tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CELLS = frozenset({"td", "th"})
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_STRUCTURE = frozenset({"table", "h1", "h2", "h3", "article", "section"})
_PARAGRAPHS = frozenset({"p", "div", "br", "li"})
_NO_GROUND = frozenset(
    {"", "none", "transparent", "white", "#fff", "#ffffff", "rgb(255,255,255)", "inherit", "initial"}
)
MOST_COLUMNS = 200
_MOST_ROWS_SPANNED = 1000
_MOST_PARAGRAPHS = 3
_LONGEST_CELL = 300


def is_layout(table: Element) -> bool:
    """Whether *table* only places its parts: no row has two cells, or a cell holds headings, tables or an article."""
    if table.get("role") in {"presentation", "none"}:
        return True
    rows = [list(_cells(row)) for row in _rows(table)]
    return all(len(row) < 2 for row in rows) or any(_is_text(cell) for row in rows for cell in row)  # noqa: PLR2004


def _is_text(cell: Element) -> bool:
    inside = [tag(element) for element in cell.iterdescendants()]
    if any(name in _STRUCTURE for name in inside):
        return True
    paragraphs = sum(name in _PARAGRAPHS for name in inside)
    return paragraphs > _MOST_PARAGRAPHS and sum(len(text.strip()) for text in cell.itertext()) > _LONGEST_CELL


class Grid:
    """行列：the cells of a table by row and column; null where a merged cell reaches from elsewhere."""

    def __init__(self, table: Element) -> None:
        """Lay out the rows of *table*."""
        self.has_merged = False
        self._reaching: dict[int, int] = {}
        rows = list(_rows(table))
        self.has_head = bool(rows) and (_is_head(rows[0]) or _is_set_off(rows))
        self.rows = [list(self._row(row)) for row in rows]

    def _row(self, row: Element) -> Iterator[Element | None]:
        column = 0
        for cell in _cells(row):
            for _ in range(self._skipped(column)):
                yield None
                column += 1
            yield cell
            wide = _span(cell, "colspan", max(1, MOST_COLUMNS - column))
            high = _span(cell, "rowspan", _MOST_ROWS_SPANNED) if column < MOST_COLUMNS else 1
            self.has_merged = self.has_merged or wide > 1 or high > 1
            for place in range(column, column + wide):
                self._reach(place, high - 1)
            yield from [None] * (wide - 1)
            column += wide

    def _skipped(self, column: int) -> int:
        """How many columns from *column* on a cell of a row above takes; it reaches one row less far now."""
        count = 0
        while self._reaching.get(column + count, 0) > 0:
            self._reaching[column + count] -= 1
            count += 1
        return count

    def _reach(self, column: int, rows: int) -> None:
        if rows > 0:
            self._reaching[column] = rows


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if tag(child) == "tr":
            yield child
        elif tag(child) in _GROUPS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    return (child for child in row if tag(child) in _CELLS)


def _is_head(row: Element) -> bool:
    parent = row.getparent()
    is_in_head = parent is not None and tag(parent) == "thead"
    return is_in_head or all(tag(cell) == "th" for cell in _cells(row))


def _is_set_off(rows: list[Element]) -> bool:
    """Whether the first row alone has a ground of its own."""
    return _has_ground(rows[0]) and not any(map(_has_ground, rows[1:]))


def _has_ground(row: Element) -> bool:
    return _is_coloured(row) or all(map(_is_coloured, _cells(row)))


def _is_coloured(element: Element) -> bool:
    style = declarations(element)
    written = style.get("background-color") or style.get("background") or element.get("bgcolor", "").lower()
    return written.replace(" ", "") not in _NO_GROUND


def _span(cell: Element, name: str, most: int) -> int:
    """How many columns or rows a cell takes, within a limit."""
    written = cell.get(name, "1").strip()
    return min(max(int(written), 1), most) if written.isascii() and written.isdecimal() and len(written) < 10 else 1  # noqa: PLR2004
