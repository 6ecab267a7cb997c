"""网页：one HTML file without scripts and without a request to anywhere; large pictures stand beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from wxpress.errors import UsageError
from wxpress.fingerprint import fingerprint
from wxpress.tree import Article, Bulletin, Section
from wxpress.writers import Context, Writer
from wxpress.writers.contents import COLOPHON, EDITORS_NOTE, EDITORS_NOTE_LABEL, article_id, contents, section_id
from wxpress.writers.imprint import display_title, iso_date
from wxpress.writers.inline_parts import embeddable, source_hash
from wxpress.writers.linked_data import json_ld
from wxpress.writers.markup import Markup
from wxpress.writers.page_pictures import PagePictures, page_pictures
from wxpress.writers.phrases import marked_phrases
from wxpress.writers.shallow import shallow
from wxpress.writers.writable import require_writable

TOP_LEVEL = 1
"""HTML level of the bulletin's title; sections and articles count on from it, and none is skipped."""


EMBED_FONTS = "embed-fonts"
"""The option by which a page carries the faces of its style (`webfonts`)."""


@dataclass(frozen=True)
class ArticlePart:
    """一篇，as the template sets it: *level* of its title, and its *body* as HTML."""

    id: str
    level: int
    article: Article
    date: str | None
    body: str


@dataclass(frozen=True)
class SectionPart:
    """一栏，as the template sets it."""

    id: str
    title: str | None
    body: str
    articles: tuple[ArticlePart, ...]


def write(bulletin: Bulletin, context: Context) -> bytes:
    """The bulletin as one HTML document in UTF-8."""
    require_writable(bulletin)
    pictures = page_pictures(bulletin, context)
    page = partial(
        context.style.render,
        "page.html.j2",
        bulletin=bulletin,
        phrases=marked_phrases(bulletin, "<wbr>"),
        has_pictures_beside=pictures.stand_beside,
        ground=context.style.settings.cover.ground.lower(),
        **_facts(bulletin, context.name),
        **_body(shallow(bulletin), pictures),
    )
    return _dressed(page, context).encode("utf-8")


def _facts(bulletin: Bulletin, name: str) -> dict[str, object]:
    """What the page says of the bulletin, to readers and to machines."""
    places = contents(bulletin)
    linked_data = json_ld(bulletin, name)
    return {
        "tree": fingerprint(bulletin),
        "title": display_title(bulletin, name),
        "issued": iso_date(bulletin.date),
        "description": "；".join(place.label for place in places),
        "contents": places if sum(1 + len(place.places) for place in places) > 1 else (),
        "linked_data": linked_data,
        "linked_data_hash": source_hash(linked_data),
    }


def _body(bulletin: Bulletin, pictures: PagePictures) -> dict[str, object]:
    """The text of the page; its parts in their order, as they gather the notes."""
    markup = Markup(
        image_url=pictures.addresses.get,
        image_size=pictures.sizes.get,
        notes="end",
        title_level=TOP_LEVEL,
        syntax="html",
    )
    return {
        "note_id": EDITORS_NOTE,
        "note": _editors_note(bulletin, markup),
        "sections": [_section(section, number, markup) for number, section in enumerate(bulletin.sections, 1)],
        "colophon_id": COLOPHON,
        "colophon": markup.under(TOP_LEVEL).blocks(bulletin.colophon),
        "endnotes": markup.end_of_document(),
    }


def _dressed(page: Callable[..., str], context: Context) -> str:
    """The *page* with its sheet, and with its fonts where that is asked for."""
    sheet = embeddable(context.style.sheet("screen.css"))
    has_fonts = _embeds_fonts(context)
    if has_fonts:
        from wxpress.writers.webfonts import with_fonts  # noqa: PLC0415 - few pages carry fonts

        bare = page(sheet="", sheet_hash="", has_fonts=False)
        sheet = with_fonts(sheet, bare, context.style)
    return page(sheet=sheet, sheet_hash=source_hash(sheet), has_fonts=has_fonts)


def _embeds_fonts(context: Context) -> bool:
    """Whether the page is to carry its fonts, by ``[writers.html] embed-fonts``; `UsageError` where that is no bool."""
    wanted = context.options.get(EMBED_FONTS, False)
    if not isinstance(wanted, bool):
        raise UsageError(
            f"[writers.html] 的 {EMBED_FONTS} 应为 true 或 false，写的是 {wanted!r}", "请改正 wxpress.toml"
        )
    return wanted


def _editors_note(bulletin: Bulletin, markup: Markup) -> dict[str, str] | None:
    note = bulletin.editors_note
    if note is None:
        return None
    body = markup.under(TOP_LEVEL + 1).with_links(note.blocks, note.links)
    return {"label": note.label or EDITORS_NOTE_LABEL, "body": body}


def _section(section: Section, number: int, markup: Markup) -> SectionPart:
    level = TOP_LEVEL + 1 if section.title else TOP_LEVEL
    return SectionPart(
        id=section_id(number),
        title=section.title,
        body=markup.under(level).blocks(section.blocks),
        articles=tuple(
            _article(article, article_id(number, position), level, markup)
            for position, article in enumerate(section.articles, 1)
        ),
    )


def _article(article: Article, place: str, above: int, markup: Markup) -> ArticlePart:
    level = above + 1 if article.title else above
    return ArticlePart(
        id=place,
        level=level,
        article=article,
        date=iso_date(article.date),
        body=markup.under(level).with_links(article.blocks, article.links),
    )


HTML = Writer("html", ".html", "text/html", write)
