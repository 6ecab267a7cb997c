"""Two bulletins for every writer: one holds each node of the tree, the other is hostile; and the pictures they name."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from collections.abc import Callable, Mapping

from wxpress.diagnostics import Diagnostic
from wxpress.styles import find_style
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    ContentsEntry,
    EditorsNote,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Section,
    SourceLink,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wxpress.writers import Asset, Context

MODIFIED = dt.datetime(2025, 7, 16, 8, 30, tzinfo=dt.UTC)


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour, in RGB."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + bytes(colour) * width) * height, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


PICTURES: Mapping[str, Asset] = {
    "图/广场.png": Asset(png(480, 270, (200, 22, 29)), "image/png", 480, 270),
    "图/徽 标&.png": Asset(png(24, 24, (40, 40, 40)), "image/png", 24, 24),
}
"""What `load_picture` finds; every other source is a missing picture."""


def load_picture(source: str) -> Asset | None:
    """The picture of `PICTURES`, as the build's loader would hand it over."""
    return PICTURES.get(source)


def context_for(
    name: str = "yiqi", report: Callable[[Diagnostic], None] | None = None, modified: dt.datetime = MODIFIED
) -> Context:
    """A context with the default style; findings go to *report*, or nowhere."""
    return Context(
        name=name,
        style=find_style(),
        load_asset=load_picture,
        report=report or (lambda _: None),
        modified=modified,
    )


def text(words: str) -> tuple[Inline, ...]:
    """A run of plain text."""
    return (Text(text=words),)


def paragraph(words: str) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph(inlines=text(words))


def _every_inline() -> Paragraph:
    inside = Note(
        blocks=(
            paragraph("注中的第一段，见下表。"),
            List(ordered=True, items=((paragraph("注中一项"),), (paragraph("注中二项"),))),
            Table(head=(text("年份"), text("比率")), rows=((text("2024"), text("67%")),)),
            Quote(blocks=(paragraph("注中引文。"),)),
        )
    )
    return Paragraph(
        inlines=(
            Text(text="城市是"),
            Strong(inlines=text("经济、政治、文化")),
            Text(text="等方面活动的"),
            Emphasis(inlines=(Text(text="中"), Strong(inlines=text("心")))),
            Text(text="，占地约 10 km"),
            Superscript(inlines=text("2")),
            Text(text="，CO"),
            Subscript(inlines=text("2")),
            Text(text="减排"),
            Note(blocks=(paragraph("据国家统计局数据。"),)),
            Text(text="，详见"),
            Link(target="https://example.org/a?b=1&c=“2”", inlines=text("公报全文")),
            Text(text="与"),
            Link(target=None, inlines=text("没有地址的链接")),
            Text(text="。"),
            LineBreak(),
            Text(text="换行之后"),
            Image(source="图/徽 标&.png", alt="徽标"),
            Image(source="图/没有.png", alt="不存在的图"),
            Link(target="mailto:a@example.org", inlines=(Text(text="信箱"), Note(blocks=(paragraph("链接中的注。"),)))),
            Text(text="，再说一句"),
            Note(blocks=(Paragraph(inlines=(Text(text="注中有注"), Note(blocks=(paragraph("内层的注。"),)))),)),
            Text(text="。复杂的注"),
            inside,
            Text(text="。"),
        )
    )


EVERY_BLOCK: tuple[Block, ...] = (
    paragraph("7月14日至15日，会议在北京举行，“一个优化、六个建设”是着眼全局作出的系统谋划。"),
    _every_inline(),
    Heading(level=1, inlines=text("一、总体要求")),
    paragraph("第一节的文字。"),
    Heading(level=2, inlines=text("（一）目标")),
    Heading(level=3, inlines=text("1. 近期")),
    Heading(level=4, inlines=(Text(text="（1）"), Emphasis(inlines=text("今年")))),
    List(
        ordered=False,
        items=(
            (paragraph("创新城市"),),
            (
                paragraph("宜居城市"),
                List(
                    ordered=True,
                    start=3,
                    items=((paragraph("舒适"),), (paragraph("便利"), paragraph("便利的第二段"))),
                ),
            ),
            (Quote(blocks=(paragraph("项中的引文。"),)),),
            (),
        ),
    ),
    Quote(blocks=(paragraph("人民城市人民建，人民城市为人民。"), Quote(blocks=(paragraph("引文中的引文。"),)))),
    Figure(source="图/广场.png", alt="红色的广场", caption=(Text(text="图1　广场"), Strong(inlines=text("全景")))),
    Figure(source="图/没有.png", caption=text("图2　找不到的图")),
    Figure(source="图/广场.png", alt="没有图注的广场"),
    Table(
        head=(text("城市"), (), text("常住人口（万）")),
        rows=(
            (text("北京"), text("华北"), (Text(text="2183"), Note(blocks=(paragraph("2024年末。"),)))),
            (text("上海"), (Strong(inlines=text("华东")),)),
        ),
    ),
    Table(head=(), rows=(tuple(text(f"第{number}列") for number in range(1, 13)),)),
    Rule(),
    paragraph("Supercalifragilisticexpialidocious-" * 4 + "，很长的西文词也不能撑破版心。"),
    paragraph("最后一段。"),
)
"""Blocks that hold every block and inline, nested where nesting is hard."""


