"""读标记：the lines of an HTML or XHTML document, a line for each run of text between two edges of blocks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from wxpress.errors import VerifyError
from wxpress.verify.lines import Document, Flaw, Found, Line, Place
from wxpress.verify.pictures import look_of_address
from wxpress.verify.seen import seen

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TREE_PROPERTY = "wxpress:tree"
"""The name under which HTML and EPUB carry the tree's hash."""

PICTURE = ("［图：", "］")
"""What an ``img`` with an alternative text counts as."""

# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "nav",
    "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
})
# fmt: on
UNREAD = frozenset({"head", "script", "style", "template", "title"})
OTHER_NAVIGATION = frozenset({"landmarks", "page-list"})
"""Navigation of EPUB that programs read; a reader is not shown it (EPUB 3.3, 7.4)."""

_TURN = re.compile(rb"<wbr\s*/?>")
"""Where a line may turn: libxml2 takes it for an element with content, and a hundred of them for a hundred levels."""

_TYPE = "{http://www.idpf.org/2007/ops}type"


def read_html(data: bytes) -> Found:
    """The lines of an HTML file in UTF-8, its ``<style>`` sheets applied; `VerifyError` where there is none."""
    from wxpress.verify.hiding import hidden_in  # noqa: PLC0415 - brings a CSS parser

    root = _parsed(data)
    sheets = [style.text or "" for style in root.iter("style")]
    metas = {str(meta.get("property")): meta.get("content") for meta in root.iter("meta")}
    lines = lines_of(root.find("body"), hidden_in(root, sheets))
    pictures = tuple(look_of_address(picture.get("src") or "") for picture in root.iter("img"))
    return Found(
        (tuple(lines),), metas.get(TREE_PROPERTY), documents=(Document(None, root, tuple(sheets), pictures=pictures),)
    )


def _parsed(data: bytes) -> Any:  # noqa: ANN401 - its body is there, which no type can say
    from lxml import etree  # noqa: PLC0415 - heavy

    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    root = etree.fromstring(_TURN.sub(b"", data), parser) if data.strip() else None
    if root is None or root.find("body") is None:
        raise VerifyError("成品 HTML 读不出：里面没有网页", "文件已损坏或不是网页，请重新排印")
    return root


def lines_of(body: Element, hidden: Mapping[Element, str], document: str | None = None) -> list[Line]:
    """The lines of *body*; *hidden* tells of each element whose own text nobody sees why that is so."""
    reader = _Reader(hidden, document)
    reader.read(body)
    reader.end_line()
    return reader.lines


@dataclass
class _Reader:
    hidden: Mapping[Any, str]
    document: str | None
    lines: list[Line] = field(default_factory=list)
    text: str = ""
    flaws: list[Flaw] = field(default_factory=list)
    is_contents: bool = False

    def read(self, element: Element) -> None:
        """Take the lines that end inside *element*; its tail is not of it."""
        name = local_name(element)
        if name in UNREAD or element.get(_TYPE) in OTHER_NAVIGATION:
            return
        is_block, was_contents = name in BLOCKS, self.is_contents
        if is_block:
            self.end_line()
        self.is_contents = was_contents or name == "nav"
        self._take(element.text, element)
        if name == "img" and element.get("alt"):
            self._take("".join((PICTURE[0], element.get("alt", ""), PICTURE[1])), element)
        for child in element:
            if isinstance(child.tag, str):
                self.read(child)
            self._take(child.tail, element)
        if is_block:
            self.end_line()
        self.is_contents = was_contents

    def end_line(self) -> None:
        """Take the line that ends here, if it has any text."""
        if self.text:
            place = Place(len(self.lines) + 1, document=self.document)
            self.lines.append(Line(self.text, place, flaws=tuple(self.flaws), is_contents=self.is_contents))
        self.text, self.flaws = "", []

    def _take(self, text: str | None, owner: Element) -> None:
        shown = seen(text) if text else ""
        if not shown:
            return
        if owner in self.hidden:
            self.flaws.append(Flaw(len(self.text), len(self.text) + len(shown), self.hidden[owner]))
        self.text += shown


def target_of(address: str) -> tuple[str, str]:
    """The file that an address within an output leads to, empty where that is the file itself, and the place in it."""
    path, _, place = address.partition("#")
    return unquote(path), unquote(place)


def local_name(element: Any) -> str:  # noqa: ANN401 - an element, or what else stands between elements
    """The name of *element* without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
