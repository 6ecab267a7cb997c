"""网页的分区：which part of a page is its text, and which are navigation, footers and the like around it."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from wxpress.inlines import unspaced
from wxpress.readers.html.form import contents_level
from wxpress.readers.html.furniture import (
    HOLDERS,
    Region,
    named_region,
    names_of,
    said_again,
    shown,
    told_region,
    ways_above,
)
from wxpress.readers.html.page import INVISIBLE, found_by, tag, words_in
from wxpress.readers.html.prose import prose_in
from wxpress.readers.html.titles import named_title

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_CONTENTS_LABEL = re.compile(
    r"\s*(?:目\s*[录次]|要\s*目|导\s*[读览]|内容提要|本期(?:目录|要目|导读|内容|看点)|contents\b|table of contents)",
    re.IGNORECASE,
)
_MARKED = (
    "//*[@id='js_content']",
    "//*[@itemprop='articleBody']",
    "//main|//*[@role='main']",
    "//article",
    "//*[contains(concat(' ',@class,' '),' TRS_Editor ') or contains(concat(' ',@class,' '),' rm_txt_con ')]",
    "//*[@id='vsb_content' or @id='vsb_newscontent' or contains(concat(' ',@class,' '),' v_news_content ')]",
    "//*[contains(concat(' ',@class,' '),' wp_articlecontent ') or contains(concat(' ',@class,' '),' pages_content ')]",
    "//*[@id='UCAP-CONTENT' or @id='zoom' or @id='artibody' or @id='p-detail' or @id='detailContent']",
)
"""Where pages say themselves what their text is: WeChat, schema.org, HTML, and systems that Chinese sites use."""
_MOST_OF_TEXT = 0.5
_BY_SENTENCES = 0.8
_CONTENT = frozenset({"table", "pre", "blockquote", "figure", "img", "dl"})
_NEARLY_ALL = 0.9
_TITLES = frozenset({"h1", "h2"})
_NEAR = 2
_HIDDEN_BY_SHEET = Region("隐藏的内容", "网页的样式表里 display:none", 0.95)
"""A script may show it, so it stays where most of the text is in it."""


class Choice(msgspec.Struct, frozen=True):
    """正文的判定：which element is the text, by what evidence."""

    element: str
    evidence: str
    confidence: float


class Regions:
    """分区：*left_out* maps elements to what they are, *contents* are printed contents, *choice* says what was kept.

    *title* is the page's title where no tag says so.
    """

    def __init__(self, body: Element, hidden: Container[Element] = frozenset()) -> None:
        """Divide a page; its style sheets hide the elements *hidden*."""
        self.left_out: dict[Element, Region] = {}
        self.contents = frozenset(element for element in body.iter() if _is_contents(element))
        self.choice: Choice | None = None
        self.title: Element | None = None
        self._body = body
        self._around_contents = {above for element in self.contents for above in (element, *element.iterancestors())}
        self._leave_out_furniture(prose_in(body), hidden)
        self._prose = prose_in(body, self.left_out)
        self._has_furniture = any(region.confidence < 1 for region in self.left_out.values())
        root, choice = self._main()
        self._leave_out_around(root, choice)

    def _leave_out_furniture(self, prose: Mapping[Element, float], hidden: Container[Element]) -> None:
        """What hides, or bears the name of something that is no text, unless most of the page's sentences are in it."""
        found = ways_above(self._body) | said_again(self._body)
        for element in self._body.iter():
            region = _HIDDEN_BY_SHEET if element in hidden else found.get(element) or named_region(element)
            if region is None and not prose[element]:
                region = told_region(element)
            if region is None or self._is_of_contents(element) or self._is_left_out(element):
                continue
            if region.confidence == 1 or prose[element] <= prose[self._body] * _MOST_OF_TEXT:
                self.left_out[element] = region

    def _is_of_contents(self, element: Element) -> bool:
        """Whether *element* stands around the printed contents, or holds some of them."""
        return element in self._around_contents or any(above in self.contents for above in element.iterancestors())

    def _is_left_out(self, element: Element) -> bool:
        return element in self.left_out or any(above in self.left_out for above in element.iterancestors())

    def _main(self) -> tuple[Element, Choice]:
        least = self._prose[self._body] * _MOST_OF_TEXT
        for path in _MARKED:
            found = [element for element in found_by(self._body, path) if self._prose.get(element, 0) > least]
            if found:
                return found[0], Choice(shown(found[0]), "网页自己标明的正文", 0.95)
        element = self._densest()
        return element, Choice(shown(element), "页面上成句的文字九成以上在其中", _BY_SENTENCES)

    def _densest(self) -> Element:
        """The innermost element that holds nearly all sentences of the page."""
        element = self._body
        least = self._prose[element] * _NEARLY_ALL
        while least:
            held = [child for child in element if tag(child) in HOLDERS and self._prose[child] >= least]
            if not held:
                break
            element = held[0]
        return element

    def _leave_out_around(self, root: Element, choice: Choice) -> None:
        """Leave out what stands before the title and after the text."""
        order = {element: place for place, element in enumerate(self._body.iter())}
        first = self._title(root, order)
        start, end = order[first], order[_last(root)]
        pending = [self._body]
        while pending:
            for child in pending.pop():
                if child in self.left_out or child in self.contents or not tag(child):
                    continue
                if order[_last(child)] < start or order[child] > end:
                    self._leave_out(child, choice)
                elif child is not root and child is not first:
                    pending.append(child)

    def _leave_out(self, element: Element, choice: Choice) -> None:
        if _has_words(element) and element not in self._around_contents and self._is_apart(element, choice):
            self.choice = choice
            self.left_out[element] = Region("正文之外", choice.evidence, choice.confidence)

    def _is_apart(self, element: Element, choice: Choice) -> bool:
        """Whether what stands beside the text is no part of it: surely where the page marks its text.

        Else a page without any furniture is nothing but text; and a table or a picture beside the text belongs to it,
        unless it is made of links.
        """
        if choice.confidence > _BY_SENTENCES:
            return True
        if _is_made_of_links(element):
            return True
        return self._has_furniture and not any(tag(inner) in _CONTENT for inner in element.iter())

    def _title(self, root: Element, order: Mapping[Element, int]) -> Element:
        """The title above the text, with the header that it stands in; the text itself where it holds one."""
        if any(tag(element) == "h1" for element in root.iter()):
            return root
        above = [
            element
            for element in self._body.iter(*_TITLES)
            if order[element] < order[root] and element not in self._around_contents and self._stays(element)
        ]
        above = above or self._small_titles(root, order)
        if not above:
            lines = (element for element in self._body.iter() if order[element] < order[root])
            self.title = named_title(root, [line for line in lines if not self._is_left_out(line)])
            return root if self.title is None else self.title
        title = next((element for element in reversed(above) if tag(element) == "h1"), above[-1])
        headers = [element for element in title.iterancestors("header") if not self._prose[element]]
        return headers[-1] if headers and not _holds_nav(headers[-1]) else title

    def _small_titles(self, root: Element, order: Mapping[Element, int]) -> list[Element]:
        """The heading of lower rank right above the text, in what holds it or beside it, as papers have one."""
        near = {holder for holder in islice(root.iterancestors(), _NEAR) if tag(holder) not in {"body", "html"}}
        return [
            element
            for element in self._body.iter("h3", "h4")
            if order[element] < order[root]
            and self._stays(element)
            and near & set(islice(element.iterancestors(), _NEAR))
        ][-1:]

    def _stays(self, element: Element) -> bool:
        is_in_contents = any(above in self.contents for above in element.iterancestors())
        return _has_words(element) and not is_in_contents and not self._is_left_out(element)


