"""全角半角：digits, letters and spaces of the wrong width."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from wxpress.checks import Check
from wxpress.checks.finding import EVERYWHERE, RUNNING, Rule, found, obeyed
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_RULES = (
    Rule(
        "WX331",
        re.compile(r"(?!(?:^|(?<=\n))[０-９]+[.)])[０-９Ａ-Ｚａ-ｚ]+(?:[．][０-９]+)*"),
        lambda match: unicodedata.normalize("NFKC", match[0]),
        certain=True,
        kinds=EVERYWHERE,
    ),
    # at the start of a line half-width digits and a dot would begin a list: that is for a person to decide
    Rule("WX331", re.compile(r"(?:^|(?<=\n))[０-９]+(?=[.)])"), lambda match: unicodedata.normalize("NFKC", match[0])),
    # GB/T 15834, 5.1: a stop follows its word without a gap
    Rule("WX333", re.compile(rf"(?<=[{HAN}”》）])[ \t]+(?=[，。；：、？！])"), "", certain=True),
)

_GAP = re.compile(rf"(?<=[{HAN}])[ \t](?=[{HAN}])")
_WORDS = re.compile(f"[{HAN}]+")
_LAST_WORD = re.compile(f"[{HAN}]*$")
_NAMED = re.compile(
    rf"(?:记者|通讯员|作者|编辑|责编|校对|审核|主编|摄影|供稿|本报|讯|电|同志|主持人|嘉宾)[{HAN}（）\d ]{{0,24}}$"
)
_WHOLE = re.compile(r"“[^”]*$|《[^》]*$|（[^）]*$")
_ARTICLE = re.compile(r"第[〇零一二三四五六七八九十百千\d]+[条章节款项编篇回]$")
_LONGEST_LABEL = 6
_ENDS = ("。", "！", "？", "”", "；")
_REACH, _NEAR = 4, 60
_PIECE = 3


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Full-width digits and letters, and gaps inside words."""
    yield from obeyed(manuscript, _RULES)
    pieces = _pieces(manuscript)
    for passage in manuscript.passages:
        if passage.kind in RUNNING and passage.text.rstrip().endswith(_ENDS):
            yield from _gaps(manuscript, passage, pieces)


def _pieces(manuscript: Manuscript) -> Counter[str]:
    """How often each three ideographs stand side by side in the text."""
    runs = (run for passage in manuscript.passages for run in _WORDS.findall(passage.plain))
    return Counter(run[at : at + _PIECE] for run in runs for at in range(len(run) - _PIECE + 1))


def _gaps(manuscript: Manuscript, passage: Passage, pieces: Counter[str]) -> Iterator[Diagnostic]:
    """Spaces inside sentences; one is certain where three characters around it stand without it elsewhere."""
    gaps = (match.start() for match in _GAP.finditer(passage.plain))
    for at in gaps:
        left, right = _beside(passage.plain, at)
        is_inside = _is_joined(left, right)
        if not is_inside and _is_wanted(passage.plain, at):
            continue
        known = is_inside or any(pieces[piece] for piece in (left[-2:] + right[:1], left[-1:] + right[:2]))
        if known or at > _LONGEST_LABEL:
            code = "WX332" if known else "WX334"
            yield found(manuscript, code, passage, at, at + 1, after="", certain=known, around=f"{left} {right}")


@cache
def _joined() -> frozenset[str]:
    """Words that are never set apart."""
    text = files("wxpress.checks").joinpath("joined.txt").read_text("utf-8")
    return frozenset(word for line in text.split("\n") if not line.startswith("#") for word in line.split())


def _is_joined(left: str, right: str) -> bool:
    """Whether the gap between *left* and *right* cuts a single character off a word that is never set apart."""
    first = (left[-1:] + right[:after] for after in range(1, _REACH + 1))
    last = (left[-before:] + right[:1] for before in range(1, _REACH + 1))
    return any(word in _joined() for word in (*first, *last))


def _beside(text: str, at: int) -> tuple[str, str]:
    """The ideographs left and right of the gap at *at*, other gaps closed."""
    left, right = text[max(0, at - _NEAR) : at].replace(" ", ""), text[at : at + _NEAR].replace(" ", "")
    words = _LAST_WORD.search(left), _WORDS.match(right)
    return (words[0][0] if words[0] else "")[-_REACH:], (words[1][0] if words[1] else "")[:_REACH]


def _is_wanted(text: str, at: int) -> bool:
    """Whether a gap is one that editors set: behind a label or credit, inside a quoted title, between two verses."""
    above = text[max(0, at - _NEAR) : at]
    if _ARTICLE.search(above):
        return True
    left, right = _LAST_WORD.search(above), _WORDS.match(text[at + 1 : at + _NEAR])
    verses = left and right and len(left[0]) == len(right[0]) >= _REACH
    return bool(verses or _NAMED.search(above) or _WHOLE.search(above))


CHECK = Check("widths", check)
