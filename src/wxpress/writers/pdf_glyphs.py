"""按用次编号：numbers the glyphs of each embedded font anew, those first that are shown most often.

What PDFium, and so Chromium, learns of a glyph it keeps for the first 256 numbers; of any other it interprets the
outline again each time that the glyph is shown, which is most of its work on a page of Chinese. Small numbers and one
run of widths make the file smaller, too.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from sys import byteorder
from typing import Any

import pydyf

from wxpress import sfnt
from wxpress.writers.pdf_fonts import BARE

_SHOWN = re.compile(rb"<([0-9a-f]+)>")
_MAPPED = re.compile(rb"<([0-9a-f]{4})>( <[0-9a-f]*>)")


@dataclass(frozen=True)
class _Font:
    """一种字体：what text calls it, its widths (an array of PDF) and its ``ToUnicode``, its file."""

    name: bytes
    descendant: Any
    characters: Any
    file: Any


def number_by_use(pdf: Any) -> None:  # noqa: ANN401 - pydyf is not typed
    """Number the glyphs of the CID-keyed fonts of *pdf* so, in its text, its widths, its maps and its fonts."""
    fonts = list(_fonts_of(pdf))
    shown = list(_shown_by(pdf, {font.name: id(font.file) for font in fonts}))
    used: dict[int, Counter[int]] = defaultdict(Counter)
    for file, content, place in shown:
        for digits in _SHOWN.findall(content[place]):
            used[file].update(_numbers(digits))
    numbered = {
        id(file): _numbered(file, used[id(file)]) for file in {id(font.file): font.file for font in fonts}.values()
    }
    for font in fonts:
        if numbers := numbered[id(font.file)]:
            _renumber(font, numbers)
    for file, content, place in shown:
        if numbers := numbered[file]:
            content[place] = _SHOWN.sub(partial(_renumbered, numbers), content[place])


def _fonts_of(pdf: Any) -> Iterator[_Font]:  # noqa: ANN401 - as above
    """The fonts whose text names glyphs by number, and which are a bare CFF."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Dictionary) and item.get("Encoding") == "/Identity-H":
            descendant = _referred(pdf, item["DescendantFonts"][0])
            file = _referred(pdf, _referred(pdf, descendant["FontDescriptor"]).get("FontFile3", b"0"))
            if isinstance(file, pydyf.Stream) and file.extra.get("Subtype") == BARE:
                name = bytes(item["BaseFont"])[1:].partition(b"+")[0]
                yield _Font(name, descendant, _referred(pdf, item["ToUnicode"]), file)


def _referred(pdf: Any, reference: bytes) -> Any:  # noqa: ANN401 - as above
    return pdf.objects[int(reference.split()[0])]


def _shown_by(pdf: Any, files: Mapping[bytes, int]) -> Iterator[tuple[int, list[Any], int]]:  # noqa: ANN401 - as above
    """The operators that show text in one of the fonts, with the font's file; each text names its font first."""
    for item in pdf.objects:
        file = None
        for place, operator in enumerate(item.stream if isinstance(item, pydyf.Stream) else ()):
            if not isinstance(operator, bytes):
                continue
            if operator.endswith(b" Tf"):
                file = files.get(operator[1:].partition(b" ")[0])
            elif file is not None and operator.endswith(b"] TJ"):
                yield file, item.stream, place


def _numbers(digits: bytes) -> array[int]:
    numbers = array("H", bytes.fromhex(digits.decode()))
    if byteorder == "little":
        numbers.byteswap()
    return numbers


def _renumbered(numbers: Mapping[int, int], shown: re.Match[bytes]) -> bytes:
    new = array("H", map(numbers.__getitem__, _numbers(shown[1])))
    if byteorder == "little":
        new.byteswap()
    return b"<" + new.tobytes().hex().encode() + b">"


def _numbered(file: Any, used: Counter[int]) -> dict[int, int]:  # noqa: ANN401 - as above
    """The new numbers of the glyphs of *file*, which now has them in this order; none where it stays as it is."""
    old = sfnt.numbers(file.stream[0])
    order = sorted(range(1, len(old)), key=lambda place: (-used[old[place]], old[place]))
    if not used.keys() <= {*old} or (font := sfnt.reordered(file.stream[0], (0, *order))) is None:
        return {}
    file.stream = [font]
    return {old[place]: number for number, place in enumerate((0, *order))}


def _renumber(font: _Font, numbers: Mapping[int, int]) -> None:
    """Put the new *numbers* into what the file says of the glyphs of *font*."""
    widths = {numbers[number]: width for number, width in _widths(font.descendant["W"]) if number in numbers}
    font.descendant["W"] = pydyf.Array(chain.from_iterable(_runs(widths)))
    lines = font.characters.stream
    places = [place for place, line in enumerate(lines) if _MAPPED.fullmatch(line)]
    told = [(numbers[int(match[1], 16)], match[2]) for place in places if (match := _MAPPED.fullmatch(lines[place]))]
    for place, (number, text) in zip(places, sorted(told), strict=True):
        lines[place] = b"<%04x>%b" % (number, text)


def _widths(told: Sequence[Any]) -> Iterator[tuple[int, float]]:
    """The widths of an array of PDF (ISO 32000-2, 9.7.4.3): a number, and the widths from it on."""
    for first, run in zip(told[::2], told[1::2], strict=True):
        yield from enumerate(run, first)


def _runs(widths: Mapping[int, float]) -> Iterator[tuple[int, Any]]:
    """The widths so told: each run of numbers that follow one another."""
    run = pydyf.Array()
    for number in sorted(widths):
        if number - 1 not in widths:
            run = pydyf.Array()
            yield number, run
        run.append(widths[number])
