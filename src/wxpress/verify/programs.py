"""字形的程序：what each glyph of an embedded font is drawn by, so that what was seen once need not be drawn again.

A bare CFF without subroutines draws a glyph by its own charstring and nothing else, unless a DICT changes the terms
(Adobe Technical Notes 5176 and 5177). Of any other font nothing is told.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from hashlib import blake2b
from typing import Any

from wxpress import sfnt

_CHARSTRINGS, _FONTS, _PRIVATE = 17, (12, 36), 18
_TERMS = frozenset({(12, 5), (12, 6), (12, 7), (12, 8)})
"""PaintType, CharstringType, FontMatrix and StrokeWidth: all charstrings are drawn otherwise where one is there."""

_OTHERS = frozenset({19, (12, 19)})
"""Subrs and initialRandomSeed: a charstring may call for them."""

_BARE = b"\x01\x00"
"""How a CFF begins, and no other kind of font that a PDF carries."""

SIZE = 16
"""Bytes of a digest."""


def programs_of(data: bytes) -> dict[int, bytes]:
    """A digest of all that the outline of each glyph of the font *data* is made of, by the number of the glyph (CID).

    None where that cannot be told: of a font that is no bare CID-keyed CFF, has subroutines, or is damaged.
    """
    try:
        return dict(_programs(data)) if data.startswith(_BARE) else {}
    except (struct.error, IndexError, KeyError, ValueError):
        return {}


def _programs(cff: bytes) -> Iterator[tuple[int, bytes]]:
    _, end = sfnt.index_at(cff, cff[2])
    tops, end = sfnt.index_at(cff, end)
    _, end = sfnt.index_at(cff, end)
    subroutines, _ = sfnt.index_at(cff, end)
    top = _entries(cff, tops[0])
    fonts = [_entries(cff, font) for font in sfnt.index_at(cff, top[_FONTS][0])[0]]
    if subroutines or not _TERMS.isdisjoint(top) or not all(_is_plain(cff, font) for font in fonts):
        return
    glyphs, end = sfnt.index_at(cff, top[_CHARSTRINGS][0])
    if end > len(cff):
        raise ValueError(cff[:4])
    for number, (start, stop) in zip(sfnt.numbers(cff), glyphs, strict=True):
        yield number, blake2b(cff[start:stop], digest_size=SIZE).digest()


def _is_plain(cff: bytes, font: dict[Any, list[int]]) -> bool:
    """Whether one of the fonts that a CFF is put together from leaves all to the charstrings."""
    length, start = font[_PRIVATE]
    return _TERMS.isdisjoint(font) and _OTHERS.isdisjoint(_entries(cff, (start, start + length)))


def _entries(cff: bytes, place: tuple[int, int]) -> dict[Any, list[int]]:
    """The operators of a DICT; `ValueError` where one comes twice, as readers may differ then."""
    entries = list(sfnt.entries_of(cff[slice(*place)]))
    found = dict(entries)
    if len(found) < len(entries):
        raise ValueError(cff[:4])
    return found
