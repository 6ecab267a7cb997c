"""字形：asks Pango how wide the glyphs of a text are, and gives them the widths that were decided.

Lengths are in 1/1000 em of the text's own size, as PDF counts the widths of glyphs.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise, repeat
from typing import Any, NamedTuple

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from wxpress.typeset.classes import DASH, DOT, HAN, LATIN, OPENING
from wxpress.typeset.row import EM

GLYPH_WORDS = ffi.sizeof("PangoGlyphInfo") // 4
WIDTH, X_OFFSET, Y_OFFSET = 1, 2, 3
"""`PangoGlyphInfo` as words of 32 bits: which one is the width, which the offsets."""

EMPTY = pango.PANGO_GLYPH_EMPTY
"""A character that shows nothing; the numbers from this on are no glyphs of a font."""

WHOLE = 900
"""A glyph this wide was drawn for a whole em."""

LEAST_BLANK = 380
"""A mark with less blank beside it is not trimmed."""

HALF = EM // 2

APOSTROPHE_AIR = 60
"""What is left on either side of an apostrophe in a Latin word, where the font has it a whole em wide."""


_BEHIND_LETTERS = re.compile(rf"(?<=[^\W\d_{HAN}])[\W\d_]*?([—…]+)")
"""破折号、省略号 behind letters: Pango takes them for marks of those, and fonts have other ones there, low or short."""

_CHINESE_FORMS = b"locl 0, fwid 1"
"""What has a font draw them as it does behind an ideograph."""


class Glyph(NamedTuple):
    """字形的尺寸：the advance in its font, the advance it is set with, its offset, and its blank half if it has one."""

    natural: int
    advance: int
    offset: int = 0
    blank: int = 0


@dataclass(frozen=True)
class Codes:
    """字形号：the number that each character's glyph has in its font, and at which characters another *font* begins.

    Of a ligature the first character has it, the others have `JOINED`.
    """

    numbers: Sequence[int]
    starts: Sequence[int]
    fonts: Sequence[Any]

    def runs(self, begin: int, end: int) -> Iterator[tuple[int, int, Any]]:
        """The parts of the characters from *begin* to before *end* that are of one font, with it."""
        for start, stop, font in zip(self.starts, [*self.starts[1:], end], self.fonts, strict=True):
            low, high = max(start, begin), min(stop, end)
            if low < high:
                yield low, high, font


JOINED = -1


@dataclass(frozen=True)
class Shaped:
    """成形的一段：its characters; those of a ligature but the first have no advance and are *joined* to it.

    There are no *codes* where some character is more than one glyph set beside the last.
    """

    glyphs: Sequence[Glyph]
    joined: frozenset[int]
    breaks: Any
    codes: Codes | None = None

    def may_end_before(self, place: int) -> bool:
        """Whether Unicode's rules (UAX 14) let a line end before the character at *place*."""
        return bool(self.breaks[1][place].is_line_break)


NOTHING = Glyph(0, 0)
"""What is left for the other characters of a ligature."""

MEASURED = frozenset("OCTDM" + LATIN)
"""The classes whose glyphs may be set on a body of their own: marks, dashes, dots, apostrophes."""


class _Cluster(NamedTuple):
    """Characters that share glyphs: the first one's place, the width in Pango units, the last glyph and its font."""

    place: int
    width: int
    glyph: int
    font: Any


@dataclass(frozen=True)
class Fonts:
    """用到的字体：what holds each font while its glyphs are drawn, the first layout set in it, and the marks it has."""

    holders: dict[Any, Any] = field(default_factory=dict)
    marks: dict[tuple[Any, int, int, str], Glyph] = field(default_factory=dict)

    def clear(self) -> None:
        """Let go of them all."""
        self.holders.clear()
        self.marks.clear()

    def mark(self, cluster: _Cluster, name: str, em: float) -> Glyph:
        """A mark, a dash or a dot, measured when it is first met; *name* is its class."""
        key = cluster.font, cluster.glyph, cluster.width, name
        known = self.marks.get(key)
        if known is None:
            known = self.marks[key] = _special(cluster, name, em)
        return known


