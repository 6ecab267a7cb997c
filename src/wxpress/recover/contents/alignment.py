"""对齐：pairs the entries of the contents with the body's lines, both in order, for the best sum of likeness.

A heading may differ from its entry by a few characters, or be wrapped over up to three lines. Pure: strings in, pairs
out; the cost is near-linear in the number of likely pairs.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

import msgspec

from wxpress.inlines import unspaced
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import folded, looks_like_title, title_key
from wxpress.recover.words.likeness import LEAST_LIKENESS, likeness
from wxpress.recover.words.signatures import author_behind, is_signature

MOST_LINES = 3
_AUTHOR_PENALTY = 0.9
_AUTHOR = re.compile(r"[（(][^（）()]{2,12}[）)]\s*$|[\s/／]+[^\s/／]{2,8}\s*$")
_IN_BRACKETS = re.compile(r"[（(][^（）()]{4,}[）)]$")
_FUZZY_LIMIT = 1_000_000
"""Comparisons of an entry with a line that are still made; a larger text must have its titles word for word."""
_EARLIER = 1e-7
_REACH = 16
"""Entries of the same words are paired in their order, give or take so many."""


class Candidate(msgspec.Struct, frozen=True):
    """一行正文：its words and what speaks for (above 0) or against (below 0) its being a heading.

    One that is *alone* is no part of a wrapped title.
    """

    text: str
    favour: float = 0
    alone: bool = False


class Pair(msgspec.Struct, frozen=True, order=True):
    """一对：entry *entry* stands at lines *first* to *last* of the body (all indices from 0), alike by *likeness*."""

    first: int
    last: int
    entry: int
    likeness: float
    weight: float


def align(entries: Sequence[str], lines: Sequence[Candidate | None]) -> list[Pair]:
    """The pairs of the best alignment, in order; a null line can hold no heading."""
    authors = [folded(author_behind(entry)[1]) for entry in entries]
    pairs = [
        pair
        for pair in _pairs(entries, lines)
        if not (_takes_author(authors[pair.entry], lines, pair) or _names_author(entries[pair.entry], lines, pair))
    ]
    return _best_chain(sorted(pairs), len(entries))


def _takes_author(author: str, lines: Sequence[Candidate | None], pair: Pair) -> bool:
    """Whether the last of several lines is the author whom the entry names behind the title: that is no part of it."""
    last = lines[pair.last]
    if pair.last == pair.first or last is None or not author:
        return False
    return folded(last.text) == author or is_signature(last.text)


def _names_author(entry: str, lines: Sequence[Candidate | None], pair: Pair) -> bool:
    """Whether the last of several lines stands in brackets, as the same words do behind the title in the entry."""
    last = lines[pair.last]
    bracketed = _IN_BRACKETS.search(entry) if pair.last > pair.first else None
    return bracketed is not None and last is not None and last.text.strip() == bracketed[0]


def _pairs(entries: Sequence[str], lines: Sequence[Candidate | None]) -> Iterator[Pair]:
    by_words: defaultdict[str, list[int]] = defaultdict(list)
    for index, entry in enumerate(entries):
        for key in _keys(entry):
            by_words[key].append(index)
    found: set[int] = set()
    times: Counter[str] = Counter()
    for first, last, text, favour in _windows(lines, by_words):
        key = title_key(text)
        times[key] += first == last
        for at in _near(by_words.get(key, ()), times[key]):
            found.add(at)
            yield _pair(entries[at], at, first, last, text, favour)
    yield from _alike([index for index in range(len(entries)) if index not in found], entries, lines)


def _near(entries: Sequence[int], times: int) -> Sequence[int]:
    """Of entries that have the same words, those that may be the one that stands there for so many *times*."""
    return entries[max(0, times - _REACH) : times + _REACH]


def _alike(missing: Sequence[int], entries: Sequence[str], lines: Sequence[Candidate | None]) -> Iterator[Pair]:
    """Pairs that differ by a few characters, for the entries that stand nowhere word for word."""
    windows = [window for window in _windows(lines) if looks_like_title(window[2])] if missing else []
    if len(windows) * len(missing) > _FUZZY_LIMIT:
        windows = [window for window in windows if window[0] == window[1]]
    if len(windows) * len(missing) > 2 * _FUZZY_LIMIT:
        return
    keys = [title_key(text) for _, _, text, _ in windows]
    for entry in missing:
        wanted = _keys(entries[entry]) - {""}
        for key, (first, last, text, favour) in zip(keys, windows, strict=True):
            if key and any(likeness(title, key, LEAST_LIKENESS) for title in wanted):
                yield _pair(entries[entry], entry, first, last, text, favour)


def _windows(lines: Sequence[Candidate | None], known: Collection[str] = ()) -> Iterator[tuple[int, int, str, float]]:
    """Every line, and every run of short lines that a wrapped title may fill, or that is a *known* one."""
    longest = max(map(len, known), default=0)
    for first, line in enumerate(lines):
        text, favour = "", 0.0
        for last in range(first, min(first + MOST_LINES, len(lines))):
            candidate = lines[last]
            if candidate is None:
                break
            is_sure = last == first or _may_be_wrapped(line, candidate)
            if not is_sure and len(title_key(text)) > longest:
                break  # a paragraph, which is not folded once more with the next
            text += candidate.text
            if not is_sure and title_key(text) not in known:
                break
            favour = candidate.favour if line is candidate else favour - 0.05
            yield first, last, text, favour


def _may_be_wrapped(line: Candidate | None, below: Candidate) -> bool:
    if line is None or line.alone or below.alone:
        return False
    return looks_like_title(below.text) and not details_of(below.text)


def _keys(entry: str) -> set[str]:
    """What an entry may be known by: its words, and those without the author that some contents put behind them."""
    return {title_key(entry), title_key(_AUTHOR.sub("", entry)), title_key(author_behind(entry)[0])} - {""} or {""}


def _pair(entry_text: str, entry: int, first: int, last: int, text: str, favour: float) -> Pair:
    alike = _alikeness(entry_text, title_key(text))
    exact = 0.05 if unspaced(entry_text) == unspaced(text) else 0.0
    return Pair(first, last, entry, alike, alike + exact + favour - first * _EARLIER)


def _alikeness(entry: str, key: str) -> float:
    """How like an entry is to the words of a title (its *key*), with the author behind it or without."""
    own = title_key(entry)
    if own == key != "":
        return 1
    titles = _AUTHOR.sub("", entry), author_behind(entry)[0]
    without_author = max(likeness(title_key(title), key) for title in titles)
    return max(likeness(own, key), _AUTHOR_PENALTY * without_author)


def _best_chain(pairs: Sequence[Pair], entries: int) -> list[Pair]:
    """The heaviest chain of pairs in which entries rise and lines do not overlap."""
    best = _PrefixMaximum(entries)
    before: list[int | None] = [None] * len(pairs)
    totals = [0.0] * len(pairs)
    waiting: list[tuple[int, int]] = []
    for index in sorted(range(len(pairs)), key=lambda at: (pairs[at].first, pairs[at].last)):
        pair = pairs[index]
        while waiting and waiting[0][0] < pair.first:
            _, done = waiting.pop(0)
            best.raise_to(pairs[done].entry, totals[done], done)
        total, before[index] = best.below(pair.entry)
        totals[index] = total + pair.weight
        if pair.weight > 0:
            waiting.insert(bisect_left(waiting, (pair.last, index)), (pair.last, index))
    for _, done in waiting:
        best.raise_to(pairs[done].entry, totals[done], done)
    chain: list[Pair] = []
    _, at = best.below(entries)
    while at is not None:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


class _PrefixMaximum:
    """The greatest total among entries below a bound, in logarithmic time (a Fenwick tree of maxima)."""

    def __init__(self, size: int) -> None:
        self._cells: list[tuple[float, int | None]] = [(0.0, None)] * (size + 1)

    def raise_to(self, entry: int, total: float, pair: int) -> None:
        at = entry + 1
        while at < len(self._cells):
            if total > self._cells[at][0]:
                self._cells[at] = (total, pair)
            at += at & -at

    def below(self, entry: int) -> tuple[float, int | None]:
        greatest: tuple[float, int | None] = (0.0, None)
        at = entry
        while at > 0:
            if self._cells[at][0] > greatest[0]:
                greatest = self._cells[at]
            at -= at & -at
        return greatest
