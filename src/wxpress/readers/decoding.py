"""解码：a source's bytes to text; the encoding is decided once, and said where it is not UTF-8."""

from __future__ import annotations

import codecs
import importlib
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from wxpress.errors import LimitError, UnsupportedError, UsageError, reason
from wxpress.readers.encodings import candidates, holds_utf8
from wxpress.source import Source

MAXIMUM_BYTES = 64 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TRANSCRIBERS = {
    ".docx": "wxpress.readers.docx.reading",
    ".pdf": "wxpress.readers.pdf.reading",
    **dict.fromkeys((".html", ".htm", ".xhtml"), "wxpress.readers.html.reading"),
}
"""Modules that make a `Source` of a file that is no plain text: its words, and its bytes."""

_LEAST_WIDE = 4
"""One byte in so many is null, or more, in UTF-16 that might be taken for UTF-8: Latin letters, digits, line ends."""

UNREADABLE = {
    ".doc": ("旧版 Word", "请用 Word 或 WPS 打开，另存为 .docx"),
    ".dot": ("旧版 Word", "请用 Word 或 WPS 打开，另存为 .docx"),
    ".wps": ("WPS", "请用 WPS 打开，另存为 .docx"),
    ".rtf": ("RTF", "请用 Word 或 WPS 打开，另存为 .docx"),
    ".odt": ("ODT", "请用 LibreOffice 或 WPS 打开，另存为 .docx"),
    ".mht": ("网页存档", "请用浏览器打开，另存为“网页，仅 HTML”（.html）"),
    ".mhtml": ("网页存档", "请用浏览器打开，另存为“网页，仅 HTML”（.html）"),
}
"""Formats that are refused: what they are called, and the way round."""

_BINARY: Mapping[bytes, tuple[str, str]] = {
    b"%PDF": ("PDF 文件", "请把后缀改回 .pdf"),
    b"PK\x03\x04": ("压缩包或 Word 文件", "如果是 Word 文件，请把后缀改回 .docx"),
    b"\xd0\xcf\x11\xe0": ("旧版 Word 或 WPS 文件", "请用 Word 或 WPS 打开，另存为 .docx"),
    b"{\\rtf": ("RTF 文件", "请用 Word 或 WPS 打开，另存为 .docx"),
    b"\x89PNG": ("图片", "请先识别文字，存为 UTF-8 文本"),
    b"\xff\xd8\xff": ("图片", "请先识别文字，存为 UTF-8 文本"),
}
"""What files that are no text begin with, what they are, and the way round."""


def load(path: Path) -> Source:
    """Read and decode the source at *path*; a `WxpressError` says why it cannot be read."""
    refuse_unreadable(path)
    return opened(path, bytes_of(path))


def opened(path: Path, data: bytes) -> Source:
    """The source that *data*, read from *path*, is; nothing is read."""
    refuse_unreadable(path)
    transcriber = TRANSCRIBERS.get(path.suffix.lower())
    if transcriber is None:
        return decode(path, data)
    transcribed: Callable[[Path, bytes], Source] = importlib.import_module(transcriber).transcribed
    return transcribed(path, data)


def bytes_of(path: Path) -> bytes:
    """The bytes of the file at *path*; a `WxpressError` where it is too large or cannot be read."""
    try:
        # O_NONBLOCK: opening a pipe would wait for its writer
        with open(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:  # noqa: PTH123 - a descriptor
            _refuse_irregular(path, os.fstat(file.fileno()))
            return file.read(MAXIMUM_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}：不能读取（{reason(error)}）", "请检查路径和权限") from error


def _refuse_irregular(path: Path, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UsageError(f"{path}：不是普通文件，不能作来稿", "请给出一个文本文件；管道里的文字请先存成文件")
    if status.st_size > MAXIMUM_BYTES:
        limit = f"{MAXIMUM_BYTES} 字节（{MAXIMUM_BYTES // 2**20} MiB）"
        raise LimitError(f"{path}：来稿有 {status.st_size} 字节，超过限度 {limit}", "请分成几个文件")


def refuse_unreadable(path: Path) -> None:
    """Raise `UnsupportedError` where the suffix of *path* names a format that cannot be read."""
    if path.suffix.lower() in UNREADABLE:
        name, remedy = UNREADABLE[path.suffix.lower()]
        raise UnsupportedError(f"{path}：本版还不能读 {name} 文件", remedy)


def _refuse_binary(path: Path, data: bytes) -> None:
    found = next((mark for mark in _BINARY if data.startswith(mark)), None)
    if found is not None:
        name, remedy = _BINARY[found]
        raise UsageError(f"{path}：这不是文本文件，是{name}", remedy)


def decode(path: Path, data: bytes, declared: str | None = None) -> Source:
    """Decode *data*; never with replacement characters.

    The order: its byte order mark, UTF-8, the encoding that the file itself has *declared*, and then what reads most
    like Chinese: GB18030, Big5, UTF-16. A file that is UTF-8 in part is refused, with the place.
    """
    _refuse_binary(path, data)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(path, data, encoding)
    sound = _sound_bytes(data, "utf-8")
    is_utf8 = sound == len(data) and data.count(b"\0") * _LEAST_WIDE <= len(data)
    if is_utf8 or (sound < len(data) and holds_utf8(data, sound)):
        return _decoded(path, data, "utf-8")
    others = [*([declared] if declared else []), *candidates(data)]
    return _decoded(path, data, max(others, key=lambda encoding: _sound_bytes(data, encoding)))


def _sound_bytes(data: bytes, encoding: str) -> int:
    """How many bytes from the first on can be decoded."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def _decoded(path: Path, data: bytes, encoding: str) -> Source:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(
            f"{path}：第 {error.start} 字节处（第 {line} 行）不是有效的 {encoding} 编码",
            "文件可能被截断，或混用了几种编码；请用编辑器打开，另存为 UTF-8 再试",
        ) from error
    name = {"utf-8-sig": "utf-8", "big5hkscs": "big5"}.get(encoding, encoding)
    return Source(path, text.replace("\r\n", "\n").replace("\r", "\n"), name)
