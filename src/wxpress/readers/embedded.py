"""内嵌图片：the pictures that a Word file or a web page carries inside itself, ``稿.docx#word/media/image1.png``."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import unquote_to_bytes

from wxpress.errors import UsageError
from wxpress.readers.decoding import bytes_of, decode
from wxpress.readers.docx.package import Package
from wxpress.readers.encodings import declared
from wxpress.readers.html.page import data_pictures, parsed

SEPARATOR = "#"


def divided(source: str) -> tuple[str, str] | None:
    """The file and the name inside it that *source* means; null where it means a file alone."""
    file, separator, name = source.rpartition(SEPARATOR)
    return (file, name) if separator and Path(file).suffix.lower() in _CARRIERS else None


def embedded_picture(path: Path, name: str, data: bytes | None = None) -> bytes:
    """The bytes of the picture *name* inside the file at *path*, which is read unless its *data* are given.

    `UsageError` where there is none, or it is damaged.
    """
    return _CARRIERS[path.suffix.lower()](path, name, bytes_of(path) if data is None else data)


def _in_word(path: Path, name: str, data: bytes) -> bytes:
    package = Package(path, data)
    if name not in package.names:
        raise UsageError(f"{path} 里没有 {name}", "请用 Word 打开，重新插入这幅图片，再保存")
    return package.picture(name)


def _in_page(path: Path, name: str, data: bytes) -> bytes:
    root = parsed(path, decode(path, data, declared(data)).text)
    pictures = [] if root is None else data_pictures(root)
    number = int(name) if name.isascii() and name.isdecimal() else 0
    if not 0 < number <= len(pictures):
        raise UsageError(f"{path} 里没有第 {name} 幅内嵌图片", "请重新保存网页")
    return _data(path, pictures[number - 1].get("src", "").strip())


def _data(path: Path, address: str) -> bytes:
    """What a ``data:`` address holds (RFC 2397)."""
    head, _, body = address.partition(",")
    try:
        raw = unquote_to_bytes(body)
        return base64.b64decode(raw) if head.lower().rstrip().endswith(";base64") else raw
    except (binascii.Error, ValueError) as error:
        raise UsageError(f"{path} 里的内嵌图片已损坏", "请重新保存网页") from error


_CARRIERS: Mapping[str, Callable[[Path, str, bytes], bytes]] = {
    ".docx": _in_word,
    **dict.fromkeys((".html", ".htm", ".xhtml"), _in_page),
}
