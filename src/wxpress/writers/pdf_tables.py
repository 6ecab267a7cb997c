"""宽表：tells of tables that are wider than the text of a page, or than its paper, where nobody sees their end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.tree import Bulletin, Table
from wxpress.walk import walk

_MM = 25.4 / 96
"""A px in mm."""

_HAIR = 1.0
"""So many px are a matter of rounding and rules."""


class Width(NamedTuple):
    """一张表的宽：how many columns it has, and how far in px it goes beyond the text and beyond the paper."""

    columns: int
    beyond_text: float
    beyond_paper: float


def too_wide(found: Sequence[Width], bulletin: Bulletin) -> Iterator[Diagnostic]:
    """What is to be said of the tables of *bulletin*, *found* so wide."""
    tables = [node for node in walk(bulletin) if isinstance(node, Table)]
    are_all = len(tables) == len(found)  # those in notes are set as lines
    for place, width in enumerate(found):
        if width.beyond_text > _HAIR:
            yield _told(width, tables[place] if are_all else None)


def _told(width: Width, table: Table | None) -> Diagnostic:
    code, excess = ("WX505", width.beyond_paper) if width.beyond_paper > 0 else ("WX504", width.beyond_text)
    return diagnose(code, span=table.span if table else None, columns=str(width.columns), excess=f"{excess * _MM:.0f}")
