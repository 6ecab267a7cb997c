"""书中各文件：what is packed into a book: documents, contents, sheets, cover and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from wxpress.sheet_properties import rootless
from wxpress.styles import Style
from wxpress.writers import Asset
from wxpress.writers.pictures import picture_name

SHEETS = {"epub.css": "book.css", "epub-cjk.css": "book-cjk.css"}
"""Sheets of the style and their names in the book; a reader too old for the second drops it whole."""

COVER = "cover-image"
COVER_PATH = "images/cover.png"
"""Properties of the contents and of the cover (EPUB 3.3, D.2)."""

XHTML, NCX = "application/xhtml+xml", "application/x-dtbncx+xml"


@dataclass(frozen=True)
class Resource:
    """一个文件：*path* below the package's folder; *in_spine* where it is read in its turn; *properties* of EPUB 3."""

    id: str
    path: str
    media_type: str
    content: bytes
    in_spine: bool = False
    properties: tuple[str, ...] = ()


def document(name: str, path: str, content: str, *properties: str) -> Resource:
    """A document, read in its turn."""
    return Resource(name, path, XHTML, content.encode(), in_spine=True, properties=properties)


def ncx(content: str) -> Resource:
    """The contents for readers of EPUB 2."""
    return Resource("ncx", "toc.ncx", NCX, content.encode())


def cover(png: bytes) -> Resource:
    """The cover."""
    return Resource("cover", COVER_PATH, "image/png", png, properties=(COVER,))


def sheets(style: Style) -> Iterator[Resource]:
    """The sheets of *style*, in CSS that old readers know."""
    for sheet, name in SHEETS.items():
        yield Resource(name.removesuffix(".css"), f"css/{name}", "text/css", rootless(style.sheet(sheet)).encode())


def images(pictures: Mapping[str, Asset]) -> dict[str, Resource]:
    """The pictures by their sources."""
    return {
        source: Resource(f"image-{number}", f"images/{picture_name(number, asset)}", asset.media_type, asset.data)
        for number, (source, asset) in enumerate(pictures.items(), 1)
    }
