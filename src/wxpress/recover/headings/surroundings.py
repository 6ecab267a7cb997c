"""上下文：every piece with what stands around it, and the facts of the whole text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import dropwhile, pairwise

from wxpress.readers.draft import Draft, Piece
from wxpress.recover.headings.evidence import Facts, Place, Seat
from wxpress.recover.headings.ladder import SETTLED, ladder_of, successors
from wxpress.recover.headings.letters import closing_lines
from wxpress.recover.headings.subheads import subheads_in
from wxpress.recover.headings.unlisted import unlisted_sections
from wxpress.recover.words.detail_lines import details_of, names_reporter
from wxpress.recover.words.grammar import (
    AFTERWORD,
    DATE,
    ISSUE_LINE,
    SOURCE,
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
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.recover.words.particulars import particulars
from wxpress.recover.words.ranks import mark_of, rank_of
from wxpress.recover.words.signatures import CERTAIN, LIKELY, MARK, POSSIBLE, degree_of, unmarked
from wxpress.recover.words.units import is_unit

LONGEST_SECTION = 12
_MANY, _MOST, _FEW = 2, 0.7, 0.2
_LONGEST_RUN = 2
_LEAST_SECTIONS = 2
_NAMES = 2
_OF_TITLES = (None, "之一")
"""学习笔记之一：… counts articles as often as headings."""

_FEW_LINES = 3
_TOLD_IN_PARTS = {"issue"}
"""第8期, and 总第120期 on a line of its own."""
_REACH = 24
"""How far below the name of a unit the next is looked for."""
_LONGEST_NAME = 4
_FILLED = 9
"""Below a marked title no more lines of a masthead follow."""


def places_of(draft: Draft) -> list[Place]:
    """Every piece with what stands around it."""
    pieces, fronts = draft.pieces, _fronts(draft)
    above, below = _neighbours(pieces)
    names, note = _front_names(draft, fronts), _note_below(pieces, fronts)
    signing = [_signing(piece, above[at], below[at]) for at, piece in enumerate(pieces)]
    divides = [_divides(pieces, at, above[at]) for at in range(len(pieces))]
    signing = [0 if divided else degree for degree, divided in zip(signing, divides, strict=True)]
    particular, follows = list(_particular(pieces, fronts)), successors(pieces)
    told = draft.contents or any(piece.hints.level for piece in pieces)
    subheads = subheads_in(pieces, listed=bool(draft.contents)) if told else ()
    unlisted = unlisted_sections(pieces, draft.front_end) if draft.contents else ()
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
            running=fronts[at] is None and _is_open(draft, at) and _names_again(piece.text, names),
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


def _note_below(pieces: Sequence[Piece], fronts: Sequence[int | None]) -> int:
    """Where the 编者按 stands that only the masthead stands above; 0 where there is none."""
    note = next((at for at, piece in enumerate(pieces) if note_label(piece.text)), 0)
    return 0 if None in fronts[:note] else note


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
    told = SOURCE.fullmatch(piece.text) or AFTERWORD.fullmatch(piece.text) or is_cited(piece.text)
    credited = not titled and bool(told)
    return credited or ends_in_link(piece) or ends_in_credit(piece.text) or _is_whole_note(piece.text)


def _is_whole_note(text: str) -> bool:
    """Whether a paragraph opens with the label of the 编者按 and ends in a stop: what is short below it is a title."""
    return note_label(text) is not None and not is_note_label(text) and is_finished(text)


def _is_title(piece: Piece) -> bool:
    return piece.role in SETTLED or may_be_heading(piece)


def _fronts(draft: Draft) -> list[int | None]:
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


def _may_be_front(piece: Piece) -> bool:
    return piece.role == "furniture" or may_be_masthead(piece)


def _particular(pieces: Sequence[Piece], fronts: Sequence[int | None]) -> Iterator[bool]:
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


def _names_again(text: str, names: Collection[str]) -> bool:
    """Whether a line says a name of the masthead again, with the issue's number or date behind it or without."""
    return any(folded(words) in names for words in (text, DATE.sub("", ISSUE_LINE.sub("", text))))


def _front_names(draft: Draft, fronts: Sequence[int | None]) -> set[str]:
    """The names that head the first page, and may head others: the first lines of the masthead and their last words."""
    first = sum(count is not None and count < _NAMES for count in fronts)
    front = [piece.text for piece in draft.pieces[: max(first, draft.front_end)] if piece.text]
    return {folded(part) for text in front for part in (text, text.split()[-1])} - {""}


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


