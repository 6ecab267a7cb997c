"""字体文件的结构：the few tables of a font file that are read or mended here without a library (OpenType 1.9.1).

Reading a head or a metric so takes a thousandth of the time that fontTools takes to be loaded.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from mmap import mmap
from typing import NamedTuple

_COLLECTION = b"ttcf"
_RECORD = struct.Struct(">4sLLL")

_CHARSET, _CHARSTRINGS, _ROS, _FD_SELECT = 15, 17, (12, 30), (12, 37)
"""Operators of a CFF's Top DICT (Adobe Technical Note 5176)."""

_REVISION_AT = 4
"""Where fontRevision stands in a ``head`` table."""


class Table(NamedTuple):
    """一张表：where it begins, and how long it is, in bytes."""

    start: int
    length: int


def tables(data: bytes | mmap, index: int = 0) -> dict[str, Table]:
    """The tables of face *index* of a font file by their tags; `struct.error` where *data* is none."""
    start = struct.unpack_from(">L", data, 12 + 4 * index)[0] if data[:4] == _COLLECTION else 0
    count = struct.unpack_from(">H", data, start + 4)[0]
    records = (_RECORD.unpack_from(data, start + 12 + _RECORD.size * number) for number in range(count))
    return {tag.decode("latin-1"): Table(place, length) for tag, _, place, length in records}


def in_language(data: bytes, index: int, language: str) -> bytes:
    """The font file with face *index* speaking *language* alone: text of each language takes its forms, if it has any.

    Otherwise the forms of each language are as many glyphs again.
    """
    font = bytearray(data)
    if place := tables(data, index).get("GSUB"):
        for at, own in _languages(data, place.start, language.encode("ascii")):
            struct.pack_into(">H", font, at, own)
    return bytes(font)


def _languages(data: bytes, gsub: int, language: bytes) -> Iterator[tuple[int, int]]:
    """Where each script of a GSUB table says where a language's features are, and where those of *language* are."""
    scripts = gsub + struct.unpack_from(">H", data, gsub + 4)[0]
    for _, script in _records(data, scripts):
        records = _records(data, scripts + script + 2)
        own = next((offset for tag, offset in records if tag == language), None)
        if own is not None:
            places = range(scripts + script + 4, scripts + script + 4 + 6 * len(records), 6)
            yield from ((place + 4, own) for place in places)


def _records(data: bytes, place: int) -> list[tuple[bytes, int]]:
    """A list of tags and offsets with its length before it."""
    count = struct.unpack_from(">H", data, place)[0]
    return [struct.unpack_from(">4sH", data, place + 2 + 6 * number) for number in range(count)]


def revised(data: bytes) -> bytes:
    """A font with a higher revision: of two files of one face, fontconfig then takes this one first."""
    place = tables(data)["head"].start + _REVISION_AT
    revision = struct.unpack_from(">L", data, place)[0] + (1 << 16)
    return data[:place] + struct.pack(">L", revision) + data[place + 4 :]


def in_order(data: bytes) -> bytes:
    """An OpenType font whose CFF numbers its glyphs as they stand; a font without a CFF as it is.

    A CID-keyed CFF that keeps other numbers is blank in MuPDF and boxes in Ghostscript, once it is in a PDF.
    """
    table = tables(data).get("CFF ")
    if table is None:
        return data
    end = table.start + table.length
    return data[: table.start] + cff_in_order(data[table.start : end]) + data[end:]


def numbers(cff: bytes | memoryview) -> list[int]:
    """The numbers (CID) of the glyphs of a CFF as they stand; none for one that is not CID-keyed."""
    return list(chain.from_iterable(_Charset.of(cff).ranges))


def is_in_order(cff: bytes | memoryview) -> bool:
    """Whether the number of each glyph of a CFF is its place; not so of one that is not CID-keyed."""
    ranges = _Charset.of(cff).ranges
    return bool(ranges) and all(one.stop == other.start for one, other in pairwise(ranges))


def bare(data: bytes) -> bytes:
    """The CFF of an OpenType font, alone."""
    place = tables(data)["CFF "]
    return data[place.start : place.start + place.length]


def cff_in_order(cff: bytes) -> bytes:
    """A bare CFF of which the number of each glyph is its place; one that is not CID-keyed as it is.

    The list of numbers becomes one range; what it took is left blank.
    """
    charset = _Charset.of(cff)
    more = sum(map(len, charset.ranges)) - 2
    if more < 0:
        return cff
    short = charset.length < _RANGE.size
    everything = _SHORT_RANGE.pack(1, 1, more) if short and more <= _MOST_MORE else _RANGE.pack(2, 1, more)
    if len(everything) > charset.length:  # a number for each of one or two glyphs
        everything = struct.pack(f">B{more + 1}H", 0, *range(1, more + 2))
    end = charset.start + charset.length
    return cff[: charset.start] + everything.ljust(charset.length, b"\0") + cff[end:]


_SHORT_RANGE, _RANGE = struct.Struct(">BHB"), struct.Struct(">BHH")
_MOST_MORE = 255


