"""草稿：what a reader yields and the passes refine: flat pieces in source order, with spans, hints and roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.ledger import Entry
from wxpress.readers.overrides import Overrides
from wxpress.source import Source, Span
from wxpress.tree import Block, ContentsEntry, Paragraph
from wxpress.walk import depth_of, words

Role = Literal[
    "body",
    "paragraph",
    "furniture",
    "title",
    "contents",
    "note",
    "section",
    "article",
    "heading",
    "details",
    "colophon",
]
"""What a piece is for; readers set it where the source marks it, passes where evidence shows it.

``body`` is open to every guess; ``paragraph`` is running text by the editor's word, which no pass touches.
"""


CONTENTS = "目录"
"""The container that holds the printed contents, whatever the source calls them."""
CENTRED_FROM = 4.0
"""Leading space of a centred line, in em; a paragraph opens with two."""


MAXIMUM_DEPTH = 128
"""Lists, quotations, tables and notes that may stand one inside another."""


class Hints(msgspec.Struct, frozen=True):
    """旁证：what the source's form says of a piece, beyond its words.

    *level* is an explicit heading level; *bold* that all of it is set off, by bold letters or slanted ones; *heavy*
    that its face is bold by itself, as 黑体 is; *flush* that it is set at the right margin, as signatures are; *indent*
    the leading space in em; *tight* that no blank line stands before it; *hard_break* that the line above ends in a
    forced line break; *broken* that it does, in a page or a Word file; *after_break* that a page number or running
    title stood before it; *container* the name of the ``:::`` container that holds it; *size* the height of the letters
    as a ratio to the body's, 1.0 being the body's own; *heads* that it reads as a name, but heads a title by its place.

    *field* tells which detail it is, by its place or by the editor's word; by the latter alone *settled* says that its
    role is not to be guessed, *follows* whether it goes on with a piece above, *goes_on* that it is such a piece above,
    *entry* the title of the contents entry that it answers to.
    """

    level: int | None = None
    bold: bool = False
    heavy: bool = False
    centred: bool = False
    flush: bool = False
    indent: float = 0
    tight: bool = False
    hard_break: bool = False
    broken: bool = False
    after_break: bool = False
    container: str | None = None
    heads: bool = False
    settled: bool = False
    follows: bool | None = None
    goes_on: bool = False
    field: Literal["byline", "source", "date"] | None = None
    entry: str | None = None
    size: float = 1.0


class Piece(msgspec.Struct, frozen=True, dict=True):
    """一件：one block at the top level of the source."""

    block: Block
    hints: Hints = Hints()
    role: Role = "body"

    @property
    def span(self) -> Span | None:
        """Where the piece stands in the source."""
        return self.block.span

    @cached_property
    def text(self) -> str:
        """The words of a paragraph or heading, stripped, notes and pictures left out; empty for every other block."""
        return words(self.block.inlines).strip() if isinstance(self.block, Paragraph) else ""


class Draft(msgspec.Struct, frozen=True):
    """一份草稿：pieces in order, what front matter said, and the account of all changes so far.

    *front* holds the fields of the masthead that are known so far; the pieces before *front_end* may hold more of them.
    *canonical* marks text that wxpress itself has written: it is taken at its word, nothing in it is guessed.
    *marked* says that tight lines belong together by the rules of the source's own markup. *markup* holds the words
    that the reader used up as markup (container names, list numbers), *punctuation* the marks it may use up, and
    *syntax*, if it is given, where in a line without white space it may use up those that are common in text.
    *overrides* are the editor's corrections, which the passes of `recover.overruling` carry out.
    """

    source: Source
    pieces: tuple[Piece, ...]
    front: Mapping[str, str] = {}
    contents: tuple[ContentsEntry, ...] = ()
    front_end: int = 0
    canonical: bool = False
    marked: bool = False
    markup: str = ""
    punctuation: frozenset[str] = frozenset()
    syntax: re.Pattern[str] | None = None
    overrides: Overrides = Overrides()
    entries: tuple[Entry, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def revise(
    draft: Draft,
    pieces: tuple[Piece, ...] | list[Piece],
    entries: tuple[Entry, ...] | list[Entry] = (),
    findings: tuple[Diagnostic, ...] | list[Diagnostic] = (),
) -> Draft:
    """The draft with new *pieces*, and what was done to get them added to its account."""
    return msgspec.structs.replace(
        draft,
        pieces=tuple(pieces),
        entries=(*draft.entries, *entries),
        findings=(*draft.findings, *findings),
    )


def with_role(piece: Piece, role: Role) -> Piece:
    """The piece in another role."""
    return msgspec.structs.replace(piece, role=role)


def hinted(piece: Piece, **hints: object) -> Piece:
    """The piece with other *hints*, by their names."""
    return msgspec.structs.replace(piece, hints=msgspec.structs.replace(piece.hints, **hints))


def by_itself(piece: Piece) -> Piece:
    """The piece as running text that goes on with no other, as a note that stands at the end of a page or of all."""
    return with_role(hinted(piece, follows=False), "paragraph")


def nest_too_deep(pieces: Iterable[Piece]) -> bool:
    """Whether any of *pieces* is nested beyond `MAXIMUM_DEPTH`, so that its reader must refuse it."""
    return any(depth_of(piece.block) > MAXIMUM_DEPTH for piece in pieces)


def leading_space(line: str) -> float:
    """The leading white space of *line* in em: an ideographic space is one, any other half of one."""
    space = line[: len(line) - len(line.lstrip())].expandtabs(4)
    return sum(1.0 if character == "\u3000" else 0.5 for character in space)
