"""对稿：finds the lines of the page in the bulletin's text, whatever stands before and after them on the page."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wxpress.proof.blocks import Block

_ANCHOR = 6
"""So many characters in a row are looked for, to find a line that also has what the tree has not."""

_ANCHORS = 8
"""At so many places of the line."""

_OWN = 0.5
"""How much of a line must be found."""

_RECENT = 4
"""The last lines that were found: a running head or a note may stand between two lines of a paragraph."""

_BETWEEN = "\n"


class Place(NamedTuple):
    """位置：the part of block *block* that a line shows, in characters of ``Block.seen``."""

    block: int
    start: int
    end: int


class Text:
    """The bulletin's whole text without spaces, in which lines are looked up one after another."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        """Join *blocks*, a line end between each two."""
        self.text = _BETWEEN.join(block.seen for block in blocks) + _BETWEEN
        self.starts = _starts(blocks)
        self.recent = deque([0], maxlen=_RECENT)

    def places(self, lines: Iterable[str]) -> Iterator[Place | None]:
        """The place of each of *lines*, which have no spaces; null for one that is not of the text: a folio, a head."""
        for line in lines:
            found = self._find(line)
            if found is None:
                yield None
                continue
            start, end = found
            self.recent.appendleft(end)
            block = bisect_right(self.starts, start) - 1
            yield Place(block, start - self.starts[block], end - self.starts[block])

    def _find(self, line: str) -> tuple[int, int] | None:
        """The whole line where a recent one ended, or else further on, or anywhere; or else the longest part of it."""
        if not line:
            return None
        for cursor in self.recent:
            if (found := self._continued(line, cursor)) is not None:
                return found
        if len(line) >= _ANCHOR:
            for begin in (self.recent[0], 0):
                if (at := self.text.find(line, begin)) >= 0:
                    return at, at + len(line)
        return self._part(line)

    def _continued(self, line: str, cursor: int) -> tuple[int, int] | None:
        """The line if it goes on at *cursor*, in the same block or as the next one's first."""
        rest = self.text[cursor : self.text.find(_BETWEEN, cursor)] if cursor else ""
        if rest and line.startswith(rest):  # perhaps with 【链接】 after it
            return cursor, cursor + len(rest)
        for begin in (cursor + self.text.startswith(_BETWEEN, cursor), cursor):
            if self.text.startswith(line, begin):
                return begin, begin + len(line)
        return None

    def _part(self, line: str) -> tuple[int, int] | None:
        size = min(_ANCHOR, max(2, len(line) // 2))
        for offset in range(min(_ANCHORS, len(line) - size + 1)):
            anchor = line[offset : offset + size]
            for begin in (self.recent[0], 0) if size == _ANCHOR else (self.recent[0],):
                at = self.text.find(anchor, begin, None if size == _ANCHOR else begin + 2 * len(line))
                if at >= 0 and (found := self._grown(line, offset, at))[1] - found[0] >= _OWN * len(line):
                    return found
        return None

    def _grown(self, line: str, offset: int, at: int) -> tuple[int, int]:
        """The part of the text round *at* that is in *line* round *offset*."""
        start, end = at, at
        while offset - (at - start) > 0 and start > 0 and self.text[start - 1] == line[offset - (at - start) - 1]:
            start -= 1
        while offset + (end - at) < len(line) and self.text[end] == line[offset + (end - at)]:
            end += 1
        return start, end


def _starts(blocks: Sequence[Block]) -> list[int]:
    starts, length = [], 0
    for block in blocks:
        starts.append(length)
        length += len(block.seen) + len(_BETWEEN)
    return starts
