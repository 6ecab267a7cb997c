"""目录未列的栏目：contents that name articles alone leave the names of 栏目 to the body, right above those articles."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.readers.draft import Piece
from wxpress.recover.headings.facts import may_name_section
from wxpress.recover.headings.typography import look_of
from wxpress.recover.words.lines import may_be_heading

_LEAST = 2


def unlisted_sections(pieces: Sequence[Piece], front_end: int) -> set[int]:
    """The places of short lines right above listed articles that look as the one above the first of them does."""
    if any(piece.role == "section" for piece in pieces):
        return set()
    above = [_above(pieces, at) for at, piece in enumerate(pieces) if piece.role == "article"]
    if not above or not _may_name_section(pieces, above[0], front_end):
        return set()
    look = look_of(pieces[above[0]])
    alike = {at for at in above if _may_name_section(pieces, at, front_end) and look_of(pieces[at]) == look}
    return alike if len(alike) >= _LEAST or look[-1] else set()


def _above(pieces: Sequence[Piece], at: int) -> int:
    """The place of the piece above, page numbers skipped; -1 where there is none."""
    return next((index for index in range(at - 1, -1, -1) if pieces[index].role != "furniture"), -1)


def _may_name_section(pieces: Sequence[Piece], at: int, front_end: int) -> bool:
    if at < front_end:
        return False
    piece = pieces[at]
    return may_name_section(piece) and may_be_heading(piece) and not piece.hints.settled
