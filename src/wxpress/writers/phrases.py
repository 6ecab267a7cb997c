"""标题的短语：a title on a screen, whose width nobody knows, turns between its phrases and nowhere else.

Each phrase fits a line of the narrowest phone. Marks part them, and between marks what the bulletin writes together
elsewhere (`pdf_titles`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from html import escape
from itertools import accumulate, pairwise
from math import inf

from wxpress.inlines import ems
from wxpress.tree import Bulletin
from wxpress.walk import text_of
from wxpress.writers.common_words import words_of
from wxpress.writers.pdf_titles import Usage, parted, turned, turning_places
from wxpress.writers.screen_words import joined, led

NARROWEST = 12
"""What a line of a title holds on a phone of 320 px, in em."""

ENOUGH = 50_000
"""Characters of a bulletin that tell what it keeps writing together."""

_PART = re.compile(r"—*+.*?[，、：；。！？…—》」』】）”’｜|\s]+|.+", re.DOTALL)
"""What stands up to a mark, the mark included, and a dash that it begins with.

Between these a title turns by itself (CSS Text 3, ``keep-all``).
"""


def phrasing(usage: Usage) -> Callable[[str, int], tuple[str, ...]]:
    """What divides a title into phrases by the *usage* of its bulletin: a line may end between them, or at marks.

    It takes the title and what a line of the narrowest screen holds of it, in em.
    """

    def phrases(title: str, line: int) -> tuple[str, ...]:
        places = [part.start() + place for part in _PART.finditer(title) for place in _turns(part[0], line, usage)]
        return tuple(title[begin:end] for begin, end in pairwise([0, *places, len(title)]))

    return phrases


def marked_phrases(bulletin: Bulletin | None, turn: str) -> Callable[..., str]:
    """What marks a title of *bulletin* up for a screen: *turn*, an empty element, stands between its phrases.

    It takes the title, and what a line holds of it, in em, where that is less than `NARROWEST`. Without a bulletin only
    common words are kept together. A subtitle is an element of its own.
    """
    from markupsafe import Markup  # noqa: PLC0415 - comes with the templates, which are loaded where they are used

    phrases = phrasing(Usage(text_of(bulletin)[:ENOUGH] if bulletin else ""))

    @cache  # a title stands in the contents, too
    def turning(title: str, line: int) -> str:
        return turn.join(joined(escape(phrase, quote=False)) for phrase in phrases(title, line))

    def marked(title: str, line: int = NARROWEST) -> str:
        main, subtitle = parted(title)
        below = f'<span class="subtitle">{led(turning(subtitle, line))}</span>' if subtitle else ""
        return Markup(turning(main, line) + below)  # noqa: S704 - escaped

    return marked


def _turns(part: str, line: int, usage: Usage) -> Iterator[int]:
    """Where a *part* that is longer than a *line* may turn: between its words, and as often as a line holds."""
    if ems(part.rstrip()) <= line:
        return
    words = [part[begin:end] for begin, end in pairwise([0, *_between_words(part, usage), len(part)])]
    pieces = [piece for word in words for piece in turned(word, line, usage)]
    yield from accumulate(map(len, pieces[:-1]))


def _between_words(part: str, usage: Usage) -> list[int]:
    """The places at either end of a common word, and those whose characters are bound less than those beside them."""
    words = words_of(part)
    bonds = [inf, *(usage.bond(part, place) for place in range(1, len(part))), inf]
    return [
        place
        for place in turning_places(part, len(part))
        if place in words.edges or bonds[place] < min(bonds[place - 1], bonds[place + 1])
    ]
