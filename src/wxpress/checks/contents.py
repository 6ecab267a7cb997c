"""目录：the printed contents held against the body, and against themselves; wordings are recovery's to compare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wxpress.checks import Check
from wxpress.checks.finding import about, shortened
from wxpress.checks.passages import Kind, Manuscript
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import unspaced
from wxpress.tree import ContentsEntry

_LINES: frozenset[Kind] = frozenset({"title", "heading", "paragraph"})
_LONGEST = 80
"""A title that recovery has not taken for one is still a line, and no longer than this."""


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Entries out of order, twice, or with a page number that is missing or too small."""
    entries = manuscript.bulletin.contents
    yield from _order(manuscript, entries)
    yield from _pages(manuscript, entries)
    yield from _missing_pages(manuscript, entries)
    yield from _doubled(manuscript, entries)


def _order(manuscript: Manuscript, entries: Sequence[ContentsEntry]) -> Iterator[Diagnostic]:
    places = _lines(manuscript)
    farthest, above = -1, ""
    for entry in entries:
        # WX202 has told of one that has no place
        place = _next(places.get(unspaced(entry.title), [farthest]), farthest)
        if place < farthest:
            yield about(manuscript, "WX237", entry.span, title=shortened(entry.title), above=shortened(above))
        elif place > farthest:
            farthest, above = place, entry.title


def _lines(manuscript: Manuscript) -> dict[str, list[int]]:
    """Where the body has each line that a title may be."""
    places: dict[str, list[int]] = {}
    for place, passage in enumerate(manuscript.passages):
        if passage.kind in _LINES and len(passage.text) <= _LONGEST:
            places.setdefault(unspaced(passage.text), []).append(place)
    return places


def _next(places: Sequence[int], farthest: int) -> int:
    """The first of *places* beyond the farthest so far, else the last."""
    return next((place for place in places if place > farthest), places[-1])


def _pages(manuscript: Manuscript, entries: Sequence[ContentsEntry]) -> Iterator[Diagnostic]:
    above = 0
    for entry in entries:
        if entry.page is not None and entry.page < above:
            values = {"page": str(entry.page), "above": str(above), "title": shortened(entry.title)}
            yield about(manuscript, "WX238", entry.span, **values)
        above = above if entry.page is None else entry.page


def _missing_pages(manuscript: Manuscript, entries: Sequence[ContentsEntry]) -> Iterator[Diagnostic]:
    """Entries without a page where most of their level have one."""
    for level in sorted({entry.level for entry in entries}):
        same = [entry for entry in entries if entry.level == level]
        missing = [entry for entry in same if entry.page is None]
        if len(missing) * 2 < len(same):
            yield from (about(manuscript, "WX239", entry.span, title=shortened(entry.title)) for entry in missing)


def _doubled(manuscript: Manuscript, entries: Sequence[ContentsEntry]) -> Iterator[Diagnostic]:
    """The same entry twice below one section."""
    above: set[tuple[int, str]] = set()
    for entry in entries:
        if entry.level == 1:
            above = {pair for pair in above if pair[0] == 1}
        pair = (entry.level, unspaced(entry.title))
        if pair in above:
            yield about(manuscript, "WX243", entry.span, title=shortened(entry.title))
        above.add(pair)


CHECK = Check("contents", check)
