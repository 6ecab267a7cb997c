"""违例：the rules that lines break at their starts and ends (CLREQ 3.1; GB/T 15834-2011 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wxpress.proof.blocks import Block
from wxpress.proof.edges import FLUSH, off_edge
from wxpress.proof.placing import Place
from wxpress.proof.report import RuleName
from wxpress.proof.rows import Row
from wxpress.proof.spacing import is_letter
from wxpress.typeset.classes import ATTACHED_WIDE, CLOSING, DASH, DOT, OPENING, PERCENT, PREFIX, STOP, is_set_as_chinese
from wxpress.typeset.rules import ADDRESS

NEVER_FIRST = frozenset(CLOSING + STOP + DOT + PERCENT + ATTACHED_WIDE)
NEVER_LAST = frozenset(OPENING + PREFIX)

_AROUND = 4


@dataclass(frozen=True)
class Setting:
    """一行的情形：the line, the part of its block that it shows, and the edge where it is to end, if it is to."""

    row: Row
    block: Block
    place: Place
    edge: float | None


def broken_rules(setting: Setting, before: Setting | None) -> Iterator[tuple[RuleName, str]]:
    """The rules that the line breaks, and what stands there; *before* is the line before it of the same block."""
    if before is not None:
        yield from _torn(setting.block, before.place.end)
        if _is_lonely(setting):
            yield "runt", setting.row.text
    if setting.edge is not None and abs(off := off_edge(setting.row, setting.edge)) > FLUSH:
        yield "not-flush", f"{off:+.2f}"


def _torn(block: Block, end: int) -> Iterator[tuple[RuleName, str]]:
    """What is wrong with ending a line before the character *end* of the block."""
    last, first = block.places[end - 1], block.places[end]
    if not is_set_as_chinese(block.text) or _is_in_address(block.text, first):
        return  # the rules are those of Chinese text; an address ends a line where it must
    before, after = block.classes[last], block.classes[first]
    if after in NEVER_FIRST:
        yield "line-start", block.text[first]
    if before in NEVER_LAST:
        yield "line-end", block.text[last]
    if before == after == DASH and block.text[last] == block.text[first]:
        yield "split-dash", block.text[last] + block.text[first]
    elif first in block.torn and after not in NEVER_FIRST and before not in NEVER_LAST:
        yield "split-number", _around(block.text, first)


def _is_in_address(text: str, place: int) -> bool:
    return any(match.start() < place < match.end() for match in ADDRESS.finditer(text))


def _around(text: str, place: int) -> str:
    """The torn expression, a stroke where the line ends."""
    return f"{text[max(0, place - _AROUND) : place].strip()}|{text[place : place + 2].strip()}"


def _is_lonely(setting: Setting) -> bool:
    is_last = setting.block.is_paragraph and setting.place.end == len(setting.block.seen)
    return is_last and sum(map(is_letter, _letters(setting.row))) <= 1


def _letters(row: Row) -> Sequence[str]:
    return [glyph.text for glyph in row.glyphs if not row.is_raised(glyph)]
