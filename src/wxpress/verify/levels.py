"""标题的级别：the headings of markup against those of the tree: which words are one, and how deep it stands.

A style chooses the level of its sections; articles, and headings inside them, count on from there (WCAG 1.3.1).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wxpress.source import Span
from wxpress.tree import Article, Block, Bulletin, Heading, Image, Node, Note, Section
from wxpress.verify.lines import Document
from wxpress.verify.report import Difference
from wxpress.verify.seen import seen
from wxpress.walk import children, text_of, walk

_TAGS = tuple(f"{{*}}h{level}" for level in range(1, 7))
_DEEPEST = 6


class _Title(NamedTuple):
    """A heading of the tree: of what kind, its words, how far below the title above it, and where it comes from."""

    kind: str
    words: str
    below: int
    span: Span | None


class _Found(NamedTuple):
    title: _Title
    level: int


def strange_levels(documents: Sequence[Document], bulletin: Bulletin) -> Iterator[Difference]:
    """Titles and headings of *bulletin* that a page or book marks as none, or at another level; its text is whole."""
    shown = [heading for document in documents for heading in _headings(document)]
    found, lost = _aligned(_titles(bulletin), shown) if shown else ([], [])
    for title in lost:
        cause, cause_en = f"“{_short(title)}”没有标成标题", f"“{_short(title)}” is not marked as a heading"
        yield Difference(kind="structure", cause=cause, cause_en=cause_en, span=title.span)
    for (title, level), wanted in zip(found, _wanted(found), strict=True):
        if level != wanted:
            cause = f"标题“{_short(title)}”是第 {level} 级（h{level}），应为第 {wanted} 级"
            cause_en = f"the heading “{_short(title)}” is an h{level}, not an h{wanted}"
            yield Difference(kind="structure", cause=cause, cause_en=cause_en, span=title.span)


def _short(title: _Title) -> str:
    return title.words[:24]


def _headings(document: Document) -> Iterator[tuple[int, str]]:
    """The level and the words of each heading."""
    for element in document.root.iter(*_TAGS):
        yield int(element.tag[-1]), seen("".join(element.itertext()))


def _aligned(titles: Iterable[_Title], shown: Sequence[tuple[int, str]]) -> tuple[list[_Found], list[_Title]]:
    """The titles with the levels that they are shown at, in order, and those that are not shown as one."""
    found, lost, at = [], [], 0
    for title in titles:
        place = next((place for place in range(at, len(shown)) if shown[place][1] == title.words), None)
        if place is None:
            lost.append(title)
        else:
            found.append(_Found(title, shown[place][0]))
            at = place + 1
    return found, lost


def _wanted(found: Sequence[_Found]) -> Iterator[int]:
    """The level that each should have."""
    tops = Counter(level - title.below for title, level in found if title.kind == "title")
    top = tops.most_common(1)[0][0] if tops else 0
    above = last = 0
    for title, level in found:
        if title.kind == "title":
            above = last = top + title.below
        else:
            last = min(above + title.below, last + 1, _DEEPEST) if above else level
        yield last


def _titles(bulletin: Bulletin) -> Iterator[_Title]:
    """The titles of sections and articles, and the headings below them, but for those below none."""
    for section in bulletin.sections:
        if section.title:
            yield _title(section, 0)
            yield from _inside(section.blocks)
        for article in section.articles:
            if article.title:
                yield _title(article, 1 if section.title else 0)
                yield from _inside(article.blocks)


def _title(node: Section | Article, below: int) -> _Title:
    return _Title("title", seen(node.title or ""), below, node.span)


def _inside(blocks: Iterable[Block]) -> Iterator[_Title]:
    """The headings among *blocks*, none of a note, and none that has more than words."""
    stack: list[Node] = []
    stack += reversed(tuple(blocks))
    while stack:
        node = stack.pop()
        if isinstance(node, Heading):
            if (words := seen(text_of(node))) and not any(isinstance(inner, Note | Image) for inner in walk(node)):
                yield _Title("heading", words, node.level, node.span)
        elif not isinstance(node, Note):
            stack += reversed(children(node))
