"""网页的样子：what the tags and the ``style`` attributes of a page say of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from wxpress.readers.atoms import Level, Marks, is_heavy_face
from wxpress.readers.html.page import MEDIA, tag

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

DEFAULT_SIZE = 16.0
"""The size of a page's text in px where it names none."""

_LENGTH = re.compile(r"\s*(-?[\d.]{1,12})\s*(px|pt|rem|em|%)?\s*$")
_FACTORS = {"px": 1.0, "": 1.0, "pt": 4 / 3, "rem": DEFAULT_SIZE}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
_STRONG = frozenset({"b", "strong", "dt"})
_EMPHASIS = frozenset({"em", "i", "dfn"})
_LEVELS: Mapping[str, Level] = {"sup": "superscript", "super": "superscript", "sub": "subscript"}
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_WORD_CONTENTS = re.compile(r"MsoToc(?:([1-9])|Heading)", re.IGNORECASE)
_EMPTY = frozenset({"img", "image", "br", "wbr", *MEDIA})
_BOLD_FROM = 600
_ALIGNMENTS = frozenset({"left", "right", "justify", "start", "end"})
_SAID = _ALIGNMENTS | {"center", "middle", "-webkit-center"}
_LARGEST = 1000.0


class Form(msgspec.Struct, frozen=True):
    """样子：of the text at one place.

    *flush* is set at the right margin, *indent* that of a first line in em, *level* a heading's.
    """

    marks: Marks = Marks(size=DEFAULT_SIZE)
    centred: bool = False
    flush: bool = False
    indent: float = 0
    level: int | None = None
    container: str | None = None
    written: bool = False


def declarations(element: Element) -> dict[str, str]:
    """The declarations of a ``style`` attribute, names and values in lower case."""
    style = element.get("style")
    if not style:
        return {}
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.replace("!important", "").strip() for name, colon, value in pairs if colon}


def is_hidden(element: Element) -> bool:
    """Whether a page hides *element*; WeChat's ``visibility: hidden`` hides nothing for long."""
    if element.get("hidden") is not None or (tag(element) == "dialog" and element.get("open") is None):
        return True
    return "none" in element.get("style", "") and declarations(element).get("display") == "none"


_WECHAT_DETAIL = "rich_media_meta"


_FIELDS = frozenset({"time", "date", "pubtime", "source", "author", "editor", "from", "laiyuan", "zuozhe", "bianji"})
_PROSE = frozenset({"p", "li", "td", "blockquote", "h1", "h2", "h3"})


def _is_field(element: Element) -> bool:
    """Whether *element* is one of the date, source and author of an article, side by side and spaced by a sheet."""
    above = element.getparent()
    if tag(element) != "span" or above is None or tag(above) in _PROSE or element.get("class", "") not in _FIELDS:
        return False
    between = (above.text, *(child.tail for child in above))
    return not any((words or "").strip() for words in between)


def is_blocklike(element: Element) -> bool:
    """Whether its ``style`` makes a block of *element*; what holds no text stays in its line.

    Author and date of a WeChat article stand side by side with nothing but white of the page's own sheet between them.
    """
    if _WECHAT_DETAIL in element.get("class", "") or _is_field(element):
        return True
    style = element.get("style")
    return (
        bool(style)
        and tag(element) not in _EMPTY
        and declarations(element).get("display") in {"block", "flex", "grid", "list-item"}
    )


def form_in(element: Element, outside: Form) -> Form:
    """The form of the text in *element*, which stands in text of the form *outside*."""
    style = declarations(element)
    name = tag(element)
    return Form(
        marks=_marks(element, name, style, outside.marks),
        centred=_centred(element, name, style, outside=outside.centred),
        flush=_flush(element, style, outside=outside.flush),
        indent=_indent(element, style, outside),
        level=_HEADINGS.get(name) or _aria_level(element) or outside.level,
        container=outside.container,
        written=outside.written or name == "pre",
    )


def _marks(element: Element, name: str, style: Mapping[str, str], outside: Marks) -> Marks:
    raised = _LEVELS.get(name) or _LEVELS.get(style.get("vertical-align", ""))
    return msgspec.structs.replace(
        outside,
        strong=_strong(name, style, outside=outside.strong),
        emphasis=outside.emphasis or name in _EMPHASIS or _is_emphatic(style),
        level=raised or outside.level,
        size=_size(element, style, outside.size or DEFAULT_SIZE),
        heavy=_heavy(element, name, style, outside=outside.heavy),
    )


def _strong(name: str, style: Mapping[str, str], *, outside: bool) -> bool:
    weight = style.get("font-weight", "")
    if weight.isdecimal():
        return int(weight) >= _BOLD_FROM
    if weight in {"bold", "bolder", "normal", "lighter"}:
        return weight in {"bold", "bolder"}
    return outside or name in _STRONG


def _heavy(element: Element, name: str, style: Mapping[str, str], *, outside: bool) -> bool:
    faces = style.get("font-family") or (element.get("face", "") if name == "font" else "")
    return is_heavy_face(faces) if faces else outside


def _is_emphatic(style: Mapping[str, str]) -> bool:
    dotted = next((style[key] for key in ("text-emphasis", "text-emphasis-style") if key in style), "none")
    return dotted not in {"none", ""} or style.get("font-style") in {"italic", "oblique"}


def _centred(element: Element, name: str, style: Mapping[str, str], *, outside: bool) -> bool:
    said = _alignment(element, style)
    if said in _SAID - _ALIGNMENTS or name == "center":
        return True
    return outside and said not in _ALIGNMENTS


def _flush(element: Element, style: Mapping[str, str], *, outside: bool) -> bool:
    said = _alignment(element, style)
    return said in {"right", "end"} if said in _SAID else outside and tag(element) != "center"


def _alignment(element: Element, style: Mapping[str, str]) -> str:
    return style.get("text-align") or element.get("align", "").lower()


def _size(element: Element, style: Mapping[str, str], outside: float) -> float:
    if tag(element) == "font" and element.get("size") in _FONT_SIZES:
        return _FONT_SIZES[element.get("size", "")]
    return _length(style.get("font-size", ""), outside) or outside


def _length(text: str, em: float) -> float:
    """A length in px; 0 where it is none, or none that text could have."""
    match = _LENGTH.match(text)
    if match is None or match[1].count(".") > 1 or match[1].strip("-.") == "":
        return 0.0
    unit = match[2] or ""
    value = float(match[1]) * (em if unit == "em" else em / 100 if unit == "%" else _FACTORS[unit])
    return value if 0 < value < _LARGEST else 0.0


def contents_level(element: Element) -> int | None:
    """The level of a line of the contents in a page that Word saved, 0 for their label; null for any other line."""
    match = _WORD_CONTENTS.fullmatch(element.get("class", ""))
    return int(match[1] or 0) if match else None


def _indent(element: Element, style: Mapping[str, str], outside: Form) -> float:
    level = contents_level(element)
    if level is not None:
        return float(level)
    if "text-indent" not in style:
        return outside.indent
    em = outside.marks.size or DEFAULT_SIZE
    return round(_length(style["text-indent"], em) / em, 2)


def _aria_level(element: Element) -> int | None:
    level = element.get("aria-level", "2")
    return int(level) if element.get("role") == "heading" and level in {"1", "2", "3", "4", "5", "6"} else None
