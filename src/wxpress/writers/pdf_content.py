"""印刷内容：what the print template is given, from the tree: contents, articles, running heads, metadata."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Literal

from markupsafe import Markup as Safe

from wxpress import __version__
from wxpress.addresses import live
from wxpress.inlines import ems
from wxpress.styles import Print
from wxpress.tree import Article, Block, Bulletin, EditorsNote, Section, SourceLink
from wxpress.walk import text_of
from wxpress.writers import Context
from wxpress.writers.contents import EDITORS_NOTE_LABEL, article_id, section_id
from wxpress.writers.elements import element
from wxpress.writers.imprint import display_title
from wxpress.writers.markup import Markup
from wxpress.writers.pdf_titles import Usage, subtitle_at, turned, widest

FEWEST_ENTRIES = 2
"""A bulletin with fewer titled things needs no contents."""

ENTRY_MARGIN = 6
"""What of the measure (em) an entry of the contents leaves to its indent, the leader and the number of the page."""

BAR = 1.35
"""How large a section's title is set in its bar, in em of the text, spacing included; an em is left on either side."""

SECTION_LEVEL, ARTICLE_LEVEL = 2, 3
"""HTML levels of the titles of sections and articles."""

PARAGRAPH = "<p>"
LEAD = '<p class="lead">'

_INTRODUCTION = re.compile(r"<p>(?=[^\n]*：</p>\n<(?!p\b|h\d))")
"""Begins a paragraph that says what follows it: 有关情况见下表："""

INDENT = 2
"""In em, of a paragraph's first line."""

_BLACKEST = 0.04
"""What a Latin character of the blackest type takes beyond one of bold type, in em."""


Kind = Literal["section", "article", "lone-article"]


@dataclass(frozen=True)
class Entry:
    """目录的一条：a lone article stands under no section's title; *anchor* is the id of the place it leads to."""

    kind: Kind
    lines: tuple[str, ...]
    anchor: str


@dataclass(frozen=True)
class Display:
    """刊头的大字：its lines, and what of the longest tells the sheet how large it may be.

    *ems* is its width in em, *letters* how many characters the sheet spaces out.
    """

    lines: tuple[str, ...]
    ems: float
    letters: int


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

    @property
    def subtitle(self) -> int:
        """The line that its subtitle begins with, from 0."""
        return subtitle_at(self.lines)


@dataclass(frozen=True)
class PrintedSection:
    """排好标记的一个栏目；*lines* is its title, turned over by its sense."""

    title: str | None
    anchor: str
    lines: tuple[str, ...]
    blocks: Safe
    articles: tuple[PrintedArticle, ...]


@dataclass(frozen=True)
class Setting:
    """排法：what the content is set with.

    *codes* are the addresses of QR codes, by the address that each leads to; *usage* tells where titles may turn over.
    """

    measures: Print
    markup: Markup
    codes: Mapping[str, str]
    usage: Usage

    def under(self, title_level: int) -> Setting:
        """The same setting for blocks under another title."""
        return replace(self, markup=self.markup.under(title_level))

    def turned(self, title: str | None, size: float, margin: float = 0) -> tuple[str, ...]:
        """The lines of *title* set in *size* (pt), *margin* em of the measure left free; none without a title."""
        return turned(title, self.measures.measure / size - margin, self.usage) if title else ()


def content(bulletin: Bulletin, context: Context, setting: Setting) -> dict[str, object]:
    """The values of the print template that depend on the tree alone."""
    measures = setting.measures
    sections = tuple(_section(section, number, setting) for number, section in enumerate(bulletin.sections, 1))
    theme = setting.turned(bulletin.title, measures.theme_size)
    return {
        "language": bulletin.language,
        "metadata": _metadata(bulletin, context),
        "running_heads": _running_heads(bulletin),
        "masthead": _masthead(bulletin, setting),
        "theme": theme,
        "theme_subtitle": subtitle_at(theme),
        "contents": contents_of(sections, setting),
        "editors_note": _editors_note(bulletin.editors_note, setting) if bulletin.editors_note else None,
        "sections": sections,
        "colophon": _safe(setting.markup.under(SECTION_LEVEL).blocks(bulletin.colophon)),
    }


def contents_of(sections: Sequence[PrintedSection], setting: Setting) -> tuple[Entry, ...]:
    """目录，from the titles that stand in the tree, not from the contents as printed in the source."""
    named = [place for section in sections for place in _named(section)]
    if len(named) < FEWEST_ENTRIES:
        return ()
    size = setting.measures.contents_size
    return tuple(Entry(kind, setting.turned(title, size, ENTRY_MARGIN), anchor) for kind, title, anchor in named)


