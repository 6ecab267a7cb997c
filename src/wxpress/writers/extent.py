"""篇幅：how large a bulletin may be for paper. What is over the limit is refused before the layout begins."""

from __future__ import annotations

from wxpress.errors import LimitError
from wxpress.tree import Bulletin, Table
from wxpress.walk import own_text, walk

MOST_CHARACTERS = 1_000_000
"""Characters of one PDF: about a thousand pages."""

MOST_NODES = 100_000
"""Nodes of the tree in one PDF: paragraphs, items, cells, and the texts in them."""


MOST_COLUMNS = 100
"""Columns of a table: more do not fit on any sheet, a character in each."""


def require_printable(bulletin: Bulletin) -> None:
    """Raise `LimitError` where the layout of *bulletin* would take more time and memory than a bulletin is worth."""
    nodes = characters = columns = 0
    for node in walk(bulletin):
        nodes += 1
        characters += len(own_text(node))
        if isinstance(node, Table):
            columns = max(columns, *map(len, (node.head, *node.rows)))
    _require_narrow(columns)
    for found, limit, unit in ((characters, MOST_CHARACTERS, "字"), (nodes, MOST_NODES, "个段落、单元格等")):
        if found > limit:
            raise LimitError(
                f"这一期有 {found} {unit}，超过排 PDF 的限度 {limit} {unit}",
                "请分成几期；EPUB 和 HTML 没有这个限度：wxpress build -t epub,html",
            )


def _require_narrow(columns: int) -> None:
    if columns > MOST_COLUMNS:
        raise LimitError(
            f"有一张表格有 {columns} 列，超过排 PDF 的限度 {MOST_COLUMNS} 列",
            "请把表格分成几张；EPUB 和 HTML 没有这个限度：wxpress build -t epub,html",
        )
