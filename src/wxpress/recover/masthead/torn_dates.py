"""断开的期号和日期：2026年 at the end of one line of a masthead and 07月28日 on the next are one date."""

from __future__ import annotations

import re

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.pieces import Ground, joined, joint

_OPEN = re.compile(r"(?:\d{4}\s*年?|第\s*\d*|\d{1,2}\s*月)\s*$")
_REST = re.compile(r"\s*(?:年\s*(?:第|\d)|\d{1,2}\s*[月日期]|第\s*\d+\s*[期号]|[期日](?:\s|$))")
_MASTHEAD = 8
"""So many first pieces may be lines of the masthead."""
_GROUND = Ground("wrapping", "刊头里断成两行的期号或日期，接成一行", "上一行断在期号或日期中间", 0.95)


def join_torn_dates(draft: Draft) -> Draft:
    """The draft whose masthead has every number and date on one line."""
    if draft.canonical:
        return draft
    pieces: list[Piece] = []
    account: list[Entry] = []
    for piece in draft.pieces[:_MASTHEAD]:
        if pieces and _is_torn(pieces[-1], piece):
            account.append(joint(pieces[-1], piece, _GROUND))
            pieces[-1] = joined(pieces[-1], piece)
        else:
            pieces.append(piece)
    return revise(draft, [*pieces, *draft.pieces[_MASTHEAD:]], account) if account else draft


def _is_torn(line: Piece, below: Piece) -> bool:
    plain = line.role == below.role == "body" and below.hints.tight and below.hints.follows is None
    return plain and bool(_OPEN.search(line.text) and _REST.match(below.text))
