"""分隔线：lines of nothing but strokes, and rules, which divide what a heading or the masthead divides by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
    return is_plain(piece) and bool(_SEPARATOR.fullmatch(piece.text))


def is_stroke(piece: Piece) -> bool:
    """Whether a piece is a rule, or a line of nothing but strokes."""
    return is_separator(piece) or isinstance(piece.block, Rule)


def is_needless_rule(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a rule stands beside the title of a 栏目 or an article, which divides by itself, or in the masthead."""
    if not isinstance(pieces[index].block, Rule) or pieces[index].role != "body":
        return False
    beside = {piece.role for piece in pieces[max(index - 1, 0) : index + 2]}
    return bool(beside & _TITLES) or all(map(may_be_masthead, pieces[:index]))
