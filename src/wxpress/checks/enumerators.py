"""序号：numbers of headings and items that leave one out, or come twice (GB/T 15834, 4.16; GB/T 9704, 7.3.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.numerals import value
from wxpress.checks.passages import Kind, Manuscript, Passage
from wxpress.diagnostics import Diagnostic

_HAN = "[一二三四五六七八九十]{1,3}"
_START = r"(?:^\s*|(?<=[。；：，]))"
_STYLES = {
    "一、": re.compile(rf"^\s*(?P<number>{_HAN})、(?![一二三四五六七八九十]、)"),
    "（一）": re.compile(rf"^\s*[（(](?P<number>{_HAN})[）)](?![、至到和或]|项(?!目)|款(?!项))"),
    "1.": re.compile(r"^\s*(?P<number>\d{1,2})[.．、](?P<doubt>(?=\d))?"),
    "（1）": re.compile(rf"{_START}[（(](?P<number>\d{{1,2}})[）)]"),
    "1）": re.compile(rf"{_START}(?P<number>\d{{1,2}})[）)]"),
    "①": re.compile(rf"{_START}(?P<number>[①-⑳])"),
    "第一，": re.compile(rf"{_START}第(?P<number>{_HAN})(?=，)"),
    "一是": re.compile(rf"{_START}(?P<number>{_HAN})是(?!否)"),
    "其一，": re.compile(rf"{_START}其(?P<number>[一二三四五六七八九])(?=[，、：])"),
    "案例一": re.compile(rf"^\s*(?:典型)?案例(?P<number>{_HAN}|\d{{1,2}})(?=[\s：:、.]|$)"),
    "第一章": re.compile(rf"^\s*第(?P<number>{_HAN})(?:章|部分|编|篇)"),
}
_NUMBERED: frozenset[Kind] = frozenset({"paragraph", "heading", "item", "quote", "note"})


class Number(NamedTuple):
    """一个序号：its style and value, and where it stands; *written* where that is in no passage.

    It is doubtful where figures follow: 3.2021年 is the third item, 3.5亿元 is none.
    """

    style: str
    value: int
    passage: Passage
    first: int
    end: int
    is_doubtful: bool = False
    written: str | None = None


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Numbers that do not follow on, in the titles, in the contents, and inside each part."""
    for kind in ("title", "contents"):
        yield from _sequence(manuscript, [passage for passage in manuscript.passages if passage.kind == kind])
    body = [passage for passage in manuscript.passages if passage.kind in _NUMBERED]
    for _, passages in groupby(body, key=lambda passage: passage.part):
        yield from _sequence(manuscript, list(passages))


def _sequence(manuscript: Manuscript, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
    open_rows: dict[str, list[int]] = defaultdict(list)
    above = ""
    for number in _numbers(passages):
        row = open_rows[number.style]
        if number.is_doubtful:
            _perhaps_follow(row, number.value)
            continue
        fault = _fault(row, number.value, is_beside=above == number.style)
        if fault is not None:
            last = str(row[-1])
            place = number.passage, number.first, number.end
            text = number.written or number.passage.text[number.first : number.end]
            yield found(manuscript, fault, *place, last=last, style=number.style, text=text)
        _follow(row, number.value)
        above = number.style


def _fault(row: Sequence[int], value: int, *, is_beside: bool) -> str | None:
    """The code of what is wrong with *value* after the open rows of its style; 1 begins a row of its own.

    *is_beside* says that no number of another style stands between.
    """
    if not row or value - 1 in row:
        return None
    if value == row[-1] and (is_beside or value != 1):
        return "WX242"
    return "WX241" if value > row[-1] else None


def _follow(row: list[int], value: int) -> None:
    """Close the rows that *value* ends: it goes on with the row whose last number it follows, or begins one."""
    if value == 1:
        row.append(value)
        return
    if value - 1 in row:
        del row[row.index(value - 1) + 1 :]
    row[-1:] = [value] if row else []


def _perhaps_follow(row: list[int], value: int) -> None:
    """Let a number that may be none go on with a row or begin one, so that whatever follows is right either way."""
    if value == 1 or value - 1 in row:
        row.append(value)


def _numbers(passages: Iterable[Passage]) -> Iterator[Number]:
    for passage in passages:
        if passage.number is not None:
            yield Number("1.", passage.number, passage, 0, min(len(passage.text), 8), written=f"{passage.number}.")
        marks = [
            _number(style, passage, match)
            for style, pattern in _STYLES.items()
            for match in pattern.finditer(passage.plain)
        ]
        yield from sorted(marks, key=lambda number: number.first)


def _number(style: str, passage: Passage, match: re.Match[str]) -> Number:
    is_doubtful = match.groupdict().get("doubt") is not None
    return Number(style, value(match["number"]), passage, *match.span("number"), is_doubtful)


CHECK = Check("enumerators", check)
