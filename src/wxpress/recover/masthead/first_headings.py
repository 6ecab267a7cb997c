"""首行的标题标记：first lines that are marked as headings, and are masthead or title rather than 栏目."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.readers.draft import Draft, Piece, hinted, revise, with_role
from wxpress.recover.masthead.numbered import FEW_LINES, is_number, is_numbered_series
from wxpress.recover.words.grammar import note_label
from wxpress.recover.words.masthead_lines import holds_particulars_only
from wxpress.recover.words.nameplate import looks_like_series
from wxpress.recover.words.ranks import mark_of

_LEVELS = 4
"""Series, subject, 栏目 and 篇目 each have one."""


def unmark_particulars(draft: Draft) -> Draft:
    """The draft whose first lines, where they are marked as headings and hold the issue's number alone, are lines."""
    front, rest = draft.pieces[: FEW_LINES + 1], draft.pieces[FEW_LINES + 1 :]
    series = _marked_series(draft) or _numbered_series(draft)
    lines = [hinted(piece, level=None) if piece is series or _is_marked_number(piece) else piece for piece in front]
    return draft if draft.canonical else revise(draft, [*lines, *rest])


def _is_marked_number(piece: Piece) -> bool:
    return bool(piece.hints.level) and piece.role == "body" and is_number(piece)


def _marked_series(draft: Draft) -> Piece | None:
    """The first heading, where it names the series and the next, alone of its level, too, the subject."""
    marked = [piece for piece in draft.pieces if piece.hints.level and piece.role == "body"]
    levels = [piece.hints.level or 0 for piece in marked]
    if len(set(levels)) < _LEVELS or "title" in draft.front or any(levels.count(level) > 1 for level in levels[:2]):
        return None
    is_series = marked[0] in draft.pieces[: FEW_LINES + 1] and looks_like_series(marked[0].text)
    return marked[0] if is_series and levels[:2] == sorted(set(levels))[:2] else None


def title_like_sections(draft: Draft) -> Draft:
    """The draft whose first heading, right above another of its level where several levels are marked, is the title.

    The first may name the series, and the second the subject.
    """
    at = next((at for at, piece in enumerate(draft.pieces) if piece.hints.level and piece.role == "body"), None)
    levels = {piece.hints.level for piece in draft.pieces if piece.hints.level}
    if at is None or len(levels) == 1 or "title" in draft.front or draft.canonical or mark_of(draft.pieces[at].text):
        return draft
    below = _below_particulars(draft.pieces, at + 1)
    if _names_series(draft.pieces[at], draft.pieces[below:]):
        front = (
            hinted(draft.pieces[at], level=None),
            *draft.pieces[at + 1 : below],
            with_role(draft.pieces[below], "title"),
        )
        return revise(draft, (*draft.pieces[:at], *front, *draft.pieces[below + 1 :]))
    if _is_over_masthead(draft.pieces, at):
        title = with_role(draft.pieces[at], "title")
        return revise(draft, (*draft.pieces[:at], title, *draft.pieces[at + 1 :]))
    pair = draft.pieces[at : at + 2]
    again = [piece.hints.level for piece in draft.pieces].count(pair[0].hints.level) > len(pair)
    if not again or len({piece.hints.level for piece in pair}) > 1 or pair[0].hints.level != min(filter(None, levels)):
        return draft
    title = with_role(pair[0], "title")
    return revise(draft, (*draft.pieces[:at], title, *draft.pieces[at + 1 :]))


def _is_over_masthead(pieces: Sequence[Piece], at: int) -> bool:
    """Whether nothing but the number, the date and the note stand between the first heading and the next of its level.

    Headings below that one must be deeper, so that it is a 栏目, and the first the subject.
    """
    level = pieces[at].hints.level or 0
    next_one = next((place for place in range(at + 1, len(pieces)) if pieces[place].hints.level), len(pieces))
    if next_one + 1 >= len(pieces) or pieces[next_one].hints.level != level:
        return False
    below = pieces[at + 1 : next_one]
    note = next((place for place, piece in enumerate(below) if note_label(piece.text)), len(below))
    told = all(holds_particulars_only(piece.text) for piece in below[:note])
    return bool(below) and told and (pieces[next_one + 1].hints.level or 0) > level


def _below_particulars(pieces: Sequence[Piece], start: int) -> int:
    """The first piece from *start* on that is more than the number, the date or the publisher of the issue."""
    lines = range(start, min(start + FEW_LINES, len(pieces)))
    return next((at for at in lines if not holds_particulars_only(pieces[at].text)), start)


def _names_series(upper: Piece, lower: Sequence[Piece]) -> bool:
    """Whether the first of two marked lines names the series, the second the subject, and no heading is below it."""
    subject, below = lower[:1], lower[1:]
    levels = [piece.hints.level for piece in below if piece.hints.level]
    pair = [piece for piece in subject if piece.hints.level == upper.hints.level]
    if not pair or not looks_like_series(upper.text) or looks_like_series(pair[0].text):
        return False
    alone = upper.hints.level not in levels and len(set(levels)) > 1
    return alone or not any(piece.hints.level for piece in below[:1])


def _numbered_series(draft: Draft) -> Piece | None:
    """The first heading, where it names the series, is no higher than others, and the number stands below it."""
    at = next((at for at, piece in enumerate(draft.pieces) if piece.text), None)
    if at is None or "title" in draft.front or not draft.pieces[at].hints.level:
        return None
    levels = [piece.hints.level for piece in draft.pieces if piece.hints.level is not None]
    shared = levels.count(draft.pieces[at].hints.level or 0) > 1 and len(set(levels)) > 1
    return draft.pieces[at] if shared and is_numbered_series(draft.pieces[at:]) else None
