"""成树：pieces in their roles become the bulletin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.inlines import fold, tidy
from wxpress.ledger import Entry, moved
from wxpress.readers.draft import Draft, Piece, Role
from wxpress.recover.articles.details import canonical_details
from wxpress.recover.articles.links import Lifted, TargetJudge, lift_links
from wxpress.recover.words.detail_lines import BRACKETS, details_of
from wxpress.recover.words.plain_words import flattened
from wxpress.recover.words.signatures import unmarked
from wxpress.source import Span, cover
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    EditorsNote,
    Heading,
    Paragraph,
    Rule,
    Section,
)
from wxpress.walk import transform, walk

NOTE = "编者按"
_WITH_HEADINGS: frozenset[Role] = frozenset({"heading", "note", "colophon"})
_DETAIL_LABEL = re.compile(
    r"(?:(?:本文|文章|信息|稿件)?来源|稿源|转自|转载自|摘自|原载|作者|署名|撰稿人?|供稿|执笔|记者|(?:发布|发表)?(?:时间|日期))\s*[：:｜丨]\s*"
)
_GAP = re.compile(r"\s*\u3000\s*")


class Assembled(msgspec.Struct, frozen=True):
    """成树的结果：the bulletin, and what assembling it added to the account."""

    bulletin: Bulletin
    entries: tuple[Entry, ...]
    findings: tuple[Diagnostic, ...]


def assemble(draft: Draft) -> Assembled:
    """The bulletin of a draft whose pieces all have their roles."""
    builder = _Builder(draft)
    note = builder.editors_note([piece for piece in draft.pieces if piece.role == "note"])
    body = [piece for piece in draft.pieces if piece.role not in {"note", "colophon"}]
    sections = tuple(builder.section(part) for part in _parts(body, "section") if not _is_bare(part))
    colophon = tuple(_block(piece) for piece in draft.pieces if piece.role == "colophon")
    fields = {name: fold(value) for name, value in draft.front.items() if name in Bulletin.__struct_fields__}
    raw = Bulletin(
        **fields, editors_note=note, sections=sections, colophon=colophon, contents=draft.contents, span=None
    )
    judge = TargetJudge(draft.source)
    bulletin = transform(raw, judge.judged)
    span = cover(*(node.span for node in walk(bulletin)))
    return Assembled(
        msgspec.structs.replace(bulletin, span=span),
        (*builder.entries, *judge.entries),
        (*builder.findings, *judge.findings),
    )


def _parts(pieces: Iterable[Piece], role: Role) -> list[list[Piece]]:
    """The pieces divided before each piece of *role*; what stands before the first is the first part."""
    parts: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.role == role:
            parts.append([])
        parts[-1].append(piece)
    return parts


def _is_bare(part: Sequence[Piece]) -> bool:
    """Whether nothing stands in a part but the rules that set off the masthead, or nothing at all."""
    return all(isinstance(piece.block, Rule) for piece in part)


class _Builder:
    """Builds the structural nodes, and keeps the account of links lifted and details moved."""

    def __init__(self, draft: Draft) -> None:
        self.entries: list[Entry] = []
        self.findings: list[Diagnostic] = []
        self._draft = draft
        self._titled = any(piece.role in {"section", "article"} for piece in draft.pieces)

    def editors_note(self, pieces: Sequence[Piece]) -> EditorsNote | None:
        if not pieces:
            return None
        label = self._note_label(pieces)
        lifted = self._lifted(pieces)
        return EditorsNote(label, lifted.blocks, lifted.links, span=_span(pieces))

    def _note_label(self, pieces: Sequence[Piece]) -> str:
        """The label that the source gave; where it has none, the genre's own, by an entry."""
        label = next((piece.hints.container for piece in pieces if piece.hints.container), None)
        if label is None:
            self.entries.append(_added_label(pieces[0]))
        return label or NOTE

    def section(self, pieces: Sequence[Piece]) -> Section:
        title = self._title(pieces, "section")
        opening, *parts = _parts(pieces[1:] if pieces[0].role == "section" else pieces, "article")
        if not self._titled:
            return Section(None, articles=(self.article(opening),), span=_span(pieces))
        blocks = tuple(_block(piece) for piece in opening)
        return Section(title, blocks, tuple(self.article(part) for part in parts), span=_span(pieces))

    def article(self, pieces: Sequence[Piece]) -> Article:
        """An article; without a title it is running text under the bulletin's alone."""
        details = self._details([piece for piece in pieces if piece.role == "details"])
        lifted = self._lifted([piece for piece in pieces if piece.role not in {"article", "details"}])
        return Article(
            self._title(pieces, "article"),
            byline=details.get("byline"),
            source=details.get("source"),
            date=details.get("date"),
            blocks=lifted.blocks,
            links=lifted.links,
            span=_span(pieces),
        )

    def _title(self, pieces: Sequence[Piece], role: Role) -> str | None:
        if pieces[0].role != role:
            return None
        self._flattened(pieces[0])
        return fold(pieces[0].text) or None

    def _flattened(self, piece: Piece) -> None:
        lost = flattened(self._draft.source, piece, "assemble")
        self.entries += lost.entries
        self.findings += lost.findings

    def _lifted(self, pieces: Sequence[Piece]) -> Lifted:
        lifted = lift_links([_block(piece) for piece in pieces])
        self.entries += lifted.entries
        return lifted

    def _details(self, pieces: Sequence[Piece]) -> dict[str, str]:
        marked = bool(pieces) and pieces[0].hints.container is not None
        fields: dict[str, str] = {}
        for piece in pieces:
            found = canonical_details(self._draft, [piece]) if marked else _fields_of(piece)
            fields |= {name: _with_known(fields, name, _set_close(value)) for name, value in found.items()}
            self._flattened(piece)
            words = " ".join(found.values())
            self.entries += moved("apparatus", piece.span, piece.text, words, "作者、来源、日期移入篇目信息")
        return fields


