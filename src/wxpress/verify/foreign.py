"""异物：what a page or a book holds that neither the tree nor the style puts there: scripts, rules, elements.

A rule of a sheet may write words of its own (``content``), turn lines about, cover them: any that the style does not
have is told, whatever it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import tinycss2

from wxpress.reads import note
from wxpress.sheet_properties import rootless
from wxpress.styles import Style
from wxpress.verify.lines import Document
from wxpress.verify.markup import BLOCKS
from wxpress.verify.report import Difference

# fmt: off
_OURS = BLOCKS | frozenset({
    "a", "body", "br", "em", "head", "img", "link", "meta", "script", "span", "strong", "style", "sub", "sup", "time",
    "title", "wbr",
}) - {"dd", "details", "dl", "dt", "fieldset", "form", "legend", "option", "pre", "summary"}
# fmt: on
_TAG = re.compile(r"<([a-z][a-z0-9]*)")
_ATTRIBUTE = re.compile(r"\s(style|dir|srcdoc|on[a-z]+)=")
_ACTING = re.compile(r"style|dir|srcdoc|on[a-z]+")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u061c]")
_DATA = frozenset({"application/ld+json"})
_OWN_FACE = re.compile(r'@font-face\{font-family:"wxpress-\w+";[^}]*url\(data:font/woff2;base64,[^)]*\)[^}]*\}')
_OWN_FAMILIES = re.compile(r':root\{(?:--\w+:"wxpress-\w+",[^;{}]*;)+\}')
_NAME = "data-head"
_HEADING = (
    ".//text()[not(ancestor::*[@class='missing-picture' or @role='doc-noteref'])"
    " and not(ancestor::*[local-name()='sup' and @id])]"
)
_LONGEST = 40
_PAGE, _BOOK = "screen.css", "epub"


def foreign_in(documents: Sequence[Document], style: Style) -> Iterator[Difference]:
    """Each thing in *documents* that an output in *style* does not have."""
    own = _Own(style, is_book=any((document.name or "").endswith(".xhtml") for document in documents))
    sheets: dict[str, None] = {}
    for document in documents:
        for what in (*_oddities(document.root, own), *_turning(document.root), *_misnamed(document.root)):
            yield _told(what, document.name)
        sheets |= dict.fromkeys(document.sheets)
    for sheet in sheets:
        for rule in own.strange_rules(sheet):
            yield _told(f"样式表里的“{_short(rule)}”", None)


def _told(what: str, document: str | None) -> Difference:
    return Difference(kind="foreign", cause=f"{document} 里的{what}" if document else what, count=1)


@dataclass(frozen=True)
class _Own:
    """What a style has: its rules, the elements and attributes of its templates."""

    style: Style
    is_book: bool = False

    def strange_rules(self, sheet: str) -> Iterator[str]:
        """The rules of *sheet* that are none of the style's sheets, nor made for the fonts that a page carries."""
        text = sheet.replace(r"<\/", "</")
        if any(text.strip() == self._sheet(name).strip() for name in self._names):
            return  # as a rule the first that is read, so that no other is an input of the output
        text = _OWN_FAMILIES.sub("", _OWN_FACE.sub("", text))
        yield from (rule for rule in _rules(text) if rule not in self._rules)

    def _sheet(self, name: str) -> str:
        """The style's sheet *name* as outputs have it: books with the values of its properties written out."""
        sheet = self.style.sheet(name)
        return rootless(sheet) if name.startswith(_BOOK) else sheet

    @cached_property
    def _names(self) -> list[str]:
        """The style's sheets, first those that such an output has."""
        return sorted(
            self.style.sheet_names(), key=lambda name: (name.startswith(_BOOK) != self.is_book, name != _PAGE, name)
        )

    @cached_property
    def _rules(self) -> frozenset[str]:
        return frozenset(rule for name in self._names for rule in _rules(self._sheet(name)))

    @cached_property
    def templates(self) -> str:
        """The text of the style's templates."""
        return noted_templates(self.style)

    @cached_property
    def elements(self) -> frozenset[str]:
        """The elements that an output may have."""
        return _OURS | markup_of(self.style)[0]

    @cached_property
    def attributes(self) -> frozenset[str]:
        """The attributes that act or show, and that the templates of pages and books set themselves."""
        return markup_of(self.style)[1] - {"style"}


