"""文选树：the nodes of one bulletin, and nothing else.

Field names are the names of the JSON interface ``wxpress-tree/1``. Every node is frozen, children are tuples, and there
is no node for raw markup: nothing of a source can reach an output unescaped.
"""

from __future__ import annotations

import msgspec

from wxpress.source import Span


class _Node(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    span: Span | None = None


# Inline nodes (行内).


class Text(_Node, tag="text", frozen=True):
    """文字：a run of characters, never empty."""

    text: str


class Strong(_Node, tag="strong", frozen=True):
    """加粗。"""

    inlines: tuple[Inline, ...]


class Emphasis(_Node, tag="emphasis", frozen=True):
    """强调：set with emphasis dots (着重号) in Chinese."""

    inlines: tuple[Inline, ...]


class Link(_Node, tag="link", frozen=True):
    """行文中的链接：*target* is null where the source had ``#`` or nothing."""

    target: str | None
    inlines: tuple[Inline, ...]


class Superscript(_Node, tag="superscript", frozen=True):
    """上标。"""

    inlines: tuple[Inline, ...]


class Subscript(_Node, tag="subscript", frozen=True):
    """下标。"""

    inlines: tuple[Inline, ...]


class Note(_Node, tag="note", frozen=True):
    """注释：stands where its reference mark stands."""

    blocks: tuple[Block, ...]


class LineBreak(_Node, tag="line_break", frozen=True):
    """强制换行。"""


class Image(_Node, tag="image", frozen=True):
    """行内图片：*source* is a path below the project."""

    source: str
    alt: str = ""


Inline = Text | Strong | Emphasis | Link | Superscript | Subscript | Note | LineBreak | Image


# Block nodes (块级).


class Paragraph(_Node, tag="paragraph", frozen=True):
    """自然段。"""

    inlines: tuple[Inline, ...]


class Heading(_Node, tag="heading", frozen=True):
    """文内标题：*level* counts from 1 inside an article."""

    level: int
    inlines: tuple[Inline, ...]


class List(_Node, tag="list", frozen=True):
    """列表：each item is a list of blocks; *start* is the first number of an ordered list."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


class Quote(_Node, tag="quote", frozen=True):
    """引文。"""

    blocks: tuple[Block, ...]


class Figure(_Node, tag="figure", frozen=True):
    """插图：*source* is a path below the project; *caption* is inline text, empty where there is none."""

    source: str
    alt: str = ""
    caption: tuple[Inline, ...] = ()


class Table(_Node, tag="table", frozen=True):
    """表格：*head* is one row of cells (empty where there is none), *rows* the others; a cell is inlines."""

    head: tuple[tuple[Inline, ...], ...]
    rows: tuple[tuple[tuple[Inline, ...], ...], ...]


class Rule(_Node, tag="rule", frozen=True):
    """分隔线。"""


Block = Paragraph | Heading | List | Quote | Figure | Table | Rule


# Nodes of the structure (篇章).


class SourceLink(_Node, tag="source_link", frozen=True):
    """【链接】：*label* without its brackets; *target* is null where the source had ``#`` or nothing."""

    label: str
    target: str | None = None


class Article(_Node, tag="article", frozen=True):
    """篇目：*title* is null for running text that stands under the bulletin's title alone."""

    title: str | None = None
    byline: str | None = None
    source: str | None = None
    date: str | None = None
    blocks: tuple[Block, ...] = ()
    links: tuple[SourceLink, ...] = ()


class Section(_Node, tag="section", frozen=True):
    """栏目：*title* is null where articles stand without a 栏目; *blocks* come before the first article."""

    title: str | None = None
    blocks: tuple[Block, ...] = ()
    articles: tuple[Article, ...] = ()


class EditorsNote(_Node, tag="editors_note", frozen=True):
    """编者按。"""

    label: str
    blocks: tuple[Block, ...] = ()
    links: tuple[SourceLink, ...] = ()


class ContentsEntry(_Node, tag="contents_entry", frozen=True):
    """目录的一条，as printed: *level* 1 is a 栏目, 2 an article; *page* is null where none was printed."""

    level: int
    title: str
    page: int | None = None


class Bulletin(_Node, tag="bulletin", frozen=True):
    """一期学习文选。"""

    language: str = "zh-CN"
    audience: str | None = None
    series: str | None = None
    title: str | None = None
    issue: str | None = None
    date: str | None = None
    publisher: str | None = None
    editors_note: EditorsNote | None = None
    sections: tuple[Section, ...] = ()
    colophon: tuple[Block, ...] = ()
    contents: tuple[ContentsEntry, ...] = ()


Node = Inline | Block | SourceLink | Article | Section | EditorsNote | ContentsEntry | Bulletin
