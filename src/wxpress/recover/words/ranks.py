"""层次序数：the enumerators of official writing in their order, and the levels of headings that they give.

GB/T 9704 (7.3.3): 一、 （一） 1. （1）; before them the parts and chapters of longer texts, behind them ①.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count

from wxpress.readers.draft import Piece, hinted
from wxpress.recover.words.grammar import is_between_dashes, is_set_wide

_CHINESE = "[〇零一二三四五六七八九十百]+"

RANKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "第一部分",
        re.compile(
            rf"\s*(?:第\s*(?:{_CHINESE}|\d+)\s*(?:(?:部\s*分|编|板块|版块|单元|专题)(?!的)|[篇辑](?=[\s：:、]|$))"
            rf"|(?:栏目|专栏|专题|板块)\s*(?:{_CHINESE}|\d+)(?=[\s：:、]))"
        ),
    ),
    ("第一章", re.compile(rf"\s*第\s*(?:{_CHINESE}|\d+)\s*(?:章(?!的)|[讲课](?=[\s：:、]|$))")),
    ("第一节", re.compile(rf"\s*第\s*(?:{_CHINESE}|\d+)\s*节(?!的)")),
    (
        "01",
        re.compile(r"\s*(?:0[1-9](?![\d:：.\-/]|\s*[年月日号版期时点分])|PART\s*[.·]?\s*\d{1,2}(?!\d))", re.IGNORECASE),
    ),
    (
        "之一",
        re.compile(
            rf"\s*(?:[\u4e00-\u9fff]{{2,4}}之{_CHINESE}(?=[\s：:，、])"
            rf"|(?:问题|误区|做法|经验|建议|启示|变化|故事|镜头|场景|片段|关键词)(?:{_CHINESE}|\d{{1,2}})[\s：:])"
        ),
    ),
    ("一、", re.compile(rf"\s*{_CHINESE}\s*[、．.](?!{_CHINESE}、)")),
    ("（一）", re.compile(rf"\s*[（(]\s*{_CHINESE}\s*[）)]")),
    ("1.", re.compile(r"\s*\d{1,2}\s*(?:[.．](?!\d)|、)")),
    ("（1）", re.compile(r"\s*(?:[（(]\s*\d{1,2}\s*[）)]|\d{1,2}[）)])")),
    ("①", re.compile(r"\s*[①-⑳㉑-㉟]")),
)
"""Each rank by its first number, highest first."""

_MARKS = frozenset("【〖「『◆■●★※▲◇□◎○◈✦☆▶►➤▌▍▎█┃✿❖❤☞♦▪")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_DIGITS = "〇一二三四五六七八九"
_NUMBER = re.compile(
    rf"(?i:\s*(?:PART\s*[.·]?|栏目|专栏|专题|板块)?)[第（(]?\s*(\d{{1,3}}|[{_DIGITS}十]+|[{_CIRCLED}])"
)

_ANY_RANK = re.compile("|".join(pattern.pattern for _, pattern in RANKS))
"""Most lines bear no number: one look tells."""

_NAMES = tuple(name for name, _ in RANKS)


def rank_of(text: str) -> str | None:
    """The rank of the enumerator that *text* opens with (``一、`` for 二十一、); null where it has none."""
    if not _ANY_RANK.match(text):
        return None
    return next((name for name, pattern in RANKS if pattern.match(text)), None)


def mark_of(text: str) -> str:
    """The mark of a 栏目 or the rank of a number before the words of a heading; empty where there is none.

    A blank says that its letters are set wide, which is a mark as well.
    """
    opening = text[:1]
    if is_between_dashes(text):
        return "—"
    if is_set_wide(text):
        return " "
    return opening if opening in _MARKS else rank_of(text) or ""


def number_of(text: str) -> int:
    """The number that *text* opens with, whatever its figures; 0 where there is none."""
    match = _NUMBER.match(text)
    return _value(match[1]) if match else 0


def _value(figures: str) -> int:
    if figures.isdecimal():
        return int(figures)
    if figures in _CIRCLED:
        return _CIRCLED.index(figures) + 1
    tens, ten, ones = figures.partition("十")
    return (_DIGITS.index(tens[:1] or "一") * 10 if ten else 0) + _DIGITS.index((ones if ten else tens)[:1] or "〇")


def with_levels(pieces: Sequence[Piece], is_guessed: Iterable[bool]) -> list[Piece]:
    """The headings of one article with their levels, from 1 on by the ranks that occur in it; unnumbered ones last.

    Only headings that were guessed are changed; *is_guessed* tells them.
    """
    guessed = list(is_guessed)
    keys = [_key(piece) for piece, guess in zip(pieces, guessed, strict=True) if guess]
    levels = dict(zip(sorted(set(keys)), count(1), strict=False))
    return [
        hinted(piece, level=levels[_key(piece)]) if guess else piece
        for piece, guess in zip(pieces, guessed, strict=True)
    ]


def _key(piece: Piece) -> tuple[int, int]:
    rank = rank_of(piece.text)
    return (_NAMES.index(rank), 0) if rank else (len(_NAMES), piece.hints.level or 0)
