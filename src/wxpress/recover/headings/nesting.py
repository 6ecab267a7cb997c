"""目录的层次：from the levels of the contents to the roles of the headings: 栏目, 篇目, headings inside articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, pairwise

import msgspec

from wxpress.readers.draft import Piece, Role
from wxpress.recover.contents.alignment import Pair
from wxpress.recover.headings.typography import Look, look_of
from wxpress.recover.words.grammar import SECTION_MARK
from wxpress.recover.words.lines import ends_in_link, is_detail
from wxpress.recover.words.ranks import rank_of
from wxpress.tree import ContentsEntry

SECTION, ARTICLE, INNER = 1, 2, 3
_NEARLY_ALL = 0.7
_OTHER_MARKS = (" ", "—", "「", "『")

_NAMES: dict[int, Role] = {SECTION: "section", ARTICLE: "article"}
_PART_NAMES: dict[int, Role] = {SECTION: "section", ARTICLE: "article", INNER: "article"}


def roles_of(entries: Sequence[ContentsEntry], pairs: Sequence[Pair], pieces: Sequence[Piece]) -> list[Role]:
    """The role of each pair: by the levels of the contents; where they show none, by what stands right above what.

    Entries of a third level are headings inside an article, or the articles of a division of a 栏目; the division is
    then a 栏目 of its own, for the tree has no third level.
    """
    if len({entry.level for entry in entries}) == 1:
        return _by_form(_by_neighbours(pairs, pieces), pairs, pieces)
    if not are_divided(entries, pairs, pieces):
        roles = [_NAMES.get(entries[pair.entry].level, "heading") for pair in pairs]
        return _by_marks(roles, [pieces[pair.first].hints.level for pair in pairs]) or _by_form(roles, pairs, pieces)
    divisions = divisions_of(entries)
    return [
        "section" if pair.entry in divisions else _PART_NAMES.get(entries[pair.entry].level, "heading")
        for pair in pairs
    ]


def _by_marks(roles: Sequence[Role], levels: Sequence[int | None]) -> list[Role]:
    """The roles by the two levels that the source itself marks, where most of each agree; else none."""
    upper = min(filter(None, levels), default=0)
    marked: list[Role] = ["section" if level == upper else "article" for level in levels]
    agreed = Counter(level for level, role, own in zip(levels, roles, marked, strict=True) if role == own)
    counts = Counter(levels)
    is_told = None not in counts and len(counts) == len(_NAMES)
    return marked if is_told and all(agreed[level] * 2 > counts[level] for level in counts) else []


def _by_form(roles: Sequence[Role], pairs: Sequence[Pair], pieces: Sequence[Piece]) -> list[Role]:
    """The roles; a few headings of one form that have another than most take theirs, where forms tell roles apart.

    One indent in the contents may slip.
    """
    forms = [look_of(pieces[pair.first]) for pair in pairs]
    counts: defaultdict[Look, Counter[Role]] = defaultdict(Counter)
    for form, role in zip(forms, roles, strict=True):
        counts[form][role] += 1
    usual = {form: _usual(count, marked=_is_mark(form[-1])) for form, count in counts.items()}
    if not {"section", "article"} <= set(usual.values()):
        return list(roles)
    return [usual[form] or role for form, role in zip(forms, roles, strict=True)]


def _usual(count: Counter[Role], *, marked: bool) -> Role | None:
    """The role of nearly all headings of one form; null where none is.

    Those that bear the mark of a 栏目 are 栏目 where half of them stand as such: the others have an introduction.
    """
    role, times = count.most_common(1)[0]
    if marked and count["section"] * 2 >= count.total():
        role, times = "section", count.total()
    return role if times > 1 and times >= _NEARLY_ALL * count.total() else None


def _is_mark(mark: str) -> bool:
    return mark in _OTHER_MARKS or bool(SECTION_MARK.match(mark))


def with_found_levels(entries: Sequence[ContentsEntry], found: Mapping[int, Role]) -> tuple[ContentsEntry, ...]:
    """The entries, where they show no levels of their own, with those of the headings found for them."""
    if len({entry.level for entry in entries}) > 1:
        return tuple(entries)
    return tuple(
        msgspec.structs.replace(entry, level=SECTION if found.get(at) == "section" else ARTICLE)
        for at, entry in enumerate(entries)
    )


def divisions_of(entries: Sequence[ContentsEntry]) -> set[int]:
    """The entries of the second level that have entries of the third below them."""
    return {at for at, (upper, lower) in enumerate(pairwise(entries)) if (upper.level, lower.level) == (ARTICLE, INNER)}


def are_divided(entries: Sequence[ContentsEntry], pairs: Sequence[Pair], pieces: Sequence[Piece]) -> bool:
    """Whether entries of the third level are articles: not numbered, and the next heading stands below a link.

    Where nothing ends in links they are articles when their divisions have no text of their own.
    """
    inner = [pair for pair in pairs if entries[pair.entry].level == INNER]
    if not inner or sum(rank_of(pieces[pair.first].text) is not None for pair in inner) * 2 > len(inner):
        return False
    if not any(map(ends_in_link, pieces)):
        return _have_no_text(entries, pairs)
    ended = [ends_in_link(_above(pieces, lower.first)) for upper, lower in pairwise(pairs) if upper in inner]
    return sum(ended) * 2 >= len(ended)


def _above(pieces: Sequence[Piece], at: int) -> Piece:
    return next((pieces[index] for index in range(at - 1, -1, -1) if pieces[index].role != "furniture"), pieces[at])


def _have_no_text(entries: Sequence[ContentsEntry], pairs: Sequence[Pair]) -> bool:
    divisions = divisions_of(entries)
    return all(upper.last + 1 == lower.first for upper, lower in pairwise(pairs) if upper.entry in divisions)


def _by_neighbours(pairs: Sequence[Pair], pieces: Sequence[Piece]) -> list[Role]:
    """A heading right above another is the 栏目 over it; all are where the contents name none of those below them."""
    above = [pair.last + 1 == lower.first for pair, lower in pairwise(pairs)]
    over_marked = [_is_over_marked(pieces[pair.first], pieces[pair.last + 1 : pair.last + 2]) for pair in pairs]
    if len(pairs) > 1 and not any(above) and (all(over_marked) or _are_over_signed(pairs, pieces)):
        return ["section"] * len(pairs)
    return ["section" if is_above else "article" for is_above in (*above, False)]


def _are_over_signed(pairs: Sequence[Pair], pieces: Sequence[Piece]) -> bool:
    """Whether half of the headings stand right above deeper ones, and who wrote these stands below some of them."""
    below = [pieces[pair.last + 1 : pair.last + 3] for pair in pairs]
    deeper = [
        lines
        for pair, lines in zip(pairs, below, strict=True)
        if lines and (lines[0].hints.level or 0) > (pieces[pair.first].hints.level or INNER * INNER)
    ]
    numbered = any(rank_of(lines[0].text) for lines in deeper)
    return len(deeper) * 2 >= len(pairs) and not numbered and any(map(is_detail, chain(*(ls[1:] for ls in deeper))))


def _is_over_marked(heading: Piece, below: Sequence[Piece]) -> bool:
    """Whether a heading stands right above another that bears the same mark."""
    return bool(heading.hints.level) and any(piece.hints.level == heading.hints.level for piece in below)
