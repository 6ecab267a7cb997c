"""恢复：the passes in order, each `Draft` -> `Draft`, and assembly: from a source to its document."""

from __future__ import annotations

import sys
from collections.abc import Callable

import msgspec

from wxpress import Room
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.readers import read
from wxpress.readers.draft import Draft
from wxpress.readers.overrides import Overrides, load_overrides
from wxpress.recover.articles.apparatus import by_container, mark_colophon, mark_note
from wxpress.recover.articles.boxes import open_boxes, open_imprint, open_nameplate
from wxpress.recover.articles.details import mark_details
from wxpress.recover.articles.written_links import link_written_addresses
from wxpress.recover.assemble import assemble
from wxpress.recover.contents.lift import lift_contents, read_contents
from wxpress.recover.furniture.dropping import drop_furniture
from wxpress.recover.furniture.other_pages import drop_other_pages
from wxpress.recover.furniture.page_numbers import mark_page_numbers
from wxpress.recover.furniture.page_words import drop_page_words
from wxpress.recover.furniture.published_lines import drop_published_line
from wxpress.recover.furniture.running_heads import mark_running_heads
from wxpress.recover.furniture.running_titles import mark_running_names
from wxpress.recover.headings.find import find_headings
from wxpress.recover.headings.namesakes import tell_namesakes
from wxpress.recover.headings.signed_titles import part_signed_titles
from wxpress.recover.headings.subtitles import join_subtitle
from wxpress.recover.joining.broken_titles import join_broken_titles
from wxpress.recover.joining.lists import join_torn_lists
from wxpress.recover.joining.lone_items import open_lone_items
from wxpress.recover.joining.lone_numbers import join_lone_numbers
from wxpress.recover.joining.paragraphs import join_torn
from wxpress.recover.joining.verses import join_verses
from wxpress.recover.joining.wrapping import unwrap
from wxpress.recover.law.agreement import require_law
from wxpress.recover.masthead.first_headings import title_like_sections, unmark_particulars
from wxpress.recover.masthead.issues import find_second_issue
from wxpress.recover.masthead.main_title import mark_known_title
from wxpress.recover.masthead.read import read_masthead
from wxpress.recover.masthead.torn_dates import join_torn_dates
from wxpress.recover.overruling.corrections import correct
from wxpress.recover.overruling.needless import needless
from wxpress.recover.overruling.settle import settle, settle_contents, settle_masthead
from wxpress.source import Source

Pass = Callable[[Draft], Draft]

PASSES: tuple[Pass, ...] = (
    settle,
    by_container,
    open_boxes,
    open_nameplate,
    open_imprint,
    join_broken_titles,
    join_subtitle,
    drop_page_words,
    drop_other_pages,
    drop_published_line,
    join_lone_numbers,
    mark_page_numbers,
    mark_running_heads,
    join_verses,
    unwrap,
    join_torn_dates,
    link_written_addresses,
    lift_contents,
    settle_contents,
    part_signed_titles,
    open_lone_items,
    find_second_issue,
    mark_running_names,
    mark_known_title,
    unmark_particulars,
    title_like_sections,
    tell_namesakes,
    find_headings,
    drop_furniture,
    mark_note,
    read_masthead,
    settle_masthead,
    join_torn,
    join_torn_lists,
    mark_colophon,
    mark_details,
    correct,
)
"""For text as it arrives. Characters are put right by the reader, before its syntax is looked at."""

CANONICAL_PASSES: tuple[Pass, ...] = (
    settle,
    unwrap,
    by_container,
    read_contents,
    settle_contents,
    find_headings,
    read_masthead,
    settle_masthead,
    correct,
)
"""For what wxpress itself wrote: marks are taken at their word, nothing is guessed."""


def recover(source: Source, reader: str | None = None, overrides: Overrides | None = None) -> Document:
    """The document of *source*: its tree, the ledger of all changes, and what was found on the way.

    The *overrides* are those of the file beside the source unless others are given. Raises a `WxpressError` where the
    source or its overrides cannot be read at all; findings of severity ``error`` say that the structure was not found,
    or that an override does not fit.
    """
    overruled = load_overrides(source.path) if overrides is None else overrides
    draft = read(source, reader)
    document = _recovered(draft, overruled)
    if not (overruled.entries or overruled.masthead):
        return document
    spare = needless(overruled, document, lambda others: _recovered(draft, others))
    findings = sorted((*document.diagnostics, *spare), key=_place)
    return msgspec.structs.replace(document, diagnostics=tuple(findings))


def _recovered(draft: Draft, overrides: Overrides) -> Document:
    draft = msgspec.structs.replace(draft, overrides=overrides)
    for step in CANONICAL_PASSES if draft.canonical else PASSES:
        draft = step(draft)
    assembled = assemble(draft)
    entries = (*draft.entries, *assembled.entries)
    require_law(draft, assembled.bulletin, entries)
    findings = sorted((*draft.findings, *assembled.findings), key=_place)
    return Document(bulletin=assembled.bulletin, ledger=entries, diagnostics=tuple(findings))


def _place(finding: Diagnostic) -> tuple[int, int, str]:
    span = finding.span
    return (span.first, span.first_column or 0, finding.code) if span else (0, 0, finding.code)


sys.modules[__name__].__class__ = Room  # wxpress.recover(source)
