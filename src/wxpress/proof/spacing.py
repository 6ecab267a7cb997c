"""字距：how wide a line would be as first set, how wide it is, and what its gaps got or gave to make up for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wxpress.proof.glyphs import Glyph
from wxpress.proof.rows import Row
from wxpress.typeset.classes import (
    DOT,
    IDEOGRAPH,
    LATIN,
    OPENING,
    SPACE,
    classify,
    is_tight,
    meets_latin,
)

EM = 1000
"""Figures are in 1/1000 em of the line's size."""

FULL_WIDTH = 0.75
"""A mark that is wider has a blank half, which is trimmed at a line's end and beside another mark (CLREQ 3.1.6)."""

HALF = 500

LATIN_GAPS = (125, 250)
"""CLREQ 3.2.1: between Chinese and Latin 1/8 to 1/4 em; whatever of that a line has is no stretch."""

KERNING = 100
"""What a face itself may move two Latin characters by, which is no stretch."""

STILL = 2
"""What a line is off by through rounding in the file is not told."""


class Gap(NamedTuple):
    """一处字距：the advance that a character would first have and the one that it has."""

    natural: float
    actual: float
    is_judged: bool

    @property
    def change(self) -> float:
        """What it got (+) or gave (-)."""
        return self.actual - self.natural


class Spacing(NamedTuple):
    """一行的字距：what its gaps got (+) or gave (-): all together, shared by those that did, the extremes."""

    change: float
    gaps: int
    adjustment: int
    widest: int
    tightest: int


def spacing_of(row: Row) -> Spacing:
    """How the line is spaced; a gap with a picture in it, or beside a raised character, is not judged."""
    gaps = list(_gaps(row))
    change = sum(gap.change for gap in gaps)
    changed = sum(abs(gap.change) > STILL and (gap.change > 0) == (change > 0) for gap in gaps)
    judged = [gap.change for gap in gaps if gap.is_judged]
    return Spacing(
        change=change,
        gaps=changed,
        adjustment=_told(change / changed) if changed else 0,
        widest=_told(max([0.0, *judged])),
        tightest=_told(min([0.0, *judged])),
    )


def _told(figure: float) -> int:
    return round(figure) if abs(figure) > STILL else 0


def left_of(row: Row) -> float:
    """Where the line begins, in pt: the blank half of an opening mark there is not counted."""
    first = row.glyphs[0]
    is_halved = classify(row.text)[0] == OPENING and first.advance > FULL_WIDTH * first.size
    return first.x + first.size / 2 if is_halved else first.x


def _gaps(row: Row) -> Iterator[Gap]:
    classes = classify(row.text)
    for index, (glyph, after) in enumerate(zip(row.glyphs, row.glyphs[1:], strict=False)):
        actual = EM * (after.x - glyph.x) / row.size
        pair = classes[index], classes[index + 1]
        if row.is_raised(glyph) or row.is_raised(after) or _has_picture(row, glyph, after):
            yield Gap(actual, actual, is_judged=False)
        else:
            yield Gap(_natural(row, glyph, after, pair, actual), actual, is_judged=DOT not in pair)


def _natural(row: Row, glyph: Glyph, after: Glyph, pair: tuple[str, str], actual: float) -> float:
    """The advance that *glyph* would first have before *after*."""
    advance = EM * glyph.advance / row.size
    if is_tight(*pair):
        halved = after if pair[0] == OPENING else glyph
        return advance - (HALF * halved.size / row.size if halved.advance > FULL_WIDTH * halved.size else 0)
    if meets_latin(*pair):
        low, high = LATIN_GAPS
        return advance + min(max(actual - advance, low), high)
    if LATIN in pair and "’" in {glyph.text, after.text}:
        return actual  # an apostrophe: a Chinese face has only the wide mark, set as narrow as it looks
    if LATIN in pair and SPACE not in pair:
        return min(max(actual, advance - KERNING), advance + KERNING)
    if pair[0] == DOT and glyph.advance > FULL_WIDTH * glyph.size:
        return advance - HALF / 2  # 间隔号 is half an em: a quarter less on each side
    if pair[1] == DOT and after.advance > FULL_WIDTH * after.size:
        return advance - HALF / 2
    return advance


def _has_picture(row: Row, glyph: Glyph, after: Glyph) -> bool:
    return any(glyph.x < (box.left + box.right) / 2 < after.x for box in row.pictures)


def is_letter(character: str) -> bool:
    """Whether it is an ideograph, a letter or a digit, and no mark."""
    return classify(character) in {IDEOGRAPH, LATIN}
