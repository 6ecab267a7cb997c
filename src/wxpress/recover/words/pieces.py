"""段：pieces one after another as one piece, the line that one holds alone, and the indent that begins a paragraph."""

from __future__ import annotations

import msgspec

from wxpress.inlines import join
from wxpress.readers.draft import Piece
from wxpress.source import cover
from wxpress.tree import Inline, LineBreak, List, Paragraph

PARAGRAPH_INDENT = 2
"""Leading space that opens a paragraph, in em."""


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


def only_line(piece: Piece) -> Paragraph | None:
    """The one line of a list that counts nothing; null for any other piece."""
    match piece.block:
        case List(ordered=False, items=((Paragraph() as line,),)) if piece.role == "body":
            return line
        case _:
            return None
