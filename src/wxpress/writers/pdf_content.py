"""印刷内容：what the print template is given, from the tree: contents, articles, running heads, metadata."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal

from markupsafe import Markup as Safe

from wxpress import __version__
from wxpress.styles import Print
from wxpress.tree import Article, Bulletin, EditorsNote, Section
from wxpress.writers import Context
from wxpress.writers.contents import EDITORS_NOTE_LABEL, article_id, section_id
from wxpress.writers.imprint import display_title
from wxpress.writers.markup import Markup, element
from wxpress.writers.pdf_titles import ems, turned

FEWEST_ENTRIES = 2
"""A bulletin with fewer titled things needs no contents."""

SECTION_LEVEL, ARTICLE_LEVEL = 2, 3
"""HTML levels of the titles of sections and articles."""

PARAGRAPH = "<p>"


Kind = Literal["section", "article", "lone-article"]


@dataclass(frozen=True)
class Entry:
    """目录的一条：a lone article stands under no section's title; *anchor* is the id of the place it leads to."""

    kind: Kind
    title: str
    anchor: str


@dataclass(frozen=True)
class Display:
    """刊头的大字：its lines, and the width of the longest in em, from which the sheet sees how large it may be."""

    lines: tuple[str, ...]
    ems: float


@dataclass(frozen=True)
class PrintedNote:
    """排好标记的编者按。"""

    label: str
    blocks: Safe


@dataclass(frozen=True)
class PrintedArticle:
    """排好标记的一篇；*lines* is its title, turned over by its sense."""

    title: str | None
    anchor: str
    lines: tuple[str, ...]
    credits: tuple[tuple[str, str], ...]
    blocks: Safe


@dataclass(frozen=True)
class PrintedSection:
    """排好标记的一个栏目。"""

    title: str | None
    anchor: str
    blocks: Safe
    articles: tuple[PrintedArticle, ...]


def content(bulletin: Bulletin, context: Context, measures: Print, markup: Markup) -> dict[str, object]:
    """The values of the print template that depend on the tree alone."""
    sections = tuple(_section(section, number, measures, markup) for number, section in enumerate(bulletin.sections, 1))
    return {
        "language": bulletin.language,
        "metadata": _metadata(bulletin, context),
        "running_heads": _running_heads(bulletin),
        "masthead": _masthead(bulletin, measures),
        "theme": turned(bulletin.title, measures.measure / measures.theme_size) if bulletin.title else (),
        "contents": contents_of(sections),
        "editors_note": _editors_note(bulletin.editors_note, markup) if bulletin.editors_note else None,
        "sections": sections,
        "colophon": _safe(markup.under(SECTION_LEVEL).blocks(bulletin.colophon)),
    }


def contents_of(sections: Sequence[PrintedSection]) -> tuple[Entry, ...]:
    """目录，from the titles that stand in the tree, not from the contents as printed in the source."""
    entries: list[Entry] = []
    for section in sections:
        kind: Kind = "article" if section.title else "lone-article"
        entries += [Entry("section", section.title, section.anchor)] if section.title else []
        entries += [Entry(kind, article.title, article.anchor) for article in section.articles if article.title]
    return tuple(entries) if len(entries) >= FEWEST_ENTRIES else ()


def _section(section: Section, number: int, measures: Print, markup: Markup) -> PrintedSection:
    return PrintedSection(
        section.title,
        section_id(number),
        _safe(markup.under(SECTION_LEVEL).blocks(section.blocks)),
        tuple(
            _article(article, article_id(number, position), measures, markup.under(ARTICLE_LEVEL))
            for position, article in enumerate(section.articles, 1)
        ),
    )


def _article(article: Article, anchor: str, measures: Print, markup: Markup) -> PrintedArticle:
    ems_to_a_line = measures.measure / measures.article_title_size
    named = (("byline", article.byline), ("source", article.source), ("date", article.date))
    return PrintedArticle(
        article.title,
        anchor,
        turned(article.title, ems_to_a_line) if article.title else (),
        tuple((name, text) for name, text in named if text),
        _safe(markup.with_links(article.blocks, article.links)),
    )


def _editors_note(note: EditorsNote, markup: Markup) -> PrintedNote:
    """The note with its label run in at the head of its first paragraph."""
    name = note.label or EDITORS_NOTE_LABEL
    label = element("b", escape(f"{name}：", quote=False), class_="label")
    blocks = markup.under(SECTION_LEVEL).with_links(note.blocks, note.links)
    starts_plain = blocks.startswith(PARAGRAPH)
    return PrintedNote(
        name, _safe(f"{PARAGRAPH}{label}" + (blocks.removeprefix(PARAGRAPH) if starts_plain else f"</p>{blocks}"))
    )


def _masthead(bulletin: Bulletin, measures: Print) -> dict[str, Display | str | None] | None:
    """刊头；null where the bulletin has nothing to print there."""
    items = (bulletin.audience, bulletin.series, bulletin.issue, bulletin.publisher, bulletin.date)
    if not any(items):
        return None
    return {
        "audience": _display(bulletin.audience, measures.longest_audience),
        "series": _display(bulletin.series, measures.longest_series),
        "issue": bulletin.issue,
        "publisher": bulletin.publisher,
        "date": bulletin.date,
    }


def _display(text: str | None, longest: int) -> Display | None:
    if not text:
        return None
    lines = turned(text, longest)
    return Display(lines, max(map(ems, lines)))


def _running_heads(bulletin: Bulletin) -> dict[str, str]:
    """What stands above even pages, and above odd ones until the first section begins."""
    series = bulletin.series or bulletin.title or ""
    return {"series": series, "section": bulletin.title or series}


def _metadata(bulletin: Bulletin, context: Context) -> dict[str, str]:
    keywords = (bulletin.series, bulletin.audience, *(section.title for section in bulletin.sections))
    return {
        "title": display_title(bulletin, context.name),
        "author": bulletin.publisher or bulletin.series or "",
        "keywords": ", ".join(dict.fromkeys(word.replace(",", "，") for word in keywords if word)),
        "generator": f"wxpress {__version__}",
        "modified": context.modified.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _safe(markup: str) -> Safe:
    return Safe(markup)  # noqa: S704 - made by writers.markup, which escapes every character of the source
