"""段落：the bulletin's text as the page shows it, paragraph by paragraph, so that a line can be found in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from wxpress.source import Span
from wxpress.tree import (
    Bulletin,
    Figure,
    Heading,
    Image,
    LineBreak,
    Node,
    Note,
    Paragraph,
    Subscript,
    Superscript,
    Table,
)
from wxpress.typeset.classes import classify
from wxpress.typeset.rules import NEVER, costs
from wxpress.walk import children, own_text

_DEPTH = 12
_UNSEEN = Superscript | Subscript | Image


class Home(NamedTuple):
    """所属：the containers of a paragraph, which decide how wide it is; whether its lines are justified; its place."""

    path: tuple[str, ...]
    is_justified: bool
    span: Span | None

    def inside(self, node: Node, *, is_justified: bool = True) -> Home:
        """The home of what stands in *node*."""
        path = (*self.path, type(node).__name__) if len(self.path) < _DEPTH else self.path
        return Home(path, self.is_justified and is_justified, node.span or self.span)


@dataclass(frozen=True)
class Block:
    """一段文字：*text* as it stands in the tree, what is raised left out; *starts* tells where each piece came from."""

    text: str
    home: Home
    starts: tuple[tuple[int, Span | None], ...]
    is_paragraph: bool

    @cached_property
    def seen(self) -> str:
        """Its characters without spaces, as a line is compared with them."""
        return "".join(self.text.split())

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where each character of *seen* stands in *text*."""
        return tuple(place for place, character in enumerate(self.text) if not character.isspace())

    @cached_property
    def classes(self) -> str:
        """The class of each character of *text*."""
        return classify(self.text)

    @cached_property
    def torn(self) -> frozenset[int]:
        """The places in *text* where no line may begin, as that would tear a number or take it from its unit."""
        return frozenset(place for place, cost in costs(self.text).items() if cost >= NEVER)

    def span_at(self, index: int) -> Span | None:
        """Where the source has the character *index* of *seen*."""
        piece = bisect_right(self.starts, self.places[index], key=lambda start: start[0]) - 1
        return self.starts[piece][1] or self.home.span


def blocks_of(bulletin: Bulletin) -> list[Block]:
    """Every run of text between two forced line ends, in reading order; notes after what calls them."""
    return list(_blocks(bulletin, Home((), is_justified=True, span=None)))


def _blocks(node: Node, home: Home) -> Iterator[Block]:
    match node:
        case Paragraph(inlines=inlines) | Figure(caption=inlines) | Heading(inlines=inlines):
            is_paragraph = isinstance(node, Paragraph)
            yield from _flow(inlines, home.inside(node, is_justified=is_paragraph), is_paragraph=is_paragraph)
        case Table(head=head, rows=rows):
            inside = home.inside(node, is_justified=False)
            for cell in (cell for row in (head, *rows) for cell in row):
                yield from _flow(cell, inside, is_paragraph=False)
        case _:
            yield from _titles(node, home)
            last = node.colophon if isinstance(node, Bulletin) else ()
            for child in children(node):
                yield from _blocks(child, home.inside(node, is_justified=child not in last))


def _titles(node: Node, home: Home) -> Iterator[Block]:
    """The lines that a node carries itself: titles, labels."""
    for line in own_text(node).split("\n"):
        title = line.partition("\t")[0]
        if title.strip():
            yield Block(title, home.inside(node, is_justified=False), ((0, None),), is_paragraph=False)


def _flow(inlines: Iterable[Node], home: Home, *, is_paragraph: bool) -> Iterator[Block]:
    notes: list[Note] = []
    pieces: list[tuple[str, Span | None]] = []
    for node, span in _leaves(inlines, home.span):
        if isinstance(node, Note):
            notes.append(node)
        elif isinstance(node, LineBreak):
            yield from _joined(pieces, home, is_paragraph=is_paragraph)
            pieces = []
        else:
            pieces.append((own_text(node), span))
    yield from _joined(pieces, home, is_paragraph=is_paragraph)
    for note in notes:
        for block in note.blocks:
            yield from _blocks(block, home.inside(note))


def _joined(pieces: list[tuple[str, Span | None]], home: Home, *, is_paragraph: bool) -> Iterator[Block]:
    text = "".join(piece for piece, _ in pieces)
    if text.strip():
        ends = [0, *accumulate(len(piece) for piece, _ in pieces)]
        starts = tuple((end, span) for end, (_, span) in zip(ends, pieces, strict=False))
        yield Block(text, home, starts, is_paragraph)


def _leaves(inlines: Iterable[Node], above: Span | None) -> Iterator[tuple[Node, Span | None]]:
    """What stands on the line, marks of emphasis dissolved, each with the nearest place that is known."""
    stack = [(inline, above) for inline in reversed(tuple(inlines))]
    while stack:
        node, span = stack.pop()
        here = node.span or span
        if isinstance(node, _UNSEEN):
            continue
        if isinstance(node, Note) or not children(node):
            yield node, here
        else:
            stack += [(child, here) for child in reversed(children(node))]
