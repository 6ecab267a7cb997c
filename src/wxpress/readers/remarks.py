"""旁注：what an editor tells wxpress beside a line, ``<!-- wxpress: WX305 理由 -->``; it is no text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from wxpress.ledger import Entry
from wxpress.source import Span

_REMARK = re.compile(r"<!--\s*wxpress\s*[：:](?P<words>(?:(?!-->).)*)-->")
_CODE = re.compile(r"\s*(?P<code>[A-Za-z]{2,}\d+)?[\s，,：:]*(?P<reason>.*?)\s*$")
_BY = "reading"
_REASON = "写给工具的旁注，不是正文"


class Remark(NamedTuple):
    """一条旁注：the code that it silences and the reason, both empty where they are not given; and its place."""

    code: str
    reason: str
    span: Span


def without_remarks(lines: Sequence[str]) -> tuple[tuple[str, ...], list[Entry]]:
    """The lines without their remarks, and the entries that say so; a line that held nothing else is blank."""
    entries = [_entry(number, match) for number, line in enumerate(lines, 1) for match in _REMARK.finditer(line)]
    touched = {entry.span.first for entry in entries if entry.span}
    kept = (_REMARK.sub("", line).rstrip() if number in touched else line for number, line in enumerate(lines, 1))
    return tuple(kept), entries


def remarks_of(ledger: Iterable[Entry]) -> Iterator[Remark]:
    """The remarks that a reader has taken out of a source."""
    for entry in ledger:
        match = _REMARK.fullmatch(entry.before) if entry.reason == _REASON else None
        said = _CODE.match(match["words"]) if match else None
        if said and entry.span:
            yield Remark((said["code"] or "").upper(), said["reason"], entry.span)


def _entry(number: int, match: re.Match[str]) -> Entry:
    span = Span(number, number, match.start() + 1, match.end() + 1)
    return Entry(by=_BY, kind="drop", span=span, before=match[0], after="", reason=_REASON)
