"""刊头到哪里为止：how many of the first pieces may belong to the masthead."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from wxpress.readers.draft import Draft, Piece, Role
from wxpress.recover.masthead.lines import is_imprint, is_of_page, is_publisher_of_page, tells_publication
from wxpress.recover.words.detail_lines import LABELLED, details_of
from wxpress.recover.words.lines import is_subtitle
from wxpress.recover.words.masthead_lines import holds_particulars_only, may_be_masthead
from wxpress.recover.words.nameplate import looks_like_series, may_be_series
from wxpress.recover.words.names import is_personal_name
from wxpress.recover.words.particulars import particulars
from wxpress.recover.words.ranks import rank_of

_STRUCTURE: frozenset[Role] = frozenset({"section", "article", "heading", "note"})
_POINTS = frozenset({"一、", "（一）", "1.", "（1）"})
"""Numbers of the points of a text."""
_MOST_LINES = 6
"""So many lines a masthead has below its subject."""


def front_end(draft: Draft) -> int:
    """How many pieces may belong to the masthead: those above the contents, else short lines up to a marked title.

    Below a marked title, or where front matter has named the series, only issue, date and publisher may follow; what
    else stands there is text.
    """
    marked = next((at for at, piece in enumerate(draft.pieces) if piece.role == "title"), None)
    limit = _below_contents(draft) if draft.contents and draft.front_end else _first_structure(draft)
    titled_above = len(draft.pieces) if marked is None or draft.contents else marked
    is_named = "series" in draft.front
    first = 0 if is_named or draft.contents else _below_number(draft.pieces, titled_above, limit)
    places = range(first, min(limit, len(draft.pieces)))
    ends = (at for at in places if _ends_masthead(draft, at, named_above=is_named or at > titled_above))
    return next(ends, limit)


def _below_contents(draft: Draft) -> int:
    """Where the contents stood; below them, where nothing but 主管：… and the like stands above the first title."""
    end = _first_structure(draft)
    lines = [piece.text for piece in draft.pieces[draft.front_end : end] if piece.role != "furniture"]
    return end if all(holds_particulars_only(text) or is_imprint(text) for text in lines) else draft.front_end


def _first_structure(draft: Draft) -> int:
    return next((at for at, piece in enumerate(draft.pieces) if piece.role in _STRUCTURE), len(draft.pieces))


def _below_number(pieces: Sequence[Piece], title: int, limit: int) -> int:
    """Where the masthead ends that stands below a marked title, with its number or date; 0 where none does.

    Pages of the web and Word files set the subject first. All lines down to the first 栏目 or note may be it.
    """
    lines = range(title + 1, min(title + 1 + _MOST_LINES, limit))
    short = list(takewhile(lambda at: _may_be_below_title(pieces[at]), lines))
    is_all = len(short) == limit - title - 1
    numbers = [at for at in short if "issue" in particulars(pieces[at].text)[0]]
    named = [at for at in short if looks_like_series(pieces[at].text)]
    named += [at for at in short if numbers and may_be_series(pieces[at].text)]
    named += [title] * (bool(numbers) and any(piece.text for piece in pieces[:title]))  # the series, above it
    told = [at for at in short if is_all or not particulars(pieces[at].text, below_name=bool(numbers))[1]]
    return told[-1] + 1 if told and named and min(named) <= told[-1] and limit < len(pieces) else 0


def _may_be_below_title(piece: Piece) -> bool:
    text = piece.text
    is_line = may_be_masthead(piece) and bool(text) and not (_names_a_person(text) or is_subtitle(text))
    return is_line and (
        looks_like_series(text)  # 理论学习月报 may be a source, too
        or not details_of(text).keys() - {"date"}
        or holds_particulars_only(text)
    )


def _ends_masthead(draft: Draft, at: int, *, named_above: bool) -> bool:
    """Whether no masthead reaches this piece: it is text, torn at a page break, or more than particulars."""
    piece, below = draft.pieces[at], draft.pieces[at + 1 : at + 2]
    if piece.role == "title":
        return False
    torn = not draft.contents and any(lower.hints.after_break for lower in below)
    return (
        torn
        or (at > 0 and not draft.contents and _names_a_person(piece.text))
        or (at > 0 and not draft.contents and rank_of(piece.text) in _POINTS)
        or not (may_be_masthead(piece) or (is_divided(draft) and is_of_page(piece.text)))
        or (named_above and not (_tells_of_issue(draft, piece.text) or _publishes(draft, piece, below)))
    )


def _publishes(draft: Draft, piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether a line names who published the page of an issue, the hour being told right below."""
    return is_divided(draft) and any(is_publisher_of_page(piece.text, lower.text) for lower in below)


def _tells_of_issue(draft: Draft, text: str) -> bool:
    """Whether a line below the subject gives issue, date or publisher, and nothing else but the name of the series."""
    if is_divided(draft) and (is_of_page(text) or (tells_publication(text) and "date" in details_of(text))):
        return True
    found, name = particulars(text)
    return bool(found) and (not name or ("series" not in draft.front and looks_like_series(name)))


def is_divided(draft: Draft) -> bool:
    """Whether there are articles, so that a line of details above them all is the bulletin's own."""
    return any(piece.role in {"section", "article"} for piece in draft.pieces)


def _names_a_person(text: str) -> bool:
    """Whether a line names a person, with a label or without, who is no subject; 简　报 is set as names are, too."""
    told = LABELLED.match(text) and "byline" in details_of(text)
    return bool(told) or (is_personal_name(text) and not looks_like_series(text))
