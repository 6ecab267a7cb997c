"""恢复：the passes in order, each `Draft` -> `Draft`, and assembly: from a source to its document."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from wxpress import Room
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.errors import UnsupportedError
from wxpress.readers import read
from wxpress.readers.draft import Draft
from wxpress.recover.apparatus import by_container, mark_colophon, mark_note
from wxpress.recover.assemble import assemble
from wxpress.recover.contents import lift_contents, read_contents
from wxpress.recover.details import mark_details
from wxpress.recover.furniture import drop_furniture, mark_page_numbers
from wxpress.recover.headings import find_headings
from wxpress.recover.joins import join_torn
from wxpress.recover.law import require_law
from wxpress.recover.masthead import read_masthead
from wxpress.recover.wrapping import unwrap
from wxpress.source import Source

Pass = Callable[[Draft], Draft]

PASSES: tuple[Pass, ...] = (
    by_container,
    mark_page_numbers,
    unwrap,
    lift_contents,
    find_headings,
    drop_furniture,
    mark_note,
    read_masthead,
    join_torn,
    mark_colophon,
    mark_details,
)
"""For text as it arrives. Characters are put right by the reader, before its syntax is looked at."""

CANONICAL_PASSES: tuple[Pass, ...] = (unwrap, by_container, read_contents, find_headings, read_masthead)
"""For what wxpress itself wrote: marks are taken at their word, nothing is guessed."""


def recover(source: Source, reader: str | None = None) -> Document:
    """The document of *source*: its tree, the ledger of all changes, and what was found on the way.

    Raises a `WxpressError` where the source cannot be read at all; findings of severity ``error`` say that its
    structure was not found.
    """
    _refuse_overrides(source.path)
    draft = read(source, reader)
    for step in CANONICAL_PASSES if draft.canonical else PASSES:
        draft = step(draft)
    assembled = assemble(draft)
    entries = (*draft.entries, *assembled.entries)
    require_law(draft, assembled.bulletin, entries)
    findings = sorted((*draft.findings, *assembled.findings), key=_place)
    return Document(bulletin=assembled.bulletin, ledger=entries, diagnostics=tuple(findings))


def _refuse_overrides(path: Path) -> None:
    overrides = path.with_suffix(".overrides.toml")
    if overrides.exists():
        raise UnsupportedError(f"{overrides}：本版还不支持人工订正文件", "请先移走它，或直接在来稿里改正")


def _place(finding: Diagnostic) -> tuple[int, int, str]:
    span = finding.span
    return (span.first, span.first_column or 0, finding.code) if span else (0, 0, finding.code)


sys.modules[__name__].__class__ = Room  # wxpress.recover(source)