def shape(text: str, classes: str, style: Any, context: Any, fonts: Fonts) -> Shaped | None:  # noqa: ANN401 - WeasyPrint is not typed
    """The glyphs of *text* in *style*, whose *fonts* are held; null where some of it runs from right to left."""
    layout = line_break.create_layout(text, style, context, None, 0)
    if DASH in classes:
        ask_chinese_dashes(layout, text)
    runs = list(runs_of(layout.get_first_line()[0]))
    if any(run.item.analysis.level % 2 for run in runs):
        return None
    em, starts = style["font_size"] * TO_UNITS, byte_starts(text)
    plain = _Plain(em)
    glyphs = [NOTHING] * len(text)
    clusters_of_runs = [_clusters(run, starts) for run in runs]
    for clusters in clusters_of_runs:
        for place, width, _, _ in clusters:
            glyphs[place] = plain[width]
        for cluster in [cluster for cluster in clusters if classes[cluster[0]] in MEASURED]:
            name = classes[cluster[0]]
            if name != LATIN:
                glyphs[cluster[0]] = fonts.mark(_Cluster(*cluster), name, em)
            elif cluster[1] >= WHOLE * em / EM and _is_inside(classes, cluster[0]):
                glyphs[cluster[0]] = _apostrophe(_Cluster(*cluster), em)
    joined = frozenset(place for place, glyph in enumerate(glyphs) if glyph is NOTHING)
    breaks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    codes = _codes(clusters_of_runs, len(text)) if all(map(_is_simple, runs, clusters_of_runs)) else None
    for font in codes.fonts if codes else ():
        fonts.holders.setdefault(font, layout)
    return Shaped(glyphs, joined, (layout, breaks), codes)


def ask_chinese_dashes(layout: Any, text: str) -> None:  # noqa: ANN401 - WeasyPrint is not typed
    """Have the dashes and ellipses of *text*, which *layout* sets, drawn as Chinese ones whatever they stand behind."""
    found = list(_BEHIND_LETTERS.finditer(text))
    if not found:
        return
    attributes, starts = pango.pango_layout_get_attributes(layout.layout), byte_starts(text)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for match in found:
        attribute = pango.pango_attr_font_features_new(_CHINESE_FORMS)
        attribute.start_index, attribute.end_index = starts[match.start(1)], starts[match.end(1)]
        pango.pango_attr_list_insert(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)


def _is_simple(run: Any, clusters: Sequence[Any]) -> bool:  # noqa: ANN401 - a Pango structure
    """Whether the run has one glyph for each cluster, known to its font, none of them moved from its place."""
    words = words_of(run)
    known = max(words[::GLYPH_WORDS].tolist(), default=0) <= EMPTY
    moved = any(words[X_OFFSET::GLYPH_WORDS].tolist()) or any(words[Y_OFFSET::GLYPH_WORDS].tolist())
    return known and not moved and len(clusters) == run.glyphs.num_glyphs


def _codes(clusters_of_runs: Sequence[Sequence[tuple[int, int, int, Any]]], length: int) -> Codes:
    numbers = [JOINED] * length
    for clusters in clusters_of_runs:
        for place, _, code, _ in clusters:
            numbers[place] = code
    firsts = [(clusters[0][0], clusters[0][3]) for clusters in clusters_of_runs if clusters]
    changes = [new for old, new in pairwise([(0, None), *firsts]) if new[1] != old[1]]
    return Codes(numbers, [place for place, _ in changes], [font for _, font in changes])


class _Plain(dict[int, Glyph]):
    """The glyphs that are set as wide as they are, by their width in Pango units."""

    def __init__(self, em: float) -> None:
        super().__init__()
        self.em = em

    def __missing__(self, width: int) -> Glyph:
        natural = round(width * EM / self.em)
        self[width] = glyph = Glyph(natural, natural)
        return glyph


