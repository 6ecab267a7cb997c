"""表格的窄栏：which columns of a table keep each cell on one line, so that a long column cannot squeeze them."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from wxpress.inlines import ems
from wxpress.tree import Inline, Table
from wxpress.walk import text_of
from wxpress.writers.screen_words import longest_word, text_words

WIDEST_CELL = 6
"""What a cell of a narrow column holds at most, in em."""

WIDEST_ON_PAPER = (12, 9, WIDEST_CELL)
"""The same on paper, where there is room for a date or a name; the next where with the first there is none."""


class Room(NamedTuple):
    """What stands beside a cell's text, and what all columns take up together at most, both in em of the table.

    *widest* is what a cell of a narrow column holds at most; the next where with the first they take up too much. A
    table that takes up no more than *ample* is never squeezed.
    """

    padding: float
    line: float
    widest: tuple[float, ...] = (WIDEST_CELL,)
    ample: float = 0


ROOMS = (
    (8, Room(0.5, 41, WIDEST_ON_PAPER)),
    (6, Room(0.5, 35, WIDEST_ON_PAPER)),
    (0, Room(1, 30, WIDEST_ON_PAPER)),
)
"""The room in every style's line by the number of columns: where there are many, type and padding are smaller."""


LONG_ROW = 6
"""A row of more lines on paper, about, may be parted between two pages."""

LEAST_ON_PAPER = 2
"""What a column on paper may be squeezed to, in em."""

PHONE = 16
"""The line of a table on a phone of 320 px, in em."""

SCREEN = Room(1, inf, ample=PHONE)
"""What does not fit a screen is moved to and fro there, which is for tables that are `is_wider_than_a_phone`."""

SCROLLING = Room(1, inf, (9,))
"""The frame of such a table has room for a day or a name on one line."""

WORDY = 70
"""A column with a longer cell is given more of that room, in em."""

BOOK = Room(1, 20, (WIDEST_CELL, 2), ample=PHONE)
"""A book's line on a phone: what does not fit it must wrap, as some readers would cut it off."""

SMALL_IN_BOOK = Room(0.5, 25, (WIDEST_CELL, 5, 4, 3, 2))
"""The same line for a table that is too wide for it, and is set smaller."""

KINDS_IN_BOOK = (("wide", 25), ("wide wider", 32))
"""How a wide table is set in a book, the next one smaller, and what a phone's line then holds of it, in em."""

EMS_IN_BOOK = (16, 20, 25, 32, 40, 50, 64, 80, 100)
"""The widths of wide tables that a book's sheet has a class for, in em."""

LEAST = 4
"""What a column that is not narrow may be squeezed to on a phone, in em."""

AT_EASE = 14
"""What a column of long cells is given in a book, in em: less only if its longest cell has few lines then."""

FEW_LINES = 10


def narrow_columns(table: Table, room: Room | None = None) -> frozenset[int]:
    """The positions, from 0, of the columns to keep from wrapping; none where they would leave too little to others.

    The *room* is that of paper where none is given.
    """
    widths = _widths(table)
    room = room or next(room for least, room in ROOMS if len(widths) >= least)
    is_ample = sum(width + room.padding for width in widths) <= room.ample
    for widest in () if is_ample else room.widest:
        if sum(min(width, widest) + room.padding for width in widths) <= room.line:
            return frozenset(column for column, width in enumerate(widths) if width <= widest)
    return frozenset()


def short_columns(table: Table) -> frozenset[int]:
    """The positions, from 0, of the columns whose cells below the head are all as short as in a narrow one."""
    widths = _widths(Table(head=(), rows=table.rows))
    return frozenset(column for column, width in enumerate(widths) if width <= WIDEST_CELL)


def wordy_columns(table: Table) -> frozenset[int]:
    """The positions, from 0, of the columns with a cell that would be a ribbon if it had as little room as others."""
    return frozenset(column for column, width in enumerate(_widths(table)) if width > WORDY)


