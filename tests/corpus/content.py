"""The truth: bulletins as trees, of every content that their form of arrival has the means to carry."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    EditorsNote,
    Figure,
    Heading,
    Inline,
    Link,
    List,
    Paragraph,
    Quote,
    Section,
    SourceLink,
    Strong,
    Table,
    Text,
)

from . import phrases as p
from . import titles
from .prose import Prose
from .systems import with_system

LABELS = ("链接", "链接", "链接", "链接", "详细", "更多", "阅读全文", "原文链接", "查看原文")
TARGETS = (
    "https://www.example.cn/a/{}.html",
    "http://news.example.com.cn/2025/c1-{}?from=x&id=2",
    "https://例子.cn/{}",
)
NOTE_LABELS = (
    *("编者按", "编者按", "编者的话", "编前语", "卷首语", "按语"),
    *("刊首语", "导读", "编者寄语", "编辑手记", "开卷语"),
)
_SYSTEMATIC = 0.25
SIZES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 18, 25, 40)
_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 9, 8, 6, 5, 4, 3, 1, 1)


@dataclass(frozen=True)
class Means:
    """What a form of arrival can carry beyond lines of words."""

    strong: bool = False
    inline_links: bool = False
    targets: bool = False
    links: bool = True
    lists: bool = False
    tables: bool = False
    quotes: bool = False
    figures: bool = False
    headings: bool = True
    openings: bool = False
    sections: bool = True
    contents: bool = True
    least_articles: int = 1


def bulletin(dice: random.Random, means: Means) -> Bulletin:
    """One bulletin that *means* can carry."""
    made = _Editor(dice, means).bulletin()
    return with_system(dice, made) if dice.random() < _SYSTEMATIC else made


class _Editor:
    def __init__(self, dice: random.Random, means: Means) -> None:
        self.dice = dice
        self.means = means
        self.author = Prose(dice)
        self.titles = titles.Titles(self.author)
        self.signed, self.sourced, self.dated = (dice.random() * share for share in (0.8, 0.6, 0.4))
        self.linked = dice.choice((0.0, 0.9, 1.0)) if means.links else 0.0
        self.divided = dice.choice((0.0, 0.0, 0.2, 0.5)) if means.headings else 0.0

    def happens(self, share: float) -> bool:
        return self.dice.random() < share

    def bulletin(self) -> Bulletin:
        return Bulletin(
            audience=self.author.pick(titles.AUDIENCES) if self.happens(0.6) else None,
            series=self.author.pick(titles.SERIES),
            title=titles.topic(self.author),
            issue=titles.issue(self.dice) if self.happens(0.6) else None,
            date=titles.day(self.dice) if self.happens(0.5) else None,
            publisher=self.author.pick(titles.PUBLISHERS) if self.happens(0.5) else None,
            editors_note=self.note() if self.happens(0.7) else None,
            sections=self.sections(),
            colophon=self.colophon(),
        )

    def note(self) -> EditorsNote:
        blocks = tuple(self.paragraph(1, 4) for _ in range(self.dice.randint(1, 5)))
        return EditorsNote(self.author.pick(NOTE_LABELS), blocks, self.links(0.3))

    def sections(self) -> tuple[Section, ...]:
        count = max(self.dice.choices(SIZES, _WEIGHTS)[0], self.means.least_articles)
        if count < 2 or not self.means.sections or self.happens(0.2):
            return (Section(None, articles=tuple(self.article() for _ in range(count))),)
        sizes = _divided(self.dice, count)
        return tuple(self.section(*named) for named in zip(self.titles.sections(len(sizes)), sizes, strict=True))

    def section(self, name: str, count: int) -> Section:
        opening = (self.paragraph(1, 2),) if self.means.openings and self.happens(0.15) else ()
        return Section(name, opening, tuple(self.article() for _ in range(count)))

    def article(self) -> Article:
        title = self.titles.article()
        return Article(
            title,
            byline=titles.name_line(self.author) if self.happens(self.signed) else None,
            source=titles.source_name(self.author) if self.happens(self.sourced) else None,
            date=titles.day(self.dice) if self.happens(self.dated) else None,
            blocks=tuple(self.blocks(title)),
            links=self.links(self.linked),
        )

    def links(self, share: float) -> tuple[SourceLink, ...]:
        if not self.means.links or not self.happens(share):
            return ()
        target = self.author.pick(TARGETS).format(self.dice.randint(1000, 99999))
        return (SourceLink(self.author.pick(LABELS), target if self.means.targets and self.happens(0.5) else None),)

    def blocks(self, title: str) -> list[Block]:
        """Text, divided by headings or not; one in ten begins with the title's own words."""
        blocks: list[Block] = [self.paragraph() for _ in range(self.dice.randint(1, 4))]
        if self.happens(0.1) and len(title) < 30 and title[-1] not in "？！”":
            blocks[0] = Paragraph((Text(f"{title}，{self.author.sentence()}"),))
        if self.happens(0.1):
            blocks = [*self.opening(), *blocks]
        if self.happens(self.divided):
            blocks += self.parts()
        if self.happens(0.15) and self.special():
            blocks += [self.dice.choice(self.special())(), self.paragraph()]
        return blocks

    def opening(self) -> list[Block]:
        """How a speech, an interview or a list of points begins."""
        author = self.author
        talk = (f"问：如何{author.point()}？", f"答：{author.paragraph(1, 2)}")
        points = tuple(f"{numeral}是{author.point()}。" for numeral in "一二三")
        lines = self.dice.choice((("同志们：",), talk, points))
        return [Paragraph((Text(line),)) for line in lines]

    def parts(self) -> list[Block]:
        """Headings 一、 or （一） with text below each, and maybe 1. within."""
        mark = self.dice.choice(("{}、", "（{}）"))
        parts: list[Block] = []
        for numeral in "一二三四五六七八"[: self.dice.randint(2, 5)]:
            parts.append(Heading(1, (Text(mark.format(numeral) + self.author.point()),)))
            parts += [self.paragraph() for _ in range(self.dice.randint(1, 2))]
        return parts

    def special(self) -> list[Callable[[], Block]]:
        wanted = (("lists", self.list), ("tables", self.table), ("quotes", self.quote), ("figures", self.picture))
        return [make for name, make in wanted if getattr(self.means, name)]

    def paragraph(self, least: int = 1, most: int = 5) -> Paragraph:
        inlines: list[Inline] = [Text(self.author.paragraph(least, most))]
        if self.means.strong and self.happens(0.06):
            inlines = [Strong((Text(self.author.sentence()),)), *inlines]
        if self.means.inline_links and self.happens(0.05):
            inlines += [Text("详见"), self.link(), Text("。")]
        return Paragraph(_merged(inlines))

    def link(self) -> Link:
        target = self.author.pick(TARGETS).format(self.dice.randint(1000, 99999))
        return Link(target, (Text(f"《{self.author.pick(p.BOOKS)}》"),))

    def list(self) -> List:
        items = tuple((Paragraph((Text(self.author.sentence()),)),) for _ in range(self.dice.randint(2, 5)))
        return List(ordered=self.happens(0.5), items=items)

    def table(self) -> Table:
        columns = self.dice.randint(2, 4)
        head = tuple((Text(name),) for name in self.dice.sample(("地区", "项目", "数量", "责任单位", "时限"), columns))
        return Table(head, tuple(self.row(columns) for _ in range(self.dice.randint(2, 5))))

    def row(self, columns: int) -> tuple[tuple[Inline, ...], ...]:
        author = self.author
        makers = (author.place, author.task, author.figure, author.percent)
        return tuple((Text(make()),) for make in makers[:columns])

    def quote(self) -> Quote:
        return Quote(tuple(self.paragraph(1, 3) for _ in range(self.dice.randint(1, 2))))

    def picture(self) -> Figure:
        return Figure(f"images/{self.dice.randint(1, 999)}.png", alt=f"{self.author.place()}一角")

    def colophon(self) -> tuple[Block, ...]:
        if self.happens(0.5):
            return ()
        lines = (
            f"责任编辑：{self.author.person()}",
            f"校对：{self.author.person()}",
            "报：市委常委，市人大、市政府、市政协领导",
            "送：各县（区）委宣传部，市直各单位",
            f"联系电话：0571-{self.dice.randint(80000000, 89999999)}",
            self.dice.choice(("（共印{}份）", "印数：{}份")).format(self.dice.randint(50, 900)),
        )
        chosen = sorted(self.dice.sample(range(len(lines)), self.dice.randint(2, 4)))
        return tuple(Paragraph((Text(lines[at]),)) for at in chosen)


def _divided(dice: random.Random, count: int) -> list[int]:
    """*count* articles over two to six sections."""
    parts = dice.randint(2, max(2, min(6, count)))
    cuts = sorted(dice.sample(range(1, count), parts - 1))
    return [end - start for start, end in zip((0, *cuts), (*cuts, count), strict=True)]


def _merged(inlines: Sequence[Inline]) -> tuple[Inline, ...]:
    merged: list[Inline] = []
    for inline in inlines:
        last = merged[-1] if merged else None
        if isinstance(inline, Text) and isinstance(last, Text):
            merged[-1] = Text(last.text + inline.text)
        else:
            merged.append(inline)
    return tuple(merged)
