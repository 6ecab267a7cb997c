"""Word 的项目符号：runs of bulleted paragraphs as lists; one that stands alone keeps its mark as text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import msgspec

from wxpress.readers.docx_numbering import Label
from wxpress.readers.draft import Hints, Piece
from wxpress.readers.flow import blocks_of
from wxpress.readers.transcript import Transcript
from wxpress.source import Span, cover
from wxpress.tree import Block, List, Paragraph, Text


class Item(msgspec.Struct, frozen=True):
    """一件，与它的项目符号。"""

    piece: Piece
    label: Label | None = None


def listed(transcript: Transcript, items: Sequence[Item]) -> list[Piece]:
    """The pieces, those that follow on with bullets as lists."""
    pieces: list[Piece] = []
    for bulleted, group in groupby(items, key=_is_listed):
        run = list(group)
        if not bulleted:
            pieces += [item.piece for item in run]
        elif len(run) == 1:
            pieces.append(_marked(transcript, run[0]))
        else:
            pieces.append(Piece(_list(run), Hints(container=run[0].piece.hints.container)))
    return pieces


def _is_listed(item: Item) -> bool:
    return item.label is not None and item.piece.hints.level is None


def _marked(transcript: Transcript, item: Item) -> Piece:
    """A lone bulleted paragraph, ◆ 一类的标题, with its mark."""
    block, mark = item.piece.block, item.label.words if item.label else ""
    if not isinstance(block, Paragraph) or block.span is None or not mark.isprintable():
        return item.piece
    transcript.put_before(block.span.first, mark)
    text = Text(mark, span=Span(block.span.first, block.span.first))
    return msgspec.structs.replace(item.piece, block=Paragraph((text, *block.inlines), span=block.span))


def _depth(item: Item) -> int:
    return item.label.depth if item.label else 0


def _list(run: Sequence[Item]) -> List:
    """Deeper paragraphs are lists inside the item above them."""
    outermost = min(map(_depth, run))
    items: list[tuple[Block, ...]] = []
    for is_deeper, group in groupby(run, key=lambda item: _depth(item) > outermost):
        inner = list(group)
        if not is_deeper:
            items += [blocks_of([item.piece]) for item in inner]
        elif items:
            items[-1] = (*items[-1], _list(inner))
        else:
            items.append((_list(inner),))
    return List(ordered=False, items=tuple(items), span=cover(*(item.piece.span for item in run)))
