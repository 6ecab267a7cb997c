"""Layouts that arrive as Word files: with the styles of headings, or with none but bold, size and centring."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wxpress.tree import Block, Bulletin, Heading, Inline, Link, List, Paragraph, Quote, Strong, Table, Text

from .arrivals import Arrival, Layout
from .content import Means
from .contents_forms import LEADERS
from .markdown_text import BARE_LABELS
from .script import Row, Script, script

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

_STYLED = Means(strong=True, lists=True, tables=True)
_BARE = Means(tables=True)


@dataclass(frozen=True)
class _Form:
    """How one part looks where no style says what it is: size in pt, bold, centred."""

    size: float = 16
    bold: bool = False
    centred: bool = False


class _Typist:
    """Types a script into Word."""

    def __init__(self, dice: random.Random, *, styled: bool) -> None:
        from docx import Document  # noqa: PLC0415 - heavy

        self.document = Document()
        self.styled = styled
        self.leader = dice.choice(LEADERS)
        self.indent = dice.choice(("first", "spaces", "first"))
        titles = dice.choice(
            (_Form(16, bold=True, centred=True), _Form(18, bold=True), _Form(18, centred=True), _Form(16, bold=True))
        )
        sections = replace(titles, size=titles.size + dice.choice((2, 4)), centred=True)
        self.forms = {
            "masthead": _Form(22, bold=True, centred=True),
            "title": _Form(26, bold=True, centred=True),
            "label": _Form(18, centred=True),
            "section": sections,
            "article": titles,
            "details": _Form(14, centred=titles.centred),
        }

    def typed(self, told: Script) -> bytes:
        """The file's bytes."""
        for row in told.rows:
            self.row(row)
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def row(self, row: Row) -> None:
        styles = {"title": "Title", "section": "Heading 1", "article": "Heading 2"}
        if self.styled and row.part in styles:
            self.document.add_paragraph(row.text, style=styles[row.part])
        elif row.part == "entry":
            self.entry(row)
        elif row.part in self.forms and not (row.part == "details" and row.level):
            self.line(row.text, self.forms[row.part])
        else:
            self.block(row)

    def entry(self, row: Row) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - heavy

        page = f"{self.leader}{row.page}" if row.page is not None else ""
        line = self.line(row.text + page, _Form(16))
        if row.level > 1:
            line.paragraph_format.left_indent = Pt(32)

    def line(self, text: str, form: _Form) -> WordParagraph:
        from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415 - heavy
        from docx.shared import Pt  # noqa: PLC0415 - heavy

        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        run.font.size, run.bold = Pt(form.size), form.bold or None
        if form.centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def block(self, row: Row) -> None:
        match row.block:
            case List(ordered=ordered, items=items):
                restarted = self.restarted() if ordered else None
                for item in items:
                    self.item(item[0], restarted)
            case Table(head=head, rows=rows):
                self.table((head, *rows))
            case Heading(inlines=inlines) if self.styled:
                self.runs(self.document.add_paragraph(style="Heading 3"), inlines)
            case Heading(inlines=inlines):
                self.text((Strong(inlines),), row)
            case Quote():
                raise TypeError(row)
            case Paragraph(inlines=inlines):
                self.text(inlines, row)
            case _:
                self.text((), row)

    def item(self, block: Block, number: int | None) -> None:
        """An item with a bullet, or in the numbering with that *number*."""
        inlines = block.inlines if isinstance(block, Paragraph) else ()
        paragraph = self.document.add_paragraph(style="List Number" if number else "List Bullet")
        if number:
            properties: Any = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - no public way, nor types for it
            properties.get_or_add_numPr().get_or_add_numId().val = number
        self.runs(paragraph, inlines)

    def restarted(self) -> int:
        """The number of a new numbering that counts from 1, as the style's own counts on from list to list."""
        numbering = self.document.part.numbering_part.element
        styled = self.document.styles["List Number"].element.pPr.numPr.numId.val
        added = numbering.add_num(numbering.num_having_numId(styled).abstractNumId.val)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(added.numId)

    def text(self, inlines: Sequence[Inline], row: Row) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - heavy

        paragraph = self.document.add_paragraph()
        if self.indent == "first":
            paragraph.paragraph_format.first_line_indent = Pt(32)
        else:
            paragraph.add_run("　　").font.size = Pt(16)
        label = row.text
        if label:
            paragraph.add_run(label.strip("*")).bold = label.startswith("**") or None
        links = tuple(Text(link.label if link.label in BARE_LABELS else f"【{link.label}】") for link in row.links)
        self.runs(paragraph, (*inlines, *links))

    def runs(self, paragraph: WordParagraph, inlines: Sequence[Inline]) -> None:
        from docx.shared import Pt  # noqa: PLC0415 - heavy

        for inline in inlines:
            bold = isinstance(inline, Strong)
            inside = inline.inlines if isinstance(inline, Strong | Link) else (inline,)
            for text in inside:
                run = paragraph.add_run(text.text if isinstance(text, Text) else "")
                run.bold = bold or None
                run.font.size = None if self.styled else Pt(16)

    def table(self, rows: Sequence[Sequence[Sequence[Inline]]]) -> None:
        from docx.oxml import OxmlElement  # noqa: PLC0415 - heavy

        table = self.document.add_table(rows=len(rows), cols=len(rows[0]))
        if self.styled:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - no public way
        for row, cells in zip(table.rows, rows, strict=True):
            for cell, inlines in zip(row.cells, cells, strict=True):
                self.runs(cell.paragraphs[0], inlines)


def _styled(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.4)
    return Arrival("x.docx", _Typist(dice, styled=True).typed(told), told.bulletin)


def _unstyled(dice: random.Random, bulletin: Bulletin) -> Arrival:
    told = script(dice, bulletin, contents=dice.random() < 0.5)
    return Arrival("x.docx", _Typist(dice, styled=False).typed(told), told.bulletin)


LAYOUTS = (Layout("word", _STYLED, _styled), Layout("typed", _BARE, _unstyled))
