"""篇章：parts without text, titles that come twice or are no titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.checks import Check
from wxpress.checks.finding import about, found, shortened, titled
from wxpress.checks.passages import Manuscript, nodes_of
from wxpress.diagnostics import Diagnostic
from wxpress.tree import Article, EditorsNote, Paragraph, Section
from wxpress.walk import words

LONGEST_TITLE = 60
"""In characters: two lines of a heading on the page."""

_STOP_AT_END = re.compile(r"[，、；：]$|(?<![”’])。$")


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """What is odd in the bulletin's parts and their titles."""
    for section in manuscript.bulletin.sections:
        yield from _section(manuscript, section)
    for node in nodes_of(manuscript, Article):
        if isinstance(node, Article):
            yield from _article(manuscript, node)
    yield from _titles(manuscript)
    note = manuscript.bulletin.editors_note
    if isinstance(note, EditorsNote) and not note.blocks:
        yield about(manuscript, "WX231", note.span, title=note.label)


def _section(manuscript: Manuscript, section: Section) -> Iterator[Diagnostic]:
    if section.title and not section.articles and not section.blocks:
        place = titled(manuscript, section.span, section.title)
        yield about(manuscript, "WX232", place, title=shortened(section.title))
    above: set[str] = set()
    for article in section.articles:
        if article.title and article.title in above:
            place = titled(manuscript, article.span, article.title)
            yield about(manuscript, "WX233", place, title=shortened(article.title))
        above.add(article.title or "")


def _article(manuscript: Manuscript, article: Article) -> Iterator[Diagnostic]:
    title = article.title or ""
    place = titled(manuscript, article.span, title)
    if title and not article.blocks:
        yield about(manuscript, "WX231", place, title=shortened(title))
    first = article.blocks[0] if article.blocks else None
    if title and isinstance(first, Paragraph) and words(first.inlines).strip() == title:
        yield about(manuscript, "WX234", first.span, title=shortened(title))


def _titles(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Titles too long to be one, and titles that end like a sentence (GB/T 15834, A.1)."""
    for passage in manuscript.passages:
        if passage.kind != "title":
            continue
        if len(passage.text) > LONGEST_TITLE:
            length = str(len(passage.text))
            yield found(manuscript, "WX235", passage, 0, len(passage.text), length=length, limit=str(LONGEST_TITLE))
        for match in _STOP_AT_END.finditer(passage.text):
            yield found(manuscript, "WX236", passage, match.start(), match.end(), after="")


CHECK = Check("structure", check)
