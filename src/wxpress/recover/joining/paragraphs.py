"""接段：paragraphs torn at a page break are joined again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import is_chinese
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, Role, revise
from wxpress.recover.joining.wrapping import is_indented, may_be_joined
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import (
    ANY_LABEL,
    CAPTION,
    COLOPHON,
    ENUMERATOR,
    LONE_NUMBER,
    PAIRS,
    SHORTEST_TORN,
    STOPS,
    bracketed_link,
    continues,
    is_broken_off,
    is_finished,
    note_label,
)
from wxpress.recover.words.lines import LARGER, ends_in_credit, is_labelled, is_link
from wxpress.recover.words.pieces import PARAGRAPH_INDENT, joined
from wxpress.recover.words.sentences import is_part_of_sentence, is_whole
from wxpress.source import cover
from wxpress.tree import Link, Paragraph

_NUMBER_TORN = re.compile(r"^.[0-9.][0-9%]|^[百千万][一二三四五六七八九][十百千万][^、]")
"""The last two letters of one line and the first two of the next: 12|5万, 二百一|十四张."""
_CHINESE_NUMERAL = re.compile("[一二三四五六七八九十]、")
_ADDRESS = re.compile(
    r"(?:https?://|www\.|[\w.-]@)[!-~]+$|[a-z0-9]\.(?:com|cn|org|net|gov|edu)(?:/[!-~]*)?$", re.IGNORECASE
)
_SIGNED = re.compile(r"[。！？…][”’」』）)]*\s*[—─―]{1,2}\s*[^，。；！？]{2,24}$")
_KEYWORDS = re.compile(r"[【\[]?\s*(?:关\s*键\s*词|主\s*题\s*词)\s*[】\]：:]")
_LONGEST_PARTICULAR = 40
_SENTENCE_ABOVE = re.compile(r"[。？！；][”’）]?[^。；？！”’）》：]{2,}$")
_WORDS_OF_CLAUSE = re.compile("[、，的是有没要能会在让把将更多]")
_SHORTEST_CLAUSE = 10
_SHOWN = 4
_INDENTED = 0.8
_BY_HAND = ("人工订正", 1.0)


def join_torn(draft: Draft) -> Draft:
    """The draft with torn paragraphs rejoined; each join is reported."""
    pieces: list[Piece] = []
    account: list[Entry] = []
    findings: list[Diagnostic] = []
    indented = _opens_with_indents(draft.pieces)
    for piece in draft.pieces:
        evidence = _evidence(draft, pieces[-1], piece, indented) if pieces else None
        if evidence is None:
            pieces.append(piece)
            continue
        above, pieces[-1] = pieces[-1], joined(pieces[-1], piece)
        if piece.hints.follows:
            continue  # the editor's word, which has its entry
        before, after = above.text[-_SHOWN:], piece.text[:_SHOWN]
        span = cover(above.span, piece.span)
        account.append(
            Entry(
                by="joins",
                kind="join",
                span=span,
                before=f"{before}⏎{after}",
                after=before + after,
                reason=f"自然段在{'分页' if piece.hints.after_break else '折行'}处断开，接合",
                evidence=evidence[0],
                confidence=evidence[1],
            )
        )
        findings.append(diagnose("WX201", source=draft.source.name, span=span, before=before, after=after))
    return revise(draft, pieces, account, findings)


def _evidence(draft: Draft, first: Piece, second: Piece, indented: bool) -> tuple[str, float] | None:  # noqa: FBT001 - a fact
    """Why *second* goes on with *first*: evidence and confidence; null where it is a paragraph of its own."""
    return _torn(first, second) or _run_over(first, second, indented) or _clause_torn(draft, first, second)


def _clause_torn(draft: Draft, first: Piece, second: Piece) -> tuple[str, float] | None:
    """Why a short line is the first half of a paragraph, though no stop is inside: the contents do not name it."""
    alike = first.role == second.role and first.role in {"body", "note"}
    listed = draft.contents and alike and second.hints.follows is None
    if (
        not listed
        or _are_apart(first, second)
        or (is_indented(second) and "，" not in first.text)
        or _stands_alone(first, second)
        or _begins_afresh(first.text, second.text)
    ):
        return None
    told = first.hints.field or first.hints.bold or first.hints.centred or first.hints.size > LARGER
    whole = is_whole(second.text)
    off = not is_indented(second) and is_part_of_sentence(first.text)
    if told or not whole or not (off or _breaks_word(draft, first, second)):
        return None
    return "上一行不成句，不在目录里，下一段接着说完", 0.8


def _breaks_word(draft: Draft, first: Piece, second: Piece) -> bool:
    """Whether the letters on both sides of the break are one word that stands in the text elsewhere."""
    across = first.text[-1] + second.text[0]
    is_clause = len(first.text) >= _SHORTEST_CLAUSE and _WORDS_OF_CLAUSE.search(first.text)
    return bool(is_clause) and is_chinese(across[0]) and any(across in piece.text for piece in draft.pieces)


def _opens_with_indents(pieces: Sequence[Piece]) -> bool:
    """Whether paragraphs open with an indent throughout, so that a line without one goes on with another."""
    whole = [piece.hints for piece in pieces if piece.role == "body" and is_finished(piece.text)]
    indents = sum(hints.indent >= PARAGRAPH_INDENT for hints in whole if not hints.after_break)
    return indents > _INDENTED * sum(not hints.after_break for hints in whole)


def _run_over(first: Piece, second: Piece, indented: bool) -> tuple[str, float] | None:  # noqa: FBT001 - a fact
    """Why *second* goes on with *first* though a sentence ends with the page; null where it does not."""
    goes_on = indented and second.hints.after_break and not is_indented(second) and second.hints.follows is None
    if not goes_on or first.hints.indent < PARAGRAPH_INDENT or first.hints.centred or not is_whole(second.text):
        return None
    joins = _are_alike(first, second) and not _begins_afresh(first.text, second.text)
    return ("各段都缩进，下一页的第一行没有缩进", 0.9) if joins else None


def _torn(first: Piece, second: Piece) -> tuple[str, float] | None:
    """Why *second* goes on with *first*: evidence and confidence; null where it is a paragraph of its own."""
    if second.hints.follows is None:
        return _torn_by_form(first, second)
    return _BY_HAND if second.hints.follows and may_be_joined(first, second) else None


def _torn_by_form(first: Piece, second: Piece) -> tuple[str, float] | None:
    if _are_apart(first, second):
        return None
    sure = next((evidence for sign, evidence in _SIGNS if sign(first.text, second.text)), None)
    if sure or _stands_alone(first, second) or _begins_afresh(first.text, second.text):
        return sure
    if is_indented(second):
        return _torn_over_indent(first.text, second.text)
    return ("上一段没有句末标点，下一段在新的一页", 0.95) if second.hints.after_break else _unfinished(first.text)


def _are_apart(first: Piece, second: Piece) -> bool:
    """Whether nothing can make one paragraph of two pieces: by their kind, as wholes, or as lines of the apparatus."""
    if is_finished(first.text) and not _breaks_inside(first.text, second.text):
        return True  # as most are
    if not _are_alike(first, second) or is_link(second):
        return True
    return bool(note_label(second.text)) or _both_labelled(first.text, second.text) or _is_apparatus(second.text)


def _are_alike(first: Piece, second: Piece) -> bool:
    """Whether both are text of one kind, and the first does not end in a link."""
    return _kind(first) == _kind(second) and _joinable(first) and _joinable(second) and not _ends_in_link(first)


def _kind(piece: Piece) -> Role:
    """The role, the editor's own paragraphs counted as text."""
    return "body" if piece.role == "paragraph" else piece.role


