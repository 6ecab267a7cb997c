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
from wxpress.writers.contents import COLOPHON, COLOPHON_LABEL
from wxpress.writers.cover import cover_text, draw
from wxpress.writers.epub_documents import (
    ROOT,
    TITLE_PAGE_LABEL,
    Page,
    Pages,
    document_path,
    places,
)
from wxpress.writers.epub_metadata import Metadata, metadata
from wxpress.writers.epub_resources import Resource, cover, document, images, ncx, sheets
from wxpress.writers.page_breaks import NAV, TITLE_PAGE, placed
from wxpress.writers.pictures import gather
from wxpress.writers.shallow import shallow
from wxpress.writers.writable import require_writable

NAV_LABEL = "目录"
BODY_LABEL = "正文"


def write(bulletin: Bulletin, context: Context) -> bytes:
    """The bulletin as an EPUB; the same bytes for the same tree, style and pictures."""
    # EbookLib and lxml take a quarter of a second to import.
    from wxpress.writers.epub_container import pack  # noqa: PLC0415 - only when a book is written

    require_writable(bulletin)
    pictures = gather(bulletin, context)
    pages_of_paper = placed(bulletin, context.pages)
    paper = f"{context.name}.pdf" if pages_of_paper.targets else None
    about = metadata(bulletin, context.name, context.modified, pictures.values(), paper)
    figures = images(pictures)
    addresses = {source: f"{ROOT}{figure.path}" for source, figure in figures.items()}
    pages = Pages(shallow(bulletin), about.title, context.style, addresses.get, pages_of_paper)
    title_page, *others = pages.all()
    resources = (
        document(title_page.id, title_page.path, title_page.content),
        _nav(pages, others),
        *(document(page.id, page.path, page.content) for page in others),
        ncx(_ncx(pages, about)),
        *sheets(context.style),
        *map(cover, _drawn(bulletin, about.title, context)),
        *figures.values(),
    )
    return pack(about, resources, _guide(others))


def _drawn(bulletin: Bulletin, title: str, context: Context) -> Iterator[bytes]:
    """The cover; none, and a finding, where this machine cannot draw it: a hole in a name is worse than no cover."""
    settings = context.style.settings
    try:
        faces = fonts.require(settings.faces)
    except MissingToolError as error:
        context.report(diagnose("WX420", cause=error.message))
        return
    if missing := fonts.missing_characters(cover_text(bulletin, title), faces):
        context.report(diagnose("WX420", cause=f"没有“{''.join(missing)}”的字形"))
        return
    yield draw(bulletin, title, faces, settings.cover)


def _nav(pages: Pages, others: list[Page]) -> Resource:
    landmarks = [("titlepage", TITLE_PAGE_LABEL, document_path(TITLE_PAGE)), ("toc", NAV_LABEL, f"{NAV}.xhtml#toc")]
    landmarks += [("bodymatter", BODY_LABEL, start)] if (start := _start(others)) else []
    landmarks += [("colophon", COLOPHON_LABEL, page.path) for page in others if page.id == COLOPHON]
    page = pages.nav(NAV_LABEL, entries=places(pages.bulletin), landmarks=landmarks)
    return document(page.id, page.path, page.content, NAV)


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
