"""浅排：lists and quotations nested deeper than a page has room for are set at the deepest level that it has.

The tree keeps them as they are; only their look is flattened: no word moves and no item loses its number.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

import msgspec

from wxpress.tree import Article, Block, Bulletin, EditorsNote, List, Node, Quote, Section
from wxpress.walk import depth_of, transform

DEEPEST = 8
"""Levels of lists and quotations that are set one inside another; each takes about two em of the line."""

_HOLDERS = (EditorsNote, Section, Article)


def shallow(bulletin: Bulletin) -> Bulletin:
    """The bulletin with no list or quotation deeper than `DEEPEST`; itself where there is none."""
    if all(depth_of(block) <= DEEPEST for block in _blocks(bulletin)):
        return bulletin
    flat = transform(bulletin, _with_shallow_blocks)
    return msgspec.structs.replace(flat, colophon=_flattened(flat.colophon, 0))


def _blocks(bulletin: Bulletin) -> Iterable[Block]:
    note = bulletin.editors_note.blocks if bulletin.editors_note else ()
    in_sections = (block for section in bulletin.sections for block in section.blocks)
    in_articles = (block for section in bulletin.sections for article in section.articles for block in article.blocks)
    return (*note, *in_sections, *in_articles, *bulletin.colophon)


def _with_shallow_blocks(node: Node) -> Node:
    return msgspec.structs.replace(node, blocks=_flattened(node.blocks, 0)) if isinstance(node, _HOLDERS) else node


def _flattened(blocks: Iterable[Block], above: int) -> tuple[Block, ...]:
    """*blocks*, inside *above* lists and quotations."""
    return tuple(flat for block in blocks for flat in _flat(block, above))


def _flat(block: Block, above: int) -> tuple[Block, ...]:
    match block:
        case Quote(blocks=blocks) if above + 1 < DEEPEST:
            return (msgspec.structs.replace(block, blocks=_flattened(blocks, above + 1)),)
        case List(items=items) if above + 1 < DEEPEST:
            return (msgspec.structs.replace(block, items=tuple(_flattened(item, above + 1) for item in items)),)
        case Quote():
            return _divided_quote(block, above)
        case List():
            return _divided_list(block, above)
        case _:
            return (block,)


def _divided_quote(block: Quote, above: int) -> tuple[Block, ...]:
    """A quotation at the deepest level: what is quoted in it stands after its words, and its words go on below."""
    parts: list[Block] = []
    for is_nested, run in groupby(block.blocks, lambda inner: isinstance(inner, List | Quote)):
        words = tuple(run)
        parts += _flattened(words, above) if is_nested else [msgspec.structs.replace(block, blocks=words)]
    return tuple(parts)


def _divided_list(block: List, above: int) -> tuple[Block, ...]:
    """A list at the deepest level: an item that holds another is followed by that, and the list goes on below.

    An item that is nothing but another list leaves no bullet behind; a number it keeps.
    """
    parts: list[Block] = []
    items: list[tuple[Block, ...]] = []
    for number, item in enumerate(block.items, start=block.start):
        nested = next((at for at, inner in enumerate(item) if isinstance(inner, List | Quote)), len(item))
        items += [item[:nested]] if nested or block.ordered else []
        if nested < len(item):
            parts += [_part(block, items, number)] if items else []
            parts += _flattened(item[nested:], above)
            items = []
    return (*parts, _part(block, items, block.start + len(block.items) - 1)) if items else tuple(parts)


def _part(block: List, items: list[tuple[Block, ...]], last: int) -> List:
    """The items up to number *last* as a list of their own."""
    start = last - len(items) + 1 if block.ordered else block.start
    return msgspec.structs.replace(block, items=tuple(items), start=start)
