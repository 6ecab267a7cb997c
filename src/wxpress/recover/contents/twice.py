"""重写的标题：headings with nothing between them that come again, in their order, above text are the contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from wxpress.readers.draft import Piece
from wxpress.recover.words.grammar import title_key

_LEAST = 3


def marked_twice(pieces: Sequence[Piece]) -> tuple[int, int] | None:
    """Where three headings of one marked level or more stand in a row that the text below has again."""
    start = 0
    for level, group in groupby(pieces, key=lambda piece: piece.hints.level):
        count = sum(1 for _ in group)
        end = _end(pieces, start, start + count) if level and count > _LEAST else None
        if end is not None:
            return start, end
        start += count
    return None


def _end(pieces: Sequence[Piece], start: int, last: int) -> int | None:
    """Where the headings from *start* on come again; null where they do not, or one of them is left out."""
    run = [title_key(piece.text) for piece in pieces[start:last]]
    count = run.index(run[0], 1) if run[0] in run[1:] else 0
    level = pieces[start].hints.level
    again = [title_key(piece.text) for piece in pieces[start + count :] if piece.hints.level == level]
    return start + count if count >= _LEAST and again[:count] == run[:count] else None
