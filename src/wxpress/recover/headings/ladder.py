"""序数的梯级：whether one rank of numbers heads the 栏目 of a bulletin and the next its articles, over the whole text.

一、 above （一） may be two steps of one paper, or 栏目 and articles. They are the latter when the first counts through
the whole text, each right above the second, which begins anew every time; and when something shows a bulletin: its
series or number, bylines below, links or sources that end articles. A paper has its own title and opening above them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from wxpress.readers.draft import Piece
from wxpress.recover.headings.evidence import Place, Seat
from wxpress.recover.words.grammar import ISSUE_LINE, note_label
from wxpress.recover.words.lines import is_detail, is_subtitle, may_be_heading
from wxpress.recover.words.nameplate import looks_like_series, may_be_series
from wxpress.recover.words.ranks import number_of, rank_of
from wxpress.recover.words.signatures import LIKELY

SETTLED: Mapping[str, Seat] = {"section": "section", "article": "article", "heading": "heading"}
_MOST = 0.6
_LEAST = 2
_PARTS = ("第一章", "第一节")
"""Chapters and their sections are those of one work."""

_OPENING = 12
"""So many pieces at most stand above the first number of a bulletin's 栏目: masthead and note."""

_PAPER = re.compile(r"(?:意见|方案|讲话|报告|通知|办法|规定|条例|纲要|规划|总结|要点|决定|细则|计划)(?:[（(].*[）)])?$")
_BYLINE, _ENDED, _SERIES, _OPENED, _TITLED, _AMID = 2.0, 2.0, 1.0, -2.0, -3.0, -6.0


class Step(msgspec.Struct, frozen=True):
    """一级：a numbered line, its place among all, its number, and the rank of the line right below; null for text."""

    at: int
    number: int
    below: str | None


def ladder_of(places: Sequence[Place]) -> dict[str, Seat]:
    """The seats of two ranks, where they are 栏目 and articles; empty where they are not, or nothing shows it."""
    steps = _steps(places)
    for rank, upper in steps.items():
        lower = _rank_below(upper)
        if lower in steps and lower not in _PARTS and _counts_through(upper) and _begins_anew(steps[lower]):
            return {rank: "section", lower: "article"} if _shown(places, upper, steps[lower]) > 0 else {}
    return _over_plain_titles(places, steps) or _under_names(places, steps) or _lone_rank(places, steps)


def _over_plain_titles(places: Sequence[Place], steps: Mapping[str, list[Step]]) -> dict[str, Seat]:
    """PART 01 as the rank of the 栏目, where it counts through, each right above a title without a number."""
    upper = steps.get("01", [])
    titled = all(_is_plain_title(places[step.at + 1 : step.at + 3]) for step in upper)
    if len(upper) < _LEAST or not titled or not _counts_through(upper):
        return {}
    lower = [Step(step.at + 1, 0, None) for step in upper]
    return {"01": "section"} if _shown(places, upper, lower) > 0 else {}


def _under_names(places: Sequence[Place], steps: Mapping[str, list[Step]]) -> dict[str, Seat]:
    """The highest rank as that of the articles, where it begins anew below names of 栏目 and each of them is ended.

    The headings of an article begin anew in the next one, too; no source or link stands above each of them.
    """
    rank, lines = next(iter(steps.items()), ("", []))
    first = [step for step in lines if step.number == 1]
    further = [places[step.at].ended for step in lines if step.number > 1]
    if len(first) < _LEAST or rank in _PARTS or sum(further) < max(_LEAST, _MOST * len(further)):
        return {}
    named = all(step.at and _may_name(places[step.at - 1]) for step in first)
    return {rank: "article"} if named and all(_is_over_text(places[step.at]) for step in lines) else {}


def _may_name(place: Place) -> bool:
    return place.open and rank_of(place.piece.text) is None and not is_detail(place.piece)


def _is_plain_title(places: Sequence[Place]) -> bool:
    """Whether the first of *places* may be a title without a number, the second text or who wrote it."""
    is_title = len(places) > 1 and places[0].open and rank_of(places[0].piece.text) is None
    return is_title and (_is_over_text(places[0]) or places[1].signing >= LIKELY)


