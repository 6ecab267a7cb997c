"""账目：every change between a source and its tree, one entry each.

The law, checked on every recovery: the source's characters, less white space and markup, less the drops, with the
replacements applied, are the tree's characters.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from wxpress.source import Span

Kind = Literal["drop", "join", "split", "move", "replace", "guess", "decide"]
"""A *guess* is the program's, what is *decided* the editor's (``overrides``); neither changes the text."""


class Entry(msgspec.Struct, frozen=True, kw_only=True, rename={"by": "pass"}):
    """一笔账：what a pass (*by*) changed, where and why; guesses also carry evidence and confidence (0 to 1)."""

    by: str
    kind: Kind
    span: Span | None
    before: str
    after: str
    reason: str
    evidence: str | None = None
    confidence: float | None = None


def moved(by: str, span: Span | None, before: str, after: str, reason: str) -> tuple[Entry, ...]:
    """The entries of a move: what is there afterwards has moved, letters that are not are dropped by name."""
    kept, lost = _divided(before, after)
    entry = Entry(by=by, kind="move", span=span, before=kept, after=after, reason=reason)
    if not lost:
        return (entry,)
    label = Entry(by=by, kind="drop", span=span, before=lost, after="", reason=f"{reason}，其余不印")
    return entry, label


def _divided(before: str, after: str) -> tuple[str, str]:
    """What of *before* is in *after*, and the rest; all is kept where the rest has no letter or figure in it."""
    rest = before
    kept: dict[int, str] = {}
    for part in sorted(after.split(), key=len, reverse=True):
        at = rest.rfind(part)
        if at >= 0:
            rest = rest[:at] + "\n" * len(part) + rest[at + len(part) :]
            kept[at] = part
    if not any(map(str.isalnum, rest)):
        return before, ""
    return " ".join(kept[at] for at in sorted(kept)), " ".join(rest.split())
