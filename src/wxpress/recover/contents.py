"""目录：lifts the printed contents out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.inlines import fold
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.contents_entries import Parsed, parse_all, with_levels
from wxpress.recover.contents_region import entry_lines, find_region, head_line, is_label
from wxpress.recover.grammar import folded
from wxpress.recover.plain_words import dropped_markup, flattened
from wxpress.tree import ContentsEntry

_CANONICAL_PAGE = re.compile(r" …… (\d+)$")


def read_contents(draft: Draft) -> Draft:
    """The draft with a canonical ``::: 目录`` read: ``## 栏目 …… 1``, ``### 篇目``, levels and pages as they say."""
    inside = [piece for piece in draft.pieces if piece.role == "contents" and piece.text]
    entries = [_canonical_entry(piece) for piece in inside]
    account = [_moved(piece.text, entry) for piece, entry in zip(inside, entries, strict=True)]
    lost = [flattened(draft.source, piece, "contents") for piece in inside]
    account += [entry for entries_lost, _ in lost for entry in entries_lost]
    findings = [finding for _, found in lost for finding in found]
    rest = [
        with_role(piece, "body") if piece.role == "contents" else piece
        for piece in draft.pieces
        if piece.role != "contents" or not piece.text
    ]
    return revise(msgspec.structs.replace(draft, contents=tuple(entries)), rest, account, findings)


def _canonical_entry(piece: Piece) -> ContentsEntry:
    page = _CANONICAL_PAGE.search(piece.text)
    title = piece.text[: page.start()] if page else piece.text
    return ContentsEntry((piece.hints.level or 2) - 1, fold(title), int(page[1]) if page else None, span=piece.span)


def lift_contents(draft: Draft) -> Draft:
    """The draft with the printed contents taken out of its pieces, and `Draft.front_end` where they stood."""
    region = find_region(draft.pieces)
    if region is None:
        return draft
    start, end = region
    below = draft.pieces[start + 1] if start + 1 < end else None
    label = draft.pieces[start] if is_label(draft.pieces[start], below) else None
    inside = draft.pieces[start + 1 : end] if label else draft.pieces[start:end]
    others = [piece for piece in inside if piece.role == "furniture" or not entry_lines(piece)]
    body = {folded(piece.text) for piece in draft.pieces[end:] if piece.text}
    parsed = parse_all([line for piece in inside if piece not in others for line in entry_lines(piece)], body)
    if not parsed:
        return draft
    entries, evidence = with_levels(parsed)
    lost = [dropped_markup(draft.source, item.line.inlines, item.line.span, "contents") for item in parsed]
    lost += [flattened(draft.source, piece, "contents") for piece in ([label] if label else [])]
    account = [
        *_label_entries(label, inside),
        *map(_moved, (item.line.text for item in parsed), entries),
        *(entry for entries_lost, _ in lost for entry in entries_lost),
        *_levels_entry(parsed, evidence),
    ]
    findings = [finding for _, found in lost for finding in found if not _is_anchor(finding)]
    lifted = msgspec.structs.replace(draft, contents=tuple(entries), front_end=start)
    return revise(lifted, (*draft.pieces[:start], *others, *draft.pieces[end:]), account, findings)


def _is_anchor(finding: Diagnostic) -> bool:
    """Whether only places inside the source were linked to: contents are made of them, an output has its own."""
    return finding.values["dropped"].startswith("#")


def _label_entries(label: Piece | None, inside: Sequence[Piece]) -> list[Entry]:
    """Drops of the label, and of the heads of tables: the style prints its own."""
    heads = [(line.text, line.span) for line in map(head_line, inside) if line]
    labels = [(label.text, label.span)] if label else []
    return [
        Entry(by="contents", kind="drop", span=span, before=text, after="", reason="目录的标签由版式印出")
        for text, span in (*labels, *heads)
    ]


def _moved(before: str, entry: ContentsEntry) -> Entry:
    return Entry(
        by="contents",
        kind="move",
        span=entry.span,
        before=before,
        after=entry.title if entry.page is None else f"{entry.title}\t{entry.page}",
        reason="目录条目移入目录",
    )


def _levels_entry(parsed: Sequence[Parsed], evidence: str) -> list[Entry]:
    if not evidence:
        return []
    return [
        Entry(
            by="contents",
            kind="guess",
            span=parsed[0].line.span,
            before="",
            after="",
            reason="目录条目分为栏目和篇目",
            evidence=evidence,
            confidence=0.95,
        )
    ]
