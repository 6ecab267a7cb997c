"""刊头：the lines above the contents become audience, series, title, issue, date and publisher."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wxpress.inlines import glue
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, Role, revise
from wxpress.recover.grammar import (
    DATE,
    ISSUE_LINE,
    PUBLISHER_END,
    PUBLISHER_LABEL,
    looks_like_title,
    note_label,
)
from wxpress.tree import Link, Paragraph

_STRUCTURE: frozenset[Role] = frozenset({"section", "article", "heading", "note"})
_TERMS = {"audience": "读者对象", "series": "刊名", "title": "本期主题"}


def read_masthead(draft: Draft) -> Draft:
    """The draft with its masthead in `Draft.front`, and the pieces that held it gone."""
    if draft.canonical:
        return _lift_titles(draft, draft.pieces, [])
    end = _front_end(draft)
    front, rest = draft.pieces[:end], draft.pieces[end:]
    lines = [piece for piece in front if piece.role == "body"]
    fields: dict[str, str] = dict(draft.front)
    account: list[Entry] = []
    plain_lines = []
    for piece in lines:
        found = _particulars(piece.text)
        if found and not set(found) & set(fields):
            fields |= found
            account.append(_lifted(piece, found))
        else:
            plain_lines.append(piece)
    others = [piece for piece in front if piece.role != "body"]
    named = msgspec.structs.replace(draft, front=fields, front_end=0)
    return _lift_titles(_divide(named, plain_lines, others), (*others, *rest), account)


def _front_end(draft: Draft) -> int:
    """How many pieces may belong to the masthead: those above the contents, else short lines up to a marked title.

    Below a marked title only issue, date and publisher may follow; what else stands there is text.
    """
    marked = next((at for at, piece in enumerate(draft.pieces) if piece.role == "title"), None)
    limit = draft.front_end if draft.contents else _first_structure(draft)
    for at, piece in enumerate(draft.pieces[:limit]):
        if piece.role == "title":
            continue
        below_title = marked is not None and at > marked and not draft.contents
        if not _may_be_masthead(piece) or (below_title and not _particulars(piece.text)):
            return at
    return limit


def _first_structure(draft: Draft) -> int:
    return next((at for at, piece in enumerate(draft.pieces) if piece.role in _STRUCTURE), len(draft.pieces))


def _may_be_masthead(piece: Piece) -> bool:
    has_link = isinstance(piece.block, Paragraph) and any(isinstance(inline, Link) for inline in piece.block.inlines)
    if has_link or piece.hints.container or note_label(piece.text):
        return False
    return looks_like_title(piece.text) and "。" not in piece.text


def _particulars(text: str) -> dict[str, str]:
    """Issue, date and publisher of a line that holds nothing else; empty for any other line."""
    rest = text.strip()
    found: dict[str, str] = {}
    issue = ISSUE_LINE.search(rest)
    if issue:
        found["issue"] = issue[0].strip()
        rest = f"{rest[: issue.start()]} {rest[issue.end() :]}".strip()
    date = DATE.search(rest)
    if date:
        found["date"] = date[0]
        rest = f"{rest[: date.start()]} {rest[date.end() :]}".strip()
    rest = rest.strip("（）()｜|·，, 　")
    label = PUBLISHER_LABEL.match(rest)
    if label:
        found["publisher"] = rest[label.end() :]
        return found
    if rest and (PUBLISHER_END.search(rest) and (found or len(rest.split()) == 1)):
        found["publisher"] = rest
        return found
    return {} if rest else found


def _lifted(piece: Piece, found: dict[str, str]) -> Entry:
    return Entry(
        by="masthead",
        kind="move",
        span=piece.span,
        before=piece.text,
        after=" ".join(found.values()),
        reason="刊头的期号、日期、编印单位移入刊头",
    )


def _divide(draft: Draft, lines: Sequence[Piece], others: Sequence[Piece]) -> Draft:
    """The remaining lines as masthead and title; a marked title leaves them all to the masthead."""
    has_title = "title" in draft.front or any(piece.role == "title" for piece in others)
    fields, evidence, confidence = _named([piece.text for piece in lines], has_title=has_title)
    account = [
        Entry(
            by="masthead",
            kind="guess",
            span=piece.span,
            before=piece.text,
            after=piece.text,
            reason="认作" + "、".join(_TERMS[name] for name, value in fields.items() if _shares(value, piece.text)),
            evidence=evidence,
            confidence=confidence,
        )
        for piece in lines
    ]
    return revise(msgspec.structs.replace(draft, front={**draft.front, **fields}), draft.pieces, account)


def _shares(value: str, text: str) -> bool:
    return value in text or text in value


def _named(lines: list[str], *, has_title: bool) -> tuple[dict[str, str], str, float]:
    """Fields of the masthead lines, the evidence, and the confidence."""
    if has_title:
        return _without_title(lines)
    match lines:
        case []:
            return {}, "", 1.0
        case [only]:
            return {"title": only}, "目录之前只有一行", 0.8
        case [masthead, title]:
            return {**_masthead(masthead), "title": title}, "目录之前有两行，前为刊头，后为本期主题", 0.95
        case [audience, series, *title] if len(audience.split()) == 1:
            return {"audience": audience, "series": series, "title": _joined(title)}, "目录之前逐行排列", 0.7
        case _:
            return {**_masthead(lines[0]), "title": _joined(lines[1:])}, "目录之前逐行排列", 0.7


def _without_title(lines: list[str]) -> tuple[dict[str, str], str, float]:
    match lines:
        case []:
            return {}, "", 1.0
        case [masthead]:
            return _masthead(masthead), "标题之外只有一行", 0.9
        case _:
            return {"audience": _joined(lines[:-1]), "series": lines[-1]}, "标题之外逐行排列", 0.8


def _masthead(line: str) -> dict[str, str]:
    """The masthead line divides at its last white space; one part alone is the series."""
    parts = line.rsplit(maxsplit=1)
    return {"audience": parts[0].strip(), "series": parts[1]} if len(parts) > 1 else {"series": line.strip()}


def _joined(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text += glue(text, line) + line
    return text


def _lift_titles(draft: Draft, pieces: Sequence[Piece], account: list[Entry]) -> Draft:
    """Pieces in the role of title move into the front; a second one is a heading like any other."""
    titles = [piece for piece in pieces if piece.role == "title"]
    rest = [piece for piece in pieces if piece.role != "title"]
    if not titles:
        return revise(draft, rest, account)
    return revise(msgspec.structs.replace(draft, front={**draft.front, "title": titles[0].text}), rest, account)