def _holds_nav(element: Element) -> bool:
    return next(element.iter("nav"), None) is not None


def _last(element: Element) -> Element:
    """The last element inside, in document order; itself where it holds none."""
    while len(element):
        element = element[-1]
    return element


def _is_contents(element: Element) -> bool:
    """Whether *element* is the printed contents: named so by its role, or navigation under the word 目录."""
    if element.get("role") == "doc-toc" or element.get("id") == "TOC" or contents_level(element) is not None:
        return True
    if tag(element) != "nav" and not {"toc", "contents", "mulu"} & names_of(element):
        return False
    if tag(element) not in {"nav", "div", "section", "aside"}:
        return False
    label = element.get("aria-label") or words_in(element).strip()[:20]
    return bool(_CONTENTS_LABEL.match(label))


def _is_made_of_links(element: Element) -> bool:
    """Whether half of the characters in *element*, or more, are links."""
    total = len(unspaced(words_in(element)))
    linked = sum(len(unspaced(words_in(link))) for link in element.iter("a"))
    return total > 0 and linked >= total * _MOST_OF_TEXT


def _has_words(element: Element) -> bool:
    return any(
        (inner.text or "").strip() or (inner is not element and (inner.tail or "").strip())
        for inner in element.iter()
        if tag(inner) not in INVISIBLE
    )
