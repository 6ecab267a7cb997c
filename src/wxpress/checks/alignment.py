"""对位：finds each character of a text of the tree again in its source, between the marks that are no text."""

from __future__ import annotations

NOWHERE = -1
_PIECES = (12, 6, 3, 2)
_REACH = 60
"""How far a lone character is looked for: the length of a line break, an escape or a short mark."""


def aligned(text: str, source: str, first: int, end: int) -> list[int]:
    """The offset in *source* of each character of *text*, looked for in order from *first* up to *end*."""
    offsets: list[int] = []
    at = first
    for index, character in enumerate(text):
        if at >= end or source[at] != character:
            at = _resumed(text, index, source, at, end)
        if at < end and source[at] == character:
            offsets.append(at)
            at += 1
        else:
            offsets.append(NOWHERE)
    return offsets


def _resumed(text: str, index: int, source: str, at: int, end: int) -> int:
    """Where the source goes on with the text from *index*: the longest piece of it decides."""
    if text[index].isspace():
        return at
    for size in _PIECES:
        found = source.find(text[index : index + size], at, end)
        if found >= 0:
            return found
    found = source.find(text[index], at, min(end, at + _REACH))
    return found if found >= 0 else at
