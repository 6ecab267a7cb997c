"""目录的折行：an entry that runs over two lines or three becomes one line again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

import msgspec

from wxpress.inlines import glue
from wxpress.readers.draft import Piece
from wxpress.recover.contents.entries import Line, has_page, parse
from wxpress.recover.words.grammar import folded, title_key
from wxpress.recover.words.lines import is_subtitle
from wxpress.recover.words.ranks import mark_of
from wxpress.recover.words.signatures import author_behind
from wxpress.source import cover

LONGEST_TITLE = 60
SHORTEST_WRAPPED = 12
"""A line of an entry that goes on is longer than the names of most 栏目."""

_MOST = 0.6


def words_of(pieces: Iterable[Piece]) -> set[str]:
    """What stands in the body as titles may: the words of its lines, and of two short lines one below the other."""
    texts = [piece.text for piece in pieces if piece.role != "furniture"]
    short = [text if len(text) <= LONGEST_TITLE else "" for text in texts]
    both = (folded(upper + lower) for upper, lower in pairwise(short) if upper and lower)
    return {*map(folded, texts), *(title_key(text) for text in short), *both} - {""}


def unwrapped(lines: Sequence[Line], body: Collection[str]) -> list[Line]:
    """The lines with those that go on joined to the lines they begin."""
    joined: list[Line] = []
    paged, heads, depths = _are_paged(lines), _heads(lines), _depths_of_heads(lines)
    for line in lines:
        over = bool(joined) and joined[-1].depth in depths and line.depth > joined[-1].depth
        if (
            joined
            and not over
            and not _is_whole(joined[-1], heads, body)
            and _goes_on(joined[-1], line, body, paged=paged)
        ):
            joined[-1] = _joined(joined[-1], line)
        else:
            joined.append(line)
    return joined


def _is_whole(line: Line, heads: Collection[str], body: Collection[str]) -> bool:
    """Whether the body has what a line says, which is the head of others, or has its author behind it."""
    title, author = author_behind(line.text)
    return title_key(title) in body and (bool(author) or mark_of(line.text) in heads)


def _are_paged(lines: Sequence[Line]) -> bool:
    """Whether most long lines end in a page, so that a long one without belongs to the next."""
    pages = [has_page(line) for line in lines if len(line.text) >= SHORTEST_WRAPPED]
    return sum(pages) >= _MOST * len(pages)


def _heads(lines: Sequence[Line]) -> set[str]:
    """The marks and numbers before lines none of which has a page, as those of 栏目 above paged articles."""
    marks = [(mark_of(line.text), not has_page(line)) for line in lines]
    bare = [mark for mark, is_bare in marks if is_bare and mark]
    return {mark for mark in bare if bare.count(mark) > 1 and (mark, False) not in marks}


def _depths_of_heads(lines: Sequence[Line]) -> set[float]:
    """The depths at which short lines without a page stand above deeper ones that have one, as names of 栏目 do."""
    pairs = [(upper, lower) for upper, lower in pairwise(lines) if len(upper.text) < SHORTEST_WRAPPED]
    return {upper.depth for upper, lower in pairs if upper.depth < lower.depth and _is_bare(upper, lower)}


def _is_bare(upper: Line, lower: Line) -> bool:
    return not has_page(upper) and has_page(lower)


def _goes_on(upper: Line, lower: Line, body: Collection[str], *, paged: bool) -> bool:
    """Whether the body has both as one title; where it has the first alone, too, only if this lacks the next's page."""
    first, second = parse(upper), parse(lower)
    if is_subtitle(second.title):
        return first.page is None or second.page is None
    if first.page is not None or lower.number is not None or upper.bold != lower.bold:
        return False
    whole = upper.text + second.title
    in_body = folded(whole) in body or title_key(whole) in body
    lacks_page = paged and second.page is not None and len(upper.text) >= SHORTEST_WRAPPED
    if title_key(upper.text) in body:
        return in_body and lacks_page
    return in_body or (lacks_page and title_key(second.title) not in body)


def _joined(upper: Line, lower: Line) -> Line:
    """One line of both; a page behind the upper one goes behind both."""
    first = parse(upper)
    title = upper.text if first.page is None else first.title
    return msgspec.structs.replace(
        upper,
        text=f"{title}{glue(title, lower.text)}{lower.text}{upper.text.removeprefix(title)}",
        span=cover(upper.span, lower.span),
        inlines=(*upper.inlines, *lower.inlines),
    )
