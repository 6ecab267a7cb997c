"""Bulletins that nobody has seen: made at random, with pictures, tables, notes and the pages of a paper."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from all_nodes import PICTURES, context_for
from corpus.content import Means, bulletin
from wxpress.tree import Bulletin, Node, Note, Paragraph, Text
from wxpress.walk import transform
from wxpress.writers import Asset, Context, PageStart

EVERYTHING = Means(
    strong=True, inline_links=True, targets=True, lists=True, tables=True, quotes=True, figures=True, openings=True
)


def unseen(seed: int) -> Bulletin:
    """The bulletin of that *seed*; one paragraph in eight has a note."""
    dice = random.Random(f"unseen {seed}")  # noqa: S311 - nothing secret

    def noted(node: Node) -> Node:
        if not isinstance(node, Paragraph) or dice.random() > 1 / 8:
            return node
        note = Note((Paragraph((Text(f"参见第{dice.randint(2, 99)}页。"),)),))
        return msgspec.structs.replace(node, inlines=(*node.inlines, note))

    return transform(bulletin(dice, EVERYTHING), noted)


def merged(bulletins: tuple[Bulletin, ...]) -> Bulletin:
    """One bulletin with all the sections."""
    return msgspec.structs.replace(
        bulletins[0], sections=tuple(section for one in bulletins for section in one.sections)
    )


def context_of(name: str, bulletin: Bulletin) -> Context:
    """A context whose every picture is there, and whose paper has a page for every article."""
    picture = next(iter(PICTURES.values()))

    def load(source: str) -> Asset:
        return PICTURES.get(source, picture)

    pages = [PageStart("1", None, 0), *_pages(bulletin)]
    return replace(context_for(name), load_asset=load, pages=tuple(pages))


def _pages(bulletin: Bulletin) -> Iterator[PageStart]:
    """A page at the title of each article, and one in the midst of its first text."""
    number = 1
    for at, section in enumerate(bulletin.sections):
        for place, article in enumerate(section.articles):
            path = f"/sections/{at}/articles/{place}"
            yield PageStart(str(number + 1), f"{path}/title", 0)
            number += 1
            match article.blocks:
                case (Paragraph(inlines=(Text(text=text), *_)), *_) if len(text) > 1:
                    yield PageStart(str(number + 1), f"{path}/blocks/0/inlines/0/text", len(text) // 2)
                    number += 1
                case _:
                    pass
