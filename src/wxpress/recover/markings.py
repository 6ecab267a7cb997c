"""第一层证据，明写的标记：what an explicit heading level, or its absence beside others, says of a line."""

from __future__ import annotations

from collections.abc import Iterator

from wxpress.recover.evidence import Facts, Place, Sign
from wxpress.recover.ranks import rank_of

_MARKED, _UNMARKED, _UNLISTED = 2.0, -1.8, -2.2
_SAME_LEVEL, _UNSURE = 5.0, 1.0
_SENTENCE = ("。", "；", "，")


def signs(place: Place, facts: Facts) -> Iterator[Sign]:
    """A marked line is some heading; where headings are marked or listed in the contents, any other hardly is one."""
    if place.piece.hints.level and not place.piece.text.endswith(_SENTENCE):
        yield Sign("section", _MARKED, "有标题标记")
        yield Sign("article", _MARKED, "有标题标记")
        yield Sign("heading", _MARKED, "有标题标记")
        yield Sign("front", _MARKED)
        if place.above is not None and place.above.hints.level == place.piece.hints.level:
            yield Sign("wrapped", _MARKED)
    elif facts.marked:
        yield Sign("section", _UNMARKED)
        yield Sign("article", _UNMARKED)
        yield Sign("heading", _UNMARKED / 2)
    seat = facts.levels.get(place.piece.hints.level or 0)
    if seat:
        yield Sign(seat, _SAME_LEVEL if rank_of(place.piece.text) is None else _UNSURE, "与已知的标题同级")
    if facts.listed:
        yield Sign("section", 2 * _UNLISTED)
        yield Sign("article", _UNLISTED)
