"""目录的级别：which entries are 栏目 and which 篇目, by their print and by what the body has below them.

Indent, bold letters, marks and pages each divide the entries in their way; the first division that the body does not
contradict holds. Where none does, the headings' own places tell, once they are found (`nesting`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from wxpress.inlines import fold
from wxpress.readers.draft import Piece
from wxpress.recover.contents.entries import Parsed
from wxpress.recover.words.grammar import SECTION_MARK, is_note_label, title_key
from wxpress.recover.words.lines import is_detail, may_be_heading
from wxpress.recover.words.ranks import mark_of, rank_of
from wxpress.recover.words.signatures import author_behind
from wxpress.tree import ContentsEntry

_SECTION, _ARTICLE = 1, 2
_FAR = 0.4
_ITEM = re.compile(r"[·•○◦▪*+-]\s*(?=\S)")
"""Set before the entries of a list, and not before what heads it."""

Standing = Mapping[str, bool]
"""For the lines of the body that may be titles: whether another such line stands right below."""


def standing_in(pieces: Iterable[Piece]) -> Standing:
    """How the lines of the body stand; a line that stands there twice stands as it does first."""
    real = [piece for piece in pieces if piece.role != "furniture"]
    standing: dict[str, bool] = {}
    for upper, lower in pairwise(real):
        if may_be_heading(upper):
            standing.setdefault(title_key(upper.text), _is_below_section(lower, rank_of(upper.text)))
    return standing


def _is_below_section(lower: Piece, rank: str | None) -> bool:
    """Whether *lower* may be the title of an article below a section of that *rank*; a point of a text is none."""
    counted = rank is None and rank_of(lower.text) is not None
    return may_be_heading(lower) and not counted and not is_detail(lower)


def with_levels(parsed: Sequence[Parsed], body: Standing) -> tuple[list[ContentsEntry], str]:
    """The entries with their levels, and the evidence that gave them; all of level 2 where nothing tells them apart."""
    for evidence, levels in _divisions(parsed):
        if _divide(parsed, levels) and not _is_contradicted(parsed, levels, body):
            return [_entry(item, level) for item, level in zip(parsed, levels, strict=True)], evidence
    return [_entry(item, _ARTICLE) for item in parsed], ""


def _divisions(parsed: Sequence[Parsed]) -> Iterator[tuple[str, list[int]]]:
    yield "目录的缩进", _by_indent(parsed)
    yield "目录中的加粗", _first_of_two(parsed, lambda item: item.line.bold)
    first = next((item.title for item in parsed if not is_note_label(item.title)), "")
    if SECTION_MARK.match(first):
        yield "栏目的标记", _first_of_two(parsed, lambda item: mark_of(item.title) == mark_of(first))
    yield "栏目的标记", _first_of_two(parsed, lambda item: bool(SECTION_MARK.match(item.title)))
    yield "篇目前的符号", _first_of_two(parsed, lambda item: not _ITEM.match(item.title))
    yield "目录中有无页码", _first_of_two(parsed, lambda item: item.page is None)
    yield "目录中有无页码", _first_of_two(parsed, lambda item: item.page is not None)


def _divide(parsed: Sequence[Parsed], levels: Sequence[int]) -> bool:
    """Whether there are two levels, the first entry but for a note's being of the higher one."""
    is_note = is_note_label(parsed[0].title) and levels[0] >= levels[1] if len(parsed) > 1 else False
    return len(set(levels)) > 1 and levels[int(is_note)] == _SECTION


def _is_contradicted(parsed: Sequence[Parsed], levels: Sequence[int], body: Standing) -> bool:
    """Whether the body has a title right below the 篇目 far oftener than below the 栏目."""
    articles, sections = (_share_above_titles(parsed, levels, body, level) for level in (_ARTICLE, _SECTION))
    return articles > sections + _FAR


def _share_above_titles(parsed: Sequence[Parsed], levels: Sequence[int], body: Standing, level: int) -> float:
    """How many of the entries of one level that the body has stand right above another title there."""
    keys = (title_key(author_behind(item.title)[0]) for item, own in zip(parsed, levels, strict=True) if own == level)
    over = [body[key] for key in keys if key in body]
    return sum(over) / len(over) if over else 0.0


def _by_indent(parsed: Sequence[Parsed]) -> list[int]:
    depths = sorted({item.line.depth for item in parsed})
    return [depths.index(item.line.depth) + 1 for item in parsed]


def _first_of_two(parsed: Sequence[Parsed], is_higher: Callable[[Parsed], bool]) -> list[int]:
    return [_SECTION if is_higher(item) else _ARTICLE for item in parsed]


def _entry(item: Parsed, level: int) -> ContentsEntry:
    bare = _ITEM.sub("", item.title, count=1) if _ITEM.match(item.title) else item.title
    title = bare if item.line.number is None else f"{item.line.number}. {bare}"
    return ContentsEntry(level, fold(title), item.page, span=item.line.span)
