"""比对：where what was found for a course differs from what it should say, and who cannot be seen in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple

from wxpress.verify.course import Course
from wxpress.verify.difference import Gap, gaps
from wxpress.verify.lines import BLANK, GLYPH, NO_FACE, Flaw, Line
from wxpress.verify.report import Difference, Kind
from wxpress.verify.rereading import Chunk

AROUND = 8
"""So many characters are shown on both sides of a difference."""

LONGEST = 24
"""A longer text is shown by its first and last characters."""

_NO_LAST_PAGE = 10**6
_SHORTEST = 4
"""Fewer characters in a row may well stand twice in a text."""


class Record(NamedTuple):
    """一条记录：a difference, its place in the course's text, and the characters missing and those too many.

    *pages* are those that lie between the line before it and the line after it.
    """

    at: int
    difference: Difference
    missing: str = ""
    extra: str = ""
    pages: range = range(0)


class _Words(NamedTuple):
    expected: str
    found: str = ""
    cause: str = ""


class Reading:
    """读数：what was found for one course, in the course's own order."""

    def __init__(self, course: Course) -> None:
        """Take a course that has been read."""
        self.course = course
        self.chunks: list[Chunk] = sorted(course.chunks, key=lambda chunk: chunk.strand)

    @cached_property
    def text(self) -> str:
        """All that was found."""
        return "".join(chunk.line.text[chunk.start : chunk.end] for chunk in self.chunks)

    @cached_property
    def starts(self) -> list[int]:
        """Where each chunk begins in `text`."""
        return [0, *accumulate(chunk.end - chunk.start for chunk in self.chunks)]

    @cached_property
    def own(self) -> list[bool]:
        """Of each character of the course's text, whether it is the tree's own."""
        return [
            own
            for strand in self.course.strands
            for piece, start, end in zip(strand.pieces, strand.starts, strand.starts[1:], strict=False)
            for own in [piece.addition is None] * (end - start)
        ]

    def differences(self) -> Iterator[Record]:
        """What differs from the course's text."""
        for first, last in self._damaged():
            start, begin = self.course.starts[first], self.begins[first]
            wanted = self.course.text[start : self.course.starts[last + 1]]
            for gap in gaps(wanted, self.text[begin : self.begins[last + 1]]):
                placed = Gap(gap.start + start, gap.end + start, gap.begin + begin, gap.stop + begin)
                needed = self._without_additions(placed)
                if needed.start < needed.end or needed.begin < needed.stop:
                    yield self._told(needed)

    @cached_property
    def begins(self) -> list[int]:
        """Where what was found for each strand begins in `text`, and where the last ends."""
        lengths = [0] * len(self.course.strands)
        for chunk in self.chunks:
            lengths[chunk.strand] += chunk.end - chunk.start
        return [0, *accumulate(lengths)]

    def _damaged(self) -> Iterator[tuple[int, int]]:
        """The first and last of each run of strands that were not found as they should be; what is whole parts them."""
        numbers = range(len(self.course.strands))
        for is_whole, run in groupby(numbers, key=self._is_whole):
            if not is_whole:
                strands = list(run)
                yield strands[0], strands[-1]

    def _is_whole(self, number: int) -> bool:
        strand, found = self.course.strands[number], self.text[self.begins[number] : self.begins[number + 1]]
        reached, used = strand.follow(0, found)
        return used == len(found) and strand.is_done(reached)

    def unseen(self) -> Iterator[Record]:
        """What is in the file but cannot be seen, a difference for each line and cause."""
        for chunk in self.chunks:
            inside = (flaw for flaw in chunk.line.flaws if chunk.start < flaw.end and flaw.start < chunk.end)
            for (cause, _), flaws in groupby(inside, key=lambda flaw: (flaw.cause, _shape(chunk.line, flaw))):
                yield self._unseen(chunk, cause, list(flaws))

    def _unseen(self, chunk: Chunk, cause: str, flaws: Sequence[Flaw]) -> Record:
        spans = [(max(flaw.start, chunk.start), min(flaw.end, chunk.end)) for flaw in flaws]
        text = "".join(chunk.line.text[start:end] for start, end in spans)
        at = self._position(chunk, spans[0][0])
        words = _Words(short(text), cause=cause)
        if cause.startswith(GLYPH):
            words = _Words(text[0], cause=cause.removeprefix(GLYPH).strip(NO_FACE))
        return Record(at, self._placed(_unseen_kind(cause), chunk.line, at, len(text), words))

    def _position(self, chunk: Chunk, start: int) -> int:
        """Where in the course's text the character *start* of a chunk's line stands, if it is where it should be."""
        return self.course.starts[chunk.strand] + max(chunk.place, 0) + start - chunk.start

    def _without_additions(self, gap: Gap) -> Gap:
        """*gap* with the part of the missing text that had to be there."""
        own = [place for place in range(gap.start, gap.end) if self.own[place]]
        return gap._replace(start=own[0], end=own[-1] + 1) if own else gap._replace(end=gap.start)

    def _told(self, gap: Gap) -> Record:
        missing, extra = self.course.text[gap.start : gap.end], self.text[gap.begin : gap.stop]
        line = self._line_at(gap.begin - (1 if missing and not extra else 0))
        words = _Words(
            _around(self.course.text, gap.start, gap.end),
            _around(self.text, gap.begin, gap.stop),
        )
        told = self._placed(self._kind(missing, extra), line, gap.start, len(missing) or len(extra), words)
        return Record(gap.start, told, missing, extra, self._pages_between(gap.begin))

    def _pages_between(self, place: int) -> range:
        """The pages that nothing of the course was found on, where *place* of `text` is."""
        before = self._line_at(place - 1) if place else None
        after = self._line_at(place) if place < len(self.text) else None
        first = (before.place.page or 0) + 1 if before else 1
        return range(first, (after.place.page or first) if after else _NO_LAST_PAGE)

    def _kind(self, missing: str, extra: str) -> Kind:
        if missing:
            return "changed" if extra else "missing"
        return "doubled" if len(extra) >= _SHORTEST and extra in self.course.text else "extra"

    def _line_at(self, place: int) -> Line | None:
        if not self.chunks:
            return None
        return self.chunks[min(max(bisect_right(self.starts, place) - 1, 0), len(self.chunks) - 1)].line

    def _placed(self, kind: Kind, line: Line | None, at: int, count: int, words: _Words) -> Difference:
        strand = min(bisect_right(self.course.starts, at) - 1, len(self.course.strands) - 1)
        piece, offset = self.course.strands[strand].piece_at(at - self.course.starts[strand])
        origin = piece.origin
        return Difference(
            kind=kind,
            place=line.place if line else None,
            count=count,
            path=f"{origin.path}:{offset}",
            title=origin.title,
            span=origin.span,
            expected=words.expected,
            found=words.found,
            cause=words.cause,
        )


def _unseen_kind(cause: str) -> Kind:
    if cause == GLYPH + NO_FACE:
        return "no-glyph"
    if cause.startswith(GLYPH):
        return "glyph"
    return "blank" if cause == BLANK else "hidden"


def _shape(line: Line, flaw: Flaw) -> str:
    """The character that is drawn wrong; each is told by itself."""
    return line.text[flaw.start : flaw.end] if flaw.cause.startswith(GLYPH) else ""


def short(text: str) -> str:
    """*text*, or its beginning and end."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST // 2]}……{text[-LONGEST // 2 :]}"


def _around(text: str, start: int, end: int) -> str:
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    left = "…" if start > AROUND else ""
    right = "…" if end + AROUND < len(text) else ""
    return f"{left}{before}{short(text[start:end])}{after}{right}"
