"""引用式链接：``[文字][甲]`` with ``[甲]: https://…`` elsewhere becomes a link in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wxpress.ledger import Entry
from wxpress.readers.markdown.body import Body, entry, substituted
from wxpress.source import Span

_DEFINITION = re.compile(
    r"[ ]{0,3}\[(?P<label>[^\]\[^][^\]\[]{0,98})\]:\s+<?(?P<target>(?:[a-zA-Z][\w+.-]*:|[./#])[^\s<>]*)>?"
    r"(?P<title>\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*$"
)
_USE = re.compile(r"(?<!\\)\[(?P<words>[^\]\[]{1,200})\]\[(?P<label>[^\]\[]{0,99})\]")


def with_references(body: Body) -> Body:
    """The body with its reference links in place; a definition that nothing refers to stays text."""
    defined = _definitions(body)
    used = set[str]()

    def linked(match: re.Match[str]) -> str:
        label = _key(match["label"] or match["words"])
        if label not in defined:
            return match[0]
        used.add(label)
        return f"[{match['words']}](<{defined[label][1]}>)"

    if not defined:
        return body
    read = substituted(body, _USE, linked, "引用式链接的地址移到链接处")
    return _without(read, {defined[label][0] for label in used})


def _definitions(body: Body) -> Mapping[str, tuple[int, str]]:
    """Line and target of each label; the first definition counts."""
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(body.lines, start=1):
        match = _DEFINITION.match(line) if line.lstrip().startswith("[") and number not in body.literal else None
        if match:
            found.setdefault(_key(match["label"]), (number, match["target"]))
    return found


def _key(label: str) -> str:
    return " ".join(label.split()).casefold()


def _without(body: Body, numbers: set[int]) -> Body:
    entries = [item for number in sorted(numbers) for item in _gone(body.lines[number - 1], number)]
    lines = ["" if number in numbers else line for number, line in enumerate(body.lines, start=1)]
    return body.changed(lines, entries)


def _gone(line: str, number: int) -> Iterator[Entry]:
    """The entries for the line of an address: what it points to stands at the link now, its title nowhere."""
    match = _DEFINITION.match(line)
    at = match.start("title") if match and match["title"] else len(line)
    yield entry("drop", Span(number, number), line[:at], "", "引用式链接的地址行，已移到链接处")
    if line[at:].strip():
        yield entry("drop", Span(number, number), line[at:].strip(), "", "链接或图片的悬停说明，成品中没有位置")
