"""证据：what the layers look at (a line and its neighbours, the facts of the whole text), and what they say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from wxpress.readers.draft import Draft, Piece
from wxpress.recover.details import details_of
from wxpress.recover.grammar import (
    AFTERWORD,
    BRACKETED_LINK,
    LINK_LABEL,
    SHORTEST_TORN,
    SOURCE,
    TRAILING_LINK,
    folded,
    is_finished,
    looks_like_title,
    note_label,
)
from wxpress.recover.masthead import holds_particulars_only, may_be_masthead
from wxpress.recover.names import is_personal_name
from wxpress.recover.ranks import rank_of
from wxpress.tree import Link, Paragraph

Seat = Literal["front", "section", "article", "wrapped", "details", "heading", "body"]
"""本行的位置：where a line may sit: masthead, 栏目, 篇目, the second line of one, byline and source, heading, text."""

LONGEST_TITLE = 60
LONGEST_MARKED = 80
LONGEST_SECTION = 12
_IN_BRACKETS = re.compile(r"[（(](?:[^（）()]|（[^（）]*）){3,60}[）)]$")


class Sign(msgspec.Struct, frozen=True):
    """一条证据：it speaks for (above 0) or against (below 0) one *seat*; *words* say why, for the ledger."""

    seat: Seat
    weight: float
    words: str = ""


class Facts(msgspec.Struct, frozen=True):
    """全文的情况：*linked*: articles end in links; *dense*: so many short lines stand elsewhere that they are subheads.

    *listed*: there are printed contents; *marked*: headings bear marks of a level; *levels*: the seats that these have
    where they are settled; *sectioned*: headings stand right above others; *indented*: paragraphs open with an indent;
    *set_off*: short lines are set off by their type.
    """

    linked: bool
    dense: bool
    listed: bool
    marked: bool
    levels: Mapping[int, Seat]
    sectioned: bool
    indented: bool
    set_off: bool


class Place(msgspec.Struct, frozen=True):
    """一行及其上下文：its neighbours skip page numbers.

    *open* that it may be anything but text; *ended* that an article has ended above; *torn* that the piece above breaks
    off; *settled* the seat that contents or marks gave it; *run* how many short lines stand together here; *front* how
    many plain lines of a masthead stand above, null where it cannot be in one; *over_note* that only the masthead
    stands between it and the 编者按; *repeated* that its words stood on a line of their own before; *running* that
    these are a name in the masthead; *beside_number*
    and *over_number* that a page number stands beside it, or right below.
    """

    piece: Piece
    above: Piece | None
    below: Piece | None
    open: bool
    ended: bool
    torn: bool
    run: int
    front: int | None
    repeated: bool
    running: bool
    beside_number: bool
    over_number: bool
    settled: Seat | None
    over_note: bool


def places_of(draft: Draft) -> list[Place]:
    """Every piece with what stands around it."""
    pieces = draft.pieces
    real = [at for at, piece in enumerate(pieces) if piece.role != "furniture"]
    above: list[Piece | None] = [None] * len(pieces)
    below: list[Piece | None] = [None] * len(pieces)
    for upper, lower in pairwise(real):
        above[lower], below[upper] = pieces[upper], pieces[lower]
    names = _front_names(draft, fronts := _fronts(draft))
    note = next((at for at, piece in enumerate(pieces) if note_label(piece.text)), 0)
    ended, runs, repeated = _ended(pieces), _runs(pieces), _repeated(pieces)
    return [
        Place(
            piece=piece,
            above=above[at],
            below=below[at],
            open=may_be_heading(piece) and at >= draft.front_end and not piece.hints.settled,
            ended=ended[at],
            torn=_breaks_off(above[at]),
            run=runs[at],
            front=fronts[at],
            repeated=repeated[at],
            running=fronts[at] is None and at >= draft.front_end and folded(piece.text) in names,
            beside_number=any(pieces[by].role == "furniture" for by in (at - 1, at + 1) if 0 <= by < len(pieces)),
            over_number=at + 1 < len(pieces) and pieces[at + 1].role == "furniture",
            settled=_settled(piece, fronts[at]),
            over_note=at < note and all(count is not None for count in fronts[:note]),
        )
        for at, piece in enumerate(pieces)
    ]


def _settled(piece: Piece, front: int | None) -> Seat | None:
    if piece.role == "title":
        return None if front is None else "front"
    return _SETTLED.get(piece.role)


_SETTLED: dict[str, Seat] = {"section": "section", "article": "article", "heading": "heading"}


def may_be_heading(piece: Piece) -> bool:
    """Whether *piece* has a heading's shape: a short line of text without a full stop or a link at its end."""
    if not piece.text or piece.role != "body" or piece.hints.container or ends_in_link(piece):
        return False
    if piece.hints.level:
        return len(piece.text) <= LONGEST_MARKED
    is_text = looks_cut(piece.text) or note_label(piece.text)
    return looks_like_title(piece.text, LONGEST_TITLE) and not is_text


