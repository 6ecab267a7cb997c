"""Word 的列表：runs of paragraphs with bullets, of sentences with numbers; a mark that stands alone stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter, itemgetter

import msgspec

from wxpress.inlines import cut
from wxpress.readers.docx.numbering import Label
from wxpress.readers.draft import Hints, Piece
from wxpress.readers.flow import blocks_of
from wxpress.readers.transcript import Transcript
from wxpress.source import Span, cover
from wxpress.tree import Block, List, Paragraph, Text

_SENTENCE_END = re.compile(r"[。！？；…][”’」』）]*$")


class Item(msgspec.Struct, frozen=True):
    """一件，与它的项目符号。"""

    piece: Piece
    label: Label | None = None


def listed(transcript: Transcript, items: Sequence[Item]) -> list[Piece]:
    """The pieces, those that follow on with bullets as lists, and sentences that follow on with numbers."""
    pieces: list[Piece] = []
    for kind, group in groupby(_followed(items), key=itemgetter(0)):
        pieces += _MAKERS[kind[0]](transcript, [item for _, item in group])
    return pieces


def with_numbers_as_words(items: Iterable[Item]) -> list[Item]:
    """Items whose numbers stay in their text, as in a cell, which holds lines and no list."""
    return [item if _is_bulleted(item) else Item(item.piece) for item in items]


_Kind = tuple[str, int]
"""What an item is, and what makes it one with its neighbours."""


def _followed(items: Sequence[Item]) -> Iterator[tuple[_Kind, Item]]:
    """Items with their kinds: numbers belong together that are counted on."""
    for place, item in enumerate(items):
        number = _number(item)
        kind = ("numbered", place - number) if number is not None else (("plain", "bulleted")[_is_bulleted(item)], 0)
        yield kind, item


def _number(item: Item) -> int | None:
    return item.label.number if item.label and item.piece.hints.level is None else None


def _is_bulleted(item: Item) -> bool:
    return item.label is not None and item.label.is_bullet and item.piece.hints.level is None


def _unlisted(transcript: Transcript, run: Sequence[Item]) -> list[Piece]:  # noqa: ARG001 - as its fellows
    return [item.piece for item in run]


def _bulleted(transcript: Transcript, run: Sequence[Item]) -> list[Piece]:
    if len(run) == 1:
        return [_marked(transcript, run[0])]
    return [Piece(_list(run), Hints(container=run[0].piece.hints.container))]


def _numbered(transcript: Transcript, run: Sequence[Item]) -> list[Piece]:
    """Numbered sentences as a list; short lines with numbers are headings, and one alone is a paragraph."""
    if len(run) == 1 or not all(_SENTENCE_END.search(item.piece.text) for item in run):
        return _unlisted(transcript, run)
    pieces = [_unnumbered(transcript, item) for item in run]
    items = tuple(blocks_of([piece]) for piece in pieces)
    block = List(ordered=True, items=items, start=_number(run[0]) or 0, span=cover(*map(_span, pieces)))
    return [Piece(block, Hints(container=pieces[0].hints.container))]


_span = attrgetter("span")


def _unnumbered(transcript: Transcript, item: Item) -> Piece:
    """An item without its number, which becomes markup, as the list itself counts."""
    block, label = item.piece.block, item.label.words if item.label else ""
    if not isinstance(block, Paragraph):
        return item.piece
    transcript.markup.append(label)
    return msgspec.structs.replace(item.piece, block=Paragraph(cut(block.inlines, len(label)), span=block.span))


_MAKERS = {"plain": _unlisted, "bulleted": _bulleted, "numbered": _numbered}


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
