"""诗行：short lines one right below another, a comma behind some, a stop behind all: verses, each on its own line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wxpress.inlines import ems
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, hinted, revise
from wxpress.recover.words.grammar import BULLET, COLOPHON, ENUMERATOR, note_label
from wxpress.recover.words.pieces import joined
from wxpress.source import cover

_LEAST, _LONGEST = 3, 18
"""So many lines at least, each so wide at most, in em."""

_STOPS = tuple("，。！？；：、…”—")


def join_verses(draft: Draft) -> Draft:
    """The draft whose verses are one paragraph a stanza, with a break behind each line."""
    pieces: list[Piece] = []
    account: list[Entry] = []
    for group in _blocks(draft.pieces):
        are_verses = len(group) >= _LEAST and _are_verses(group)
        pieces += [joined(group[0], *map(_with_break, group[1:]))] if are_verses else group
        account += [_entry(group)] if are_verses else []
    return revise(draft, pieces, account) if account else draft


def _blocks(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Lines that no blank line divides."""
    block: list[Piece] = []
    for piece in pieces:
        if block and not piece.hints.tight:
            yield block
            block = []
        block.append(piece)
    yield block


def _are_verses(lines: Sequence[Piece]) -> bool:
    """Whether all are short and end in a stop, one at least in a comma, behind which no paragraph ends."""
    is_even = len({line.hints.indent for line in lines}) == 1
    return is_even and all(map(_is_verse, lines)) and any(line.text.endswith("，") for line in lines)


def _is_verse(piece: Piece) -> bool:
    text = piece.text
    is_line = piece.role == "body" and not piece.hints.level and piece.hints.follows is None and text.endswith(_STOPS)
    opens = (BULLET.match(text), ENUMERATOR.match(text), COLOPHON.match(text), note_label(text))
    return is_line and ems(text) <= _LONGEST and not any(opens)


def _with_break(piece: Piece) -> Piece:
    return hinted(piece, hard_break=True)


def _entry(lines: Sequence[Piece]) -> Entry:
    return Entry(
        by="joins",
        kind="join",
        span=cover(*(line.span for line in lines)),
        before="⏎".join(line.text for line in lines),
        after="".join(line.text for line in lines),
        reason="诗行，一节一段，各行另起",
        evidence="各行都短，以标点收尾，中间没有空行",
        confidence=0.9,
    )
