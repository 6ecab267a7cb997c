"""Layouts that arrive as web pages: a site's page with all that stands around the text, and a WeChat article."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from html import escape

from wxpress.tree import Block, Bulletin, Figure, Heading, Inline, Link, List, Paragraph, Quote, Strong, Table, Text

from .arrivals import Arrival, Layout
from .content import Means
from .contents_forms import LEADERS
from .markdown_text import BARE_LABELS
from .script import Row, Script, script

_MEANS = Means(strong=True, inline_links=True, targets=True, lists=True, tables=True, quotes=True)

_NAVIGATION = (
    '<nav class="nav"><ul><li><a href="/">首页</a></li><li><a href="/ll">理论</a></li></ul></nav>',
    '<div id="header"><a href="/">临江党建网</a><ul class="menu"><li><a href="/a">要闻</a></li></ul></div>',
    '<div class="breadcrumb">当前位置：<a href="/">首页</a> &gt; <a href="/x">学习园地</a> &gt; 正文</div>',
)
_FOOTERS = (
    '<footer><p>版权所有：临江市委 ICP备12345678号</p><p><a href="/about">关于我们</a></p></footer>',
    '<div class="footer"><p>主管：临江市委组织部</p><p>Copyright © 2025 All Rights Reserved</p></div>',
)
_SIDES = (
    '<aside class="sidebar"><h3>热点推荐</h3><ul><li><a href="/1">推荐一</a></li></ul></aside>',
    '<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>',
    "",
)
_SCRIPT = "<script>var a = '正文之外 <p>不是文字</p>'; document.write(a);</script>"
_STYLE = "<style>.x{color:red} p{text-indent:2em}</style>"


def inline_html(inlines: Sequence[Inline]) -> str:
    """A run of inlines as HTML."""
    return "".join(map(_inline, inlines))


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text=text):
            return escape(text, quote=False)
        case Strong(inlines=inside):
            return f"<strong>{inline_html(inside)}</strong>"
        case Link(target=target, inlines=inside):
            return f'<a href="{escape(target or "#")}">{inline_html(inside)}</a>'
    raise TypeError(inline)


def block_html(block: Block, heading: str) -> str:
    """A block as HTML, its text without the paragraph's own tags."""
    match block:
        case Paragraph(inlines=inlines):
            return inline_html(inlines)
        case Heading(inlines=inlines):
            return inline_html(inlines) if not heading else f"<{heading}>{inline_html(inlines)}</{heading}>"
        case List(ordered=ordered, items=items):
            name = "ol" if ordered else "ul"
            return f"<{name}>" + "".join(f"<li>{block_html(item[0], '')}</li>" for item in items) + f"</{name}>"
        case Quote(blocks=blocks):
            inside = "".join(f"<p>{block_html(inner, '')}</p>" for inner in blocks)
            return f"<blockquote>{inside}</blockquote>"
        case Table(head=head, rows=rows):
            return f"<table>{_row(head, 'th')}{''.join(_row(row, 'td') for row in rows)}</table>"
        case Figure(source=source, alt=alt):
            return f'<img src="{source}" alt="{alt}">'
    raise TypeError(block)