def noted_templates(style: Style) -> str:
    """The text of all templates of *style*, noted as read."""
    text = style.template_texts()
    note("templates", "", text.encode())
    return text


def markup_of(style: Style) -> tuple[frozenset[str], frozenset[str]]:
    """The elements, and the attributes that act or show, in the templates of *style*."""
    templates = style.template_texts()
    elements, attributes = frozenset(_TAG.findall(templates)), frozenset(_ATTRIBUTE.findall(templates))
    note("markup", "", " ".join([*sorted(elements), "/", *sorted(attributes)]).encode())
    return elements, attributes


def _rules(sheet: str) -> Iterator[str]:
    """The rules of a sheet, written one way."""
    for node in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        yield " ".join(node.serialize().split())


def _oddities(root: Any, own: _Own) -> Iterator[str]:  # noqa: ANN401 - an element, whose attributes no type has
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        if name not in own.elements:
            yield f"<{name}>{_words(element)}"
        elif name == "script" and not _is_own_script(element, own):
            yield f"脚本“{_short(element.text or element.get('src') or '')}”"
        elif name == "meta" and (element.get("http-equiv") or "").lower() == "refresh":
            yield "自动跳转"
        elif name == "link" and "stylesheet" in (element.get("rel") or "") and not str(root.tag).startswith("{"):
            yield f"外部样式表 {_short(element.get('href') or '')}"
        yield from (f"属性 {_short(what)}{_words(element)}" for what in _acting(element, own))


def _turning(root: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Characters that turn about the order in which a reader sees others; no tree has them."""
    for text in root.itertext():
        for match in () if text.isprintable() else _TURNS.finditer(text):  # none of them can be printed
            near = _short("".join(_TURNS.sub("", text[match.start() : match.start() + _LONGEST]).split()))
            yield f"改变文字次序的字符 U+{ord(match[0]):04X}（“{near}”之前）"


def _misnamed(root: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Cells of tables that name another column than the one they stand in: a sheet may show that name."""
    for table in root.iter("{*}table"):
        heads = dict(enumerate(map(_heading, table.iterfind("{*}thead/{*}tr/{*}*"))))
        cells = (cell for row in table.iterfind("{*}tbody/{*}tr") for cell in enumerate(row.iterfind("{*}*")))
        for column, cell in cells:
            name = cell.get(_NAME)
            if name is not None and "".join(name.split()) != heads.get(column):
                yield f"栏名“{_short(name)}”{_words(cell)}"


def _heading(cell: Any) -> str:  # noqa: ANN401 - as above
    """The words of a column's head, without blanks, marks of notes and what stands for a missing picture."""
    return "".join("".join(cell.xpath(_HEADING)).split())


def _acting(element: Any, own: _Own) -> Iterator[str]:  # noqa: ANN401 - as above
    """The attributes of *element* that do something, or show it in a way of their own."""
    for name, value in element.attrib.items():
        if _ACTING.fullmatch(name) and name not in own.attributes:
            yield f'{name}="{value}"'


def _is_own_script(element: Any, own: _Own) -> bool:  # noqa: ANN401 - as above
    """Whether a script is data, or stands in a template of the style word for word."""
    text = (element.text or "").strip()
    is_data = element.get("type") in _DATA and not element.get("src")
    return is_data or bool(text and text in own.templates)


def _words(element: Any) -> str:  # noqa: ANN401 - as above
    words = _short("".join("".join(element.itertext()).split()))
    return f"（“{words}”）" if words else ""


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"
