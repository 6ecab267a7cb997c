"""篇章文件：the XHTML documents of an EPUB, one per article, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from wxpress.styles import Style
from wxpress.tree import Article, Bulletin, EditorsNote, Section
from wxpress.writers.contents import (
    COLOPHON,
    COLOPHON_LABEL,
    EDITORS_NOTE,
    EDITORS_NOTE_LABEL,
    Place,
    article_id,
    article_label,
    contents,
    opening_words,
    section_id,
)
from wxpress.writers.imprint import iso_date
from wxpress.writers.markup import Markup, page_break
from wxpress.writers.page_breaks import NAV, TITLE_PAGE, Breaks
from wxpress.writers.phrases import marked_phrases

FOLDER = "text"
ROOT = "../"
"""From a document to the package's folder."""

TITLE_PAGE_LABEL = "书名页"

_ON_NO_PAPER = Breaks()

SECTION_LEVEL = 1
"""HTML level of a section's title and of any document that stands beside sections."""


@dataclass(frozen=True)
class Page:
    """一个 XHTML 文件：its *id*, its *path* below the package's folder, and its content."""

    id: str
    path: str
    content: str


@dataclass(frozen=True)
class Pages:
    """排印：makes the documents of one bulletin with one style; *image_url* as in `Markup`, *breaks* those of paper."""

    bulletin: Bulletin
    title: str
    style: Style
    image_url: Callable[[str], str | None]
    breaks: Breaks = _ON_NO_PAPER

    @cached_property
    def phrases(self) -> Callable[[str], str]:
        """What divides a title where it may turn."""
        return marked_phrases(self.bulletin, "<wbr/>")

    def all(self) -> Iterator[Page]:
        """Every document but the contents, in reading order, the title page first."""
        yield self.page(TITLE_PAGE, self.title, "epub-title.xhtml.j2", issued=iso_date(self.bulletin.date))
        if self.bulletin.editors_note:
            yield self._editors_note(self.bulletin.editors_note)
        for number, section in enumerate(self.bulletin.sections, 1):
            if section.title or section.blocks:
                yield self._section(section, number)
            level = SECTION_LEVEL + 1 if section.title else SECTION_LEVEL
            for position, article in enumerate(section.articles, 1):
                yield self._article(article, article_id(number, position), level)
        if self.bulletin.colophon:
            markup = self._markup(SECTION_LEVEL)
            body = markup.blocks(self.bulletin.colophon)
            yield self.page(COLOPHON, COLOPHON_LABEL, "epub-colophon.xhtml.j2", body=body, notes=markup)

    def page(self, place: str, title: str, template: str, *, notes: Markup | None = None, **values: object) -> Page:
        """One document from a template; the notes that *notes* gathered go to its end."""
        content = self.style.render(
            template,
            bulletin=self.bulletin,
            page_title=title,
            place=place,
            root=ROOT,
            opening="".join(map(page_break, self.breaks.openings.get(place, ()))),
            notes=notes.end_of_document() if notes else "",
            phrases=self.phrases,
            **values,
        )
        return Page(place, document_path(place), content)

    def nav(self, title: str, **values: object) -> Page:
        """The contents. They stand above the documents: some readers take their links as relative to the package."""
        content = self.style.render(
            "epub-nav.xhtml.j2",
            bulletin=self.bulletin,
            page_title=title,
            place=NAV,
            root="",
            opening="",
            notes="",
            pages=self.page_list(),
            begun=self.breaks.entries,
            **values,
        )
        return Page(NAV, document_path(NAV), content)

    def page_list(self) -> list[tuple[str, str]]:
        """The pages of the paper, each with the place where it begins, below the package's folder."""
        entries = {label: f"entry-{place}" for place, labels in self.breaks.entries.items() for label in labels}
        return [
            (label, f"{document_path(place)}#{entries.get(label, f'page-{label}')}")
            for label, place in self.breaks.targets
        ]

    def _markup(self, title_level: int) -> Markup:
        return Markup(image_url=self.image_url, notes="popup", title_level=title_level, breaks=self.breaks.inside)

    def _editors_note(self, note: EditorsNote) -> Page:
        markup = self._markup(SECTION_LEVEL)
        body = markup.with_links(note.blocks, note.links)
        label = note.label or EDITORS_NOTE_LABEL
        return self.page(EDITORS_NOTE, label, "epub-note.xhtml.j2", body=body, notes=markup)

    def _section(self, section: Section, number: int) -> Page:
        markup = self._markup(SECTION_LEVEL)
        title = section.title or opening_words(section.blocks)
        body = markup.blocks(section.blocks)
        return self.page(section_id(number), title, "epub-section.xhtml.j2", section=section, body=body, notes=markup)

    def _article(self, article: Article, place: str, level: int) -> Page:
        markup = self._markup(level)
        body = markup.with_links(article.blocks, article.links)
        return self.page(
            place,
            article_label(article),
            "epub-article.xhtml.j2",
            article=article,
            level=level,
            date=iso_date(article.date),
            body=body,
            notes=markup,
        )


def places(bulletin: Bulletin) -> tuple[Place, ...]:
    """目录 of the whole book: the 编者按 before the contents proper, the 版记 after; never empty (EPUB 3.3, 7.4.1)."""
    note, inner = bulletin.editors_note, contents(bulletin)
    before = (Place(EDITORS_NOTE, note.label or EDITORS_NOTE_LABEL),) if note else ()
    after = (Place(COLOPHON, COLOPHON_LABEL),) if bulletin.colophon else ()
    return (*before, *inner, *after) or (Place(TITLE_PAGE, TITLE_PAGE_LABEL),)


def document_path(place: str) -> str:
    """Where the document of *place* is, below the package's folder."""
    return f"{NAV}.xhtml" if place == NAV else f"{FOLDER}/{place}.xhtml"
