"""文内链接：the links within an output: each leads to a place that is there, an entry to its title, a note back."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from wxpress.tree import Bulletin
from wxpress.verify.lines import Document, Found
from wxpress.verify.markup import local_name, target_of
from wxpress.verify.report import Difference
from wxpress.verify.seen import seen

_NUMBERED = 20
"""So many characters may stand before a title: a number, a mark of the style."""


def strange_jumps(documents: Sequence[Document], bulletin: Bulletin) -> Iterator[Difference]:
    """Where a link within a page or book leads nowhere, or elsewhere than its words say."""
    pages = {document.path: _Page(document) for document in documents}
    titles = frozenset(map(seen, titles_of(bulletin)))
    if note := bulletin.editors_note:
        titles |= {seen(note.label)}
    yield from _unlinked(pages.values(), bulletin)
    for page in pages.values():
        for link in page.links:
            if fault := _fault(link, page, pages, titles):
                yield _told(link, page, *fault)


def strange_entries(found: Found) -> Iterator[Difference]:
    """Entries of the contents for readers of EPUB 2 that the book's own contents do not have."""
    pages = [_Page(document) for document in found.documents]
    own = {(_words(link), "#".join(filter(None, page.target(link)))) for page in pages for link in page.links}
    for label, target in found.entries:
        if (label, target) not in own:
            cause = f"toc.ncx 里的“{label}”指向 {target}，目录里没有这一条"
            yield Difference(
                kind="jump", cause=cause, cause_en=f"toc.ncx has “{label}” at {target}, the contents do not"
            )


def _unlinked(pages: Iterable[_Page], bulletin: Bulletin) -> Iterator[Difference]:
    """Titles that the contents of an output do not lead to, where they lead to others."""
    entries = Counter(_words(link) for page in pages for link in page.links if link in page.entries)
    titles = Counter(map(seen, titles_of(bulletin)))
    for title in titles - entries if entries.keys() & titles.keys() else ():
        cause, cause_en = f"目录里的“{title[:24]}”不是链接", f"the entry “{title[:24]}” of the contents is no link"
        yield Difference(kind="jump", cause=cause, cause_en=cause_en)


def titles_of(bulletin: Bulletin) -> Iterator[str]:
    """The titles of the sections and articles of *bulletin*, in their order."""
    for section in bulletin.sections:
        yield from filter(None, (section.title, *(article.title for article in section.articles)))


def _told(link: Any, page: _Page, zh: str, en: str) -> Difference:  # noqa: ANN401 - an element
    where = f"{page.document.name} 里" if page.document.name else ""
    words, target = _words(link)[:24], unquote(link.get("href"))
    return Difference(
        kind="jump",
        cause=f"{where}“{words}”的链接指向 {target}，{zh}",
        cause_en=f"the link “{words}” to {target} {en}",
    )


def _fault(link: Any, page: _Page, pages: Mapping[str, _Page], titles: frozenset[str]) -> tuple[str, str] | None:  # noqa: ANN401 - as above
    """What is wrong with a link; null where nothing is, or where it leads out of what was read."""
    path, anchor = page.target(link)
    there = pages.get(path)
    if there is None:
        return None
    element = there.place(anchor)
    if element is None:
        return "那里没有这个地方", "leads nowhere"
    words = _words(link) if link in page.entries else ""
    if words in titles and words not in _beginning(element, len(words) + _NUMBERED):
        return "那里不是这一篇", "leads to another title"
    if _is_call(link) and not _leads_back(element, link):
        return "那里是别的注文", "leads to another note"
    if _is_call(link) and not any(local_name(each) == "sup" for each in (*link.iterancestors(), *link.iter())):
        return "这个注码没有标成上标", "calls a note and is not superscript"
    if link.get("role") == "doc-backlink" and local_name(element) == "a" and not element.get("href"):
        return "那里的注码不是链接了", "leads to a call that is no link"
    return None


def _is_call(link: Any) -> bool:  # noqa: ANN401 - as above
    return bool(link.get("role") == "doc-noteref" and link.get("id"))


def _leads_back(note: Any, call: Any) -> bool:  # noqa: ANN401 - as above
    """Whether a note leads back to its call, or does not lead back at all."""
    back = [link.get("href") for link in note.iter("{*}a") if link.get("role") == "doc-backlink"]
    return not back or any(target_of(target or "")[1] == call.get("id") for target in back)


def _beginning(element: Any, length: int) -> str:  # noqa: ANN401 - as above
    """The first characters that stand in *element*."""
    text = ""
    for piece in element.itertext():
        text += seen(piece)
        if len(text) >= length:
            break
    return text[:length]


def _words(link: Any) -> str:  # noqa: ANN401 - as above
    return seen("".join(link.itertext()))


@dataclass(frozen=True)
class _Page:
    """一个文件：its links within the output, and its places by their names."""

    document: Document

    @cached_property
    def links(self) -> list[Any]:
        """The links that lead to a place in this output."""
        every = self.document.root.iter("{*}a")
        return [link for link in every if link.get("href") and self._is_inside(link.get("href"))]

    def _is_inside(self, target: str) -> bool:
        path, _ = target_of(target)
        return not path or path in self.document.siblings

    @cached_property
    def entries(self) -> frozenset[Any]:
        """The links of its contents."""
        return frozenset(link for nav in self.document.root.iter("{*}nav") for link in nav.iter("{*}a"))

    def target(self, link: Any) -> tuple[str, str]:  # noqa: ANN401 - an element
        """The document that a link leads to, and the place in it."""
        path, place = target_of(link.get("href"))
        if not path:
            return self.document.path, place
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.document.path), path)), place

    def place(self, anchor: str) -> Any:  # noqa: ANN401 - an element, or nothing
        """The element called *anchor*; the whole document where that is empty, and for the top of a page."""
        return self.document.root if anchor in {"", "top"} else self._places.get(anchor)

    @cached_property
    def _places(self) -> dict[str, Any]:
        return {element.get("id"): element for element in self.document.root.iterfind(".//*[@id]")}
