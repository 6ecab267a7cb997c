"""表格的窄栏：which columns of a table keep each cell on one line, so that a long column cannot squeeze them."""

from __future__ import annotations

from typing import NamedTuple

from wxpress.tree import Table
from wxpress.walk import text_of
from wxpress.writers.pdf_titles import ems

WIDEST_CELL = 6
"""What a cell of a narrow column holds at most, in em."""


class Room(NamedTuple):
    """What stands beside a cell's text, and what all columns take up together at most, both in em of the table."""

    padding: float
    line: float


ROOMS = ((8, Room(0.5, 41)), (6, Room(0.5, 35)), (0, Room(1, 30)))
"""The room in every style's line by the number of columns: where there are many, type and padding are smaller."""


def narrow_columns(table: Table) -> frozenset[int]:
    """The positions, from 0, of the columns to keep from wrapping; none where they would leave too little to others."""
    widths = [_width(table, column) for column in range(max(map(len, (table.head, *table.rows))))]
    room = next(room for least, room in ROOMS if len(widths) >= least)
    if sum(min(width, WIDEST_CELL) + room.padding for width in widths) > room.line:
        return frozenset()
    return frozenset(column for column, width in enumerate(widths) if width <= WIDEST_CELL)


def _width(table: Table, column: int) -> float:
    """The width of the widest cell of *column*, in em."""
    cells = (row[column] for row in (table.head, *table.rows) if column < len(row))
    return max((ems("".join(map(text_of, cell))) for cell in cells), default=0)
