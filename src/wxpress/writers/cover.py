"""封面：drawn from the tree for e-readers: the masthead on red, the theme below it on white.

The drawing is one layer of coverage, from which each zone takes its two colours: flat ground, a small file, and the
same bytes each time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from wxpress.fonts import BLACK, BOLD, REGULAR, Faces, FontFile, covers, weighted
from wxpress.inlines import ems
from wxpress.styles import Cover
from wxpress.tree import Bulletin
from wxpress.walk import text_of
from wxpress.writers.pdf_titles import Usage, parted, turned

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

WIDTH, HEIGHT = 1600, 2560
"""px; what the shops ask of a cover, 1 to 1.6."""

MEDIA_TYPE = "image/png"

_RED_ZONE = 1080
_MARGIN = 150
_LEVELS = 16
_RULE = 2 * _LEVELS
_THEME_ZONE = (_RED_ZONE + 80, 2150)
_IMPRINT_ZONE = (2110, 2510)
_LARGEST_NAME, _LARGEST_THEME, _SMALLEST_THEME = 250, 144, 64
_SUBTITLE_SHARE = 0.7
_IMPRINT = 64
_HIGHLIGHT, _MOST_HIGHLIGHTS = 84, 5
_LEADING, _AIR = 1.35, 50
_Z_RLE = 3
"""zlib's strategy for runs, by the name it has there."""

_LONGEST = 120
"""Characters of a field that a cover shows; the title page has the rest."""


@dataclass(frozen=True)
class Row:
    """一行字: *size* in px, *spacing* between its characters in em, *after* the space below it in px."""

    text: str
    role: str
    weight: float
    size: int
    spacing: float = 0
    after: int = 0


@dataclass(frozen=True)
class Case:
    """字盘：the *faces* of one drawing; each is opened once in a size, and let go with the drawing."""

    faces: Faces
    _opened: dict[tuple[str, int, int], FreeTypeFont] = field(default_factory=dict)

    def runs(self, row: Row) -> Iterator[tuple[str, FreeTypeFont]]:
        """Each run of *row* that is set as one, with its font: a Han character alone, Latin words whole."""
        stack = (*self.faces.get(row.role, ()), *(face for others in self.faces.values() for face in others))
        files = [weighted(face, row.weight) for face in stack]
        for run in re.findall(r"." if row.spacing else r"[!-~]+|.", row.text):
            if file := next((file for file in files if covers(file, run[0])), None):
                yield run, self._font(file, row.size)

    def _font(self, file: FontFile, size: int) -> FreeTypeFont:
        from PIL import ImageFont  # noqa: PLC0415 - only when a book is written

        key = (str(file.file), file.index, size)
        if key not in self._opened:
            layout = ImageFont.Layout.BASIC
            self._opened[key] = ImageFont.truetype(file.file, size, file.index, layout_engine=layout)
        return self._opened[key]


def cover_text(bulletin: Bulletin, title: str) -> str:
    """All the words that the cover shows."""
    return "".join(
        row.text for rows in (_masthead(bulletin, title), _theme(bulletin), _imprint(bulletin)) for row in rows
    )


def draw(bulletin: Bulletin, title: str, faces: Faces, colours: Cover) -> bytes:
    """The cover of *bulletin* as a PNG of `WIDTH` by `HEIGHT` px; characters that no face has are left blank."""
    layer = _lettered(bulletin, title, faces)
    drawn = io.BytesIO()
    # Flat ground runs in rows: to look for no other likeness takes a ninth of the time and a fifth more bytes.
    _coloured(layer, colours).save(drawn, "PNG", compress_type=_Z_RLE)
    return drawn.getvalue()


def _lettered(bulletin: Bulletin, title: str, faces: Faces) -> Image:
    """All the words in white on black; the files of the fonts are let go before more is made of it."""
    from PIL import Image  # noqa: PLC0415 - only when a book is written

    layer = Image.new("L", (WIDTH, HEIGHT))
    case = Case(faces)
    _set(layer, list(_masthead(bulletin, title)), case, 0, _RED_ZONE)
    _set(layer, _theme(bulletin), case, *_THEME_ZONE)
    _set(layer, list(_imprint(bulletin)), case, *_IMPRINT_ZONE)
    return layer


def _masthead(bulletin: Bulletin, title: str) -> Iterator[Row]:
    """Who it is for, its name, its issue; a bulletin without a series is named by its title."""
    if bulletin.audience:
        yield from _lines(bulletin.audience, "title", BOLD, 84, spacing=0.1, after=70)
    yield from _lines(bulletin.series or title, "title", BLACK, _LARGEST_NAME, spacing=0.12, after=70)
    if bulletin.issue:
        yield from _lines(bulletin.issue, "song", REGULAR, 72)


def _theme(bulletin: Bulletin) -> list[Row]:
    """The theme, turned by its sense, as large as its zone allows; without one, or where it is the name above, 要目."""
    if not (bulletin.title and bulletin.series):
        return list(_highlights(bulletin))
    top, bottom = _THEME_ZONE
    usage = Usage(text_of(bulletin))
    for size in range(_LARGEST_THEME, _SMALLEST_THEME, -4):
        rows = _theme_rows(_shown(bulletin.title), size, usage)
        if sum(row.size for row in rows) * _LEADING <= bottom - top - 2 * _AIR:
            break
    return rows


