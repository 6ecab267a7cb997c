"""分隔线：lines of nothing but strokes, and rules, which divide what a heading or the masthead divides by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from wxpress.readers.draft import Piece
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.recover.words.pieces import is_plain
from wxpress.tree import Rule

_SEPARATOR = re.compile(r"[-=_*~—–─━═┄┈╌＿＝－﹍﹏\s]{6,}")
"""A line of nothing but strokes, which sets off the masthead or the 版记 of typed text.

A row of dots is none: it stands for lines or paragraphs left out (GB/T 15834 4.11.3.5).
"""
_TITLES = frozenset({"section", "article"})


def is_separator(piece: Piece) -> bool:
    """Whether a line is nothing but strokes."""
    return bool(_SEPARATOR.fullmatch(piece.text)) and is_plain(piece)


def is_stroke(piece: Piece) -> bool:
    """Whether a piece is a rule, or a line of nothing but strokes."""
    return is_separator(piece) or isinstance(piece.block, Rule)


def needless_rules(pieces: Sequence[Piece]) -> frozenset[int]:
    """The rules beside the title of a 栏目 or an article, which divides by itself, or in the masthead, by number."""
    masthead = sum(1 for _ in takewhile(may_be_masthead, pieces))
    rules = (at for at, piece in enumerate(pieces) if isinstance(piece.block, Rule) and piece.role == "body")
    return frozenset(at for at in rules if at <= masthead or _is_beside_title(pieces, at))


def _is_beside_title(pieces: Sequence[Piece], index: int) -> bool:
    return any(piece.role in _TITLES for piece in pieces[max(index - 1, 0) : index + 2])
