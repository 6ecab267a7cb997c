"""篇章：parts without text, titles that come twice or are no titles."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.checks import Check
from wxpress.checks.finding import about, found, shortened, titled
from wxpress.checks.passages import Manuscript
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
        for article in section.articles:
            yield from _article(manuscript, article)
    yield from _titles(manuscript)
    yield from _empty_note(manuscript, manuscript.bulletin.editors_note)


def _empty_note(manuscript: Manuscript, note: EditorsNote | None) -> Iterator[Diagnostic]:
    if note is not None and not note.blocks:
        yield about(manuscript, "WX231", note.span, title=note.label)


def _section(manuscript: Manuscript, section: Section) -> Iterator[Diagnostic]:
    if section.title and not (section.articles or section.blocks):
        yield _on_title(manuscript, "WX232", section)
    above: set[str] = set()
    for article in section.articles:
        if article.title in above:
            yield _on_title(manuscript, "WX233", article)
        above |= {article.title} if article.title else set()


def _article(manuscript: Manuscript, article: Article) -> Iterator[Diagnostic]:
    if not article.title:
        return
    if not article.blocks:
        yield _on_title(manuscript, "WX231", article)
    first = article.blocks[:1]
    if any(isinstance(block, Paragraph) and words(block.inlines).strip() == article.title for block in first):
        yield about(manuscript, "WX234", first[0].span, title=shortened(article.title))


def _on_title(manuscript: Manuscript, code: str, node: Section | Article) -> Diagnostic:
    title = node.title or ""
    return about(manuscript, code, titled(manuscript, node.span, title), title=shortened(title))


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
