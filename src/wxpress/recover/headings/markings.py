"""第一层证据，明写的标记：what an explicit heading level, or its absence beside others, says of a line."""

from __future__ import annotations

from collections.abc import Iterator

from wxpress.recover.headings.evidence import Facts, Place, Seat, Sign, alike, when
from wxpress.recover.headings.genre import BRACKETED
from wxpress.recover.words.ranks import rank_of

_MARKED, _UNMARKED, _UNLISTED = 2.0, -1.8, -2.2
_TOLD, _PLAIN = -12.0, -4.0
_SAME_LEVEL, _UNSURE = 5.0, 1.0
_POINTS = frozenset({"第一章", "第一节", "一、", "（一）"})
"""Numbers of points that bear no mark even where titles do."""
_SENTENCE = ("。", "；", "，")


def signs(place: Place, facts: Facts) -> Iterator[Sign]:
    """A marked line is some heading; where headings are marked or listed in the contents, any other hardly is one."""
    level = place.piece.hints.level
    seat = facts.levels.get(level or 0)
    marked = level and not place.piece.text.endswith(_SENTENCE)
    again = marked and place.above is not None and place.above.hints.level == level
    yield from when(marked, *alike(("section", "article", "heading"), _MARKED, "有标题标记"), Sign("front", _MARKED))
    yield from when(again, Sign("wrapped", _MARKED))
    unmarked = facts.marked and not marked
    yield from when(unmarked, *alike(("section", "article"), _UNMARKED), Sign("heading", _UNMARKED / 2))
    yield from _of_level(seat, place.piece.text)
    yield from when(marked and _is_inside(facts, level or 0), Sign("heading", _SAME_LEVEL, "级别低于篇目"))
    text = place.piece.text
    point = place.piece.hints.bold or rank_of(text) in _POINTS or BRACKETED.fullmatch(text)
    yield from when(facts.told, *alike(("section", "article"), _TOLD), Sign("heading", 0.0 if point else _PLAIN))
    yield from when(facts.listed, Sign("section", 0 if place.unlisted else 2 * _UNLISTED), Sign("article", _UNLISTED))
    yield from when(place.unlisted, Sign("section", _SAME_LEVEL, "目录只列篇目，本行在篇目之上"))


def _of_level(seat: Seat | None, text: str) -> tuple[Sign, ...]:
    """Marks of one level have one seat; but a number tells more, where points bear the mark of the titles."""
    if seat is None:
        return ()
    return (Sign(seat, _SAME_LEVEL if rank_of(text) is None else _UNSURE, "与已知的标题同级"),)


def _is_inside(facts: Facts, level: int) -> bool:
    """Whether a level lies below that of the articles, all of which bear the same."""
    titles = [known for known, seat in facts.levels.items() if seat == "article"]
    return bool(titles) and level > max(titles)