def ends_in_link(piece: Piece) -> bool:
    """Whether *piece* is or ends in a 【链接】 or the like."""
    text = piece.text
    if not text or not TRAILING_LINK.search(text):
        return False
    last = piece.block.inlines[-1] if isinstance(piece.block, Paragraph) else None
    bracketed = BRACKETED_LINK.search(text) or LINK_LABEL.fullmatch(text)
    return bool(bracketed) or isinstance(last, Link) or is_finished(TRAILING_LINK.sub("", text))


def ends_in_credit(text: str) -> bool:
    """Whether *text* is a finished paragraph with its source or author in brackets behind it."""
    credit = _IN_BRACKETS.search(text)
    return bool(credit and is_finished(text[: credit.start()]) and details_of(credit[0]))


def is_detail(piece: Piece) -> bool:
    """Whether *piece* is a line of byline, source or date, or a personal name alone."""
    return looks_like_title(piece.text) and (bool(details_of(piece.text)) or is_personal_name(piece.text))


def is_emphatic(piece: Piece) -> bool:
    """Whether the type of *piece* sets it off: bold, centred or larger than the text."""
    return piece.hints.bold or piece.hints.centred or piece.hints.size > LARGER


LARGER = 1.08
"""From this ratio to the body's size on, letters are plainly larger."""


def facts_of(draft: Draft, places: Sequence[Place]) -> Facts:
    """What holds of the whole text."""
    short = [place for place in places if place.open and place.front is None]
    long = [place.piece for place in places if len(place.piece.text) > LONGEST_TITLE]
    plain = [place for place in short if _is_lone(place) and not (place.piece.hints.level or is_emphatic(place.piece))]
    ended = sum(place.ended for place in plain)
    linked = sum(ends_in_link(place.piece) for place in places) > 1 and _sections_follow_links(short)
    emphatic = sum(is_emphatic(place.piece) for place in short)
    return Facts(
        linked=linked,
        dense=linked and len(plain) - ended > max(ended, _MANY),
        listed=bool(draft.contents),
        marked=any(place.open and place.piece.hints.level for place in places),
        levels=_levels(places),
        sectioned=any(_is_over_another(place) for place in short),
        indented=sum(piece.hints.indent > 0 for piece in long) > _MOST * len(long),
        set_off=emphatic > 1 and not sum(map(is_emphatic, long)) > _FEW * len(long),
    )


def _levels(places: Sequence[Place]) -> dict[int, Seat]:
    """The seat of each marked level; none where one level has several."""
    known = {(place.piece.hints.level, place.settled) for place in places if place.settled}
    levels = {level: seat for level, seat in known if level and seat}
    return levels if len(levels) == sum(1 for level, _ in known if level) else {}


_MANY, _MOST, _FEW = 2, 0.7, 0.2
_LONGEST_RUN = 2


def _is_lone(place: Place) -> bool:
    """A short line between paragraphs, without a number before it."""
    return place.run == 1 and rank_of(place.piece.text) is None and not place.torn and not is_detail(place.piece)


