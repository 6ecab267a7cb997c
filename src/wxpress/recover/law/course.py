"""来稿的字：the characters of a source in their order, and which of them the tree has used.

Each text is looked for in the lines that its span names, behind the text before it. What a replacement put in stands
behind what it replaced. Nothing is looked for twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.recover.law.insertions import with_insertions
from wxpress.recover.law.runs import Run, aligned, earliest, tightest
from wxpress.recover.law.strands import Leaf, Strand
from wxpress.source import Source, Span

_LONG_LINE = 1000
"""Characters of a line in which the words are looked for close by first."""
_ASIDE = 200
_ASTRAY = 2
"""So many lines a text may stand beside those that it names."""
_WIDE = "utf-32-le"
"""Four bytes to a character: what is used can be blotted out in place."""
_WAYS = ((True, 0), (False, 0), (False, _ASTRAY))
"""How texts are looked for: in runs or by characters, and in how many lines beside their own from the first."""


class Course:
    """来稿的字：all characters but white space, what was put in among them, and which of them the tree has used."""

    def __init__(self, source: Source, entries: Sequence[Entry]) -> None:
        """The characters of *source*, with what *entries* replace."""
        lines = [unspaced(line) for line in source.lines]
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        self._text, self._starts = with_insertions(source.lines, "".join(lines), starts, entries)
        self.release()
        self._in_runs, self._astray = _WAYS[0]

    def first_misplaced(self, strand: Strand, moved: dict[int, str]) -> Leaf | None:
        """Go through the source with a strand; the first of its texts that is not where it must be.

        Texts are taken in long runs; where that leads astray, character by character, as early as may be, which finds
        a way wherever there is one; and where that does, too, from the lines close by as well as from their own.
        """
        misplaced = None
        for self._in_runs, self._astray in _WAYS:
            taken: list[Run] = []
            misplaced = self._first_misplaced(strand, moved, taken)
            if misplaced is None:
                break
            self.give_back(taken)
        self._in_runs, self._astray = _WAYS[0]
        return misplaced

    def give_back(self, taken: Iterable[Run]) -> None:
        """Take back that the characters of these runs were used."""
        for begin, end in taken:
            self._used[begin:end] = bytes(end - begin)
            self._open_text[4 * begin : 4 * end] = self._text[begin:end].encode(_WIDE, "surrogatepass")

    def _first_misplaced(self, strand: Strand, moved: dict[int, str], taken: list[Run]) -> Leaf | None:
        at = 0
        moved_from: dict[int, int] = {}
        for leaf in strand:
            text = unspaced(leaf.text)
            is_moved = leaf.span is not None and text in moved.get(leaf.span.first, "")
            look = self._found if is_moved else self._found_near
            runs = self._closest(text, leaf) or look(text, leaf.span, at)
            if runs is not None:
                at = runs[-1][1] if runs else at
            elif is_moved and leaf.span is not None:
                resumed = moved_from.get(leaf.span.first, 0)
                runs = self._found(text, leaf.span, resumed) or self._found_by_words(leaf.text, leaf.span)
                moved_from[leaf.span.first] = runs[-1][1] if runs else resumed
            if runs is None:
                return leaf
            self._use(runs)
            taken += runs
        return None

    def release(self) -> None:
        """Take back what was used."""
        self._used = bytearray(len(self._text))
        self._open_text = bytearray(self._text.encode(_WIDE, "surrogatepass"))

    def lines(self) -> Iterator[tuple[int, str, list[int]]]:
        """Each line that has characters which the tree does not use: its number, its text, and where they stand."""
        for number, (begin, end) in enumerate(pairwise(self._starts), start=1):
            if self._used.count(0, begin, end):
                unused = [at - begin for at in range(begin, end) if not self._used[at]]
                yield number, self._text[begin:end], unused

    def _found(self, text: str, span: Span | None, at: int) -> list[Run] | None:
        """The runs of characters that make up *text* in the lines of *span*, from *at* on; null: there are none."""
        if not text:
            return []
        begin, end = self._bounds(span)
        begin = max(begin, at)
        close = self._close(text, begin) if self._in_runs and end - begin > _LONG_LINE else None
        if close is not None:
            return [close]
        open_text = self._open(begin, end)
        runs = aligned(text, open_text) if self._in_runs else None
        if runs is None:
            runs = earliest(text, open_text)
        return None if runs is None else [(begin + first, begin + last) for first, last in runs]

    def _closest(self, text: str, leaf: Leaf) -> list[Run] | None:
        """The runs nearest together that make up an address; null for other texts, and in a long line."""
        if not (leaf.is_address and self._in_runs):
            return None
        begin, end = self._bounds(leaf.span)
        if end - begin > _LONG_LINE:
            return None
        runs = tightest(text, self._open(begin, end))
        return runs and [(begin + first, begin + last) for first, last in runs]

    def _close(self, text: str, begin: int) -> Run | None:
        """The run that is *text* right behind *begin*: a long line is not gone through again for each of its words."""
        found = self._open(begin, begin + len(text) + _ASIDE).find(text)
        return (begin + found, begin + found + len(text)) if found >= 0 else None

    def _found_near(self, text: str, span: Span | None, at: int) -> list[Run] | None:
        """The runs that make up *text* in its lines, or close by: a reader may err in the line, not in the order."""
        found = self._found(text, _widened(span, self._astray), at)
        if found is None:
            found = self._found(text, _widened(span, _ASTRAY), at) if span else None
        return self._elsewhere(text, at) if found is None else found

    def _found_by_words(self, text: str, span: Span) -> list[Run] | None:
        """The runs that make up *text*, which was moved: as it is, or its words in whatever order they stood."""
        whole = self._found(unspaced(text), span, 0)
        if whole is not None:
            return whole
        found = [self._found(word, span, 0) for word in text.split()]
        runs = [run for each in found for run in each or ()]
        return runs if all(found) and len({*runs}) == len(runs) else None

    def stands(self, text: str) -> bool:
        """Whether *text* stands anywhere in one run."""
        return self._elsewhere(text, 0) is not None

    def takes(self, text: str, spans: Iterable[Span]) -> list[Run] | None:
        """The one run that is *text*, in one of the *spans* if it may be; it is used then."""
        within = (self._run(text, *self._bounds(span)) for span in spans)
        runs = next(filter(None, within), None) or self._elsewhere(text, 0)
        self._use(runs or ())
        return runs

    def takes_apart(self, text: str, span: Span | None = None) -> list[Run] | None:
        """The characters of *text*, wherever they stand in their order within *span*; they are used then."""
        runs = self._found(text, span, 0)
        self._use(runs or ())
        return runs

    def _use(self, runs: Iterable[Run]) -> None:
        for begin, end in runs:
            self._used[begin:end] = b"\1" * (end - begin)
            self._open_text[4 * begin : 4 * end] = bytes(4 * (end - begin))

    def _elsewhere(self, text: str, at: int) -> list[Run] | None:
        """The one run from *at* on that is *text*, wherever it is."""
        return self._run(text, at, len(self._text))

    def _run(self, text: str, begin: int, end: int) -> list[Run] | None:
        at = self._open(begin, end).find(text)
        return [(begin + at, begin + at + len(text))] if text and at >= 0 else None

    def _bounds(self, span: Span | None) -> Run:
        if span is None:
            return 0, len(self._text)
        lines = len(self._starts) - 1
        return self._starts[min(span.first - 1, lines)], self._starts[min(span.last, lines)]

    def _open(self, begin: int, end: int) -> str:
        """The characters from *begin* to *end*, those that are used already blotted out by nulls."""
        return self._open_text[4 * begin : 4 * end].decode(_WIDE, "surrogatepass")


def _widened(span: Span | None, lines: int) -> Span | None:
    return Span(max(1, span.first - lines), span.last + lines) if span else None
