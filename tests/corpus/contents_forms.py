"""The printed contents (目录) in all the forms that books and extractors give them."""

from __future__ import annotations

import random
from collections.abc import Sequence

import msgspec

from wxpress.tree import Bulletin, ContentsEntry

from .script import Row, Script
from .systems import has_system

LEADERS = (".....", "……", "…………", "\t", " ········ ", " . . . . . . ", "...............", "———— ")
PAGES = (
    "{leader}{page}",
    "（{page}）",
    "({page})",
    "……{page}",
    "\t{page}",
    " {page}",
    "　{page}",
    "/{page}",
    "…第{page}页",
)


def contents_list(dice: random.Random, told: Script) -> str:
    """The contents as a Markdown list, nested where there are sections."""
    step, bold, leader = " " * dice.randint(1, 4), dice.random() < 0.5, dice.choice(LEADERS)
    mark = dice.choice(("- ", "- ", "- ", "* "))
    nested = any(row.level == 1 for row in told.of("entry"))
    lines = []
    for row in told.of("entry"):
        title = f"**{row.text}**" if bold and row.level == 1 else row.text
        page = f"{leader}{row.page}" if row.page is not None else ""
        lines.append(f"{step if nested and row.level > 1 else ''}{mark}{title}{page}")
    return "\n".join(lines)


def contents_lines(dice: random.Random, told: Script) -> tuple[str, Script]:
    """The contents as lines; numbers or marks that only the contents have are kept as printed."""
    rows: Sequence[Row] = told.of("entry")
    nested = any(row.level == 1 for row in rows)
    form = dice.choice(PAGES).replace("{leader}", dice.choice(LEADERS))
    if all(row.page is None for row in rows) or dice.random() < 0.7:
        rows = _all_paged(rows)
    telling = dice.choice(_telling(told.bulletin)) if nested else "none"
    titles = _titles(rows, telling)
    lines = [_line(row, title, form, telling) for row, title in zip(rows, titles, strict=True)]
    entries = tuple(ContentsEntry(row.level, title, row.page) for row, title in zip(rows, titles, strict=True))
    bulletin = msgspec.structs.replace(told.bulletin, contents=entries)
    return dice.choice(("\n", "\n\n")).join(lines), Script(told.rows, bulletin)


def _telling(bulletin: Bulletin) -> tuple[str, ...]:
    """What tells 栏目 from 篇目; where they are counted in the text, the contents do not count them again."""
    told = ("indent", "bold", "indent and bold")
    return told if has_system(bulletin) else (*told, "brackets", "numbers")


def _all_paged(rows: Sequence[Row]) -> list[Row]:
    """The rows with a page for each, as a 目录 usually has them."""
    paged, page = [], 1
    for row in rows:
        page = row.page if row.page is not None and row.page > page else page
        paged.append(Row("entry", row.text, level=row.level, page=page))
        page += row.level == 2
    return paged


def _titles(rows: Sequence[Row], telling: str) -> list[str]:
    if telling == "brackets":
        return [f"【{row.text}】" if row.level == 1 else row.text for row in rows]
    if telling != "numbers":
        return [row.text for row in rows]
    titles, section, article = [], 0, 0
    for row in rows:
        section, article = (section + 1, 0) if row.level == 1 else (section, article + 1)
        titles.append(f"{'一二三四五六七'[section - 1]}、{row.text}" if row.level == 1 else f"{article}.{row.text}")
    return titles


def _line(row: Row, title: str, form: str, telling: str) -> str:
    indent = "　　" if "indent" in telling and row.level > 1 else ""
    shown = f"**{title}**" if "bold" in telling and row.level == 1 else title
    return indent + shown + (form.format(page=row.page) if row.page is not None else "")