def _sections_follow_links(short: Sequence[Place]) -> bool:
    """Whether the names of 栏目 stand below links, as they do where every article ends in one."""
    ended = [place.ended for place in short if _is_over_another(place)]
    return len(ended) < _LEAST_SECTIONS or sum(ended) > _MOST * len(ended)


_LEAST_SECTIONS = 2


def _is_over_another(place: Place) -> bool:
    """The name of a 栏目 right above a title: two short lines, the upper very short."""
    if place.below is None or place.run > _LONGEST_RUN or len(place.piece.text) > LONGEST_SECTION:
        return False
    if is_detail(place.piece):
        return False
    short = may_be_heading(place.below) and not is_detail(place.below)
    return short and not place.torn and rank_of(place.below.text) is None and "，" not in place.piece.text


def _breaks_off(above: Piece | None) -> bool:
    """Whether a long paragraph stops without a stop, so that what comes next is its second half."""
    if above is None or len(above.text) < SHORTEST_TORN or is_finished(above.text):
        return False
    if ends_in_link(above) or ends_in_credit(above.text):
        return False
    return not may_be_heading(above) or looks_cut(above.text)


def looks_cut(text: str) -> bool:
    """Whether a line holds a whole sentence and goes on, as no title does."""
    return "。" in text or "；" in text or bool(_SENTENCES.search(text))


_SENTENCES = re.compile(
    "[，？！].*[？！][^？！”’》）]{8,}|，.{4,}，.{4,}[？！]$|^.{14,}，.{10,}[？！]$|[？！][^？！”’》）]{12,}$"
)


def _ended(pieces: Sequence[Piece]) -> list[bool]:
    """For each piece, whether the text above it ends an article: by a link, or by a source below or behind it."""
    flags: list[bool] = []
    ended = titled = False
    for piece in pieces:
        flags.append(ended)
        text = piece.text
        if piece.role == "furniture" or (ended and AFTERWORD.fullmatch(text)):
            continue
        credited = bool(SOURCE.fullmatch(text)) and not titled and len(flags) > 1
        ended = ends_in_link(piece) or credited or ends_in_credit(text)
        titled = may_be_heading(piece) or piece.role in _SETTLED or (titled and is_detail(piece))
    return flags


def _fronts(draft: Draft) -> list[int | None]:
    """For each piece, how many plain lines of the masthead stand above it, null below the masthead."""
    counts: list[int | None] = []
    count: int | None = 1 if "title" in draft.front else 0
    for piece in draft.pieces:
        if count is not None and (draft.contents or not (may_be_masthead(piece) or piece.role == "furniture")):
            count = None
        counts.append(count)
        if count is not None and piece.text and not holds_particulars_only(piece.text):
            count += 1 if piece.role == "body" else _FILLED
    return counts


_FILLED = 9
"""Below a marked title no more lines of a masthead follow."""


def _front_names(draft: Draft, fronts: Sequence[int | None]) -> set[str]:
    """The names that head the first page, and may head others: the first lines of the masthead and their last words."""
    front = [
        piece.text
        for at, (piece, count) in enumerate(zip(draft.pieces, fronts, strict=True))
        if piece.text and (at < draft.front_end or (count is not None and count < _NAMES))
    ]
    return {folded(part) for text in front for part in (text, text.split()[-1])} - {""}


_NAMES = 2


def _runs(pieces: Sequence[Piece]) -> list[int]:
    """For each piece, the length of the run of short lines that it is in; details and page numbers do not count."""
    lengths = [0] * len(pieces)
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.role == "furniture" or is_detail(piece):
            continue
        if may_be_heading(piece):
            run.append(at)
            continue
        _close(run, lengths)
    _close(run, lengths)
    return lengths


def _close(run: list[int], lengths: list[int]) -> None:
    for at in run:
        lengths[at] = len(run)
    run.clear()


def _repeated(pieces: Sequence[Piece]) -> list[bool]:
    seen: set[str] = set()
    flags: list[bool] = []
    for piece in pieces:
        words = folded(piece.text) if len(piece.text) <= LONGEST_TITLE else ""
        flags.append(bool(words) and words in seen)
        seen.add(words)
    return flags
