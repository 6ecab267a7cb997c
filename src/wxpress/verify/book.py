"""读 EPUB：the documents of a book in the order of its spine, as a reading system opens them."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag

from wxpress.errors import VerifyError
from wxpress.verify.lines import Document, Found, Line, Look
from wxpress.verify.markup import TREE_PROPERTY, lines_of
from wxpress.verify.pictures import look_of_file
from wxpress.verify.seen import seen

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
LARGEST = 256 * 2**20
"""So many bytes of one file in the book are read."""

_ADVICE = "请重新排印"
_DESCRIBING = ("title", "creator", "publisher", "subject", "description", "contributor")
_NAMES = {
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "h": "http://www.w3.org/1999/xhtml",
    "ncx": "http://www.daisy.org/z3986/2005/ncx/",
}


def read_epub(data: bytes) -> Found:
    """The lines of the EPUB *data*; `VerifyError` where it is none, is encrypted, or lacks a part that it names."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _Book(archive).read()
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise VerifyError("成品 EPUB 读不出：文件不完整，或者不是电子书", _ADVICE) from error


@dataclass
class _Book:
    archive: zipfile.ZipFile
    names: dict[str, frozenset[str]] = field(default_factory=dict)

    def read(self) -> Found:
        if ENCRYPTION in self.archive.namelist():
            raise VerifyError("成品 EPUB 加了密（DRM），读不出", "请核对没有加密的那一份，或重新排印")
        path = self._package_path()
        package = self._parsed(path)
        items = {
            str(item.get("id")): posixpath.normpath(posixpath.join(posixpath.dirname(path), _path(item.get("href"))))
            for item in package.iterfind("opf:manifest/opf:item", _NAMES)
        }
        spine = [str(item.get("idref")) for item in package.iterfind("opf:spine/opf:itemref", _NAMES) if _is_read(item)]
        if not spine:
            raise VerifyError("成品 EPUB 读不出：阅读次序（spine）里没有文件", _ADVICE)
        metas = package.iterfind("opf:metadata/opf:meta", _NAMES)
        tree = next((meta.get("content") for meta in metas if meta.get("name") == TREE_PROPERTY), None)
        sheets: dict[str, str] = {}
        documents = [self._document(items.get(name, name), sheets) for name in spine]
        entries = tuple(self._entries(package, items))
        facts = tuple(_facts(package))
        return Found(tuple(map(_lines, documents)), tree, documents=tuple(documents), entries=entries, facts=facts)

    def _package_path(self) -> str:
        root = self._parsed(CONTAINER).find("c:rootfiles/c:rootfile", _NAMES)
        if root is None:
            raise VerifyError(f"成品 EPUB 读不出：{CONTAINER} 没有指明 OPF", _ADVICE)
        return _path(root.get("full-path"))

    def _document(self, path: str, sheets: dict[str, str]) -> Document:
        root, folder = self._parsed(path), posixpath.dirname(path)
        if folder not in self.names:
            self.names[folder] = frozenset(posixpath.relpath(name, folder) for name in self.archive.namelist())
        return Document(
            posixpath.basename(path),
            root,
            tuple(self._sheets(root, path, sheets)),
            self.names[folder],
            path,
            tuple(self._looks(root, folder)),
        )

    def _looks(self, root: Element, folder: str) -> Iterator[Look]:
        """How the pictures of a document compare."""
        for picture in root.iter(f"{{{_NAMES['h']}}}img"):
            name = posixpath.normpath(posixpath.join(folder, _path(picture.get("src"))))
            yield look_of_file(self._bytes(name))

    def _entries(self, package: Element, items: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """What the contents for readers of EPUB 2 say, if there are any."""
        spine = package.find("opf:spine", _NAMES)
        path = items.get(str(spine.get("toc"))) if spine is not None else None
        for point in self._parsed(path).iter(f"{{{_NAMES['ncx']}}}navPoint") if path else ():
            label, content = point.find("ncx:navLabel/ncx:text", _NAMES), point.find("ncx:content", _NAMES)
            if path and label is not None and content is not None:
                target = posixpath.join(posixpath.dirname(path), unquote(content.get("src") or ""))
                yield seen(label.text or ""), posixpath.normpath(target)

    def _sheets(self, root: Element, path: str, read: dict[str, str]) -> list[str]:
        """The style sheets of a document, each read once for the book."""
        found = []
        for link in root.iterfind("h:head/h:link[@rel='stylesheet']", _NAMES):
            name = posixpath.normpath(posixpath.join(posixpath.dirname(path), _path(link.get("href"))))
            if name not in read:
                read[name] = self._bytes(name).decode("utf-8", "replace")
            found.append(read[name])
        return [*found, *(style.text or "" for style in root.iterfind("h:head/h:style", _NAMES))]

    def _parsed(self, path: str) -> Element:
        from lxml import etree  # noqa: PLC0415 - heavy

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(self._bytes(path), parser)
        except etree.XMLSyntaxError as error:
            raise VerifyError(f"成品 EPUB 读不出：{path} 不是合格的 XML（第 {error.lineno} 行）", _ADVICE) from error

    def _bytes(self, path: str) -> bytes:
        try:
            info = self.archive.getinfo(path)
        except KeyError as error:
            raise VerifyError(f"成品 EPUB 读不出：里面没有 {path}", _ADVICE) from error
        if info.file_size > LARGEST:
            raise VerifyError(f"成品 EPUB 读不出：{path} 超过 {LARGEST // 2**20} MB", _ADVICE)
        return self.archive.read(info)


def _facts(package: Element) -> Iterator[tuple[str, str]]:
    """What the package says of the book in words."""
    for name in _DESCRIBING:
        yield from ((f"dc:{name}", item.text or "") for item in package.iterfind(f"opf:metadata/dc:{name}", _NAMES))
    for meta in package.iterfind("opf:metadata/opf:meta[@property='belongs-to-collection']", _NAMES):
        yield "belongs-to-collection", meta.text or ""


def _is_read(item: Element) -> bool:
    """Whether a reader comes to a document of the spine by turning pages (EPUB 3.3, 5.7.2)."""
    return item.get("linear") != "no"


def _lines(document: Document) -> tuple[Line, ...]:
    from wxpress.verify.hiding import hidden_in  # noqa: PLC0415 - brings a CSS parser

    body = document.root.find("h:body", _NAMES)
    if body is None:
        return ()
    return tuple(lines_of(body, hidden_in(document.root, document.sheets), document.name))


def _path(href: str | None) -> str:
    return unquote(urldefrag(href or "").url)
