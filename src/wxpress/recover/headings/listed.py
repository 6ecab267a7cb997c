"""目录所列：headings by aligning the printed contents with the body; the body's wording is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose, worded
from wxpress.diagnostics.contrast import contrast
from wxpress.inlines import join, unspaced
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, Role, revise
from wxpress.recover.contents.alignment import Candidate, Pair, align
from wxpress.recover.headings.nesting import are_divided, divisions_of, roles_of, with_found_levels
from wxpress.recover.words.grammar import (
    bare_title,
    is_finished,
    is_note_label,
    looks_like_title,
    trailing_link,
)
from wxpress.recover.words.lines import ends_in_link
from wxpress.recover.words.plain_words import markup_of
from wxpress.recover.words.signatures import author_behind
from wxpress.source import cover, is_paragraphed
from wxpress.tree import ContentsEntry, Inline, Paragraph, Text
from wxpress.walk import plain

_SETTLED = 2.0
_MARKED, _BOLD, _CENTRED, _AFTER_TORN, _FULL_STOP, _AMID_TEXT = 0.3, 0.1, 0.1, -0.35, -0.5, -0.2

_FRAMED = re.compile(r"[【〖［\[「『〔](?P<inside>[^【】〖〗［］\[\]「」『』〔〕]+)[】〗］\]」』〕]")
_MARKS = "◆■●★☆※▲△◇□◎○—- "
_TURN = 3
"""Characters of a line that tell its place in the entry."""

REASONS: dict[Role, str] = {"section": "认作栏目", "article": "认作篇目标题", "heading": "认作文内标题"}


def by_contents(draft: Draft) -> Draft:
    """The draft with the headings that its contents name in their roles; an error where none of them is found."""
    entries = draft.contents
    aligned = align([entry.title for entry in entries], _candidates(draft))
    pairs = aligned[_notes(draft, aligned) :]
    if not pairs:
        settled = any(piece.role in REASONS for piece in draft.pieces)
        return revise(draft, draft.pieces, findings=[] if settled else [_nothing_found(draft)])
    roles = roles_of(entries, pairs, draft.pieces)
    pieces: list[Piece] = []
    account: list[Entry] = []
    findings = [*_divided(draft, pairs), *(_not_found(draft, entry) for entry in _unpaired(entries, aligned))]
    at = 0
    for pair, role in zip(pairs, roles, strict=True):
        pieces += draft.pieces[at : pair.first]
        wrapped = draft.pieces[pair.first : pair.last + 1]
        pieces.append(_heading(wrapped, role, entries[pair.entry]))
        account += [] if wrapped[0].hints.settled else [_aligned(pieces[-1], entries[pair.entry], pair)]
        findings += _differing(draft, pieces[-1], entries[pair.entry])
        at = pair.last + 1
    found = {pair.entry: role for pair, role in zip(pairs, roles, strict=True)}
    levelled = msgspec.structs.replace(draft, contents=with_found_levels(entries, found))
    return revise(levelled, [*pieces, *draft.pieces[at:]], account, findings)


def _notes(draft: Draft, pairs: Sequence[Pair]) -> int:
    """1 where the first heading is the label of a note, 卷首语 or the like, that the contents list; else 0."""
    if not pairs or not is_note_label(draft.pieces[pairs[0].first].text):
        return 0
    entry, *below = draft.contents[pairs[0].entry : pairs[0].entry + 2]
    return 0 if any(lower.level > entry.level for lower in below) else 1


def _divided(draft: Draft, pairs: Sequence[Pair]) -> list[Diagnostic]:
    """What is said of a third level of the contents that the tree has not."""
    entries = draft.contents
    if not are_divided(entries, pairs, draft.pieces):
        return []
    first = entries[min(divisions_of(entries), default=0)]
    return [diagnose("WX213", source=draft.source.name, span=first.span, title=first.title)]


def _candidates(draft: Draft) -> list[Candidate | None]:
    candidates: list[Candidate | None] = []
    linked = _ends_articles_in_links(draft)
    torn = False
    above: Piece | None = None
    for index, piece in enumerate(draft.pieces):
        candidates.append(_candidate(piece, torn, _place(linked, above)) if index >= draft.front_end else None)
        if piece.role == "body":
            above = piece
            torn = bool(piece.text) and not (
                is_finished(piece.text) or looks_like_title(piece.text) or ends_in_link(piece)
            )
    return candidates


def _candidate(piece: Piece, torn: bool, place: float) -> Candidate | None:  # noqa: FBT001 - what stands above it
    """The piece as a line that may be a heading; one that the editor has settled or paired comes before all others."""
    if not piece.text or piece.hints.container or piece.role not in {"body", *REASONS}:
        return None
    if piece.hints.settled or piece.hints.entry:
        return Candidate(piece.hints.entry or piece.text, _SETTLED, alone=True)
    return Candidate(piece.text, _favour(piece, torn=torn) + place) if piece.role == "body" else None


def _ends_articles_in_links(draft: Draft) -> bool:
    """Whether most articles of the contents end in a link, so that a title is to be looked for below one."""
    links = sum(1 for piece in draft.pieces if trailing_link(piece.text))
    articles = sum(1 for entry in draft.contents if entry.level > 1) or len(draft.contents)
    return links * 2 >= articles


def _place(linked: bool, above: Piece | None) -> float:  # noqa: FBT001 - a fact of the whole text
    """What the piece above says for a title: the link of the article before, or a title, is its usual neighbour."""
    if not linked or above is None or not above.text:
        return 0
    usual = trailing_link(above.text) or (looks_like_title(above.text) and not is_finished(above.text))
    return 0 if usual else _AMID_TEXT


def _favour(piece: Piece, *, torn: bool) -> float:
    return (
        (_MARKED if piece.hints.level else 0)
        + (_BOLD if piece.hints.bold else 0)
        + (_CENTRED if piece.hints.centred else 0)
        + (_AFTER_TORN if torn else 0)
        + (_FULL_STOP if piece.text.endswith("。") else 0)
    )


def _heading(wrapped: Sequence[Piece], role: Role, entry: ContentsEntry) -> Piece:
    """One piece of the lines of a heading; where it was wrapped, the entry tells whether a space stands at the turn."""
    first = wrapped[0]
    if first.hints.settled:
        return first
    inlines = join(*_with_gaps(wrapped, entry))
    if (len(wrapped) > 1 or _is_torn_apart(plain(inlines), entry)) and not any(markup_of(inlines)):
        inlines = _as_printed(inlines, entry)
    hints = msgspec.structs.replace(first.hints, level=max(1, entry.level - 2)) if role == "heading" else first.hints
    return Piece(Paragraph(inlines, span=cover(*(piece.span for piece in wrapped))), hints, role)


def _is_torn_apart(text: str, entry: ContentsEntry) -> bool:
    """Whether one blank that the entry has not stands in a heading, as a scan leaves it behind."""
    bare = bare_title(entry.title)
    return len(text.split()) > 1 and bare_title(text).count(" ") == 1 and " " not in bare and "\u3000" not in bare


def _as_printed(inlines: tuple[Inline, ...], entry: ContentsEntry) -> tuple[Inline, ...]:
    """The words of the entry, or those before its author, where the lines have the same."""
    titles = (entry.title, author_behind(entry.title)[0])
    same = (title for title in titles if unspaced(title) == unspaced(plain(inlines)))
    return next(((Text(title, span=cover(*(inline.span for inline in inlines))),) for title in same), inlines)


def _with_gaps(wrapped: Sequence[Piece], entry: ContentsEntry) -> Iterator[tuple[Inline, ...]]:
    """The lines of a heading, with a space at each turn where the entry, alike but for some letters, has one."""
    printed = " ".join(entry.title.split())
    for at, piece in enumerate(wrapped):
        if at and f" {piece.text[:_TURN]}" in printed:
            yield (Text(" "),)
        yield piece.block.inlines if isinstance(piece.block, Paragraph) else ()


def joined_lines(wrapped: Sequence[Piece]) -> tuple[Inline, ...]:
    """The words of a heading that stands on several lines, as one run."""
    runs = [piece.block.inlines for piece in wrapped if isinstance(piece.block, Paragraph)]
    return join(*runs)


def _aligned(piece: Piece, entry: ContentsEntry, pair: Pair) -> Entry:
    return Entry(
        by="headings",
        kind="guess",
        span=piece.span,
        before=piece.text,
        after=piece.text,
        reason=REASONS[piece.role],
        evidence=f"目录第 {entry.span.first} 行“{entry.title}”" if entry.span else f"目录“{entry.title}”",
        confidence=round(min(0.99, pair.likeness), 2),
    )


def _differing(draft: Draft, piece: Piece, entry: ContentsEntry) -> list[Diagnostic]:
    printed = {_unframed(title) for title in (entry.title, author_behind(entry.title)[0])}
    if _unframed(piece.text) in printed or piece.hints.entry == entry.title:  # or the editor has paired them
        return []
    unit = "段" if is_paragraphed(draft.source.name) else "行"
    values = {
        "contents": entry.title,
        "body": piece.text,
        "difference": contrast(entry.title, piece.text),
        "line": f"第 {entry.span.first} {unit}" if entry.span else "",
    }
    return [worded("WX204", draft.source.name, piece.span, values)]


def _unframed(title: str) -> str:
    """A title without its number and the marks before or round it, which contents and body need not share."""
    framed = _FRAMED.fullmatch(title.strip(_MARKS))
    return unspaced(bare_title(framed["inside"] if framed else title).rstrip(_MARKS))


def _unpaired(entries: Sequence[ContentsEntry], pairs: Sequence[Pair]) -> list[ContentsEntry]:
    paired = {pair.entry for pair in pairs}
    return [entry for index, entry in enumerate(entries) if index not in paired]


def _nothing_found(draft: Draft) -> Diagnostic:
    entries = draft.contents
    return diagnose("WX203", source=draft.source.name, span=entries[0].span, count=str(len(entries)))


def _not_found(draft: Draft, entry: ContentsEntry) -> Diagnostic:
    return diagnose("WX202", source=draft.source.name, span=entry.span, title=entry.title)
