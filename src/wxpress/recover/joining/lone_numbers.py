"""单独成行的序号：a number set on a line of its own above its heading, as pages for phones do, is the heading's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import count

import msgspec

from wxpress.inlines import join
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.grammar import is_finished, looks_like_title
from wxpress.recover.words.sentences import is_part_of_sentence
from wxpress.source import cover
from wxpress.tree import Paragraph, Text

_NUMBER = re.compile(r"(?:PART\s*[.·]?\s*)?0?(?P<number>\d{1,2})", re.IGNORECASE)
_LEAST = 2
_LONGEST = 30


def join_lone_numbers(draft: Draft) -> Draft:
    """The draft whose numbers 01, 02 … on lines of their own stand before the short lines below them.

    They must count from 1 on, each above a short line without a stop, and be written or set as no page number is.
    """
    found = _numbers(draft.pieces)
    if draft.canonical or not _count_up(draft.pieces, found):
        return draft
    account = [_entry(*draft.pieces[at : at + 2]) for at in found]
    return revise(draft, list(_joined(draft.pieces, set(found))), account)


def _numbers(pieces: Sequence[Piece]) -> list[int]:
    """Where a line is a number and nothing else, the one below a short line."""
    return [at for at, piece in enumerate(pieces[:-1]) if _number(piece) and _is_short(pieces[at + 1])]


def _count_up(pieces: Sequence[Piece], found: Sequence[int]) -> bool:
    """Whether these are all numbers that stand alone, count from 1, and are no pages'."""
    alone = sum(_number(piece) is not None for piece in pieces)
    numbers = [_number(pieces[at]) for at in found]
    counted = all(number == wanted for number, wanted in zip(numbers, count(1), strict=False))
    are_headings = counted and not any(_cuts_text(pieces, at) for at in found)
    return (
        len(found) >= _LEAST and alone == len(found) and are_headings and all(_is_set_off(pieces[at]) for at in found)
    )


def _cuts_text(pieces: Sequence[Piece], at: int) -> bool:
    """Whether the number at *at* stands within a paragraph, as pages' do: running text breaks off above it."""
    above = pieces[at - 1].text if at else ""
    return bool(above) and not (is_finished(above) or looks_like_title(above, len(above)))


def _number(piece: Piece) -> int | None:
    match = _NUMBER.fullmatch(piece.text) if piece.role == "body" and isinstance(piece.block, Paragraph) else None
    return int(match["number"]) if match else None


def _is_set_off(piece: Piece) -> bool:
    """Whether a number is written as 01 or PART 1, or set in other letters than the text."""
    plain = piece.text.isdecimal() and not piece.text.startswith("0")
    return not plain or piece.hints.bold or piece.hints.centred or piece.hints.size > 1


def _is_short(piece: Piece) -> bool:
    is_line = piece.role == "body" and _number(piece) is None and looks_like_title(piece.text, _LONGEST)
    return is_line and not is_part_of_sentence(piece.text)


def _joined(pieces: Sequence[Piece], numbers: set[int]) -> Iterator[Piece]:
    for at, piece in enumerate(pieces):
        if at not in numbers:
            yield _numbered(pieces[at - 1], piece) if at - 1 in numbers else piece


def _numbered(number: Piece, heading: Piece) -> Piece:
    """The heading with its number before it."""
    runs = [piece.block.inlines for piece in (number, heading) if isinstance(piece.block, Paragraph)]
    block = Paragraph(join(runs[0], (Text(" "),), runs[1]), span=cover(number.span, heading.span))
    return msgspec.structs.replace(heading, block=block)


def _entry(number: Piece, heading: Piece) -> Entry:
    return Entry(
        by="headings",
        kind="join",
        span=cover(number.span, heading.span),
        before=f"{number.text}⏎{heading.text}",
        after=f"{number.text} {heading.text}",
        reason="序号单独成行，与下一行的标题接合",
        evidence="这样的序号从 1 起依次相接，下面各有一行短句",
        confidence=0.9,
    )
