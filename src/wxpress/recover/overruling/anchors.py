"""锚：finds the words that an override names among the pieces, however the source was extracted this time.

White space never counts, nor where lines are cut: words may run over several pieces. They are looked for as they are
written, then with widths, cases and quotation marks folded, then, whole lines only, with a few characters changed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Literal

import msgspec

from wxpress.inlines import unspaced
from wxpress.readers.draft import Piece
from wxpress.recover.words.likeness import similarity
from wxpress.tree import Block, Note
from wxpress.walk import own_text, text_of, walk

Fit = Literal["whole", "opening", "any"]
"""How words must stand: filling their pieces, at the beginning of one, or anywhere."""

LEAST_LIKENESS = 0.8
_LEAST_FUZZY = 4
"""Shorter words are found as they are, or not at all."""

_LEAST_OPENING = 8
_RUNNERS_UP = 0.05
_SHOWN = 3
_LEAST_SHOWN = 50
"""From 0 to 100: words of which a third is changed are at 60 or more, nine in ten of others below this."""

_LONGEST_SHOWN = 30
_QUOTES = str.maketrans("“”„‟«»‘’‚‛", "''''''''''")


class Spot(msgspec.Struct, frozen=True, order=True):
    """一处：from piece *first* at character *at* up to piece *last* at character *to* (indices from 0)."""

    first: int
    at: int
    last: int
    to: int


class Candidate(msgspec.Struct, frozen=True):
    """相近的一处：a piece that is like the words that were not found; *likeness* from 0 to 1."""

    piece: Piece
    likeness: float


def plain_places(block: Block) -> Iterator[tuple[int, str]]:
    """The characters of a block and where each stands in its `text_of`; notes in running text are left out."""
    skipped = 0
    at = 0
    for node in walk(block):
        words = own_text(node)
        if isinstance(node, Note):
            skipped = max(skipped, at + len(text_of(node)))
        if at >= skipped:
            yield from enumerate(words, at)
        at += len(words)


@lru_cache(maxsize=4096)
def fold_character(character: str) -> str:
    """*character* with width, case and kind of quotation mark folded; nothing of white space."""
    return "".join(unicodedata.normalize("NFKC", character).translate(_QUOTES).casefold().replace('"', "'").split())


def fold(text: str) -> str:
    """*text* with every character folded."""
    return "".join(map(fold_character, text))


class Running(msgspec.Struct, frozen=True, dict=True):
    """行文：the words of all pieces in one string, with the place of each character.

    *starts* holds where each piece begins in *text*, and its end; *places* the place of each character in its piece.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def spot(self, begin: int, end: int) -> Spot:
        """The spot of ``text[begin:end]``, which is not empty."""
        first, last = self._owner(begin), self._owner(end - 1)
        return Spot(first, self.places[begin], last, self.places[end - 1] + 1)

    def fits(self, begin: int, end: int, fit: Fit) -> bool:
        """Whether ``text[begin:end]`` stands as it must."""
        opens = fit == "any" or begin == self.starts[self._owner(begin)]
        return opens and (fit != "whole" or end == self.starts[self._owner(end - 1) + 1])

    def _owner(self, position: int) -> int:
        return bisect_right(self.starts, position) - 1


