"""小标题：short lines that divide the paragraphs of an article, where contents or marks name all articles."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.readers.draft import Piece
from wxpress.recover.headings.ladder import SETTLED
from wxpress.recover.words.lines import is_detail, is_emphatic, is_verse, may_be_heading
from wxpress.recover.words.sentences import has_equal_halves, is_part_of_sentence, is_whole
from wxpress.tree import Paragraph

_LONGEST = 20
_LEAST = 2


def subheads_in(pieces: Sequence[Piece], *, listed: bool, emphatic: bool = False) -> set[int]:
    """The places of short lines between paragraphs, lists or tables, two or more in an article: one may be torn off.

    The title of the first of several poems stands right below that of the article. Titles of articles are those that
    contents or marks name; *emphatic* where neither does, and type sets them off.
    """
    found: set[int] = set()
    inside: list[int] = []
    for at, piece in enumerate(pieces):
        titled = piece.hints.level or (emphatic and is_emphatic(piece) and may_be_heading(piece))
        if piece.role in SETTLED or (not listed and titled):
            found |= set(inside) if len(inside) >= _LEAST else set()
            inside = []
        elif _divides(pieces, at):
            inside.append(at)
    return found | set(inside) if len(inside) >= _LEAST else found


def _divides(pieces: Sequence[Piece], at: int) -> bool:
    text = pieces[at].text
    if not 1 < at + 1 < len(pieces) or len(text) > _LONGEST or is_detail(pieces[at]) or is_part_of_sentence(text):
        return False
    if "，" in text and not has_equal_halves(text):
        return False
    over_poem = is_verse(pieces[at + 1]) and pieces[at - 1].role in SETTLED
    return may_be_heading(pieces[at]) and _is_text(pieces[at + 1]) and (over_poem or _is_text(pieces[at - 1]))


def _is_text(piece: Piece) -> bool:
    """Whether a piece is a list, a table or the like, or a paragraph that is no short line."""
    if piece.role != "body" or is_detail(piece):
        return False
    whole = len(piece.text) > _LONGEST or is_whole(piece.text)
    return not isinstance(piece.block, Paragraph) or (whole and not may_be_heading(piece))
