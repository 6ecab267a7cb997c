"""栏位：from the columns of a line that steps have changed back to those of the line that they were given."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """一处改动：the columns that it took, and those that its words have in the line after it; from 0, end excluded."""

    start: int
    end: int
    new_start: int
    new_end: int


def edits_between(before: str, after: str) -> tuple[Edit, ...]:
    """Edits that make *after* of *before*: one, or where words went in several places, one for each."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    whole = Edit(head, len(before) - tail, head, len(after) - tail)
    if whole.new_start == whole.new_end or whole.start == whole.end:
        return (whole,)
    return tuple(_omissions(before, after, whole)) or (whole,)


def _common(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one.startswith(other[:middle]):
            least = middle
        else:
            most = middle - 1
    return least


def _omissions(before: str, after: str, within: Edit) -> Iterator[Edit]:
    """The runs of *before* whose omission leaves *after*; none where it takes more than omission."""
    edits: list[Edit] = []
    at = within.start
    for column in range(within.new_start, within.new_end):
        found = before.find(after[column], at, within.end)
        if found < 0:
            return
        if found > at:
            edits.append(Edit(at, found, column, column))
        at = found + 1
    yield from edits
    if at < within.end:
        yield Edit(at, within.end, within.new_end, within.new_end)


def columns_before(start: int, end: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """The columns of the line before *edits* that those of the line after them come from."""
    return _before(start, edits)[0], _before(end - 1, edits)[1] if end > start else _before(start, edits)[0]


def _before(column: int, edits: Sequence[Edit]) -> tuple[int, int]:
    """Where one character comes from: its own column, or the columns that its edit took."""
    at = bisect_right(edits, column, key=lambda edit: edit.new_start) - 1
    if at < 0:
        return column, column + 1
    edit = edits[at]
    if column < edit.new_end:
        return edit.start, edit.end
    own = column - edit.new_end + edit.end
    return own, own + 1
