"""Markdown 正文的行：what extractors and other tools put between the lines is read before the parser sees them.

Each step takes the body and returns it with its lines changed and every change in the account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.ledger import Entry, Kind
from wxpress.source import Span


class Body(msgspec.Struct, frozen=True):
    """正文：lines by number, those in *literal* to be taken as written, those *centred*; their account."""

    name: str
    lines: tuple[str, ...]
    literal: frozenset[int] = frozenset()
    centred: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()
    findings: tuple[Diagnostic, ...] = ()

    def changed(self, lines: Sequence[str], entries: Sequence[Entry] = (), findings: Sequence[Diagnostic] = ()) -> Body:
        """The body with other *lines*, and what was done to them."""
        return msgspec.structs.replace(
            self,
            lines=tuple(lines),
            entries=(*self.entries, *entries),
            findings=(*self.findings, *findings),
        )


def entry(kind: Kind, span: Span, before: str, after: str, reason: str) -> Entry:
    """A change that the reader makes."""
    return Entry(by="reading", kind=kind, span=span, before=before, after=after, reason=reason)


def substituted(body: Body, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], reason: str) -> Body:
    """The body with every match of *pattern* outside literal lines changed, an entry for each that differs."""
    lines, entries = list(body.lines), list[Entry]()
    for at, line in enumerate(lines):
        if at + 1 in body.literal or not pattern.search(line):
            continue
        for match in pattern.finditer(line):
            after = change(match)
            if after != match[0]:
                span = Span(at + 1, at + 1, match.start() + 1, match.end() + 1)
                entries.append(entry("replace", span, match[0], after, reason))
        lines[at] = pattern.sub(change, line)
    return body.changed(lines, entries)
