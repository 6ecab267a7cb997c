"""只留文字：titles, bylines and the like are plain text; what markup they held is dropped through the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wxpress.addresses import is_blank
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import fold
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


class Loss(msgspec.Struct, frozen=True):
    """略去的内容：entries for what plain text cannot hold, and a finding where that is anything."""

    entries: tuple[Entry, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def total(losses: Iterable[Loss]) -> Loss:
    """All losses as one."""
    every = tuple(losses)
    return Loss(
        tuple(entry for loss in every for entry in loss.entries),
        tuple(finding for loss in every for finding in loss.findings),
    )


def flattened(source: Source, piece: Piece, by: str) -> Loss:
    """What `Piece.text` leaves out of *piece*, as entries of the pass *by*."""
    return dropped_markup(source, piece.block.inlines, piece.span, by) if isinstance(piece.block, Paragraph) else Loss()


def dropped_markup(source: Source, inlines: tuple[Inline, ...], span: Span | None, by: str) -> Loss:
    """What a run loses when only its words are kept."""
    entries = tuple(
        Entry(by=by, kind="drop", span=span, before=text, after="", reason="此处只留文字，链接地址、图片和注释略去")
        for text in markup_of(inlines)
    )
    if not entries:
        return Loss()
    shown = "、".join(fold(entry.before)[:40] for entry in entries)
    return Loss(entries, (diagnose("WX208", source=source.name, span=span, dropped=shown),))