def _fields_of(piece: Piece) -> dict[str, str]:
    """What a line of details says; where the editor says which detail it is, all of it is that, less its label."""
    found = details_of(piece.text)
    if piece.hints.field is None:
        return found
    words = _unlabelled(piece.text) if piece.hints.settled else unmarked(piece.text)
    return {piece.hints.field: found.get(piece.hints.field, words)}


def _unlabelled(text: str) -> str:
    """What the editor calls a detail, less the label it is printed with and the brackets round both."""
    bracketed = BRACKETS.fullmatch(text)
    inside = bracketed["inside"] if bracketed else text
    label = _DETAIL_LABEL.match(inside)
    return inside[label.end() :].strip() if label else text


def _set_close(value: str) -> str:
    """A detail on one line, with one space where a gap was made of several."""
    return _GAP.sub("\u3000", fold(value))


def _with_known(fields: dict[str, str], name: str, value: str) -> str:
    """A detail given twice is both."""
    return f"{fields[name]}　{value}" if name in fields else value


def _added_label(piece: Piece) -> Entry:
    span = piece.span
    return Entry(by="assemble", kind="replace", span=span, before="", after=NOTE, reason="按语没有标签，按体例加上")


def _block(piece: Piece) -> Block:
    if piece.role in _WITH_HEADINGS and piece.hints.level and isinstance(piece.block, Paragraph):
        return Heading(piece.hints.level, piece.block.inlines, span=piece.span)
    return _tidied(piece.block)


def _tidied(block: Block) -> Block:
    """A paragraph of any reader with its white space folded."""
    return msgspec.structs.replace(block, inlines=tidy(block.inlines)) if isinstance(block, Paragraph) else block


def _span(pieces: Sequence[Piece]) -> Span | None:
    return cover(*(piece.span for piece in pieces))
