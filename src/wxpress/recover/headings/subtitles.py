"""副题：——石门镇为基层减负侧记 right below the one highest heading, that of the whole text, is part of its title."""

from __future__ import annotations

from itertools import pairwise

from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.lines import is_subtitle
from wxpress.recover.words.nameplate import looks_like_series
from wxpress.recover.words.particulars import particulars
from wxpress.recover.words.pieces import Ground, joined, joint

_GROUND = Ground("headings", "副题接在题目之后", "破折号开头的一行，在全文的题目之下", 0.9)


def join_subtitle(draft: Draft) -> Draft:
    """The draft with the subtitle of the whole text, if there is one, behind its title."""
    levels = [piece.hints.level for piece in draft.pieces if piece.hints.level]
    highest = min(levels, default=0)
    if draft.canonical or levels.count(highest) != 1:
        return draft
    at = next(at for at, piece in enumerate(draft.pieces) if piece.hints.level == highest)
    pair = draft.pieces[at : at + 2]
    if not any(_belong_together(*both) for both in pairwise(pair)):
        return draft
    whole = joined(*pair)
    return revise(draft, (*draft.pieces[:at], whole, *draft.pieces[at + 2 :]), [joint(pair[0], pair[1], _GROUND)])


def _belong_together(title: Piece, below: Piece) -> bool:
    is_plain = all(piece.role in {"body", "title"} and not piece.hints.settled for piece in (title, below))
    is_name = looks_like_series(title.text) or "issue" in particulars(title.text)[0]
    return is_plain and not is_name and is_subtitle(below.text)
