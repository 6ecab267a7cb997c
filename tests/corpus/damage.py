"""Titles as OCR leaves them: a character or two wrong, marks lost or changed, long ones wrapped over two lines."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from wxpress.tree import Bulletin, ContentsEntry, Section

from .script import Row, Script

TURN = "\n\n\n"
"""Where a wrapped title turns, until it is laid out."""

LOOK_ALIKES = {
    **dict(zip("人己日未土干天大太间问", "入已曰末士千夭犬大问间", strict=True)),
    **dict(zip("治建设展理新体制力化系度", "冶健没屉埋薪休制刀代糸庋", strict=True)),
    **dict(zip("，：“”？！（）", ',:""?!()', strict=True)),
}
_SHORTEST = 7
_LEAST_WRAPPED = 16


def damaged(dice: random.Random, told: Script) -> Script:
    """The script with some titles damaged, in the contents or in the body, and long ones of the body wrapped."""
    where = dice.choice(("contents", "body", "body"))
    rows = [
        replace(row, text=_misread(dice, row.text))
        if row.part in {"article", "section", "entry"} and (row.part == "entry") == (where == "contents")
        else row
        for row in told.rows
    ]
    return _as_printed(tuple(_wrapped(dice, row) if row.part == "article" else row for row in rows), told.bulletin)


def mended(told: Script) -> Bulletin:
    """The tree of a damaged script: its words as they stand in the body, turns of lines gone."""
    return msgspec.structs.replace(
        told.bulletin, sections=tuple(_joined(section) for section in told.bulletin.sections)
    )


def _misread(dice: random.Random, title: str) -> str:
    """One character in ten misread, in titles long enough to be known again."""
    if len(title) < _SHORTEST or dice.random() < 0.5:
        return title
    places = [at for at, character in enumerate(title) if character in LOOK_ALIKES]
    for at in dice.sample(places, min(len(places), max(1, len(title) // 10))):
        title = title[:at] + LOOK_ALIKES[title[at]] + title[at + 1 :]
    return title


def _wrapped(dice: random.Random, row: Row) -> Row:
    title = row.text
    if len(title) < _LEAST_WRAPPED or dice.random() < 0.4:
        return row
    places = [at for at in range(6, len(title) - 5) if _may_turn(title, at)]
    if not places:
        return row
    at = dice.choice(places)
    return replace(row, text=title[:at] + TURN + title[at:])


def _may_turn(title: str, at: int) -> bool:
    """Between two ideographs, or below a comma or a colon; not in a row of letters, nor at a space."""
    before, after = title[at - 1], title[at]
    return "\u4e00" <= after <= "\u9fff" and ("\u4e00" <= before <= "\u9fff" or before in "，：")


def _as_printed(rows: tuple[Row, ...], bulletin: Bulletin) -> Script:
    """The script whose tree has the titles of *rows*."""
    entries = tuple(ContentsEntry(row.level, row.text, row.page) for row in rows if row.part == "entry")
    titles = iter([row.text for row in rows if row.part in {"section", "article"}])
    sections = tuple(_retitled(section, titles) for section in bulletin.sections)
    return Script(rows, msgspec.structs.replace(bulletin, contents=entries, sections=sections))


def _retitled(section: Section, titles: Iterator[str]) -> Section:
    title = next(titles) if section.title else None
    articles = [msgspec.structs.replace(article, title=next(titles)) for article in section.articles]
    return msgspec.structs.replace(section, title=title, articles=tuple(articles))


def _joined(section: Section) -> Section:
    articles = tuple(
        msgspec.structs.replace(article, title=(article.title or "").replace(TURN, "")) for article in section.articles
    )
    return msgspec.structs.replace(section, articles=articles)
