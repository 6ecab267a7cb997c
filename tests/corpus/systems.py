"""How 栏目 and 篇目 are counted or marked: 一、 above （一）, 第一部分 above 一、, a star or a bar before each 栏目."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

import msgspec

from wxpress.tree import Article, Block, Bulletin, Heading, Section, Text

_NUMERALS = "一二三四五六七八九十"
_ENUMERATOR = re.compile(r"^(?:[一二三四五六七八]、|（[一二三四五六七八]）)")

_Mark = Callable[[int], str]


def _counted(form: str) -> _Mark:
    return lambda number: form.format(_NUMERALS[number])


def _same(mark: str) -> _Mark:
    return lambda _: mark


_SECTION_MARKS: tuple[tuple[_Mark, _Mark | None], ...] = (
    (_counted("{}、"), _counted("（{}）")),
    (_counted("第{}部分　"), _counted("{}、")),
    (_counted("第{}单元 "), None),
    (_counted("第{}板块　"), None),
    (_counted("{}、"), None),
    *((_same(mark), None) for mark in ("★", "▌", "◎ ", "● ", "※", "▲ ")),
)


def with_system(dice: random.Random, bulletin: Bulletin) -> Bulletin:
    """The bulletin with its sections, and maybe its articles, counted or marked; one without sections as it is."""
    if any(section.title is None or len(section.articles) > len(_NUMERALS) for section in bulletin.sections):
        return bulletin
    above, below = dice.choice(_SECTION_MARKS)
    sections = tuple(_marked(section, above(at), below) for at, section in enumerate(bulletin.sections))
    return msgspec.structs.replace(bulletin, sections=sections)


def has_system(bulletin: Bulletin) -> bool:
    """Whether sections are counted or marked already."""
    names = [section.title or "" for section in bulletin.sections]
    return any(name[:1] in set("第★▌◎●※▲") or "、" in name for name in names)


def _marked(section: Section, mark: str, below: _Mark | None) -> Section:
    articles = section.articles
    if below is not None:
        articles = tuple(_counted_article(article, below(at)) for at, article in enumerate(articles))
    return msgspec.structs.replace(section, title=f"{mark}{section.title}", articles=articles)


def _counted_article(article: Article, mark: str) -> Article:
    """The article with its number, the headings inside it one rank below that."""
    form = "{}. " if mark.startswith("（") else "（{}）"
    numbers = iter(range(len(article.blocks)))
    blocks = tuple(_lower(block, form, numbers) for block in article.blocks)
    return msgspec.structs.replace(article, title=f"{mark}{article.title}", blocks=blocks)


def _lower(block: Block, form: str, numbers: Iterator[int]) -> Block:
    if not isinstance(block, Heading) or not isinstance(block.inlines[0], Text):
        return block
    number = next(numbers)
    mark = form.format(number + 1 if "." in form else _NUMERALS[number])
    return msgspec.structs.replace(block, inlines=(Text(mark + _ENUMERATOR.sub("", block.inlines[0].text)),))
