"""网页自己的话：blocks around a text that bear no name, and are told by the words they open with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from wxpress.inlines import unspaced
from wxpress.readers.html.page import BLOCKS, INVISIBLE, tag, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_OPENINGS: Mapping[str, re.Pattern[str]] = {
    "分享按钮": re.compile(r"(?:一键)?分享(?:到|至|让更多人看到)|分享本[文页]"),
    "文章标签": re.compile(r"(?:文章)?(?:标签|关键[词字])[：:]|(?i:tags?)[：:]"),
    "推荐阅读": re.compile(r"[—\-·•▼↓]*(?:往期(?:推荐|回顾|精选|精彩|文章|内容)|猜你喜欢|大家都在看|更多精彩)"),
}
_LONGEST_OPENING = 24
_MOST_OTHER_WORDS = 24
_PROSE = frozenset("。；！？")
_LINES = 10
"""So many lines below its heading a page's own masthead begins, if it has one."""

_BARE = re.compile(r"[^\w]|_")
_FEWEST = 2


def told_by_words(element: Element) -> str | None:
    """What a block is, by the words it opens with, if it holds no sentence and little but links; null for text."""
    opening = _opening(element)
    for name, pattern in _OPENINGS.items():
        if pattern.match(opening) and _is_bar(element):
            return name
    return None


def _opening(element: Element) -> str:
    """The first words in *element*, white space taken out."""
    texts = (unspaced(text) for text in _texts(element))
    return next((text for text in texts if text), "")[:_LONGEST_OPENING]


def _texts(element: Element) -> Iterator[str]:
    """The texts inside *element* that a browser shows."""
    for inner in element.iter():
        if tag(inner) not in INVISIBLE:
            yield inner.text or ""
        if inner is not element:
            yield inner.tail or ""


def _is_bar(element: Element) -> bool:
    """Whether *element* has links or buttons, and few words besides that are no sentence."""
    links = [unspaced(words_in(link)) for link in element.iter("a")]
    words = unspaced("".join(_texts(element)))
    others = len(words) - sum(map(len, links))
    return bool(links) and others <= _MOST_OTHER_WORDS and not _PROSE & set(words)


def says_again(heading: Element, below: Iterable[Element]) -> bool:
    """Whether two lines or more *below* say together what *heading* says, as the masthead of an issue does."""
    words = _bare(words_in(heading))
    lines = [_bare(line) for line in islice(filter(None, map(_line, below)), _LINES)]
    spans = (lines[start:end] for start in range(len(lines)) for end in range(start + _FEWEST, len(lines) + 1))
    return bool(words) and any("".join(span) == words for span in spans)


def _line(element: Element) -> str:
    """The words of a block that holds no other; empty for every other element."""
    is_line = tag(element) in BLOCKS and not any(tag(inner) in BLOCKS for inner in element.iterdescendants())
    return unspaced(words_in(element)) if is_line else ""


def _bare(words: str) -> str:
    return _BARE.sub("", words)
