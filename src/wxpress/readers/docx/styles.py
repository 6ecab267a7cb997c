"""Word 样式：what a run and a paragraph look like, by their own properties, their styles, and those these rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeVar

import msgspec

from wxpress.readers.docx.package import WORD

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

F = TypeVar("F", bound=msgspec.Struct)

_OFF = frozenset({"0", "false", "off", "none"})
_HEADING = re.compile(r"(?:heading|标题|標題)\s*([1-9])(?:\s*(?:char|字符))?$", re.IGNORECASE)
_NAMED_LEVEL = re.compile(r"([一二三四五1-5])级标题$")
_TOC = re.compile(r"(?:toc|目录)\s*([1-9])$", re.IGNORECASE)
_KINDS = {
    "title": "title",
    "标题": "title",
    "文章标题": "titles",
    "caption": "caption",
    "题注": "caption",
    **dict.fromkeys(("quote", "intense quote", "block text", "引用", "明显引用", "引文", "文本块"), "quote"),
    "toc heading": "contents",
    "toc 标题": "contents",
    "目录标题": "contents",
}
_BODY_LEVEL = 9
_TWIPS = 20
_HALF_POINTS = 2
_HUNDREDTHS = 100
DEFAULT_SIZE = 10.0
"""The size of a text that names none, in points (ECMA-376, part 1, 17.3.2.38)."""


class RunForm(msgspec.Struct, frozen=True):
    """字的样子：null where it is not said. *size* is in points, *face* that of ideographs."""

    strong: bool | None = None
    emphasis: bool | None = None
    hidden: bool | None = None
    raised: str | None = None
    size: float | None = None
    face: str | None = None


class ParagraphForm(msgspec.Struct, frozen=True):
    """段的样子：null where it is not said.

    *outline* is the heading level from 1, 0 for body text; *kind* names a style with a meaning of its own (*titles*:
    all titles are in it); *toc* the level of a line of the contents; *first_chars* and *first_twips* the indent of the
    first line, below zero where it hangs, *left_chars* and *left_twips* that of all lines; *list_id* and *depth* the
    numbering.
    """

    outline: int | None = None
    kind: str | None = None
    toc: int | None = None
    alignment: str | None = None
    first_chars: int | None = None
    first_twips: int | None = None
    left_chars: int | None = None
    left_twips: int | None = None
    list_id: str | None = None
    depth: int | None = None


def over(upper: F, lower: F) -> F:
    """What *upper* says, and what *lower* says where it is silent."""
    said = {name: getattr(upper, name) for name in upper.__struct_fields__ if getattr(upper, name) is not None}
    return msgspec.structs.replace(lower, **said)


def value(parent: Element | None, path: str) -> str | None:
    """The ``w:val`` of the element at *path* below *parent*, names without prefix; null where there is none."""
    found = parent.find("/".join(f"{WORD}{name}" for name in path.split("/"))) if parent is not None else None
    return None if found is None else found.get(f"{WORD}val", "1")


def number(text: str | None) -> int | None:
    """*text* as a whole number; null where it is none."""
    try:
        return int(float(text)) if text is not None else None
    except (ValueError, OverflowError):
        return None


def _switch(properties: Element, name: str) -> bool | None:
    found = value(properties, name)
    return None if found is None else found.lower() not in _OFF


def run_form(properties: Element | None) -> RunForm:
    """What an ``rPr`` says."""
    if properties is None or not len(properties):
        return RunForm()
    size = number(value(properties, "sz"))
    dots = _switch(properties, "em")
    fonts = properties.find(f"{WORD}rFonts")
    return RunForm(
        strong=_switch(properties, "b"),
        emphasis=dots if dots is not None else _switch(properties, "i"),
        hidden=_switch(properties, "vanish"),
        raised=value(properties, "vertAlign"),
        size=size / _HALF_POINTS if size else None,
        face=None if fonts is None else fonts.get(f"{WORD}eastAsia"),
    )


def paragraph_form(properties: Element | None) -> ParagraphForm:
    """What a ``pPr`` says, its style aside."""
    if properties is None:
        return ParagraphForm()
    outline = number(value(properties, "outlineLvl"))
    indent = properties.find(f"{WORD}ind")
    return ParagraphForm(
        outline=None if outline is None else outline + 1 if 0 <= outline < _BODY_LEVEL else 0,
        alignment=value(properties, "jc"),
        first_chars=_signed(indent, "firstLineChars", "hangingChars"),
        first_twips=_signed(indent, "firstLine", "hanging"),
        left_chars=_either(indent, "leftChars", "startChars"),
        left_twips=_either(indent, "left", "start"),
        list_id=value(properties, "numPr/numId"),
        depth=number(value(properties, "numPr/ilvl")),
    )


def _indent(element: Element | None, name: str) -> int | None:
    return None if element is None else number(element.get(f"{WORD}{name}"))


def _either(element: Element | None, name: str, other: str) -> int | None:
    """A measure by its name, or by the one that it has in strict files (ECMA-376, part 1, 17.3.1.12)."""
    found = _indent(element, name)
    return _indent(element, other) if found is None else found


def _signed(element: Element | None, name: str, hanging: str) -> int | None:
    """The first line's indent; where both are given the hanging one counts (ECMA-376, part 1, 17.3.1.12)."""
    hung = _indent(element, hanging)
    return _indent(element, name) if hung is None else -hung


