"""两期：a file that holds two issues is one too many; where the second begins is said, and nothing is guessed of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from wxpress.diagnostics import diagnose
from wxpress.inlines import unspaced
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.contents.entries import looks_like_entry
from wxpress.recover.contents.lines import LONGEST_TITLE, entry_lines
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import CONTENTS_LABEL, ISSUE_LINE, folded
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.tree import List

_MASTHEAD = 6
"""So many pieces the masthead is at most, and so many more its contents are away from it."""

_LEAST_ENTRIES = 2


def find_second_issue(draft: Draft) -> Draft:
    """The draft, with an error where the masthead comes again with another number, or with contents of its own."""
    front = [piece for piece in draft.pieces[: draft.front_end or _MASTHEAD] if piece.text][:_MASTHEAD]
    names = {folded(_unnumbered(piece.text)) for piece in front[:2]} - {""}
    numbers = set(_numbers(front))
    if draft.canonical or not names:
        return draft
    for at in range(max(len(front), draft.front_end), len(draft.pieces)):
        if _is_named(draft.pieces[at], names) and _opens_issue(draft.pieces[at:][:_MASTHEAD], numbers):
            piece = draft.pieces[at]
            finding = diagnose("WX212", source=draft.source.name, span=piece.span, masthead=piece.text)
            return revise(draft, draft.pieces, findings=[finding])
    return draft


def _is_named(piece: Piece, names: set[str]) -> bool:
    return len(piece.text) <= LONGEST_TITLE and folded(_unnumbered(piece.text)) in names


def _unnumbered(text: str) -> str:
    """A line of the masthead without the issue's number, which changes from one to the next."""
    return ISSUE_LINE.sub("", text)


def _numbers(pieces: Sequence[Piece]) -> Iterator[str]:
    for piece in pieces:
        yield from (_number(match[0]) for match in ISSUE_LINE.finditer(piece.text))


def _number(issue: str) -> str:
    """What counts of an issue's number; the year before it and the total behind it may be left out."""
    return re.sub(r"^[（(]?.{4}年|^\d{4}[/.．]0?|第|期|\D*总.*|[（(]\D+[）)]$", "", unspaced(issue)).strip("（）()")


def _opens_issue(pieces: Sequence[Piece], known: set[str]) -> bool:
    """Whether a masthead, and no running title, begins here: with another number, or above contents."""
    lines = takewhile(may_be_masthead, pieces)
    numbers = set(_numbers([piece for piece in lines if not details_of(piece.text).keys() - {"date"}])) - {""}
    return bool(known and numbers and not numbers & known) or any(map(_is_contents, pieces))


def _is_contents(piece: Piece) -> bool:
    if CONTENTS_LABEL.fullmatch(piece.text) or looks_like_entry(piece.text):
        return True
    return isinstance(piece.block, List) and len(entry_lines(piece)) >= _LEAST_ENTRIES and _has_pages(piece)


def _has_pages(piece: Piece) -> bool:
    return any(looks_like_entry(line.text) for line in entry_lines(piece))
