"""分份：a text that bears very many marks is given to the inline parser in portions.

The parser's time grows with the square of the marks in one text. No paragraph of a bulletin comes near a portion's
limits; where one does, markup that reaches from one portion into the next stays text, and no character is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

MAXIMUM_MARKS = 200
"""Marks in one portion: characters that may open or close inline markup."""

MAXIMUM_LENGTH = 5000
"""Characters in one portion of a text that bears marks."""

_MARKS = re.compile(r"[*_\[\]<\\!(&]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_STEP = re.compile(
    r"\\.?[\ufdd0-\ufdda]*|[\ufdd0-\ufdda]+|[*_\[\]<!(&]|[)>。！？；]+\s*|\s+|[^*_\[\]<\\!(&\s)>。！？；\ufdd0-\ufdda]{1,500}",
    re.DOTALL,
)
"""What is never cut: an escaped character, a line's number."""

_GOOD_ENOUGH = 0.8
_GOOD_END = re.compile(r"[\n)>。！？；]\s*$")


def portion_out(element: Element) -> None:
    """Put texts inside *element* that bear too many marks into children, one for each portion."""
    for at, child in reversed(list(enumerate(element))):
        if _is_heavy(child.tail):
            element[at + 1 : at + 1] = _portions(child.tail or "")
            child.tail = None
    if _is_heavy(element.text):
        element[:0] = _portions(element.text or "")
        element.text = None


def _is_heavy(text: str | None) -> bool:
    if not text or len(text) <= MAXIMUM_MARKS:
        return False
    return _weight(text) > MAXIMUM_MARKS or (len(text) > MAXIMUM_LENGTH and bool(_MARKS.search(text)))


def _weight(text: str) -> int:
    return sum(1 for _ in _MARKS.finditer(text))


def _portions(text: str) -> list[Element]:
    elements = []
    for words in _gathered(text):
        element = Element("portion")
        element.text = words
        elements.append(element)
    return elements


def _gathered(text: str) -> Iterator[str]:
    """Whole lines as many as a portion takes; a line that is itself too heavy in steps."""
    portion: list[str] = []
    weight = length = 0
    for piece in _pieces(text):
        added = _weight(piece)
        if portion and _is_full(portion[-1], weight + added, length + len(piece)):
            yield "".join(portion)
            portion, weight, length = [], 0, 0
        portion.append(piece)
        weight += added
        length += len(piece)
    yield "".join(portion)


def _is_full(last: str, weight: int, length: int) -> bool:
    """Whether a portion ends after *last*: in its second half at a good place, else where it has to."""
    share = max(weight / MAXIMUM_MARKS, length / MAXIMUM_LENGTH)
    return share > 1 or (share > _GOOD_ENOUGH and bool(_GOOD_END.search(last)))


def _pieces(text: str) -> Iterator[str]:
    for line in _LINE.findall(text):
        yield from _STEP.findall(line) if _is_heavy(line) else [line]
