"""字形的轮廓：the seam to FreeType: the outline of a glyph, and those by which a face may show a character."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from freetype import raw

from wxpress.verify.substitutes import substitutes_of

_AS_DRAWN = raw.FT_LOAD_NO_SCALE | raw.FT_LOAD_NO_HINTING
"""Outlines as the font's maker drew them, so that two files of one face agree."""

_KINDS = bytes(tag & 3 for tag in range(256))
"""Of the tag of a point, what kind it is; the other bits are of hints."""

_GSUB = int.from_bytes(b"GSUB", "big")
_POINT = ctypes.sizeof(raw.FT_Vector)
_VARIANTS = (0xFE00, 0xFE01, 0xFE02, 0xE0100, 0xE0101, 0xE0102)
"""The variation selectors that a text may pick another form of an ideograph by (Unicode 23.4)."""


class Outline(NamedTuple):
    """轮廓：points, the kind of each, and where each contour ends; two glyphs that look alike have the same."""

    points: bytes
    kinds: bytes
    ends: bytes


class Outlines:
    """一个字体文件里的轮廓；made by `opened`, and good as long as that is open."""

    def __init__(self, face: Any) -> None:  # noqa: ANN401 - freetype is not typed
        """Take a face of FreeType's."""
        self._face = face

    def outline(self, glyph: int) -> Outline | None:
        """The outline of *glyph*; null where the face has no such glyph."""
        if raw.FT_Load_Glyph(self._face, glyph, _AS_DRAWN):
            return None
        shape = self._face.contents.glyph.contents.outline
        return Outline(
            ctypes.string_at(shape.points, shape.n_points * _POINT),
            ctypes.string_at(shape.tags, shape.n_points).translate(_KINDS),
            ctypes.string_at(shape.contours, shape.n_contours * 2),
        )

    def has(self, character: str) -> bool:
        """Whether the face has a shape for *character*."""
        return self._glyph(character) > 0

    def nominal(self, character: str) -> Outline | None:
        """The outline that the face draws *character* with if nothing else is asked for."""
        return self.outline(self._glyph(character))

    def others(self, character: str) -> Iterator[Outline | None]:
        """The other outlines that it may draw *character* with: by features of the font, by variation selectors."""
        variants = (raw.FT_Face_GetCharVariantIndex(self._face, ord(character), mark) for mark in _VARIANTS)
        for glyph in (*substitutes_of(self._glyph(character), self._table), *filter(None, variants)):
            yield self.outline(glyph)

    def _glyph(self, character: str) -> int:
        return int(raw.FT_Get_Char_Index(self._face, ord(character)))

    @cached_property
    def _table(self) -> bytes:
        """The face's GSUB table, empty where it has none."""
        length = ctypes.c_ulong(0)
        if raw.FT_Load_Sfnt_Table(self._face, _GSUB, 0, None, ctypes.byref(length)):
            return b""
        table = ctypes.create_string_buffer(length.value)
        raw.FT_Load_Sfnt_Table(self._face, _GSUB, 0, table, ctypes.byref(length))
        return table.raw


@contextmanager
def opened(source: Path | bytes, index: int = 0) -> Iterator[Outlines | None]:
    """The face number *index* of a font's file or bytes; null where FreeType cannot read it."""
    library, face = raw.FT_Library(), raw.FT_Face()
    raw.FT_Init_FreeType(ctypes.byref(library))
    try:
        failed = _opening(source)(library, index, ctypes.byref(face))
        yield None if failed else Outlines(face)
    finally:
        raw.FT_Done_FreeType(library)  # and its faces


def _opening(source: Path | bytes) -> Callable[[Any, int, Any], int]:
    if isinstance(source, bytes):
        return lambda library, index, face: int(raw.FT_New_Memory_Face(library, source, len(source), index, face))
    return lambda library, index, face: int(raw.FT_New_Face(library, os.fsencode(source), index, face))
