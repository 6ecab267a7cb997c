"""文流：what must be read in an output, strand by strand; strands that stand side by side are one step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from wxpress.source import Span
from wxpress.verify.seen import offset_in, seen


class Origin(NamedTuple):
    """出处：where in the tree a piece comes from, as a JSON pointer; its lines in the source; the title above it."""

    path: str
    span: Span | None = None
    title: str | None = None

    def at(self, *steps: object, span: Span | None = None) -> Origin:
        """The origin of what stands below, *steps* further down."""
        return Origin("/".join([self.path, *map(str, steps)]), span or self.span, self.title)


class Piece(NamedTuple):
    """一段字：*text* as the tree has it; one that the output adds has a name, and may be left out."""

    text: str
    origin: Origin
    addition: str | None = None


@dataclass(frozen=True)
class Strand:
    """一条文流：pieces that are read one after another."""

    pieces: tuple[Piece, ...]

    @cached_property
    def _shown(self) -> tuple[str, ...]:
        return tuple(seen(piece.text) for piece in self.pieces)

    @cached_property
    def text(self) -> str:
        """The characters to be seen."""
        return "".join(self._shown)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each piece begins in *text*, and where the last ends."""
        return (0, *accumulate(map(len, self._shown)))

    @cached_property
    def skips(self) -> dict[int, int]:
        """Where additions begin, and where what follows them does."""
        if not any(piece.addition for piece in self.pieces):
            return {}
        return {
            start: end
            for piece, start, end in zip(self.pieces, self.starts, self.starts[1:], strict=False)
            if piece.addition and end > start
        }

    @cached_property
    def is_text(self) -> bool:
        """Whether anything of it is the tree's own."""
        return any(piece.text and not piece.addition for piece in self.pieces)

    def follow(self, at: int, text: str) -> tuple[int, int]:
        """How far the strand, from *at*, goes along with *text*: the place reached, and the characters used.

        An addition that *text* does not have is passed over.
        """
        used = 0
        while True:
            same = _common(self.text, at, text, used)
            at, used = at + same, used + same
            if used == len(text):
                return at, used
            start, end = self._addition_at(at) if self.skips else (at, at)
            if end == at or used < at - start:
                return at, used
            at, used = end, used - (at - start)

    def _addition_at(self, at: int) -> tuple[int, int]:
        """Where the addition that *at* stands in begins and ends; *at* itself where there is none."""
        return next(((start, end) for start, end in self.skips.items() if start <= at < end), (at, at))

    def is_done(self, at: int) -> bool:
        """Whether nothing of the tree's own is left after *at*."""
        while at in self.skips:
            at = self.skips[at]
        return at >= len(self.text)

    def piece_at(self, place: int) -> tuple[Piece, int]:
        """The piece that holds the character at *place* of `text`, and that character's offset in the piece's text."""
        last = len(self.pieces) - 1
        index = next((i for i in range(last) if self.starts[i + 1] > place), last)
        piece = self.pieces[index]
        return piece, offset_in(piece.text, place - self.starts[index])


class Step(NamedTuple):
    """一步：strands side by side; *is_loose* where their order is the style's own choice.

    *head* is the row that a table repeats at the head of a page. What *may_move* may open the page after its own.
    """

    strands: tuple[Strand, ...]
    is_loose: bool = False
    head: tuple[Strand, ...] = ()
    may_move: bool = False


def single(pieces: Iterable[Piece]) -> Step:
    """A step of one strand."""
    return Step((Strand(tuple(pieces)),))


def _common(left: str, at: int, right: str, begin: int) -> int:
    """How many characters *left* from *at* and *right* from *begin* share."""
    if left.startswith(right[begin:] if begin else right, at):
        return len(right) - begin
    most = min(len(left) - at, len(right) - begin)
    return next((i for i in range(most) if left[at + i] != right[begin + i]), most)
