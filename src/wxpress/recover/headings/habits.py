"""习惯：what a first reading shows of the ways of a text: its articles are signed, or end in sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from wxpress.recover.headings.evidence import Place, Seat, Sign, when
from wxpress.recover.words.grammar import note_label
from wxpress.recover.words.lines import may_be_heading

_MOST, _LEAST = 0.6, 2
_SIGNED, _UNTITLED = 3.5, 4.0
_TITLES = frozenset({"section", "article"})


def are_signed(seats: Sequence[Seat]) -> bool:
    """Whether most articles have a byline or the like right below their titles."""
    below = [lower for upper, lower in pairwise(seats) if upper in {"article", "wrapped"} and lower != "wrapped"]
    return len(below) > _LEAST and sum(seat == "details" for seat in below) >= _MOST * len(below)


def first_title(places: Sequence[Place], seats: Sequence[Seat]) -> Place | None:
    """The line of the masthead that heads the first article.

    Its text ends in a source or a link, as articles do; or the series and its number stand above it, and other articles
    below.
    """
    first = next((at for at, seat in enumerate(seats) if seat in _TITLES), 0)
    fronts = [place for place in places[:first] if place.front is not None and place.open and not place.particular]
    titled = fronts and (places[first].ended or _is_below_number(places[:first], fronts, seats))
    if not titled or places[first].front is not None:
        return None
    above = fronts[-1]
    over_text = above.below is not None and not may_be_heading(above.below) and not note_label(above.below.text)
    return above if over_text else None


def _is_below_number(opening: Sequence[Place], fronts: Sequence[Place], seats: Sequence[Seat]) -> bool:
    """Whether the name and the number of a series stand above, and no 栏目 below, but other articles."""
    numbered = any(place.particular for place in opening[: opening.index(fronts[-1])])
    return len(fronts) > 1 and numbered and "section" not in seats and seats.count("article") > 1


def signs(place: Place, signed: bool, opening: Place | None) -> Iterator[Sign]:  # noqa: FBT001 - a fact of the text
    """What the ways of the text say of one line."""
    yield from when(signed and place.signing, Sign("details", _SIGNED, "其他篇目也有署名"))
    yield from when(place is opening, Sign("front", -_UNTITLED), Sign("article", 1.0, "下面的文字以来源或链接收尾"))
