"""段落：the running text of a bulletin, passage by passage, each character with its place in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

import msgspec

from wxpress.checks.alignment import NOWHERE, aligned
from wxpress.document import Document
from wxpress.source import Source, Span
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    EditorsNote,
    Figure,
    Heading,
    Inline,
    List,
    Note,
    Paragraph,
    Quote,
    Section,
    Table,
)
from wxpress.walk import walk, words

Kind = Literal[
    "title", "contents", "paragraph", "heading", "item", "quote", "cell", "caption", "note", "colophon", "reference"
]

_REFERENCE = re.compile(r"\[(?:[ACDGJMNPRSZ]|DB|EB)(?:/(?:OL|CD|MT|DK))?\][.．]")
"""The mark by which GB/T 7714 tells what is referred to; a reference keeps the half-width marks of that standard."""

_ADDRESS = r"(?:https?|ftp)[:：]/{0,2}[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
_CODE = r"`[^`\n]+`|\$[^$\n\u4e00-\u9fff]{1,200}\$|(?<![\w/])/[A-Za-z][\w./-]+"
_OPAQUE = re.compile(f"{_ADDRESS}|{_CODE}", re.ASCII)
OPAQUE = "\ufffc"
"""Stands for each character of an address or a piece of code, which no rule of Chinese text is about."""


class Passage(msgspec.Struct, frozen=True, dict=True):
    """一段：its text, what it is, the part of the bulletin it belongs to, and where each character stands.

    *offsets* count characters from the start of the source's text; `NOWHERE` where the character is not in it.
    *part* numbers the article, or whatever holds the passage: a mark opened in one part is closed in it. *number* is
    that of the ordered list's item which the passage opens.
    """

    text: str
    kind: Kind
    part: int
    offsets: Sequence[int]
    span: Span | None = None
    number: int | None = None

    @cached_property
    def plain(self) -> str:
        """The text with addresses and code made opaque; as long as the text."""
        return _OPAQUE.sub(lambda match: OPAQUE * len(match[0]), self.text)

    @property
    def is_running(self) -> bool:
        """Whether it is a paragraph of running text."""
        return self.kind in {"paragraph", "note"}


class _Run(NamedTuple):
    """Text to be found in the source: what it is, and the lines it stands on."""

    text: str
    kind: Kind
    part: int
    span: Span | None
    number: int | None = None


class Manuscript(msgspec.Struct, frozen=True, dict=True):
    """文稿：what a check looks at: the source, the document recovered from it, and its passages."""

    source: Source
    document: Document

    @property
    def bulletin(self) -> Bulletin:
        """The tree."""
        return self.document.bulletin

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """All text of the tree, in reading order, white space at the ends left out."""
        return tuple(self._placed())

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The offset at which each line of the source begins."""
        starts = [0]
        for line in self.source.lines:
            starts.append(starts[-1] + len(line) + 1)
        return tuple(starts)

    def span(self, first: int, end: int) -> Span:
        """The place of the characters from offset *first* up to *end*; its last column is the one behind them."""
        line, last = (bisect_right(self.starts, offset) for offset in (first, max(first, end - 1)))
        return Span(line, last, first - self.starts[line - 1] + 1, end - self.starts[last - 1] + 1)

    def _placed(self) -> Iterator[Passage]:
        cursor = 0
        text = self.source.text
        for run in _runs(self.bulletin):
            first, end = self._window(run.span)
            offsets = aligned(run.text, text, cursor if first <= cursor < end else first, end)
            cursor = max(offsets, default=NOWHERE) + 1 or cursor
            yield Passage(run.text, run.kind, run.part, offsets, run.span, run.number)

    def _window(self, span: Span | None) -> tuple[int, int]:
        """The offsets between which a text of *span* stands."""
        if span is None:
            return 0, len(self.source.text)
        last = min(span.last, len(self.source.lines))
        return self.starts[min(span.first, last) - 1], min(self.starts[last], len(self.source.text))


def _runs(bulletin: Bulletin) -> Iterator[_Run]:
    """Every run of text, in the order of the source as far as the tree tells it."""
    if bulletin.title:
        yield _Run(bulletin.title, "title", 0, None)
    for entry in bulletin.contents:
        yield _Run(entry.title, "contents", 1, entry.span)
    for part, node in enumerate(parts(bulletin), start=2):
        yield from _part_runs(node, part)
    yield from _block_runs(bulletin.colophon, "colophon", -1)


def parts(bulletin: Bulletin) -> Iterator[EditorsNote | Section | Article]:
    """The note, the sections and the articles of a bulletin, in reading order."""
    return (node for node in walk(bulletin) if isinstance(node, EditorsNote | Section | Article))


def _part_runs(node: EditorsNote | Section | Article, part: int) -> Iterator[_Run]:
    if isinstance(node, Section | Article) and node.title:
        yield _Run(node.title, "title", part, node.span)
    yield from _block_runs(node.blocks, "paragraph", part)


def _block_runs(blocks: Sequence[Block], kind: Kind, part: int) -> Iterator[_Run]:
    return (run for block in blocks for run in _runs_of(block, kind, part))


def _runs_of(block: Block, kind: Kind, part: int) -> Iterator[_Run]:
    match block:
        case Paragraph(inlines=inlines):
            return _inline_runs(inlines, kind, part, block.span)
        case Heading(inlines=inlines):
            return _inline_runs(inlines, "heading", part, block.span)
        case Quote(blocks=inner):
            return _block_runs(inner, "quote", part)
        case List():
            return _item_runs(block, part)
        case Figure(caption=caption):
            return _inline_runs(caption, "caption", part, block.span)
        case Table(head=head, rows=rows):
            return _cell_runs((head, *rows), part, block.span)
        case _:
            return iter(())


def _cell_runs(rows: Sequence[tuple[tuple[Inline, ...], ...]], part: int, span: Span | None) -> Iterator[_Run]:
    return (run for row in rows for cell in row for run in _inline_runs(cell, "cell", part, span))


def _item_runs(block: List, part: int) -> Iterator[_Run]:
    """The runs of a list; the first of each item bears the item's number, if it has one."""
    for number, item in enumerate(block.items, start=block.start):
        for index, run in enumerate(_block_runs(item, "item", part)):
            is_numbered = block.ordered and index == 0 and run.number is None
            yield run._replace(number=number) if is_numbered else run


def _inline_runs(inlines: Sequence[Inline], kind: Kind, part: int, span: Span | None) -> Iterator[_Run]:
    """The words of a run of inlines, then those of its notes."""
    text = words(tuple(inlines))
    if text.strip():
        yield _Run(text, "reference" if _REFERENCE.search(text) else kind, part, span)
    for node in (node for inline in inlines for node in walk(inline)):
        if isinstance(node, Note):
            yield from _block_runs(node.blocks, "note", part)