ALL_NODES = Bulletin(
    audience="党政干部和党务工作者",
    series="学习文选",
    title="每一种节点都在这一期里",
    issue="2025年第8期",
    date="2025年7月16日",
    publisher="某市委宣传部",
    editors_note=EditorsNote(
        label="编者按",
        blocks=(paragraph("编者按的第一段。"), _every_inline(), paragraph("编者按的末段。")),
        links=(SourceLink(label="详细", target="https://example.org/detail"), SourceLink(label="更多")),
    ),
    sections=(
        Section(
            title="权威解读",
            blocks=(paragraph("栏目之下、篇目之前的文字。"),),
            articles=(
                Article(
                    title="壹视界·微视频 | 人民城市人民建 人民城市为人民",
                    byline="张三　李四",
                    source="《学习时报》",
                    date="2025-07-18",
                    blocks=EVERY_BLOCK,
                    links=(SourceLink(label="链接", target="https://example.org/1"), SourceLink(label="链接")),
                ),
                Article(title="末尾是表格的一篇", blocks=EVERY_BLOCK[12:13], links=(SourceLink(label="链接"),)),
                Article(title="一篇没有正文的文章"),
            ),
        ),
        Section(
            articles=(
                Article(blocks=(paragraph("没有栏目也没有题目的一篇，以首句为名，列入目录。"),)),
                Article(
                    title="没有栏目的一篇", date="七月中旬", blocks=(Heading(level=3, inlines=text("越级的标题")),)
                ),
            )
        ),
        Section(blocks=(paragraph("没有题目、也没有篇目的一栏。"),)),
        Section(title="只有题目的栏目"),
    ),
    colophon=(
        paragraph("主编：王五　电话：010-12345678"),
        Paragraph(inlines=(Text(text="内部资料"), Note(blocks=(paragraph("免费交流。"),)))),
    ),
    contents=(
        ContentsEntry(level=1, title="权威解读", page=1),
        ContentsEntry(level=2, title="壹视界·微视频 | 人民城市人民建 人民城市为人民", page=1),
        ContentsEntry(level=2, title="没有页码的一条"),
    ),
)


_EVIL = "<script>alert(1)</script>{{ 7*7 }}{% raw %}]]>&amp;&\"'</style></title><!--"


HOSTILE = Bulletin(
    audience=_EVIL,
    series="../../x",
    title='"><script>alert(2)</script></script> ../../x {{ 7*7 }}',
    issue="<b>第0期</b>",
    date="2025年13月40日<",
    publisher="a&b;\u2028${x}<%= y %>",
    editors_note=EditorsNote(label=_EVIL, blocks=(paragraph(_EVIL),), links=(SourceLink(label=_EVIL, target="#"),)),
    sections=(
        Section(
            title=_EVIL,
            articles=(
                Article(
                    title="/etc/passwd",
                    byline=_EVIL,
                    source=_EVIL,
                    date=_EVIL,
                    blocks=(
                        paragraph(_EVIL),
                        Paragraph(
                            inlines=(
                                Link(target="javascript:alert(1)", inlines=text("脚本")),
                                Link(target=" JaVa\tScRiPt:alert(1)", inlines=text("变形的脚本")),
                                Link(target="data:text/html,<script>1</script>", inlines=text("数据")),
                                Link(target="file:///etc/passwd", inlines=text("文件")),
                                Link(target="#", inlines=text("无处")),
                                Link(target="../../x", inlines=text("相对")),
                                Link(target='https://example.org/"onclick="x&y<z>', inlines=text("引号")),
                                Link(
                                    target="https://example.org/outer",
                                    inlines=(
                                        Text(text="外"),
                                        Link(target="https://example.org/inner", inlines=text("内")),
                                    ),
                                ),
                                Image(source='"><img src=x onerror=alert(1)>', alt=_EVIL),
                            )
                        ),
                        Figure(source="file:///etc/passwd", alt=_EVIL, caption=text(_EVIL)),
                        Figure(source="图/广场.png", alt=_EVIL),
                        Table(head=(text(_EVIL),), rows=((text(_EVIL), text("多出一格")), ())),
                        List(ordered=True, start=0, items=((paragraph(_EVIL),),)),
                    ),
                    links=(
                        SourceLink(label="链接", target="javascript:alert(1)"),
                        SourceLink(label=_EVIL, target="https://example.org/?q='\"<>&"),
                    ),
                ),
                Article(title="长" * 100, blocks=(paragraph("㐂𠮷䶮 👩🏽‍🚒 ：：；" * 20),)),
            ),
        ),
    ),
    colophon=(paragraph(_EVIL),),
)

BARE = Bulletin(sections=(Section(articles=(Article(blocks=(paragraph("只有一段文字的一期。"),)),)),))
"""The least a bulletin can be: no masthead, no title, one article without a title."""
