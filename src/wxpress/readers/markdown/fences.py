"""代码围栏：what stands between two fences is a quotation, taken as it is written; the fences go, with an account."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from wxpress.readers.markdown.body import Body, entry
from wxpress.source import Span

_FENCE = re.compile(r"[ ]{0,3}(?P<fence>`{3,}|~{3,})(?P<words>[^`]*)$")
_REASON = "代码围栏：里面的文字照原样排作引文"


def without_fences(body: Body) -> Body:
    """The body with the lines of fences blank and those between them literal; a fence that never closes is text."""
    lines, entries, literal = list(body.lines), [], set[int]()
    for first, last in _fenced(body.lines):
        for number in (first, last):
            entries.append(entry("drop", Span(number, number), lines[number - 1], "", _REASON))
            lines[number - 1] = ""
        literal |= set(range(first + 1, last))
    return msgspec.structs.replace(body.changed(lines, entries), literal=frozenset(literal))


def _fenced(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The numbers of the first and last line of each fenced part (CommonMark 0.31, 4.5)."""
    opening: tuple[int, str] | None = None
    for number, line in enumerate(lines, start=1):
        match = _FENCE.match(line)
        if match is None:
            continue
        if opening is None:
            opening = number, match["fence"]
        elif match["fence"].startswith(opening[1]) and not match["words"].strip():
            yield opening[0], number
            opening = None
