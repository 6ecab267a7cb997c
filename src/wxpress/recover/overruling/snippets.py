"""反过来的订正：for an entry of the ledger the override that would undo it, ready to be pasted.

Words that stand more than once get their number, so that the snippet means this place and no other.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from wxpress.ledger import Entry
from wxpress.readers import read
from wxpress.readers.draft import Piece
from wxpress.recover.overruling.anchors import Spot
from wxpress.recover.overruling.settle import anchors_in
from wxpress.source import Source

_LONGEST_LINE = 40
_OPENING = 16
_TORN = "⏎"
_AS_TEXT = {"headings", "masthead", "furniture", "apparatus"}
"""Passes whose decisions about a line are undone by calling it a paragraph."""


class Snippets:
    """订正的写法：finds the words of one source."""

    def __init__(self, source: Source) -> None:
        """Read *source* again, as overrides will find it."""
        self._anchors = anchors_in(read(source).pieces)

    def undoing(self, entry: Entry) -> str | None:
        """The override that would undo *entry*; null where there is none."""
        if entry.by == "overrides" or entry.span is None:
            return None
        if entry.kind == "join" and entry.by == "joins":
            return self._split(entry)
        if entry.by == "links" and entry.kind == "move":
            return self._link(entry)
        is_decision = entry.kind in {"guess", "drop", "move"} and entry.by in _AS_TEXT and entry.before
        return self._paragraph(entry) if is_decision else None

    def _paragraph(self, entry: Entry) -> str | None:
        at = self._first_piece(entry)
        text = self._pieces[at].text if at is not None else ""
        if at is None or not text:
            return None
        words = text if len(text) <= _LONGEST_LINE else text[:_OPENING]
        spots = self._anchors.lines(words, or_opening=True)
        return _table("line", {"text": words, "is": "自然段"}, _number(spots, at))

    def _split(self, entry: Entry) -> str | None:
        _, torn, after = entry.before.partition(_TORN)
        at = next((at for at in self._inside(entry) if torn and self._pieces[at].text.startswith(after)), None)
        if at is None:
            return None
        words = self._pieces[at].text[:_OPENING]
        return _table("split", {"before": words}, _number(self._anchors.spots(words), at))

    def _link(self, entry: Entry) -> str | None:
        at = self._first_piece(entry)
        if at is None:
            return None
        spots = self._anchors.spots(entry.before)
        return _table("link", {"text": entry.before, "target": "https://"}, _number(spots, at))

    @property
    def _pieces(self) -> Sequence[Piece]:
        return self._anchors.pieces

    def _first_piece(self, entry: Entry) -> int | None:
        return next(iter(self._inside(entry)), None)

    def _inside(self, entry: Entry) -> list[int]:
        """The pieces that stand in the lines of *entry*."""
        span = entry.span
        return [
            at
            for at, piece in enumerate(self._pieces)
            if span and piece.span and piece.span.first <= span.last and span.first <= piece.span.last
        ]


def _number(spots: Sequence[Spot], piece: int) -> int | None:
    """Which of *spots* is in that piece, from 1; null where there is but one."""
    if len(spots) < 2:  # noqa: PLR2004 - one place needs no number
        return None
    return next((number for number, spot in enumerate(spots, start=1) if spot.first <= piece <= spot.last), None)


def _table(name: str, keys: dict[str, str], occurrence: int | None) -> str:
    lines = [f"[[{name}]]", *(f"{key} = {_quoted(value)}" for key, value in keys.items())]
    return "\n".join((*lines, f"occurrence = {occurrence}") if occurrence else lines)


def _quoted(text: str) -> str:
    """A TOML string, which is written as JSON writes it but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
