"""PDF 来稿：lines with their place and size become paragraphs again; what stands around the text is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from wxpress.inlines import join
from wxpress.readers import Reader
from wxpress.readers.atoms import Atom, Level, Marks, NoteMark
from wxpress.readers.draft import Draft, Hints, Piece, by_itself
from wxpress.readers.flow import common_size, is_strong, piece_of, with_ratios, without_strong
from wxpress.readers.pdf.glyphs import Glyph, Sheet, sheets_of
from wxpress.readers.pdf.lines import Line, lines_of
from wxpress.readers.pdf.notes import MARK, FootNote, by_marks, labelled
from wxpress.readers.pdf.page import Layout, furniture_of, layout_of, notes_of
from wxpress.readers.transcript import Transcript, draft_of, source_of
from wxpress.source import Source
from wxpress.tree import Inline, Note, Paragraph

_FULL, _FULL_IN_A_BOX = 1.4, 2.6
"""In em: a line that ends so near to the right edge goes on, if the next one does not begin a paragraph."""

_INDENT = 0.7
"""In em: a line that begins so far right of the one above opens a paragraph."""

_OPEN = 1.6
"""In lines: paragraphs that stand so far apart are two."""

_CENTRED = 1.2
_INDENTED = 2.4
"""In em: a line that opens a paragraph may end as far from the right edge as it begins from the left one."""

_LARGER = 1.05
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_STOPS = "。！？”；："
_OPENING = "“‘《〈（「『【〔"
_SAME_SIZE = 0.08
_SMALL = 0.8
_RAISED = 0.12


def read(source: Source) -> Draft:
    """The draft of a PDF source; `Source.data` holds its bytes."""
    return draft_of(source, _opened, "PDF")


def transcribed(path: Path, data: bytes) -> Source:
    """The source that a PDF is: its words, line by line, and its bytes."""
    return source_of(path, data, _opened)


@lru_cache(maxsize=1)
def _opened(path: Path, data: bytes) -> _Document:
    """The document read; kept, as it is wanted once for its words and once for its structure."""
    return _Document(path, sheets_of(path, data))


class _Document:
    """一份 PDF，读毕。"""

    def __init__(self, path: Path, sheets: Sequence[Sheet]) -> None:
        self.transcript = Transcript(path)
        pages = {number: lines_of(sheet.glyphs, number) for number, sheet in enumerate(sheets)}
        furniture = furniture_of(pages, layout_of(pages))
        self._text = {page: [line for line in lines if line not in furniture] for page, lines in pages.items()}
        self._layout = layout_of(self._text if any(self._text.values()) else pages)
        self._aside = {page: [line for line in lines if line in furniture] for page, lines in pages.items()}
        self._furniture = furniture
        self._feet = {page: notes_of(lines, self._layout) for page, lines in self._text.items()}
        self._notes = {page: by_marks(_paragraphs(lines, self._layout)) for page, lines in self._feet.items()}
        self._used: dict[tuple[int, str], str] = {}
        self.pieces = with_ratios(list(self._pieces()))
        self._tell(sheets)

    def _pieces(self) -> Iterator[Piece]:
        """The paragraphs; what stands around a page's text comes below the paragraph that its last line belongs to."""
        lines = [line for page, inside in self._text.items() for line in inside if line not in self._feet[page]]
        done = 0
        for group in _paragraphs(lines, self._layout):
            yield from self._paragraph(group)
            for page in range(done, group[-1].page):
                yield from self._end_of_page(page)
            done = max(done, group[-1].page)
        for page in range(done, len(self._text)):
            yield from self._end_of_page(page)

    def _end_of_page(self, page: int) -> Iterator[Piece]:
        for line in self._aside[page]:
            self._drop(line)
        for group in _paragraphs(self._feet[page], self._layout):
            match = MARK.match(group[0].text)
            use = self._used.get((page, match["mark"])) if match else None
            if use is None:
                yield from map(by_itself, self._paragraph(group))
            elif use == "address":
                with self._transcript_dropping("链接的地址，移到链接处"):
                    for line in group:
                        self.transcript.words(line.text)

    @contextmanager
    def _transcript_dropping(self, reason: str) -> Iterator[None]:
        self.transcript.open_line()
        with self.transcript.dropping(reason):
            yield

    def _drop(self, line: Line) -> None:
        name = self._furniture[line]
        self.transcript.open_line()
        with self.transcript.dropping(f"{name}：由版式另排", "在各页的同一位置", 0.95):
            self.transcript.words(line.text)
        if name != "页码":
            self.transcript.report("WX209", text=line.text)

    def _paragraph(self, group: Sequence[Line]) -> Iterator[Piece]:
        lines = [self._atoms(line) for line in group]
        first = group[0]
        strong = is_strong([atom for line in lines for atom in line])
        runs = [self.transcript.inlines(without_strong(line) if strong else line, self._note) for line in lines]
        hints = Hints(
            bold=strong,
            centred=_is_centred(first, self._layout),
            indent=_indent(first, self._layout),
            size=common_size([atom for line in lines for atom in line]),
        )
        piece = piece_of(runs[0] if len(runs) == 1 else join(*runs), hints)
        if piece is not None:
            yield piece

    def _atoms(self, line: Line) -> list[Atom]:
        self.transcript.open_line()
        atoms: list[Atom] = []
        for (marks, _), glyphs in groupby(line.glyphs, key=lambda glyph: (_marks(glyph, line), glyph.text in _CIRCLED)):
            words = "".join(glyph.text for glyph in glyphs)
            called = self._notes[line.page].get(words) if marks.level == "superscript" or words in _CIRCLED else None
            if called is None or (line.page, words) in self._used:
                atoms += self.transcript.words(words, marks)
            else:
                atoms = self._called(atoms, line.page, words, called)
        return atoms

    def _called(self, atoms: list[Atom], page: int, mark: str, note: FootNote) -> list[Atom]:
        """The atoms with the note behind them; where it is an address, and a label stands before it, with the link."""
        with self.transcript.dropping("注码：由版式另编"):
            self.transcript.words(mark)
        linked = labelled(atoms, note.address) if note.address else None
        self._used[page, mark] = "address" if linked else "note"
        return linked or [*atoms, Atom(NoteMark(f"{page} {mark}"), self.transcript.number)]

    def _note(self, mark: NoteMark, line: int) -> Inline:  # noqa: ARG002 - as its caller has it
        page, _, name = mark.name.partition(" ")
        note = self._notes[int(page)][name]
        self.transcript.open_line()
        with self.transcript.dropping("注码：由版式另编"):
            self.transcript.words(note.mark.text)
        atoms = [self.transcript.words(each.text) for each in note.lines]
        inlines = join(*(self.transcript.inlines(each, self._note) for each in atoms))
        return Note((Paragraph(inlines, span=inlines[0].span),), span=inlines[0].span)

    def _tell(self, sheets: Sequence[Sheet]) -> None:
        """What is left out: pictures, and what is turned."""
        for sheet in sheets:
            turned = "".join(glyph.text for glyph in sheet.turned).strip()
            if turned:
                self.transcript.open_line()
                with self.transcript.dropping("斜排的文字：印章或水印"):
                    self.transcript.words(turned)
                self.transcript.report("WX209", text=turned)
        if any(sheet.pictures for sheet in sheets):
            self.transcript.report_whole("WX115", what="PDF 里的图片", what_en="pictures in the PDF")


