"""The rows in which a bulletin is printed, whatever the form of the file: what every layout starts from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from wxpress.tree import Article, Block, Bulletin, ContentsEntry, EditorsNote, Paragraph, Section, SourceLink, Text

Part = Literal["masthead", "title", "label", "entry", "note", "section", "article", "details", "block", "colophon"]


@dataclass(frozen=True)
class Row:
    """One line or block: its part in the bulletin, its words or its block, and the links that stand behind it."""

    part: Part
    text: str = ""
    block: Block | None = None
    level: int = 0
    page: int | None = None
    links: tuple[SourceLink, ...] = ()


@dataclass(frozen=True)
class Script:
    """The rows of a bulletin in order, and the tree a careful editor makes of them."""

    rows: tuple[Row, ...]
    bulletin: Bulletin

    def of(self, *parts: Part) -> tuple[Row, ...]:
        """The rows of these parts."""
        return tuple(row for row in self.rows if row.part in parts)


def script(dice: random.Random, bulletin: Bulletin, *, contents: bool = True) -> Script:
    """The rows of *bulletin*, with habits of print chosen at random; *contents* says whether a 目录 is printed."""
    return _Printer(dice, contents=contents).script(bulletin)


class _Printer:
    def __init__(self, dice: random.Random, *, contents: bool) -> None:
        self.dice = dice
        self.contents = contents
        self.link_alone = dice.choice((0.0, 0.3, 1.0))
        self.byline = dice.choice(("{}", "{}", "作者：{}", "作者：{}", "文/{}", "撰文：{}", "（作者：{}）", "□ {}"))
        self.source = dice.choice(("来源：{}", "文章来源：{}", "摘自：{}", "（来源：{}）"))
        self.date = dice.choice(("{}", "发布时间：{}", "日期：{}"))
        self.together = dice.random() < 0.3
        self.source_last = dice.choice(("no", "no", "line", "inside"))

    def script(self, bulletin: Bulletin) -> Script:
        body = [row for number, section in enumerate(bulletin.sections) for row in self.section(number, section)]
        entries = tuple(self.entries(bulletin)) if self.contents else ()
        note = list(self.note(bulletin.editors_note)) if bulletin.editors_note else []
        label = [Row("label", self.dice.choice(("目录", "目　录", "本期目录", "目 录")))] if entries else []
        printed = [Row("entry", entry.title, level=entry.level, page=entry.page) for entry in entries]
        note_first = self.dice.random() < 0.1
        front = [*note, *label, *printed] if note_first else [*label, *printed, *note]
        colophon = [Row("colophon", block=block) for block in bulletin.colophon]
        rows = (*self.masthead(bulletin), *front, *body, *colophon)
        return Script(rows, msgspec.structs.replace(bulletin, contents=entries))

    def masthead(self, bulletin: Bulletin) -> Iterator[Row]:
        space = self.dice.choice((" ", "　", "　　"))
        name = space.join(filter(None, (bulletin.audience, bulletin.series)))
        issue, publisher = bulletin.issue, bulletin.publisher
        if issue and self.dice.random() < 0.3:
            name, issue = f"{name}{space}{issue}", None
        if publisher and self.dice.random() < 0.4:
            publisher = self.dice.choice(("主办：{}", "编印：{}", "主办单位：{}")).format(publisher)
        lines = [name, *filter(None, (issue, publisher, bulletin.date))]
        if publisher and bulletin.date and self.dice.random() < 0.5:
            lines = [*lines[:-2], f"{publisher}{self.dice.choice(('　　', '　　　　', '    '))}{bulletin.date}"]
        yield from (Row("masthead", line) for line in lines)
        yield Row("title", bulletin.title or "")

    def entries(self, bulletin: Bulletin) -> Iterator[ContentsEntry]:
        page = 0
        paged = self.dice.choice(("sections", "articles", "all", "all", "none"))
        for section in bulletin.sections:
            page += self.dice.randint(1, 2)
            if section.title:
                yield ContentsEntry(1, section.title, page if paged in {"sections", "all"} else None)
            for article in section.articles:
                yield ContentsEntry(2, article.title or "", page if paged in {"articles", "all"} else None)
                page += self.dice.randint(0, 2)

    def note(self, note: EditorsNote) -> Iterator[Row]:
        blocks = list(note.blocks)
        label = self.dice.choice(("{}：", "【{}】", "{}：", "{}", "**{}：**"))
        first, *rest = (self._with_links(blocks, note.links)) or [Row("block")]
        if label == "{}":
            yield Row("note", note.label, level=1)
            yield replace(first, part="note")
        else:
            yield replace(first, part="note", text=label.format(note.label))
        yield from (replace(row, part="note") for row in rest)

    def section(self, number: int, section: Section) -> Iterator[Row]:
        if section.title:
            yield Row("section", section.title, level=number + 1)
        yield from (Row("block", block=block) for block in section.blocks)
        for article in section.articles:
            yield Row("article", article.title or "")
            yield from self.article(article)

    def article(self, article: Article) -> Iterator[Row]:
        above, below, inside = self.details(article)
        yield from (Row("details", line) for line in above)
        blocks = list(article.blocks)
        if inside and isinstance(blocks[-1], Paragraph):
            blocks[-1] = Paragraph((*blocks[-1].inlines, Text(inside)))
        yield from self._with_links(blocks, article.links)
        yield from (Row("details", line, level=1) for line in below)

    def details(self, article: Article) -> tuple[list[str], list[str], str]:
        """Lines above the text, lines below it, and what stands behind its last word."""
        known = [
            form.format(value)
            for form, value in ((self.byline, article.byline), (self.source, article.source), (self.date, article.date))
            if value
        ]
        if article.source and self.source_last != "no":
            known.remove(self.source.format(article.source))
            source = self.dice.choice(("（来源：{}）", "（摘自：{}）")).format(article.source)
            is_text = isinstance(article.blocks[-1], Paragraph)
            return known, *(([], source) if self.source_last == "inside" and is_text else ([source], ""))
        if self.together and len(known) > 1 and article.byline and self.byline != "{}" and "　" not in article.byline:
            return ["　".join(known)], [], ""
        return known, [], ""

    def _with_links(self, blocks: Sequence[Block], links: tuple[SourceLink, ...]) -> list[Row]:
        rows = [Row("block", block=block) for block in blocks]
        if links and (self.dice.random() < self.link_alone or not isinstance(blocks[-1], Paragraph)):
            return [*rows, Row("block", links=links)]
        return [*rows[:-1], replace(rows[-1], links=links)] if links else rows
