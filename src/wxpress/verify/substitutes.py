"""字形的替换：which glyphs a font may put in the place of another, read from its GSUB table (OpenType 1.9.1).

Only what replaces one glyph by one is read, single and alternate, and only for the glyph asked for: fontTools, which
reads the whole table, takes sixty milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error as StructError  # noqa: N812 - the name says whose error it is
from struct import unpack_from

_SINGLE, _ALTERNATE, _EXTENSION = 1, 3, 7
_WRAP = 0x10000
_RANGE = 6
"""Bytes of one range of a coverage table."""


def substitutes_of(glyph: int, table: bytes) -> frozenset[int]:
    """What *table* may put in the place of *glyph*; nothing where it is empty or damaged."""
    try:
        return frozenset(_found(glyph, table)) if table else frozenset()
    except StructError:
        return frozenset()


def _found(glyph: int, table: bytes) -> Iterator[int]:
    (lookups,) = unpack_from(">H", table, 8)
    for lookup in _offsets(table, lookups, lookups):
        kind, _, count = unpack_from(">HHH", table, lookup)
        for offset in unpack_from(f">{count}H", table, lookup + 6):
            yield from _in_subtable(glyph, table, lookup + offset, kind)


def _in_subtable(glyph: int, table: bytes, at: int, kind: int) -> Iterator[int]:
    if kind == _EXTENSION:
        _, kind, offset = unpack_from(">HHI", table, at)
        at += offset
    if kind not in {_SINGLE, _ALTERNATE}:
        return
    form, coverage = unpack_from(">HH", table, at)
    place = _place(glyph, table, at + coverage)
    if place is not None:
        yield from (_single if kind == _SINGLE else _alternates)(glyph, table, at, form, place)


def _single(glyph: int, table: bytes, at: int, form: int, place: int) -> Iterator[int]:
    if form == 1:
        yield (glyph + int(unpack_from(">H", table, at + 4)[0])) % _WRAP
    else:
        yield unpack_from(">H", table, at + 6 + 2 * place)[0]


def _alternates(_glyph: int, table: bytes, at: int, _form: int, place: int) -> Iterator[int]:
    (offset,) = unpack_from(">H", table, at + 6 + 2 * place)
    (count,) = unpack_from(">H", table, at + offset)
    yield from unpack_from(f">{count}H", table, at + offset + 2)


def _place(glyph: int, table: bytes, at: int) -> int | None:
    """Which number *glyph* has in a coverage table; null where it is not covered."""
    form, count = unpack_from(">HH", table, at)
    if form == 1:
        glyphs = unpack_from(f">{count}H", table, at + 4)
        return glyphs.index(glyph) if glyph in glyphs else None
    for number in range(count):
        first, last, start = unpack_from(">HHH", table, at + 4 + number * _RANGE)
        if first <= glyph <= last:
            return int(start + glyph - first)
    return None


def _offsets(table: bytes, at: int, base: int) -> list[int]:
    """A counted list of offsets from *base*."""
    (count,) = unpack_from(">H", table, at)
    return [base + offset for offset in unpack_from(f">{count}H", table, at + 2)]
