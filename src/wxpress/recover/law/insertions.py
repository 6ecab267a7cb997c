"""换上的字：where what replacements put in may stand among the characters of a source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.recover.law.runs import Run, earliest


def with_insertions(text: str, starts: Sequence[int], entries: Iterable[Entry]) -> tuple[str, list[int]]:
    """The text with each replacement's words behind every place of what they replace, and where lines begin in it."""
    inserted = sorted(_all_insertions(text, starts, entries), key=itemgetter(0))
    parts: list[str] = []
    places: list[int] = []
    shifts = [0]
    done = 0
    for at, words in inserted:
        parts += [text[done:at], words]
        done = at
        places.append(at)
        shifts.append(shifts[-1] + len(words))
    moved = [start + shifts[bisect_right(places, start)] for start in starts[:-1]]
    return "".join((*parts, text[done:])), [*moved, starts[-1] + shifts[-1]]


def _all_insertions(text: str, starts: Sequence[int], entries: Iterable[Entry]) -> Iterator[tuple[int, str]]:
    """All that may have been put in; what replaces the same words in the same lines once for each place of theirs.

    Entries that name their columns are one for each place: there are no more places than entries.
    """
    alike: defaultdict[tuple[str, str, Run | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.kind == "replace":
            alike[entry.before, entry.after, (entry.span.first, entry.span.last) if entry.span else None].append(entry)
    for (before, _, _), same in alike.items():
        places = list(_insertions(text, starts, same[0]))
        if not before:
            yield from (places * len(same))[: len(same)]
        else:
            yield from places[: len(same)] if all(_is_exact(entry) for entry in same) else places


def _is_exact(entry: Entry) -> bool:
    return entry.span is not None and entry.span.first_column is not None


def _insertions(text: str, starts: Sequence[int], entry: Entry) -> Iterator[tuple[int, str]]:
    """Where the words of a replacement may stand: behind what they replace, else at the end of its lines."""
    before, after = unspaced(entry.before), unspaced(entry.after)
    if not after:
        return
    lines = len(starts) - 1
    bounds = (starts[min(entry.span.first - 1, lines)], starts[min(entry.span.last, lines)]) if entry.span else None
    begin, end = bounds or (0, len(text))
    beside = before or after  # an address that is its link's words as well stands there once
    places = _ends(beside, text, begin, end) or (_ends(before, text, 0, len(text)) if before else []) or [end]
    yield from ((place, after) for place in places)


def _ends(words: str, text: str, begin: int, end: int) -> list[int]:
    """Where *words* end in that part of the text: each time as they are, and once with marks between them."""
    found = {match.end() for match in re.compile(re.escape(words)).finditer(text, begin, end)} if words else set()
    runs = earliest(words, text[begin:end]) if words else None
    return sorted(found | {begin + runs[-1][1]} if runs else found)
