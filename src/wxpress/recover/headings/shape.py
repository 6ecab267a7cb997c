"""第五层证据，外形：a short line without a stop between paragraphs; its length; torn halves and verse beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.readers.draft import Piece
from wxpress.recover.headings.evidence import Facts, Place, Sign, alike, when
from wxpress.recover.words.grammar import PAIRS, SHORTEST_TORN, continues, is_between_dashes
from wxpress.recover.words.lines import is_emphatic, looks_cut, may_be_heading
from wxpress.recover.words.ranks import rank_of
from wxpress.recover.words.sentences import has_equal_halves

_ALONE = "独占一行，句末没有标点，下接正文"
_LONG, _VERY_LONG = 32, 44
_MOST_TOGETHER = 3
_SHORT_NAME, _SHORT = 8, 0.5
_GOES_ON = ("——", "—", "──", "及其", "及下", "及对", "暨")
"""No title begins so; its second line may."""
_FRAMED = re.compile(r"[【〖［\[「『◇◆☆★※]\s*[^【】]{2,24}[】〗］\]」』◇◆☆★※]")
"""Brackets or marks at both ends: a whole line, and no half of one."""

_INSIDE_CLAUSE = tuple("也却就才都便则均")
_SHORTEST_WRAPPED = 12
_FRONT = (1.5, 1.7, -0.5, -1.5)


def signs(place: Place, facts: Facts) -> Iterator[Sign]:
    """What the shape of one line says, and of those beside it."""
    text = place.piece.text
    yield Sign("body", -1.0)
    yield Sign("article", 0.5, _ALONE)
    yield Sign("section", (_SHORT if len(text) <= _SHORT_NAME else 0.0) - (0 if facts.sectioned else 1.5), "短")
    yield Sign("heading", -2.5 if len(text) > _LONG else -1.5)
    yield from _of_length(text)
    yield from when(_goes_on(text), Sign("article", -3.0), Sign("section", -3.0), Sign("front", -3.0))
    yield from _of_pairs(place.piece)
    yield from when(place.subhead, Sign("heading", 1.8, "目录和标记之外的短行，本篇不止一行，上下都是整段"))
    yield from _of_neighbours(place)
    yield from _of_front(place)
    yield from when(facts.spaced and _is_tight(place.below), Sign("section", -3.0))
    halves = facts.spaced and _is_tight(place.piece) and place.above is not None and may_be_heading(place.above)
    yield from when(halves, Sign("wrapped", 3.0, "与上一行之间没有空行"), *alike(("section", "article"), -3.0))
    above = place.above.text if place.above is not None else ""
    yield from when(above, Sign("wrapped", _wrap(above, text), "上一行标题的下半行"))


def _goes_on(text: str) -> bool:
    return text.startswith(_GOES_ON) and not is_between_dashes(text)


def _of_length(text: str) -> Iterator[Sign]:
    comma = len(text) >= SHORTEST_TORN and "，" in text and not looks_cut(text)
    yield from when(looks_cut(text), Sign("body", 4.0, "行中有句号"))
    yield from when(comma, Sign("body", 2.0 if len(text) >= _LONG else 0.8, "像断开的前半段"))
    yield from when(len(text) > _VERY_LONG, Sign("body", 1.0, "长"))


def _of_pairs(piece: Piece) -> Iterator[Sign]:
    """Quotes that are not closed, clauses of one length in plain letters."""
    text = piece.text
    unpaired = any(text.count(opening) != text.count(closing) for opening, closing in PAIRS)
    yield from when(unpaired, Sign("body", 3.0, "引号或括号没有合上"))
    slogan = 1.2 if text.endswith(("！", "!")) else 0.6
    yield from when(
        has_equal_halves(text) and not is_emphatic(piece), Sign("body", slogan, "上下两句一样长，口号的写法")
    )


def _of_neighbours(place: Place) -> Iterator[Sign]:
    led_in = place.above is not None and place.above.text.endswith(("：", ":"))
    many = place.plain_run > _MOST_TOGETHER and place.front is None and rank_of(place.piece.text) is None
    yield from when(place.torn, Sign("body", 2.5, "上一段没有结束"))
    yield from when(place.running, Sign("body", 4.0, "刊头里的文字"))
    yield from when(place.over_number, Sign("body", 2.0, "下面就是页码"))
    goes_on = place.below is not None and _is_rest(place.piece.text, place.below.text)
    yield from when(goes_on, Sign("body", 4.0, "下一段接着说完"))
    yield from when(place.textless, Sign("body", 6.0, "下面只有来源和链接，没有文字"))
    yield from when(led_in, Sign("body", 2.5, "上一段以冒号引出"))
    again = place.repeated and place.beside_number and rank_of(place.piece.text) is None
    yield from when(again, Sign("body", 3.0, "在页码旁重复"))
    yield from when(many, Sign("body", 3.0, "诗句或列举，几行连在一起"))


def _is_tight(piece: Piece | None) -> bool:
    return piece is not None and piece.hints.tight and may_be_heading(piece) and not rank_of(piece.text)


def _is_rest(text: str, below: str) -> bool:
    """Whether the text *below* goes on with a line: with the end of a sentence, or with what only a clause begins."""
    return continues(below) or ("，" in text and below.startswith(_INSIDE_CLAUSE))


def _of_front(place: Place) -> Iterator[Sign]:
    weight = _FRONT[min(place.front or 0, len(_FRONT) - 1)]
    yield from when(place.front is not None, Sign("front", weight, "在全文之首"))
    yield from when(place.over_note, Sign("front", 6.0, "在编者按之前"))


def _wrap(above: str, text: str) -> float:
    """How much speaks for *text* being the second line of the title *above*: a dash, or a full line over a shorter."""
    if _goes_on(text):
        return 4.0
    if len(above) < _SHORTEST_WRAPPED or _FRAMED.fullmatch(above):
        return -4.0
    return 0.0 if len(above) > _SHORTEST_WRAPPED + _MOST_TOGETHER and len(text) <= len(above) else -1.0
