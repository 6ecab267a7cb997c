"""嵌入字体：of each face a PDF carries the glyphs that it shows, and no blanks between them.

WeasyPrint keeps the numbers of the glyphs by leaving a blank for each that is not shown: tens of thousands, which
hardly compress, and which every reader of the file goes through. A CID-keyed CFF can say itself which numbers its few
glyphs have (ISO 32000-2, 9.7.4.2). Nor is a font's whole file copied into memory, only to be cut.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cached_property
from hashlib import md5
from typing import Any
from unicodedata import bidirectional, combining

from weasyprint.pdf import fonts, stream
from weasyprint.text.ffi import ffi
from weasyprint.text.ffi import harfbuzz as library

from wxpress import harfbuzz, sfnt
from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (stream, "Font"): "pango_font description font_size",
    (stream, "get_pango_font_key"): "pango_font",
    (fonts, "get_hb_object_data"): "hb_object ot_color glyph",
}

USED: Names = {
    (fonts.Font, "_harfbuzz_subset"): "self to_unicode hinting",
    (fonts, "get_pango_font_hb_face"): "pango_font",
    (ffi, "buffer"): "",
    (ffi, "cast"): "",
}


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Embed fonts so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    return substituted(REPLACED, USED, _INSTEAD.__getitem__, report)


_whole, _key = fonts.get_hb_object_data, stream.get_pango_font_key


def _get_pango_font_key(pango_font: Any) -> tuple[Any, Any, Any]:  # noqa: ANN401 - cffi is not typed
    """What tells a font from others, its description and its size: a cut face and the full one behind it are two."""
    key, description, size = _key(pango_font)
    return (key, int(ffi.cast("uintptr_t", fonts.get_pango_font_hb_face(pango_font)))), description, size


class _Late:
    """The bytes of an object of HarfBuzz's, copied when they are wanted."""

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - cffi is not typed
        self._arguments = arguments

    def __bool__(self) -> bool:
        """Whether there is anything: where HarfBuzz could not cut a font there is not, and WeasyPrint asks."""
        return bool(self._data)

    def read(self) -> bytes:
        return self._data or b""

    @cached_property
    def _data(self) -> bytes | None:
        data: bytes | None = _whole(*self._arguments)
        return data


class _Texts(dict[int, str]):
    """The characters of each glyph: a letter and each mark on it has its own, as WeasyPrint gives all to the last one.

    Until that one is told, no glyph is taken for known, so that WeasyPrint tells it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._open: list[int] = []

    def __contains__(self, glyph: object) -> bool:
        return not self._open and super().__contains__(glyph)

    def __setitem__(self, glyph: int, text: str) -> None:
        self._open.append(glyph)
        own = _apart(text) if len(text) == len(self._open) else [*[""] * (len(self._open) - 1), text]
        for number, characters in zip(self._open, own, strict=True):
            if not self.get(number):
                super().__setitem__(number, characters)
        if text:
            self._open.clear()


def _apart(text: str) -> list[str]:
    """The characters of *text*, marks in the order in which they are drawn (Unicode 3.11); right to left, unparted."""
    if bidirectional(text[0]) in _LEFTWARD:
        return [*[""] * (len(text) - 1), text]
    return sorted(text, key=combining) if all(map(combining, text[1:])) else list(text)


_LEFTWARD = {"R", "AL"}


class _Font(fonts.Font):  # type: ignore[misc]  # WeasyPrint is not typed
    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - cffi is not typed
        super().__init__(*arguments)
        # Files are told apart by the hash of the font's name: that of a cut face and the full one is the same.
        tag: str = self.hash  # type: ignore[has-type]  # as WeasyPrint has set it
        name: bytes = self.name  # type: ignore[has-type]  # as above
        digest = md5(f"{tag} {self.glyph_count}".encode(), usedforsecurity=False).digest()
        self.hash = "".join(chr(65 + letter % 26) for letter in digest[:6])
        self.to_unicode = _Texts()
        self.name = name.replace(tag.encode(), self.hash.encode(), 1)

    @property
    def file_content(self) -> bytes:
        if isinstance(self._content, _Late):
            self._content: bytes | _Late = self._content.read()
        return self._content

    @file_content.setter
    def file_content(self, content: bytes | _Late) -> None:
        self._content = content

    def _harfbuzz_subset(self, to_unicode: dict[int, str], hinting: bool) -> None:  # noqa: FBT001 - WeasyPrint's
        """Cut the font to the glyphs of *to_unicode*; of a CFF, the blanks go where it tells its glyphs' numbers.

        WeasyPrint leaves tables in of which HarfBuzz cannot cut a thousand glyphs, and then carries the whole font.
        """
        is_cff, glyphs, font = "CFF " in self.tables, {0, *to_unicode}, None
        if not (self.missing or hinting) and (not is_cff or _is_in_order(self.hb_face)):
            address = int(ffi.cast("uintptr_t", self.hb_face))
            if is_cff and _MORE_THAN_OUTLINES.isdisjoint(self.tables):
                font = harfbuzz.outlines(address, glyphs)
            else:
                font = harfbuzz.drawn(address, glyphs, keeps_numbers=not is_cff)
        if font:
            self.file_content = font
            return
        super()._harfbuzz_subset(to_unicode, hinting)
        if is_cff:
            self.file_content = sfnt.in_order(self.file_content)


_MORE_THAN_OUTLINES = frozenset({"fvar", "CBDT", "EBDT", "sbix", "SVG ", "COLR"})
"""Tables of a font that WeasyPrint has still to do something with, once it is cut."""


def _is_in_order(face: Any) -> bool:  # noqa: ANN401 - cffi is not typed
    """Whether the CFF of a face numbers its glyphs as they stand."""
    table = ffi.gc(library.hb_face_reference_table(face, int.from_bytes(b"CFF ")), library.hb_blob_destroy)
    length = ffi.new("unsigned int *")
    data = library.hb_blob_get_data(table, length)
    return sfnt.is_in_order(memoryview(ffi.buffer(data, length[0])))


_INSTEAD: dict[str, Any] = {"Font": _Font, "get_hb_object_data": _Late, "get_pango_font_key": _get_pango_font_key}
