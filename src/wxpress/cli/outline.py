"""提纲：the recovered structure as indented lines, for a person to check at a glance."""

from __future__ import annotations

from collections.abc import Iterator

from wxpress.document import Document
from wxpress.tree import Article, Block, Bulletin, Image, Paragraph, Section, SourceLink
from wxpress.walk import walk

_STEP = "  "


def outline(document: Document) -> str:
    """The outline of *document*, a line each for masthead, theme, contents, note, sections, articles and joins."""
    return "\n".join(_lines(document))


def _lines(document: Document) -> Iterator[str]:
    bulletin = document.bulletin
    yield from _masthead(bulletin)
    if bulletin.editors_note:
        note = bulletin.editors_note
        yield f"{note.label}：{_measure(note.blocks, note.links)}"
    for section in bulletin.sections:
        yield from _section(section)
    if bulletin.colophon:
        yield f"版记：{_measure(bulletin.colophon)}"
    yield from _joins(document)


def _masthead(bulletin: Bulletin) -> Iterator[str]:
    items = (
        ("刊头", "　".join(filter(None, (bulletin.audience, bulletin.series)))),
        ("期号", "　".join(filter(None, (bulletin.issue, bulletin.date)))),
        ("印发", bulletin.publisher or ""),
        ("题目", bulletin.title or ""),
        ("目录", _contents(bulletin)),
    )
    yield from (f"{name}：{text}" for name, text in items if text)


def _contents(bulletin: Bulletin) -> str:
    sections = sum(1 for entry in bulletin.contents if entry.level == 1)
    articles = len(bulletin.contents) - sections
    return f"{len(bulletin.contents)} 条（栏目 {sections}，篇目 {articles}）" if bulletin.contents else ""


def _section(section: Section) -> Iterator[str]:
    step = _STEP if section.title else ""
    if section.title:
        yield f"{section.title}（{len(section.articles)} 篇）"
    if section.blocks:
        yield f"{step}（篇目之前）{_measure(section.blocks)}"
    for article in section.articles:
        yield f"{step}{article.title or '（无题）'}"
        yield f"{step}{_STEP}{_imprint(article)}{_measure(article.blocks, article.links)}"


def _imprint(article: Article) -> str:
    known = (("作者", article.byline), ("来源", article.source), ("日期", article.date))
    return "".join(f"{name}：{text}；" for name, text in known if text)


def _measure(blocks: tuple[Block, ...], links: tuple[SourceLink, ...] = ()) -> str:
    """``5 段，1 个链接（没有地址）``, and other blocks and pictures where there are any."""
    paragraphs = sum(isinstance(block, Paragraph) for block in blocks)
    pictures = sum(isinstance(node, Image) for block in blocks for node in walk(block))
    parts = [f"{paragraphs} 段"]
    parts += [f"{len(blocks) - paragraphs} 个其他块"] if len(blocks) > paragraphs else []
    parts += [f"{pictures} 幅行内图"] if pictures else []
    parts += [_links(links)] if links else []
    return "，".join(parts)


def _links(links: tuple[SourceLink, ...]) -> str:
    dead = sum(link.target is None for link in links)
    missing = "" if not dead else "（没有地址）" if dead == len(links) else f"（{dead} 个没有地址）"
    return f"{len(links)} 个链接{missing}"


def _joins(document: Document) -> Iterator[str]:
    joins = [item for item in document.diagnostics if item.code == "WX201"]
    if joins:
        yield f"断段接合：{len(joins)} 处"
    for join in joins:
        where = f"第 {join.span.first}—{join.span.last} 行" if join.span else "位置不明"
        yield f"{_STEP}{where}　{join.values.get('before', '')}|{join.values.get('after', '')}"
