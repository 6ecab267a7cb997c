"""篇幅：how large a bulletin may be for paper. What is over the limit is refused before the layout begins."""

from __future__ import annotations

from wxpress.errors import LimitError
from wxpress.tree import Bulletin
from wxpress.walk import own_text, walk

MOST_CHARACTERS = 1_000_000
"""Characters of one PDF: about a thousand pages."""

MOST_NODES = 100_000
"""Nodes of the tree in one PDF: paragraphs, items, cells, and the texts in them."""


def require_printable(bulletin: Bulletin) -> None:
    """Raise `LimitError` where the layout of *bulletin* would take more time and memory than a bulletin is worth."""
    nodes = characters = 0
    for node in walk(bulletin):
        nodes += 1
        characters += len(own_text(node))
    for found, limit, unit in ((characters, MOST_CHARACTERS, "字"), (nodes, MOST_NODES, "个段落、单元格等")):
        if found > limit:
            raise LimitError(
                f"这一期有 {found} {unit}，超过排 PDF 的限度 {limit} {unit}",
                "请分成几期；EPUB 和 HTML 没有这个限度：wxpress build -t epub,html",
            )