def _theme_rows(theme: str, size: int, usage: Usage) -> list[Row]:
    """The theme in *size*, its subtitle smaller and in another face."""
    main, subtitle = parted(theme)
    small = int(size * _SUBTITLE_SHARE)
    lines = turned(main, _measure(size), usage)
    below = turned(subtitle, _measure(small), usage) if subtitle else ()
    return [
        *(Row(line.strip(), "title", BOLD, size) for line in lines),
        *(Row(line.strip(), "kai", REGULAR, small) for line in below),
    ]


def _highlights(bulletin: Bulletin) -> Iterator[Row]:
    """要目：the titles of the first articles, larger where there is but one."""
    titles = [article.title for section in bulletin.sections for article in section.articles if article.title]
    size = _HIGHLIGHT if len(titles) > 1 else _LARGEST_THEME
    for title in titles[:_MOST_HIGHLIGHTS]:
        yield from _lines(title, "title", BOLD, size, after=size // 2)


def _imprint(bulletin: Bulletin) -> Iterator[Row]:
    for text in (*_offices(bulletin.publisher or ""), bulletin.date):
        if text:
            yield from _lines(text, "song", REGULAR, _IMPRINT)


def _offices(publisher: str) -> list[str]:
    """What is a line of its own of *publisher*: all of it where it fits, else each of the offices."""
    return [publisher] if ems(publisher) <= _measure(_IMPRINT) else publisher.split("　")


def _lines(text: str, role: str, weight: float, size: int, spacing: float = 0, after: int = 0) -> Iterator[Row]:
    """*text* in one line if a smaller size lets it, in two or more if it would become too small."""
    words = _shown(text)
    smallest = max(48, size * 2 // 5)
    fitting = int(min(size, (WIDTH - 2 * _MARGIN) / (ems(words) * (1 + spacing))))
    lines = (words,) if fitting >= smallest else turned(words, _measure(smallest) / (1 + spacing))
    for number, line in enumerate(lines, 1):
        yield Row(line.strip(), role, weight, max(fitting, smallest), spacing, after if number == len(lines) else 0)


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}……"


def _measure(size: int) -> float:
    return (WIDTH - 2 * _MARGIN) / size


def _set(layer: Image, rows: Sequence[Row], case: Case, top: int, bottom: int) -> None:
    """Set *rows* one below the other, in the middle between *top* and *bottom*, smaller where they are too many."""
    height = sum(row.size * _LEADING + row.after for row in rows) - (rows[-1].after if rows else 0)
    scale = min(1.0, (bottom - top - 2 * _AIR) / height) if height else 1.0
    at = (top + bottom - height * scale) / 2
    for row in rows:
        _write(layer, replace(row, size=int(row.size * scale)), case, at)
        at += (row.size * _LEADING + row.after) * scale


def _write(layer: Image, row: Row, case: Case, top: float) -> None:
    from PIL import ImageDraw  # noqa: PLC0415 - only when a book is written

    pen = ImageDraw.Draw(layer)
    runs = [(font, character) for character, font in case.runs(row)]
    gap = row.size * row.spacing
    width = sum(font.getlength(character) + gap for font, character in runs) - gap
    if width > WIDTH - 2 * _MARGIN:  # a word too long to be turned
        smaller = int(row.size * (WIDTH - 2 * _MARGIN) / width)
        _write(layer, replace(row, size=smaller - 1), case, top)
        return
    at = (WIDTH - width) / 2
    baseline = top + row.size * (_LEADING + 0.76) / 2
    for font, character in runs:
        pen.text((round(at), round(baseline)), character, fill=255, font=font, anchor="ls")
        at += font.getlength(character) + gap


def _coloured(layer: Image, colours: Cover) -> Image:
    """The layer in its colours: white on red above, black on paper below, and a double rule between."""
    above, below = (0, 0, WIDTH, _RED_ZONE), (0, _RED_ZONE, WIDTH, HEIGHT)
    levels = [value * (_LEVELS - 1) // 255 for value in range(256)]
    layer.paste(layer.crop(above).point(levels), above[:2])
    layer.paste(layer.crop(below).point([level + _LEVELS for level in levels]), below[:2])
    layer.paste(_RULE, (_MARGIN, _RED_ZONE + 40, WIDTH - _MARGIN, _RED_ZONE + 52))
    layer.paste(_RULE, (_MARGIN, _RED_ZONE + 60, WIDTH - _MARGIN, _RED_ZONE + 64))
    ramps = (*_ramp(colours.ground, colours.paper), *_ramp(colours.paper, colours.ink), _rgb(colours.ground))
    layer.putpalette([channel for colour in ramps for channel in colour])  # in place: a cover is 4 MiB
    return layer


def _ramp(ground: str, ink: str) -> list[tuple[int, ...]]:
    """The colours from *ground* to *ink* in `_LEVELS` steps."""
    pairs = list(zip(_rgb(ground), _rgb(ink), strict=True))
    return [
        tuple(round(first + (last - first) * step / (_LEVELS - 1)) for first, last in pairs) for step in range(_LEVELS)
    ]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))
