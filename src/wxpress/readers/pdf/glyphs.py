"""PDF 的字：what PDFium finds on each page: characters with their place, size and face, in drawing order."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from wxpress.errors import LimitError, UnsupportedError, UsageError

MAXIMUM_PAGES = 2000
MAXIMUM_CHARACTERS = 5_000_000

UNKNOWN = "\ufffd"
"""A glyph that the file gives no character for."""

_MOST_UNKNOWN = 0.05
_TOO_FEW = 8
"""A file with fewer characters to a page, and pictures, is a scan."""

_UPRIGHT = 0.1
"""In radians: what is turned further is a stamp or a watermark."""

_BOLD_FROM = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|hei|xbs|biaosong|黑|粗|小标宋", re.IGNORECASE)
_NO_CHARACTER = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF, 2})
_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_PICTURE = 3
"""PDFium's number for an image among the objects of a page."""


class Glyph(NamedTuple):
    """一个字：its character, its edges, baseline and size in pt from the lower left corner, and whether it is bold."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool


class Sheet(NamedTuple):
    """一页：its glyphs in drawing order, those that are turned, and how many pictures it holds."""

    glyphs: list[Glyph]
    turned: list[Glyph]
    pictures: int


def sheets_of(path: Path, data: bytes) -> list[Sheet]:
    """The pages of the PDF *data*; a `WxpressError` where it is locked, damaged, too large or without text."""
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted for PDF alone

    try:
        document = pypdfium2.PdfDocument(data)
        try:
            _refuse_length(path, len(document))
            sheets = _read(path, document, pypdfium2.raw)
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise _refusal(path, error, pypdfium2.raw) from error
    _refuse_scan(path, sheets)
    return sheets


def _refusal(path: Path, error: Exception, raw: Any) -> UnsupportedError | UsageError:  # noqa: ANN401 - not typed
    if getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD:
        return UnsupportedError(f"{path}：这份 PDF 加了密码，读不出", "请用密码打开，另存为没有密码的 PDF 再试")
    return UsageError(
        f"{path}：这份 PDF 读不出：文件不完整，或者不是 PDF", "请重新取得这个文件，或用阅读器打开后另存一份"
    )


def _refuse_length(path: Path, pages: int) -> None:
    if pages > MAXIMUM_PAGES:
        raise LimitError(f"{path}：这份 PDF 有 {pages} 页，超过限度 {MAXIMUM_PAGES} 页", "请分成几个文件")


def _read(path: Path, document: Any, raw: Any) -> list[Sheet]:  # noqa: ANN401 - pypdfium2 is not typed
    sheets: list[Sheet] = []
    count = 0
    for index in range(len(document)):
        page = document[index]
        text = page.get_textpage()
        try:
            count += raw.FPDFText_CountChars(text)
            if count > MAXIMUM_CHARACTERS:
                limit = f"超过限度 {MAXIMUM_CHARACTERS} 字"
                raise LimitError(f"{path}：到第 {index + 1} 页已有 {count} 字，{limit}", "请分成几个文件")
            sheets.append(_sheet(page, text, raw))
        finally:
            text.close()
            page.close()
    return sheets


def _sheet(page: Any, text: Any, raw: Any) -> Sheet:  # noqa: ANN401 - as above
    upright: list[Glyph] = []
    turned: list[Glyph] = []
    for glyph, angle in _glyphs(text, raw):
        is_upright = min(angle, 2 * math.pi - angle) < _UPRIGHT
        (upright if is_upright else turned).append(glyph)
    pictures = sum(1 for item in page.get_objects(max_depth=2) if item.type == _PICTURE)
    return Sheet(upright, turned, pictures)


def _glyphs(text: Any, raw: Any) -> Iterator[tuple[Glyph, float]]:  # noqa: ANN401 - as above
    """Each character that the file itself holds, and its angle in radians; PDFium's own spaces are told by the gaps."""
    high = 0
    for index in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in _HIGH:
            high = code
            continue
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        if code in _LOW and high:
            code = 0x10000 + (high - 0xD800) * 0x400 + (code - 0xDC00)
        high = 0
        glyph = _glyph(text, raw, index, _character(code))
        if glyph is not None:
            yield glyph, raw.FPDFText_GetCharAngle(text, index) % (2 * math.pi)


def _character(code: int) -> str:
    return UNKNOWN if code in _NO_CHARACTER or code in _LOW else chr(code)


def _glyph(text: Any, raw: Any, index: int, character: str) -> Glyph | None:  # noqa: ANN401 - as above
    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    placed = raw.FPDFText_GetCharOrigin(text, index, x, y) and raw.FPDFText_GetLooseCharBox(text, index, box)
    size = round(_size(text, raw, index) or abs(box.top - box.bottom), 2)
    if not placed or not size or character in "\r\n":
        return None
    return Glyph(character, x.value, box.right, y.value, size, _is_bold(text, raw, index))


def _size(text: Any, raw: Any, index: int) -> float:  # noqa: ANN401 - as above
    """The size of type in pt, as the page shows it: what the file tells, times the scale of its matrix."""
    matrix = raw.FS_MATRIX()
    known = raw.FPDFText_GetMatrix(text, index, matrix)
    return float(raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)) if known else 0.0


def _is_bold(text: Any, raw: Any, index: int) -> bool:  # noqa: ANN401 - as above
    if raw.FPDFText_GetFontWeight(text, index) >= _BOLD_FROM:
        return True
    buffer, flags = ctypes.create_string_buffer(96), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, buffer, len(buffer), flags)
    return bool(_BOLD_NAME.search(buffer.value.decode("utf-8", "replace")))


def _refuse_scan(path: Path, sheets: list[Sheet]) -> None:
    words = "".join(glyph.text for sheet in sheets for glyph in sheet.glyphs if not glyph.text.isspace())
    pictures = sum(sheet.pictures for sheet in sheets)
    if not words or (pictures >= len(sheets) and len(words) < _TOO_FEW * len(sheets)):
        raise UnsupportedError(f"{path}：这份 PDF 没有文字，只有图像（扫描件）", "请先用识别软件（OCR）识别成文字")
    if words.count(UNKNOWN) > _MOST_UNKNOWN * len(words):
        raise UnsupportedError(
            f"{path}：这份 PDF 的字体没有编码，{words.count(UNKNOWN)} 个字认不出",
            "请向排版的人要文字稿，或用识别软件识别",
        )
