"""HTML 注释：``<!-- … -->`` is no text; it is dropped, and told."""

from __future__ import annotations

import re

from wxpress.diagnostics import diagnose
from wxpress.inlines import fold
from wxpress.readers.markdown.body import Body, entry
from wxpress.source import Span

MOST_LINES = 50
"""A comment that has not closed after so many lines is text."""

_OPEN = re.compile(r"(?<!\\)<!--")
_CLOSE = "-->"
_SHOWN = 40


def without_comments(body: Body) -> Body:
    """The body without its comments; each is in the account and is reported."""
    lines, entries, findings = list(body.lines), [], []
    for at in range(len(lines)):
        while "<!--" in lines[at] and (match := _OPEN.search(lines[at])) and at + 1 not in body.literal:
            end = _closing(lines, at, match.end())
            if end is None:
                break
            words = _cut(lines, (at, match.start()), end)
            span = Span(at + 1, end[0] + 1)
            entries.append(entry("drop", span, words, "", "HTML 注释不是正文"))
            findings.append(diagnose("WX105", source=body.name, span=span, text=fold(words)[:_SHOWN]))
    return body.changed(lines, entries, findings)


def _closing(lines: list[str], at: int, column: int) -> tuple[int, int] | None:
    """Line and column after the end of a comment whose words begin at *column*."""
    for number in range(at, min(at + MOST_LINES, len(lines))):
        found = lines[number].find(_CLOSE, column if number == at else 0)
        if found >= 0:
            return number, found + len(_CLOSE)
    return None


def _cut(lines: list[str], begin: tuple[int, int], end: tuple[int, int]) -> str:
    """Take the characters from *begin* to *end* out of *lines*, which stay as many as they are."""
    (first, start), (last, stop) = begin, end
    whole = "\n".join(lines[first : last + 1])
    after = lines[last][stop:]
    words = whole[start : len(whole) - len(after)]
    lines[first] = lines[first][:start].rstrip() if first < last else (lines[first][:start] + after).rstrip()
    for number in range(first + 1, last + 1):
        lines[number] = after if number == last else ""
    return words
