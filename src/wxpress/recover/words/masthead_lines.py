"""刊头的行：which lines, by themselves, tell particulars of the issue only, or may be part of a masthead."""

from __future__ import annotations

from wxpress.readers.draft import CENTRED_FROM, Piece
from wxpress.recover.words.grammar import (
    CLOCK,
    looks_like_title,
    note_label,
    trailing_link,
)
from wxpress.recover.words.lines import looks_cut
from wxpress.recover.words.particulars import particulars
from wxpress.recover.words.pieces import PARAGRAPH_INDENT
from wxpress.tree import Figure, Paragraph, Rule


def may_be_masthead(piece: Piece) -> bool:
    """A short line without a stop or a link; a picture above the masthead does not end it."""
    if piece.hints.container or note_label(piece.text) or piece.role == "note":
        return False
    if not isinstance(piece.block, Paragraph):
        return isinstance(piece.block, Figure | Rule)
    return looks_like_title(piece.text) and not _is_text(piece)


def _is_text(piece: Piece) -> bool:
    opened = PARAGRAPH_INDENT <= piece.hints.indent < CENTRED_FROM and "，" in piece.text
    return opened or looks_cut(piece.text) or bool(trailing_link(piece.text) or CLOCK.search(piece.text))


def holds_particulars_only(text: str) -> bool:
    """Whether a line gives issue, date or publisher, and nothing else."""
    found, name = particulars(text)
    return bool(found) and not name
