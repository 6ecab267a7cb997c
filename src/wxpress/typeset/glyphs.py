"""字形：asks Pango how wide the glyphs of a text are, and gives them the widths that were decided.

Lengths are in 1/1000 em of the text's own size, as PDF counts the widths of glyphs.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, floor
from typing import Any, NamedTuple

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

from wxpress.typeset.classes import LATIN, OPENING
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

SPECIAL = frozenset("OCTDM")
"""The classes whose glyphs are set on a body of their own: marks, dashes, dots."""


class _Cluster(NamedTuple):
    """Characters that share glyphs: the first one's place, the width in Pango units, the last glyph and its font."""

    place: int
    width: int
    glyph: int
    font: Any


def shape(text: str, classes: str, style: Any, context: Any, held: dict[Any, Any]) -> Shaped | None:  # noqa: ANN401 - WeasyPrint is not typed
    """The glyphs of *text* in *style*; null where some of it runs from right to left.

    The fonts of their codes live as long as what is *held* by each: the first layout that was set in it.
    """
    layout = line_break.create_layout(text, style, context, None, 0)
    runs = list(_runs(layout.get_first_line()[0]))
    if any(run.item.analysis.level % 2 for run in runs):
        return None
    em, starts = style["font_size"] * TO_UNITS, _byte_starts(text)
    plain = _Plain(em)
    glyphs = [NOTHING] * len(text)
    clusters_of_runs = [_clusters(run, starts) for run in runs]
    for clusters in clusters_of_runs:
        for place, width, _, _ in clusters:
            glyphs[place] = plain[width]
        for cluster in clusters:
            if classes[cluster[0]] in SPECIAL or (cluster[1] >= WHOLE * em / EM and classes[cluster[0]] == LATIN):
                glyphs[cluster[0]] = _glyph(_Cluster(*cluster), classes, em)
    joined = frozenset(place for place, glyph in enumerate(glyphs) if glyph is NOTHING)
    breaks = pango.pango_layout_get_log_attrs_readonly(layout.layout, ffi.NULL)
    codes = _codes(clusters_of_runs, len(text)) if all(map(_is_simple, runs, clusters_of_runs)) else None
    for font in codes.fonts if codes else ():
        held.setdefault(font, layout)
    return Shaped(glyphs, joined, (layout, breaks), codes)


def _is_simple(run: Any, clusters: Sequence[Any]) -> bool:  # noqa: ANN401 - a Pango structure
    """Whether the run has one glyph for each cluster, known to its font, none of them moved from its place."""
    words = _words(run)
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
    words, font = _words(run), run.item.analysis.font
    places = _places(starts, run.item.offset, _log_clusters(run))
    widths, codes = words[WIDTH::GLYPH_WORDS].tolist(), words[::GLYPH_WORDS].tolist()
    found, width = [], 0
    for place, following, own, code in zip(places, [*places[1:], -1], widths, codes, strict=True):
        width += own
        if place != following:
            found.append((place, width, code, font))
            width = 0
    return found


def _runs(line: Any) -> Iterator[Any]:  # noqa: ANN401 - a Pango structure
    run = line.runs
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _words(run: Any) -> memoryview:  # noqa: ANN401 - a Pango structure
    """The glyphs of a run as words of 32 bits, which can be written to."""
    glyphs = run.glyphs
    return memoryview(ffi.buffer(glyphs.glyphs, glyphs.num_glyphs * GLYPH_WORDS * 4)).cast("B").cast("i")


def _log_clusters(run: Any) -> Sequence[int]:  # noqa: ANN401 - a Pango structure
    glyphs = run.glyphs
    return array("i", bytes(ffi.buffer(glyphs.log_clusters, glyphs.num_glyphs * 4)))


def _byte_starts(text: str) -> list[int]:
    """Where each character of *text* begins in UTF-8, and where the last one ends."""
    return [0, *accumulate(map(_SIZES.__getitem__, text))]


class _Sizes(dict[str, int]):
    """The bytes of each character in UTF-8."""

    def __missing__(self, character: str) -> int:
        self[character] = size = len(character.encode())
        return size


_SIZES = _Sizes()


def _places(starts: Sequence[int], offset: int, clusters: Sequence[int]) -> list[int]:
    """The characters at which the clusters of a run that begins at byte *offset* begin."""
    first = bisect_right(starts, offset) - 1
    places, place = [], first
    for byte in clusters:
        while starts[place] < offset + byte:
            place += 1
        places.append(place)
    return places


