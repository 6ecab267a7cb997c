"""PDF 的版面：where the text stands on each page, and which lines are page numbers, running heads or notes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from wxpress.inlines import unspaced
from wxpress.readers.pdf.lines import Line

_NUMBER = re.compile(
    r"(?:第|[—–―－\-·•]*)\s*(?:[Pp]age\s*)?(\d{1,4})\s*(?:页|[—–―－\-·•]*)(?:\s*(?:[/／]|of|[，,]?\s*共)\s*\d{1,4}\s*页?)?"
)
_DRESSED = re.compile(r"\D+\d{1,4}\D+|第\d+页")
_NOTE = re.compile(r"[\[［（(]?(?:\d{1,3}|[①-⑳]|\*+)[\]］）)]?")
_SAME_PLACE = 3.0
"""In pt: furniture stands on one height throughout."""

_APART = 1.4
"""In lines: so far from the text is a running head at least."""

_SMALLER = 0.92
_OFTEN = 0.3
_MOST_LINES = 3
"""The right edge is the outermost at which lines end a third as often as anywhere."""

_DEEPEST = 4
"""In em: no page is indented as a whole by so much."""

_OUTER = 2
"""So many lines from the top and from the bottom of a page may be furniture."""


class Layout(NamedTuple):
    """版面：the size of the text and the distance of its lines in pt, and the left edge of the text on each page."""

    size: float
    leading: float
    width: float
    lefts: Mapping[int, float]


Pages = Mapping[int, Sequence[Line]]


def layout_of(pages: Pages) -> Layout:
    """The layout that most lines have."""
    lines = [line for page in pages.values() for line in page]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    size = max(sizes, key=lambda key: sizes[key])
    body = [[line for line in page if abs(line.size - size) < size / 10] for page in pages.values()]
    steps = [upper.base - lower.base for page in body for upper, lower in pairwise(page) if upper.base > lower.base]
    lefts = _lefts(pages, size)
    widths = Counter(round((line.right - lefts[line.page]) / size) for page in body for line in page)
    wide = [width for width, count in widths.items() if count * _MOST_LINES >= max(widths.values())]
    return Layout(size, median(steps or [1.5 * size]), max(wide, default=0) * size, lefts)


def _lefts(pages: Pages, size: float) -> dict[int, float]:
    """The left edge of each page: that of most pages on its side of the sheet, where its own lines are indented."""
    own = {page: min(line.left for line in lines) for page, lines in pages.items() if lines}
    sides = [Counter(round(left) for page, left in own.items() if page % 2 == side) for side in (0, 1)]
    common = [side.most_common(1)[0][0] if side else 0 for side in sides]
    return {
        page: min(left, common[page % 2]) if left - common[page % 2] < _DEEPEST * size else left
        for page, left in own.items()
    }


def furniture_of(pages: Pages, layout: Layout) -> dict[Line, str]:
    """The lines that are 页码 or 页眉页脚, and which of the two."""
    outer = {page: _outermost(sorted(lines, key=_height)) for page, lines in pages.items()}
    numbers = _numbers(outer)
    found = dict.fromkeys(numbers, "页码")
    heads = [(page, line) for page, lines in outer.items() for line in lines if line not in numbers]
    for page, line in heads:
        alike = [other for number, other in heads if number != page and _is_level(line, other)]
        again = any(_bare(other.text) == _bare(line.text) for other in alike)
        often = len(alike) + 1 >= max(2, _OFTEN * len(pages))
        if (
            often
            and (again or line.size < layout.size * _SMALLER)
            and _stands_apart(line, pages[page], numbers, layout)
        ):
            found[line] = "页眉页脚"
    return found


def _height(line: Line) -> float:
    return -line.base


def _outermost(lines: Sequence[Line]) -> Sequence[Line]:
    return lines if len(lines) <= 2 * _OUTER else [*lines[:_OUTER], *lines[-_OUTER:]]


def _numbers(outer: Pages) -> set[Line]:
    """Numbers at the edge that count on with the pages; one alone where it is dressed as a page number."""
    series: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
    for page, lines in outer.items():
        for line in lines:
            match = _NUMBER.fullmatch(unspaced(line.text))
            if match:
                series[int(match[1]) - page, round(line.base / _SAME_PLACE / 2)].append(line)
    return {
        line for lines in series.values() for line in lines if len(lines) > 1 or _DRESSED.fullmatch(unspaced(line.text))
    }


def _is_level(first: Line, second: Line) -> bool:
    return abs(first.base - second.base) < _SAME_PLACE


def _bare(text: str) -> str:
    return "".join(character for character in text if character.isalpha())


def _stands_apart(line: Line, page: Iterable[Line], numbers: set[Line], layout: Layout) -> bool:
    """Whether no line of the text is near."""
    others = (other for other in page if other is not line and other not in numbers)
    return all(abs(other.base - line.base) > _APART * layout.leading or _is_level(line, other) for other in others)


def notes_of(lines: Sequence[Line], layout: Layout) -> list[Line]:
    """The lines of notes at the foot of a page: small ones below all of the text, the first of them with its mark."""
    at = len(lines)
    while at and lines[at - 1].size < layout.size * _SMALLER:
        at -= 1
    notes = list(lines[at:])
    return notes if at and notes and _NOTE.match(notes[0].text) else []
