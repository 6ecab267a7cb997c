"""摘录：the source's line under a finding, and a caret below the place; an ideograph is two columns wide."""

from __future__ import annotations

import unicodedata

from wxpress.diagnostics import Diagnostic
from wxpress.source import Source, Span

_BEFORE, _WIDEST = 24, 72
"""Columns of the terminal: shown before the place, and in all."""


def excerpt(diagnostic: Diagnostic, source: Source | None) -> list[str]:
    """The line and its carets; nothing where the finding has no column or the source is not at hand."""
    span = diagnostic.span
    if source is None or span is None or span.first_column is None or span.first > len(source.lines):
        return []
    line = source.lines[span.first - 1].replace("\t", " ")
    first = span.first_column - 1
    begin = _begin(line, first)
    shown = _cut(line[begin:], _WIDEST)
    marked = line[first : max(first + 1, _end(span, line))][: max(1, len(shown) - (first - begin))]
    lead = f"{'…' if begin else ''}"
    tail = "…" if begin + len(shown) < len(line) else ""
    return [f"{lead}{shown}{tail}", " " * width(lead + line[begin:first]) + "^" * max(1, width(marked))]


def width(text: str) -> int:
    """How many columns of a terminal *text* takes; the marks “” ‘’ … — are drawn wide beside ideographs."""
    return sum(_width(character) for character in text)


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _begin(line: str, first: int) -> int:
    begin = first
    while begin > 0 and width(line[begin - 1 : first]) <= _BEFORE:
        begin -= 1
    return begin


def _cut(line: str, columns: int) -> str:
    end = min(len(line), columns)
    while width(line[:end]) > columns:
        end -= 1
    return line[:end]


def _end(span: Span, line: str) -> int:
    """Where the place ends in its first line."""
    return span.last_column - 1 if span.last_column and span.last == span.first else len(line)
