"""对位：finds each character of a text of the tree again in its source, between the marks that are no text."""

from __future__ import annotations

NOWHERE = -1
_REACH = {12: 4000, 6: 4000, 3: 400, 2: 60, 1: 60}
"""How far a piece of so many characters is looked for: the length of an address, of a mark, of an escape."""


def aligned(text: str, source: str, first: int, end: int) -> list[int]:
    """The offset in *source* of each character of *text*, looked for in order from *first* up to *end*."""
    whole = source.find(text, first, end)
    if whole >= 0:
        return list(range(whole, whole + len(text)))
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
    for size, reach in _REACH.items():
        found = source.find(text[index : index + size], at, min(end, at + reach))
        if found >= 0:
            return found
    return at