def _by_name(name: str) -> ParagraphForm:
    """What the name of a style says."""
    plain = name.strip().lower()
    heading, named, toc = _HEADING.match(plain), _NAMED_LEVEL.search(plain), _TOC.match(plain)
    level = int(heading[1]) if heading else None
    if named:
        level = "一二三四五".find(named[1]) + 1 or int(named[1])
    return ParagraphForm(outline=level, kind=_KINDS.get(plain), toc=int(toc[1]) if toc else None)


class Styles:
    """样式表：the styles of one document, each resolved once."""

    def __init__(self, root: Element | None) -> None:
        """Read the styles part; none of them where it is missing."""
        found = [] if root is None else root.findall(f"{WORD}style")
        self._styles = {style.get(f"{WORD}styleId", ""): style for style in found}
        self._default = next((name for name, style in self._styles.items() if _is_default(style)), "")
        defaults = None if root is None else root.find(f"{WORD}docDefaults/{WORD}rPrDefault/{WORD}rPr")
        self._base = over(run_form(defaults), RunForm(size=DEFAULT_SIZE))
        self._runs: dict[str, RunForm] = {}
        self._paragraphs: dict[str, ParagraphForm] = {}

    def paragraph(self, properties: Element | None) -> ParagraphForm:
        """The form of a paragraph with these properties."""
        return over(paragraph_form(properties), self._paragraph(value(properties, "pStyle") or self._default))

    def of_paragraph(self, properties: Element | None) -> RunForm:
        """The form that a paragraph's style gives its runs."""
        return over(self._run(value(properties, "pStyle") or self._default), self._base)

    def run(self, properties: Element | None) -> RunForm:
        """The form that a run asks for itself, by its properties or a character style."""
        style = value(properties, "rStyle")
        own = run_form(properties)
        return over(own, self._run(style)) if style else own

    def _run(self, name: str) -> RunForm:
        if name not in self._runs:
            form = RunForm()
            for style in self._chain(name):
                form = over(form, run_form(style.find(f"{WORD}rPr")))
            self._runs[name] = form
        return self._runs[name]

    def _paragraph(self, name: str) -> ParagraphForm:
        if name not in self._paragraphs:
            form = ParagraphForm()
            for style in self._chain(name):
                said = paragraph_form(style.find(f"{WORD}pPr"))
                form = over(form, over(said, _by_name(value(style, "name") or "")))
            self._paragraphs[name] = form
        return self._paragraphs[name]

    def _chain(self, name: str) -> Iterator[Element]:
        """The style and those that it rests on; a circle is walked once."""
        met: set[str] = set()
        while name in self._styles and name not in met:
            met.add(name)
            yield self._styles[name]
            name = value(self._styles[name], "basedOn") or ""


def _is_default(style: Element) -> bool:
    is_paragraphs = style.get(f"{WORD}type") == "paragraph"
    return is_paragraphs and style.get(f"{WORD}default", "0").lower() not in _OFF


def indent_of(form: ParagraphForm, size: float) -> float:
    """The first line's indent in em, that of the whole paragraph with it."""
    first = _em(form.first_chars, form.first_twips, size)
    return max(0.0, first + _em(form.left_chars, form.left_twips, size))


def _em(chars: int | None, twips: int | None, size: float) -> float:
    """A measure in em; one in characters goes before one in twips (ECMA-376, part 1, 17.3.1.12)."""
    return chars / _HUNDREDTHS if chars else (twips or 0) / _TWIPS / (size or DEFAULT_SIZE)