def successors(pieces: Sequence[Piece]) -> list[Seat | None]:
    """For each piece, the seat of the title above whose number it follows; null where it follows none.

    Contents or marks have settled that title, and no other number of the same rank stands between the two.
    """
    above: dict[str, tuple[Seat, int] | None] = {}
    found: list[Seat | None] = []
    for piece in pieces:
        rank = rank_of(piece.text) or ""
        number, title = number_of(piece.text), above.get(rank)
        seat = title[0] if title and piece.role == "body" and number == title[1] + 1 else None
        found.append(seat)
        settled = SETTLED.get(piece.role, seat)
        above[rank] = (settled, number) if rank and settled else None
    return found


def _lone_rank(places: Sequence[Place], steps: Mapping[str, list[Step]]) -> dict[str, Seat]:
    """The highest rank as that of the articles, where it counts through a text with nothing but a masthead above."""
    rank, upper = next(iter(steps.items()), ("", []))
    if len(upper) < _LEAST or rank in _PARTS or not _counts_through(upper):
        return {}
    if all(places[step.at].ended for step in upper[1:]) and all(_is_over_text(places[step.at]) for step in upper):
        return {rank: "article"}  # a source or a link ends each, the last aside
    first = places[upper[0].at]
    is_first = first.front is not None and first.front <= 1
    signed = any(place.signing >= LIKELY for step in upper for place in places[step.at + 1 : step.at + 2])
    shown = signed or (_is_numbered(places[: upper[0].at]) and all(_is_over_text(places[step.at]) for step in upper))
    return {rank: "article"} if is_first and shown and _shown(places, upper, upper) + _BYLINE > 0 else {}


def _is_over_text(place: Place) -> bool:
    return place.below is not None and not may_be_heading(place.below)


def _is_numbered(opening: Sequence[Place]) -> bool:
    """Whether what stands above it all is the name of a series and its number."""
    texts = [place.piece.text for place in opening]
    named = any(looks_like_series(text) or may_be_series(text) for text in texts[:1])
    return named and any(map(ISSUE_LINE.search, texts))


def _steps(places: Sequence[Place]) -> Mapping[str, list[Step]]:
    """The numbered lines of each rank, the highest first."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for at, place in enumerate(places):
        rank = rank_of(place.piece.text) if place.open else None
        if rank is not None:
            steps[rank].append(Step(at, number_of(place.piece.text), _below(place)))
    return steps


def _below(place: Place) -> str | None:
    lower = place.below
    return rank_of(lower.text) if lower is not None and may_be_heading(lower) else None


def _rank_below(steps: Sequence[Step]) -> str:
    """The rank of the lines that stand right below most *steps*; empty where text does."""
    below = Counter(step.below for step in steps if step.below)
    rank, count = below.most_common(1)[0] if below else ("", 0)
    return rank if len(steps) >= _LEAST and count >= _MOST * len(steps) else ""


def _counts_through(steps: Sequence[Step]) -> bool:
    return [step.number for step in steps] == list(range(1, len(steps) + 1))


def _begins_anew(steps: Sequence[Step]) -> bool:
    return sum(step.number == 1 for step in steps) >= _LEAST


def _shown(places: Sequence[Place], upper: Sequence[Step], lower: Sequence[Step]) -> float:
    """What speaks for (above 0) and against a bulletin."""
    return sum(weight for holds, weight in _signs(places, upper, lower) if holds)


def _signs(places: Sequence[Place], upper: Sequence[Step], lower: Sequence[Step]) -> Iterator[tuple[bool, float]]:
    first = places[upper[0].at]
    opening = [place.piece for place in places[: upper[0].at]]
    yield any(_is_signed(places[step.at]) for step in lower), _BYLINE
    yield sum(places[step.at].ended for step in (*upper[1:], *lower)) >= _LEAST, _ENDED
    yield any(looks_like_series(piece.text) or ISSUE_LINE.search(piece.text) for piece in opening[:_OPENING]), _SERIES
    noted = any(note_label(piece.text) or piece.role == "note" for piece in opening)
    yield bool(opening) and not noted and opening[-1].text.endswith("。"), _OPENED
    yield any(map(_is_other_title, places[: upper[0].at])), _AMID
    yield first.above is not None and bool(_PAPER.search(first.above.text)), _TITLED


def _is_other_title(place: Place) -> bool:
    """Whether a line below the masthead is a title without a number, so that numbered ones are inside articles."""
    if place.settled in {"section", "article"}:
        return True
    is_line = place.open and place.front is None and not place.over_note and place.signing < LIKELY
    return is_line and not (is_detail(place.piece) or note_label(place.piece.text))


def _is_signed(place: Place) -> bool:
    lower = place.below
    return lower is not None and is_detail(lower) and not is_subtitle(lower.text)
