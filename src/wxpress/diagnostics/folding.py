"""归并：the same fault of one source told once, with how often it is there and where, not forty times."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.diagnostics.wording import Language
from wxpress.source import is_paragraphed

FEWEST = 4
"""Fewer of one kind are told one by one."""

SHOWN = 8
"""So many places are named."""

# fmt: off
ALIKE = frozenset({
    "WX201", "WX209", "WX301", "WX302", "WX303", "WX304", "WX305", "WX311", "WX313", "WX314", "WX315", "WX317",
    "WX318", "WX325", "WX331", "WX332", "WX333", "WX334", "WX353", "WX354", "WX355", "WX371", "WX372", "WX373",
    "WX374", "WX401", "WX411",
})
# fmt: on
"""The codes whose findings differ by little but their place; of others those that are worded alike are the same."""

_Kind = tuple[str | None, str, str]


def folded(diagnostics: Iterable[Diagnostic], language: Language = "zh") -> list[Diagnostic]:
    """*diagnostics*, those of one source and code that are alike and many at the place of the first."""
    found = list(diagnostics)
    groups: dict[_Kind, list[Diagnostic]] = {}
    for item in found:
        groups.setdefault(_kind(item), []).append(item)
    told: list[Diagnostic] = []
    for item in found:
        group = groups.get(_kind(item), [])
        if len(group) >= FEWEST:
            told.append(_summary(group, language))
            del groups[_kind(item)]  # the others have been told with it
        elif group:
            told.append(item)
    return told


def _kind(item: Diagnostic) -> _Kind:
    """What counts as the same fault: the code, and the words where they say more than the place does."""
    return item.source, item.code, "" if item.code in ALIKE else item.message


def _summary(group: Sequence[Diagnostic], language: Language) -> Diagnostic:
    """The first of *group*, with how many there are and where the next ones stand."""
    first = group[0]
    lines = list(dict.fromkeys(str(item.span.first) for item in group[1:] if item.span))
    unit, unit_en = ("段", "paragraphs") if is_paragraphed(first.source or "") else ("行", "lines")
    shown, more = lines[:SHOWN], len(lines) > SHOWN
    if language == "en":
        places = f": {unit_en} {', '.join(shown)}{' …' if more else ''}" if shown else ""
        note = f" ({len(group)} in all{places})"
    else:
        places = f"，另在第 {'、'.join(shown)} {unit}{'……' if more else ''}" if shown else ""
        note = f"（共 {len(group)} 处{places}）"
    return msgspec.structs.replace(first, message=first.message + note)
