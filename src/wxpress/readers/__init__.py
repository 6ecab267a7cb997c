"""读入：one reader per source format, from decoded lines to a `Draft` of flat pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from wxpress.ledger import Entry
from wxpress.plugins import Table
from wxpress.readers.decoding import decode, load, refuse_unreadable
from wxpress.readers.draft import Draft, revise
from wxpress.source import Source

__all__ = ["READERS", "Reader", "decode", "load", "read", "reader_name", "source_suffixes"]


@dataclass(frozen=True)
class Reader:
    """读入器：its name and the function that makes a draft of a source."""

    name: str
    read: Callable[[Source], Draft]


READERS: Table[Reader] = Table(
    group="wxpress.readers",
    kind="读入器",
    builtin={
        "markdown": "wxpress.readers.markdown.reading:MARKDOWN",
        "plaintext": "wxpress.readers.plaintext:PLAINTEXT",
        "docx": "wxpress.readers.docx.reading:DOCX",
        "html": "wxpress.readers.html.reading:HTML",
        "pdf": "wxpress.readers.pdf.reading:PDF",
    },
)

_BY_SUFFIX = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "plaintext",
    ".text": "plaintext",
    "": "plaintext",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
}
_MARKDOWN_LINE = re.compile(
    r"(?!\s*-\s*\d+\s*-\s*$)\s*(#{1,6}\s|[-*+]\s+\S|>\s|\|.+\|$)|.*(\*\*[^*]+\*\*|!?\[[^\]]*\]\([^)]*\))|---$"
)


def reader_name(source: Source) -> str:
    """The reader for *source*: by its suffix; a ``.txt`` that is written in Markdown is read as Markdown."""
    suffix = source.path.suffix.lower()
    refuse_unreadable(source.path)
    name = _BY_SUFFIX.get(suffix, suffix.removeprefix("."))
    return "markdown" if name == "plaintext" and looks_like_markdown(source) else name


def source_suffixes() -> list[str]:
    """The suffixes of the files that a folder of sources is searched for: those a reader claims, outsiders' too.

    A PDF in a folder is mostly something that was made of a source: it is read where it is named.
    """
    outside = [f".{name}" for name in READERS.names() if name not in READERS.builtin]
    return [*(suffix for suffix in _BY_SUFFIX if suffix not in {"", ".pdf"}), *outside]


def looks_like_markdown(source: Source) -> bool:
    """Whether two lines or more of *source* bear Markdown's marks."""
    return sum(1 for line in source.lines if _MARKDOWN_LINE.match(line)) > 1


def read(source: Source, reader: str | None = None) -> Draft:
    """The draft of *source*, by the named reader or the one its suffix calls for."""
    name = reader or reader_name(source)
    draft = READERS.load(name).read(source)
    if reader is None and name == "markdown" and _BY_SUFFIX.get(source.path.suffix.lower()) == "plaintext":
        return revise(draft, draft.pieces, [_READ_AS_MARKDOWN])
    return draft


_READ_AS_MARKDOWN = Entry(
    by="reading",
    kind="guess",
    span=None,
    before="",
    after="",
    reason="纯文本文件按 Markdown 读",
    evidence="两行以上带有 Markdown 的标记",
    confidence=0.9,
)
