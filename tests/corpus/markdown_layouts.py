"""Layouts that arrive as Markdown: extracted from a PDF in several states, or written by hand."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from wxpress.tree import Bulletin

from . import damage, pages
from .arrivals import Arrival, Layout
from .content import Means
from .contents_forms import contents_lines, contents_list
from .markdown_text import block_markdown, link_markdown
from .script import Row, Script, script
from .systems import has_system

_EXTRACTED = Means(strong=True, inline_links=True, targets=True, lists=True, tables=True, quotes=True, figures=True)


@dataclass(frozen=True)
class Marks:
    """The marks before titles of each part."""

    title: str = ""
    section: str = ""
    article: str = ""
    heading: str = ""
    label: str = ""
    close: str = ""


def rows_markdown(dice: random.Random, rows: Sequence[Row], marks: Marks) -> Iterator[str]:
    """The rows from the masthead on, less the contents, each as a paragraph of Markdown."""
    blank = dice.choice(("#", "#", ""))
    for row in rows:
        match row.part:
            case "title" | "section" | "article":
                yield f"{getattr(marks, row.part)}{row.text}{marks.close if row.part != 'title' else ''}"
            case "note" if row.block is None and not row.links:
                yield marks.label + row.text
            case "masthead" | "details":
                yield row.text
            case _:
                links = "".join(link_markdown(link, blank) for link in row.links)
                block = block_markdown(row.block, marks.heading) if row.block else ""
                yield (row.text if row.part == "note" else "") + block + links


def assembled(dice: random.Random, told: Script, marks: Marks, contents: str) -> list[str]:
    """All paragraphs in order, the contents as one of them, with or without a label."""
    paragraphs: list[str] = []
    label = dice.random() < 0.5
    placed = False
    for row in told.rows:
        if row.part == "label" and label:
            paragraphs.append((marks.label or dice.choice(("", "", "**"))) + row.text)
            if paragraphs[-1].startswith("**"):
                paragraphs[-1] += "**"
        elif row.part == "entry":
            paragraphs += [] if placed else [contents]
            placed = True
        elif row.part != "label":
            paragraphs += rows_markdown(dice, [row], marks)
    return paragraphs


def arrival(dice: random.Random, paragraphs: Sequence[str], bulletin: Bulletin) -> Arrival:
    """The paragraphs as a file."""
    text = "\n" * dice.randint(0, 2) + "\n\n".join(paragraphs) + "\n" * dice.randint(0, 2)
    return Arrival("x.md", text.encode(), bulletin)


def seed_layout(dice: random.Random, bulletin: Bulletin) -> Arrival:
    """Markdown as the first bulletin came: no headings at all, the 目录 a list."""
    told = script(dice, bulletin)
    paragraphs = assembled(dice, told, Marks(), contents_list(dice, told))
    if dice.random() < 0.3:  # a picture was here
        at = dice.randrange(len(paragraphs))
        paragraphs.insert(at, "\n")
    return arrival(dice, paragraphs, told.bulletin)


def _furniture(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin)
    paragraphs = assembled(dice, told, Marks(), contents_list(dice, told))
    return arrival(dice, pages.paged(dice, paragraphs, told), told.bulletin)


def _marked(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.4)
    divided = any(section.title for section in bulletin.sections)
    marks = Marks("# ", "## ", "### ", "#### ", label=dice.choice(("", "## ")))
    if not divided:
        marks = Marks("# ", "", "## ", "### ", label=dice.choice(("", "## ")))
    return arrival(dice, assembled(dice, told, marks, contents_list(dice, told)), told.bulletin)


def _flat(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.8)
    mark = dice.choice(("# ", "# ", "# ", "## "))
    marks = Marks(mark, mark, mark, dice.choice((mark, "")), label=dice.choice((mark, "")))
    return arrival(dice, assembled(dice, told, marks, contents_list(dice, told)), told.bulletin)


def _damaged(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = damage.damaged(dice, script(dice, bulletin))
    mark = dice.choice(("", "", "# "))
    paragraphs = assembled(dice, told, Marks(section=mark, article=mark), contents_list(dice, told))
    paragraphs = [line for paragraph in paragraphs for line in paragraph.split(damage.TURN)]
    return arrival(dice, paragraphs, damage.mended(told))


def _contents(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin)
    lines, changed = contents_lines(dice, told)
    return arrival(dice, assembled(dice, changed, Marks(), lines), changed.bulletin)


def _bare(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=False)
    marks = dice.choice(
        (
            Marks(),
            Marks(section="**", article="**", close="**"),
            Marks(section="【", article="", close="】"),
            Marks(section="◆ "),
            Marks(section="■"),
        )
    )
    if has_system(told.bulletin):
        marks = dice.choice((Marks(), Marks(section="**", article="**", close="**")))
    if marks.section == "【":
        return _bracketed(dice, told)
    expected = _renamed(told.bulletin, marks.section) if marks.section in {"◆ ", "■"} else told.bulletin
    return arrival(dice, assembled(dice, told, marks, ""), expected)


def _bracketed(dice: random.Random, told: Script) -> Arrival:
    rows = tuple(Row("section", f"【{row.text}】") if row.part == "section" else row for row in told.rows)
    expected = _renamed(told.bulletin, "【", "】")
    return arrival(dice, assembled(dice, Script(rows, expected), Marks(), ""), expected)


def _renamed(bulletin: Bulletin, before: str, after: str = "") -> Bulletin:
    sections = tuple(
        msgspec.structs.replace(section, title=f"{before}{section.title}{after}") if section.title else section
        for section in bulletin.sections
    )
    return msgspec.structs.replace(bulletin, sections=sections)


LAYOUTS = (
    Layout("seed", _EXTRACTED, seed_layout),
    Layout("furniture", Means(targets=True), _furniture),
    Layout("marked", replace(_EXTRACTED, openings=True), _marked),
    Layout("flat", _EXTRACTED, _flat),
    Layout("damaged", Means(targets=True), _damaged),
    Layout("contents", _EXTRACTED, _contents),
    Layout("bare", _EXTRACTED, _bare),
)
