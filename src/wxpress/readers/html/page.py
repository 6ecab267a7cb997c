"""网页：the elements of a web page, parsed as forgivingly as a browser does, within limits."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, cast

from wxpress.errors import LimitError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

MOST_NESTED = 256
"""Elements that may stand one inside another; a WeChat article has some sixty."""

BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "dir", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hgroup", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section"),
        *("summary", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "ul", "frameset", "noframes"),
    }
)
INVISIBLE = frozenset({"script", "style", "head", "link", "meta", "base", "title", "param", "source", "track", "area"})
"""Elements whose content no browser shows, and that is no text of the page."""

DEPARTED = frozenset({"template", "noscript", "datalist", "rp", "button", "select", "textarea", "input", "option"})
"""Elements whose words are no text of an article: controls, and what stands in for others."""

MEDIA: Mapping[str, tuple[str, str]] = {
    "iframe": ("嵌入的网页", "an embedded page"),
    "video": ("视频", "a video"),
    "audio": ("音频", "a sound"),
    "object": ("嵌入的对象", "an embedded object"),
    "embed": ("嵌入的对象", "an embedded object"),
    "canvas": ("画布", "a canvas"),
    "svg": ("矢量图", "a drawing (SVG)"),
    "mpvoice": ("音频", "a sound"),
    "qqmusic": ("音频", "a sound"),
    "mpvideo": ("视频", "a video"),
}
_KNOWN = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "col", "colgroup", "data", "del"),
        *("dfn", "em", "font", "frame", "i", "img", "ins", "kbd", "label", "map", "mark", "marquee", "math", "meter"),
        *("nobr", "optgroup", "output", "picture", "progress", "q", "rb", "rt", "rtc", "ruby", "s", "samp", "slot"),
        *("mi", "mn", "mo", "ms", "mtext", "mrow", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "mtable"),
        *("mtr", "mtd", "mover", "munder", "munderover", "mfenced", "mspace", "mstyle", "semantics", "annotation"),
        *("small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "image"),
    }
)
_NULL = {0: "\x02"}
"""A null would end the page for the parser; another control, as invisible, is dropped and told like any."""

_ENDS = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
"""The parser reads nothing behind them, as a browser does."""

_UNREAD = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[a-zA-Z/!?][^<>]*>", re.DOTALL | re.IGNORECASE)
_HAN = re.compile("[\u3400-\u9fff]")

_NAMES = _KNOWN | BLOCKS | INVISIBLE | DEPARTED | frozenset(MEDIA)


def parsed(path: Path, text: str) -> Element | None:
    """The root element of a page; null where there is nothing in it. `LimitError` where it is nested too deep."""
    from lxml import etree  # noqa: PLC0415 - loaded with the first web page

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    data = _ENDS.sub("", text.translate(_NULL)).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.XMLSyntaxError:  # nothing in it, or nothing that is markup or text
        return None
    if root is not None:
        _refuse_depth(path, root)
    return root


def lost_words(text: str, root: Element | None) -> str:
    """The ideographs of a page that the parser has not read, as behind a remark that nothing closes; mostly none."""
    written = Counter(_HAN.findall(_UNREAD.sub(" ", text)))
    if root is not None:
        read = (
            str(words) for element in root.iter() for words in (element.text, element.tail, *element.attrib.values())
        )
        written.subtract(_HAN.findall("".join(read)))
    return "".join((+written).elements())


def _refuse_depth(path: Path, root: Element) -> None:
    pending = [(root, 1)]
    while pending:
        element, depth = pending.pop()
        if depth > MOST_NESTED:
            raise too_deep(path)
        pending += [(child, depth + 1) for child in element]


def too_deep(path: Path) -> LimitError:
    """The refusal of a page that is nested deeper than `MOST_NESTED`."""
    return LimitError(f"{path}：网页的标记嵌套超过限度 {MOST_NESTED} 层", "请从浏览器里复制正文，另存为 .txt 或 .docx")


def tag(element: Element) -> str:
    """The name of *element* in lower case; empty for what is no element."""
    return element.tag.lower().rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_in(element: Element) -> str:
    """All characters inside *element*."""
    return "".join(str(text) for text in element.itertext())


def found_by(element: Element, path: str) -> list[Element]:
    """The elements that an XPath finds in the page of *element*."""
    return cast("list[Element]", element.xpath(path))


def data_pictures(root: Element) -> list[Element]:
    """The pictures that a page carries inside itself, in its order."""
    return [element for element in root.iter("img") if element.get("src", "").lstrip().startswith("data:")]


def is_known(element: Element) -> bool:
    """Whether *element* is one of HTML's, or of the page's own; ``a<b 且 c>d`` makes one that is neither."""
    name = tag(element)
    is_written = all(str(attribute).isascii() and "<" not in str(attribute) for attribute in element.attrib)
    return is_written and (name in _NAMES or not name or "-" in name or ":" in name)


def block_holders(root: Element) -> frozenset[Element]:
    """The elements that hold a block somewhere inside, so that they are no part of a line themselves."""
    holders: set[Element] = set()
    for element in root.iter():
        if tag(element) in BLOCKS:
            above = element.getparent()
            while above is not None and above not in holders:
                holders.add(above)
                above = above.getparent()
    return frozenset(holders)
