"""源文：一份来稿的字节、编码与行，以及指向其中的位置。"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path, PurePath

import msgspec


class Span(msgspec.Struct, frozen=True, omit_defaults=True):
    """位置：first and last line of a source, 1-based, inclusive; columns in characters, 1-based, where known."""

    first: int
    last: int
    first_column: int | None = None
    last_column: int | None = None

    def __str__(self) -> str:
        """The position as ``line`` or ``line:column``, as editors understand it."""
        return f"{self.first}:{self.first_column}" if self.first_column else str(self.first)


PARAGRAPHED = frozenset({".docx", ".html", ".htm", ".xhtml"})
"""Suffixes of files whose lines are their paragraphs: nobody sees a line number in Word."""


def is_paragraphed(name: str) -> bool:
    """Whether the lines of the source *name* are paragraphs, to be named so."""
    return PurePath(name).suffix.lower() in PARAGRAPHED


def last_line(span: Span | None) -> Span | None:
    """The last line of a span alone; null where there is none."""
    return Span(span.last, span.last) if span else None


def cover(*spans: Span | None) -> Span | None:
    """The smallest run of lines that holds every known span; null when none is known."""
    known = [span for span in spans if span is not None]
    if not known:
        return None
    return Span(min(span.first for span in known), max(span.last for span in known))


class Source(msgspec.Struct, frozen=True, dict=True):
    """来稿：path as the user named it, and its text, decoded, with line ends as LF only.

    Of a file that is no plain text (Word, a web page, PDF), *data* are its bytes, and *text* is the words in it, a line
    for each paragraph, cell or line, in reading order: line 12 is its twelfth paragraph that is not empty.
    """

    path: Path
    text: str
    encoding: str = "utf-8"
    data: bytes = b""

    @property
    def name(self) -> str:
        """The path as it stands in messages, with forward slashes."""
        return self.path.as_posix()

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text, without their ends; ``lines[n - 1]`` is line *n*."""
        return tuple(self.text.split("\n"))
