"""Word 的正文：paragraphs, lists, tables, text boxes and notes of one part, as pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

import msgspec

from wxpress.inlines import join
from wxpress.readers.atoms import Atom, Inlines, Marks, NoteMaker, lines_of
from wxpress.readers.docx.lists import Item, listed, with_numbers_as_words
from wxpress.readers.docx.numbering import Label, Numbering
from wxpress.readers.docx.package import WORD
from wxpress.readers.docx.runs import Runs, alternative, local
from wxpress.readers.docx.styles import ParagraphForm, RunForm, Styles, indent_of, number, value
from wxpress.readers.draft import CENTRED_FROM, CONTENTS, Hints, Piece, leading_space
from wxpress.readers.flow import (
    blocks_of,
    cell_of,
    common_size,
    is_heavy,
    is_strong,
    piece_of,
    table_of,
    with_captions,
    with_quotes,
    without_strong,
)
from wxpress.readers.transcript import Transcript

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

TITLE = 0
"""The level of a paragraph in the style Title, above the first heading's."""

_GALLERY = "Table of Contents"
_MOST_COLUMNS = 200
_CENTRED = frozenset({"center", "centre"})
_FLUSH = frozenset({"right", "end"})
_NO_BLOCKS = frozenset(
    {"sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "customXmlPr", "pPr", "rPr", "tblPrEx"}
)
_UNSHADED = frozenset({"auto", "ffffff", ""})
_DELETED = frozenset({"del", "moveFrom"})


class Body:
    """正文：reads one part. *note* makes the note that a mark calls for."""

    def __init__(
        self,
        transcript: Transcript,
        styles: Styles,
        numbering: Numbering,
        runs: Runs,
        note: NoteMaker,
    ) -> None:
        """Read with these."""
        self.runs = runs
        self._transcript = transcript
        self._styles = styles
        self._numbering = numbering
        self._note = note
        self._in_contents = False
        self._tight = False
        self._captions: set[int] = set()
        self._quoted: set[int] = set()
        self._readers: Mapping[str, Callable[[Element], Iterator[Item]]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "sdt": self._content_control,
            "AlternateContent": self._alternative,
            "altChunk": self._chunk,
        }

    def pieces(self, container: Element) -> list[Piece]:
        """The pieces of all blocks in *container*."""
        return self._listed(self._alone(container))

    def _alone(self, container: Element) -> list[Item]:
        """The items in *container*, which nothing outside stands close to."""
        self._tight = False
        items = list(self._items(container))
        self._tight = False
        return items

    def _listed(self, items: list[Item]) -> list[Piece]:
        return with_quotes(with_captions(listed(self._transcript, items), self._captions), self._quoted)

    def _items(self, container: Element) -> Iterator[Item]:
        for child in container:
            yield from self._readers.get(local(child), self._within)(child)

    def _within(self, element: Element) -> Iterator[Item]:
        """Whatever holds blocks and is no block itself."""
        if local(element) in _DELETED:
            yield from self._deleted(element)
        elif local(element) not in _NO_BLOCKS:
            yield from self._items(element)

    def _deleted(self, element: Element) -> Iterator[Item]:
        self.runs.deletions += 1
        with self._transcript.dropping("修订中删去的文字"):
            yield from self._items(element)

    def _content_control(self, element: Element) -> Iterator[Item]:
        gallery = value(element, "sdtPr/docPartObj/docPartGallery")
        before, self._in_contents = self._in_contents, self._in_contents or gallery == _GALLERY
        yield from self._within(element)
        self._in_contents = before
        if gallery == _GALLERY:
            self.runs.end_contents()

    def _alternative(self, element: Element) -> Iterator[Item]:
        chosen = alternative(element)
        yield from self._items(element if chosen is None else chosen)

    def _chunk(self, element: Element) -> Iterator[Item]:  # noqa: ARG002 - as its fellows
        """A whole document inside this one, in whatever format; what Word itself saves holds none."""
        self._transcript.report("WX115", what="嵌在里面的另一份文档", what_en="another document inside this one")
        yield from ()

    def _paragraph(self, element: Element) -> Iterator[Item]:
        for box in self.runs.take_leading_boxes(element):
            yield from self._items(box)
        properties = element.find(f"{WORD}pPr")
        form, base = self._styles.paragraph(properties), self._styles.of_paragraph(properties)
        self._transcript.open_line()
        if form.outline and not form.toc and form.kind != "contents":
            self.runs.end_contents()
        in_contents = self._in_contents or self.runs.in_contents
        label = self._numbering.label(form)
        atoms = _alike(self._labelled(label, base), self.runs.atoms(element, base))
        if in_contents or self.runs.in_contents or form.toc or form.kind == "contents":
            form = msgspec.structs.replace(form, outline=None, kind="contents")
        pieces = list(self._lines(atoms, form, base))
        self._tight = bool(pieces)
        yield from (Item(piece, label if len(pieces) == 1 or (label and label.is_bullet) else None) for piece in pieces)
        for box in self.runs.take_boxes():
            yield from self._items(box)

    def _labelled(self, label: Label | None, base: RunForm) -> list[Atom]:
        if label is None or label.is_bullet:
            return []
        return self._transcript.words(label.words, Marks(strong=bool(base.strong), size=base.size))

    def _lines(self, atoms: list[Atom], form: ParagraphForm, base: RunForm) -> Iterator[Piece]:
        """A piece for each line of a paragraph; a heading is one line, however it is broken."""
        level = _level(form)
        lines = [line for line in lines_of(atoms) if line]
        hints = [self._hints(line, form, level) for line in lines]
        runs = [self._inlines(line, base, level) for line in lines]
        if level is not None and runs:
            runs, hints = [join(*runs)], hints[:1]
        for index, (inlines, hint) in enumerate(zip(runs, hints, strict=True)):
            piece = piece_of(inlines, msgspec.structs.replace(hint, tight=self._tight or index > 0, broken=index > 0))
            if piece is not None:
                yield self._noted(piece, form)

    def _noted(self, piece: Piece, form: ParagraphForm) -> Piece:
        named = {"caption": self._captions, "quote": self._quoted}.get(form.kind or "")
        if named is not None and piece.span:
            named.add(piece.span.first)
        return piece

    def _hints(self, line: list[Atom], form: ParagraphForm, level: int | None) -> Hints:
        typed = leading_space(self._transcript.line(line[0].line))
        size = common_size(line)
        in_contents = form.kind == "contents"
        return Hints(
            level=level,
            bold=is_strong(line),
            heavy=is_heavy(line),
            centred=form.alignment in _CENTRED or typed >= CENTRED_FROM,
            flush=form.alignment in _FLUSH,
            indent=float(form.toc or 0) if in_contents else indent_of(form, size) + typed,
            container=CONTENTS if in_contents else None,
            size=size,
        )

    def _inlines(self, line: list[Atom], base: RunForm, level: int | None) -> Inlines:
        """The inlines of a line: what its style gives all of it is no mark of its words."""
        plain = without_strong(line) if base.strong or level is not None else line
        if base.emphasis:
            plain = [
                msgspec.structs.replace(atom, marks=msgspec.structs.replace(atom.marks, emphasis=False))
                for atom in plain
            ]
        return self._transcript.inlines(plain, self._note)

    def _table(self, element: Element) -> Iterator[Item]:
        """A table; one of a single column is a box around text."""
        rows = list(_rows(element))
        if all(len(list(_cells(row))) <= 1 for row in rows):
            for row in rows:
                yield from self._items(row)
            return
        cells = [self._row(row) for row in rows]
        has_head = bool(rows) and (value(rows[0], "trPr/tblHeader") is not None or _is_set_off(rows))
        if any(_is_merged(cell) for row in rows for cell in _cells(row)):
            self._transcript.report("WX114")
        yield from (Item(piece) for piece in table_of(self._transcript, cells, has_head=has_head))

    def _row(self, row: Element) -> list[Inlines]:
        before = _span(value(row, "trPr/gridBefore"), 0)
        cells: list[Inlines] = [()] * before
        for cell in _cells(row):
            cells.append(cell_of(blocks_of(self._listed(with_numbers_as_words(self._alone(cell))))))
            cells += [()] * (_span(value(cell, "tcPr/gridSpan"), 1) - 1)
        return cells[:_MOST_COLUMNS] if not any(cells[_MOST_COLUMNS:]) else cells


def _level(form: ParagraphForm) -> int | None:
    """The level of a heading; a style for the titles of articles has that of the style it rests on, if any."""
    if form.kind == "title" or (form.kind == "titles" and not form.outline):
        return TITLE
    return form.outline or None


def _alike(label: list[Atom], runs: list[Atom]) -> list[Atom]:
    """A number and the words behind it, the number bold or heavy where all of these are."""
    strong, heavy = is_strong(runs), is_heavy(runs)
    marks = [msgspec.structs.replace(atom.marks, strong=atom.marks.strong or strong, heavy=heavy) for atom in label]
    return [*(msgspec.structs.replace(atom, marks=own) for atom, own in zip(label, marks, strict=True)), *runs]


def _span(text: str | None, default: int) -> int:
    found = number(text)
    return default if found is None else min(max(found, default), _MOST_COLUMNS)


def _rows(table: Element) -> Iterator[Element]:
    """The rows of *table*, those in content controls too."""
    for child in table:
        if local(child) == "tr":
            yield child
        elif local(child) not in _NO_BLOCKS:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) not in _NO_BLOCKS:
            yield from _cells(child)


def _is_set_off(rows: list[Element]) -> bool:
    """Whether the first row alone is shaded."""
    return all(map(_is_shaded, _cells(rows[0]))) and not any(
        _is_shaded(cell) for row in rows[1:] for cell in _cells(row)
    )


def _is_shaded(cell: Element) -> bool:
    shading = cell.find(f"{WORD}tcPr/{WORD}shd")
    return shading is not None and shading.get(f"{WORD}fill", "auto").lower() not in _UNSHADED


def _is_merged(cell: Element) -> bool:
    return _span(value(cell, "tcPr/gridSpan"), 1) > 1 or value(cell, "tcPr/vMerge") is not None
