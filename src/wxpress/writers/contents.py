"""目录：the contents computed from the tree, and the ids of its places.

Ids are ASCII and come from the position in the tree, so that a change in one article moves no other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from wxpress.tree import Article, Block, Bulletin, Paragraph, Section, Text
from wxpress.walk import text_of, words

OPENING = 16
"""Characters of its opening words by which an article without a title is named."""

BODY = "正文"
EDITORS_NOTE = "editors-note"
EDITORS_NOTE_LABEL = "编者按"
COLOPHON = "colophon"
COLOPHON_LABEL = "版记"


@dataclass(frozen=True)
class Place:
    """目录的一条：*id* of the place, its *label*, the *places* below it, and whether it is a titled 栏目."""

    id: str
    label: str
    places: tuple[Place, ...] = ()
    is_section: bool = False


def section_id(section: int) -> str:
    """The id of the section at position *section*, from 1."""
    return f"section-{section}"


def article_id(section: int, article: int) -> str:
    """The id of an article by its position in its section, both from 1."""
    return f"article-{section}-{article}"


def contents(bulletin: Bulletin) -> tuple[Place, ...]:
    """目录：sections with their articles below them; articles without a section stand at the upper level."""
    return tuple(place for number, section in enumerate(bulletin.sections, 1) for place in _section(section, number))


def _section(section: Section, number: int) -> Iterator[Place]:
    articles = (
        Place(article_id(number, position), article_label(article))
        for position, article in enumerate(section.articles, 1)
    )
    if section.title:
        yield Place(section_id(number), section.title, tuple(articles), is_section=True)
        return
    if section.blocks:
        yield Place(section_id(number), opening_words(section.blocks))
    yield from articles


def article_label(article: Article) -> str:
    """An article's title, or its opening words."""
    return article.title or opening_words(article.blocks)


def outline(bulletin: Bulletin) -> Bulletin:
    """提纲：the masthead of *bulletin*, and of its text what `contents` lists: small, and with the same contents."""
    sections = tuple(map(_outlined, bulletin.sections))
    return msgspec.structs.replace(bulletin, editors_note=None, sections=sections, colophon=(), contents=())


def _outlined(section: Section) -> Section:
    has_opening = section.blocks and not section.title
    blocks = (Paragraph((Text(opening_words(section.blocks)),)),) if has_opening else ()
    return Section(section.title, blocks, tuple(Article(article_label(article)) for article in section.articles))


def opening_words(blocks: tuple[Block, ...]) -> str:
    """The first `OPENING` characters of the first block that has any; 正文 where there are none.

    What a note says is no part of them, but where there is nothing else.
    """
    texts = (" ".join((words([block]) or text_of(block)).split()) for block in blocks)
    opening = next(filter(None, texts), BODY)
    return opening if len(opening) <= OPENING else f"{opening[:OPENING]}……"
