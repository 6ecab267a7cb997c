"""网页的换行：what ``<br>`` divides: one paragraph where it tears a sentence, elsewhere a paragraph each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import msgspec

from wxpress.inlines import ems
from wxpress.ledger import Entry
from wxpress.readers.atoms import Atom, words_of
from wxpress.readers.flow import common_size, is_strong
from wxpress.source import Span

_FINISHED = re.compile(r"[。！？；：…!?;:][”’」』）)】\]]*$|[”’」』）)】\]》>＞]$")
_STOPPED = re.compile(r"[。！？；…!?][”’」』）)】\]]*$")
_RUNS_ON = re.compile(r"[，、,]$")
_INSIDE = re.compile(r"[，。；：]")
_OPENS = re.compile(
    r"第[\d一二三四五六七八九十百]{1,4}[章节条编部]|[（(]?[一二三四五六七八九十]{1,3}[、）)]|[（(]?\d{1,3}[.．、）)]\D|"
    r"[①-⑳●■◆▲★•·○□▪◇]|[【\[]|[^，。]{1,8}[：:]|\d{4}年\d{1,2}月\d{1,2}日$"
)
"""What begins a paragraph or a heading, whatever stands above."""

_LEAST_WIDTH = 12
_LEAST_FULL = 0.7
_CONFIDENCE = 0.9


class Line(msgspec.Struct, frozen=True):
    """一行：its atoms, its number in the transcript, its indent in em; *tight* where no blank line stands above it."""

    atoms: list[Atom]
    number: int
    indent: float
    tight: bool

    @property
    def text(self) -> str:
        """Its words, stripped."""
        return words_of(self.atoms).strip()


def torn(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines in groups, each of which is one paragraph."""
    widest = max((ems(line.text) for line in lines), default=0.0)
    groups: list[list[Line]] = []
    for line in lines:
        if not groups or not _goes_on(groups[-1][-1], line, widest):
            groups.append([])
        groups[-1].append(line)
    return list(chain.from_iterable(map(_settled, groups)))


def _settled(group: list[Line]) -> list[list[Line]]:
    """A group that comes to a stop, or each line of one that does not, such as a list of names."""
    return [group] if _STOPPED.search(group[-1].text) else [[line] for line in group]


def joining(above: Line, below: Line) -> Entry:
    """The entry for two lines made one."""
    return Entry(
        by="reading",
        kind="join",
        span=Span(above.number, below.number),
        before=f"{above.text[-6:]}⏎{below.text[:6]}",
        after="",
        reason="<br> 在句中折断的行，接成一段",
        evidence="上一行的句子没有完",
        confidence=_CONFIDENCE,
    )


def _goes_on(above: Line, below: Line, widest: float) -> bool:
    """Whether *below* goes on with the sentence of *above*."""
    return _may_follow(above, below) and _is_unfinished(above, widest) and _is_like(above, below)


def _may_follow(above: Line, below: Line) -> bool:
    return below.tight and below.indent < 1 and bool(above.text) and not _OPENS.match(below.text)


def _is_unfinished(line: Line, widest: float) -> bool:
    """Whether a sentence is broken off at the end of *line*: a title is short, or has no mark inside."""
    if _FINISHED.search(line.text) or ems(line.text) < _LEAST_WIDTH:
        return False
    is_full = ems(line.text) >= widest * _LEAST_FULL and bool(_INSIDE.search(line.text))
    return is_full or bool(_RUNS_ON.search(line.text))


def _is_like(above: Line, below: Line) -> bool:
    """Whether both are of one form; bold lines are titles, and only whole lines of them differ."""
    return is_strong(above.atoms) == is_strong(below.atoms) and common_size(above.atoms) == common_size(below.atoms)
