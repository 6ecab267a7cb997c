"""段的种类：tells paragraphs that are no running text: what stands above a table (表1　主要指标, 单位：万元), verse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from wxpress.inlines import ems
from wxpress.tree import Block, Inline, LineBreak, Paragraph, Table
from wxpress.walk import plain

VERSE = 24
"""What a line of verse holds at most, in em."""

_ENDS = tuple("，。；：！？、”’》…")

_UNIT = re.compile(r"[（(]?单位[：:].{1,30}")
_TITLE = re.compile(r"表\s?(?:\d{1,3}(?:[-—.]\d{1,3})?|[一二三四五六七八九十]{1,3})[\s：:.．].{1,80}")
"""A sentence that begins so (表3说明了情况) has no gap behind the number."""


def kinds_above_tables(blocks: Sequence[Block]) -> list[str | None]:
    """What each of *blocks* is to the table below it: its ``table-title``, its ``table-unit``, or null for nothing."""
    kinds: list[str | None] = [None] * len(blocks)
    for place in range(len(blocks) - 2, -1, -1):
        below = blocks[place + 1]
        if isinstance(below, Table) or kinds[place + 1] == "table-unit":
            kinds[place] = _kind(blocks[place], may_be_unit=isinstance(below, Table))
    return kinds


def _kind(block: Block, *, may_be_unit: bool) -> str | None:
    words = plain(block.inlines) if isinstance(block, Paragraph) else ""
    if may_be_unit and _UNIT.fullmatch(words):
        return "table-unit"
    return "table-title" if _TITLE.fullmatch(words) else None


def is_verse(inlines: Sequence[Inline]) -> bool:
    """Whether a paragraph is several short lines; two of them are of one length, or end with marks."""
    breaks = [place for place, inline in enumerate(inlines) if isinstance(inline, LineBreak)]
    lines = [plain(tuple(inlines[begin:end])).strip() for begin, end in pairwise([0, *breaks, len(inlines)])]
    if not breaks or any(ems(line) > VERSE for line in lines):
        return False
    return len(breaks) > 1 or len(set(map(len, lines))) == 1 or all(line.endswith(_ENDS) for line in lines)