def _clusters(run: Any, starts: Sequence[int]) -> list[tuple[int, int, int, Any]]:  # noqa: ANN401 - a Pango structure
    """The clusters of a run in order."""
    words, font, offset = words_of(run), run.item.analysis.font, run.item.offset
    widths, codes = words[WIDTH::GLYPH_WORDS].tolist(), words[::GLYPH_WORDS].tolist()
    first, begun = bisect_right(starts, offset) - 1, log_clusters(run)
    if begun.tolist() == [start - offset for start in starts[first : first + len(begun)]]:  # a glyph for each character
        return list(zip(range(first, first + len(begun)), widths, codes, repeat(font), strict=False))
    places = cluster_places(starts, offset, begun)
    found, width = [], 0
    for place, following, own, code in zip(places, [*places[1:], -1], widths, codes, strict=True):
        width += own
        if place != following:
            found.append((place, width, code, font))
            width = 0
    return found


def runs_of(line: Any) -> Iterator[Any]:  # noqa: ANN401 - a Pango structure
    """The runs of a line: its glyphs of one font, script and direction."""
    run = line.runs
    while run != ffi.NULL:
        yield run.data
        run = run.next


def words_of(run: Any) -> memoryview:  # noqa: ANN401 - a Pango structure
    """The glyphs of a run as words of 32 bits, which can be written to."""
    glyphs = run.glyphs
    return memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH_WORDS * 4)).cast("B").cast("i")


def log_clusters(run: Any) -> array[int]:  # noqa: ANN401 - a Pango structure
    """For each glyph of a run, the byte of the run's text at which its characters begin."""
    glyphs = run.glyphs
    return array("i", bytes(ffi.buffer(glyphs.log_clusters, glyphs.num_glyphs * 4)))


def byte_starts(text: str) -> list[int]:
    """Where each character of *text* begins in UTF-8, and where the last one ends."""
    return [0, *accumulate(map(_SIZES.__getitem__, text))]


class _Sizes(dict[str, int]):
    """The bytes of each character in UTF-8."""

    def __missing__(self, character: str) -> int:
        self[character] = size = len(character.encode())
        return size


_SIZES = _Sizes()


def cluster_places(starts: Sequence[int], offset: int, clusters: Sequence[int]) -> list[int]:
    """The characters at which the clusters of a run that begins at byte *offset* begin."""
    first = bisect_right(starts, offset) - 1
    places, place = [], first
    for byte in clusters:
        while starts[place] < offset + byte:
            place += 1
        places.append(place)
    return places


def _special(cluster: _Cluster, name: str, em: float) -> Glyph:
    natural = round(cluster.width * EM / em)
    if name == DASH:
        whole = EM if natural <= EM * 5 // 4 else max(2 * EM, natural)
        return Glyph(natural, whole, (whole - natural) // 2)
    if name == DOT:
        side = (HALF - natural) // 2
        return Glyph(natural, HALF, side, max(0, side))
    return _mark(cluster, name, natural, em)


def _is_inside(classes: str, place: int) -> bool:
    """Whether the character at *place* has Latin on both sides."""
    return classes[place - 1 : place + 2] == LATIN * 3


def _apostrophe(cluster: _Cluster, em: float) -> Glyph:
    """An apostrophe that the font has a whole em wide, as wide as it is inked; any other letter as it is."""
    natural = round(cluster.width * EM / em)
    left, right = _blanks(cluster, em)
    inked = natural - left - right + 2 * APOSTROPHE_AIR
    return Glyph(natural, inked, APOSTROPHE_AIR - left) if inked < HALF else Glyph(natural, natural)


def _mark(cluster: _Cluster, name: str, natural: int, em: float) -> Glyph:
    """A mark fills an em, half of it blank: the right half after closing marks and stops, the left before opening ones.

    Fonts that have quotation marks as narrow as Latin ones get the blank added.
    """
    if natural >= WHOLE:
        left, right = _blanks(cluster, em)
        free = left if name == OPENING else right
        return Glyph(natural, natural, 0, min(HALF, free) if free > LEAST_BLANK else 0)
    if natural > HALF:
        return Glyph(natural, natural)
    side = (HALF - natural) // 2
    return Glyph(natural, EM, side + HALF if name == OPENING else side, HALF)


def _blanks(cluster: _Cluster, em: float) -> tuple[int, int]:
    """How much of a glyph's advance is blank on its left and on its right."""
    ink = ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(cluster.font, cluster.glyph, ink, ffi.NULL)
    return round(ink.x * EM / em), round((cluster.width - ink.x - ink.width) * EM / em)
