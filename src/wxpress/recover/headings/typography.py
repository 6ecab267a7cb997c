"""第三层证据，字面：bold, centred or larger letters, a line not indented, and lines of one form having one role."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from wxpress.readers.draft import Piece
from wxpress.recover.headings.evidence import Facts, Place, Seat, Sign, alike, when
from wxpress.recover.words.grammar import note_label
from wxpress.recover.words.lines import LARGER, may_be_heading
from wxpress.recover.words.ranks import RANKS, mark_of
from wxpress.tree import Block, Emphasis, List, Paragraph

Look = tuple[int, float, bool, bool, str]
"""样子：level, size, bold, centred, and the mark before the words."""
Form = tuple[int, float, bool, bool, bool, str]
"""字面：level, size, bold, centred, out at the margin, and the mark before the words."""

_PLAIN = (0, 1.0, False, False, False, "")
_SET_OFF, _NOT_SET_OFF = 1.2, -1.5
_CENTRED_INSIDE, _BOLD_INSIDE, _LARGER_INSIDE = 0.3, 1.6, 1.2
_NO_MARKS = frozenset({"", *(name for name, _ in RANKS)})
_AGREEMENT, _BEHIND_SIGN = 4.0, 2
_LEAST_SHARE = 0.65
_FLUSH = -5.0
"""Signatures, sources and dates are set at the right margin; titles are not."""

_ABOVE, _BELOW = 1.0, 1.2
_FAR_LARGER, _FAR_ABOVE = 1.45, 3.0


def look_of(piece: Piece) -> Look:
    """How *piece* looks by itself."""
    hints = piece.hints
    return (hints.level or 0, round(hints.size, 1), hints.bold, hints.centred, mark_of(piece.text))


def form_of(piece: Piece, facts: Facts) -> Form:
    """How *piece* looks in a text of these *facts*."""
    level, size, bold, centred, mark = look_of(piece)
    return (level, size, bold, centred, facts.indented and piece.hints.indent == 0, mark)


def signs(place: Place, facts: Facts) -> Iterator[Sign]:
    """What the letters of one line say."""
    hints = place.piece.hints
    words = _words(place.piece)
    if hints.flush:
        yield from alike(("section", "article", "wrapped", "heading"), _FLUSH, "排在右边")
    if words:
        yield Sign("section", _SET_OFF, words)
        yield Sign("article", _SET_OFF, words)
        yield Sign("front", _SET_OFF)
        if place.above is not None and form_of(place.above, facts)[:-1] == form_of(place.piece, facts)[:-1]:
            yield Sign("wrapped", _SET_OFF)
    elif facts.set_off:
        yield from alike(("section", "article", "wrapped"), _NOT_SET_OFF)
    if facts.indented and not hints.centred:
        weight = _SET_OFF / 2 if hints.indent == 0 else -_SET_OFF / 2
        yield Sign("section", weight, "顶格")
        yield Sign("article", weight, "顶格")
    inside = (hints.centred, _CENTRED_INSIDE), (hints.size > LARGER, _LARGER_INSIDE), (hints.bold, _BOLD_INSIDE)
    yield Sign("heading", min((weight for holds, weight in inside if holds), default=0.0), words)


def _words(piece: Piece) -> str:
    hints = piece.hints
    named = (
        (hints.bold, "斜体" if _is_slanted(piece) else "加粗"),
        (hints.centred, "居中"),
        (hints.size > LARGER, "字号较大"),
    )
    return "、".join(word for holds, word in named if holds)


def _is_slanted(piece: Piece) -> bool:
    inlines = piece.block.inlines if isinstance(piece.block, Paragraph) else ()
    return bool(inlines) and all(isinstance(inline, Emphasis) for inline in inlines)


def by_form(places: Sequence[Place], seats: Sequence[Seat], facts: Facts) -> dict[Form, list[Sign]]:
    """What the form of a line says once most lines of that form have a seat: all of one form sit alike.

    A form more prominent than the articles' is a section's, a less prominent one a heading's.
    """
    tallies: defaultdict[Form, Counter[Seat]] = defaultdict(Counter)
    for place, seat in zip(places, seats, strict=True):
        form = form_of(place.piece, facts)
        if (place.open and place.front is None) or seat in {"front", "article"} or (place.open and _has_sign(form)):
            tallies[form][seat] += 1
    article = _usual_article(tallies, _opening_forms(places, seats, facts))
    return {
        form: [*_agreeing(form, tally, titled=not _is_below(form, article)), *_relative(form, article)]
        for form, tally in tallies.items()
        if _is_telling(form)
    }


def like_titles(places: Sequence[Place], seats: Sequence[Seat], facts: Facts) -> set[Form]:
    """The telling forms of lines below the masthead that are titles of articles."""
    titles = {form_of(place.piece, facts) for place, seat in zip(places, seats, strict=True) if seat == "article"}
    return {form for form in titles if _is_telling(form)}


def of_title_above_text(place: Place, form: Form, titles: set[Form]) -> tuple[Sign, ...]:
    """A line of the masthead right above running text, which looks as the titles of articles do, is one."""
    over_text = place.below is not None and not may_be_heading(place.below) and not note_label(place.below.text)
    is_title = place.front is not None and over_text and form in titles and not isinstance(_block(place), List)
    return when(is_title, Sign("front", -2.5), Sign("article", _BELOW, "字面与其他篇目相同，下接正文"))


def of_subject(place: Place, form: Form, titles: set[Form]) -> tuple[Sign, ...]:
    """A line below the first of the masthead, its letters far larger than the titles', is no 栏目 but the subject."""
    largest = max((title[1] for title in titles), default=math.inf)
    is_subject = place.front == 1 and form[1] >= largest * _FAR_LARGER and not mark_of(place.piece.text)
    return when(is_subject, Sign("front", _FAR_ABOVE, "字比篇目大得多"))


