"""Layouts that arrive as plain text: hard-wrapped or a line a paragraph, in the encodings that offices use."""

from __future__ import annotations

import codecs
import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from wxpress.tree import Bulletin, SourceLink
from wxpress.walk import plain

from . import markdown_layouts
from .arrivals import Arrival, Layout
from .content import Means
from .contents_forms import LEADERS
from .markdown_text import BARE_LABELS
from .script import Row, Script, script

_PLAIN = Means()
_CLOSING = "，。、；：！？）》”’】%％…—·"
_OPENING = "（《“‘【"
LINES_OF_A_PAGE = 38


@dataclass(frozen=True)
class Sheet:
    """How the text is set: its width in em (null for a line a paragraph), the opening of a paragraph, blank lines."""

    width: int | None
    indent: str
    gap: bool
    centred: bool
    paged: bool


def _sheet(dice: random.Random, *, wrapped: bool) -> Sheet:
    return Sheet(
        width=dice.randint(28, 45) if wrapped else None,
        indent=dice.choice(("　　", "　　", "    ")),
        gap=dice.random() < (0.3 if wrapped else 0.6),
        centred=dice.random() < 0.8,
        paged=wrapped and dice.random() < 0.4,
    )


def text_of(dice: random.Random, told: Script, sheet: Sheet) -> str:
    """The script as lines of text."""
    leader = dice.choice(LEADERS)
    lines: list[str] = []
    for row in told.rows:
        width = None if row.part == "entry" else sheet.width
        for paragraph in _row(row, sheet, leader):
            lines += [*_set(paragraph, width), *([""] if sheet.gap else [])]
    return "\n".join(_paged(dice, lines) if sheet.paged else lines) + "\n"


def _row(row: Row, sheet: Sheet, leader: str) -> Iterator[str]:
    match row.part:
        case "masthead" | "title" | "label" | "section" | "article":
            yield _centred(row.text, sheet)
        case "entry":
            indent = "　　" if row.level > 1 else ""
            yield indent + row.text + (f"{leader}{row.page}" if row.page is not None else "")
        case "details":
            yield sheet.indent + row.text if row.level else _centred(row.text, sheet)
        case _:
            words = plain(row.block.inlines) if row.block is not None and hasattr(row.block, "inlines") else ""
            label = row.text.replace("**", "")
            standing = row.part == "note" and not words and not row.links
            text = label + words + "".join(map(_link, row.links))
            yield _centred(text, sheet) if standing else sheet.indent + text


def _link(link: SourceLink) -> str:
    return link.label if link.label in BARE_LABELS else f"【{link.label}】"


def _centred(text: str, sheet: Sheet) -> str:
    room = (sheet.width or 40) - width_of(text)
    return " " * max(8, int(room)) + text if sheet.centred else text


def width_of(text: str) -> float:
    """The width of *text* in em."""
    return sum(1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5 for character in text)


def _set(text: str, width: int | None) -> Iterator[str]:
    """The lines of a paragraph: no stop begins one, no opening mark ends one."""
    if width is None or text.startswith(" " * 8) or width_of(text) <= width:
        yield text
        return
    line = ""
    for at, character in enumerate(text):
        over = width_of(line + character) > width
        if over and character not in _CLOSING and line[-1] not in _OPENING and not _inside_word(text, at):
            yield line
            line = ""
        line += character
    yield line


def _inside_word(text: str, at: int) -> bool:
    return text[at].isascii() and text[at - 1].isascii()


def _paged(dice: random.Random, lines: list[str]) -> Iterator[str]:
    """Pages, each with its number at the foot and a form feed before the next."""
    form = dice.choice(("— {} —", "- {} -", "{}", "第{}页"))
    for number, start in enumerate(range(0, len(lines), LINES_OF_A_PAGE), start=1):
        page = lines[start : start + LINES_OF_A_PAGE]
        yield from page
        yield " " * 20 + form.format(number)
        if start + LINES_OF_A_PAGE < len(lines):
            yield "\f"


def _wrapped(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin)
    return Arrival("x.txt", text_of(dice, told, _sheet(dice, wrapped=True)).encode(), told.bulletin)


def _lines(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.7)
    return Arrival("x.txt", text_of(dice, told, _sheet(dice, wrapped=False)).encode(), told.bulletin)


def _encoded(dice: random.Random, bulletin: Bulletin) -> Arrival:
    made = dice.choice((_wrapped, _lines, markdown_layouts.seed_layout))(dice, bulletin)
    text = made.data.decode()
    text = dice.choice((text, text.replace("\n", "\r\n"), text.replace("\n", "\r")))
    mark, encoding = dice.choice(
        (
            (b"", "gb18030"),
            (b"", "gb18030"),
            (codecs.BOM_UTF16_LE, "utf-16-le"),
            (codecs.BOM_UTF16_BE, "utf-16-be"),
            (codecs.BOM_UTF8, "utf-8"),
        )
    )
    return Arrival(made.name, mark + text.encode(encoding), made.bulletin)


LAYOUTS = (
    Layout("wrapped", _PLAIN, _wrapped),
    Layout("lines", _PLAIN, _lines),
    Layout("encoded", _PLAIN, _encoded),
)
