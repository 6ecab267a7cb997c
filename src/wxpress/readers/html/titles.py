"""网页的题目：the line above the text of a page that is its title, though no tag says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wxpress.inlines import unspaced
from wxpress.readers.html.page import found_by, tag, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_LINES = frozenset({"div", "p", "td", "span", "strong", "b", "font", "center", "h3", "h4"})
_SHORTEST_TITLE = 4
_OPENING = 300
"""So many characters of the text hold its own title and masthead."""

_BEFORE_SITE = frozenset({"", "-", "_", "—", "–", "|", "｜"})


def named_title(text: Element, above: Iterable[Element]) -> Element | None:
    """The last element *above* the text that says what the window's title begins with.

    Null where there is none, or the text opens with these words itself, as a bulletin's masthead does.
    """
    window = unspaced("".join(words_in(title) for title in found_by(text, "//head/title")))
    named = [line for line in above if tag(line) in _LINES and _begins(window, unspaced(words_in(line)))]
    opening = unspaced(words_in(text)[:_OPENING])
    return named[-1] if named and unspaced(words_in(named[-1])) not in opening else None


def _begins(window: str, words: str) -> bool:
    """Whether *words* are all that the title of a window says, or all before the name of the site."""
    return len(words) >= _SHORTEST_TITLE and window.startswith(words) and window[len(words) :][:1] in _BEFORE_SITE
