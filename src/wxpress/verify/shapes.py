"""字形：holds each glyph that a PDF carries against the style's own face: what says “城” must also be drawn as 城."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from wxpress import fonts
from wxpress.errors import MissingToolError
from wxpress.styles import Style
from wxpress.verify.embedded import EmbeddedFont
from wxpress.verify.lines import NO_FACE
from wxpress.verify.seen import seen

if TYPE_CHECKING:
    from wxpress.verify.likeness import Carried, Face

_SAMPLE = 8
"""So many glyphs tell which weight of its family a font is."""

_NO_TEXT = frozenset("\ufffd\ufffe\uffff")


class Drawn(NamedTuple):
    """画成：the font and character of a glyph that is not what it should be."""

    font: str
    character: str


@dataclass(frozen=True)
class Shapes:
    """字形的核对：*wrong* glyphs, each with the character that it looks like, if any; *unknown* fonts, *foreign* ones.

    A glyph that no face has looks like `NO_FACE`.
    Of the unknown ones this machine lacks the face; the foreign ones are none that the style has.
    """

    wrong: Mapping[Drawn, str]
    unknown: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


def shapes_of(embedded: Sequence[EmbeddedFont], style: Style) -> Shapes:
    """What is to be said of the glyphs of the fonts *embedded* in an output in *style*."""
    named = {family.casefold() for stack in style.settings.faces.values() for family in stack}
    families: dict[tuple[fonts.FontFile, ...], list[_Shown]] = {}
    unknown, foreign = [], []
    for font in embedded:
        characters = _characters(font)
        if not characters:
            continue
        files = _files(font.family, style)
        if files and font.data is not None:
            families.setdefault(files, []).append(_Shown(font, characters))
        elif files or font.family.casefold() in named:
            unknown.append(font.family)
        else:
            foreign.append(font.family or font.name)
    wrong: dict[Drawn, str] = {}
    for files, family in families.items():
        wrong |= _wrong_of(family, files)
    return Shapes(wrong, tuple(dict.fromkeys(unknown)), tuple(dict.fromkeys(foreign)))


class _Shown(NamedTuple):
    """A font, and the character that each of its glyphs shows."""

    font: EmbeddedFont
    characters: Mapping[int, str]


def _wrong_of(family: Iterable[_Shown], files: Iterable[fonts.FontFile]) -> dict[Drawn, str]:
    """The wrong glyphs of the fonts of a *family*, whose *files* are open no longer than they are wanted."""
    from wxpress.verify.likeness import Face  # noqa: PLC0415 - loads FreeType, and only paper carries fonts

    wrong: dict[Drawn, str] = {}
    with ExitStack() as stack:
        faces = [Face(file, stack) for file in files]
        for shown in family:
            wrong |= _wrong(shown.font, shown.characters, faces)
    return wrong


def _characters(font: EmbeddedFont) -> dict[int, str]:
    """The one character that each glyph shows; ligatures and what is never seen are left out."""
    texts = {glyph: seen(text) or text.strip() for glyph, text in font.texts.items() if glyph}
    return {glyph: text for glyph, text in texts.items() if len(text) == 1 and text not in _NO_TEXT}


def _files(family: str, style: Style) -> tuple[fonts.FontFile, ...]:
    """The installed files that the style may have set this family from."""
    try:
        faces = fonts.resolve(style.settings.faces)
        installed = fonts.upright(family)
    except MissingToolError:
        return ()
    mine = {file for stack in faces.values() for face in stack for file in face.files}
    return tuple(font for font in installed if font.file in mine)


def _wrong(font: EmbeddedFont, characters: Mapping[int, str], faces: Iterable[Face]) -> dict[Drawn, str]:
    """The glyphs of *font* that the face it is a part of does not draw so."""
    from wxpress.verify.likeness import Carried  # noqa: PLC0415 - as above
    from wxpress.verify.outlines import opened  # noqa: PLC0415 - as above

    data = font.data or b""
    with opened(data) as outlines:
        if outlines is None:
            return {Drawn(font.name, character): "" for character in characters.values()}
        carried = Carried(data, outlines)
        own = _likest(carried, (face for face in faces if face.is_readable()), characters)
        return dict(_told(font.name, carried, own, characters)) if own else {}


def _likest(carried: Carried, faces: Iterable[Face], characters: Mapping[int, str]) -> Face | None:
    """The face that *carried* is a part of, by a sample of its glyphs: the first that has them all, else the likest."""
    shown = ((character, carried, glyph) for glyph, character in characters.items() if carried.look(glyph))
    sample = list(islice(shown, _SAMPLE))
    best, most = None, -1
    for face in faces:
        likeness = sum(face.is_nominal(*glyph) for glyph in sample)
        if likeness > most:
            best, most = face, likeness
        if likeness == len(sample):
            break
    return best


def _told(name: str, carried: Carried, own: Face, characters: Mapping[int, str]) -> Iterator[tuple[Drawn, str]]:
    bad = {glyph: character for glyph, character in characters.items() if not own.draws(character, carried, glyph)}
    outlines = own.outlines if bad else None
    if outlines is None:
        return
    looks = {outlines.nominal(character): character for character in characters.values()}
    for glyph, character in bad.items():
        yield Drawn(name, character), looks.get(carried.outline(glyph), "") if outlines.has(character) else NO_FACE