def long_rows(table: Table) -> frozenset[int]:
    """The positions, from 0, of the rows below the head that on paper have so many lines that a page may part them."""
    columns = _set_widths(table)
    return frozenset(number for number, row in enumerate(table.rows) if _lines(row, columns) > LONG_ROW)


def is_too_wide_for_paper(table: Table) -> bool:
    """Whether the longest words of the columns do not fit a line side by side, and must be broken."""
    room = next(room for least, room in ROOMS if len(_widths(table)) >= least)
    columns = range(len(_widths(table)))
    least = (
        max((ems(word) for text in _texts(table, column) for word in text_words(text)), default=0) for column in columns
    )
    return sum(max(LEAST_ON_PAPER, width) + room.padding for width in least) > room.line


def is_wider_than_a_phone(table: Table) -> bool:
    """Whether *table* cannot be read on a phone unless it may be moved to and fro there."""
    least = (_least(table, column, width) for column, width in enumerate(_widths(table)))
    return sum(width + SCREEN.padding for width in least) > PHONE


def kind_in_book(table: Table) -> str:
    """The classes of a wide *table* in a book: as large as a line holds its longest words, or they are broken."""
    least = sum(max(1, *_words(table, column)) + SMALL_IN_BOOK.padding for column in range(len(_widths(table))))
    return next((kind for kind, line in KINDS_IN_BOOK if least <= line), "wide wider broken")


def ems_in_book(table: Table) -> int:
    """What a line of a book must hold for no short cell, no number and no date of *table* to be divided, in em.

    It is one of `EMS_IN_BOOK`; the largest stands for all that are larger.
    """
    least = sum(_least_in_book(table, column) + SMALL_IN_BOOK.padding for column in range(len(_widths(table))))
    return next((ems for ems in EMS_IN_BOOK if least <= ems), EMS_IN_BOOK[-1])


def _set_widths(table: Table) -> list[float]:
    """How wide about the text of each column is set on paper, in em: what narrow ones leave is shared by the others."""
    widths, narrow = _widths(table), narrow_columns(table)
    room = next(room for least, room in ROOMS if len(widths) >= least)
    kept = sum(width for column, width in enumerate(widths) if column in narrow)
    share = (room.line - room.padding * len(widths) - kept) / max(sum(widths) - kept, 1)
    return [max(1, width if column in narrow else width * share) for column, width in enumerate(widths)]


def _lines(row: Sequence[tuple[Inline, ...]], columns: Sequence[float]) -> float:
    """How many lines the longest cell of *row* has, about."""
    return max((ems(_text(cell)) / width for cell, width in zip(row, columns, strict=False)), default=0)


def _least(table: Table, column: int, width: float) -> float:
    """What *column*, *width* em wide, may be squeezed to on a phone, in em."""
    if width <= WIDEST_CELL:
        return width
    return max(LEAST, *_words(table, column))


def _least_in_book(table: Table, column: int) -> float:
    """What *column* may be squeezed to in a book, in em: a head is divided before short cells are."""
    below = _width(Table(head=(), rows=table.rows), column)
    head = _width(Table(head=table.head, rows=()), column)
    wrapped = max(LEAST, min(AT_EASE, below / FEW_LINES))
    return max(below if below <= WIDEST_CELL else wrapped, min(head, LEAST), *_words(table, column))


def _words(table: Table, column: int) -> list[float]:
    """The width of the longest word of each cell of *column*, in em."""
    return [ems(longest_word(text)) for text in _texts(table, column)]


def _widths(table: Table) -> list[float]:
    return [_width(table, column) for column in range(max(map(len, (table.head, *table.rows))))]


def _width(table: Table, column: int) -> float:
    """The width of the widest cell of *column*, in em."""
    return max(map(ems, _texts(table, column)), default=0)


def _texts(table: Table, column: int) -> list[str]:
    """What the cells of *column* say."""
    cells = (row[column] for row in (table.head, *table.rows) if column < len(row))
    return [_text(cell) for cell in cells]


def _text(cell: tuple[Inline, ...]) -> str:
    return "".join(map(text_of, cell))
