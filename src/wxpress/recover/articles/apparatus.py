"""附件：the 编者按 and the 版记 are told from the running text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from wxpress.inlines import cut
from wxpress.ledger import Entry
from wxpress.readers.draft import CONTENTS, Draft, Piece, Role, hinted, revise, with_role
from wxpress.readers.markdown.levels import ARTICLE_LEVEL
from wxpress.recover.words.grammar import COLOPHON, CREDIT, INTERNAL, PRINTED, note_label
from wxpress.recover.words.ranks import rank_of
from wxpress.tree import Figure, Paragraph, Rule
from wxpress.walk import words

_CONTRIBUTED = re.compile(r"供\s*稿\s*[：:]")
"""Right below a text, it names who wrote that."""
_IN_BRACKETS = re.compile(r"[（(\[【]\s*(?P<inside>[^（()）]+?)\s*[】\]）)]")
_CLOSED = re.compile(
    r"(?:供[^。]{0,20}(?:参考|借鉴|参阅|参照|学习|交流|阅研)|(?:刊发|刊登|刊载|摘发|摘登|转发|印发)(?:如下|于此)?|请[^。]{0,16}(?:学习|借鉴|参考|关注))[。！]$"
)
"""How a note takes leave: 现予刊发，供各地学习借鉴。"""
_HEADINGS = frozenset({"section", "article"})


def mark_note(draft: Draft) -> Draft:
    """The draft with the pieces of the 编者按 in the role of note, its label lifted out of them.

    A note runs to the first 栏目 or article; where no heading follows, it is one paragraph long.
    """
    limit = _end_of_note(draft.pieces)
    start = next((at for at, piece in enumerate(draft.pieces[:limit]) if _opens_note(piece)), None)
    marked = any(piece.role == "note" and not piece.hints.settled for piece in draft.pieces)
    label = note_label(draft.pieces[start].text) if start is not None and not marked else None
    if start is None or label is None:
        return draft
    name, length = label
    end = _last_of_note(draft.pieces, start, start + _lone_note(draft.pieces[start], length), limit)
    note = noted(draft.pieces[start:end], name, length)
    return (
        revise(draft, (*draft.pieces[:start], *note, *draft.pieces[end:]), [label_lifted(draft.pieces[start], *label)])
        if note
        else draft
    )


def _opens_note(piece: Piece) -> bool:
    return piece.role == "body" and note_label(piece.text) is not None


def _last_of_note(pieces: Sequence[Piece], start: int, alone: int, limit: int | None) -> int:
    """Where a note ends: at the *limit* that a title sets; above points behind its leave, or as if it were *alone*."""
    if limit is not None and pieces[limit].role in _HEADINGS:
        return limit
    return next(
        (at + 1 for at in range(start, min(limit or alone, len(pieces))) if _CLOSED.search(pieces[at].text)), alone
    )


def _lone_note(first: Piece, length: int) -> int:
    """How many pieces a note takes that no heading ends: its paragraph, and its label where that stands alone."""
    return 2 if length >= len(first.text) else 1


def noted(pieces: Sequence[Piece], name: str, length: int) -> list[Piece]:
    """The pieces of the note *name*, without its label of *length* characters; none where that is all."""
    lifted = without_label(pieces[0], length)
    inside = [*([lifted] if lifted else []), *pieces[1:]]
    return [with_role(hinted(piece, container=name), "note") for piece in inside]


def label_lifted(piece: Piece, name: str, length: int) -> Entry:
    """The entry for the label of a note, the first *length* characters of *piece*, that becomes *name*."""
    return Entry(
        by="apparatus",
        kind="move",
        span=piece.span,
        before=piece.text[:length],
        after=name,
        reason="按语的标签移出正文",
    )


def _end_of_note(pieces: Sequence[Piece]) -> int | None:
    """The first heading, or a marked title below running text; null where none follows."""
    text_met = False
    for at, piece in enumerate(pieces):
        point = piece.role == "heading" and rank_of(piece.text) == "一、" and text_met
        if piece.role in _HEADINGS or point or (piece.role in {"title", "paragraph"} and text_met):
            return at
        text_met = text_met or note_label(piece.text) is not None
    return None


def without_label(piece: Piece, length: int) -> Piece | None:
    """The piece without the first *length* characters of its words; null where nothing else is in it."""
    if not isinstance(piece.block, Paragraph):
        return piece
    rest = cut(piece.block.inlines, length, words)
    return msgspec.structs.replace(piece, block=Paragraph(rest, span=piece.span)) if rest else None


def mark_colophon(draft: Draft) -> Draft:
    """The draft with the 版记 in its role: two lines of particulars or more, last of all, or one after a rule."""
    start = _start_of_tail(draft.pieces)
    count = len(draft.pieces) - start
    ruled = start > 0 and _is_rule(draft.pieces[start - 1])
    if count == 0:
        return draft
    last = draft.pieces[start]
    lone = count == 1 and not ruled and not _is_surely_particular(last)
    if lone or (count == 1 and _closes_others(draft.pieces, last)):
        return draft
    tail = [with_role(piece, "colophon") for piece in draft.pieces[start:]]
    return revise(draft, (*draft.pieces[: start - ruled], *tail))


def _closes_others(pieces: Sequence[Piece], last: Piece) -> bool:
    """Whether lines with the label of the *last* close other articles too, as 责任编辑 does on web pages."""
    label = re.split("[：:]", _told(last))[0]
    return any(
        piece.role == "body" and below.role in _HEADINGS and is_particular(piece) and _told(piece).startswith(label)
        for piece, below in pairwise(pieces)
    )


def _start_of_tail(pieces: Sequence[Piece]) -> int:
    """Where the last lines of particulars begin; a picture below or between them, as a QR code, is theirs."""
    start = at = len(pieces)
    while at and (is_particular(pieces[at - 1]) or isinstance(pieces[at - 1].block, Figure)):
        at -= 1
        start = at if is_particular(pieces[at]) else start
    return start + (start < len(pieces) and bool(_CONTRIBUTED.match(pieces[start].text)))


def _told(piece: Piece) -> str:
    """The words of a line without the brackets round it; 本期 before its label says nothing."""
    bracketed = _IN_BRACKETS.fullmatch(piece.text)
    return (bracketed["inside"] if bracketed else piece.text).removeprefix("本期").removeprefix("本刊")


def _is_surely_particular(piece: Piece) -> bool:
    return bool(CREDIT.match(_told(piece)) or PRINTED.fullmatch(piece.text))


def is_particular(piece: Piece) -> bool:
    """Whether a last line is one of the 版记, by its label or by the editor's word."""
    said = COLOPHON.match(_told(piece)) or PRINTED.fullmatch(piece.text) or INTERNAL.fullmatch(piece.text)
    return piece.role == "colophon" or (piece.role == "body" and bool(said))


def _is_rule(piece: Piece) -> bool:
    return piece.role == "body" and isinstance(piece.block, Rule)


def by_container(draft: Draft) -> Draft:
    """The draft with pieces of ``:::`` containers in the roles their names give."""
    roles: dict[str, Role] = {"版记": "colophon", "篇目信息": "details", CONTENTS: "contents"}
    return revise(
        draft,
        [
            with_role(_heading_inside(piece), roles.get(piece.hints.container, "note"))
            if piece.hints.container
            else piece
            for piece in draft.pieces
        ],
    )


def _heading_inside(piece: Piece) -> Piece:
    """Headings inside a container count from the level below an article's title, those of the contents as they are."""
    if piece.hints.level is None or piece.hints.container == CONTENTS:
        return piece
    return hinted(piece, level=max(1, piece.hints.level - ARTICLE_LEVEL))
