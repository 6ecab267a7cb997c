"""样式表的毛病：finds the place in a style's own sheets with which the engine breaks, by trying less and less of them.

The engine does not say which declaration it was at. A sheet that ends early is a sheet (CSS Syntax 3, 5.3: what is open
is closed), so that the first place is found where it breaks if all up to there is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from wxpress.errors import UsageError, WxpressError
from wxpress.styles import Style

LONGEST = 60
"""So many characters of a declaration are quoted."""

_PIECE = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|\\.|[;{}]|.""", re.DOTALL)
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)


class Fault(NamedTuple):
    """毛病所在：the sheet, the line in it, from 1, and the declaration."""

    sheet: Path
    line: int
    declaration: str


def find_fault(style: Style, name: str, breaks: Callable[[str], bool]) -> Fault | None:
    """Where in the sheets *name* of *style* that are no built-in one's it *breaks*; null where it does without them."""
    sheets = style.sheets(name)
    ours = "".join(f"{text}\n" for one, text in sheets if one.is_builtin)
    own = [(one.folder / name, text) for one, text in sheets if not one.is_builtin]
    ends = [(number, end) for number, (_, text) in enumerate(own) for end in _ends(text)]

    def upto(place: int) -> str:
        """The text of all sheets as far as the piece before *place*."""
        if not place:
            return ours
        number, end = ends[place - 1]
        return ours + "".join(f"{text}\n" for _, text in own[:number]) + own[number][1][:end]

    good, bad = 0, len(ends)
    if not bad or breaks(ours) or not breaks(upto(bad)):
        return None
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (good, middle) if breaks(upto(middle)) else (middle, bad)
    number, end = ends[good]
    before = ends[good - 1][1] if good and ends[good - 1][0] == number else 0
    return _fault(*own[number], before, end)


def broken_by(style: Style, fault: Fault, error: Exception) -> UsageError:
    """What is said where *fault* of *style* made the engine end with *error*."""
    cause = f"{type(error).__name__}：{error}" if str(error) else type(error).__name__
    told = isinstance(error, WxpressError)
    return UsageError(
        f"版式“{style.name}”的样式表 {fault.sheet} 第 {fault.line} 行“{fault.declaration}”："
        f"{error if told else f'排版引擎算不出来（{cause}）'}",
        error.advice if isinstance(error, WxpressError) else "请删去这一条，或换一种写法；同它配合的几条也看一看",
    )


def _ends(text: str) -> Iterator[int]:
    """Where the declarations and rules of *text* end, and where it does itself."""
    yield from (piece.end() for piece in _PIECE.finditer(text) if piece[0] in {";", "}"})
    yield len(text)


def _fault(sheet: Path, text: str, begin: int, end: int) -> Fault:
    """The declaration between *begin* and *end*; comments count as blanks."""
    bare = _COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text[begin:end])
    opened = max((piece.end() for piece in _PIECE.finditer(bare[:-1]) if piece[0] == "{"), default=0)
    start = begin + opened + len(bare[opened:]) - len(bare[opened:].lstrip())
    declaration = " ".join(bare[opened:].split()).rstrip(" ;}") or "}"
    cut = f"{declaration[:LONGEST]}…" if len(declaration) > LONGEST else declaration
    return Fault(sheet, text.count("\n", 0, start) + 1, cut)
