"""读 PDF：the lines of each page as PDFium draws them, from the top, and which of their characters nobody can see."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from wxpress.errors import VerifyError
from wxpress.proof.rows import bands
from wxpress.verify.heaps import flat_row, has_marks
from wxpress.verify.ink import Picture
from wxpress.verify.lines import BLANK, GLYPH, Flaw, Found, Line, Place
from wxpress.verify.overprints import objects_of, overprints
from wxpress.verify.seen import seen
from wxpress.verify.shapes import Drawn
from wxpress.verify.shares import in_shares

INFO_KEY = "WxpressTree"
"""The entry of the PDF's Info dictionary that holds the tree's hash."""

UNREADABLE = "\ufffd"
"""A glyph that the file gives no character for."""

NOTHING: Mapping[Drawn, str] = {}
"""No glyph is wrong."""

APOSTROPHE = "’"

_GAP = 0.4
"""A gap of so many em may part two cells of a table."""

_LINE_SHARE = 0.7
"""The size of type as a share of PDFium's box round a character, about."""

_HIGH, _LOW = range(0xD800, 0xDC00), range(0xDC00, 0xE000)
_NO_TEXT = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
_FIRST_IDEOGRAPHIC = 0x3000
"""What PDFium makes up, spaces and ends of lines, and the hyphens that it marks all come before."""

_PLAIN = range(_FIRST_IDEOGRAPHIC, _HIGH.start)
"""Most of a text: neither halves nor anything that PDFium marks."""


class Sign(Struct, frozen=True):
    """一个字：the character, its baseline, the box of its body and about its size, in pt from the lower left corner.

    *shape* is what it is drawn as where that is another character, empty where that is none; null where it is right.
    """

    text: str
    y: float
    left: float
    bottom: float
    right: float
    top: float
    size: float
    shape: str | None = None


def read_pdf(data: bytes, wrong: Mapping[Drawn, str] = NOTHING) -> Found:
    """The lines of the PDF *data*, the glyphs *wrong* marked; `VerifyError` where it is none, is locked, or is torn.

    A PDF that was read last, all its glyphs right, is not read again: who proves it then asks what opens its pages.
    """
    return _read(data, wrong) if wrong else _read_last(data)


@lru_cache(maxsize=1)
def _read_last(data: bytes) -> Found:
    return _read(data, NOTHING)


def _read(data: bytes, wrong: Mapping[Drawn, str]) -> Found:
    import pypdfium2  # noqa: PLC0415 - heavy, and wanted for PDF alone

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, pypdfium2.raw) from error
    try:
        tree = document.get_metadata_value(INFO_KEY) or None
        reader = _Reader(pypdfium2.raw, wrong)
        sheets = in_shares(len(document), lambda index: reader.sheet(document, index), list[tuple[Line, ...]])
        return Found(tuple(sheets), tree)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, pypdfium2.raw) from error
    finally:
        document.close()


def require_readable(data: bytes) -> None:
    """`VerifyError` where the PDF *data* is none, is locked, or cannot be opened."""
    import pypdfium2  # noqa: PLC0415 - as above

    try:
        pypdfium2.PdfDocument(data).close()
    except pypdfium2.PdfiumError as error:
        raise _unreadable(error, pypdfium2.raw) from error


def page_labels(data: bytes) -> tuple[str, ...]:
    """What each page of the PDF *data* is called: its label, or its number."""
    import pypdfium2  # noqa: PLC0415 - as above

    with pypdfium2.PdfDocument(data) as document:
        return tuple(document.get_page_label(index) or str(index + 1) for index in range(len(document)))


def _unreadable(error: Exception, raw: Any) -> VerifyError:  # noqa: ANN401 - pypdfium2 is not typed
    if getattr(error, "err_code", 0) == raw.FPDF_ERR_PASSWORD:
        return VerifyError("成品 PDF 加了密，读不出", "请先去掉密码，或重新排印")
    return VerifyError("成品 PDF 读不出：文件不完整，或者不是 PDF", "请重新排印")


@dataclass(frozen=True)
class _Reader:
    """Reads pages by PDFium's *raw* interface."""

    raw: Any
    wrong: Mapping[Drawn, str]

    def sheet(self, document: Any, index: int) -> tuple[Line, ...]:  # noqa: ANN401 - pypdfium2 is not typed
        """The lines of one page from the top."""
        page = document[index]
        try:
            items = objects_of(page, self.raw)
            _forget_replacements(items, self.raw)
            text = page.get_textpage()
            try:
                signs = self._signs(text)
                edges = list(overprints(items, text, self.raw))
            finally:
                text.close()
            picture = Picture.of(page)
        finally:
            page.close()
        rows = sorted(((_baseline(band), band) for band in bands(signs)), key=lambda row: -row[0])
        lines = [_line(band, picture, Place(0, page=index + 1)) for _, band in rows]
        blurred = _under(edges, lines, [baseline for baseline, _ in rows])
        return tuple(
            Line(line.text, Place(number, page=index + 1), line.gaps, line.flaws, is_overprinted=place in blurred)
            for number, (place, line) in enumerate(((p, line) for p, line in enumerate(lines) if line.text), 1)
        )

    def _signs(self, text: Any) -> list[Sign]:  # noqa: ANN401 - as above
        """The characters of a page, each with what it is drawn as, if its glyph is one of the wrong ones."""
        signs = _signs(text, self.raw)
        suspects = frozenset(drawn.character for drawn in self.wrong)
        return [self._shaped(text, place, sign) if sign.text in suspects else sign for place, sign in signs]

    def _shaped(self, text: Any, place: int, sign: Sign) -> Sign:  # noqa: ANN401 - as above
        name = ctypes.create_string_buffer(256)
        self.raw.FPDFText_GetFontInfo(text.raw, place, name, 256, ctypes.c_int())
        return replace(sign, shape=self.wrong.get(Drawn(name.value.decode("utf-8", "replace"), sign.text)))


