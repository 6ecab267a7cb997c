"""电子书：EPUB 3.3, one document per article, for e-readers and phones.

EbookLib (AGPL) is loaded by `epub_container` only, when a book is written.
"""

from __future__ import annotations

from collections.abc import Iterator

from wxpress import fonts
from wxpress.diagnostics import diagnose
from wxpress.errors import MissingToolError
from wxpress.tree import Bulletin
from wxpress.writers import Context, Writer
from wxpress.writers.cover import cover_text, draw
from wxpress.writers.epub_documents import (
    COLOPHON_LABEL,
    NAV,
    TITLE_PAGE_LABEL,
    Page,
    Pages,
    document_path,
    places,
)
from wxpress.writers.epub_metadata import Metadata, metadata
from wxpress.writers.page_breaks import COLOPHON, TITLE_PAGE, placed
from wxpress.writers.pictures import gather, picture_name
from wxpress.writers.shallow import shallow
from wxpress.writers.writable import require_writable

SHEETS = {"epub.css": "book.css", "epub-cjk.css": "book-cjk.css"}
"""Sheets of the style and their names in the book; a reader too old for the second drops it whole."""

NAV_LABEL = "目录"
BODY_LABEL = "正文"
XHTML = "application/xhtml+xml"


def write(bulletin: Bulletin, context: Context) -> bytes:
    """The bulletin as an EPUB; the same bytes for the same tree, style and pictures."""
    # EbookLib and lxml take a quarter of a second to import.
    from wxpress.writers.epub_container import Resource, pack  # noqa: PLC0415 - only when a book is written

    require_writable(bulletin)
    pictures = gather(bulletin, context)
    names = {
        source: f"images/{picture_name(number, asset)}" for number, (source, asset) in enumerate(pictures.items(), 1)
    }
    breaks = placed(bulletin, context.pages)
    paper = f"{context.name}.pdf" if breaks.targets else None
    about = metadata(bulletin, context.name, context.modified, pictures.values(), paper)
    urls = {source: f"../{path}" for source, path in names.items()}
    pages = Pages(shallow(bulletin), about.title, context.style, urls.get, breaks)
    title_page, *others = pages.all()
    nav = _nav(pages, others)

    def documents() -> Iterator[Resource]:
        for page in (title_page, nav, *others):
            properties = (NAV,) if page is nav else ()
            yield Resource(page.id, page.path, XHTML, page.content.encode(), in_spine=True, properties=properties)
        yield Resource("ncx", "toc.ncx", "application/x-dtbncx+xml", _ncx(pages, about).encode())
        for sheet, name in SHEETS.items():
            yield Resource(name.removesuffix(".css"), f"css/{name}", "text/css", context.style.sheet(sheet).encode())
        if cover := _cover(bulletin, about.title, context):
            yield Resource("cover", "images/cover.png", "image/png", cover, properties=("cover-image",))
        for number, (source, asset) in enumerate(pictures.items(), 1):
            yield Resource(f"image-{number}", names[source], asset.media_type, asset.data)

    return pack(about, tuple(documents()), _guide(others))


def _cover(bulletin: Bulletin, title: str, context: Context) -> bytes | None:
    """The cover; none, and a finding, where this machine cannot draw it: a hole in a name is worse than no cover."""
    settings = context.style.settings
    try:
        faces = fonts.require(settings.faces)
    except MissingToolError as error:
        context.report(diagnose("WX420", cause=error.message))
        return None
    if missing := fonts.missing_characters(cover_text(bulletin, title), faces):
        context.report(diagnose("WX420", cause=f"没有“{''.join(missing)}”的字形"))
        return None
    return draw(bulletin, title, faces, settings.cover)


def _nav(pages: Pages, others: list[Page]) -> Page:
    landmarks = [("titlepage", TITLE_PAGE_LABEL, document_path(TITLE_PAGE)), ("toc", NAV_LABEL, f"{NAV}.xhtml#toc")]
    landmarks += [("bodymatter", BODY_LABEL, start)] if (start := _start(others)) else []
    landmarks += [("colophon", COLOPHON_LABEL, page.path) for page in others if page.id == COLOPHON]
    return pages.nav(NAV_LABEL, entries=places(pages.bulletin), landmarks=landmarks)


def _ncx(pages: Pages, about: Metadata) -> str:
    entries = places(pages.bulletin)
    depth = 2 if any(entry.places for entry in entries) else 1
    return pages.style.render("epub-toc.ncx.j2", about=about, entries=entries, depth=depth, pages=pages.page_list())


def _start(others: list[Page]) -> str | None:
    """The document where the text begins: the first section or article."""
    return next((page.path for page in others if page.id.startswith(("section-", "article-"))), None)


def _guide(others: list[Page]) -> tuple[dict[str, str], ...]:
    """Where to open the book, for readers of EPUB 2."""
    guide = [{"type": "toc", "title": NAV_LABEL, "href": f"{NAV}.xhtml"}]
    if start := _start(others):
        guide.append({"type": "text", "title": BODY_LABEL, "href": start})
    return tuple(guide)


EPUB = Writer("epub", ".epub", "application/epub+zip", write)