def _block(place: Place) -> Block | None:
    return place.below.block if place.below is not None else None


def _is_telling(form: Form) -> bool:
    return form != _PLAIN


def _has_sign(form: Form) -> bool:
    """Whether lines of a form open with a sign that is no number: ★ or ◆."""
    return form[-1] not in _NO_MARKS


def _is_below(form: Form, article: Form | None) -> bool:
    """Whether a form stands out less than that of the articles."""
    return article is not None and prominence(form) < prominence(article)


def _agreeing(form: Form, tally: Mapping[Seat, int], *, titled: bool) -> Iterator[Sign]:
    """What most lines of a form are; those that stand out less than articles are not *titled* for being alike.

    Behind one sign all lines are of one rank: it is set for that.
    One line below is enough where another is set in the masthead, and both bear a mark that is no number.
    """
    seats = ("section", "article", "heading", "body") if titled else ("heading", "body")
    total = sum(count for seat, count in tally.items() if seat != "front")
    least = 0 if "front" in tally and _has_sign(form) else 1
    agreement = _AGREEMENT * (_BEHIND_SIGN if _has_sign(form) else 1)
    for seat, number in tally.items():
        share = number / total if total else 0.0
        if number > least and share >= _LEAST_SHARE and seat in seats:
            yield Sign(seat, agreement * (share - 0.5), f"同样字面的 {number} 行也是")


def _usual_article(tallies: Mapping[Form, Mapping[Seat, int]], opening: Collection[Form]) -> Form | None:
    """The form that most articles have, one of those that open a 栏目 where they are told apart: no 小标题 does."""
    articles = [(form in opening, tally.get("article", 0), form) for form, tally in tallies.items()]
    several = [found for found in articles if found[1] > 1]
    return max(several)[-1] if several else None


def _opening_forms(places: Sequence[Place], seats: Sequence[Seat], facts: Facts) -> set[Form]:
    """The forms of the titles right below the names of 栏目."""
    both = pairwise(zip(places, seats, strict=True))
    return {
        form_of(lower.piece, facts) for (_, above), (lower, seat) in both if (above, seat) == ("section", "article")
    }


def _relative(form: Form, article: Form | None) -> Iterator[Sign]:
    if article is None or prominence(form) == prominence(article):
        return
    if prominence(form) > prominence(article):
        yield Sign("section", _ABOVE, "字面比篇目醒目")
    else:
        if prominence(form) > prominence(_PLAIN):
            yield Sign("heading", _BELOW, "字面不及篇目醒目")
        yield Sign("article", -_BELOW)
        yield Sign("section", -_BELOW)


def prominence(form: Form) -> tuple[int, float, bool, bool]:
    """How much a form stands out: a higher level, then larger letters, then centred, then bold ones."""
    level, size, bold, centred, _, _ = form
    return (-(level or 9), size, centred, bold)


def total(signs_of_form: Iterable[Sign], seat: Seat) -> float:
    """The sum of what *signs_of_form* say for one seat."""
    return sum(sign.weight for sign in signs_of_form if sign.seat == seat)
