"""字数统计：a writer from outside wxpress, which counts the characters of each article.

A writer is one value, `WORDCOUNT`, named by one line of ``pyproject.toml``; everything else here serves its function.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wxpress.errors import UsageError
from wxpress.tree import Article, Bulletin, Figure, Image, Node, Section
from wxpress.walk import own_text, walk
from wxpress.writers import Context, Writer

HAN = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_UNITS = re.compile(
    rf"(?P<han>[{HAN}])"
    rf"|(?P<word>[^\W_{HAN}]+(?:[.,:'’/-]?[^\W_{HAN}]+)*[%％‰]?)"  # GDP, 3.14, 2024-07-15, 67%
    r"|(?P<mark>[^\w\s]|_)"
)
_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&])")


@dataclass(frozen=True)
class Count:
    """一处的字数：Han characters, words or numbers in other scripts, and punctuation marks."""

    han: int = 0
    words: int = 0
    marks: int = 0

    def total(self, *, punctuation: bool = True) -> int:
        """字数，as word processors for Chinese give it: each Han character, word, number and mark is one."""
        return self.han + self.words + (self.marks if punctuation else 0)

    def __add__(self, other: Count) -> Count:
        """Both counts together."""
        return Count(self.han + other.han, self.words + other.words, self.marks + other.marks)


@dataclass(frozen=True)
class Row:
    """表的一行：where the text stands, and how much of it there is."""

    section: str
    article: str
    count: Count


def count(text: str) -> Count:
    """The units of *text*; white space counts for nothing."""
    kinds = [match.lastgroup for match in _UNITS.finditer(text)]
    return Count(kinds.count("han"), kinds.count("word"), kinds.count("mark"))


def count_nodes(nodes: Iterable[Node]) -> Count:
    """The units of the running text below *nodes*; what describes a picture is not running text."""
    items = (item for node in nodes for item in walk(node) if not isinstance(item, Image | Figure))
    return sum((count(own_text(item)) for item in items), Count())


def rows(bulletin: Bulletin) -> Iterator[Row]:
    """One row for each part of *bulletin* that holds text, in reading order."""
    if bulletin.editors_note:
        yield Row("", bulletin.editors_note.label, count_nodes(bulletin.editors_note.blocks))
    for section in bulletin.sections:
        yield from _section_rows(section)
    if bulletin.colophon:
        yield Row("", "版记", count_nodes(bulletin.colophon))


def _section_rows(section: Section) -> Iterator[Row]:
    opening = count(section.title or "") + count_nodes(section.blocks)
    if opening.total():
        yield Row(section.title or "", "", opening)
    for article in section.articles:
        yield Row(section.title or "", article.title or "", _article_count(article))


def _article_count(article: Article) -> Count:
    return count(article.title or "") + count_nodes(article.blocks)


def table(lines: Iterable[Row], *, punctuation: bool = True) -> str:
    """The rows and their sum as a table in Markdown; *punctuation* says whether marks count into the last column."""
    known = [*lines]
    whole = Row("合计", "", sum((row.count for row in known), Count()))
    head = "| 栏目 | 篇目 | 汉字 | 词和数 | 标点 | 字数 |\n|---|---|--:|--:|--:|--:|\n"
    return head + "".join(_line(row, punctuation=punctuation) for row in (*known, whole))


def _line(row: Row, *, punctuation: bool) -> str:
    count = row.count
    numbers = (count.han, count.words, count.marks, count.total(punctuation=punctuation))
    return f"| {_plain(row.section)} | {_plain(row.article)} | {' | '.join(map(str, numbers))} |\n"


def _plain(text: str) -> str:
    """*text* with the characters that mean something in a Markdown table made literal."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _counts_punctuation(context: Context) -> bool:
    value = context.options.get("punctuation", True)
    if not isinstance(value, bool):
        raise UsageError(
            f"[writers.wordcount] 的 punctuation 应为 true 或 false，现在是 {value!r}", "标点不计字数写 false"
        )
    return value


def write(bulletin: Bulletin, context: Context) -> bytes:
    """字数表，UTF-8 的 Markdown；``punctuation = false`` in ``[writers.wordcount]`` leaves the marks out of the sum."""
    title = _plain(bulletin.title or context.name)
    counts = table(rows(bulletin), punctuation=_counts_punctuation(context))
    return f"# 字数统计：{title}\n\n{counts}".encode()


WORDCOUNT = Writer(name="wordcount", suffix=".wordcount.md", media_type="text/markdown", write=write)
