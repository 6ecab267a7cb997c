"""全文的情况：the facts of the whole text, by which each line of it is weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wxpress.readers.draft import Draft, Piece
from wxpress.recover.headings.evidence import LONGEST_SECTION, Facts, Place, Seat
from wxpress.recover.headings.ladder import ladder_of
from wxpress.recover.words.detail_lines import details_of, names_reporter
from wxpress.recover.words.lines import (
    LONGEST_TITLE,
    ends_in_link,
    is_detail,
    is_emphatic,
    may_be_heading,
    opens_talk,
)
from wxpress.recover.words.ranks import rank_of

_MANY, _MOST, _FEW = 2, 0.7, 0.2
_LONGEST_RUN = 2
_LEAST_SECTIONS = 2
_OF_TITLES = (None, "之一")
"""学习笔记之一：… counts articles as often as headings."""
_FEW_LINES = 3
"""So far below the title its author and source stand."""


def facts_of(draft: Draft, places: Sequence[Place]) -> Facts:
    """What holds of the whole text."""
    short = [place for place in places if place.open and place.front is None]
    long = [place.piece for place in places if len(place.piece.text) > LONGEST_TITLE]
    linked = _is_linked(places, short)
    return Facts(
        linked=linked,
        dense=linked and _is_dense(short),
        listed=bool(draft.contents),
        marked=any(place.open and place.piece.hints.level for place in places),
        levels=_levels(places),
        sectioned=any(map(_is_over_another, short)),
        indented=sum(piece.hints.indent > 0 for piece in long) > _MOST * len(long),
        set_off=_are_set_off(short, long),
        ladder=ladder_of(places),
        counted=_counted(short),
        spaced=bool(short) and sum(place.piece.hints.tight for place in short) <= _FEW * len(short),
        told=not draft.contents and any(map(_is_told, draft.pieces)),
        lone=not draft.contents and _has_one_author(draft.pieces),
    )


def _counted(short: Sequence[Place]) -> frozenset[str]:
    """The ranks of numbers that several lines bear."""
    times = Counter(rank_of(place.piece.text) or "" for place in short)
    return frozenset(rank for rank, count in times.items() if count > 1)


def _has_one_author(pieces: Sequence[Piece]) -> bool:
    """Whether lines of details stand right below the marked title, and name source and author, or a reporter."""
    title = next((at for at, piece in enumerate(pieces) if piece.role == "title"), len(pieces))
    below = [piece.text for piece in pieces[title + 1 : title + 1 + _FEW_LINES]]
    told = {name for text in below for name in details_of(text)}
    return {"byline", "source"} <= told or any(map(names_reporter, below))


def _is_told(piece: Piece) -> bool:
    """Whether the source's own mark gave a title its role."""
    return piece.role in {"section", "article"} and bool(piece.hints.level) and not piece.hints.settled


def _is_linked(places: Sequence[Place], short: Sequence[Place]) -> bool:
    """Whether articles end in links: there are some, and names of 栏目 stand below them."""
    links = sum(ends_in_link(place.piece) for place in places)
    ended = [place.ended for place in short if _is_over_another(place)]
    return links > 1 and (len(ended) < _LEAST_SECTIONS or sum(ended) > _MOST * len(ended))


def _is_dense(short: Sequence[Place]) -> bool:
    """Whether more short lines stand amid text than titles elsewhere, and none of the headings bears a number."""
    plain = [place.ended for place in short if _is_lone(place)]
    titles = sum(plain) + sum(map(_is_over_another, short))
    numbered = sum(place.run == 1 and rank_of(place.piece.text) is not None for place in short)
    return len(plain) - sum(plain) > max(titles, _MANY) and numbered < _MANY


def _are_set_off(short: Sequence[Place], long: Sequence[Piece]) -> bool:
    """Whether type sets off what stands right above text; names of 栏目 above plain titles tell nothing of these."""
    emphatic = sum(is_emphatic(place.piece) and not _is_over_plain(place) for place in short)
    return emphatic > 1 and sum(map(is_emphatic, long)) <= _FEW * len(long)


def _is_over_plain(place: Place) -> bool:
    over_title = place.below is not None and _may_be_plain_title(place.below) and not is_emphatic(place.below)
    return over_title and may_name_section(place.piece)


def _levels(places: Sequence[Place]) -> dict[int, Seat]:
    """The seat of each marked level; none where one level has several."""
    known = {(place.piece.hints.level or 0, place.settled) for place in places if place.settled}
    levels = {level: seat for level, seat in known if level and seat}
    return levels if len(levels) == sum(level > 0 for level, _ in known) else {}


def _is_lone(place: Place) -> bool:
    """A short plain line between paragraphs, without a number before it."""
    piece = place.piece
    plain = not (piece.hints.level or is_emphatic(piece) or is_detail(piece))
    return plain and place.run == 1 and not (place.torn or rank_of(piece.text) or opens_talk(piece.text))


def _is_over_another(place: Place) -> bool:
    """The name of a 栏目 right above a title: two short lines, the upper very short."""
    if place.below is None or place.torn or place.running or place.run > _LONGEST_RUN:
        return False
    return may_name_section(place.piece) and _may_be_plain_title(place.below)


def may_name_section(piece: Piece) -> bool:
    """Whether a line may be the name of a 栏目: it is very short, one phrase, and no detail."""
    return len(piece.text) <= LONGEST_SECTION and "，" not in piece.text and not is_detail(piece)


def _may_be_plain_title(piece: Piece) -> bool:
    return may_be_heading(piece) and rank_of(piece.text) in _OF_TITLES and not is_detail(piece)
