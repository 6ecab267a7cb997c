"""像人名的栏目：江声, 时论 and 牛人 begin as names do; where such lines stand tells whether they head or sign.

A signature stands below a title, or below the text that it closes. A 栏目 stands above a title, and the first of them
above the first title of all, where nothing is there to be signed.
"""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.readers.draft import Draft, Piece, hinted, revise
from wxpress.recover.headings.evidence import LONGEST_SECTION
from wxpress.recover.words.grammar import COLOPHON, looks_like_title, note_label
from wxpress.recover.words.lines import ends_in_credit, ends_in_link, is_cited, is_detail, may_be_heading
from wxpress.recover.words.masthead_lines import holds_particulars_only, may_be_masthead
from wxpress.recover.words.names import is_personal_name
from wxpress.recover.words.ranks import rank_of
from wxpress.recover.words.signatures import LIKELY, degree_of

_EARLY = 30
"""The first 栏目 is looked for among so many pieces."""

_FAR = 12.0
"""Lines so far from the margin, in em, are set to the right, as signatures are."""


def tell_namesakes(draft: Draft) -> Draft:
    """The draft whose lines that read as names, but head titles by their places, have that as a hint."""
    if draft.canonical or draft.contents:
        return draft
    pieces = [piece for piece in draft.pieces if piece.role != "furniture"]
    found = [at for at, _ in enumerate(pieces) if _heads_title(pieces, at)]
    if not found or _sign_below(pieces):
        return draft
    if not (any(_is_shown(pieces, at) for at in found) or _open_with_section(pieces)):
        return draft
    heads = {id(pieces[at]) for at in found}
    return revise(draft, [hinted(piece, heads=True) if id(piece) in heads else piece for piece in draft.pieces])


def _heads_title(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a name stands above a title, and not below another that it may sign."""
    return (
        _is_name(pieces[at])
        and _is_title(pieces, at + 1)
        and (_is_first(pieces, at) or not may_be_heading(pieces[at - 1]))
    )


def _is_name(piece: Piece) -> bool:
    return piece.role == "body" and piece.hints.indent < _FAR and not piece.hints.level and is_personal_name(piece.text)


def _is_title(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a line that may be an article's title stands there, above text or who wrote it."""
    here, below = pieces[at : at + 1], pieces[at + 1 : at + 2]
    if not below or not may_be_heading(here[0]) or is_detail(here[0]) or rank_of(here[0].text) is not None:
        return False
    return not may_be_heading(below[0]) or is_detail(below[0]) or degree_of(below[0].text) >= LIKELY


def _is_first(pieces: Sequence[Piece], at: int) -> bool:
    """Whether nothing but the masthead, whose last line is no title that may be signed, and the note stand above."""
    above = pieces[:at]
    note = next((place for place, piece in enumerate(above) if note_label(piece.text)), at)
    if not all(map(may_be_masthead, above[:note])):
        return False
    return not any(map(may_be_heading, above[note + 1 :])) if note < at else _tells_of_issue(above)


def _tells_of_issue(masthead: Sequence[Piece]) -> bool:
    return bool(masthead) and holds_particulars_only(masthead[-1].text)


def _sign_below(pieces: Sequence[Piece]) -> bool:
    """Whether the last text of all is signed by a name below it, so that others may be, too."""
    last = next((at for at in range(len(pieces) - 1, 0, -1) if not COLOPHON.match(pieces[at].text)), 0)
    return last > 0 and _is_name(pieces[last]) and not may_be_heading(pieces[last - 1])


def _open_with_section(pieces: Sequence[Piece]) -> bool:
    """Whether a short line heads the first title of all, so that the text is divided by such lines."""
    short = (at for at, piece in enumerate(pieces[:_EARLY]) if len(piece.text) <= LONGEST_SECTION)
    return any(may_be_heading(pieces[at]) and _is_title(pieces, at + 1) and _is_first(pieces, at) for at in short)


def _is_shown(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a name above a title does not sign the text above: there is none, it is closed, or titles are signed."""
    if _is_first(pieces, at):
        return True
    above, signature = pieces[at - 1], pieces[at + 2].text
    closed = ends_in_link(above) or ends_in_credit(above.text) or is_cited(above.text)
    return closed or (degree_of(signature) >= LIKELY and looks_like_title(signature))
