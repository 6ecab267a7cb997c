"""表格的窄栏：which columns of a table keep each cell on one line, so that a long column cannot squeeze them."""

from __future__ import annotations

from wxpress.tree import Table
from wxpress.walk import text_of
from wxpress.writers.pdf_titles import ems

WIDEST_CELL = 6
"""What a cell of a narrow column holds at most, in em."""

PADDING = 1
"""What stands beside a cell's text, in em."""

LINE = 30
"""What all columns take up together at most, in em, the wide ones as little as a narrow one may; every style has it."""


def narrow_columns(table: Table) -> frozenset[int]:
    """The positions, from 0, of the columns to keep from wrapping; none where they would leave too little to others."""
    widths = [_width(table, column) for column in range(max(map(len, (table.head, *table.rows))))]
    if sum(min(width, WIDEST_CELL) + PADDING for width in widths) > LINE:
        return frozenset()
    return frozenset(column for column, width in enumerate(widths) if width <= WIDEST_CELL)


def _width(table: Table, column: int) -> float:
    """The width of the widest cell of *column*, in em."""
    cells = (row[column] for row in (table.head, *table.rows) if column < len(row))
    return max((ems("".join(map(text_of, cell))) for cell in cells), default=0)
