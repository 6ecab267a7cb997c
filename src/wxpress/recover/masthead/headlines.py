"""期号在中间的题目：青年学习 | 第12期：把论文写在车间里 names the series, its issue and the subject in one line."""

from __future__ import annotations

import re

import msgspec

from wxpress.ledger import moved
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.grammar import ISSUE_LINE
from wxpress.recover.words.nameplate import is_subject, looks_like_series, may_be_series
from wxpress.recover.words.plain_words import flattened

_BEFORE = re.compile(r"(?P<name>[^|｜丨：:，。]{2,20}?)\s*[|｜丨·•：:]?\s*$")
_BEHIND = re.compile(r"\s*[|｜丨·•：:]\s*(?P<subject>\S.{3,})$")


def part_headline(draft: Draft) -> Draft:
    """The draft whose title, if it holds the issue's number between two names, gives series, issue and subject."""
    at = next((at for at, piece in enumerate(draft.pieces) if piece.text), None)
    piece = None if at is None else draft.pieces[at]
    if at is None or piece is None or piece.role != "title" or piece.hints.settled or "series" in draft.front:
        return draft
    fields = _parts(piece)
    if not fields:
        return draft
    lost = flattened(draft.source, piece, "masthead")
    account = moved("masthead", piece.span, piece.text, " ".join(fields.values()), "题目里的刊名、期号移入刊头")
    divided = msgspec.structs.replace(draft, front={**draft.front, **fields})
    rest = (*draft.pieces[:at], *draft.pieces[at + 1 :])
    return revise(divided, rest, (*account, *lost.entries), lost.findings)


def _parts(piece: Piece) -> dict[str, str]:
    """Series, issue and subject; nothing where the line is not of that form."""
    issue = ISSUE_LINE.search(piece.text)
    before = _BEFORE.match(piece.text[: issue.start()]) if issue else None
    behind = _BEHIND.match(piece.text[issue.end() :]) if issue else None
    if issue is None or before is None or behind is None:
        return {}
    name = before["name"].strip()
    named = looks_like_series(name) or (may_be_series(name) and not is_subject(name))
    return {"series": name, "issue": issue[0].strip(), "title": behind["subject"].strip()} if named else {}
