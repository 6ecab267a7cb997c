"""可写的字符：refuses a tree that holds what no page and no book may hold (XML 1.0, 2.2; HTML, 13.2.3.5).

The readers let none of these through; a tree from outside might hold them.
"""

from __future__ import annotations

import re

import msgspec

from wxpress.errors import WxpressError
from wxpress.tree import Article, Bulletin, Node
from wxpress.walk import source_text, walk

_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNWRITABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_NONCHARACTERS}]")
_SUSPECT = re.compile("[\\\\\x7f-\x9f\ufdd0-\ufdef\ufffe-\U0010ffff]")
"""What any of them makes the tree's JSON hold; few other characters do."""

_AROUND = 8
"""Characters before it by which an unwritable one is to be found."""


def require_writable(bulletin: Bulletin) -> None:
    """Raise a `WxpressError` that names the place where *bulletin* holds a control, a noncharacter or half of one."""
    if not _is_suspect(bulletin):
        return
    article: Node | None = None
    for node in walk(bulletin):
        article = node if isinstance(node, Article) else article
        if found := _UNWRITABLE.search(text := source_text(node)):
            raise _refusal(found[0], _place(node, article), text[max(0, found.start() - _AROUND) : found.start()])


def _is_suspect(bulletin: Bulletin) -> bool:
    """Whether to look closer: to search the tree as one run of text takes a fifth of the time."""
    try:
        return _SUSPECT.search(msgspec.json.encode(bulletin).decode()) is not None
    except (UnicodeEncodeError, RecursionError):  # half a character, or nested too deep: who sets it says so
        return True


def _refusal(character: str, place: str, before: str) -> WxpressError:
    where = f"“{before}”后面" if before else "开头"
    return WxpressError(
        f"{place}{where}有 U+{ord(character):04X}，是控制字符或不成字的码位，成品里都不许有",
        "这份来稿是由插件读入的，请告知插件的作者；来稿里有这个字符的，也可以删去",
    )


def _place(node: Node, article: Node | None) -> str:
    if node.span is not None:
        return f"第 {node.span.first} 行："
    title = article.title if isinstance(article, Article) else None
    return f"《{_UNWRITABLE.sub('', title)}》：" if title else "文字里："
