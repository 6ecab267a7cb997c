"""应有的文字：the strands of a whole bulletin, in the order in which one kind of output shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wxpress.styles import Additions, Style
from wxpress.tree import Article, Block, Bulletin, EditorsNote, Section
from wxpress.verify.blocks import Weaver
from wxpress.verify.heaps import flat
from wxpress.verify.lines import Medium
from wxpress.verify.seen import seen
from wxpress.verify.strands import Origin, Piece, Step, single
from wxpress.walk import text_of, words

OPENING = 16
"""Characters of its opening words by which a 目录 names an article without a title."""

FEWEST_ENTRIES = 2
"""Fewer titled places have no 目录."""

_DEFAULT_NOTE = "编者按"
_LAST = "版记"
_NAMELESS = "正文"
_MASTHEAD = ("audience", "series", "issue", "publisher", "date", "title")


@dataclass(frozen=True)
class Expected:
    """一件成品应有的文字：the text itself; the notes at the feet of its pages; its 目录; lines and page marks added.

    *pages* are templates in which ``{page}`` is still open.
    """

    medium: Medium
    text: tuple[Step, ...]
    notes: tuple[Step, ...]
    contents: tuple[Step, ...]
    lines: tuple[str, ...]
    pages: tuple[str, ...]


def expected(bulletin: Bulletin, style: Style, medium: Medium, name: str) -> Expected:
    """What an output of *medium*, called *name*, is to show of *bulletin* in *style*."""
    additions = style.settings.additions.get(medium, Additions())
    measures = style.settings.print
    shows_dead_links = medium != "pdf" or measures is None or measures.dead_links == "text"
    weaver = Weaver(medium, additions, shows_dead_links)
    bulletin = flat(bulletin) if medium == "pdf" else bulletin
    text = tuple(_whole(bulletin, weaver))
    return Expected(
        medium=medium,
        text=text,
        notes=tuple(weaver.taken_notes()),
        contents=tuple(_contents(bulletin, medium)),
        lines=tuple(filter(None, (seen(_filled(line, bulletin, name)) for line in additions.lines))),
        pages=tuple(page for template in additions.pages for page in _page_marks(template, bulletin)),
    )


def _filled(template: str, bulletin: Bulletin, name: str) -> str:
    words = {"series": bulletin.series, "issue": bulletin.issue, "title": bulletin.title}
    return _replaced(template, {**words, "name": name})


def _replaced(template: str, words: dict[str, str | None]) -> str:
    """*template* with words in the place of ``{word}``, and nothing else of it interpreted."""
    for word, text in words.items():
        template = template.replace(f"{{{word}}}", text or "")
    return template


def _page_marks(template: str, bulletin: Bulletin) -> Iterator[str]:
    """The forms that *template* takes on the pages of *bulletin*."""
    series = bulletin.series or bulletin.title
    sections = [bulletin.title or series, *(section.title for section in bulletin.sections)]
    for section in dict.fromkeys(sections) if "{section}" in template else [None]:
        mark = seen(_replaced(template, {"series": series, "section": section}))
        if mark:
            yield mark


def _whole(bulletin: Bulletin, weaver: Weaver) -> Iterator[Step]:
    root = Origin("", bulletin.span, bulletin.title)
    yield _masthead(bulletin, weaver, root)
    if bulletin.editors_note:
        yield from _document(_editors_note(bulletin.editors_note, weaver, root), weaver)
    for place, section in enumerate(bulletin.sections):
        yield from _section(section, weaver, root.at("sections", place, span=section.span))
    colophon = weaver.blocks(bulletin.colophon, root.at("colophon")._replace(title=_LAST))
    last = tuple(_document(colophon, weaver))
    if weaver.medium == "html":  # the footer comes after the notes, its own among them
        yield from weaver.taken_notes()
    yield from last


def _masthead(bulletin: Bulletin, weaver: Weaver, root: Origin) -> Step:
    fields = (weaver.words(name, getattr(bulletin, name), root) for name in _MASTHEAD)
    return Step(tuple(step.strands[0] for field in fields for step in field), is_loose=True)


def _document(steps: Iterator[Step], weaver: Weaver) -> Iterator[Step]:
    """Steps that are a document of their own in a book, with its notes at its end."""
    yield from steps
    if weaver.medium == "epub":
        yield from weaver.taken_notes()
        weaver.number = 0


def _editors_note(note: EditorsNote, weaver: Weaver, root: Origin) -> Iterator[Step]:
    home = root.at("editors_note", span=note.span)._replace(title=note.label or _DEFAULT_NOTE)
    if note.label:
        yield from weaver.words("label", note.label, home)
    else:
        yield single([Piece(_DEFAULT_NOTE + weaver.additions.after.get("label", ""), home, "label")])
    yield from weaver.blocks(note.blocks, home)
    yield from weaver.links(note.links, home)


def _section(section: Section, weaver: Weaver, home: Origin) -> Iterator[Step]:
    home = home._replace(title=section.title or home.title)
    opening = (*weaver.words("title", section.title, home), *weaver.blocks(section.blocks, home))
    yield from _document(iter(opening), weaver)
    for place, article in enumerate(section.articles):
        yield from _document(_article(article, weaver, home.at("articles", place, span=article.span)), weaver)


def _article(article: Article, weaver: Weaver, home: Origin) -> Iterator[Step]:
    home = home._replace(title=article.title or home.title)
    for name in ("title", "byline", "source", "date"):
        yield from weaver.words(name, getattr(article, name), home)
    yield from weaver.blocks(article.blocks, home)
    yield from weaver.links(article.links, home)


def _contents(bulletin: Bulletin, medium: Medium) -> Iterator[Step]:
    """目录：an entry a step; on paper those that have a title, else each article by its opening words."""
    entries = [entry for place, section in enumerate(bulletin.sections) for entry in _entries(section, place, medium)]
    if medium == "epub":
        entries = [*_first(bulletin), *entries, *_last(bulletin)]
    if medium == "epub" or len(entries) >= FEWEST_ENTRIES:
        yield from map(single, ([entry] for entry in entries))


def _first(bulletin: Bulletin) -> Iterator[Piece]:
    if bulletin.editors_note:
        yield Piece(bulletin.editors_note.label or _DEFAULT_NOTE, Origin("/editors_note"))


def _last(bulletin: Bulletin) -> Iterator[Piece]:
    if bulletin.colophon:
        yield Piece(_LAST, Origin("/colophon"))


def _entries(section: Section, place: int, medium: Medium) -> Iterator[Piece]:
    home = Origin("").at("sections", place, span=section.span)
    if section.title or section.blocks:
        yield from _entry(section.title, section.blocks, home, medium)
    for number, article in enumerate(section.articles):
        yield from _entry(article.title, article.blocks, home.at("articles", number, span=article.span), medium)


def _entry(title: str | None, blocks: tuple[Block, ...], home: Origin, medium: Medium) -> Iterator[Piece]:
    if title or medium != "pdf":
        yield Piece(title or _opening(blocks), home)


def _opening(blocks: tuple[Block, ...]) -> str:
    texts = (" ".join((words([block]) or text_of(block)).split()) for block in blocks)
    opening = next(filter(None, texts), _NAMELESS)
    return opening if len(opening) <= OPENING else f"{opening[:OPENING]}……"
