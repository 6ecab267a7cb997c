"""容器：the one seam to EbookLib, which serves as EPUB container and package assembler only.

EbookLib never sees markup to parse: documents enter as raw items, contents and NCX are ours. What it would take from
the clock, or leave out of the package, is replaced here; `SEAM` names what that relies on, and a test watches it.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

from ebooklib import epub
from lxml import etree

from wxpress.writers.epub_metadata import Metadata, Property
from wxpress.writers.epub_resources import COVER, Resource

if TYPE_CHECKING:
    from _typeshed import SizedBuffer

SEAM = ("_write_container", "_write_opf", "_write_items", "_write_opf_file")
"""Private methods of EbookLib 0.20's `EpubWriter` that are called or replaced."""

MEDIA_TYPE = "application/epub+zip"
FOLDER = "EPUB"
TREE = "wxpress:tree"
"""What the hash of the tree is called: a ``meta`` of EPUB 2, as a property would need a vocabulary."""
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o100644 << 16
_PACKED = frozenset({".png", ".jpg", ".gif", ".webp"})
_DC = "dc:"
_XML = "http://www.w3.org/XML/1998/namespace"


def pack(metadata: Metadata, resources: tuple[Resource, ...], guide: tuple[dict[str, str], ...]) -> bytes:
    """The EPUB's bytes, the same for the same arguments; the spine follows the order of *resources*."""
    book = _book(metadata)
    for resource in resources:
        item = epub.EpubItem(resource.id, resource.path, resource.media_type, resource.content)
        item.properties = list(resource.properties)
        book.add_item(item)
        if COVER in resource.properties:
            # What readers of EPUB 2 find the cover by.
            book.add_metadata(None, "meta", "", {"name": "cover", "content": resource.id})
        if resource.in_spine:
            book.spine.append(item)
    book.guide = list(guide)
    out = io.BytesIO()
    # EbookLib writes the time it is given as if it were UTC.
    writer = _Writer(out, book, {"mtime": metadata.modified.astimezone(dt.UTC), "raise_exceptions": True})
    writer.write()
    return out.getvalue()


def _book(metadata: Metadata) -> epub.EpubBook:
    book = epub.EpubBook()
    book.metadata = {}  # EbookLib's own hold a random identifier
    book.FOLDER_NAME = FOLDER
    book.IDENTIFIER_ID = "identifier"
    book.set_identifier(metadata.identifier)
    book.set_title(metadata.title)
    book.set_language(metadata.language)
    book.add_metadata(None, "meta", "", {"name": TREE, "content": metadata.tree})
    for item in metadata.properties:
        _add(book, item)
    return book


def _add(book: epub.EpubBook, item: Property) -> None:
    if item.name.startswith(_DC):
        book.add_metadata("DC", item.name.removeprefix(_DC), item.value, {"id": item.id} if item.id else {})
        return
    attributes = {"refines": f"#{item.refines}" if item.refines else None, "property": item.name, "id": item.id}
    book.add_metadata(None, "meta", item.value, {key: value for key, value in attributes.items() if value})


class _FixedZip(zipfile.ZipFile):
    """A ZIP whose entries carry no clock and no machine."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: SizedBuffer | str,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
        entry.create_system = _UNIX
        entry.external_attr = _READABLE
        stored = compress_type == zipfile.ZIP_STORED or f".{name.rpartition('.')[2]}" in _PACKED
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(entry, data, compresslevel=compresslevel or 9)


class _Writer(epub.EpubWriter):  # type: ignore[misc]  # EbookLib has no types
    def write(self) -> None:
        with _FixedZip(self.file_name, "w") as self.out:
            # OCF 3.3, 4.2.3: first, stored, without extra field.
            self.out.writestr("mimetype", MEDIA_TYPE, compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        """The package with its own language; the prefix that EbookLib declares is reserved and needs none."""
        root.set(f"{{{_XML}}}lang", self.book.language)
        root.attrib.pop("prefix", "")
        package = etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)
        self.out.writestr(f"{FOLDER}/content.opf", package)
