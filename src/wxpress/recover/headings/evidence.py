"""证据：what the layers look at (a line and its neighbours, the facts of the whole text), and what they say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from wxpress.readers.draft import Piece

Seat = Literal["front", "section", "article", "wrapped", "details", "heading", "body"]
"""本行的位置：where a line may sit: masthead, 栏目, 篇目, the second line of one, byline and source, heading, text."""


LONGEST_SECTION = 12
"""Characters that the name of a 栏目 has at most."""


class Sign(msgspec.Struct, frozen=True):
    """一条证据：it speaks for (above 0) or against (below 0) one *seat*; *words* say why, for the ledger."""

    seat: Seat
    weight: float
    words: str = ""


class Facts(msgspec.Struct, frozen=True):
    """全文的情况：*linked*: articles end in links; *dense*: so many short lines stand elsewhere that they are subheads.

    *listed*: there are printed contents; *marked*: headings bear marks of a level; *levels*: the seats that these have
    where they are settled; *sectioned*: headings stand right above others; *indented*: paragraphs open with an indent;
    *set_off*: short lines are set off by their type; *told*: the source's own marks name all sections and articles;
    *ladder*: the ranks of numbers that head 栏目 and articles throughout; *counted*: the ranks that
    several lines bear; *spaced*: blank lines set short lines apart; *lone*: all is of one author.
    """

    linked: bool
    dense: bool
    listed: bool
    marked: bool
    levels: Mapping[int, Seat]
    sectioned: bool
    indented: bool
    set_off: bool
    told: bool
    ladder: Mapping[str, Seat]
    counted: frozenset[str]
    spaced: bool
    lone: bool


class Place(msgspec.Struct, frozen=True):
    """一行及其上下文：its neighbours skip page numbers.

    *open* that it may be anything but text; *ended* that an article has ended above; *torn* that the piece above
    breaks off; *settled* the seat that contents or marks gave it; *run* how many short lines stand together here,
    *plain_run* how many of them bear no mark; *amid* how many stand alone amid the text of one stretch; *front* how
    many plain lines of a masthead stand above, null where it cannot be in one; *over_note* that only the masthead
    stands between it and the 编者按; *repeated* that its words stood on a line of their own before; *running* that
    these are a name in the masthead; *beside_number* and *over_number* that a page number stands beside it, or below;
    *signing* how much it looks like a signature that stands in its place, below a title and above text; *particular*
    that it gives issue, date or publisher of a masthead, which the lines above it do not; *divides* that it is the
    name of a unit, one of several that divide a text; *follows* the seat of the settled title above whose number its
    own follows; *subhead* that it is one of several short lines that divide the paragraphs of an article of the
    contents; *unlisted* that it looks as the names of 栏目 do that stand above articles, where the contents name none;
    *textless* that only a source and a link stand below it.
    """

    piece: Piece
    above: Piece | None
    below: Piece | None
    open: bool
    ended: bool
    torn: bool
    run: int
    plain_run: int
    amid: int
    front: int | None
    repeated: bool
    running: bool
    beside_number: bool
    over_number: bool
    settled: Seat | None
    over_note: bool
    signing: int
    particular: bool
    divides: bool
    follows: Seat | None
    subhead: bool
    unlisted: bool
    textless: bool


def when(holds: object, *signs: Sign) -> tuple[Sign, ...]:
    """The *signs* where something holds, none where it does not."""
    return signs if holds else ()


def alike(seats: tuple[Seat, ...], weight: float, words: str = "") -> tuple[Sign, ...]:
    """The same sign for several seats."""
    return tuple(Sign(seat, weight, words) for seat in seats)
