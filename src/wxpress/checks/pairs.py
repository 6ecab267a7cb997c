"""成对的标点：quotes, brackets and book-title marks that open and close (GB/T 15834, 4.8, 4.9, 4.15)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_CLOSING = {"“": "”", "‘": "’", "《": "》", "〈": "〉", "（": "）", "【": "】", "〔": "〕"}
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_INSIDE = {"“": "‘’", "《": "〈〉"}
"""What stands inside a pair of the same mark: 4.8.3.2, 4.15.3.5."""

_NUMBERED = re.compile(r"(?:^|(?<=[\s；。：，、]))(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-zA-Z])[）)]")
_HAN = re.compile(f"[{HAN}]")
_FOLDED = str.maketrans("()", "（）")
_SINGLE = re.compile(r"‘(?P<inside>[^‘’“”]{2,200})’")
_APOSTROPHE = re.compile(r"(?<=[A-Za-z0-9])’|’(?=\d0s)")
_DEEPEST = 40
"""How many marks may stand open for one to be closed below them."""

_NEAR = 80
_LONGEST = 400
"""Characters of a pair that are shown and mended as a whole."""

_FARTHEST, _FARTHEST_OUTSIDE = 60, 3
"""How many passages a quotation or a bracket may run on for, inside its part and beyond it."""


class Mark(NamedTuple):
    """一个符号：the passage it stands in, by its number, the part that this belongs to, and where."""

    passage: int
    part: int
    at: int
    mark: str


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Pairs that are left open, cross one another, or stand inside their like."""
    lonely: list[Mark] = []
    for number, passage in enumerate(manuscript.passages):
        marks = _marks(passage, number)
        turned = _turned(marks)
        pairs = _paired(() if turned else marks)
        lonely += [*pairs.closing, *(mark for mark in pairs.open if not _goes_on(manuscript, mark))]
        yield from _inside(manuscript, passage, pairs, turned)
        yield from _outermost(manuscript, passage)
    for mark in _left_over(lonely):
        yield _finding(manuscript, "WX306", manuscript.passages[mark.passage], mark)


def _inside(manuscript: Manuscript, passage: Passage, pairs: _Pairs, turned: Mark | None) -> Iterator[Diagnostic]:
    """What is wrong within the passage itself."""
    if turned is not None:
        yield _finding(manuscript, "WX308", passage, turned, after=_other(turned.mark))
    yield from (_finding(manuscript, "WX307", passage, mark) for mark in pairs.crossing)
    yield from (_nested(manuscript, passage, pair) for pair in pairs.inner)


