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
