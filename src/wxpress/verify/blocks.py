"""段落的文流：blocks and inlines of the tree as the strands that an output shows of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

from wxpress.addresses import live
from wxpress.styles import Additions
from wxpress.tree import (
    Block,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    SourceLink,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wxpress.verify.lines import Medium
from wxpress.verify.strands import Origin, Piece, Step, Strand, single

Inlines = tuple[Inline, ...]
Blocks = tuple[Block, ...]

PICTURE = ("［图：", "］")
"""Around what stands for a picture: a placeholder in the output, or here an ``alt`` attribute."""

BACK = {"epub": ("{number}", ""), "html": ("", "↩"), "pdf": ("{number}", "")}
"""What leads from a note back to its call, before the note and after it."""


@dataclass
class Weaver:
    """织：turns blocks into steps for one *medium*, and gathers the notes that they call."""

    medium: Medium
    additions: Additions
    shows_dead_links: bool = True
    number: int = 0
    is_inside: bool = False
    notes: list[Step] = field(default_factory=list)

    def blocks(self, blocks: Blocks, home: Origin) -> Iterator[Step]:
        """The steps of *blocks*, which are at *home*."""
        for place, block in enumerate(blocks):
            yield from self._block(block, home.at("blocks", place, span=block.span))

    def links(self, links: tuple[SourceLink, ...], home: Origin) -> Iterator[Step]:
        """【链接】, and on paper the calls of the notes that hold their addresses."""
        for place, link in enumerate(links):
            href, here = live(link.target), home.at("links", place, span=link.span)
            if not (href or self.shows_dead_links):
                continue
            yield single(self._around("source-link", Piece(link.label, here.at("label")), "【", "】"))
            if href and self.medium == "pdf":
                yield single([self._call(here)])
                self.notes.append(single([self._marker(self._numeral(), here), Piece(href, here.at("target"))]))

    def words(self, kind: str, text: str | None, home: Origin) -> Iterator[Step]:
        """A field of plain text with what the style puts round it."""
        if text:
            yield single(self._around(kind, Piece(text, home.at(kind))))

    def taken_notes(self) -> list[Step]:
        """The notes gathered so far, which are then forgotten."""
        taken, self.notes = self.notes, []
        return taken

    def _around(self, kind: str, piece: Piece, before: str = "", after: str = "") -> list[Piece]:
        marks = (self.additions.before.get(kind, before), self.additions.after.get(kind, after))
        return [self._marker(marks[0], piece.origin), piece, self._marker(marks[1], piece.origin)]

    def _marker(self, text: str, origin: Origin, name: str = "mark") -> Piece:
        return Piece(text, origin, name)

    def _block(self, block: Block, home: Origin, depth: int = 0) -> Iterator[Step]:
        match block:
            case Paragraph(inlines=inlines) | Heading(inlines=inlines):
                yield single(self._inlines(inlines, home.at("inlines")))
            case List():
                yield from self._list(block, home, depth)
            case Quote(blocks=blocks):
                for place, inner in enumerate(blocks):
                    yield from self._block(inner, home.at("blocks", place, span=inner.span), depth)
            case Figure():
                may_move = self.medium == "pdf"
                yield single(self._picture(block.source, block.alt, home))._replace(may_move=may_move)
                yield single(self._inlines(block.caption, home.at("caption")))._replace(may_move=may_move)
            case Table():
                yield from self._table(block, home)
            case Rule():
                return
            case _:
                assert_never(block)

    def _list(self, block: List, home: Origin, depth: int) -> Iterator[Step]:
        bullet = self.additions.bullets[min(depth, len(self.additions.bullets) - 1) :][:1]
        for place, item in enumerate(block.items):
            here = home.at("items", place)
            if self.medium == "pdf":  # elsewhere the reading program draws it
                mark = f"{block.start + place}." if block.ordered else bullet
                yield single([self._marker(mark, here, "list-marker")])
            for number, inner in enumerate(item):
                yield from self._block(inner, here.at(number, span=inner.span), depth + 1)

    def _table(self, block: Table, home: Origin) -> Iterator[Step]:
        rows = [("head", block.head), *((f"rows/{number}", row) for number, row in enumerate(block.rows))]
        head: tuple[Strand, ...] = ()
        for name, row in rows:
            cells = [Strand(tuple(self._inlines(cell, home.at(name, place)))) for place, cell in enumerate(row)]
            if self.medium == "pdf":
                yield Step(tuple(cells), head=head)
                head = tuple(cells) if name == "head" else head
            else:  # one after another in the markup, whatever they look like
                yield from (Step((cell,)) for cell in cells)

    def _inlines(self, inlines: Inlines, home: Origin) -> Iterator[Piece]:
        for place, inline in enumerate(inlines):
            yield from self._inline(inline, home.at(place, span=inline.span))

    def _inline(self, inline: Inline, home: Origin) -> Iterator[Piece]:
        match inline:
            case Text(text=text):
                yield Piece(text, home)
            case (
                Strong(inlines=inlines)
                | Emphasis(inlines=inlines)
                | Link(inlines=inlines)
                | Superscript(inlines=inlines)
                | Subscript(inlines=inlines)
            ):
                yield from self._inlines(inlines, home.at("inlines"))
            case Note():
                yield from self._note(inline, home)
            case LineBreak():
                return
            case Image(source=source, alt=alt):
                yield from self._picture(source, alt, home)
            case _:
                assert_never(inline)

    def _picture(self, source: str, alt: str, home: Origin) -> Iterator[Piece]:
        """What stands for a picture; its alternative text counts as the tree's where it is always there."""
        before, after = (self._marker(mark, home, "picture") for mark in PICTURE)
        if alt and self.medium != "pdf":
            yield from (before, Piece(alt, home.at("alt")), after)
        else:  # a placeholder stands there, or the picture itself
            yield self._marker("".join((PICTURE[0], alt or source, PICTURE[1])), home, "picture")

    def _call(self, home: Origin) -> Piece:
        self.number += 1
        return self._marker(self._numeral(), home, "note-number")

    def _numeral(self) -> str:
        marks = self.additions.note_numbers
        return marks[self.number - 1] if self.number <= len(marks) else str(self.number)

    def _note(self, note: Note, home: Origin) -> Iterator[Piece]:
        if self.medium != "pdf":
            yield from self._note_at_end(note, home)
        elif self.is_inside:
            yield self._marker(self.additions.before.get("nested-note", ""), home)
            yield from self._lines(note.blocks, home)
            yield self._marker(self.additions.after.get("nested-note", ""), home)
        else:
            yield from self._note_at_foot(note, home)

    def _note_at_end(self, note: Note, home: Origin) -> Iterator[Piece]:
        yield self._call(home)
        numeral, slot = self._numeral(), len(self.notes)
        before, after = (mark.format(number=numeral) for mark in BACK[self.medium])
        steps = [single([self._marker(before, home, "note-number")]), *self.blocks(note.blocks, home)]
        # notes inside this one have taken the next numbers, and stand after it
        self.notes[slot:slot] = [*steps, single([self._marker(after, home, "note-number")])]

    def _note_at_foot(self, note: Note, home: Origin) -> Iterator[Piece]:
        yield self._call(home)
        number = self._marker(self._numeral(), home, "note-number")
        self.is_inside = True
        self.notes.append(single([number, *self._lines(note.blocks, home)]))
        self.is_inside = False

    def _lines(self, blocks: Blocks, home: Origin) -> Iterator[Piece]:
        """Blocks as lines of a note at the page's foot."""
        for place, block in enumerate(blocks):
            yield from self._line(block, home.at("blocks", place, span=block.span))

    def _line(self, block: Block, home: Origin) -> Iterator[Piece]:
        match block:
            case List():
                for place, item in enumerate(block.items):
                    mark = f"{block.start + place}." if block.ordered else "·"
                    yield self._marker(mark, home, "list-marker")
                    yield from self._lines(item, home.at("items", place))
            case Quote(blocks=blocks):
                yield from self._lines(blocks, home)
            case _:
                for step in self._block(block, home):
                    yield from (piece for strand in step.strands for piece in strand.pieces)
