"""去掉版面附件：page numbers, strokes and running titles go at last, each with its reason in the account."""

from __future__ import annotations

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, hinted, revise
from wxpress.recover.furniture.page_numbers import is_page_number
from wxpress.recover.furniture.running_titles import Names, Reason, running_names, running_title
from wxpress.recover.furniture.strokes import is_separator, is_stroke, needless_rules
from wxpress.recover.headings.letters import closing_lines

_STROKE = Reason("分隔线", "只有线条，没有文字", 0.98)
_NUMBER = Reason("页码", "页码的写法", 0.98)
_HEAD = Reason("页眉或页脚", "与刊头文字相同，或带着递增的页码，单独成行", 0.95)


def drop_furniture(draft: Draft) -> Draft:
    """The draft without page numbers, and without titles of the bulletin, a 栏目 or an article run over its pages."""
    names, signed, needless = running_names(draft), closing_lines(draft.pieces), needless_rules(draft.pieces)
    kept: list[Piece] = []
    account: list[Entry] = []
    findings: list[Diagnostic] = []
    broken = False
    for index, piece in enumerate(draft.pieces):
        reason = None if index in signed else _reason(draft, index, names, needless)
        if reason is None:
            kept.append(hinted(piece, after_break=True) if broken else piece)
            broken = False
            continue
        account.append(_dropped(piece, reason))
        if not (is_page_number(piece) or is_stroke(piece)):
            findings.append(diagnose("WX209", source=draft.source.name, span=piece.span, text=piece.text))
        broken = not is_stroke(piece)
    return revise(draft, kept, account, findings)


def _dropped(piece: Piece, reason: Reason) -> Entry:
    return Entry(
        by="furniture",
        kind="drop",
        span=piece.span,
        before=piece.text,
        after="",
        reason=reason.what,
        evidence=reason.evidence,
        confidence=reason.confidence,
    )


def _reason(draft: Draft, index: int, names: Names, needless: frozenset[int]) -> Reason | None:
    piece = draft.pieces[index]
    if is_separator(piece) or index in needless:
        return _STROKE
    if is_page_number(piece):
        return _NUMBER
    return _HEAD if piece.role == "furniture" else running_title(draft, index, names)
