"""换上的字：where what replacements put in may stand among the characters of a source."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter

from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.recover.law.runs import Run, earliest

_LONG_LINE = 10_000
_Insertion = tuple[int, str]
"""Where words were put in, and the words."""


def with_insertions(
    lines: Sequence[str], text: str, starts: Sequence[int], entries: Iterable[Entry]
) -> tuple[str, list[int]]:
    """The text with each replacement's words behind every place of what they replace, and where lines begin in it.

    *text* is that of *lines*, without white space, each of them beginning at its start.
    """
    replacements = [entry for entry in entries if entry.kind == "replace"]
    exact = [entry for entry in replacements if _is_exact(entry)]
    others = [entry for entry in replacements if not _is_exact(entry)]  # they may be of words that others put in
    inserted = sorted(_exact_insertions(lines, starts, exact), key=itemgetter(0))
    gone = _merged(_replaced(lines, starts, exact, inserted)) if others else []
    text, starts = _with(text, starts, inserted)
    return _with(text, starts, _other_insertions(text, starts, others, gone))


def _replaced(
    lines: Sequence[str], starts: Sequence[int], entries: Iterable[Entry], inserted: Sequence[_Insertion]
) -> Iterator[Run]:
    """Where what was replaced stands in the text once everything is *inserted*: in lines of any usual length."""
    places = [at for at, _ in inserted]
    shifts = [0, *accumulate(len(words) for _, words in inserted)]
    for entry in entries:
        span = entry.span
        if span is None or not span.first_column or not span.last_column or len(lines[span.last - 1]) > _LONG_LINE:
            continue
        line, start = lines[span.last - 1], starts[span.last - 1]
        begin = start + len(unspaced(line[: span.first_column - 1]))
        end = start + len(unspaced(line[: span.last_column - 1]))
        yield begin + shifts[bisect_right(places, begin)], end + shifts[bisect_left(places, end)]


def _with(text: str, starts: Sequence[int], insertions: Iterable[_Insertion]) -> tuple[str, list[int]]:
    """The text with what is put in, and where its lines begin then."""
    parts: list[str] = []
    places: list[int] = []
    shifts = [0]
    done = 0
    for at, words in sorted(insertions, key=itemgetter(0)):
        parts += [text[done:at], words]
        done = at
        places.append(at)
        shifts.append(shifts[-1] + len(words))
    moved = [start + shifts[bisect_right(places, start)] for start in starts[:-1]]
    return "".join((*parts, text[done:])), [*moved, starts[-1] + shifts[-1]]


def _is_exact(entry: Entry) -> bool:
    return entry.span is not None and entry.span.last_column is not None


def _exact_insertions(lines: Sequence[str], starts: Sequence[int], entries: Iterable[Entry]) -> Iterator[_Insertion]:
    """What was put in behind a column that its entry names; what replaced a replacement stands behind that."""
    by_line: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for entry in entries:
        if entry.span and entry.span.last_column:
            by_line[entry.span.last].append((entry.span.last_column - 1, unspaced(entry.after)))
    for number, inserted in by_line.items():
        at, column = starts[number - 1], 0
        for end, words in sorted(inserted, key=itemgetter(0)):
            at += len(unspaced(lines[number - 1][column:end]))
            column = end
            yield at, words


def _merged(runs: Iterable[Run]) -> list[Run]:
    """The runs in their order, those that overlap as one."""
    merged: list[Run] = []
    for begin, end in sorted(runs):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _is_within(place: int, runs: Sequence[Run]) -> bool:
    """Whether what ends at *place* stands in one of the *runs*, which are in order and apart."""
    at = bisect_left(runs, place, key=itemgetter(0)) - 1
    return at >= 0 and place <= runs[at][1]


def _other_insertions(
    text: str, starts: Sequence[int], entries: Iterable[Entry], gone: Sequence[Run]
) -> Iterator[_Insertion]:
    """All that may have been put in; what replaces the same words in the same lines once for each place of theirs.

    What is *gone* from a place stands in what came for it, and is counted there.
    """
    alike: defaultdict[tuple[str, str, Run | None], list[Entry]] = defaultdict(list)
    for entry in entries:
        alike[entry.before, entry.after, (entry.span.first, entry.span.last) if entry.span else None].append(entry)
    for (before, _, _), same in alike.items():
        found = list(_insertions(text, starts, same[0]))
        places = [each for each in found if not _is_within(each[0], gone)] or found
        yield from places if before else (places * len(same))[: len(same)]


def _insertions(text: str, starts: Sequence[int], entry: Entry) -> Iterator[_Insertion]:
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
