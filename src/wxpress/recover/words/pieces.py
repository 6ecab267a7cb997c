"""段：pieces one after another as one piece, and the account of that; the line that one holds alone; the indent."""

from __future__ import annotations

import msgspec

from wxpress.inlines import join
from wxpress.ledger import Entry
from wxpress.readers.draft import Piece
from wxpress.source import cover
from wxpress.tree import Inline, LineBreak, List, Paragraph, Text

PARAGRAPH_INDENT = 2
"""Leading space that opens a paragraph, in em."""
_SHOWN = 6
"""So many characters on both sides tell where two lines met."""


class Ground(msgspec.Struct, frozen=True):
    """接行的理由：the pass (*by*) that makes one of two lines, and why; *confidence* from 0 to 1."""

    by: str
    reason: str
    evidence: str
    confidence: float


def joined(*pieces: Piece) -> Piece:
    """Pieces as one paragraph."""
    if len(pieces) == 1:
        return pieces[0]
    runs = [_run(piece) for piece in pieces]
    paragraph = Paragraph(join(*runs), span=cover(*(piece.span for piece in pieces)))
    hints = msgspec.structs.replace(pieces[0].hints, goes_on=pieces[-1].hints.goes_on)
    return msgspec.structs.replace(pieces[0], block=paragraph, hints=hints)


def _run(piece: Piece) -> tuple[Inline, ...]:
    inlines = piece.block.inlines if isinstance(piece.block, Paragraph) else ()
    return (LineBreak(), *inlines) if piece.hints.hard_break else inlines


def joint(upper: Piece, lower: Piece, ground: Ground) -> Entry:
    """The entry for two lines that are one now."""
    return Entry(
        by=ground.by,
        kind="join",
        span=cover(upper.span, lower.span),
        before=f"{upper.text[-_SHOWN:]}⏎{lower.text[:_SHOWN]}",
        after="",
        reason=ground.reason,
        evidence=ground.evidence,
        confidence=ground.confidence,
    )


def is_plain(piece: Piece) -> bool:
    """Whether a piece is a paragraph of plain words."""
    return isinstance(piece.block, Paragraph) and all(isinstance(inline, Text) for inline in piece.block.inlines)


def only_line(piece: Piece) -> Paragraph | None:
    """The one line of a list that counts nothing; null for any other piece."""
    match piece.block:
        case List(ordered=False, items=((Paragraph() as line,),)) if piece.role == "body":
            return line
        case _:
            return None