def reordered(cff: bytes, order: Sequence[int]) -> bytes | None:
    """A bare CFF with its glyphs in another *order* (their places, 0 first), each numbered by its place.

    Null for one that is not CID-keyed, or is laid out in a way that is not known here.
    """
    top = top_at(cff)
    entries = dict(entries_of(cff[top]))
    select = entries.get(_FD_SELECT, [0])[0]
    at = cff.find(struct.pack(">Bl", _WIDE_OFFSET, select) + bytes(_FD_SELECT), top.start, top.stop)
    if not select or at < 0:
        return None
    fonts = _fonts_of(cff, select, len(order))
    font = bytearray(cff_in_order(cff))
    _put_in_order(font, entries[_CHARSTRINGS][0], order)
    struct.pack_into(">l", font, at + 1, len(font))
    return bytes(font + b"\0" + bytes(fonts[glyph] for glyph in order))


_WIDE_OFFSET = 29
"""An offset of five bytes, as HarfBuzz writes all of them."""


def _fonts_of(cff: bytes, start: int, glyphs: int) -> Sequence[int]:
    """Which of its fonts each glyph of a CFF belongs to (FDSelect, 5176, 19)."""
    if cff[start] == 0:
        return cff[start + 1 : start + 1 + glyphs]
    ranges = struct.unpack_from(">H", cff, start + 1)[0]
    places = range(start + 3, start + 3 + 3 * ranges, 3)
    firsts = [struct.unpack_from(">H", cff, place)[0] for place in (*places, places.stop)]
    return [
        cff[place + 2] for place, (low, high) in zip(places, pairwise(firsts), strict=True) for _ in range(low, high)
    ]


def _put_in_order(font: bytearray, start: int, order: Sequence[int]) -> None:
    """Put the items of the INDEX at *start* in *order*; it is as long as it was."""
    items, end = index_at(font, start)
    data = [bytes(font[items[place][0] : items[place][1]]) for place in order]
    size, offset = font[start + 2], 1
    offsets = bytearray()
    for length in (0, *map(len, data)):
        offset += length
        offsets += offset.to_bytes(size)
    font[start + 3 : end] = offsets + b"".join(data)


class _Charset(NamedTuple):
    """字符编号：where the charset of a CFF stands, how long it is, and its numbers; none of its own: 0."""

    start: int = 0
    length: int = 0
    ranges: Sequence[range] = ()

    @classmethod
    def of(cls, cff: bytes | memoryview) -> _Charset:
        entries = dict(entries_of(cff[top_at(cff)]))
        start = entries.get(_CHARSET, [0])[0]
        if _ROS not in entries or start <= _LAST_PREDEFINED:
            return cls()
        glyphs = struct.unpack_from(">H", cff, entries[_CHARSTRINGS][0])[0]
        if cff[start] == 0:
            found = struct.unpack_from(f">{glyphs - 1}H", cff, start + 1)
            return cls(start, 1 + 2 * (glyphs - 1), [range(number, number + 1) for number in (0, *found)])
        return cls._of_ranges(cff, start, glyphs)

    @classmethod
    def _of_ranges(cls, cff: bytes | memoryview, start: int, glyphs: int) -> _Charset:
        item = struct.Struct(">HB" if cff[start] == 1 else ">HH")
        found, at, count = [range(1)], start + 1, 1
        while count < glyphs:
            first, more = item.unpack_from(cff, at)
            found.append(range(first, first + more + 1))
            at, count = at + item.size, count + more + 1
        return cls(start, at - start, found)


_LAST_PREDEFINED = 2
"""Charsets of smaller numbers are not in the file."""


def top_at(cff: bytes | memoryview) -> slice:
    """Where the Top DICT of a CFF stands; that of the first font, in a file of several."""
    _, names_end = index_at(cff, cff[2])
    return slice(*index_at(cff, names_end)[0][0])


def index_at(cff: bytes | bytearray | memoryview, place: int) -> tuple[list[tuple[int, int]], int]:
    """The items of the INDEX at *place*, each from and to, and where it ends."""
    count = struct.unpack_from(">H", cff, place)[0]
    if not count:
        return [], place + 2
    size = cff[place + 2]
    offsets = [int.from_bytes(cff[at : at + size]) for at in range(place + 3, place + 3 + (count + 1) * size, size)]
    base = place + 2 + (count + 1) * size
    return [(base + first, base + last) for first, last in pairwise(offsets)], base + offsets[-1]


def entries_of(top: bytes | memoryview) -> Iterator[tuple[int | tuple[int, int], list[int]]]:
    """The operators of a DICT with their operands; a real number counts as 0."""
    at, operands = 0, list[int]()
    while at < len(top):
        first = top[at]
        if first <= _LAST_OPERATOR:
            size = 2 if first == _ESCAPE else 1
            yield ((first, top[at + 1]) if first == _ESCAPE else first), operands
            operands = []
        else:
            size, value = _operand(top, at)
            operands.append(value)
        at += size


_LAST_OPERATOR, _ESCAPE = 21, 12
_WIDE: Mapping[int, str] = {28: ">h", 29: ">l"}
_REAL, _REAL_END = 30, 15


def _operand(top: bytes | memoryview, at: int) -> tuple[int, int]:
    """How many bytes the operand at *at* takes, and its value."""
    first = top[at]
    if first in _WIDE:
        return 1 + struct.calcsize(_WIDE[first]), struct.unpack_from(_WIDE[first], top, at + 1)[0]
    if first == _REAL:
        end = next(place for place in range(at + 1, len(top)) if top[place] & 15 == _REAL_END)
        return end - at + 1, 0
    if first <= 246:  # noqa: PLR2004 - as the note has it, 5176, table 3
        return 1, first - 139
    sign, base = (1, 247) if first <= 250 else (-1, 251)  # noqa: PLR2004 - as above
    return 2, sign * ((first - base) * 256 + top[at + 1] + 108)
