"""有期号的刊名：whether a line names the series, by the number of the issue that stands in it or below it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from wxpress.readers.draft import Piece
from wxpress.recover.words.nameplate import are_readers, looks_like_series, may_be_series, names_readers
from wxpress.recover.words.particulars import particulars

LONGEST_NAME = 8
"""Characters that the name of a series has at most; a subject is longer."""
FEW_LINES = 3
"""So far below its name the number of an issue stands."""


def is_numbered_series(pieces: Sequence[Piece]) -> bool:
    """Whether the first of *pieces* names the series, and the number of the issue stands below it."""
    title, below = pieces[0], pieces[1 : 1 + FEW_LINES]
    found, name = particulars(title.text)
    if "issue" in found and (looks_like_series(name) or may_be_series(name)):
        return not title.hints.settled
    numbered = any(is_number(piece) for piece in below) and not _has_series_below(title, below)
    named_so = looks_like_series(title.text) or names_readers(title.text) or may_be_series(title.text)
    return numbered and not title.hints.settled and named_so


def _has_series_below(title: Piece, below: Sequence[Piece]) -> bool:
    """Whether a short name stands above the number, so that a long title above both is the subject."""
    above = takewhile(lambda piece: not is_number(piece), below)
    names = [piece.text for piece in above if particulars(piece.text, below_name=True)[1]]
    name = names[-1] if names else ""
    may_be_name = may_be_series(name) and not are_readers(name)
    return len(title.text) > LONGEST_NAME and (may_be_name or looks_like_series(name))


def is_number(piece: Piece) -> bool:
    """Whether a line gives the issue's number, alone or with the subject behind a gap: 第4期　新课标专辑."""
    found, name = particulars(piece.text)
    return "issue" in found and (not name or piece.text.removeprefix(found["issue"])[:1].isspace())