def _marks(glyph: Glyph, line: Line) -> Marks:
    return Marks(strong=glyph.bold, level=_level(glyph, line), size=round(line.size, 1))


def _level(glyph: Glyph, line: Line) -> Level:
    rise = glyph.base - line.base
    if glyph.size > line.size * _SMALL or abs(rise) < _RAISED * line.size:
        return ""
    return "superscript" if rise > 0 else "subscript"


def _paragraphs(lines: Sequence[Line], layout: Layout) -> Iterator[list[Line]]:
    """The lines in groups, each of which is a paragraph."""
    group: list[Line] = []
    for line in lines:
        if group and not _goes_on(group[-1], line, layout):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _goes_on(above: Line, below: Line, layout: Layout) -> bool:
    """Whether a line is full, and the one below it neither indented nor apart nor of another size."""
    if "\t" in above.text or "\t" in below.text or abs(above.size - below.size) > _SAME_SIZE * above.size:
        return False
    step = _edge(below, layout) - _edge(above, layout)
    if not _is_full(above, layout) or step > _INDENT * below.size or _is_centred(above, layout):
        return False
    return above.page != below.page or above.base - below.base < _OPEN * layout.leading


def _indent(line: Line, layout: Layout) -> float:
    """The indent in em, to the half; an opening mark stands half an em before its place at the head of a line."""
    halves = round(2 * _edge(line, layout) / line.size)
    return max(halves + (halves % 2 if line.text[0] in _OPENING else 0), 0) / 2


def _edge(line: Line, layout: Layout) -> float:
    """How far a line begins from the left edge of its column."""
    return line.left - (line.column[0] if line.column else layout.lefts.get(line.page, line.left))


def _room(line: Line, layout: Layout) -> float:
    """How far a line ends from the right edge of its column."""
    width = line.column[1] - line.column[0] if line.column else layout.width
    return width - _edge(line, layout) - (line.right - line.left)


def _is_full(line: Line, layout: Layout) -> bool:
    """Whether a line ends at the right edge; in a box, which is narrower, where no stop ends it."""
    return _room(line, layout) < (_FULL if line.text[-1] in _STOPS else _FULL_IN_A_BOX) * line.size


def _is_centred(line: Line, layout: Layout) -> bool:
    """Whether a line stands in the middle of the text, with room on both sides."""
    before, behind = _edge(line, layout), _room(line, layout)
    least = _CENTRED if line.size > layout.size * _LARGER else _INDENTED
    return min(before, behind) > least * line.size and abs(before - behind) < _CENTRED * line.size


PDF = Reader("pdf", read)