def _breaks_inside(first: str, second: str) -> bool:
    """Whether *first* opens a quotation, a title or a bracket, and *second* closes it before opening one of its own.

    So does a number that the next one follows within the sentence: ①|查得细；②改得实.
    """
    last = first[-1:]
    if "①" <= last < "⑳" and re.search(f"[；，、;,]\\s*{chr(ord(last) + 1)}", second):
        return True
    return any(
        first.count(opening) > first.count(closing)
        and closing in second
        and opening not in second[: second.index(closing)]
        for opening, closing in PAIRS
    )


def _is_number_torn(first: str, second: str) -> bool:
    return bool(_NUMBER_TORN.search(f"{first[-2:]}{second[:2]}")) and "，" in first


_SIGNS: tuple[tuple[Callable[[str, str], bool], tuple[str, float]], ...] = (
    (lambda _, second: continues(second), ("下一段以句读或后引号起头", 0.99)),
    (lambda first, _: is_broken_off(first), ("上一段以逗号、顿号或前引号收尾", 0.98)),
    (_is_number_torn, ("断在数字中间", 0.95)),
    (_breaks_inside, ("上一段的引号或括号没有合上，下一段合上了", 0.97)),
)
"""What tells that a second text goes on with a first, the evidence and its weight."""


def _stands_alone(first: Piece, second: Piece) -> bool:
    """Headings, points, captions and sources are whole without a full stop."""
    lone_heading = first.hints.bold and not second.hints.bold
    point = bool(ENUMERATOR.match(first.text) or first.text.startswith("——")) and "。" not in first.text
    apparatus = _is_apparatus(first.text) or CAPTION.search(first.text) or second.text.startswith("——")
    return bool(lone_heading or point or apparatus or _ends_whole(first.text))