class Anchors(msgspec.Struct, frozen=True, dict=True):
    """锚地：pieces in which words are looked for; those *aside* (the contents) count only where no other place does."""

    pieces: tuple[Piece, ...]
    aside: range = range(0)

    @cached_property
    def _exact(self) -> Running:
        return _running(self.pieces, unspaced)

    @cached_property
    def _folded(self) -> Running:
        return _running(self.pieces, fold_character)

    def spots(self, words: str) -> list[Spot]:
        """Every spot of *words*, as they are written or else folded."""
        return self._outside(self._literal(words, "any"))

    def lines(self, words: str, *, or_opening: bool = False) -> list[Spot]:
        """The spots of a whole line; with *or_opening* also of a paragraph that begins so, or else of lines alike."""
        found = self._literal(words, "whole")
        if not found and or_opening and len(fold(words)) >= _LEAST_OPENING:
            found = self._literal(words, "opening")
        return self._outside(found or _alike(self._folded, fold(words)))

    def _literal(self, words: str, fit: Fit) -> list[Spot]:
        exact = _occurrences(self._exact, unspaced(words), fit)
        return list(exact) or list(_occurrences(self._folded, fold(words), fit))

    def _outside(self, found: list[Spot]) -> list[Spot]:
        return [spot for spot in found if spot.first not in self.aside] or found

    def begins(self, spot: Spot) -> bool:
        """Whether no word of the piece stands before the spot."""
        return not any(place < spot.at for place in self._places(spot.first))

    def ends(self, spot: Spot) -> bool:
        """Whether no word of the piece stands behind the spot."""
        return not any(place >= spot.to for place in self._places(spot.last))

    def _places(self, piece: int) -> Iterator[int]:
        return (place for place, word in plain_places(self.pieces[piece].block) if unspaced(word))

    def nearest(self, words: str) -> list[Candidate]:
        """The pieces that are most like *words*, best first."""
        from rapidfuzz import process  # noqa: PLC0415 - for words that stand nowhere

        wanted = fold(words)
        texts = {index: fold(text_of(piece.block)) for index, piece in enumerate(self.pieces)}
        short = {index: text for index, text in texts.items() if text}
        found = process.extract(wanted, short, scorer=_likeness, limit=_SHOWN, score_cutoff=_LEAST_SHOWN)
        return [Candidate(self.pieces[index], score / 100) for _, score, index in found]


def _likeness(wanted: str, text: str, **_: object) -> float:
    """How much of *wanted* stands in *text*, or how like the two are, from 0 to 100."""
    from rapidfuzz import fuzz  # noqa: PLC0415 - as above

    whole = fuzz.ratio(wanted, text)
    return max(whole, 0.9 * fuzz.partial_ratio(wanted, text)) if len(text) > len(wanted) else whole


def _running(pieces: Sequence[Piece], form: Callable[[str], str]) -> Running:
    parts: list[str] = []
    starts = [0]
    places: list[int] = []
    for piece in pieces:
        for place, character in plain_places(piece.block):
            shown = form(character)
            parts.append(shown)
            places += [place] * len(shown)
        starts.append(len(places))
    return Running("".join(parts), tuple(starts), tuple(places))


def _occurrences(running: Running, wanted: str, fit: Fit) -> Iterator[Spot]:
    begin = running.text.find(wanted) if wanted else -1
    while begin >= 0:
        end = begin + len(wanted)
        if running.fits(begin, end, fit):
            yield running.spot(begin, end)
        begin = running.text.find(wanted, begin + 1)


def _alike(running: Running, wanted: str) -> list[Spot]:
    """The lines most like *wanted*; several where they are about as like."""
    if len(wanted) < _LEAST_FUZZY:
        return []
    found = [(likeness, spot) for spot, likeness in _windows(running, wanted) if likeness >= LEAST_LIKENESS]
    best = max((likeness for likeness, _ in found), default=0.0)
    near = [(likeness, spot) for likeness, spot in found if likeness >= best - _RUNNERS_UP]
    return _one_for_each_start(near)


def _one_for_each_start(found: Sequence[tuple[float, Spot]]) -> list[Spot]:
    """The best spot of those that overlap."""
    kept: list[Spot] = []
    for _, spot in sorted(found, key=lambda item: (-item[0], item[1])):
        if all(spot.last < other.first or other.last < spot.first for other in kept):
            kept.append(spot)
    return sorted(kept)


def _windows(running: Running, wanted: str) -> Iterator[tuple[Spot, float]]:
    """Runs of whole pieces about as long as *wanted*, with their likeness."""
    shortest, longest = LEAST_LIKENESS * len(wanted), len(wanted) / LEAST_LIKENESS
    for first, begin in enumerate(running.starts[:-1]):
        for end in running.starts[first + 1 :]:
            if end - begin > longest:
                break
            if end - begin >= shortest:
                likeness = similarity(wanted, running.text[begin:end])
                yield running.spot(begin, end), likeness


def shown(piece: Piece) -> str:
    """A piece as a message shows it: its line and the beginning of its words."""
    words = " ".join(text_of(piece.block).split())
    cut = f"{words[:_LONGEST_SHOWN]}…" if len(words) > _LONGEST_SHOWN else words
    return f"第 {piece.span.first} 行“{cut}”" if piece.span else f"“{cut}”"
