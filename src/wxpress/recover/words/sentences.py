"""句子：whether a line is part of a sentence, or may end one."""

from __future__ import annotations

import re

from wxpress.recover.words.grammar import LINK_WORDS, is_finished
from wxpress.recover.words.lines import ends_in_credit

STOPS_INSIDE = "，。；、！？"
_HALVES = 2


def lacks_end(text: str, stops: str = STOPS_INSIDE) -> bool:
    """Whether *text* has some of the *stops* inside, and none ends it."""
    return not is_finished(text) and any(mark in text for mark in stops)


def has_equal_halves(text: str) -> bool:
    """Whether a comma divides *text* into two clauses of one length, as slogans are."""
    halves = text.rstrip("！!").split("，")
    return len(halves) == _HALVES and len(halves[0]) == len(halves[1])


_SENTENCE_INSIDE = re.compile(r"[。；？！][”’）]?[^。；？！”’）》]{1,12}$")
_OPEN_LETTER = re.compile(
    "(?<![是为学做干讲看抓靠凭图缺要]什)[的了和与及或在从向对把被将使让是有为于以并且但而其这那此每各一两三不没未很更最就都也还又才已所因由如若虽到给跟比越什么怎]$"
)
"""党性是什么, 学什么 are questions, and whole."""

_CLAUSE = re.compile(
    "^(?:新华社|本报|中新社|人民网)\\S{0,8}(?:电|讯|消息).{6,}$"
    "|^(?:(?:\\d{4}年)?\\d{1,2}月(?:\\d{1,2}日)?|近日|日前|近年来|[今去前]年|为此|因此|同时|此外|目前|随后|对此|据统计|据悉|会上)，.{6,}$|^.{6,}(?:了|已经|正在|之前就|，(?!.*，).+$)"
)


def is_part_of_sentence(text: str) -> bool:
    """Whether a line is part of a sentence: one ends inside it, its last letter ends no title, or it is a clause."""
    clause = _CLAUSE.search(text) and not has_equal_halves(text)
    return bool(_SENTENCE_INSIDE.search(text) or _OPEN_LETTER.search(text) or clause)


_LABEL_BEHIND = re.compile(rf"\s*(?:【(?:{LINK_WORDS})】|(?:阅读|查看)[全原]文|(?:原文|相关)链接)[>＞»]*\s*$")


def is_whole(text: str) -> bool:
    """Whether a paragraph may end in this line: with a stop, or with the link or the source that stands behind one."""
    bare = _LABEL_BEHIND.sub("", text)
    return is_finished(bare) or ends_in_credit(bare)
