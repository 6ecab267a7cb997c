"""只留文字：titles, bylines and the like are plain text; what markup they held is dropped through the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from wxpress.addresses import is_blank
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.ledger import Entry
from wxpress.readers.draft import Piece
from wxpress.source import Source, Span
from wxpress.tree import Image, Inline, Link, Node, Note, Paragraph
from wxpress.walk import children, own_text


def markup_of(inlines: tuple[Inline, ...]) -> Iterator[str]:
    """The addresses, pictures and notes in a run, which plain text cannot hold: the characters of each."""
    stack: list[tuple[Node, bool]] = [(node, False) for node in reversed(inlines)]
    while stack:
        node, in_note = stack.pop()
        inside = in_note or isinstance(node, Note)
        match node:
            case Image(source=source, alt=alt):
                yield source + alt
            case Link(target=str(target)) if not is_blank(target):
                yield target
            case _ if in_note and own_text(node):
                yield own_text(node)
            case _:
                pass
        stack += [(child, inside) for child in reversed(children(node))]


def flattened(source: Source, piece: Piece, by: str) -> tuple[list[Entry], list[Diagnostic]]:
    """What `Piece.text` leaves out of *piece*, as entries of the pass *by*, and a finding where that is anything."""
    if not isinstance(piece.block, Paragraph):
        return [], []
    return dropped_markup(source, piece.block.inlines, piece.span, by)


def dropped_markup(
    source: Source, inlines: tuple[Inline, ...], span: Span | None, by: str
) -> tuple[list[Entry], list[Diagnostic]]:
    """Entries and finding for the markup that a run loses when only its words are kept."""
    entries = [
        Entry(by=by, kind="drop", span=span, before=text, after="", reason="此处只留文字，链接地址、图片和注释略去")
        for text in markup_of(inlines)
    ]
    shown = "、".join(" ".join(entry.before.split())[:40] for entry in entries)
    return entries, [diagnose("WX208", source=source.name, span=span, dropped=shown)] if entries else []
