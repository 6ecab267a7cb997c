"""目录：finds the printed contents and lifts them out of the text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
from rapidfuzz.distance.Levenshtein import normalized_similarity as similarity

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.contents_entries import Line, Parsed, parse, parse_all, with_levels
from wxpress.recover.grammar import CONTENTS_LABEL, folded, looks_like_title, note_label
from wxpress.tree import Block, ContentsEntry, List, Paragraph, Strong
from wxpress.walk import plain

LONGEST_TITLE = 80
LEAST_UNLABELLED = 3
LIKENESS = 0.7
_TWICE = 2
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
    region = _marked_region(draft.pieces) or _labelled_region(draft.pieces) or _bare_region(draft.pieces)
    if region is None:
        return draft
    start, end = region
    label = draft.pieces[start] if _is_label(draft.pieces[start]) else None
    inside = draft.pieces[start + 1 : end] if label else draft.pieces[start:end]
    parsed = parse_all([line for piece in inside for line in _lines(piece)])
    if not parsed:
        return draft
    entries, evidence = with_levels(parsed)
    account = [
        *_label_entry(label),
        *map(_moved, (item.line.text for item in parsed), entries),
        *_levels_entry(parsed, evidence),
    ]
    lifted = msgspec.structs.replace(draft, contents=tuple(entries), front_end=start)
    return revise(lifted, (*draft.pieces[:start], *draft.pieces[end:]), account)


def _marked_region(pieces: Sequence[Piece]) -> tuple[int, int] | None:
    inside = [index for index, piece in enumerate(pieces) if piece.hints.container == "目录"]
    return (inside[0], inside[-1] + 1) if inside else None


def _labelled_region(pieces: Sequence[Piece]) -> tuple[int, int] | None:
    label = next((index for index, piece in enumerate(pieces) if _is_label(piece)), None)
    if label is None:
        return None
    end = _end_of_entries(pieces, label + 1)
    return (label, end) if end > label + 1 else None


def _bare_region(pieces: Sequence[Piece]) -> tuple[int, int] | None:
    """Contents without a label: a list, or lines before any running text, with pages or whose titles come again."""
    times = Counter(folded(parse(line).title) for piece in pieces for line in _lines(piece))
    for index, piece in enumerate(pieces):
        if _is_running_text(piece) or _begins_note(piece):
            return None
        first_lines = [line for inside in pieces[index : index + _TWICE] for line in _lines(inside)][:_TWICE]
        if not all(_is_entry(line) or _is_paired(times[folded(parse(line).title)]) for line in first_lines):
            continue
        end = _end_of_entries(pieces, index)
        lines = [line for inside in pieces[index:end] for line in _lines(inside)]
        if _comes_again(lines, pieces[end:]):
            return index, end
    return None


def _is_paired(times: int) -> bool:
    """A title stands in the contents and in the body, once each or twice each; a running title is seldom so even."""
    return times > 0 and times % 2 == 0


def _comes_again(lines: Sequence[Line], rest: Sequence[Piece]) -> bool:
    """Three pages behind leaders are proof enough; else half of the titles, and two at least, stand in the body."""
    parsed = [parse(line) for line in lines]
    if sum(item.page is not None and item.strong for item in parsed) >= LEAST_UNLABELLED:
        return True
    body = {folded(piece.text) for piece in rest if piece.text}
    again = sum(folded(item.title) in body for item in parsed)
    return again >= _TWICE and again * 2 >= len(parsed)


def _end_of_entries(pieces: Sequence[Piece], start: int) -> int:
    """The first piece after the entries: running text, a note, or the first title come again."""
    seen: list[str] = []
    for index in range(start, len(pieces)):
        piece = pieces[index]
        lines = _lines(piece)
        if not lines or _is_running_text(piece) or _begins_note(piece):
            return index
        titles = [folded(parse(line).title) for line in lines]
        if isinstance(piece.block, Paragraph) and seen and _opens_body(pieces, index, seen):
            return index
        seen += titles
    return len(pieces)


def _opens_body(pieces: Sequence[Piece], index: int, seen: Sequence[str]) -> bool:
    """Whether the title at *index* is the first heading of the body, and not a further entry.

    It is when the first entry comes again; when any entry does, right above running text (one title may stand under two
    sections of the contents); and when one of the first entries does, a little changed, close above running text.
    """
    parsed = parse(_line_of(pieces[index]))
    title = folded(parsed.title)
    if title == seen[0]:
        return True
    if parsed.page is not None:
        return False
    below = pieces[index + 1 : index + 1 + _TWICE]
    if title in seen:
        return bool(below) and _is_running_text(below[0]) and not _begins_note(below[0])
    if not any(similarity(title, entry) > LIKENESS for entry in seen[:_TWICE]):
        return False
    for piece in below:
        if folded(piece.text) in seen or _begins_note(piece):
            return False
        if _is_running_text(piece):
            return True
    return False


def _is_label(piece: Piece) -> bool:
    return bool(piece.text) and bool(CONTENTS_LABEL.fullmatch(piece.text))


def _begins_note(piece: Piece) -> bool:
    return note_label(piece.text) is not None


def _is_running_text(piece: Piece) -> bool:
    text = piece.text
    if not text:
        return not isinstance(piece.block, List | Paragraph)
    return len(text) > LONGEST_TITLE or (text.endswith("。") and parse(_line_of(piece)).page is None)


def _is_entry(line: Line) -> bool:
    parsed = parse(line)
    return (parsed.page is not None and parsed.strong) or line.depth >= 1


def _lines(piece: Piece) -> list[Line]:
    """The entries that one piece may hold: its own line, or the items of its list."""
    if isinstance(piece.block, List):
        lines = list(_items(piece.block, 1))
        return lines if all(looks_like_title(line.text, LONGEST_TITLE) or parse(line).page for line in lines) else []
    return [_line_of(piece)] if piece.text else []


def _line_of(piece: Piece) -> Line:
    block = piece.block
    bold = isinstance(block, Paragraph) and _is_bold(block)
    return Line(piece.text, piece.span, piece.hints.indent, bold or piece.hints.bold)


def _items(block: List, depth: int) -> Iterator[Line]:
    for item in block.items:
        for inner in item:
            yield from _item_lines(inner, depth)


def _item_lines(block: Block, depth: int) -> Iterator[Line]:
    match block:
        case Paragraph(inlines=inlines):
            yield Line(plain(inlines).strip(), block.span, depth, _is_bold(block))
        case List():
            yield from _items(block, depth + 1)
        case _:
            return


def _is_bold(paragraph: Paragraph) -> bool:
    """Whether the title, the leader and page behind it aside, is bold."""
    first = paragraph.inlines[0]
    title = parse(Line(plain(paragraph.inlines), paragraph.span)).title
    return isinstance(first, Strong) and folded(plain(first.inlines)) == folded(title)


def _label_entry(label: Piece | None) -> list[Entry]:
    if label is None:
        return []
    return [
        Entry(
            by="contents",
            kind="drop",
            span=label.span,
            before=label.text,
            after="",
            reason="目录的标签由版式印出",
        )
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
