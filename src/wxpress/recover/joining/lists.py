"""接列表：a list that a page break cut in two is one list again."""

from __future__ import annotations

import msgspec

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.source import cover
from wxpress.tree import List
from wxpress.walk import text_of

_SHOWN = 4


def join_torn_lists(draft: Draft) -> Draft:
    """The draft whose lists go on below the page number or running title that stood amid them."""
    pieces: list[Piece] = []
    account: list[Entry] = []
    for piece in draft.pieces:
        whole = _joined(pieces[-1], piece) if pieces and piece.hints.after_break else None
        if whole is None:
            pieces.append(piece)
            continue
        pieces[-1] = whole
        account.append(_entry(whole, piece))
    return revise(draft, pieces, account)


def _joined(first: Piece, second: Piece) -> Piece | None:
    """Both lists as one, where the second counts on or neither counts; null for anything else."""
    match first.block, second.block:
        case List() as upper, List() as lower if first.role == second.role and _goes_on(upper, lower):
            items, span = (*upper.items, *lower.items), cover(upper.span, lower.span)
            return msgspec.structs.replace(first, block=msgspec.structs.replace(upper, items=items, span=span))
        case _:
            return None


def _goes_on(upper: List, lower: List) -> bool:
    counts_on = lower.start == upper.start + len(upper.items)
    return upper.ordered == lower.ordered and (counts_on or not upper.ordered)


def _entry(whole: Piece, lower: Piece) -> Entry:
    first = text_of(lower.block)[:_SHOWN]
    return Entry(
        by="joins",
        kind="join",
        span=whole.span,
        before=f"⏎{first}",
        after=first,
        reason="列表在分页处断开，接合",
        evidence="分页处的上下都是同一种列表，序号相接",
        confidence=0.9,
    )
