"""上下文：every piece with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, pairwise

from wxpress.readers.draft import Draft, Piece, Role
from wxpress.recover.headings.evidence import LONGEST_SECTION, Place, Seat
from wxpress.recover.headings.fronts import front_names, fronts_of, names_again, note_below, particular_in
from wxpress.recover.headings.ladder import SETTLED, successors
from wxpress.recover.headings.letters import closing_lines
from wxpress.recover.headings.subheads import subheads_in
from wxpress.recover.headings.unlisted import unlisted_sections
from wxpress.recover.words.grammar import (
    AFTERWORD,
    SOURCE_LINE,
    continues,
    folded,
    is_finished,
    is_note_label,
    note_label,
)
from wxpress.recover.words.lines import (
    LONGEST_TITLE,
    breaks_off,
    ends_in_credit,
    ends_in_link,
    is_cited,
    is_detail,
    is_emphatic,
    may_be_heading,
    opens_talk,
)
from wxpress.recover.words.ranks import mark_of, rank_of
from wxpress.recover.words.signatures import (
    CERTAIN,
    LIKELY,
    MARK,
    POSSIBLE,
    degree_of,
    stands_over_names,
    unmarked,
)
from wxpress.recover.words.units import is_unit

_FEW_LINES = 3
"""So far below a line its source and link stand, where it has no text."""
_REACH = 24
"""How far below the name of a unit the next is looked for."""
_LONGEST_NAME = 4
_TITLED: frozenset[Role] = frozenset({"title", "article"})


def places_of(draft: Draft) -> list[Place]:
    """Every piece with what stands around it."""
    pieces, fronts = draft.pieces, fronts_of(draft)
    above, below = _neighbours(pieces)
    names, note = front_names(draft, fronts), note_below(pieces, fronts)
    signing = [_signing(piece, above[at], below[at]) for at, piece in enumerate(pieces)]
    divides = [_divides(pieces, at, above[at]) for at in range(len(pieces))]
    particular, follows = list(particular_in(pieces, fronts)), successors(pieces)
    told = draft.contents or any(piece.hints.level for piece in pieces)
    emphatic = not told and sum(is_emphatic(piece) and may_be_heading(piece) for piece in pieces) > 1
    subheads = subheads_in(pieces, listed=bool(draft.contents), emphatic=emphatic) if told or emphatic else ()
    unlisted = unlisted_sections(pieces, draft.front_end) if draft.contents else ()
    signing = [0 if divides[at] or at in subheads else degree for at, degree in enumerate(signing)]
    ended, repeated = list(_ended(pieces)), list(_repeated(pieces))
    closing = closing_lines(pieces)
    runs, plain_runs = _runs(pieces, signing)
    amid = _amid(pieces, ended, runs)
    return [
        Place(
            piece=piece,
            above=above[at],
            below=below[at],
            open=_is_open(draft, at) and at not in closing,
            ended=ended[at] or at - 1 in closing,
            torn=breaks_off(above[at]),
            run=runs[at],
            plain_run=plain_runs[at],
            amid=amid[at],
            front=fronts[at],
            repeated=repeated[at],
            running=fronts[at] is None and _is_open(draft, at) and names_again(piece.text, names),
            beside_number=_is_number(pieces, at - 1) or _is_number(pieces, at + 1),
            over_number=_is_number(pieces, at + 1),
            settled=_settled(piece, fronts[at]),
            over_note=at < note,
            signing=signing[at],
            divides=divides[at],
            particular=particular[at],
            follows=follows[at],
            subhead=at in subheads,
            unlisted=at in unlisted,
            textless=_is_textless(pieces[at + 1 : at + 1 + _FEW_LINES]),
        )
        for at, piece in enumerate(pieces)
    ]


def _neighbours(pieces: Sequence[Piece]) -> tuple[dict[int, Piece | None], dict[int, Piece | None]]:
    """The piece above and the piece below each, page numbers skipped."""
    above: dict[int, Piece | None] = dict.fromkeys(range(len(pieces)))
    below = dict(above)
    real = [at for at, piece in enumerate(pieces) if piece.role != "furniture"]
    for upper, lower in pairwise(real):
        above[lower], below[upper] = pieces[upper], pieces[lower]
    return above, below


def _is_number(pieces: Sequence[Piece], at: int) -> bool:
    return 0 <= at < len(pieces) and pieces[at].role == "furniture"


def _is_open(draft: Draft, at: int) -> bool:
    piece = draft.pieces[at]
    return at >= draft.front_end and not piece.hints.settled and may_be_heading(piece)


def _settled(piece: Piece, front: int | None) -> Seat | None:
    if piece.role == "title":
        return None if front is None else "front"
    return SETTLED.get(piece.role)


def _ended(pieces: Sequence[Piece]) -> Iterator[bool]:
    """For each piece, whether the text above it ends an article: by a link, or by a source below or behind it."""
    ended, titled = False, True
    for piece in pieces:
        yield ended
        if piece.role == "furniture" or (ended and AFTERWORD.fullmatch(piece.text)):
            continue
        ended = _ends_article(piece, titled=titled)
        titled = titled if is_detail(piece) else _is_title(piece)


def _ends_article(piece: Piece, *, titled: bool) -> bool:
    """A source below a title belongs to what follows; below text, it or the author in brackets are the last words."""
    told = SOURCE_LINE.fullmatch(piece.text) or AFTERWORD.fullmatch(piece.text) or is_cited(piece.text)
    credited = not titled and bool(told)
    return credited or ends_in_link(piece) or ends_in_credit(piece.text) or _is_whole_note(piece.text)


def _is_whole_note(text: str) -> bool:
    """Whether a paragraph opens with the label of the 编者按 and ends in a stop: what is short below it is a title."""
    return note_label(text) is not None and not is_note_label(text) and is_finished(text)


def _is_title(piece: Piece) -> bool:
    return piece.role in SETTLED or may_be_heading(piece)


def _runs(pieces: Sequence[Piece], signing: Sequence[int]) -> tuple[list[int], list[int]]:
    """For each piece, the length of the run of short lines that it is in, and of those without marks and numbers.

    Details and page numbers do not count.
    """
    lengths, plain = [0] * len(pieces), [0] * len(pieces)
    run: list[int] = []
    for at, piece in enumerate(pieces):
        if piece.role == "furniture" or is_detail(piece) or signing[at] >= LIKELY:
            continue
        if may_be_heading(piece):
            run.append(at)
            continue
        _close(pieces, run, lengths, plain)
    _close(pieces, run, lengths, plain)
    return lengths, plain


def _close(pieces: Sequence[Piece], run: list[int], lengths: list[int], plain: list[int]) -> None:
    unmarked = sum(not mark_of(pieces[at].text) for at in run)
    for at in run:
        lengths[at], plain[at] = len(run), unmarked
    run.clear()


def _amid(pieces: Sequence[Piece], ended: Sequence[bool], runs: Sequence[int]) -> list[int]:
    """For each piece, how many short lines stand alone amid the text of its stretch, down to where an article ends."""
    stretches: list[list[int]] = [[]]
    for at, piece in enumerate(pieces):
        if ended[at] or runs[at] > 1 or piece.role in SETTLED:
            stretches.append([])
        elif runs[at] == 1 and not (mark_of(piece.text) or opens_talk(piece.text) or piece.hints.level):
            stretches[-1].append(at)
    sizes = {at: len(stretch) for stretch in stretches for at in stretch}
    return [sizes.get(at, 0) for at in range(len(pieces))]


def _is_textless(below: Sequence[Piece]) -> bool:
    """Whether nothing but lines of source or date and then a link stand below a line, which ends a text itself."""
    rest = list(dropwhile(lambda piece: piece.role == "furniture" or is_detail(piece), below))
    return len(rest) < len(below) and any(
        ends_in_link(piece) and len(piece.text) <= LONGEST_SECTION for piece in rest[:1]
    )


def _repeated(pieces: Sequence[Piece]) -> Iterator[bool]:
    seen: set[str] = {""}
    for piece in pieces:
        words = folded(piece.text[: LONGEST_TITLE + 1])
        yield words in seen and bool(words)
        seen.add(words)


def _signing(piece: Piece, above: Piece | None, below: Piece | None) -> int:
    """How much *piece* looks like a signature below a title and above text, a numbered heading or another detail."""
    if above is None or below is None or len(piece.text) > LONGEST_TITLE or piece.role != "body":
        return 0
    if piece.hints.heads:
        return 0
    if piece.text == above.text or continues(below.text):
        return 0  # a title that the first sentence repeats
    is_title = may_be_heading(below) and not opens_talk(below.text) and rank_of(below.text) is None
    over_text = above.role == "article" or not is_title or is_detail(below)
    under_title = above.role == "title" or _is_title(above) or is_detail(above)
    if above.role in _TITLED and piece.hints.level is None and stands_over_names(piece.text, below.text):
        return CERTAIN  # 县委党校 over 张三, below a title
    degree = degree_of(piece.text) if over_text and under_title and rank_of(piece.text) is None else 0
    if over_text and above.role == "article" and MARK.match(piece.text) and len(unmarked(piece.text)) <= _LONGEST_NAME:
        degree = max(degree, LIKELY)
    is_signed = degree == POSSIBLE and degree_of(below.text) == CERTAIN  # the title of what is signed
    return 0 if is_signed or (degree < CERTAIN and piece.hints.level) else degree


def _divides(pieces: Sequence[Piece], at: int, above: Piece | None) -> bool:
    """Whether the name of a unit stands above its part of a text: amid text, or the next short line is a unit, too."""
    below = [piece for piece in pieces[at + 1 : at + 1 + _REACH] if piece.role != "furniture"]
    if not below or not is_unit(pieces[at].text) or (may_be_heading(below[0]) and rank_of(below[0].text) is None):
        return False
    further = next((piece.text for piece in below if _is_title(piece)), "")
    return is_unit(further) or above is None or not _is_title(above)
