"""不拆的词语：the table of expressions that a line break must not, or had better not, tear.

A rule costs what it would cost to stretch its line by the square root of that, in 1/1000 em a gap; `NEVER` is always
obeyed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wxpress.typeset.classes import HAN

NEVER = 1_000_000
"""No break there, whatever the line looks like."""

_NUMBER = r"[－+-]?(?<![0-9０-９])(?<![0-9０-９][.,:．])[0-9０-９]++(?:[.,:．][0-9０-９]++)*+"
"""A whole one: parts of a number of a hundred thousand digits are not tried one by one."""

_LETTERS = "[A-Za-z0-9]++"
_WORD = f"(?<![A-Za-z0-9])(?<![A-Za-z0-9]-){_LETTERS}"
_UNITS = (
    "平方公里|平方千米|平方米|立方米|公里|千米|厘米|毫米|公斤|千克|公顷|公分|英里|千瓦时|千瓦|兆瓦|"
    "个百分点|百分点|个多月|个月|年代|年度|周年|世纪|季度|小时|分钟|秒钟|人次|户次|件次|架次|车次|班次|场次|台次|"
    "万元|亿元|美元|欧元|港元|日元|"
    "[年月日号时点分秒天周岁个元角人次项户倍届期卷册页米克吨升斤亩公千件条家所座位名章节款篇部级度层栋套辆台批种类"
    "段步版集场处支只株头幅封轮代度线区县市村镇省国路楼室幢档成折票席本份张把块颗枚架艘列班组院校]"
)
_THINGS = "件条家所座位名篇部栋套辆台批种处支只株头幅封幢票席本份张把块颗枚架艘"
"""The words that only count things: they measure nothing, and stand a line apart from a long number at a pinch."""


class Rule(NamedTuple):
    """一条规则：what it keeps together, as a pattern, and what a break inside it costs."""

    name: str
    pattern: re.Pattern[str]
    cost: int


RULES = (
    # GB/T 15834-2011 5.1; GB/T 15835-2011: a number is not torn, nor taken from its unit or its sign
    Rule("序数与单位", re.compile(rf"第{_NUMBER}\s?(?:(?={_UNITS}).)?"), NEVER),
    Rule(
        "数与单位", re.compile(rf"{_NUMBER}\s?(?:[%％‰℃°]|[多余来几十百千万亿]|(?![{_THINGS}])(?={_UNITS}).)?"), NEVER
    ),
    Rule("长数与量词", re.compile(rf"(?<![0-9])(?<![0-9][.,])[0-9][0-9.,]{{2,}}+(?<=[0-9])(?=[{_THINGS}])."), 15_000),
    Rule("短数与量词", re.compile(rf"(?<![0-9.,])[0-9]{{1,2}}(?=[{_THINGS}])."), NEVER),
    Rule("数与多字单位", re.compile(rf"{_NUMBER}\s?[多余来几]?[十百千万亿]*(?:{_UNITS})"), 3000),
    Rule("序号", re.compile(r"（[0-9０-９一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、"), NEVER),
    Rule("带连字符的外文词", re.compile(rf"{_WORD}(?:-{_LETTERS})+"), 40_000),
    Rule("外文词组", re.compile(r"[A-Za-z][A-Za-z0-9.,'’-]{0,60}(?: [A-Za-z0-9][A-Za-z0-9.,'’-]{0,60})+"), 16_000),
    Rule("日期", re.compile(r"(?:[0-9]{2,4}年)?[0-9]{1,2}月[0-9]{1,2}日"), 6000),
    Rule("年月", re.compile(r"[0-9]{4}年[0-9]{1,2}月"), 6000),
    Rule("数的范围", re.compile(rf"{_NUMBER}[%年月日]?(?:[—～~–-]|——){_NUMBER}[%年月日]?"), 5000),
    Rule("短书名", re.compile(r"《[^《》]{1,6}》"), 5000),
    Rule("间隔号人名", re.compile(rf"[{HAN}]{{1,5}}(?:[·・-][{HAN}]{{1,5}})+"), 2500),
    Rule("序数", re.compile(r"第[一二三四五六七八九十百]{1,4}"), 2500),
    Rule("文末的链接", re.compile(rf"[{HAN}0-9A-Za-z%][^{HAN}0-9A-Za-z%]*【[^【】]{{1,10}}】\S?$"), 9000),
    Rule(
        "文末的一字和链接", re.compile(rf"[{HAN}0-9A-Za-z%]{{2}}(?=[^{HAN}0-9A-Za-z%]*【[^【】]{{1,10}}】\S?$)"), 3500
    ),
    # CLREQ 3.1.3: a dash that joins (连接号) stays with what stands before it
    Rule("连接号前", re.compile("[^—]—(?!—)"), NEVER),
    Rule("破折号前", re.compile(rf"[{HAN}](?=——)."), 300),
    Rule("省略号前", re.compile(rf"[{HAN}](?=……)."), 4000),
)

ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]{4,}|(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]++@[A-Za-z0-9.-]+")
"""An address of the web or of a mailbox: too long for a line to wait for its end."""

TELEPHONE = re.compile(r"\+?(?<![0-9])(?<![0-9][-–])[0-9]++(?:[-–][0-9]++)+")
"""A telephone number, whose parts hyphens join."""

AFTER_ADDRESS_MARK, AFTER_ADDRESS_STROKE, AFTER_SCHEME, INSIDE_ADDRESS = 3000, 12_000, 30_000, 400_000
"""What a break inside an address costs: after one of its marks; after a stroke, as loose lines do; after the two of its
scheme, which is worse to look at; between letters."""

AFTER_HYPHEN = 30_000
"""What a break after a hyphen of a telephone number costs: as a line does that is stretched by 108/1000 em a gap."""

ADDRESS_MARKS = ".:@_=&?#/-"
ADDRESS_COSTS = dict.fromkeys(".:@_=&?#", AFTER_ADDRESS_MARK) | {"/": AFTER_ADDRESS_STROKE, "//": AFTER_SCHEME}
"""A line had better not end after a stroke (GB/T 15834 5.1.9), nor after a hyphen, which readers of PDF take away."""


def forced_costs(text: str) -> dict[int, int]:
    """What a break costs before characters where Unicode's rules know only one long word: addresses, telephones."""
    telephones = (
        place
        for match in TELEPHONE.finditer(text)
        for place in range(match.start() + 2, match.end())
        if text[place - 1] in "-–"
    )
    return {**dict.fromkeys(telephones, AFTER_HYPHEN), **_address_costs(text)}


def _address_costs(text: str) -> dict[int, int]:
    return {
        place: ADDRESS_COSTS.get("//" if text.endswith("//", 0, place) else text[place - 1], INSIDE_ADDRESS)
        for match in ADDRESS.finditer(text)
        for place in range(match.start() + 2, match.end() - 1)
        if text[place] not in ADDRESS_MARKS
    }


def costs(text: str) -> dict[int, int]:
    """What a break before each character of *text* costs that some rule speaks of; the dearest rule counts."""
    found: dict[int, int] = {}
    for place, cost in _places(text):
        found[place] = max(cost, found.get(place, 0))
    return found


def _places(text: str) -> Iterator[tuple[int, int]]:
    for rule in RULES:
        for match in rule.pattern.finditer(text):
            yield from ((place, rule.cost) for place in range(match.start() + 1, match.end()))
