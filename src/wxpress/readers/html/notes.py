"""网页的注释：a small mark that leads to a note, and a way back from there, are a note of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from wxpress.readers.html.page import BLOCKS, tag, words_in

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARK = re.compile(
    r"\s*[\[［(（〔【]?\s*(?:注|note|fn)?\s*"
    r"(?:\d{1,3}|[①-⑳㉑-㊿⑴-⑽*†‡]{1,3}|"
    r"[一二三四五六七八九十]{1,3}|[a-z])\s*[\]］)）〕】]?\s*",
    re.IGNORECASE,
)
_REFERENCES = frozenset({"doc-noteref", "noteref", "footnote-ref", "footnote-reference"})
_SECTIONS = frozenset({"doc-endnotes", "doc-footnotes", "footnotes", "endnotes", "notes", "references"})
_HOLDERS = frozenset({"li", "p", "aside", "dd", "div", "section", "td"})
_ABOVE = 2
_LONGEST = 4000


class PageNotes:
    """网页的注释：*called* by links, *ways_back* the links back from them, *sections* that hold nothing but notes."""

    def __init__(self, root: Element) -> None:
        """Find the notes below *root*."""
        self.called: dict[Element, Element] = {}
        self.ways_back: set[Element] = set()
        self._places = _places(root)
        self._order = {element: place for place, element in enumerate(root.iter())}
        links = [link for link in root.iter("a") if link.get("href", "").startswith("#")]
        for link in links:
            self._try(link)
        self.bodies = frozenset(self.called.values())
        self.sections = frozenset(self._sections())

    def _try(self, link: Element) -> None:
        place = self._places.get(link.get("href", "")[1:])
        body = _body(place) if place is not None else None
        if body is None or link in self.ways_back or body in self.called.values() or not self._may_call(link, body):
            return
        names = _names_around(link)
        back = [other for other in body.iter("a") if other.get("href", "")[1:] in names]
        if back or _kinds(link) & _REFERENCES:
            self.called[link] = body
            self.ways_back |= set(back)

    def _may_call(self, link: Element, body: Element) -> bool:
        """Whether the words of *link* are a note's mark, and the note stands below it and is no long text."""
        stands_above = self._order[body] > self._order[link]
        return stands_above and bool(_MARK.fullmatch(words_in(link))) and len(words_in(body)) < _LONGEST

    def _sections(self) -> Iterator[Element]:
        for body in self.bodies:
            above = body.getparent()
            while above is not None and tag(above) in BLOCKS - {"body", "html", "article", "main"}:
                if _kinds(above) & _SECTIONS:
                    yield above
                above = above.getparent()


def _places(root: Element) -> Mapping[str, Element]:
    places: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name") if tag(element) == "a" else None):
            if name:
                places.setdefault(name, element)
    return places


def _body(place: Element) -> Element | None:
    """The block that a place opens."""
    current: Element | None = place
    while current is not None and tag(current) not in BLOCKS:
        current = current.getparent()
    return current if current is not None and tag(current) in _HOLDERS else None


def _names_around(link: Element) -> set[str]:
    around = [link, *link.iterdescendants()]
    above = link.getparent()
    for _ in range(_ABOVE):
        if above is None or tag(above) in BLOCKS:
            break
        around.append(above)
        above = above.getparent()
    previous = link.getprevious()
    around += [previous] if previous is not None and tag(previous) in {"a", "span"} else []
    return {name for element in around for name in (element.get("id"), element.get("name")) if name}


def _kinds(element: Element) -> set[str]:
    return {
        *element.get("class", "").split(),
        element.get("role", ""),
        element.get("epub:type", ""),
        element.get("id", ""),
    } - {""}