def _row(cells: Sequence[Sequence[Inline]], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{inline_html(cell)}</{tag}>" for cell in cells) + "</tr>"


def _links(row: Row) -> str:
    return "".join(
        f'<a href="{escape(link.target or "#")}">{link.label if link.label in BARE_LABELS else f"【{link.label}】"}</a>'
        for link in row.links
    )


class _Site:
    """How one site marks titles and paragraphs."""

    def __init__(self, dice: random.Random, *, wechat: bool) -> None:
        self.wechat = wechat
        self.leader = dice.choice(LEADERS).replace("\t", " …… ")
        self.tagged = not wechat and dice.random() < 0.5
        self.indent = dice.choice(("", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;", "　　"))
        self.centre = dice.choice(
            ('style="text-align: center;"', 'align="center"', 'style="text-align:center;text-indent:0"')
        )
        self.list = dice.random() < 0.4

    def body(self, told: Script) -> Iterator[str]:
        listed = False
        for row in told.rows:
            if row.part == "entry" and self.list:
                if not listed:
                    yield self.contents(told)
                listed = True
            else:
                yield self.row(row)

    def contents(self, told: Script) -> str:
        """The contents as a nested list of links into the page."""
        items: list[str] = []
        for row in told.of("entry"):
            item = f'<a href="#a{len(items)}">{escape(row.text, quote=False)}</a>{self.page(row)}'
            items.append(f"<li>{item}</li>" if row.level == 1 else f"<ul><li>{item}</li></ul>")
        flat = (
            "".join(items)
            if any(row.level == 1 for row in told.of("entry"))
            else "".join(items).replace("<ul>", "").replace("</ul>", "")
        )
        return f"<ul>{flat.replace('</li></ul><ul><li>', '</li><li>')}</ul>"

    def page(self, row: Row) -> str:
        return f"{self.leader}{row.page}" if row.page is not None else ""

    def row(self, row: Row) -> str:
        text = escape(row.text, quote=False)
        match row.part:
            case "title" | "section" | "article":
                return self.heading({"title": "h1", "section": "h2", "article": "h3"}[row.part], text)
            case "masthead" | "label":
                return self.centred(text)
            case "details":
                return self.paragraph(text) if row.level else self.centred(text)
            case "entry":
                space = "　　" if row.level > 1 else ""
                return f"<p>{space}{text}{self.page(row)}</p>"
        return self.text(row)

    def text(self, row: Row) -> str:
        label = row.text
        if label.startswith("**"):
            label = f"<strong>{label.strip('*')}</strong>"
        if row.block is None or isinstance(row.block, Paragraph):
            return self.paragraph(label + (block_html(row.block, "") if row.block else "") + _links(row))
        if isinstance(row.block, Heading):
            return block_html(row.block, "h4") if self.tagged else self.paragraph(f"<b>{block_html(row.block, '')}</b>")
        return self.paragraph(label) * bool(label) + block_html(row.block, "")

    def heading(self, tag: str, text: str) -> str:
        if self.tagged:
            return f"<{tag}>{text}</{tag}>"
        return self.centred(f"<strong>{text}</strong>")

    def centred(self, text: str) -> str:
        if self.wechat:
            return f'<section {self.centre}><span style="font-size: 16px;">{text}</span></section>'
        return f"<p {self.centre}>{text}</p>"

    def paragraph(self, text: str) -> str:
        if self.wechat:
            set_small = f'<span style="font-size: 15px;">{self.indent}{text}</span>'
            return f'<p style="line-height: 1.75em;">{set_small}</p><p><br/></p>'
        return f"<p>{self.indent}{text}</p>"


def _page(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.5)
    body = "\n".join(_Site(dice, wechat=False).body(told))
    main = dice.choice(
        ('<div class="article-content">{}</div>', "<article>{}</article>", '<div id="zoom">{}</div>', "<main>{}</main>")
    )
    parts = (
        '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8">',
        f"<title>{bulletin.title}-临江党建网</title>{_STYLE}{_SCRIPT}</head><body>",
        *dice.sample(_NAVIGATION, dice.randint(1, 3)),
        main.format(body),
        dice.choice(_SIDES),
        dice.choice(_FOOTERS),
        _SCRIPT,
        "</body></html>",
    )
    encoding = dice.choice(("utf-8", "utf-8", "gb18030"))
    text = "\n".join(parts).replace('charset="utf-8"', f'charset="{"gbk" if encoding == "gb18030" else encoding}"')
    return Arrival("x.html", text.encode(encoding), told.bulletin)


def _wechat(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.4)
    body = "".join(_Site(dice, wechat=True).body(told))
    text = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title></title>{_STYLE}</head><body id="activity-detail">'
        '<div id="js_article" class="rich_media"><div class="rich_media_inner">'
        '<div id="page-content" class="rich_media_area_primary">'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden;">{body}</div></div></div></div>'
        f'<div class="qr_code_pc"><p>微信扫一扫<br>关注该公众号</p></div>{_SCRIPT}</body></html>'
    )
    return Arrival("x.html", text.encode(), told.bulletin)


LAYOUTS = (Layout("web", _MEANS, _page), Layout("wechat", _MEANS, _wechat))
