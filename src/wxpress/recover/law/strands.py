"""文字的各股：the texts of a tree in the order in which they must have stood in the source.

The body is one strand from the first 栏目 to the last paragraph, so that nothing in it can change places. What the tree
keeps apart (notes, the 编者按, fields, addresses) is a strand each.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from wxpress.source import Span
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    EditorsNote,
    Figure,
    Image,
    Link,
    Node,
    Note,
    Section,
    SourceLink,
    Text,
)
from wxpress.walk import children


class Leaf(msgspec.Struct, frozen=True):
    """一处文字：its words, and the lines that it comes from; null where the tree does not say.

    An address stands in one run, and is looked for before any text can take a character of it.
    """

    text: str
    span: Span | None
    is_address: bool = False


Strand = list[Leaf]

_SHORT = 4
"""An address of so few characters may be part of any word."""


def strands_of(bulletin: Bulletin) -> Iterator[Strand]:
    """Every text of the tree once: addresses, long strands, single fields; those without a place are `placeless`.

    The contents, whose entries stand on lines of their own, come before the text, whose paragraphs may reach over them.
    A long address comes before a short one, which may be a part of it, and before the text, which may be one, too; a
    short one may be found anywhere, and comes last.
    """
    fields: list[Leaf] = []
    running = list(_running(bulletin, fields))
    addresses = sorted((leaf for leaf in fields if leaf.is_address), key=lambda leaf: -len(leaf.text))
    first = [leaf for leaf in addresses if len(leaf.text) > _SHORT]
    yield from ([leaf] for leaf in first)
    yield from running
    yield from ([leaf] for leaf in fields if not leaf.is_address)
    yield from ([leaf] for leaf in addresses[len(first) :])


def _running(bulletin: Bulletin, fields: list[Leaf]) -> Iterator[Strand]:
    """The strands of running text, and those of the contents; what stands for itself goes to *fields*."""
    notes: list[Note] = []
    for entry in bulletin.contents:
        yield [Leaf(entry.title, entry.span)]
        yield [Leaf("" if entry.page is None else str(entry.page), entry.span)]
    yield [leaf for section in bulletin.sections for leaf in _section(section, fields, notes)]
    if bulletin.editors_note:
        yield _editors_note(bulletin.editors_note, fields, notes)
    yield _blocks(bulletin.colophon, bulletin.span, fields, notes)
    while notes:
        note = notes.pop()
        yield _blocks(note.blocks, note.span, fields, notes)


def placeless(bulletin: Bulletin) -> list[str]:
    """The fields whose place the tree does not tell: the masthead, and the label of the 编者按."""
    masthead = (bulletin.audience, bulletin.series, bulletin.title, bulletin.issue, bulletin.date, bulletin.publisher)
    label = bulletin.editors_note.label if bulletin.editors_note else ""
    return [text for text in (*masthead, label) if text]


def _section(section: Section, fields: list[Leaf], notes: list[Note]) -> Strand:
    strand = [Leaf(section.title or "", section.span), *_blocks(section.blocks, section.span, fields, notes)]
    for article in section.articles:
        strand += [Leaf(article.title or "", article.span), *_blocks(article.blocks, article.span, fields, notes)]
        fields += _details(article)
    return strand


def _details(article: Article) -> Iterator[Leaf]:
    texts = (article.byline, article.source, article.date)
    yield from (Leaf(part, article.span) for text in texts for part in (text or "").split())
    yield from (leaf for link in article.links for leaf in _source_link(link, article.span))


def _source_link(link: SourceLink, around: Span | None) -> tuple[Leaf, Leaf]:
    """A link and its address: its label may be cut by a line end, so that its own line is not enough."""
    return Leaf(link.label, around), Leaf(link.target or "", around, is_address=True)


def _editors_note(note: EditorsNote, fields: list[Leaf], notes: list[Note]) -> Strand:
    fields += [leaf for link in note.links for leaf in _source_link(link, note.span)]
    return _blocks(note.blocks, note.span, fields, notes)


def _blocks(blocks: tuple[Block, ...], span: Span | None, fields: list[Leaf], notes: list[Note]) -> Strand:
    """The running text of *blocks*; what stands for itself goes to *fields* and *notes*."""
    strand: Strand = []
    stack: list[tuple[Node, Span | None]] = [(block, span) for block in reversed(blocks)]
    while stack:
        node, around = stack.pop()
        span = node.span or around
        match node:
            case Text(text=text):
                strand.append(Leaf(text, span))
            case Note():
                notes.append(node)
                continue
            case Image(source=source, alt=alt) | Figure(source=source, alt=alt):
                fields += [Leaf(alt, span), Leaf(source, span, is_address=True)]
            case Link(target=str(target)):
                fields.append(Leaf(target, span, is_address=True))
            case _:
                pass
        stack += [(child, span) for child in reversed(children(node))]
    return strand
