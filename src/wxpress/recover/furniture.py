"""版面附件：page numbers and running titles that an extractor left between paragraphs.

Page numbers are told by their form before anything else is looked at; running titles only once the headings are known,
so that the one true heading among its repetitions stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.grammar import (
    DATE,
    ISSUE,
    LONE_NUMBER,
    PAGE_NUMBER,
    folded,
    is_finished,
    looks_like_title,
)

LONGEST_RUNNING_TITLE = 40
_OFTEN = 3
_LARGEST_STEP = 3


def mark_page_numbers(draft: Draft) -> Draft:
    """The draft with pieces that are page numbers in the role of furniture; they go with `drop_furniture`."""
    lone = _page_numbers(draft.pieces)
    return revise(
        draft,
        [
            with_role(piece, "furniture")
            if piece.hints.container is None and (PAGE_NUMBER.fullmatch(piece.text) or index in lone)
            else piece
            for index, piece in enumerate(draft.pieces)
        ],
    )


def _page_numbers(pieces: Sequence[Piece]) -> set[int]:
    """Numbers that stand alone are page numbers where they follow on through the text, or cut a sentence in two."""
    numbers = [(index, int(piece.text)) for index, piece in enumerate(pieces) if LONE_NUMBER.fullmatch(piece.text)]
    found = {index for index, _ in numbers if _cuts_a_sentence(pieces, index)}
    for (index, number), (next_index, next_number) in pairwise(numbers):
        if 0 < next_number - number <= _LARGEST_STEP and next_index > index + 1:
            found |= {index, next_index}
    return found


def _cuts_a_sentence(pieces: Sequence[Piece], index: int) -> bool:
    if index == 0 or index + 1 == len(pieces):
        return False
    above, below = pieces[index - 1].text, pieces[index + 1].text
    return bool(below) and bool(above) and not is_finished(above) and any(mark in above for mark in "，。；、")


def drop_furniture(draft: Draft) -> Draft:
    """The draft without page numbers, and without titles of the bulletin, a 栏目 or an article run over its pages."""
    often = Counter(folded(piece.text) for piece in draft.pieces if piece.role == "body" and piece.text)
    names = _running_names(draft)
    kept: list[Piece] = []
    account: list[Entry] = []
    broken = False
    for index, piece in enumerate(draft.pieces):
        reason = _reason(draft, index, names, often)
        if reason:
            account.append(
                Entry(
                    by="furniture",
                    kind="drop",
                    span=piece.span,
                    before=piece.text,
                    after="",
                    reason=reason[0],
                    evidence=reason[1],
                    confidence=reason[2],
                )
            )
            broken = True
        else:
            hints = msgspec.structs.replace(piece.hints, after_break=broken)
            kept.append(msgspec.structs.replace(piece, hints=hints) if broken else piece)
            broken = False
    return revise(draft, kept, account)


def _running_names(draft: Draft) -> tuple[set[str], set[str]]:
    """The names of the bulletin, which no line of the text repeats, and its titles, of which one stands in the text."""
    front = [piece.text for piece in draft.pieces[: draft.front_end] if piece.text]
    names = {folded(part) for text in (*front, *draft.front.values()) for part in (text, *text.split())}
    titles = {folded(piece.text) for piece in draft.pieces if piece.role in {"title", "section", "article"}}
    return names - {""}, titles - {""}


def _reason(
    draft: Draft, index: int, names: tuple[set[str], set[str]], often: Counter[str]
) -> tuple[str, str, float] | None:
    piece = draft.pieces[index]
    if piece.role == "furniture":
        return "页码", "页码的写法", 0.98
    if piece.role != "body" or index < draft.front_end or not looks_like_title(piece.text, LONGEST_RUNNING_TITLE):
        return None
    bare = PAGE_NUMBER.sub("", ISSUE.sub("", DATE.sub("", piece.text)))
    if folded(bare) in names[0]:
        return "页眉或页脚", "与刊头文字相同，单独成行", 0.95
    if folded(bare) in names[1] and (bare != piece.text or _at_page_break(draft.pieces, index)):
        return "页眉或页脚", "与标题相同，在分页处重复", 0.95
    if often[folded(piece.text)] >= _OFTEN and _at_page_break(draft.pieces, index):
        return "页眉或页脚", f"在分页处重复 {often[folded(piece.text)]} 次", 0.9
    return None


def _at_page_break(pieces: Sequence[Piece], index: int) -> bool:
    """Beside a page number, or between the halves of a paragraph."""
    neighbours = [pieces[at] for at in (index - 1, index + 1) if 0 <= at < len(pieces)]
    if any(piece.role == "furniture" for piece in neighbours):
        return True
    before = next((piece for piece in reversed(pieces[:index]) if piece.role != "furniture"), None)
    return before is not None and before.role == "body" and bool(before.text) and not is_finished(before.text)
