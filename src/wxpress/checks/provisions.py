"""条文：the numbers of the provisions of a law, 第一条 to the last, through all its chapters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.numerals import value
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic

_PROVISION = re.compile(r"^\s*第(?P<number>[一二三四五六七八九十百零]{1,7}|\d{1,3})条(?=[\s　：:【（])")
_FEWEST, _MOST_BREAKS, _WIDEST = 5, 2, 2
"""A text of fewer provisions, or whose numbers break off more often or leave out several, quotes a law and is none."""


class Provision(NamedTuple):
    """一条：its number, and where it is written."""

    value: int
    passage: Passage
    first: int
    end: int


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Where the provisions of a law do not follow on; one that is numbered wrongly is told once."""
    for law in _laws(_provisions(manuscript)):
        breaks = [pair for pair in pairwise(law) if pair[1].value != pair[0].value + 1]
        is_law = len(law) >= _FEWEST and all(below.value - above.value <= _WIDEST for above, below in breaks)
        if is_law and 0 < len(breaks) <= _MOST_BREAKS:
            yield from _told(manuscript, *breaks[0])


def _provisions(manuscript: Manuscript) -> Iterator[Provision]:
    for passage in manuscript.passages:
        if match := _PROVISION.match(passage.plain):
            yield Provision(value(match["number"]), passage, *match.span("number"))


def _laws(provisions: Iterable[Provision]) -> Iterator[Sequence[Provision]]:
    """The provisions law by law: each begins with 第一条."""
    law: list[Provision] = []
    for provision in provisions:
        if provision.value == 1:
            yield law
            law = []
        law.append(provision)
    yield law


def _told(manuscript: Manuscript, above: Provision, here: Provision) -> Iterator[Diagnostic]:
    code = "WX241" if here.value > above.value else "WX242"
    yield found(manuscript, code, here.passage, here.first, here.end, last=str(above.value), style="第一条")


CHECK = Check("provisions", check)
