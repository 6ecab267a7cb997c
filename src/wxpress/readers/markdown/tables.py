"""Markdown 里的 HTML 表格：extractors write tables as HTML; the rows and cells of one become a table of the tree.

The markup is read by lxml with the reader of web pages: of its elements only the words, their emphasis and the order
of the cells reach the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from wxpress.readers.markdown.body import Body, entry
from wxpress.readers.transcript import Transcript
from wxpress.source import Span
from wxpress.tree import Block
from wxpress.walk import transform

PLACE = "\ufddb"
"""Stands in the lines where a table stood; a noncharacter, which no source may hold."""

MOST_LINES = 20_000
"""A table that has not closed after so many lines is text."""

_OPEN = re.compile(r"\s*(?:<(?:html|body|div|center|p)\b[^<>]*>\s*)*<table[\s>]", re.IGNORECASE)
_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_REST = re.compile(r"</table\s*>(?:\s*</(?:html|body|div|center|p)\s*>)*\s*$", re.IGNORECASE)

Tables = dict[int, tuple[Block, ...]]
"""What stood in the line of that number: a table, or the paragraphs of one that only places its parts."""


class Lifted(msgspec.Struct, frozen=True):
    """提出表格之后：the body with a `PLACE` for each table, the tables, and the marks around addresses in them."""

    body: Body
    tables: Tables
    markup: tuple[str, ...]


def lift_tables(body: Body) -> Lifted:
    """Read the HTML tables of *body*; one that does not close, or shares a line with text, stays text.

    Raises `LimitError` where a table is nested too deep.
    """
    lines, tables, markup = list(body.lines), Tables(), list[str]()
    for span in _regions(body):
        written = "\n".join(lines[span.first - 1 : span.last])
        read = _read(body.name, written)
        tables[span.first] = tuple(_placed(block, span) for block in read.blocks)
        entries = [entry("replace", span, written, read.transcript.text, "HTML 表格读作表格"), *read.transcript.entries]
        body = body.changed(
            body.lines,
            [msgspec.structs.replace(item, span=span) for item in entries],
            [msgspec.structs.replace(item, span=span) for item in read.transcript.findings],
        )
        markup += read.transcript.markup
        lines[span.first - 1 : span.last] = [PLACE, *[""] * (span.last - span.first)]
    return Lifted(body.changed(lines), tables, tuple(markup))


class _Read(msgspec.Struct, frozen=True):
    blocks: tuple[Block, ...]
    transcript: Transcript


def _read(name: str, written: str) -> _Read:
    from lxml import etree  # noqa: PLC0415 - few sources hold an HTML table

    from wxpress.readers.html.body import PageBody  # noqa: PLC0415 - as above
    from wxpress.readers.html.form import Form  # noqa: PLC0415
    from wxpress.readers.html.notes import PageNotes  # noqa: PLC0415
    from wxpress.readers.html.page import parsed  # noqa: PLC0415
    from wxpress.readers.html.regions import Regions  # noqa: PLC0415

    transcript = Transcript(Path(name))
    root = parsed(Path(name), written)
    if root is None:
        return _Read((), transcript)
    nothing = etree.Element("body")  # a table has no navigation, and its notes are the document's
    reader = PageBody(transcript, root, Regions(nothing), PageNotes(nothing), "")
    return _Read(tuple(piece.block for piece in reader.pieces(next(root.iter("body"), root), Form())), transcript)


def _placed(block: Block, span: Span) -> Block:
    return transform(block, lambda node: msgspec.structs.replace(node, span=span))


def _regions(body: Body) -> Iterator[Span]:
    """The lines of each table, from the one that opens it to the one that closes it."""
    closings = _closings(body.lines)
    done = 0
    for number, line in enumerate(body.lines, start=1):
        last = closings.get(number)
        if last is None or number <= done or number in body.literal or not _OPEN.match(line):
            continue
        if _REST.search(body.lines[last - 1]) and last - number < MOST_LINES:
            yield Span(number, last)
            done = last


def _closings(lines: Sequence[str]) -> dict[int, int]:
    """The line that closes the first table that each line opens."""
    open_in: list[int] = []
    closings: dict[int, int] = {}
    for number, line in enumerate(lines, start=1):
        for tag in _TAG.finditer(line):
            if not tag[1]:
                open_in.append(number)
            elif open_in:
                closings[open_in.pop()] = number
    return closings
