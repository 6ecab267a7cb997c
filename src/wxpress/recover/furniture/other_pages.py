"""往期回顾：the list of other pages that closes an article copied from a site, its name and all below it.

It is nothing but links, or short lines without a stop; what the 版记 says below it stays.
"""

from __future__ import annotations

import re
from itertools import takewhile

from wxpress.diagnostics import diagnose
from wxpress.inlines import fold
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.grammar import COLOPHON, is_finished
from wxpress.source import cover
from wxpress.tree import Block, Figure, Link, List, Paragraph
from wxpress.walk import source_text, text_of, walk

_NAME = re.compile(
    r"[\s—–\-·•▼↓【\[（(▶►★☆◆◇●○■□|｜>＞]*"
    r"(?:往期(?:推荐|回顾|精选|精彩|文章|内容|链接|热文)(?:回顾|推荐)?|猜你喜欢|大家都在看|更多精彩(?:内容|推荐)?|精彩推荐|热门推荐|精选推荐)"
    r"[\s—–\-·•▼↓】\]）):：▶►★☆◆◇●○■□|｜<＜]*"
)
_LONGEST = 60
_REASON = "网页上指向别的文章的目录，不是正文"


def drop_other_pages(draft: Draft) -> Draft:
    """The draft without the list of other pages that closes it; each line that goes is told."""
    start = next((at for at, piece in enumerate(draft.pieces) if _is_name(piece)), len(draft.pieces))
    below = draft.pieces[start + 1 :]
    listed = list(takewhile(_may_be_listed, below))
    rest = below[len(listed) :]
    if start == 0 or not listed or not all(COLOPHON.match(piece.text) for piece in rest):
        return draft
    return _without(draft, start, 1 + len(listed))


def _is_name(piece: Piece) -> bool:
    return piece.role == "body" and not piece.hints.settled and bool(_NAME.fullmatch(piece.text))


def _may_be_listed(piece: Piece) -> bool:
    """Whether a piece is a link, a picture or a short line that no stop ends, and no line of the 版记."""
    if piece.role != "body" or piece.hints.settled:
        return False
    match piece.block:
        case Paragraph(inlines=inlines):
            return _is_line(piece.text) or all(isinstance(inline, Link) for inline in inlines)
        case List(items=items):
            return all(_is_line(_words_of(item)) for item in items)
        case _:
            return isinstance(piece.block, Figure)


def _is_line(text: str) -> bool:
    return len(text) <= _LONGEST and not is_finished(text) and not COLOPHON.match(text)


def _words_of(item: tuple[Block, ...]) -> str:
    """The words of an item of a list."""
    return " ".join(map(text_of, item))


def _without(draft: Draft, start: int, count: int) -> Draft:
    gone = draft.pieces[start : start + count]
    drops = [
        Entry(by="furniture", kind="drop", span=piece.span, before=_all_of(piece.block), after="", reason=_REASON)
        for piece in gone
    ]
    shown = "、".join(text for piece in gone if (text := fold(text_of(piece.block))))
    told = diagnose("WX214", source=draft.source.name, span=cover(*(piece.span for piece in gone)), text=shown)
    return revise(draft, (*draft.pieces[:start], *draft.pieces[start + count :]), drops, [told])


def _all_of(block: Block) -> str:
    """The characters of a block that stood in the source, addresses included."""
    return "".join(map(source_text, walk(block)))
