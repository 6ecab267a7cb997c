"""字形：reads the glyphs of a finished PDF with PDFium: where each stands, how wide and large it is, in which face."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from itertools import groupby
from typing import Any, NamedTuple

from wxpress.errors import VerifyError

_NAME_LENGTH = 256
_SUBSET_PREFIX = 7
_UNIT = 1000.0
_LINE_ENDS = frozenset({10, 13})
_HIGH_HALVES, _LOW_HALVES = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_NO_TEXT = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_SMALLEST = 0.5
_DEPTH = 8
_LAST_FOUND = 0xFFFF
_FULL = 0.95

UNKNOWN = "\ufffd"
"""A glyph that the file gives no character for."""


class Glyph(NamedTuple):
    """A glyph as PDFium sees it, in pt from the page's lower left corner: origin, nominal advance, size, face.

    *is_known* is false for .notdef and for one that stands for no character.
    """

    text: str
    x: float
    y: float
    advance: float
    size: float
    face: str
    is_known: bool = True

    @property
    def right(self) -> float:
        """Where it would end if nothing were taken from it."""
        return self.x + self.advance


class Box(NamedTuple):
    """A rectangle in pt from the page's lower left corner."""

    left: float
    bottom: float
    right: float
    top: float


class Sheet(NamedTuple):
    """一面：its size in pt, its glyphs in the order of the file, and the boxes of its pictures."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    pictures: tuple[Box, ...]


class _Face(NamedTuple):
    name: str
    size: float
    is_upright: bool
    font: Any


class _Body(NamedTuple):
    width: float
    is_missing: bool


def read_sheets(data: bytes) -> Iterator[Sheet]:
    """The pages of the PDF *data*; `VerifyError` where it is none, or none that can be read."""
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted for the proof alone

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(str(error)) from error
    bodies: dict[tuple[str, str], _Body] = {}
    try:
        for index in range(len(document)):
            try:
                yield _sheet(document[index], bodies, pypdfium2.raw)
            except pypdfium2.PdfiumError as error:
                raise _unreadable(f"第 {index + 1} 页：{error}") from error
    finally:
        document.close()


def _unreadable(cause: str) -> VerifyError:
    return VerifyError(f"成品 PDF 读不出，不能出校样（{cause}）", "请重新排印；若仍如此，请把来稿和这条消息告诉我们")


def _sheet(page: Any, bodies: dict[tuple[str, str], _Body], raw: Any) -> Sheet:  # noqa: ANN401 - pypdfium2 is not typed
    try:
        width, height = page.get_size()
        pictures: list[Box] = []
        for item, is_nested in _objects(page, raw):
            _forget_replacements(item, raw)
            if not is_nested and raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_IMAGE:
                pictures.append(_bounds(item, raw))
        text = page.get_textpage()
        try:
            return Sheet(width, height, tuple(_Reader(text, bodies, raw).glyphs()), tuple(pictures))
        finally:
            text.close()
    finally:
        page.close()


def _objects(page: Any, raw: Any) -> Iterator[tuple[Any, bool]]:  # noqa: ANN401 - as above
    """Every object of the page, those inside forms too, and whether it is inside one."""
    stack = [(raw.FPDFPage_GetObject(page, index), 0) for index in range(raw.FPDFPage_CountObjects(page))]
    while stack:
        item, depth = stack.pop()
        yield item, depth > 0
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            stack += [
                (raw.FPDFFormObj_GetObject(item, index), depth + 1)
                for index in range(raw.FPDFFormObj_CountObjects(item))
            ]


def _forget_replacements(item: Any, raw: Any) -> None:  # noqa: ANN401 - as above
    """Take /ActualText away: PDFium gives all glyphs that it covers one place."""
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        raw.FPDFPageObjMark_RemoveParam(item, mark, b"ActualText")


def _bounds(item: Any, raw: Any) -> Box:  # noqa: ANN401 - as above
    edges = [ctypes.c_float() for _ in Box._fields]
    raw.FPDFPageObj_GetBounds(item, *edges)
    return Box(*(edge.value for edge in edges))


class _Reader:
    """Reads the glyphs of one page; *bodies* are the widths of the file's characters, each looked up once."""

    def __init__(self, text: Any, bodies: dict[tuple[str, str], _Body], raw: Any) -> None:  # noqa: ANN401 - as above
        self.text, self.bodies, self.raw = text, bodies, raw
        self.faces: dict[int, _Face] = {}

    def glyphs(self) -> Iterator[Glyph]:
        """The glyphs that the file itself holds, upright ones only, in its order."""
        for (x, y, face), group in groupby(self._drawn(), key=lambda item: item[2:]):
            together = [(index, character) for index, character, *_ in group]
            if len(together) == 1:
                index, character = together[0]
                body = self._body(index, character, face)
                is_known = character != UNKNOWN and not body.is_missing
                yield Glyph(character, x, y, body.width * face.size, face.size, face.name, is_known)
            else:
                yield from self._ligature(together, x, y, face)

    def _ligature(self, together: list[tuple[int, str]], x: float, y: float, face: _Face) -> Iterator[Glyph]:
        """Characters that share one glyph, as the strokes of —— may, also share its width."""
        share = self._loose_width(together[0][0]) / len(together)
        for number, (_, character) in enumerate(together):
            yield Glyph(character, x + number * share, y, share, face.size, face.name)

    def _drawn(self) -> Iterator[tuple[int, str, float, float, _Face]]:
        """Each upright character with its index, origin and face."""
        x, y = ctypes.c_double(), ctypes.c_double()
        for index, character in self._characters():
            face = self._face(index)
            if face.is_upright and face.size > _SMALLEST:
                self.raw.FPDFText_GetCharOrigin(self.text, index, x, y)
                yield index, character, x.value, y.value, face

    def _characters(self) -> Iterator[tuple[int, str]]:
        """Each character with its index; PDFium tells those beyond U+FFFF as two halves."""
        high = 0
        for index in range(self.text.count_chars()):
            code = self.raw.FPDFText_GetUnicode(self.text, index)
            if code in _LINE_ENDS or self.raw.FPDFText_IsGenerated(self.text, index) == 1:
                continue
            if code in _HIGH_HALVES:
                high = code
            elif code in _LOW_HALVES:
                yield index, chr(0x10000 + (high - _HIGH_HALVES.start << 10) + code - _LOW_HALVES.start)
            else:
                is_text = code not in _NO_TEXT and self.raw.FPDFText_HasUnicodeMapError(self.text, index) != 1
                yield index, chr(code) if is_text else UNKNOWN

    def _face(self, index: int) -> _Face:
        """The face and size of the text object that a character belongs to, each object asked once."""
        item = self.raw.FPDFText_GetTextObject(self.text, index)
        key = ctypes.cast(item, ctypes.c_void_p).value or 0
        if key not in self.faces:
            self.faces[key] = self._read_face(index, self.raw.FPDFTextObj_GetFont(item))
        return self.faces[key]

    def _read_face(self, index: int, font: Any) -> _Face:  # noqa: ANN401 - as above
        matrix, name = self.raw.FS_MATRIX(), ctypes.create_string_buffer(_NAME_LENGTH)
        self.raw.FPDFText_GetMatrix(self.text, index, matrix)
        length = self.raw.FPDFFont_GetBaseFontName(font, name, _NAME_LENGTH)
        base = name.raw[: max(0, min(length, _NAME_LENGTH) - 1)].decode("utf-8", "replace")
        is_subset = base[_SUBSET_PREFIX - 1 : _SUBSET_PREFIX] == "+"
        size = self.raw.FPDFText_GetFontSize(self.text, index) * (math.hypot(matrix.c, matrix.d) or 1)
        is_upright = abs(matrix.b) <= abs(matrix.a or 1) / 100
        return _Face(base[_SUBSET_PREFIX:] if is_subset else base, size, is_upright, font)

    def _body(self, index: int, character: str, face: _Face) -> _Body:
        key = (face.name, character)
        if key not in self.bodies:
            width, strokes = self._read_body(ord(character), face.font)
            is_found = (width, strokes) != self._read_body(0, face.font)
            self.bodies[key] = _Body(width, is_missing=False) if is_found else self._unfound(index, character, face)
        return self.bodies[key]

    def _unfound(self, index: int, character: str, face: _Face) -> _Body:
        """The body of a character that PDFium finds no glyph for by its code.

        That is .notdef; or part of a ligature; or one beyond U+FFFF, which it never finds, and which is there if it
        fills its body.
        """
        width = self._loose_width(index) / face.size
        is_drawn = character.isascii() or character.isspace() or (ord(character) > _LAST_FOUND and width > _FULL)
        return _Body(width, is_missing=not is_drawn)

    def _loose_width(self, index: int) -> float:
        """From a character's origin to the right of its body or its ink, whichever is wider, in pt."""
        loose = self.raw.FS_RECTF()
        x, y = ctypes.c_double(), ctypes.c_double()
        self.raw.FPDFText_GetLooseCharBox(self.text, index, loose)
        self.raw.FPDFText_GetCharOrigin(self.text, index, x, y)
        return float(max(0.0, loose.right - x.value))

    def _read_body(self, code: int, font: Any) -> tuple[float, int]:  # noqa: ANN401 - as above
        """The advance of a character in em, and how many strokes its outline has, which tells it from .notdef."""
        width = ctypes.c_float()
        self.raw.FPDFFont_GetGlyphWidth(font, code, _UNIT, width)
        path = self.raw.FPDFFont_GetGlyphPath(font, code, _UNIT)
        return width.value / _UNIT, self.raw.FPDFGlyphPath_CountGlyphSegments(path) if path else -1
