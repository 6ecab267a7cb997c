"""页眉：titles of the bulletin, a 栏目 or an article that run over its pages, without a number beside them or with one.

They are told only once the headings are known, so that the one true heading among its repetitions stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from wxpress.readers.draft import Draft, Piece
from wxpress.recover.furniture.page_numbers import as_furniture, is_beside_number
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import (
    COLOPHON,
    DATE,
    INTERNAL,
    ISSUE,
    ISSUE_LINE,
    PAGE_NUMBER,
    SHORTEST_TORN,
    SUBJECT_LABEL,
    folded,
    looks_like_title,
    trailing_link,
)
from wxpress.recover.words.pieces import is_plain
from wxpress.recover.words.sentences import lacks_end
from wxpress.tree import Paragraph

LONGEST_RUNNING_TITLE = 40
_OFTEN = 3
_MASTHEAD_LINES = 4
"""So many pieces below the contents may be the masthead printed again."""
BESIDE = re.compile(r"\s*[|｜丨·•/／—－]\s*|\s+")


class Reason(NamedTuple):
    """不是正文的缘由：what a piece is, by what evidence, and how sure that is (0 to 1)."""

    what: str
    evidence: str
    confidence: float


class Names(msgspec.Struct, frozen=True):
    """会在各页重现的名字：those of the *bulletin*, which no line of the text repeats, and its *titles*, which one does.

    All are folded, and *often* tells how many lines of the text are each of them.
    """

    bulletin: frozenset[str]
    titles: frozenset[str]
    often: Mapping[str, int]


def mark_running_names(draft: Draft) -> Draft:
    """The draft with the lines of its masthead that run over the pages in the role of furniture.

    None of them is a heading, so they are told before the headings are looked for; those that the contents name may be.
    """
    if not draft.contents:
        return draft
    names = _front_names(draft) - {folded(entry.title) for entry in draft.contents}
    often = _times(draft.pieces[draft.front_end :])
    running = {name for name in names if often[name] > 1}
    found = {
        at
        for at in range(draft.front_end, len(draft.pieces))
        if folded(draft.pieces[at].text) in (names if is_beside_number(draft.pieces, at) else running)
        and _may_run_unmarked(draft.pieces[at])
    }
    return as_furniture(draft, found)


def _may_run_unmarked(piece: Piece) -> bool:
    return piece.hints.level is None and _may_be_running_title(piece)


def _times(pieces: Sequence[Piece]) -> Counter[str]:
    """How often each line of the text, folded, stands in it."""
    return Counter(folded(piece.text) for piece in pieces if piece.role == "body" and piece.text)


def _front_names(draft: Draft) -> set[str]:
    """The names that the masthead above the contents gives, folded."""
    front = [piece.text for piece in draft.pieces[: draft.front_end] if piece.text]
    return {folded(part) for text in (*front, *draft.front.values()) for part in names_in(text)} - {""}


def running_names(draft: Draft) -> Names:
    """The names that may run over the pages of a draft whose headings are known."""
    titles = {folded(piece.text) for piece in draft.pieces if piece.role in {"title", "section", "article"}}
    return Names(frozenset(_front_names(draft)), frozenset(titles - {""}), _times(draft.pieces))


def names_in(text: str) -> tuple[str, ...]:
    """A line of the masthead, what it is without issue and date, and the last word of that, the series."""
    text = SUBJECT_LABEL.sub("", text)
    bare = DATE.sub(" ", ISSUE_LINE.sub(" ", text)).strip()
    return (text, bare, *text.split()[-1:], *bare.split()[-1:])


def running_title(draft: Draft, index: int, names: Names) -> Reason | None:
    """Why the piece at *index* is a title that runs over the pages; null where nothing proves it."""
    if index < draft.front_end or not _may_be_running_title(draft.pieces[index]):
        return None
    return next((Reason("页眉或页脚", *why) for holds, why in _proofs(draft, index, names) if holds), None)


def _proofs(draft: Draft, index: int, names: Names) -> Iterator[tuple[bool, tuple[str, float]]]:
    """What would prove a running title: whether it holds, the evidence and its weight; the surest first."""
    text = draft.pieces[index].text
    numbered, times = is_beside_number(draft.pieces, index), names.often.get(folded(text), 0)
    at_break = numbered or _between_halves(draft.pieces, index)
    bare = PAGE_NUMBER.sub("", ISSUE.sub("", DATE.sub("", text)))
    again = bool(draft.contents) and index - draft.front_end < _MASTHEAD_LINES
    shows_again = any((at_break, again, times > 1, bare != text))
    yield shows_again and folded(bare) in names.bulletin, ("与刊头文字相同，在分页处单独成行", 0.95)
    yield at_break and folded(bare) in names.titles, ("与标题相同，在分页处重复", 0.95)
    yield at_break and _joins_two(bare, names.bulletin | names.titles), ("两个标题并成一行，在分页处重复", 0.95)
    yield at_break and _is_imprint(draft.pieces[index:]), ("内部资料的说明，在分页处单独成行", 0.9)
    yield times > 1 and bool(INTERNAL.fullmatch(text)), (f"内部资料的说明，重复 {times} 次", 0.9)
    yield numbered and times >= _OFTEN, (f"在页码旁重复 {times} 次", 0.9)


def _joins_two(text: str, names: Container[str]) -> bool:
    """Whether a line is two of the *names* side by side: 栏目 and 篇目, as the heads of even pages have them."""
    gaps = BESIDE.finditer(text)
    return any(folded(text[: gap.start()]) in names and folded(text[gap.end() :]) in names for gap in gaps)


def _is_imprint(pieces: Sequence[Piece]) -> bool:
    """Whether the first of *pieces* says 内部资料 above more text; at the end it is the 版记's."""
    below = (piece for piece in pieces[1:] if piece.role != "furniture" and not INTERNAL.match(piece.text))
    goes_on = any(piece.text and not COLOPHON.match(piece.text) for piece in below)
    return goes_on and bool(INTERNAL.fullmatch(pieces[0].text))


def _may_be_running_title(piece: Piece) -> bool:
    """A short line of plain words: a link or a picture is somebody's text, and so is who wrote it."""
    if piece.role != "body" or not looks_like_title(piece.text, LONGEST_RUNNING_TITLE) or not is_plain(piece):
        return False
    return not trailing_link(piece.text) and "byline" not in details_of(piece.text)


def _between_halves(pieces: Sequence[Piece], index: int) -> bool:
    """Below the long first half of a torn paragraph, and above more text."""
    above, below = (
        _nearest_text(map(pieces.__getitem__, places))
        for places in (range(index - 1, -1, -1), range(index + 1, len(pieces)))
    )
    are_texts = above.role == below.role == "body" and bool(below.text)
    return are_texts and len(above.text) >= SHORTEST_TORN and lacks_end(above.text)


def _nearest_text(pieces: Iterable[Piece]) -> Piece:
    """The first piece that is no furniture; an empty one where there is none."""
    return next((piece for piece in pieces if piece.role != "furniture"), Piece(Paragraph(())))
