"""折行的大字标题：a title that its own paragraph breaks over two lines, in Word files and on pages, is one again."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.grammar import CONTENTS_LABEL, looks_like_title, note_label
from wxpress.recover.words.lines import is_subtitle
from wxpress.recover.words.nameplate import are_readers, looks_like_series
from wxpress.recover.words.particulars import particulars
from wxpress.recover.words.pieces import Ground, joined, joint
from wxpress.recover.words.ranks import mark_of
from wxpress.recover.words.signatures import is_signature

_MASTHEAD = 8
_LARGE = 1.15
"""Letters of a title as a ratio to those of the text."""
_GROUND = Ground("wrapping", "一段之内折成两行的大字标题，接成一行", "同样的大字，同在一段", 0.9)


def join_broken_titles(draft: Draft) -> Draft:
    """The draft whose large lines that a forced line end parts, and that are no lines of a masthead, are one."""
    pieces: list[Piece] = []
    account: list[Entry] = []
    for piece in draft.pieces:
        if pieces and piece.hints.broken and _are_one(pieces[-1], piece, named=_has_series(pieces[:-1])):
            account.append(joint(pieces[-1], piece, _GROUND))
            pieces[-1] = joined(pieces[-1], piece)
        else:
            pieces.append(piece)
    return revise(draft, pieces, account) if account else draft


def _has_series(above: Sequence[Piece]) -> bool:
    """Whether the name of the series is known, so that a line below that ends as such names do is none."""
    return any(looks_like_series(piece.text) for piece in above[:_MASTHEAD])


def _are_one(upper: Piece, lower: Piece, *, named: bool) -> bool:
    forms = [(piece.hints.size, piece.hints.bold, piece.hints.centred) for piece in (upper, lower)]
    alike = forms[0] == forms[1] and upper.hints.size >= _LARGE and lower.hints.follows is None
    is_subject = named or bool(particulars(upper.text)[0])
    are_titles = all(map(_may_be_title, (upper, lower))) and (is_subject or not any(map(_is_name, (upper, lower))))
    return alike and are_titles and not _opens_line(lower)


def _may_be_title(piece: Piece) -> bool:
    """Whether a line is plain, and tells neither number nor date nor publisher of the issue."""
    plain = piece.role == "body" and piece.hints.level is None and looks_like_title(piece.text)
    return plain and not particulars(piece.text)[0].keys() - _SUBJECT


def _is_name(piece: Piece) -> bool:
    return looks_like_series(piece.text) or are_readers(piece.text)


_SUBJECT = {"title"}


def _opens_line(piece: Piece) -> bool:
    """Whether a line is one of its own: it has a mark, a dash or a label before it, or is a signature."""
    text = piece.text
    labelled = note_label(text) or CONTENTS_LABEL.fullmatch(text)
    return bool(labelled or mark_of(text)) or is_subtitle(text) or is_signature(text)
