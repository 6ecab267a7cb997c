"""并排：parts one line of an output between strands that stand side by side, such as the cells of a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wxpress.verify.lines import Line
from wxpress.verify.strands import Step

_TRIES = 4000
"""So many ways to part a line are tried."""


@dataclass(frozen=True)
class Part:
    """一份：the strand, by its number in the step, took *count* characters, from *place* in its text to *end*."""

    strand: int
    place: int
    end: int
    count: int


def parted(step: Step, places: Sequence[int], line: Line, span: range) -> tuple[Part, ...] | None:
    """How the characters *span* of *line* go on with the strands of *step*, which have been read to *places*.

    What comes back covers them all, or ends the step; null where neither can be. From the left to the right no strand
    comes twice, nor before one on its left, unless their order is loose.
    """
    return next(partings(step, places, line, span), None)


def partings(step: Step, places: Sequence[int], line: Line, span: range) -> Iterator[tuple[Part, ...]]:
    """All the ways to part them, the likeliest first."""
    if len(step.strands) == 1:
        return _alone(step, places[0], line.text[span.start : span.stop])
    strands = tuple(range(len(step.strands)))
    return _Parting(step, line, span.stop).ways(span.start, tuple(places), strands)


def _alone(step: Step, place: int, text: str) -> Iterator[tuple[Part, ...]]:
    """What a strand that stands alone takes of *text*; nothing where it neither takes all nor ends."""
    (strand,) = step.strands
    end, count = strand.follow(place, text)
    if count and (count == len(text) or strand.is_done(end)):
        yield (Part(0, place, end, count),)
    elif not text or strand.is_done(place):
        yield ()


def after(places: Sequence[int], parts: Sequence[Part]) -> tuple[int, ...]:
    """The places that the strands have been read to after *parts*."""
    ends = {part.strand: part.end for part in parts}
    return tuple(ends.get(number, place) for number, place in enumerate(places))


@dataclass
class _Parting:
    step: Step
    line: Line
    stop: int
    tries: int = _TRIES

    def ways(self, used: int, places: tuple[int, ...], strands: tuple[int, ...]) -> Iterator[tuple[Part, ...]]:
        self.tries -= 1
        if used >= self.stop:
            yield ()
        elif self.tries >= 0:
            for part in self._openings(used, places, strands):
                for rest in self.ways(used + part.count, after(places, [part]), self._others(strands, part.strand)):
                    yield (part, *rest)
            if all(strand.is_done(place) for strand, place in zip(self.step.strands, places, strict=True)):
                yield ()

    def _others(self, strands: tuple[int, ...], taken: int) -> tuple[int, ...]:
        """The strands that may come after *taken*."""
        return tuple(number for number in strands if number != taken and (self.step.is_loose or number > taken))

    def _openings(self, used: int, places: tuple[int, ...], strands: tuple[int, ...]) -> Iterator[Part]:
        """The strands that the line may go on with, each as far as it goes, then only to a gap in the line."""
        for number in strands:
            strand, place = self.step.strands[number], places[number]
            end, count = strand.follow(place, self.line.text[used : self.stop])
            if count:
                yield Part(number, place, end, count)
                for shorter in self._gaps(used, count):
                    end, _ = strand.follow(place, self.line.text[used : used + shorter])
                    yield Part(number, place, end, shorter)

    def _gaps(self, used: int, count: int) -> list[int]:
        """Where a gap parts the next *count* characters, the last first."""
        return sorted((gap - used for gap in self.line.gaps if used < gap < used + count), reverse=True)
