"""页码：numbers that an extractor left between paragraphs, told by their form before anything else is looked at."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.contents.entries import looks_like_entry
from wxpress.recover.furniture.strokes import is_separator
from wxpress.recover.words.grammar import COLOPHON, LONE_NUMBER, PAGE_NUMBER, is_finished
from wxpress.recover.words.pieces import is_plain
from wxpress.recover.words.sentences import lacks_end

_LARGEST_STEP = 3
_LONGEST_NUMBER = 3
_AROUND = 3
"""A number, and what stands above and below it."""


def mark_page_numbers(draft: Draft) -> Draft:
    """The draft with pieces that are page numbers in the role of furniture; they go with `drop_furniture`."""
    lone = _page_numbers(draft.pieces)
    return as_furniture(draft, {at for at, piece in enumerate(draft.pieces) if _may_be_numbered(piece, at in lone)})


def _may_be_numbered(piece: Piece, is_lone: bool) -> bool:  # noqa: FBT001 - a fact
    """Whether a plain line of the text is a page number, by its form or as one that stands alone."""
    is_text = piece.role == "body" and piece.hints.container is None
    is_number = is_text and (is_lone or bool(PAGE_NUMBER.fullmatch(piece.text)) or is_separator(piece))
    return is_number and is_plain(piece)


def as_furniture(draft: Draft, found: Container[int]) -> Draft:
    """The draft with the pieces at the places *found* in the role of furniture."""
    pieces = enumerate(draft.pieces)
    return revise(draft, [with_role(piece, "furniture") if at in found else piece for at, piece in pieces])


def _page_numbers(pieces: Sequence[Piece]) -> set[int]:
    """Numbers that stand alone are page numbers where they follow on through the text, or cut a sentence in two."""
    numbers = list(_numbers(pieces))
    found = {index for index, _ in numbers if _cuts_a_sentence(pieces, index)}
    for (index, number), (next_index, next_number) in pairwise(numbers):
        if 0 < next_number - number <= _LARGEST_STEP and next_index > index + 1:
            found |= {index, next_index}
    found |= {index for index, _ in numbers if _closes(pieces, index) or (found and _is_below_contents(pieces, index))}
    return found if any(_is_torn_above(pieces, index) for index in found) else found - set(_in_brackets(pieces, found))


def _closes(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a number stands last of all, below a whole text or a line of the 版记."""
    above = pieces[index - 1].text if index else ""
    is_last = index == len(pieces) - 1 and len(pieces[index].text) <= _LONGEST_NUMBER
    return is_last and bool(is_finished(above) or COLOPHON.match(above))


def _is_below_contents(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a number stands right below the contents, as that of their page does."""
    return index > 0 and looks_like_entry(pieces[index - 1].text)


def _in_brackets(pieces: Sequence[Piece], found: Iterable[int]) -> Iterator[int]:
    """The numbers in brackets, which may count points as well: they need a sentence that one of them cuts."""
    return (index for index in found if pieces[index].text.lstrip().startswith(("（", "(")))


def _is_torn_above(pieces: Sequence[Piece], index: int) -> bool:
    return index > 0 and lacks_end(pieces[index - 1].text, "，。；、")


def _numbers(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where a line is a number, in a page number's dress or without, and which."""
    for index, piece in enumerate(pieces):
        match = LONE_NUMBER.fullmatch(piece.text) or PAGE_NUMBER.fullmatch(piece.text)
        if match:
            yield index, int(next(filter(None, match.groups())))


def _cuts_a_sentence(pieces: Sequence[Piece], index: int) -> bool:
    around = [piece.text for piece in pieces[max(index - 1, 0) : index + 2]]
    return len(around) == _AROUND and all(around) and lacks_end(around[0], "，。；、")


def is_page_number(piece: Piece) -> bool:
    """Whether furniture is a page number."""
    numbered = PAGE_NUMBER.fullmatch(piece.text) or LONE_NUMBER.fullmatch(piece.text)
    return piece.role == "furniture" and bool(numbered)


def is_beside_number(pieces: Sequence[Piece], index: int) -> bool:
    """Whether furniture, as a page number is, stands right above or below."""
    return any(pieces[at].role == "furniture" for at in (index - 1, index + 1) if 0 <= at < len(pieces))
