"""目录的懒行：lines right below the item of a list that bear no mark of it, as the names of 栏目 between items do.

Markdown and plain text alike take such a line for the rest of the item. It is an entry of its own where the body has
it on a line of its own, or where it opens as the entries outside the lists do.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec

from wxpress.inlines import fold
from wxpress.recover.contents.entries import Line, parse
from wxpress.recover.words.grammar import title_key
from wxpress.recover.words.ranks import mark_of
from wxpress.source import Source, Span


def parted(source: Source, lines: Sequence[Line], body: Collection[str]) -> list[Line]:
    """The *lines*, those that a list took in set apart again; *body* has the body's lines, folded."""
    heads = {mark_of(line.text) for line in lines if not line.listed} - {""}
    return [part for line in lines for part in _parts(source, line, body, heads)]


def _parts(source: Source, line: Line, body: Collection[str], heads: Collection[str]) -> Iterator[Line]:
    """One line, or the item above and the entry that stands right below it."""
    last = line.span.last if line.span and line.listed and line.span.last > line.span.first else 0
    tail = fold(source.lines[last - 1]) if last else ""
    above = line.text.removesuffix(tail).rstrip()
    if not above or above == line.text or not _is_entry(tail, above, body, heads):
        yield line
        return
    first = line.span.first if line.span else last
    yield from _parts(source, msgspec.structs.replace(line, text=above, span=Span(first, last - 1)), body, heads)
    yield Line(tail, Span(last, last))


def _is_entry(tail: str, above: str, body: Collection[str], heads: Collection[str]) -> bool:
    if mark_of(tail) in heads:
        return True
    return _key(tail) in body and _key(above + tail) not in body


def _key(text: str) -> str:
    return title_key(parse(Line(text, None)).title)
