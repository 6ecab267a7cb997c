"""题后署名：a title and its author behind a gap on one line are two lines, where contents or other titles show it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

import msgspec

from wxpress.inlines import cut, kept
from wxpress.readers.draft import Draft, Hints, Piece, revise
from wxpress.recover.words.grammar import title_key
from wxpress.recover.words.likeness import are_alike
from wxpress.recover.words.lines import LONGEST_MARKED
from wxpress.recover.words.signatures import LIKELY, POSSIBLE, author_behind, degree_of, is_signature
from wxpress.tree import Paragraph
from wxpress.walk import words

_GAP = re.compile(r"\s*[/／]\s*|\u3000+|[ \t]{2,}")


def part_signed_titles(draft: Draft) -> Draft:
    """The draft whose titles of the contents stand on lines of their own, each author on the line below."""
    titles = {title_key(author_behind(entry.title)[0]) for entry in draft.contents} or _own_titles(draft.pieces)
    if draft.canonical or not titles:
        return draft
    return revise(draft, [part for piece in draft.pieces for part in _parts(piece, titles)])


def _own_titles(pieces: Sequence[Piece]) -> set[str]:
    """The titles of marked headings with their authors behind a gap, where several are and no contents name them."""
    marked = [piece.text for piece in pieces if piece.hints.level and _may_be_parted(piece)]
    gaps = [(text, gap) for text in marked for gap in _GAP.finditer(text)]
    signed = [text[: gap.start()] for text, gap in gaps if is_signature(text[gap.end() :])]
    titles = {title_key(title) for title in signed if degree_of(title) <= POSSIBLE}
    return titles if len(titles) > 1 else set()


def _parts(piece: Piece, titles: Collection[str]) -> Iterator[Piece]:
    length = _title_length(piece.text, titles) if _may_be_parted(piece) else 0
    if not length or not isinstance(piece.block, Paragraph):
        yield piece
        return
    inlines, span = piece.block.inlines, piece.span
    yield msgspec.structs.replace(piece, block=Paragraph(kept(inlines, length), span=span))
    yield Piece(Paragraph(cut(inlines, length, words), span=span), Hints(field="byline", tight=True))


def _may_be_parted(piece: Piece) -> bool:
    return piece.role == "body" and not piece.hints.settled and 0 < len(piece.text) <= LONGEST_MARKED


def _title_length(text: str, titles: Collection[str]) -> int:
    """Where the title of a line ends that has its author behind it; 0 for any other line, and where both are listed."""
    if title_key(text) in titles:
        return 0
    gaps = list(_GAP.finditer(text))
    signed = [gap for gap in gaps if degree_of(text[gap.end() :]) >= LIKELY]
    return next((gap.start() for gap in signed if _is_listed(title_key(text[: gap.start()]), titles)), 0)


def _is_listed(title: str, titles: Collection[str]) -> bool:
    """Whether the contents name a title, word for word or nearly."""
    return title in titles or any(are_alike(title, entry) for entry in titles)
