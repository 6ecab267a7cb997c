"""刊头的所在：which first lines may be the masthead, what of the issue each tells, and the names that it gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from wxpress.readers.draft import Draft, Piece
from wxpress.recover.words.grammar import (
    DATE,
    ISSUE_LINE,
    folded,
    note_label,
)
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.recover.words.particulars import particulars

_NAMES = 2
"""So many lines of the masthead, the first ones, name what other pages may be headed with."""
_TOLD_IN_PARTS = {"issue"}
"""第8期, and 总第120期 on a line of its own."""
_FILLED = 9
"""Below a marked title no more lines of a masthead follow."""


def fronts_of(draft: Draft) -> list[int | None]:
    """For each piece, how many plain lines of the masthead stand above it, null below the masthead."""
    counts: list[int | None] = []
    count: int | None = 1 if "title" in draft.front else 0
    known: set[str] = set()
    for at, piece in enumerate(draft.pieces):
        count = None if draft.contents or not _may_be_front(piece) else count
        counts.append(count)
        if count is not None:
            told, name = _told_of_issue(draft.pieces, at, count, known)
            known |= told
            count += 0 if told and not name else _names_in(piece)
    return counts


def note_below(pieces: Sequence[Piece], fronts: Sequence[int | None]) -> int:
    """Where the 编者按 stands that only the masthead stands above; 0 where there is none."""
    note = next((at for at, piece in enumerate(pieces) if note_label(piece.text)), 0)
    return 0 if None in fronts[:note] else note


def _may_be_front(piece: Piece) -> bool:
    return piece.role == "furniture" or may_be_masthead(piece)


def particular_in(pieces: Sequence[Piece], fronts: Sequence[int | None]) -> Iterator[bool]:
    """For each piece, whether it is a line of issue, date or publisher, none of which the masthead has given yet."""
    known: set[str] = set()
    for at, front in enumerate(fronts):
        told, name = _told_of_issue(pieces, at, front, known) if front is not None else (set(), "")
        yield bool(told) and not name and not told & known - _TOLD_IN_PARTS
        known |= told


def _told_of_issue(pieces: Sequence[Piece], at: int, front: int, known: Collection[str]) -> tuple[set[str], str]:
    """The particulars that a line of the masthead gives, below *front* names, and the words that it holds besides."""
    below_name = bool(front) and "publisher" not in known and any(map(may_be_masthead, pieces[at + 1 : at + 2]))
    found, name = particulars(pieces[at].text, below_name=below_name)
    return set(found), name


def _names_in(piece: Piece) -> int:
    """How many names of a masthead a line of it gives."""
    if not piece.text:
        return 0
    return 1 if piece.role == "body" else _FILLED


def front_names(draft: Draft, fronts: Sequence[int | None]) -> set[str]:
    """The names that head the first page, and may head others: the first lines of the masthead and their last words."""
    first = sum(count is not None and count < _NAMES for count in fronts)
    front = [piece.text for piece in draft.pieces[: max(first, draft.front_end)] if piece.text]
    return {folded(part) for text in front for part in (text, text.split()[-1])} - {""}


def names_again(text: str, names: Collection[str]) -> bool:
    """Whether a line says a name of the masthead again, with the issue's number or date behind it or without."""
    return any(folded(words) in names for words in (text, DATE.sub("", ISSUE_LINE.sub("", text))))