def _glyph(cluster: _Cluster, classes: str, em: float) -> Glyph:
    natural = round(cluster.width * EM / em)
    match classes[cluster.place]:
        case "O" | "C" | "T":
            return _mark(cluster, classes[cluster.place], natural, em)
        case "D":
            whole = EM if natural <= EM * 5 // 4 else max(2 * EM, natural)
            return Glyph(natural, whole, (whole - natural) // 2)
        case "M":
            side = (HALF - natural) // 2
            return Glyph(natural, HALF, side, max(0, side))
        case "L" if natural >= WHOLE and classes[cluster.place - 1 : cluster.place + 2] == LATIN * 3:
            left, right = _blanks(cluster, em)
            inked = natural - left - right + 2 * APOSTROPHE_AIR
            return Glyph(natural, inked, APOSTROPHE_AIR - left) if inked < HALF else Glyph(natural, natural)
    return Glyph(natural, natural)


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


@dataclass(frozen=True)
class Setting:
    """定好的尺寸：the advance of each character of a line, the offsets of some, and where the gaps are wide."""

    advances: Sequence[int]
    offsets: Mapping[int, int]
    wide: Sequence[tuple[int, int]]


class SetLayout(line_break.Layout):  # type: ignore[misc]  # WeasyPrint is not typed
    """A layout of one line whose glyphs take the widths of its setting.

    It is drawn from the *codes* of its paragraph, of which its text begins at *start*; only where there are none, or
    where WeasyPrint would draw something else (an ellipsis, a picture for a glyph), is Pango asked again: `waken`.
    """

    def __init__(self, text: str, setting: Setting, width: float, codes: Codes | None = None, start: int = 0) -> None:
        """Keep what drawing needs; *width* in px is what a box has that cuts its text off."""
        self.text = self.set_as = text
        self.setting = setting
        self.codes, self.start = codes, start
        self.max_width = width
        self.justification_spacing = 0
        self.first_line_direction = 0
        self.awake = self.applied = False

    def reactivate(self, style: Any) -> None:  # noqa: ANN401 - as above
        """Be ready to be drawn."""
        self.style = style

    def waken(self) -> None:
        """Have Pango set the text."""
        super().reactivate(self.style)
        self.awake, self.applied = True, False

    def deactivate(self) -> None:
        """Let go of Pango's objects, and of the widths they were given."""
        if self.awake:
            super().deactivate()
        self.awake = False

    def decorated(self, style: Any) -> None:  # noqa: ANN401 - as above
        """Learn from *style* where its lines under, over and through the text stand."""
        self.setup(style)
        super().deactivate()

    def get_first_line(self) -> Any:  # noqa: ANN401 - a Pango structure
        """The line, its glyphs as wide as decided, unless its text was cut off since."""
        line, index = super().get_first_line()
        if not self.applied and self.text == self.set_as and len(self.text) == len(self.setting.advances):
            self.applied = True
            self._apply(line)
        return line, index

    def _apply(self, line: Any) -> None:  # noqa: ANN401 - a Pango structure
        size = self.style["font_size"]
        sums = [0, *accumulate(self.setting.advances)]
        glyphs = [
            (words, number, place)
            for run in _runs(line)
            for words, starts in ((_words(run), _byte_starts(self.text)),)
            for number, place in enumerate(_places(starts, run.item.offset, _log_clusters(run)))
        ]
        places = [place for _, _, place in glyphs]
        spent = 0
        for (words, number, place), following in zip(glyphs, [*places[1:], len(self.text)], strict=True):
            if offset := self.setting.offsets.get(place):
                words[number * GLYPH_WORDS + X_OFFSET] = round(offset * size)
            if following == place:  # more glyphs of the same cluster: the last one takes up what is left
                spent += round(words[number * GLYPH_WORDS + WIDTH] * EM / (size * TO_UNITS))
            else:
                _set_width(words, number, sums[following] - sums[place] - spent, size)
                spent = 0


def _set_width(words: memoryview, number: int, advance: int, size: float) -> None:
    """Give a glyph its advance. WeasyPrint cuts the difference to the font's width off to whole units: never short."""
    place = number * GLYPH_WORDS + WIDTH
    before, wanted = words[place], advance * size * TO_UNITS / EM
    if round(before * EM / (size * TO_UNITS)) != advance:
        words[place] = ceil(wanted) if wanted > before else floor(wanted)
