"""Word 文件包：opens the archive that a ``.docx`` is, within limits, and finds its parts by their relations.

It is read here and not by python-docx, which refuses a whole document for one dangling relation or a strict namespace.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wxpress.errors import LimitError, UnsupportedError, UsageError

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

MAXIMUM_PART = 64 * 2**20
"""Bytes of one part, unpacked."""

MAXIMUM_PARTS = 10_000
_LOCKED = 1
"""The bit of a part that is encrypted (APPNOTE 4.4.4)."""

MAXIMUM_PICTURE = 50 * 2**20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What `zipfile` raises over a damaged or locked archive."""

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml)/(main|wordprocessingDrawing)")
_STRICT_RELATION = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RELATED = f"{{{_RELATION}}}"


class Relation:
    """关系：where a part points to: a part of the archive, or an address outside."""

    def __init__(self, base: str, element: Element) -> None:
        """Read the relation of a part in the folder *base*."""
        target = element.get("Target", "")
        self.kind = element.get("Type", "").rpartition("/")[2]
        self.is_external = element.get("TargetMode") == "External"
        self.target = target if self.is_external else posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")


class Package:
    """文件包：the parts of one ``.docx``."""

    def __init__(self, path: Path, data: bytes) -> None:
        """Open *data*; a `WxpressError` names what is wrong with it."""
        self.path = path
        self._archive = _archive(path, data)
        self.names = frozenset(self._archive.namelist())

    @cached_property
    def main(self) -> str:
        """The name of the part that holds the text."""
        found = [relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"]
        main = next((name for name in (*found, "word/document.xml") if name in self.names), None)
        if main is None:
            raise UsageError(
                f"{self.path}：压缩包里没有 Word 正文（word/document.xml）", "请用 Word 或 WPS 打开，另存为 .docx"
            )
        return main

    def relations(self, part: str) -> dict[str, Relation]:
        """The relations of *part* by their ids; those of the package itself for an empty name."""
        folder, _, name = part.rpartition("/")
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {} if root is None else {item.get("Id", ""): Relation(folder, item) for item in root}

    def related(self, kind: str) -> list[str]:
        """The parts that the text's part is related to by *kind*, as far as they are there."""
        relations = self.relations(self.main).values()
        return [item.target for item in relations if item.kind == kind and item.target in self.names]

    def xml(self, name: str) -> Element | None:
        """The root element of a part; null where there is no such part, an error where it is malformed."""
        if name not in self.names:
            return None
        from lxml import etree  # noqa: PLC0415 - loaded with the first Word file

        data = self._read(name, MAXIMUM_PART)
        if _DOCTYPE.search(data):
            raise LimitError(
                f"{self.path}：{name} 里有实体定义（DOCTYPE），限度是 0 个；Word 不会这样写",
                "文件可能是恶意制作的；请用 Word 打开，另存为 .docx",
            )
        data = _STRICT.sub(_transitional, data).replace(_STRICT_RELATION.encode(), _RELATION.encode())
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            return etree.fromstring(data, parser)
        except etree.XMLSyntaxError as error:
            raise self._malformed(name, str(error)) from error

    def _malformed(self, name: str, cause: str) -> LimitError | UsageError:
        if "depth" in cause or "huge" in cause.lower():
            return LimitError(f"{self.path}：{name} 嵌套太深或一段太长，超过限度（256 层，1000 万字）", "请拆分文件")
        return UsageError(f"{self.path}：{name} 已损坏（{cause}）", "请用 Word 打开并修复，另存为 .docx")

    def picture(self, name: str) -> bytes:
        """The bytes of a picture, one more than the limit where it is larger."""
        return self._read(name, MAXIMUM_PICTURE + 1, refuse=False)

    def _read(self, name: str, limit: int, *, refuse: bool = True) -> bytes:
        try:
            with self._archive.open(name) as part:
                data = part.read(limit + refuse)
        except _DAMAGED as error:
            raise UsageError(f"{self.path}：压缩包里的 {name} 已损坏", "请用 Word 打开并修复，另存为 .docx") from error
        if refuse and len(data) > limit:
            raise LimitError(
                f"{self.path}：{name} 解压后超过限度 {limit} 字节（{limit // 2**20} MiB）", "请拆分文件，或检查它的来历"
            )
        return data


def _transitional(match: re.Match[bytes]) -> bytes:
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % (match[1], match[2])


def refuse_foreign(path: Path, data: bytes) -> None:
    """Raise `UsageError` where *data* is no zip archive: an old or locked Word file, a web page, a text."""
    if data.startswith(OLE) and _ENCRYPTED in data:
        raise UnsupportedError(f"{path}：这个 Word 文件加了密码", "请在 Word 里去掉打开密码，再另存为 .docx")
    if data.startswith(OLE):
        raise UnsupportedError(
            f"{path}：这是旧版 Word（.doc）或 WPS 文件，只是后缀写成了 .docx", "请用 Word 或 WPS 打开，另存为 .docx"
        )
    if not data.startswith(ZIP):
        raise UsageError(
            f"{path}：不是 .docx 文件（不是 zip 压缩包）", "请用 Word 或 WPS 打开，另存为 .docx；文本请把后缀改回 .txt"
        )


def _archive(path: Path, data: bytes) -> zipfile.ZipFile:
    refuse_foreign(path, data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGED as error:
        raise UsageError(
            f"{path}：.docx 压缩包已损坏或不完整", "请重新取一份，或用 Word 打开并修复，另存为 .docx"
        ) from error
    names = archive.namelist()
    if len({*names}) < len(names):
        raise UsageError(f"{path}：压缩包里有两个同名的部件，不知道哪一个是正文", "请用 Word 打开，另存为 .docx")
    if any(item.flag_bits & _LOCKED for item in archive.infolist()):
        raise UsageError(f"{path}：压缩包加了密码", "请去掉密码再试")
    if len(names) > MAXIMUM_PARTS:
        raise LimitError(
            f"{path}：压缩包里有 {len(archive.namelist())} 个部件，超过限度 {MAXIMUM_PARTS} 个", "请检查它的来历"
        )
    return archive