def _named(section: PrintedSection) -> Iterator[tuple[Kind, str, str]]:
    """The places of a section that have a title: kind, title, anchor."""
    if section.title:
        yield "section", section.title, section.anchor
    kind: Kind = "article" if section.title else "lone-article"
    yield from ((kind, article.title, article.anchor) for article in section.articles if article.title)


def _section(section: Section, number: int, setting: Setting) -> PrintedSection:
    return PrintedSection(
        section.title,
        section_id(number),
        setting.turned(section.title, setting.measures.size * BAR, margin=2),
        _safe(setting.markup.under(SECTION_LEVEL).blocks(section.blocks)),
        tuple(
            _article(article, article_id(number, position), setting.under(ARTICLE_LEVEL))
            for position, article in enumerate(section.articles, 1)
        ),
    )


def _article(article: Article, anchor: str, setting: Setting) -> PrintedArticle:
    named = (("byline", article.byline), ("source", article.source), ("date", article.date))
    return PrintedArticle(
        article.title,
        anchor,
        setting.turned(article.title, setting.measures.article_title_size),
        tuple((name, text) for name, text in named if text),
        _safe(_led(_linked(article.blocks, article.links, setting), article.blocks, setting.measures)),
    )


def _led(marked: str, blocks: tuple[Block, ...], measures: Print) -> str:
    """*marked*, its first paragraph kept with the next if it is one line: a title has two lines of text under it.

    What says that a table, a list or a quotation follows is kept with it, too.
    """
    marked = _INTRODUCTION.sub(LEAD, marked)
    first = text_of(blocks[0]) if len(blocks) > 1 else ""
    is_line = bool(first) and ems(first) <= measures.columns - INDENT
    return marked.replace(PARAGRAPH, LEAD, 1) if is_line and marked.startswith(PARAGRAPH) else marked


def _editors_note(note: EditorsNote, setting: Setting) -> PrintedNote:
    """The note with its label run in at the head of its first paragraph."""
    name = note.label or EDITORS_NOTE_LABEL
    label = element("b", escape(f"{name}：", quote=False), class_="label")
    blocks = _linked(note.blocks, note.links, setting.under(SECTION_LEVEL))
    starts_plain = blocks.startswith(PARAGRAPH)
    return PrintedNote(
        name, _safe(f"{PARAGRAPH}{label}" + (blocks.removeprefix(PARAGRAPH) if starts_plain else f"</p>{blocks}"))
    )


def _linked(blocks: tuple[Block, ...], links: tuple[SourceLink, ...], setting: Setting) -> str:
    """Blocks, their 【链接】 as far as the style prints them, and the QR codes of those that lead somewhere."""
    dead_too = setting.measures.dead_links == "text"
    kept = tuple(link for link in links if dead_too or live(link.target))
    return "\n".join(filter(None, [setting.markup.with_links(blocks, kept), _codes(kept, setting.codes)]))


def _codes(links: tuple[SourceLink, ...], codes: Mapping[str, str]) -> str:
    """One picture for each different address that has a QR code: one in the margin, more of them in one row."""
    addresses = dict.fromkeys(address for link in links if (address := live(link.target)) in codes and address)
    pictures = "".join(
        f'<img class="code" src="{escape(codes[address])}" alt="二维码：{escape(address)}"/>' for address in addresses
    )
    place = "codes" if len(addresses) > 1 else "codes beside"
    return element("div", pictures, class_=place) if pictures else ""


def _masthead(bulletin: Bulletin, setting: Setting) -> dict[str, Display | str | None] | None:
    """刊头；null where the bulletin has nothing to print there."""
    items = (bulletin.audience, bulletin.series, bulletin.issue, bulletin.publisher, bulletin.date)
    if not any(items):
        return None
    return {
        "audience": _display(bulletin.audience, setting.measures.longest_audience, setting.usage),
        "series": _display(bulletin.series, setting.measures.longest_series, setting.usage),
        "issue": bulletin.issue,
        "publisher": bulletin.publisher,
        "date": bulletin.date,
    }


def _display(text: str | None, longest: int, usage: Usage) -> Display | None:
    if not text:
        return None
    lines = turned(text, longest, usage)
    return Display(lines, max(map(_width, lines)), max(map(len, lines)))


def _width(line: str) -> float:
    """How wide a line of the blackest type is at most, a mark at its end included, in em."""
    return max(ems(line), widest(line)) + _BLACKEST * sum(character.isascii() for character in line)


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
