"""本期主题的标题：the piece that is the bulletin's title moves into its front, once."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wxpress.ledger import Entry, moved
from wxpress.readers.draft import Draft, Hints, Piece, revise, with_role
from wxpress.recover.words.grammar import SUBJECT_LABEL, folded
from wxpress.recover.words.plain_words import flattened, total

_FIRST_LEVEL = Hints(level=1)


def mark_known_title(draft: Draft) -> Draft:
    """The draft with the heading that says what front matter gave as the title in that role: it is said once."""
    at = _place_of_known_title(draft)
    if at is None:
        return draft
    return revise(
        draft, [with_role(piece, "title") if index == at else piece for index, piece in enumerate(draft.pieces)]
    )


def _place_of_known_title(draft: Draft) -> int | None:
    """Where the one highest heading, or the first line where none is marked, is the title that is known."""
    levels = [piece.hints.level for piece in draft.pieces]
    highest = min(filter(None, levels), default=None)
    at = next((at for at, piece in enumerate(draft.pieces) if piece.text and piece.hints.level == highest), None)
    is_known = at is not None and _is_known_title(draft, draft.pieces[at])
    return at if is_known and (highest is None or levels.count(highest) == 1) else None


def _is_known_title(draft: Draft, piece: Piece) -> bool:
    title = folded(draft.front.get("title", ""))
    return bool(title) and piece.role == "body" and not piece.hints.settled and folded(piece.text) == title


def lift_titles(draft: Draft, pieces: Sequence[Piece], account: Sequence[Entry]) -> Draft:
    """The first piece in the role of title moves into the front; any other, or one that differs, is a heading."""
    titles = [piece for piece in pieces if piece.role == "title"]
    known = draft.front.get("title")
    chosen = None if known is not None else _chosen(titles)
    again = [piece for piece in titles if known and folded(piece.text) == folded(known)]
    lost = total(flattened(draft.source, piece, "masthead") for piece in (*again, *([chosen] if chosen else ())))
    words, told = _without_label(draft, chosen) if chosen else ("", ())
    front = {**draft.front, "title": words} if chosen else draft.front
    others = [piece for piece in pieces if piece is not chosen and piece not in again]
    rest = [_as_heading(piece, below) for piece, below in zip(others, (*others[1:], None), strict=False)]
    entries = [*account, *lost.entries, *told, *map(_said_again, again)]
    return revise(msgspec.structs.replace(draft, front=front), rest, entries, lost.findings)


def _without_label(draft: Draft, piece: Piece) -> tuple[str, tuple[Entry, ...]]:
    """The words of the title without 本期主题： before them, which a heading may have that wxpress did not write."""
    words = " ".join(piece.text.split())
    label = None if draft.canonical or piece.hints.settled else SUBJECT_LABEL.match(words)
    if label is None:
        return words, ()
    bare = words[label.end() :]
    return bare, moved("masthead", piece.span, piece.text, bare, "标明的主题移入刊头")


def _chosen(titles: Sequence[Piece]) -> Piece | None:
    """The title: the one that the editor chose, or the first."""
    settled = (piece for piece in titles if piece.hints.settled)
    return next(settled, next((piece for piece in titles if piece.text), None))


def _as_heading(piece: Piece, below: Piece | None) -> Piece:
    """A title that is not the bulletin's: the one 栏目 right above an article, else a heading."""
    if piece.role != "title":
        return piece
    if below is not None and below.role == "article":
        return with_role(piece, "section")
    return msgspec.structs.replace(with_role(piece, "heading"), hints=_FIRST_LEVEL)


def _said_again(piece: Piece) -> Entry:
    reason = "与开头已写明的题目相同，只留一处"
    return Entry(by="masthead", kind="drop", span=piece.span, before=piece.text, after="", reason=reason)
