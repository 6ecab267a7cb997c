"""Word 自动编号：the numbers and bullets that Word prints before a paragraph and keeps outside its text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from wxpress.readers.docx.package import WORD
from wxpress.readers.docx.styles import ParagraphForm, number, value
from wxpress.readers.docx.symbols import bullet
from wxpress.readers.numerals import numeral

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PLACE = re.compile(r"%([1-9])")
_IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_PLAIN = re.compile(r"([0-9]{1,6})\.")
_OFF = "0"
_MOST_LEVELS = 9


class Label(msgspec.Struct, frozen=True):
    """编号：the words before a paragraph; *is_bullet* where they are a mark and no number; *depth* from 0.

    *number* is that of a plain list, 1. 2. 3., and null for numbers of any other form or at any other depth.
    """

    words: str
    depth: int
    is_bullet: bool = False
    number: int | None = None


class _Level(msgspec.Struct, frozen=True):
    """一级编号。"""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    font: str = ""
    suffix: str = "tab"
    restart: int | None = None
    is_decimal: bool = False


class Numbering:
    """自动编号：counts as Word counts, paragraph by paragraph, in the order of the document."""

    def __init__(self, root: Element | None) -> None:
        """Read the numbering part; no numbers where it is missing."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: Element) -> None:
        abstracts = {item.get(f"{WORD}abstractNumId", ""): item for item in root.findall(f"{WORD}abstractNum")}
        linked = {value(item, "styleLink"): name for name, item in abstracts.items()}
        for item in root.findall(f"{WORD}num"):
            name = value(item, "abstractNumId") or ""
            link = value(abstracts.get(name), "numStyleLink")
            name = linked.get(link, name) if link else name
            list_id = item.get(f"{WORD}numId", "")
            overrides = item.findall(f"{WORD}lvlOverride")
            own = [level for override in overrides for level in override.findall(f"{WORD}lvl")]
            levels = [] if name not in abstracts else abstracts[name].findall(f"{WORD}lvl")
            self._abstract[list_id] = name
            self._levels[list_id] = {_depth(level): _level(level) for level in (*levels, *own)}
            self._starts[list_id] = {
                _depth(override): start
                for override in overrides
                if (start := number(value(override, "startOverride"))) is not None
            }

    def label(self, form: ParagraphForm) -> Label | None:
        """The label of the next paragraph of that *form*, counted; null where it has none."""
        list_id, depth = form.list_id, min(max(form.depth or 0, 0), _MOST_LEVELS - 1)
        level = self._levels.get(list_id or _OFF, {}).get(depth)
        if list_id in {None, _OFF} or level is None:
            return None
        if level.form == "bullet":
            return Label(bullet(level.text, level.font), depth, is_bullet=True)
        self._count(str(list_id), depth, level)
        words = self._words(str(list_id), level)
        number = _counted(words) if depth == 0 else None
        return Label(words + _gap(words, level.suffix), depth, number=number) if words.strip() else None

    def _count(self, list_id: str, depth: int, level: _Level) -> None:
        counts = self._counts.setdefault(self._abstract[list_id], {})
        restart = self._starts[list_id].pop(depth, None)
        counts[depth] = restart if restart is not None else counts.get(depth, level.start - 1) + 1
        for deeper in [at for at in counts if at > depth]:
            restarted_by = self._levels[list_id].get(deeper, _Level()).restart
            if restarted_by is None or depth < restarted_by:
                del counts[deeper]

    def _words(self, list_id: str, level: _Level) -> str:
        counts = self._counts[self._abstract[list_id]]

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            above = self._levels[list_id].get(place, _Level())
            return numeral(counts.get(place, above.start), "decimal" if level.is_decimal else above.form)

        return _PLACE.sub(shown, level.text)


def _depth(element: Element) -> int:
    return number(element.get(f"{WORD}ilvl")) or 0


def _level(element: Element) -> _Level:
    fonts = element.find(f"{WORD}rPr/{WORD}rFonts")
    start = number(value(element, "start"))
    return _Level(
        start=1 if start is None else start,
        form=value(element, "numFmt") or "decimal",
        text=value(element, "lvlText") or "",
        font="" if fonts is None else fonts.get(f"{WORD}ascii", ""),
        suffix=value(element, "suff") or "tab",
        restart=number(value(element, "lvlRestart")),
        is_decimal=value(element, "isLgl") is not None,
    )


def _counted(words: str) -> int | None:
    """The number in a label of the form 1.; null for any other."""
    match = _PLAIN.fullmatch(words)
    return int(match[1]) if match else None


def _gap(words: str, suffix: str) -> str:
    """What stands between a number and the text: a space after 1., one em after 第一章, nothing after 一、 and ①."""
    if suffix == "nothing":
        return ""
    return " " if words[-1:].isascii() else "\u3000" if _IDEOGRAPH.match(words[-1:]) else ""
