"""权衡：the one place where all layers of evidence come together, and the likeliest order of a bulletin is found.

Each line has a sum for every seat it may take; the grammar of the genre says which seats follow one another. The best
path through both (Viterbi) is the reading. It is walked twice: the second time, lines of one form draw one another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from wxpress.readers.draft import Draft, Piece
from wxpress.recover.headings import genre, habits, markings, shape, typography
from wxpress.recover.headings.evidence import Facts, Place, Seat, Sign
from wxpress.recover.headings.facts import facts_of
from wxpress.recover.headings.surroundings import places_of
from wxpress.recover.words.grammar import note_label
from wxpress.recover.words.lines import is_emphatic, is_subtitle, may_be_heading
from wxpress.recover.words.ranks import rank_of

Layer = Callable[[Place, Facts], Iterable[Sign]]

LAYERS: tuple[Layer, ...] = (markings.signs, typography.signs, genre.signs, shape.signs)
"""What is asked of every line; the printed contents have spoken before, their headings are settled."""

_TITLES: frozenset[Seat] = frozenset({"article", "wrapped", "details"})

_FOLLOWS: dict[Seat, dict[Seat, float]] = {
    "front": {"front": 0, "section": 0, "article": 0, "body": -1},
    "section": {"article": 1, "body": -1.5, "section": -4, "heading": -3},
    "article": {"wrapped": 0, "details": 0, "body": 0, "heading": 0, "article": -4, "section": -5},
    "wrapped": {"wrapped": -1, "details": 0, "body": 0, "heading": 0, "article": -4, "section": -5},
    "details": {"details": 0, "body": 0, "heading": 0, "article": -4, "section": -5},
    "heading": {"body": 0, "heading": -0.5, "article": -4, "section": -4},
    "body": {"body": 0, "heading": 0, "article": 0, "section": 0},
}
"""体例的语法：what it costs, or earns, that one seat follows another; a pair that is not named cannot be."""

_OPENS: dict[Seat, float] = {"front": 0, "section": -0.5, "article": -0.5, "body": 0}
_CLOSES: dict[Seat, float] = {"section": -3, "article": -3, "wrapped": -3, "details": -3, "heading": -3}


class Verdict(msgspec.Struct, frozen=True):
    """判断：the seat of one line, how sure it is (0 to 1), and why."""

    seat: Seat
    confidence: float
    evidence: str


_FURNITURE = Verdict("body", 1.0, "")


def weigh(draft: Draft) -> list[Verdict]:
    """A verdict on every piece."""
    every = places_of(draft)
    facts = facts_of(draft, every)
    verdicts = iter(_verdicts([place for place in every if place.piece.role != "furniture"], facts))
    return [_FURNITURE if place.piece.role == "furniture" else next(verdicts) for place in every]


def _verdicts(places: Sequence[Place], facts: Facts) -> list[Verdict]:
    signs = [_asked(place, facts) for place in places]
    first = _best_path(places, signs)
    forms = typography.by_form(places, first, facts)
    titles = typography.like_titles(places, first, facts)
    signed, opening = habits.are_signed(first), habits.first_title(places, first)
    drawn = [
        [
            *said,
            *_drawn(place, typography.form_of(place.piece, facts), forms, titles),
            *habits.signs(place, signed, opening),
        ]
        if place.open
        else said
        for place, said in zip(places, signs, strict=True)
    ]
    seats = _lone_article_is_all(places, drawn, _best_path(places, drawn))
    return [_verdict(seat, said) for seat, said in zip(seats, drawn, strict=True)]


def _drawn(
    place: Place, form: typography.Form, forms: Mapping[typography.Form, Sequence[Sign]], titles: set[typography.Form]
) -> Iterator[Sign]:
    """What the other lines of one *form* say of a line."""
    yield from forms.get(form, ())
    yield from typography.of_title_above_text(place, form, titles)
    yield from typography.of_subject(place, form, titles)


def _asked(place: Place, facts: Facts) -> list[Sign]:
    return [sign for layer in LAYERS for sign in layer(place, facts)] if place.open else []


def _lone_article_is_all(places: Sequence[Place], signs: Sequence[list[Sign]], seats: list[Seat]) -> list[Seat]:
    """One article and no section, weakly shown: the text is the bulletin itself, under its own title."""
    titles = [at for at, seat in enumerate(seats) if seat in {"section", "article"}]
    if len(titles) != 1 or _is_shown(places, titles[0]):
        return seats
    return _best_path(places, [[*said, Sign("article", -9)] if said else said for said in signs])


def _is_shown(places: Sequence[Place], at: int) -> bool:
    """Whether the only title of a text is one beyond doubt: marked, set off, below a whole masthead or a note."""
    place = places[at]
    if place.front == 1 and not place.settled and any(above.particular for above in places[:at]):
        return False  # the subject stands below the name and the number of the series
    below_masthead = place.front is not None and place.front > 1
    below_note = any(note_label(above.piece.text) for above in places[:at])
    return bool(place.settled or place.piece.hints.level) or is_emphatic(place.piece) or below_masthead or below_note


def _best_path(places: Sequence[Place], signs: Sequence[Sequence[Sign]]) -> list[Seat]:
    totals: dict[Seat, float] = {}
    back: list[dict[Seat, Seat]] = []
    for place, said in zip(places, signs, strict=True):
        sums = _sums(place, said)
        steps = {seat: _step(totals, seat) for seat in sums}
        reached = {seat: step for seat, step in steps.items() if step[0] > -math.inf} or _forced(totals, sums)
        totals = {seat: step[0] + sums.get(seat, 0) for seat, step in reached.items()}
        back.append({seat: step[1] for seat, step in reached.items()})
    return _walked_back(totals, back)


def _forced(totals: dict[Seat, float], sums: dict[Seat, float]) -> dict[Seat, tuple[float, Seat]]:
    """Where the grammar allows no seat, as an editor may have it: those of the line, after the best one so far."""
    above: Seat = max(totals, key=lambda seat: totals[seat], default="front")
    return {seat: (totals.get(above, 0.0), above) for seat in sums}


def _step(totals: dict[Seat, float], seat: Seat) -> tuple[float, Seat]:
    """The best way to *seat*: the total so far, and the seat above."""
    if not totals:
        return _OPENS.get(seat, -math.inf), "front"
    return max(((total + _FOLLOWS[above].get(seat, -math.inf), above) for above, total in totals.items()))


def _walked_back(totals: dict[Seat, float], back: Sequence[dict[Seat, Seat]]) -> list[Seat]:
    if not totals:
        return []
    seat = max(totals, key=lambda last: totals[last] + _CLOSES.get(last, 0))
    seats = [seat]
    for steps in reversed(back[1:]):
        seat = steps[seat]
        seats.append(seat)
    return seats[::-1]


def _sums(place: Place, said: Sequence[Sign]) -> dict[Seat, float]:
    """What each seat that *place* may take has for it."""
    return {seat: sum(sign.weight for sign in said if sign.seat == seat) for seat in _allowed(place, said)}


def _allowed(place: Place, said: Sequence[Sign]) -> Iterator[Seat]:
    if place.settled:
        yield place.settled
        return
    yield "body"
    if place.front is not None:
        yield "front"
    if not place.open:
        return
    yield from ("section", "article", "heading")
    if any(sign.seat == "details" for sign in said):
        yield "details"
    if place.above is not None and _may_go_on(place.above, place.piece):
        yield "wrapped"


def _may_go_on(above: Piece, line: Piece) -> bool:
    """Whether *line* may be the second of a title: one that is marked is complete, but for a 副题 behind a dash."""
    complete = above.hints.level is not None and line.hints.level is None
    return may_be_heading(above) and rank_of(line.text) is None and (not complete or is_subtitle(line.text))


def _verdict(seat: Seat, said: Sequence[Sign]) -> Verdict:
    mine = sum(sign.weight for sign in said if sign.seat == seat)
    text = sum(sign.weight for sign in said if sign.seat == "body")
    words = dict.fromkeys(sign.words for sign in said if sign.seat == seat and sign.weight > 0 and sign.words)
    confidence = 1 - math.exp(-max(0.0, mine - text) / 2) / 2
    return Verdict(seat, round(min(0.98, confidence), 2), "；".join(words))
