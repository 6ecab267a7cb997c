"""引擎自带的样式：of WeasyPrint's own sheets, the rules that a page can need.

They speak of a hundred elements, of attributes nobody writes any more and of forty ways to count; a bulletin has few of
each. A rule that can mean nothing on the page is left out before it is parsed, and need not be asked of each element.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

from weasyprint import CSS, HTML, html
from weasyprint.css.counters import CounterStyle

from wxpress.writers.pdf_sheets import parsed

IMPLIED = frozenset({"html", "head", "body", "tbody", "tr", "colgroup", "img", "p", "br"})
"""The elements that a parser adds to a page in which they are not written (HTML, 13.2.6)."""

ALWAYS = frozenset({"decimal", "disc"})
"""The ways to count that are taken where none is named, or the one that is named cannot count so far."""

KINDS = 16
"""Kinds of pages, by what is on them, whose rules are kept."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{((?:[^{}]|\{[^{}]*\})*)\}")
_COUNTING = re.compile(r"@counter-style\s+([\w-]+)\s*")
_ELEMENT = re.compile(r"<([a-z][a-z0-9]*)", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z-]*", re.IGNORECASE)

_BRACKETS = r"\((?:[^()]|\([^()]*\))*\)|\[[^]]*\]"
_SELECTOR = re.compile(rf"(?:[^,()\[\]]|{_BRACKETS})+")
_COMPOUND = re.compile(rf"(?:[^\s>+~()\[\]]|{_BRACKETS})+")
_NAMED = re.compile(r"[a-z][a-z0-9]*")
_ATTRIBUTE = re.compile(r"\[([a-z]+)[^]]*\]")
_ANY_OF = re.compile(r":is\(([^()]*)\)")
_ELSE = re.compile(r":(?:not|has)\((?:[^()]|\([^()]*\))*\)")
"""What a selector says besides: which elements it does not mean."""


class Page(HTML):  # type: ignore[misc]  # WeasyPrint is not typed
    """页：a page of HTML with what of WeasyPrint's own sheets can mean something on it."""

    def __init__(self, page: str, sheet: str, fetcher: Any) -> None:  # noqa: ANN401 - as above
        """Parse the HTML text *page*, which the style *sheet* (its text) is for."""
        super().__init__(string=page, url_fetcher=fetcher)
        self._own = _own(vocabulary(page, sheet))

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 - WeasyPrint's signature
        return [self._own.sheet]

    def _ua_counter_style(self) -> list[Any]:
        return [self._own.counters.copy()]

    def _ph_stylesheets(self) -> list[Any]:
        return [self._own.hints]


class _Own(NamedTuple):
    """The sheets of WeasyPrint: the first one, that of attributes, the ways to count."""

    sheet: Any
    hints: Any
    counters: Any


@lru_cache(KINDS)
def _own(said: Vocabulary) -> _Own:
    counters = CounterStyle()

    def parse(css: str) -> Any:  # noqa: ANN401 - as above
        return CSS(string=css, counter_style=counters)

    sheet, hints = (parsed(needed(css, said), counters, None, parse) for css in (html.UA, html.PH))
    return _Own(sheet, hints, counters)


class Rule(NamedTuple):
    """规则：what is before its braces, and all of it."""

    prelude: str
    text: str


class Vocabulary(NamedTuple):
    """页上的词：its elements, and what else may be the name of an attribute or of a way to count."""

    elements: frozenset[str]
    words: frozenset[str]


def vocabulary(page: str, sheet: str) -> Vocabulary:
    """What the HTML text *page* and the style *sheet* have of the words that WeasyPrint's own rules depend on."""
    elements = IMPLIED.union(map(str.lower, _ELEMENT.findall(page)))
    words = {word.lower() for text in (page, sheet) for word in _WORD.findall(text)}
    known = _known()
    return Vocabulary(elements & known.elements, known.words & words)


@cache
def _known() -> Vocabulary:
    own = html.UA + html.PH
    return Vocabulary(frozenset(_NAMED.findall(own)), frozenset(_ATTRIBUTE.findall(own) + _COUNTING.findall(own)))


def needed(css: str, said: Vocabulary) -> str:
    """Those rules of *css* that may mean something on a page with these words."""
    rules = _rules(css)
    plain = [rule.text for rule in rules if not _COUNTING.match(rule.prelude) and _is_needed(rule.prelude, said, set())]
    named = {word for rule in plain for word in _WORD.findall(rule)}
    ways = _ways_to_count(rules, said.words | named)
    return "\n".join(rule.text for rule in rules if _is_needed(rule.prelude, said, ways))


@cache
def _rules(css: str) -> tuple[Rule, ...]:
    found = _RULE.finditer(_COMMENT.sub("", css))
    return tuple(Rule(rule[1].strip(), rule[0].strip()) for rule in found)


def _ways_to_count(rules: Iterable[Rule], words: frozenset[str]) -> set[str]:
    """The names of counter styles among *words*, and of those that they refer to."""
    defined = {way[1]: rule.text for rule in rules if (way := _COUNTING.match(rule.prelude))}
    wanted, found = set(defined.keys() & (ALWAYS | words)), set[str]()
    while wanted:
        found |= wanted
        wanted = {word for name in wanted for word in _WORD.findall(defined[name])} & defined.keys() - found
    return found


def _is_needed(prelude: str, said: Vocabulary, ways: set[str]) -> bool:
    if way := _COUNTING.match(prelude):
        return way[1] in ways
    return prelude.startswith("@") or any(_may_mean(selector, said) for selector in _SELECTOR.findall(prelude))


def _may_mean(selector: str, said: Vocabulary) -> bool:
    """Whether there may be elements on the page for every part of *selector*."""
    return all(_may_be(part, said) for part in _COMPOUND.findall(_ELSE.sub("", selector)))


def _may_be(part: str, said: Vocabulary) -> bool:
    """Whether an element of the page may be what *part* says: its name, its attributes, one of several."""
    alternatives = _ANY_OF.findall(part)
    plain = _ANY_OF.sub("", part)
    name = _NAMED.match(plain)
    return (
        (name is None or name[0] in said.elements)
        and said.words.issuperset(_ATTRIBUTE.findall(plain))
        and all(any(_may_mean(one, said) for one in _SELECTOR.findall(several)) for several in alternatives)
    )
