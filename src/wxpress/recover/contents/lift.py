"""目录：lifts the printed contents out of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.inlines import fold
from wxpress.ledger import Entry, moved
from wxpress.readers.draft import Draft, Piece, leading_space, revise, with_role
from wxpress.recover.contents.beside import apart
from wxpress.recover.contents.entries import Line, Parsed, parse_all
from wxpress.recover.contents.lazy import parted
from wxpress.recover.contents.levels import standing_in, with_levels
from wxpress.recover.contents.lines import entry_lines, head_line
from wxpress.recover.contents.region import find_region, is_label, stands_above_its_body
from wxpress.recover.contents.tables import repeated_names
from wxpress.recover.contents.wrapped import unwrapped, words_of
from wxpress.recover.words.grammar import READING_GUIDE
from wxpress.recover.words.plain_words import Loss, dropped_markup, flattened, total
from wxpress.recover.words.ranks import rank_of
from wxpress.tree import ContentsEntry, List, Table

_CANONICAL_PAGE = re.compile(r" …… (\d+)$")


def read_contents(draft: Draft) -> Draft:
    """The draft with a canonical ``::: 目录`` read: ``## 栏目 …… 1``, ``### 篇目``, levels and pages as they say."""
    inside = [piece for piece in draft.pieces if piece.role == "contents" and piece.text]
    entries = [_canonical_entry(piece) for piece in inside]
    account = [made for piece, entry in zip(inside, entries, strict=True) for made in _moved(piece.text, entry)]
    lost = total(flattened(draft.source, piece, "contents") for piece in inside)
    rest = [_as_body(piece) for piece in draft.pieces if not (piece.role == "contents" and piece.text)]
    read = msgspec.structs.replace(draft, contents=tuple(entries))
    return revise(read, rest, (*account, *lost.entries), lost.findings)


def _as_body(piece: Piece) -> Piece:
    """What stands in a canonical 目录 and is no line of it is text."""
    return with_role(piece, "body") if piece.role == "contents" else piece


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
    label = _label(draft.pieces[start:end])
    inside = draft.pieces[start + len(label) : end]
    others = [piece for piece in inside if _is_no_entry(piece)]
    below = stands_above_its_body(draft.pieces, region)
    text = draft.pieces[end:] if below else draft.pieces[:start]
    body = words_of(text)
    lines = apart(parted(draft.source, _entry_lines(draft, inside), body), body)
    parsed = parse_all(unwrapped(lines, body), body)
    if not parsed:
        return draft
    entries, evidence = with_levels(parsed, standing_in(text))
    account = [
        *_label_entries(label, inside),
        *chain.from_iterable(map(_moved, (item.line.text for item in parsed), entries)),
        *_levels_entry(parsed, evidence),
    ]
    lost = _lost(draft, label, [*(item.line for item in parsed), *filter(None, map(head_line, inside))])
    lifted = msgspec.structs.replace(draft, contents=tuple(entries), front_end=start if below else 0)
    pieces = (*draft.pieces[:start], *others, *draft.pieces[end:])
    return revise(lifted, pieces, (*account, *lost.entries), lost.findings)


def _entry_lines(draft: Draft, inside: Sequence[Piece]) -> list[Line]:
    """The lines of all entries; where something cuts a list in two, depths go by the indents of the source."""
    lines = [line for piece in inside if not _is_no_entry(piece) for line in entry_lines(piece)]
    lists = sum(isinstance(piece.block, List) for piece in inside)
    return _with_lone_items([_by_indent(draft, line) for line in lines] if lists > 1 else lines)


def _with_lone_items(lines: list[Line]) -> list[Line]:
    """The lines; where others are items of numbered lists, one that bears a number is an item, too."""
    depth = min((line.depth for line in lines if line.number is not None), default=None)
    if depth is None:
        return lines
    return [
        msgspec.structs.replace(line, depth=depth) if not line.listed and rank_of(line.text) == "1." else line
        for line in lines
    ]


def _by_indent(draft: Draft, line: Line) -> Line:
    if not line.listed or line.span is None:
        return line
    return msgspec.structs.replace(line, depth=1 + leading_space(draft.source.lines[line.span.first - 1]))


def _label(region: Sequence[Piece]) -> Sequence[Piece]:
    """The first piece of the region where it is a label."""
    below = region[1] if len(region) > 1 else None
    return region[:1] if is_label(region[0], below) or READING_GUIDE.fullmatch(region[0].text) else ()


def _is_no_entry(piece: Piece) -> bool:
    return piece.role == "furniture" or not entry_lines(piece)


def _lost(draft: Draft, label: Sequence[Piece], lines: Sequence[Line]) -> Loss:
    lost = total(
        (
            *(flattened(draft.source, piece, "contents") for piece in label),
            *(dropped_markup(draft.source, line.inlines, line.span, "contents") for line in lines),
        )
    )
    return Loss(lost.entries, tuple(finding for finding in lost.findings if not _is_anchor(finding)))


def _is_anchor(finding: Diagnostic) -> bool:
    """Whether only places inside the source were linked to: contents are made of them, an output has its own."""
    return finding.values["dropped"].startswith("#")


def _label_entries(label: Sequence[Piece], inside: Sequence[Piece]) -> list[Entry]:
    """Drops of the label, and of the heads of tables: the style prints its own; a 栏目 is named once."""
    heads = [(line.text, line.span) for line in map(head_line, inside) if line]
    labels = [*((piece.text, piece.span) for piece in label), *heads]
    tables = [(piece.block, piece.span) for piece in inside if isinstance(piece.block, Table)]
    again = [(name, span) for table, span in tables for name in repeated_names(table)]
    told = (
        *((label, "目录的标签由版式印出") for label in labels),
        *((name, "目录里又写了一遍的栏目名") for name in again),
    )
    return [
        Entry(by="contents", kind="drop", span=span, before=text, after="", reason=reason)
        for (text, span), reason in told
    ]


def _moved(before: str, entry: ContentsEntry) -> tuple[Entry, ...]:
    if entry.page is None:
        return moved("contents", entry.span, before, entry.title, _LIFTED)
    number = str(entry.page)
    written = next(iter(_LAST_NUMBER.findall(before)), number)
    plain = _LAST_NUMBER.sub(number, before, count=1)
    account = moved("contents", entry.span, plain, f"{entry.title}\t{number}", _LIFTED)
    if written == number:
        return account
    figures = Entry(
        by="contents",
        kind="replace",
        span=entry.span,
        before=written,
        after=number,
        reason="页码改用半角数字，不带前导的零",
    )
    return (figures, *account)


_LIFTED = "目录条目移入目录"
_LAST_NUMBER = re.compile(r"\d+(?=\D*$)")


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
