"""小标题：short lines that divide the paragraphs of an article, where the contents name all articles."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.readers.draft import Piece
from wxpress.recover.joins import is_part_of_sentence
from wxpress.recover.ladder import SETTLED
from wxpress.recover.lines import is_detail, may_be_heading
from wxpress.recover.shape import has_equal_halves
from wxpress.recover.wrapping import is_whole

_LONGEST = 20
_LEAST = 2


def subheads_in(pieces: Sequence[Piece]) -> set[int]:
    """The places of short lines between whole paragraphs, where an article has two or more: one may be torn off."""
    found: set[int] = set()
    inside: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.role in SETTLED:
            found |= set(inside) if len(inside) >= _LEAST else set()
            inside = []
        elif _divides(pieces, at):
            inside.append(at)
    return found | set(inside) if len(inside) >= _LEAST else found


def _divides(pieces: Sequence[Piece], at: int) -> bool:
    text = pieces[at].text
    if not 1 < at + 1 < len(pieces) or len(text) > _LONGEST or is_detail(pieces[at]) or is_part_of_sentence(text):
        return False
    if "，" in text and not has_equal_halves(text):
        return False
    return may_be_heading(pieces[at]) and _is_paragraph(pieces[at - 1]) and _is_paragraph(pieces[at + 1])


def _is_paragraph(piece: Piece) -> bool:
    return piece.role == "body" and "。" in piece.text and is_whole(piece.text)
