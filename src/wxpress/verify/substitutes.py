"""字形的替换：which glyphs a font may put in the place of another, read from its GSUB table (OpenType 1.9.1).

Only what replaces one glyph by one is read, single and alternate: fontTools takes sixty milliseconds for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from struct import error as StructError  # noqa: N812 - the name says whose error it is
from struct import unpack_from

_SINGLE, _ALTERNATE, _EXTENSION = 1, 3, 7
_WRAP = 0x10000

Pair = tuple[int, int]


def substitutes_of(table: bytes) -> dict[int, frozenset[int]]:
    """Each glyph that *table* may replace, and what may stand for it; what is damaged is left out."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    try:
        for glyph, substitute in _pairs(table):
            found[glyph].add(substitute)
    except StructError:
        pass
    return {glyph: frozenset(substitutes) for glyph, substitutes in found.items()}


def _pairs(table: bytes) -> Iterator[Pair]:
    (lookups,) = unpack_from(">H", table, 8)
    for lookup in _offsets(table, lookups, lookups):
        kind, _, count = unpack_from(">HHH", table, lookup)
        for offset in unpack_from(f">{count}H", table, lookup + 6):
            yield from _pairs_of(table, lookup + offset, kind)


def _pairs_of(table: bytes, at: int, kind: int) -> Iterator[Pair]:
    if kind == _EXTENSION:
        _, kind, offset = unpack_from(">HHI", table, at)
        at += offset
    if kind == _SINGLE:
        yield from _single(table, at)
    elif kind == _ALTERNATE:
        yield from _alternate(table, at)


def _single(table: bytes, at: int) -> Iterator[Pair]:
    form, coverage, number = unpack_from(">HHH", table, at)
    glyphs = _covered(table, at + coverage)
    if form == 1:
        yield from ((glyph, (glyph + number) % _WRAP) for glyph in glyphs)
    else:
        yield from zip(glyphs, unpack_from(f">{number}H", table, at + 6), strict=False)


def _alternate(table: bytes, at: int) -> Iterator[Pair]:
    (coverage,) = unpack_from(">H", table, at + 2)
    for glyph, choices in zip(_covered(table, at + coverage), _offsets(table, at + 4, at), strict=False):
        (count,) = unpack_from(">H", table, choices)
        yield from ((glyph, choice) for choice in unpack_from(f">{count}H", table, choices + 2))


def _covered(table: bytes, at: int) -> list[int]:
    """The glyphs of a coverage table, in its order."""
    form, count = unpack_from(">HH", table, at)
    if form == 1:
        return list(unpack_from(f">{count}H", table, at + 4))
    bounds = unpack_from(f">{count * 3}H", table, at + 4)
    ranges = zip(bounds[::3], bounds[1::3], strict=True)
    return [glyph for first, last in ranges for glyph in range(first, last + 1)]


def _offsets(table: bytes, at: int, base: int) -> list[int]:
    """A counted list of offsets from *base*."""
    (count,) = unpack_from(">H", table, at)
    return [base + offset for offset in unpack_from(f">{count}H", table, at + 2)]
