"""成块：what blocks are made of, once their words are read."""

from __future__ import annotations

import msgspec

from wxpress.readers.markdown.levels import ARTICLE_LEVEL
from wxpress.readers.markdown.runs import Inlines, unbroken
from wxpress.source import Span, cover
from wxpress.tree import Block, Figure, Heading, Image, Inline, List, Paragraph
from wxpress.walk import plain

LONGEST_CAPTION = 80


def figure_of(image: Image, caption: Inlines) -> Figure:
    """A picture alone on its line, with its caption."""
    return Figure(image.source, image.alt, caption, span=cover(image.span, span_of(caption)))


def is_caption(lines: list[Inlines]) -> bool:
    """Whether the lines right below a picture are its caption: one, and short."""
    return len(lines) == 1 and len(plain(lines[0])) <= LONGEST_CAPTION


def inner_block(block: Block) -> Block:
    """A block inside another: its lines are joined, and a heading counts from the level below an article's title."""
    match block:
        case Paragraph(inlines=inlines):
            return msgspec.structs.replace(block, inlines=unbroken(inlines))
        case Heading(level=level):
            return msgspec.structs.replace(block, level=max(1, level - ARTICLE_LEVEL))
        case _:
            return block


def paragraphs_of(run: list[Inline]) -> list[Block]:
    """The paragraph that a run of inlines makes; none where nothing is in it."""
    inlines = unbroken(tuple(run))
    return [Paragraph(inlines, span=span_of(inlines))] if inlines else []


def list_of(start: int | None, items: list[tuple[Block, ...]]) -> List:
    """A list of these items; without a first number it bears none."""
    span = cover(*(block.span for item in items for block in item))
    return List(start is not None, tuple(items), 1 if start is None else start, span=span)


def span_of(inlines: Inlines) -> Span | None:
    """The lines that a run of inlines stands on."""
    return cover(*(inline.span for inline in inlines))