def facts_of(draft: Draft, places: Sequence[Place]) -> Facts:
    """What holds of the whole text."""
    short = [place for place in places if place.open and place.front is None]
    long = [place.piece for place in places if len(place.piece.text) > LONGEST_TITLE]
    linked = _is_linked(places, short)
    return Facts(
        linked=linked,
        dense=linked and _is_dense(short),
        listed=bool(draft.contents),
        marked=any(place.open and place.piece.hints.level for place in places),
        levels=_levels(places),
        sectioned=any(map(_is_over_another, short)),
        indented=sum(piece.hints.indent > 0 for piece in long) > _MOST * len(long),
        set_off=_are_set_off(short, long),
        ladder=ladder_of(places),
        counted=_counted(short),
        spaced=bool(short) and sum(place.piece.hints.tight for place in short) <= _FEW * len(short),
        told=not draft.contents and any(map(_is_told, draft.pieces)),
        lone=not draft.contents and _has_one_author(draft.pieces),
    )


def _counted(short: Sequence[Place]) -> frozenset[str]:
    """The ranks of numbers that several lines bear."""
    times = Counter(rank_of(place.piece.text) or "" for place in short)
    return frozenset(rank for rank, count in times.items() if count > 1)


def _has_one_author(pieces: Sequence[Piece]) -> bool:
    """Whether lines of details stand right below the marked title, and name source and author, or a reporter."""
    title = next((at for at, piece in enumerate(pieces) if piece.role == "title"), len(pieces))
    below = [piece.text for piece in pieces[title + 1 : title + 1 + _FEW_LINES]]
    told = {name for text in below for name in details_of(text)}
    return {"byline", "source"} <= told or any(map(names_reporter, below))


def _is_told(piece: Piece) -> bool:
    """Whether the source's own mark gave a title its role."""
    return piece.role in {"section", "article"} and bool(piece.hints.level) and not piece.hints.settled


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


def _is_linked(places: Sequence[Place], short: Sequence[Place]) -> bool:
    """Whether articles end in links: there are some, and names of 栏目 stand below them."""
    links = sum(ends_in_link(place.piece) for place in places)
    ended = [place.ended for place in short if _is_over_another(place)]
    return links > 1 and (len(ended) < _LEAST_SECTIONS or sum(ended) > _MOST * len(ended))


def _is_dense(short: Sequence[Place]) -> bool:
    """Whether more short lines stand amid text than titles elsewhere, and none of the headings bears a number."""
    plain = [place.ended for place in short if _is_lone(place)]
    titles = sum(plain) + sum(map(_is_over_another, short))
    numbered = sum(place.run == 1 and rank_of(place.piece.text) is not None for place in short)
    return len(plain) - sum(plain) > max(titles, _MANY) and numbered < _MANY


def _are_set_off(short: Sequence[Place], long: Sequence[Piece]) -> bool:
    """Whether type sets off what stands right above text; names of 栏目 above plain titles tell nothing of these."""
    emphatic = sum(is_emphatic(place.piece) and not _is_over_plain(place) for place in short)
    return emphatic > 1 and sum(map(is_emphatic, long)) <= _FEW * len(long)


def _is_over_plain(place: Place) -> bool:
    over_title = place.below is not None and _may_be_plain_title(place.below) and not is_emphatic(place.below)
    return over_title and _may_name_section(place.piece)


def _levels(places: Sequence[Place]) -> dict[int, Seat]:
    """The seat of each marked level; none where one level has several."""
    known = {(place.piece.hints.level or 0, place.settled) for place in places if place.settled}
    levels = {level: seat for level, seat in known if level and seat}
    return levels if len(levels) == sum(level > 0 for level, _ in known) else {}


def _is_lone(place: Place) -> bool:
    """A short plain line between paragraphs, without a number before it."""
    piece = place.piece
    plain = not (piece.hints.level or is_emphatic(piece) or is_detail(piece))
    return plain and place.run == 1 and not (place.torn or rank_of(piece.text) or opens_talk(piece.text))


def _is_over_another(place: Place) -> bool:
    """The name of a 栏目 right above a title: two short lines, the upper very short."""
    if place.below is None or place.torn or place.running or place.run > _LONGEST_RUN:
        return False
    return _may_name_section(place.piece) and _may_be_plain_title(place.below)


def _may_name_section(piece: Piece) -> bool:
    return len(piece.text) <= LONGEST_SECTION and "，" not in piece.text and not is_detail(piece)


def _may_be_plain_title(piece: Piece) -> bool:
    return may_be_heading(piece) and rank_of(piece.text) in _OF_TITLES and not is_detail(piece)
