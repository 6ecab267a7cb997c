"""Markdown 正文的行：what extractors and other tools put between the lines is read before the parser sees them.

Each step takes the body and returns it with its lines changed and every change in the account.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.ledger import Entry, Kind
from wxpress.readers.markdown.columns import Edit, columns_before, edits_between
from wxpress.source import Span


class Body(msgspec.Struct, frozen=True):
    """正文：lines by number, those in *literal* to be taken as written, those *centred*; their account.

    *edits* tell, by the number of a line, what each step that changed it did, from the source on.
    """

    name: str
    lines: tuple[str, ...]
    literal: frozenset[int] = frozenset()
    centred: frozenset[int] = frozenset()
    entries: tuple[Entry, ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    edits: Mapping[int, tuple[Sequence[Edit], ...]] = {}

    def changed(
        self,
        lines: Sequence[str],
        entries: Sequence[Entry] = (),
        findings: Sequence[Diagnostic] = (),
        edits: Mapping[int, Sequence[Edit]] | None = None,
    ) -> Body:
        """The body with other *lines*, and what was done to them; what a step does not tell is seen from the lines."""
        done = self._edits_to(tuple(lines)) if edits is None else edits
        return msgspec.structs.replace(
            self,
            lines=tuple(lines),
            entries=(*self.entries, *entries),
            findings=(*self.findings, *findings),
            edits={**self.edits, **{number: (*self.edits.get(number, ()), each) for number, each in done.items()}},
        )

    def _edits_to(self, lines: Sequence[str]) -> Mapping[int, Sequence[Edit]]:
        if lines == self.lines:
            return {}
        pairs = enumerate(zip(self.lines, lines, strict=True), start=1)
        return {number: edits_between(before, after) for number, (before, after) in pairs if before != after}

    def span(self, number: int, start: int, end: int) -> Span:
        """The place in the source of what stands in a line from column *start*, counted from 0, to before *end*."""
        for edits in reversed(self.edits.get(number, ())):
            start, end = columns_before(start, end, edits)
        return Span(number, number, start + 1, end + 1)


def entry(kind: Kind, span: Span, before: str, after: str, reason: str) -> Entry:
    """A change that the reader makes."""
    return Entry(by="reading", kind=kind, span=span, before=before, after=after, reason=reason)


def substituted(body: Body, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str], reason: str) -> Body:
    """The body with every match of *pattern* outside literal lines changed, an entry for each that differs."""
    lines, entries, edits = list(body.lines), list[Entry](), dict[int, list[Edit]]()
    for number, line in enumerate(body.lines, start=1):
        if number in body.literal or not pattern.search(line):
            continue
        parts, done, length = list[str](), 0, 0
        for match in pattern.finditer(line):
            after = change(match)
            if after == match[0]:
                continue
            entries.append(entry("replace", body.span(number, *match.span()), match[0], after, reason))
            parts += [line[done : match.start()], after]
            length += match.start() - done
            edits.setdefault(number, []).append(Edit(*match.span(), length, length + len(after)))
            length, done = length + len(after), match.end()
        lines[number - 1] = "".join((*parts, line[done:]))
    return body.changed(lines, entries, edits=edits)
