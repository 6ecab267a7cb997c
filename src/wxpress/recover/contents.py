"""目录：lifts the printed contents out of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.contents_entries import Line, Parsed, parse_all, with_levels
from wxpress.recover.contents_region import entry_lines, find_region, is_label
from wxpress.recover.grammar import folded
from wxpress.tree import ContentsEntry, Link, Node, Paragraph
from wxpress.walk import walk

CANONICAL_LEADER = " …… "


def read_contents(draft: Draft) -> Draft:
    """The draft with a canonical ``::: 目录`` read: ``## 栏目 …… 1``, ``### 篇目``, levels and pages as they say."""
    inside = [piece for piece in draft.pieces if piece.role == "contents"]
    entries = []
    account = []
    for piece in inside:
        title, _, page = piece.text.partition(CANONICAL_LEADER)
        entry = ContentsEntry((piece.hints.level or 2) - 1, title, int(page) if page else None, span=piece.span)
        entries.append(entry)
        account.append(_moved(piece.text, entry))
    rest = [piece for piece in draft.pieces if piece.role != "contents"]
    return revise(msgspec.structs.replace(draft, contents=tuple(entries)), rest, account)


def lift_contents(draft: Draft) -> Draft:
    """The draft with the printed contents taken out of its pieces, and `Draft.front_end` where they stood."""
    region = find_region(draft.pieces)
    if region is None:
        return draft
    start, end = region
    below = draft.pieces[start + 1] if start + 1 < end else None
    label = draft.pieces[start] if is_label(draft.pieces[start], below) else None
    inside = draft.pieces[start + 1 : end] if label else draft.pieces[start:end]
    furniture = [piece for piece in inside if piece.role == "furniture"]
    body = {folded(piece.text) for piece in draft.pieces[end:] if piece.text}
    parsed = parse_all([line for piece in inside if piece not in furniture for line in entry_lines(piece)], body)
    if not parsed:
        return draft
    entries, evidence = with_levels(parsed)
    account = [
        *_label_entry(label),
        *map(_moved, (item.line.text for item in parsed), entries),
        *(_dropped_target(item.line, target) for item in parsed for target in _targets(item.line)),
        *_levels_entry(parsed, evidence),
    ]
    lifted = msgspec.structs.replace(draft, contents=tuple(entries), front_end=start)
    return revise(lifted, (*draft.pieces[:start], *furniture, *draft.pieces[end:]), account)


def _targets(line: Line) -> Iterator[str]:
    """The addresses that the words of an entry link to: places in the source, of no use in an output."""
    nodes: Iterator[Node] = walk(Paragraph(line.inlines))
    return (node.target for node in nodes if isinstance(node, Link) and node.target)


def _dropped_target(line: Line, target: str) -> Entry:
    return Entry(
        by="contents",
        kind="drop",
        span=line.span,
        before=target,
        after="",
        reason="目录条目的链接指向原文件内部，不再需要",
    )


def _label_entry(label: Piece | None) -> list[Entry]:
    if label is None:
        return []
    return [
        Entry(by="contents", kind="drop", span=label.span, before=label.text, after="", reason="目录的标签由版式印出")
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