def _ends_whole(text: str) -> bool:
    """Whether no stop is wanted: behind an address, and behind who said it (。——读者 小杨) or where it stood."""
    return bool(_ADDRESS.search(text) or _SIGNED.search(text) or _KEYWORDS.match(text)) or ends_in_credit(text)


def _is_apparatus(text: str) -> bool:
    """A byline, a source, a date or a line of the 版记 is whole, however it ends."""
    return bool(details_of(text) or COLOPHON.match(text))


def _unfinished(text: str) -> tuple[str, float] | None:
    """A long text with stops inside and none at its end is torn; a short one may be a title or a signature."""
    if len(text) < SHORTEST_TORN or not any(mark in text for mark in "，。；！？"):
        return None
    if text.endswith(("）", ")", "】")):
        return None
    return ("上一段没有句末标点", 0.85) if text.endswith(("”", "》")) else ("上一段没有句末标点", 0.95)


def _torn_over_indent(first: str, second: str) -> tuple[str, float] | None:
    """Why a text goes on below an indent, as programs set it before every line: whole sentences stand on both sides."""
    torn = is_whole(second) and _SENTENCE_ABOVE.search(first) and _unfinished(first)
    return ("上一段最后一句没有说完", 0.75) if torn else None


def _begins_afresh(first: str, second: str) -> bool:
    """An enumerator opens a paragraph; but ``统|一、相辅相成`` is a torn sentence, not a first point."""
    whole = is_finished(second[: link.start()] if (link := bracketed_link(second)) else second)
    torn_numeral = _CHINESE_NUMERAL.match(second) and whole and _unfinished(first) is not None
    return bool(ENUMERATOR.match(second)) and not torn_numeral


def _both_labelled(first: str, second: str) -> bool:
    """Lines of a list of particulars (地址：… 电话：…) stand each for itself."""
    short = len(first) < _LONGEST_PARTICULAR and not any(stop in first for stop in STOPS)
    return short and bool(ANY_LABEL.match(first)) and bool(ANY_LABEL.match(second))


def _joinable(piece: Piece) -> bool:
    whole = bool(piece.text) and not LONE_NUMBER.fullmatch(piece.text)
    return _kind(piece) in {"body", "note"} and whole and piece.hints.level is None


def _ends_in_link(piece: Piece) -> bool:
    last = piece.block.inlines[-1] if isinstance(piece.block, Paragraph) else None
    linked = isinstance(last, Link) and is_labelled(last)
    return linked or bracketed_link(piece.text) is not None
