"""成句的文字：how many characters of sentences each part of a page holds; links and labels are none."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import TYPE_CHECKING

from wxpress.readers.html.page import INVISIBLE, tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SENTENCE = re.compile(r"[，。；！？、]|[a-z][.,;]\s")
_SHORTEST_SENTENCE = 12
_WITHOUT_PROSE = INVISIBLE | {"a", ""}


def prose_in(body: Element, left_out: Container[Element] = ()) -> dict[Element, float]:
    """How many characters of sentences, links and what is left out aside, each element holds."""
    found: dict[Element, float] = {}
    for element in reversed(list(body.iter())):
        if tag(element) in _WITHOUT_PROSE or element in left_out:
            found[element] = 0
        else:
            found[element] = found.get(element, 0) + _length(element.text)
        parent = element.getparent()
        if parent is not None:
            found[parent] = found.get(parent, 0) + found[element] + _length(element.tail)
    return found


def _length(text: str | None) -> int:
    words = (text or "").strip()
    return len(words) if len(words) >= _SHORTEST_SENTENCE and _SENTENCE.search(words) else 0
