"""落款：who signs a letter or a report below its text, and the day; what stands below is the end, or a new title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from wxpress.readers.draft import Piece
from wxpress.recover.headings.ladder import SETTLED
from wxpress.recover.words.grammar import COLOPHON, DATE_LINE, is_finished
from wxpress.recover.words.lines import may_be_heading
from wxpress.recover.words.ranks import rank_of
from wxpress.recover.words.signatures import LIKELY, degree_of

_LONGEST, _REACH = 16, 4
_DAY = re.compile(
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?:[晨早午晚夜]|上午|下午|深夜)?"
)
_YOURS = re.compile(r".{0,8}[您你]们?的(?:[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4})?)?")
"""爱你的爸爸, 永远支持你们的: a letter's last words, the name behind them or below."""


def closing_lines(pieces: Sequence[Piece]) -> set[int]:
    """The lines that sign the text above: the day stands below them, and then nothing, or another title."""
    found: set[int] = set()
    for at, (above, piece) in enumerate(pairwise(pieces), start=1):
        if is_finished(above.text) and len(piece.text) <= _LONGEST and not piece.hints.level:
            found |= _signed(pieces, at)
    return found


def _signed(pieces: Sequence[Piece], at: int) -> set[int]:
    """The line *at* and those down to the day below it; none where it signs nothing."""
    day = next((to for to in range(at + 1, min(at + _REACH, len(pieces))) if _is_day(pieces[to])), at)
    signers = [piece.text for piece in pieces[at:day]]
    if not signers or not (_YOURS.fullmatch(signers[0]) or all(map(_is_signer, signers))):
        return set()
    return set(range(at, day + 1)) if all(map(_opens, pieces[day + 1 : day + 2])) else set()


def _is_signer(text: str) -> bool:
    return degree_of(text) >= LIKELY and rank_of(text) is None


def _is_day(piece: Piece) -> bool:
    return bool(DATE_LINE.fullmatch(piece.text) or _DAY.fullmatch(piece.text))


def _opens(piece: Piece) -> bool:
    """Whether a title or the 版记 stands here, and no text of the one above."""
    is_title = piece.role in SETTLED or (may_be_heading(piece) and rank_of(piece.text) is None)
    return is_title or bool(COLOPHON.match(piece.text))