def _outermost(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    """Single quotes that stand inside no double ones (4.8.3.2), where none is left open in the passage."""
    text = passage.plain
    if text.count("“") != text.count("”"):
        return
    for match in _SINGLE.finditer(text):
        if text.count("“", 0, match.start()) == text.count("”", 0, match.start()) and _HAN.search(match["inside"]):
            yield found(manuscript, "WX310", passage, *match.span(), after=f"“{match['inside']}”")


def _finding(manuscript: Manuscript, code: str, passage: Passage, mark: Mark, after: str | None = None) -> Diagnostic:
    around = passage.text[max(0, mark.at - 6) : mark.at + 7]
    return found(manuscript, code, passage, mark.at, mark.at + 1, after=after, around=around, other=_other(mark.mark))


def _nested(manuscript: Manuscript, passage: Passage, pair: tuple[Mark, Mark]) -> Diagnostic:
    first, last = pair
    if last.at - first.at > _LONGEST:
        return found(manuscript, "WX309", passage, first.at, first.at + 1)
    marks = _INSIDE[first.mark]
    after = f"{marks[0]}{passage.text[first.at + 1 : last.at]}{marks[1]}"
    return found(manuscript, "WX309", passage, first.at, last.at + 1, after=after)


def _other(mark: str) -> str:
    return _CLOSING.get(mark) or _OPENING[mark]


def _marks(passage: Passage, number: int) -> list[Mark]:
    """The marks of *passage*, less apostrophes and the brackets of numbers such as 1）."""
    aside = {
        match.end() - 1 for match in _NUMBERED.finditer(passage.plain) if not _is_open(passage.plain, match.start())
    }
    aside |= {
        match.start() for match in _APOSTROPHE.finditer(passage.plain) if not _is_quoting(passage.plain, match.start())
    }
    return [
        Mark(number, passage.part, at, character)
        for at, character in enumerate(_folded(passage.plain))
        if (character in _CLOSING or character in _OPENING) and at not in aside
    ]


def _is_quoting(text: str, at: int) -> bool:
    """Whether a single quote is open at *at*, so that the next one closes it and is no apostrophe."""
    above = text[max(0, at - _NEAR) : at]
    return above.rfind("‘") > above.rfind("’")


def _folded(text: str) -> str:
    """The text with half-width brackets widened, where one of them answers to a full-width one."""
    wide, narrow = (text.count(pair[0]) != text.count(pair[1]) for pair in ("（）", "()"))
    return text.translate(_FOLDED) if wide and narrow else text


def _is_open(text: str, at: int) -> bool:
    """Whether a bracket is open at *at*, so that the next one closes it and is no mark of a number."""
    folded = text[max(0, at - _NEAR) : at].translate(_FOLDED)
    return folded.count("（") > folded.count("）")


def _turned(marks: Sequence[Mark]) -> Mark | None:
    """The quote that is turned the wrong way, where double quotes alternate but for one: “…“ or ”…”."""
    quotes = [mark for mark in marks if mark.mark in "“”"]
    wrong = [mark for index, mark in enumerate(quotes) if mark.mark != "“”"[index % 2]]
    return wrong[0] if len(wrong) == 1 and len(quotes) % 2 == 0 else None


def _goes_on(manuscript: Manuscript, mark: Mark) -> bool:
    """Whether a quotation of several paragraphs goes on: each of them opens, the last alone closes (4.8.3.3)."""
    following = manuscript.passages[mark.passage + 1 : mark.passage + 2]
    return mark.mark in "“‘" and any(passage.text.startswith(mark.mark) for passage in following)


class _Pairs(NamedTuple):
    """What is left open, what closes nothing, what crosses another pair, and pairs inside their like."""

    open: list[Mark]
    closing: list[Mark]
    crossing: list[Mark]
    inner: list[tuple[Mark, Mark]]


def _paired(marks: Iterable[Mark]) -> _Pairs:
    pairs = _Pairs([], [], [], [])
    for mark in marks:
        if mark.mark in _CLOSING:
            pairs.open.append(mark)
        else:
            _close(pairs, mark)
    if pairs.open:
        pairs.crossing.clear()  # a mark that is never closed crosses nothing: that it is open is said once
    return pairs


def _close(pairs: _Pairs, mark: Mark) -> None:
    stack = pairs.open
    at = next(
        (
            at
            for at in range(len(stack) - 1, max(-1, len(stack) - _DEEPEST), -1)
            if stack[at].mark == _OPENING[mark.mark]
        ),
        None,
    )
    if at is None:
        pairs.closing.append(mark)
        return
    opening = stack.pop(at)
    if at < len(stack):
        pairs.crossing.append(mark)
    if _is_inside_its_like(opening, stack[max(0, at - _DEEPEST) : at]):
        pairs.inner.append((opening, mark))


def _is_inside_its_like(opening: Mark, stack: Sequence[Mark]) -> bool:
    outer = next((mark for mark in reversed(stack) if mark.mark in _INSIDE or mark.mark in _INSIDE.values()), None)
    between = any(mark.mark in "‘〈（" for mark in stack[stack.index(outer) :]) if outer else False
    return outer is not None and outer.mark == opening.mark and opening.mark in _INSIDE and not between


def _left_over(lonely: Sequence[Mark]) -> Iterator[Mark]:
    """What has no partner in a later passage either."""
    for kind in _CLOSING.items():
        yield from _unanswered([mark for mark in lonely if mark.mark in kind])


def _unanswered(marks: Sequence[Mark]) -> Iterator[Mark]:
    """The marks of one kind that no other answers; a closing one answers to all that are open and near."""
    waiting: list[Mark] = []
    for mark in marks:
        if mark.mark in _CLOSING:
            waiting.append(mark)
            continue
        far = [each for each in waiting if not _near(each, mark)]
        yield from [mark] * (len(far) == len(waiting))
        waiting = far
    yield from waiting


def _near(opening: Mark, closing: Mark) -> bool:
    farthest = _FARTHEST if opening.part == closing.part else _FARTHEST_OUTSIDE
    return 0 < closing.passage - opening.passage <= farthest


CHECK = Check("pairs", check)
