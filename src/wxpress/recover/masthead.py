"""刊头：the lines above the contents become audience, series, title, issue, date and publisher."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.ledger import Entry, moved
from wxpress.readers.draft import CENTRED_FROM, Draft, Hints, Piece, Role, revise, with_role
from wxpress.recover.grammar import (
    CLOCK,
    DATE_APART,
    INTERNAL,
    ISSUE_LINE,
    PUBLISHER_END,
    PUBLISHER_LABEL,
    TRAILING_LINK,
    WEEKDAY,
    looks_like_title,
    note_label,
)
from wxpress.recover.nameplate import named
from wxpress.recover.plain_words import flattened
from wxpress.recover.wrapping import PARAGRAPH_INDENT
from wxpress.tree import Figure, Paragraph, Rule

_STRUCTURE: frozenset[Role] = frozenset({"section", "article", "heading", "note"})
_FIRST_LEVEL = Hints(level=1)
_TERMS = {"audience": "读者对象", "series": "刊名", "title": "本期主题"}


def read_masthead(draft: Draft) -> Draft:
    """The draft with its masthead in `Draft.front`, and the pieces that held it gone."""
    if draft.canonical:
        return _lift_titles(draft, draft.pieces, [])
    end = _front_end(draft)
    front, rest = draft.pieces[:end], draft.pieces[end:]
    fields: dict[str, str] = dict(draft.front)
    account: list[Entry] = []
    names: list[str] = []
    kept: list[Piece] = []
    findings = list(draft.findings)
    for piece in front:
        if INTERNAL.match(piece.text):
            kept.append(with_role(piece, "colophon"))
        elif piece.role != "body" or not piece.text:
            kept.append(piece)
        else:
            found, name = _particulars(piece.text)
            account += _lifted(piece, found, name) if found else ()
            lost = flattened(draft.source, piece, "masthead")
            account += lost.entries
            findings += lost.findings
            fields |= _merged(fields, found)
            names += [name] if name else []
    spans = {piece.text: piece for piece in front}
    named = msgspec.structs.replace(draft, front=fields, front_end=0, findings=tuple(findings))
    return _lift_titles(_divide(named, names, spans, kept), (*kept, *rest), account)


def _merged(known: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """New fields; one that is known already goes on (2025年第8期, 总第120期 on its own line)."""
    return {name: f"{known[name]} {value}" if name in known else value for name, value in found.items()}


def _front_end(draft: Draft) -> int:
    """How many pieces may belong to the masthead: those above the contents, else short lines up to a marked title.

    Below a marked title, or where front matter has named the series, only issue, date and publisher may follow; what
    else stands there is text.
    """
    marked = next((at for at, piece in enumerate(draft.pieces) if piece.role == "title"), None)
    limit = draft.front_end if draft.contents and draft.front_end else _first_structure(draft)
    titled_above = len(draft.pieces) if marked is None or draft.contents else marked
    is_named = "series" in draft.front
    ends = (at for at in range(limit) if _ends_masthead(draft, at, named_above=is_named or at > titled_above))
    return next(ends, limit)


def _ends_masthead(draft: Draft, at: int, *, named_above: bool) -> bool:
    """Whether no masthead reaches this piece: it is text, torn at a page break, or more than particulars."""
    piece, below = draft.pieces[at], draft.pieces[at + 1 : at + 2]
    if piece.role == "title":
        return False
    torn = not draft.contents and any(lower.hints.after_break for lower in below)
    return torn or not may_be_masthead(piece) or (named_above and not holds_particulars_only(piece.text))


def _first_structure(draft: Draft) -> int:
    return next((at for at, piece in enumerate(draft.pieces) if piece.role in _STRUCTURE), len(draft.pieces))


def may_be_masthead(piece: Piece) -> bool:
    """A short line without a stop or a link; a picture above the masthead does not end it."""
    if piece.hints.container or note_label(piece.text) or piece.role == "note":
        return False
    if not isinstance(piece.block, Paragraph):
        return isinstance(piece.block, Figure | Rule)
    return looks_like_title(piece.text) and not _is_text(piece)


def _is_text(piece: Piece) -> bool:
    opened = PARAGRAPH_INDENT <= piece.hints.indent < CENTRED_FROM and "，" in piece.text
    return opened or "。" in piece.text or bool(TRAILING_LINK.search(piece.text) or CLOCK.search(piece.text))


def holds_particulars_only(text: str) -> bool:
    """Whether a line gives issue, date or publisher, and nothing else."""
    found, name = _particulars(text)
    return bool(found) and not name


def _particulars(text: str) -> tuple[dict[str, str], str]:
    """Issue, date and publisher of a line, and the words besides that are the masthead's."""
    rest = WEEKDAY.sub(" ", text).strip() if DATE_APART.search(text) else text.strip()
    found: dict[str, str] = {}
    for name, pattern in (("issue", ISSUE_LINE), ("date", DATE_APART)):
        match = pattern.search(rest)
        if match:
            found[name] = match[0].strip()
            rest = f"{rest[: match.start()]} {rest[match.end() :]}".strip()
    rest = rest.strip("｜|·，, \u3000") if found else rest
    label = PUBLISHER_LABEL.match(rest)
    if label:
        return {**found, "publisher": rest[label.end() :]}, ""
    if rest and PUBLISHER_END.fullmatch(rest):
        return {**found, "publisher": rest}, ""
    return found, rest


def _lifted(piece: Piece, found: Mapping[str, str], name: str) -> tuple[Entry, ...]:
    words = " ".join((*found.values(), name)).strip()
    return moved("masthead", piece.span, piece.text, words, "期号、日期、编印单位移入刊头")


def _divide(draft: Draft, names: Sequence[str], pieces: Mapping[str, Piece], kept: Sequence[Piece]) -> Draft:
    """The remaining lines as masthead and title; a marked title leaves them all to the masthead."""
    has_title = "title" in draft.front or any(piece.role == "title" for piece in kept)
    plate = named(names, has_title=has_title)
    account = [
        Entry(
            by="masthead",
            kind="guess",
            span=next((piece.span for text, piece in pieces.items() if name in text), None),
            before=name,
            after=name,
            reason="认作" + "、".join(_TERMS[field] for field, value in plate.fields.items() if _shares(value, name)),
            evidence=plate.evidence,
            confidence=plate.confidence,
        )
        for name in names
    ]
    return revise(msgspec.structs.replace(draft, front={**draft.front, **plate.fields}), draft.pieces, account)


def _shares(value: str, text: str) -> bool:
    return value in text or text in value


def _lift_titles(draft: Draft, pieces: Sequence[Piece], account: list[Entry]) -> Draft:
    """The first piece in the role of title moves into the front; any other, or one that differs, is a heading."""
    findings: list[Diagnostic] = []
    rest: list[Piece] = []
    front = dict(draft.front)
    chosen = next((piece for piece in pieces if piece.role == "title" and piece.hints.settled), None)
    for piece in pieces:
        if piece.role != "title":
            rest.append(piece)
        elif "title" in front or not piece.text or (chosen and piece is not chosen):
            rest.append(msgspec.structs.replace(with_role(piece, "heading"), hints=_FIRST_LEVEL))
        else:
            front["title"] = " ".join(piece.text.split())
            lost = flattened(draft.source, piece, "masthead")
            account = [*account, *lost.entries]
            findings += lost.findings
    return revise(msgspec.structs.replace(draft, front=front), rest, account, findings)
