"""Markdown 的方言：what Pandoc, kramdown, Obsidian and the like write for themselves is no text; it is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from wxpress.readers.markdown.body import Body, entry
from wxpress.source import Span

_DIRECTIVE = re.compile(
    r"\s*(?:\[\[?_?toc_?\]\]?|@\[toc\](?:\([^()]*\))?|\{:\s*\.?toc[^{}]*\}|\{:[^{}]*\})\s*$", re.IGNORECASE
)
_ATTRIBUTES = re.compile(
    r"\s*\{:?\s*(?:[#.][\w.:-]+|[\w-]+=[^\s{}]+)(?:\s+(?:[#.][\w.:-]+|[\w-]+=[^\s{}]+|-))*\s*\}\s*$"
)
_HEADING = re.compile(r" {0,3}#{1,9}\s*\S")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_CALLOUT = re.compile(r"(?P<quote>\s*>[\s>]*)(?P<kind>\[![\w-]+\][+-]?)\s*(?P<words>.*)$")
_PANDOC = re.compile(r"%\s+(?=\S)|%\s*$")
_TITLE_BLOCK = 3
_REASON = "Markdown 方言的记号，不是正文"

_LABEL = re.compile(r"编者按语?|编者的话|按语|编前|卷首语|(?:本期)?导读")
_Change = tuple[str, str, str]
"""What goes from a line, what comes for it, and what the line is then."""


def without_dialects(body: Body) -> Body:
    """The body without such marks; each is in the account."""
    lines, entries = list(body.lines), []
    for at, (gone, comes, rest) in _changes(body):
        lines[at] = rest
        entries.append(entry("replace" if comes else "drop", Span(at + 1, at + 1), gone.strip(), comes, _REASON))
    return body.changed(lines, entries)


def _changes(body: Body) -> Iterator[tuple[int, _Change]]:
    block = _title_block(body.lines)
    for at, line in enumerate(body.lines):
        change = _change(body.lines, at) if at + 1 not in body.literal else None
        if at < block:
            yield at, ("%", "", _PANDOC.sub("", line, count=1))
        elif change:
            yield at, change


def _title_block(lines: Sequence[str]) -> int:
    """How many lines at the head are Pandoc's title, authors and date."""
    return next((at for at, line in enumerate(lines[:_TITLE_BLOCK]) if not _PANDOC.match(line)), _TITLE_BLOCK)


def _change(lines: Sequence[str], at: int) -> _Change | None:
    """The change of one line; null where there is none."""
    line = lines[at]
    if _DIRECTIVE.match(line):
        return line, "", ""
    attributes = _ATTRIBUTES.search(line) if "}" in line else None
    if attributes and (_HEADING.match(line) or _is_underlined(lines, at)):
        return attributes[0], "", line[: attributes.start()]
    callout = _CALLOUT.match(line)
    return _called_out(callout) if callout else None


def _called_out(callout: re.Match[str]) -> _Change:
    """A callout without its kind; a colon keeps the label of a note apart from the note below it."""
    quote, kind, words = callout.group("quote", "kind", "words")
    words = words.rstrip()
    if _LABEL.fullmatch(words):
        return f"{kind} {words}", f"{words}：", f"{quote}{words}："
    return kind, "", f"{quote}{words}"


def _is_underlined(lines: Sequence[str], at: int) -> bool:
    return at + 1 < len(lines) and bool(_UNDERLINE.match(lines[at + 1]))
