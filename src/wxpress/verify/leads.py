"""PDF 里的去处：where the entries of a printed 目录 lead, and where bookmarks do: each to the page of its title."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from wxpress.source import Span
from wxpress.tree import Article, Bulletin, Section
from wxpress.verify.course import Course
from wxpress.verify.embedded import Lead
from wxpress.verify.matching import Match
from wxpress.verify.report import Difference
from wxpress.verify.seen import seen
from wxpress.verify.strands import Piece


def first_pages(course: Course) -> dict[str, int]:
    """The page on which the text at each path of the tree begins."""
    pages: dict[str, int] = {}
    for chunk in sorted(course.chunks, key=lambda chunk: chunk.strand):
        pieces = course.strands[chunk.strand].pieces
        if pieces and chunk.line.place.page is not None:
            pages.setdefault(pieces[0].origin.path, chunk.line.place.page)
    return pages


def unnumbered(matched: Match, pages: Mapping[str, int]) -> Iterator[Difference]:
    """Entries of the 目录 without the number of their page, where others of their kind have one."""
    numbered = {number.entry for number in matched.page_numbers}
    pieces = _entries(matched) if numbered else []
    kinds = {_is_article(pieces[entry]) for entry in numbered}
    for entry, piece in enumerate(pieces):
        page = pages.get(f"{piece.origin.path}/title")
        if entry not in numbered and page is not None and _is_article(piece) in kinds:
            cause, cause_en = (
                f"目录里“{piece.text}”后面没有页码（应为 {page}）",
                f"“{piece.text}” has no page number ({page})",
            )
            yield Difference(kind="jump", cause=cause, cause_en=cause_en, span=piece.origin.span)


def _entries(matched: Match) -> list[Piece]:
    return [step.strands[0].pieces[0] for step in matched.contents.steps]


def _is_article(piece: Piece) -> bool:
    return "/articles/" in piece.origin.path


def strange_leads(leads: Sequence[Lead], matched: Match, pages: Mapping[str, int]) -> Iterator[Difference]:
    """Entries of the 目录 whose links lead to another page than that of their title; none where it has no links."""
    contents = {number.line.place.page for number in matched.page_numbers}
    runs = groupby((lead for lead in leads if lead.page in contents), key=_name)  # each line of an entry has one
    links = [next(run) for _, run in runs]
    entries = _entries(matched)
    if links and len(links) != len(entries):
        cause = f"目录有 {len(entries)} 条，却有 {len(links)} 个去处"
        yield Difference(kind="jump", cause=cause, cause_en=f"{len(entries)} entries have {len(links)} links")
        return
    for link, entry in zip(links, entries, strict=False):
        page = pages.get(f"{entry.origin.path}/title")
        if page is not None and link.to != page:
            yield _told("目录里", "the entry", entry.text, (link.to, page), entry.origin.span)


def strange_marks(marks: Sequence[Lead], bulletin: Bulletin, pages: Mapping[str, int]) -> Iterator[Difference]:
    """Titles of sections and articles that no bookmark has in their turn, or that lead elsewhere; there may be none."""
    at = 0
    for node, path in _titled(bulletin) if marks else ():
        words = seen(node.title or "")
        place = next((place for place in range(at, len(marks)) if seen(marks[place].name) == words), None)
        if place is None:
            yield _missing(node, is_there=words in map(_seen_name, marks))
            continue
        at, page = place + 1, pages.get(f"{path}/title")
        if page is not None and marks[place].to != page:
            yield _told("书签", "the bookmark", node.title or "", (marks[place].to, page), node.span)


def _missing(node: Section | Article, *, is_there: bool) -> Difference:
    cause, cause_en = f"书签里没有“{node.title}”", f"no bookmark says “{node.title}”"
    if is_there:
        cause, cause_en = f"书签“{node.title}”的次序不对", f"the bookmark “{node.title}” is out of order"
    return Difference(kind="jump", cause=cause, cause_en=cause_en, span=node.span)


def _seen_name(mark: Lead) -> str:
    return seen(mark.name)


def _titled(bulletin: Bulletin) -> Iterator[tuple[Section | Article, str]]:
    """The sections and articles that have a title, with their paths."""
    for number, section in enumerate(bulletin.sections):
        path = f"/sections/{number}"
        if section.title:
            yield section, path
        articles = enumerate(section.articles)
        yield from ((article, f"{path}/articles/{at}") for at, article in articles if article.title)


def _told(what: str, what_en: str, title: str, pages: tuple[int | None, int], span: Span | None) -> Difference:
    to, page = pages
    there, there_en = (f"第 {to} 页", f"page {to}") if to else ("不存在的地方", "nowhere")
    return Difference(
        kind="jump",
        cause=f"{what}“{title}”指向{there}，应为第 {page} 页",
        cause_en=f"{what_en} “{title}” leads to {there_en}, not to page {page}",
        span=span,
    )


def _name(lead: Lead) -> str:
    return lead.name
