"""表格的标记：turns a table into HTML for paper, for a screen where a wide one scrolls, and for a book where it cannot.

A book's page cuts off what scrolls. There a wide table is set smaller, and where that would be too small each row
becomes a record, its cells one below another: for that a cell names the head of its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import chain, repeat
from typing import Literal

from wxpress.tree import Inline, Table
from wxpress.walk import words
from wxpress.writers.elements import element
from wxpress.writers.table_columns import (
    BOOK,
    SCREEN,
    SCROLLING,
    SMALL_IN_BOOK,
    Room,
    ems_in_book,
    is_too_wide_for_paper,
    is_wider_than_a_phone,
    kind_in_book,
    long_rows,
    narrow_columns,
    short_columns,
    wordy_columns,
)

NotePlace = Literal["foot", "end", "popup"]
Cell = tuple[Inline, ...]
Cells = tuple[Cell, ...]
Inlines = Callable[[Cell], str]

WIDE_TABLE = 8
"""A table of more columns stands in a frame of its own, in which it scrolls on a screen; a book sets it smaller."""

_ROOMS: Mapping[NotePlace, tuple[Room | None, Room | None]] = {
    "foot": (None, None),
    "end": (SCREEN, SCROLLING),
    "popup": (BOOK, SMALL_IN_BOOK),
}
"""What a table has to fit, and a wide one, by where the notes stand."""


def table_markup(table: Table, notes: NotePlace, inlines: Inlines) -> str:
    """*table* as HTML, its cells as *inlines* turns them; *notes* say what it is for, as in `Markup`."""
    columns = max(map(len, (table.head, *table.rows)))
    is_wide = columns > WIDE_TABLE or (notes != "foot" and is_wider_than_a_phone(table))
    narrow = dict.fromkeys(narrow_columns(table, _ROOMS[notes][is_wide]), "narrow")
    kinds = dict.fromkeys(short_columns(table), "short") | narrow
    if is_wide and notes == "end":
        kinds |= dict.fromkeys(wordy_columns(table), "wordy")
    above = kinds if notes == "foot" else narrow  # a screen's sheet tells a head by its element
    names = tuple(map(words, table.head)) if is_wide and notes == "popup" else ()
    head = element("thead", _head(_filled(table.head, columns), above, inlines)) if table.head else ""
    long = long_rows(table) if notes == "foot" else frozenset()
    rows = "\n".join(
        element("tr", _row(_filled(row, columns), kinds, names, inlines), class_="long" if number in long else None)
        for number, row in enumerate(table.rows)
    )
    body = head + (element("tbody", rows) if rows else "")
    is_broken = notes == "foot" and is_too_wide_for_paper(table)
    if is_wide and not is_broken:
        return _in_book(table, body) if notes == "popup" else _scrolling(body)
    return element("table", body, class_="broken" if is_broken else None)


def _in_book(table: Table, body: str) -> str:
    """A wide table whose sheet may ask how many em it takes up."""
    whole = element("table", body, class_=kind_in_book(table))
    return element("div", whole, class_=f"wide-table ems-{ems_in_book(table)}")


def _scrolling(body: str) -> str:
    """A wide table that scrolls; what scrolls must be reachable by keyboard (WCAG 2.1.1)."""
    return element("div", element("table", body), class_="wide-table", role="group", aria_label="表格", tabindex="0")


def _filled(cells: Cells, columns: int) -> Cells:
    return (*cells, *((),) * (columns - len(cells)))


def _head(cells: Cells, kinds: Mapping[int, str], inlines: Inlines) -> str:
    """The head's row; an empty cell of it heads nothing and is no ``th``."""
    named = ((number, cell, "th" if cell else "td") for number, cell in enumerate(cells))
    marked = (
        element(name, inlines(cell), scope="col" if cell else None, class_=kinds.get(number))
        for number, cell, name in named
    )
    return element("tr", "".join(marked))


def _row(cells: Cells, kinds: Mapping[int, str], names: tuple[str, ...], inlines: Inlines) -> str:
    """A row below the head; each cell tells the name of its column where there is one."""
    return "".join(
        element("td", inlines(cell), class_=kinds.get(number), data_head=name or None)
        for (number, cell), name in zip(enumerate(cells), chain(names, repeat("")), strict=False)
    )