def _line(band: list[Sign], picture: Picture, place: Place) -> Line:
    """The characters of one baseline from the left."""
    text, gaps, flaws, end = "", [], [], None
    for sign in flat_row(sorted(band, key=_middle)):
        shown = _seen(sign.text)
        if not shown:
            continue
        if end is not None and sign.left - end > _GAP * sign.size:
            gaps.append(len(text))
        if cause := _fault(sign, picture):
            flaws.append(Flaw(len(text), len(text) + len(shown), cause))
        text += shown
        end = sign.right
    return Line(text, place, frozenset(gaps), tuple(flaws))


def _middle(sign: Sign) -> float:
    """Twice where the middle of a body stands: an opening bracket whose blank is cut begins left of what is before.

    An apostrophe that its face has an em wide is in the left half of it, and narrow letters stand on the right one.
    """
    return sign.left + sign.right if sign.text != APOSTROPHE else 1.5 * sign.left + 0.5 * sign.right


_seen = lru_cache(maxsize=1 << 13)(seen)
"""Of one character: a long bulletin has a few thousand of them, each a hundred times."""


def _fault(sign: Sign, picture: Picture) -> str | None:
    """Why a reader does not see the character that *sign* says; null where it is seen."""
    if not picture.shows(sign.left, sign.bottom, sign.right, sign.top):
        return BLANK
    return None if sign.shape is None else f"{GLYPH}{sign.shape}"


def _signs(text: Any, raw: Any) -> Iterator[tuple[int, Sign]]:  # noqa: ANN401 - as above
    """Each character that the page itself holds, and its number there, in the order of the file."""
    x, y, box, page = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF(), text.raw
    unicode = _unasked(raw.FPDFText_GetUnicode, _CODE)
    origin, body = _unasked(raw.FPDFText_GetCharOrigin), _unasked(raw.FPDFText_GetLooseCharBox)
    to_x, to_y, to_box, high = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box), 0
    for index in range(text.count_chars()):
        code = unicode(page, index)
        is_special = code < _FIRST_IDEOGRAPHIC
        if is_special and raw.FPDFText_IsGenerated(page, index) == 1:
            continue
        if code in _HIGH:
            high = code
            continue
        origin(page, index, to_x, to_y)
        body(page, index, to_box)
        if code in _PLAIN:
            character = chr(code)
        else:
            character = _odd_character(code, high, is_special and raw.FPDFText_IsHyphen(page, index) == 1)
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        yield index, Sign(character, y.value, left, bottom, right, top, (top - bottom) * _LINE_SHARE)


_NUMBER, _CODE = ctypes.PYFUNCTYPE(ctypes.c_int), ctypes.PYFUNCTYPE(ctypes.c_uint)
"""Forms of a function that say what it gives and not what it takes."""


def _unasked(function: Any, form: Any = _NUMBER) -> Any:  # noqa: ANN401 - as above
    """A C *function* that does not look at what it is given: to look takes longer than what a short one does."""
    return form(ctypes.cast(function, ctypes.c_void_p).value)


def _odd_character(code: int, high: int, is_hyphen: bool) -> str:  # noqa: FBT001 - what PDFium says of a character
    """PDFium tells characters beyond U+FFFF as two halves, and a hyphen at a line's end by a code of its own."""
    if is_hyphen:
        return "-"
    if code in _LOW and high:
        return chr(0x10000 + (high - _HIGH.start << 10) + code - _LOW.start)
    return UNREADABLE if code in _NO_TEXT else chr(code)


def _forget_replacements(items: Iterable[Any], raw: Any) -> None:  # noqa: ANN401 - as above
    """Take /ActualText away: what counts is what is drawn, not what the file says of it."""
    for item in items:
        for number in range(raw.FPDFPageObj_CountMarks(item)):
            with suppress(OSError):
                raw.FPDFPageObjMark_RemoveParam(item, raw.FPDFPageObj_GetMark(item, number), b"ActualText")


def _baseline(band: Iterable[Sign]) -> float:
    return max(band, key=attrgetter("size", "y")).y


def _under(edges: Iterable[tuple[float, float]], lines: Sequence[Line], baselines: Sequence[float]) -> set[int]:
    """The lines, by number, that text with these *edges* is printed over; a heap of marks is no text."""
    found = set()
    for bottom, top in edges:
        near = [number for number, line in enumerate(lines) if line.text and not has_marks(line.text)]
        middle = bottom + (top - bottom) / 4
        number = min(range(len(lines)), key=lambda number: abs(baselines[number] - middle), default=-1)
        found |= {number} & set(near)
    return found
