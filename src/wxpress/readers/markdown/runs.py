"""行内的行：runs of inlines that still hold the ends of their source's lines, and what the parser left in them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from html.entities import html5
from xml.etree.ElementTree import Element

from markdown.util import STX

from wxpress.inlines import join, tidy
from wxpress.readers.markdown.syntax import ESCAPE, numbers_in
from wxpress.source import Span
from wxpress.tree import Inline, Text

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")

Inlines = tuple[Inline, ...]

BREAK = "\n"
"""A text that stands for the end of a line."""


def marked_texts(element: Element) -> Iterator[str]:
    """The texts of *element* in their order, and those that the parser has made attributes."""
    yield element.text or ""
    yield from element.attrib.values()
    for child in element:
        yield from marked_texts(child)
        yield child.tail or ""


def line_numbers(element: Element) -> list[int]:
    """The numbers of the lines whose ends are in *element*."""
    return [number for text in marked_texts(element) for number in numbers_in(text)]


def literal(lines: Sequence[str], first: int) -> Inlines:
    """Lines as they are written, the first of them of that number."""
    inlines: list[Inline] = []
    for number, line in enumerate(lines, start=first):
        inlines += [Text(BREAK), Text(line, span=Span(number, number))] if line else []
    return tuple(inlines[1:])


def unescaped(text: str) -> str:
    """The text with the parser's shields taken off escaped characters."""
    return ESCAPE.sub(lambda match: chr(int(match[1])), text) if STX in text else text


def lines_of(inlines: Inlines, *, strip: bool = True) -> list[Inlines]:
    """A run divided at its `BREAK` texts, each line tidied if it is to be stripped, empty ones left out."""
    lines: list[list[Inline]] = [[]]
    for inline in inlines:
        if isinstance(inline, Text) and inline.text == BREAK:
            lines.append([])
        else:
            lines[-1].append(inline)
    return [line for line in (map(tidy, lines) if strip else map(tuple, lines)) if line]


def unbroken(inlines: Inlines, *, strip: bool = True) -> Inlines:
    """A run with its lines joined, by a space only where neither side is Chinese."""
    if strip or any(isinstance(inline, Text) and inline.text == BREAK for inline in inlines):
        return join(*lines_of(inlines))
    return inlines


def character_of(entity: str) -> str:
    """The character that an *entity* stands for; itself where there is none, or none that can be printed."""
    is_known = entity[1] == "#" or entity[1:] in html5  # html.unescape takes the beginning of another, too
    decoded = html.unescape(entity) if is_known else entity
    return decoded if decoded.isprintable() or decoded.isspace() else entity
