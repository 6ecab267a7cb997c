"""体例：one name, word, year or share written in two ways in one text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

from wxpress.checks import Check
from wxpress.checks.finding import RUNNING, found
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

Place = tuple[Passage, int, int]

_QUOTED = re.compile(r"《[^》]{0,99}》|“[^”]{0,99}”")
_NEAR = 100
_LATIN = re.compile(
    rf"(?:(?<=[{HAN}，。、；：（“《”》）])|(?<=[{HAN}] )|^)[A-Za-z]{{2,}}(?= ?[{HAN}，。、；：）”》]|$)"
)
_YEARS = (
    re.compile(r"(?<!\d)\d{4}(?=年)"),
    re.compile(r"(?<![〇一二三四五六七八九])[一二][〇一二三四五六七八九]{3}(?=年)"),
)
_SHARES = (re.compile(r"\d[%％]"), re.compile(r"百分之(?!百|一百)[〇一二三四五六七八九十百点\d]+"))
_PERCENTS = (re.compile(r"(?<=\d)%"), re.compile(r"(?<=\d)％"))


_UNITS = (
    ("公里", "千米", "km"),
    ("公斤", "千克", "kg"),
    ("平方公里", "平方千米"),
    ("平方米", "㎡", "m²"),
    ("立方米", "m³"),
    ("摄氏度", "℃"),
    ("公顷", "hm²"),
)
_BEHIND_A_NUMBER = r"(?<=[\d万亿千百十几多余])"


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """What is written in two ways where one would do."""
    yield from _variants(manuscript)
    yield from _letters(manuscript)
    for code, ways in (("WX353", _YEARS), ("WX354", _SHARES), ("WX354", _PERCENTS)):
        yield from _two_ways(manuscript, code, ways)
    for units in _UNITS:
        names = [re.compile(f"{_BEHIND_A_NUMBER}{unit}(?![A-Za-z/每时])") for unit in units]
        yield from _two_ways(manuscript, "WX355", names)


@cache
def _table() -> tuple[tuple[str, str], ...]:
    lines = files("wxpress.checks").joinpath("variants.txt").read_text("utf-8").split("\n")
    return tuple((pair[0], pair[1]) for pair in (line.split("\t") for line in lines if "\t" in line))


def _variants(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Words with two spellings of which both are used: the one that is not recommended is told."""
    text = "\n".join(passage.plain for passage in manuscript.passages)
    for usual, other in _table():
        if usual in text and other in text:
            for passage, first, end in _places(manuscript, re.compile(other)):
                yield found(manuscript, "WX351", passage, first, end, after=usual)


def _letters(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Names in Latin letters that differ only in their capitals."""
    by_name: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for passage, first, end in _places(manuscript, _LATIN):
        word = passage.text[first:end]
        by_name[word.casefold()][word].append((passage, first, end))
    for ways in by_name.values():
        yield from _minority(manuscript, "WX352", ways)


def _two_ways(manuscript: Manuscript, code: str, ways: Sequence[re.Pattern[str]]) -> Iterator[Diagnostic]:
    """Where the rarer of two ways stands in one article; what is quoted or a title keeps its own."""
    by_part: dict[int, dict[str, list[Place]]] = defaultdict(dict)
    for pattern in ways:
        places = [place for place in _places(manuscript, pattern) if place[0].kind in RUNNING and not _is_quoted(place)]
        for part, its in groupby(places, key=lambda place: place[0].part):
            passage, first, end = (here := list(its))[0]
            by_part[part][passage.text[first:end]] = here
    for found_ways in by_part.values():
        yield from _minority(manuscript, code, found_ways, mend=False)


def _minority(
    manuscript: Manuscript, code: str, ways: Mapping[str, Sequence[Place]], *, mend: bool = True
) -> Iterator[Diagnostic]:
    """The places of every way but the commonest."""
    counts = Counter({way: len(places) for way, places in ways.items()}).most_common()
    usual, times = counts[0] if counts else ("", 0)
    for way, _ in counts[1:]:
        for passage, first, end in ways[way]:
            yield found(
                manuscript, code, passage, first, end, after=usual if mend else None, usual=usual, times=str(times)
            )


def _places(manuscript: Manuscript, pattern: re.Pattern[str]) -> list[Place]:
    return [
        (passage, match.start(), match.end())
        for passage in manuscript.passages
        for match in pattern.finditer(passage.plain)
    ]


def _is_quoted(place: Place) -> bool:
    passage, first, end = place
    around = _QUOTED.finditer(passage.plain, max(0, first - _NEAR), end + _NEAR)
    return any(match.start() < first and end < match.end() for match in around)


CHECK = Check("forms", check)
