"""网页：one HTML file without scripts and without a request to anywhere; large pictures stand beside it."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from wxpress.errors import UsageError
from wxpress.fingerprint import fingerprint
from wxpress.tree import Article, Bulletin, Section
from wxpress.writers import Asset, Context, Writer
from wxpress.writers.contents import EDITORS_NOTE, EDITORS_NOTE_LABEL, article_id, contents, section_id
from wxpress.writers.imprint import display_title, iso_date
from wxpress.writers.linked_data import json_ld
from wxpress.writers.markup import Markup
from wxpress.writers.phrases import phrasing
from wxpress.writers.pictures import data_url, gather, picture_name
from wxpress.writers.shallow import shallow
from wxpress.writers.writable import require_writable

TOP_LEVEL = 1
"""HTML level of the bulletin's title; sections and articles count on from it, and none is skipped."""


EMBED_FONTS = "embed-fonts"
"""The option by which a page carries the faces of its style (`webfonts`)."""

INLINE_PICTURES = "inline-pictures"
"""The option that says up to how many KiB a picture stands inside the page."""

LARGEST_INLINE = 64
"""KiB; what a page carries of one picture where the option is not given."""


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
    pictures = gather(bulletin, context)
    urls = _addresses(pictures, context)
    sizes = {source: (asset.width, asset.height) for source, asset in pictures.items()}
    markup = Markup(image_url=urls.get, image_size=sizes.get, notes="end", title_level=TOP_LEVEL, syntax="html")
    sheet = _embeddable(context.style.sheet("screen.css"))
    linked_data = json_ld(bulletin, context.name)
    places = contents(bulletin)
    flat = shallow(bulletin)
    body = {
        "note": _editors_note(flat, markup),
        "sections": [_section(section, number, markup) for number, section in enumerate(flat.sections, 1)],
        "colophon": markup.under(TOP_LEVEL).blocks(flat.colophon),
        "endnotes": markup.end_of_document(),  # last: the parts above gather them
    }
    page = partial(
        context.style.render,
        "page.html.j2",
        bulletin=bulletin,
        tree=fingerprint(bulletin),
        title=display_title(bulletin, context.name),
        issued=iso_date(bulletin.date),
        description="；".join(place.label for place in places),
        contents=places if sum(1 + len(place.places) for place in places) > 1 else (),
        note_id=EDITORS_NOTE,
        phrases=phrasing(bulletin),
        linked_data=linked_data,
        linked_data_hash=_hash(linked_data),
        has_pictures_beside=not all(url.startswith("data:") for url in urls.values()),
        **body,
    )
    has_fonts = _embeds_fonts(context)
    if has_fonts:
        from wxpress.writers.webfonts import with_fonts  # noqa: PLC0415 - few pages carry fonts

        bare = page(sheet="", sheet_hash="", has_fonts=False)
        sheet = with_fonts(sheet, bare, context.style)
    return page(sheet=sheet, sheet_hash=_hash(sheet), has_fonts=has_fonts).encode("utf-8")


def _addresses(pictures: Mapping[str, Asset], context: Context) -> dict[str, str]:
    """Where the page finds each picture: a large one beside it, where something can stand there; else inside."""
    largest = _largest_inline(context) * 1024
    return {
        source: (len(asset.data) > largest and context.beside(picture_name(number, asset), asset.data))
        or data_url(asset)
        for number, (source, asset) in enumerate(pictures.items(), 1)
    }


def _largest_inline(context: Context) -> int:
    """``[writers.html] inline-pictures``, in KiB; `UsageError` where that is no whole number from 0."""
    wanted = context.options.get(INLINE_PICTURES, LARGEST_INLINE)
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0:
        raise UsageError(
            f"[writers.html] 的 {INLINE_PICTURES} 应为不小于 0 的整数（KiB），写的是 {wanted!r}",
            "请改正 wxpress.toml",
        )
    return wanted


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


def _embeddable(sheet: str) -> str:
    """The sheet as it may stand in a style element: nothing in it ends the element."""
    return sheet.strip().replace("</", r"<\/")


def _hash(content: str) -> str:
    """The CSP source expression of an element's content: this sheet, this data block and no other (CSP 3, 2.3.1)."""
    return f"sha256-{b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}"


HTML = Writer("html", ".html", "text/html", write)
