"""方框：a 编者按 set in a box (a table of one column, a quotation) is taken out of it."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.apparatus import label_lifted, noted
from wxpress.recover.grammar import note_label
from wxpress.tree import Block, Paragraph, Quote, Table

_EARLY = 60
"""A note stands before the text, so it is looked for among so many pieces."""


def open_boxes(draft: Draft) -> Draft:
    """The draft with the first box that a note's label opens as the pieces of that note."""
    for at, piece in enumerate(draft.pieces[:_EARLY]):
        inside = _inside(piece) if piece.role == "body" else ()
        label = note_label(inside[0].text) if inside else None
        note = noted(inside, *label) if label else ()
        if label and note:
            account = [label_lifted(inside[0], *label), _opened(piece)]
            return revise(draft, (*draft.pieces[:at], *note, *draft.pieces[at + 1 :]), account)
    return draft


def _inside(piece: Piece) -> Sequence[Piece]:
    """The paragraphs of a box; none where the piece is something else."""
    match piece.block:
        case Quote(blocks=blocks):
            return [_piece(block, piece) for block in blocks]
        case Table(head=head, rows=rows) if all(len(row) == 1 for row in (head, *rows) if row):
            cells = [row[0] for row in (head, *rows) if row]
            return [_piece(Paragraph(cell, span=piece.span), piece) for cell in cells if cell]
        case _:
            return ()


def _piece(block: Block, box: Piece) -> Piece:
    return Piece(block, box.hints)


def _opened(piece: Piece) -> Entry:
    return Entry(
        by="apparatus",
        kind="guess",
        span=piece.span,
        before="",
        after="",
        reason="方框里的文字认作按语",
        evidence="方框以按语的标签开头",
        confidence=0.97,
    )
