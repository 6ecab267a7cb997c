"""网页的正文：elements to pieces, in reading order, every word on a line of the transcript."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import msgspec

from wxpress.addresses import is_blank, scheme_of, tidied
from wxpress.inlines import is_chinese, join
from wxpress.ledger import Entry
from wxpress.readers.atoms import Anchor, Atom, Marks, NoteMark, lines_of, unbroken, words_of
from wxpress.readers.draft import CENTRED_FROM, CONTENTS, Hints, Piece, leading_space
from wxpress.readers.flow import (
    blocks_of,
    captioned,
    cell_of,
    common_size,
    is_heavy,
    is_strong,
    piece_of,
    table_of,
    with_captions,
    without_strong,
)
from wxpress.readers.html.breaks import Line, joining, torn
from wxpress.readers.html.form import Form, form_in, is_blocklike
from wxpress.readers.html.furniture import stands_in_article
from wxpress.readers.html.notes import PageNotes
from wxpress.readers.html.page import (
    BLOCKS,
    DEPARTED,
    INVISIBLE,
    MEDIA,
    block_holders,
    data_pictures,
    is_known,
    tag,
    words_in,
)
from wxpress.readers.html.regions import Regions
from wxpress.readers.html.tables import Grid, is_layout
from wxpress.readers.transcript import Transcript
from wxpress.source import Span, cover
from wxpress.tree import Figure, Image, Inline, List, Note, Paragraph, Quote, Rule, Text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SPACES = re.compile(r"[ \t\r\n\f]+")
_NOWHERE = re.compile(r"\s*(?:javascript\s*:\s*(?:void\s*\(?\s*0?\s*\)?|;|)\s*;?|#+)\s*$", re.IGNORECASE)
_TRACKER = frozenset({"0", "1", "0px", "1px"})
_SHOWN = 40
_LONGEST_NUMBER = 7


class PageBody:
    """正文：reads the elements of one page."""

    def __init__(self, transcript: Transcript, root: Element, regions: Regions, notes: PageNotes, base: str) -> None:
        """Read with these; *base* is the page's own address, empty where it names none."""
        self._transcript = transcript
        self._regions = regions
        self._notes = notes
        self._base = base
        self._holders = block_holders(root)
        self._read_notes: set[Element] = set()
        self._pictures = {element: number for number, element in enumerate(data_pictures(root), start=1)}
        self._readers: Mapping[str, Callable[[Element, Form], Iterator[Piece]]] = {
            "hr": self._rule,
            "ul": self._list,
            "ol": self._list,
            "menu": self._list,
            "dir": self._list,
            "table": self._table,
            "blockquote": self._quote,
            "aside": self._aside,
            "figure": self._figure,
        }

    def pieces(self, element: Element, form: Form = Form()) -> list[Piece]:  # noqa: B008 - frozen
        """The pieces of everything in *element*, and of the notes that nothing in the text has called."""
        found = self._pieces(element, form)
        for body in self._notes.called.values():
            if body not in self._read_notes:
                found += self._pieces(body, Form())
        return found

    def _pieces(self, element: Element, form: Form) -> list[Piece]:
        return with_captions(self._flow(element, form))

    def _flow(self, element: Element, form: Form) -> Iterator[Piece]:
        """The blocks inside *element*, and the lines between them as paragraphs."""
        self._transcript.open_line()
        run = self._text(element.text, form)
        for child in element:
            if self._is_block(child):
                yield from self._paragraph(run, form)
                yield from self._block(child, form)
                self._transcript.open_line()
                run = []
            else:
                run += self._inline(child, form)
            run += self._text(child.tail, form)
        yield from self._paragraph(run, form)

    def _is_block(self, element: Element) -> bool:
        return tag(element) in BLOCKS or element in self._holders or is_blocklike(element)

    def _block(self, element: Element, outside: Form) -> Iterator[Piece]:
        if element in self._notes.bodies or tag(element) in INVISIBLE:
            return
        left_out = self._left_out(element)
        if left_out is None:
            yield from self._read(element, outside)
            return
        self._transcript.open_line()
        with left_out:
            list(self._read(element, outside))

    def _left_out(self, element: Element) -> AbstractContextManager[None] | None:
        """What to read *element* in where it stays out of the tree."""
        region = self._regions.left_out.get(element)
        if region is not None:
            return self._transcript.dropping(f"网页的{region.name}", region.evidence, region.confidence)
        if tag(element) in DEPARTED:
            return self._transcript.dropping(f"网页的控件或替代内容（{tag(element)}）")
        return self._transcript.dropping("注释的标题：由版式另排") if element in self._notes.sections else None

    def _read(self, element: Element, outside: Form) -> Iterator[Piece]:
        form = form_in(element, outside)
        if element in self._regions.contents:
            form = msgspec.structs.replace(form, container=CONTENTS)
        if tag(element) == "a":
            form = self._linked(element, form)
        if element is self._regions.title:
            form = msgspec.structs.replace(form, level=1)
        yield from self._readers.get(tag(element), self._flow)(element, form)

    def _paragraph(self, run: list[Atom], form: Form) -> Iterator[Piece]:
        """A piece for each paragraph of a run; a heading is one line, however it is broken."""
        for group in self._grouped(run, form):
            hints = self._hints(group[0], form)
            piece = piece_of(join(*(self._inlines(line.atoms, form) for line in group)), hints)
            if piece is not None:
                yield piece

    def _grouped(self, run: list[Atom], form: Form) -> list[list[Line]]:
        """The lines of a run, those of one paragraph together."""
        lines = list(self._lines(run, form))
        if form.level:
            return [lines] if lines else []
        groups = torn(lines)
        for above, below in (pair for group in groups for pair in pairwise(group)):
            self._transcript.account(joining(above, below))
        return groups

    def _lines(self, run: list[Atom], form: Form) -> Iterator[Line]:
        lines = [run] if form.written else lines_of(run)
        for above, line in zip(([], *lines), lines, strict=False):
            if line:
                indent = leading_space(self._transcript.line(line[0].line))
                yield Line(line, line[0].line, indent, tight=bool(above))

    def _hints(self, line: Line, form: Form) -> Hints:
        return Hints(
            level=form.level,
            bold=is_strong(line.atoms),
            heavy=is_heavy(line.atoms),
            centred=form.centred or line.indent >= CENTRED_FROM,
            flush=form.flush,
            indent=form.indent + line.indent,
            tight=line.tight,
            broken=line.tight,
            container=form.container,
            size=common_size(line.atoms),
        )

    def _inlines(self, line: list[Atom], form: Form) -> tuple[Inline, ...]:
        return self._transcript.inlines(without_strong(line) if form.level else line, self._note)

    def _text(self, text: str | None, form: Form) -> list[Atom]:
        if not text:
            return []
        if form.written:
            return self._written(text, form)
        words = _SPACES.sub(_soft, text)
        if self._transcript.ends_blank:
            words = words.removeprefix(" ")
        return self._transcript.words(words, form.marks) if words else []

    def _written(self, text: str, form: Form) -> list[Atom]:
        """Text whose lines are as they are written, in ``pre``."""
        first, *others = text.split("\n")
        atoms = self._transcript.words(first, form.marks)
        for line in others:
            atoms += self._transcript.line_break(form.marks) + self._transcript.words(line, form.marks)
        return atoms

    def _inline(self, element: Element, outside: Form) -> list[Atom]:
        name = tag(element)
        if name in INVISIBLE or not name:
            return []
        left_out = self._left_out(element)
        if left_out is not None:
            with left_out:
                self._inside(element, outside)
            return []
        if name in MEDIA:
            return self._media(element, outside)
        form = form_in(element, outside)
        match name:
            case "br":
                return self._transcript.line_break(form.marks)
            case "img" | "image":
                return self._picture(element, form)
            case "a":
                return self._link(element, form)
            case "rt":
                return self._reading(element, form)
            case "math":
                self._transcript.report("WX106", formula=" ".join(words_in(element).split()))
                return self._inside(element, form)
            case _:
                return self._other(element, form)

    def _inside(self, element: Element, form: Form) -> list[Atom]:
        atoms = self._text(element.text, form)
        for child in element:
            atoms += self._inline(child, form) + self._text(child.tail, form)
        return atoms

    def _other(self, element: Element, form: Form) -> list[Atom]:
        if not is_known(element):
            written = " ".join((tag(element), *map(str, element.attrib)))
            self._transcript.report("WX116", tag=f"<{written[:_SHOWN]}>")
        return self._inside(element, form)

    def _reading(self, element: Element, form: Form) -> list[Atom]:
        with self._transcript.dropping("注音：成品中没有位置"):
            self._inside(element, form)
        return []

    def _media(self, element: Element, form: Form) -> list[Atom]:
        """What no page of paper holds: told, and the words in it that stand in for it dropped."""
        zh, en = MEDIA[tag(element)]
        address = element.get("src") or element.get("data-src") or element.get("data") or ""
        self._transcript.report("WX115", what=zh, what_en=en)
        with self._transcript.dropping(f"{zh}：成品中没有位置"):
            self._inside(element, form)
        span = Span(self._transcript.number, self._transcript.number)
        told = Entry(
            by="reading", kind="drop", span=span, before="", after="", reason=f"{zh}：成品中没有位置", evidence=address
        )
        if not self._transcript.is_dropping:
            self._transcript.account(told)
        return []

    def _picture(self, element: Element, form: Form) -> list[Atom]:
        if {element.get("width"), element.get("height")} & _TRACKER:
            return []
        source, later = element.get("src", "").strip(), (element.get("data-src") or element.get("data-original") or "")
        if element in self._pictures:
            source = "" if later else f"{self._transcript.path.name}#{self._pictures[element]}"
        if later and (not source or scheme_of(source) or source.startswith("//")):
            source = later.strip()
        if not source:
            return []
        return self._transcript.picture(self._resolved(source), element.get("alt", ""), form.marks)

    def _link(self, element: Element, form: Form) -> list[Atom]:
        if element in self._notes.ways_back:
            with self._transcript.dropping("注释的返回记号"):
                return self._inside(element, form)
        if element in self._notes.called:
            return self._call(element, form)
        atoms = unbroken(self._inside(element, self._linked(element, form)))
        if words_of(atoms).strip() or not atoms:
            return atoms
        plain = msgspec.structs.replace(form.marks, anchor=None)  # a picture that shows itself larger
        return [
            msgspec.structs.replace(atom, marks=plain) if isinstance(atom.content, Image) else atom for atom in atoms
        ]

    def _linked(self, element: Element, form: Form) -> Form:
        """The form inside a link; a place on the page itself is none to link to."""
        href = element.get("href")
        if href is None or (href.startswith("#") and not _NOWHERE.match(href)):
            return form
        target = None if is_blank(href) or _NOWHERE.match(href) else self._resolved(href.strip())
        return msgspec.structs.replace(form, marks=msgspec.structs.replace(form.marks, anchor=Anchor(target)))

    def _resolved(self, address: str) -> str:
        tidy = tidied(address)
        try:
            return urljoin(self._base, tidy) if self._base and not scheme_of(tidy) else tidy
        except ValueError:
            return tidy

    def _call(self, element: Element, form: Form) -> list[Atom]:
        with self._transcript.dropping("注码：由版式另编"):
            self._inside(element, form)
        mark = NoteMark(str(list(self._notes.called).index(element)))
        return [] if self._transcript.is_dropping else [Atom(mark, self._transcript.number, Marks())]

    def _note(self, mark: NoteMark, line: int) -> Inline:  # noqa: ARG002 - as its caller has it
        body = list(self._notes.called.values())[int(mark.name)]
        self._read_notes.add(body)
        self._transcript.open_line()
        blocks = blocks_of(self._pieces(body, Form()))
        return Note(blocks, span=cover(*(block.span for block in blocks))) if blocks else Text("")

    def _rule(self, element: Element, form: Form) -> Iterator[Piece]:
        """A rule; one right above notes is the line that sets them off, and each style draws its own."""
        below = element.getnext()
        is_of_notes = below is not None and any(inner in self._notes.bodies for inner in below.iter())
        if not (self._transcript.is_dropping or is_of_notes):
            yield Piece(Rule(), Hints(container=form.container))

    def _list(self, element: Element, form: Form) -> Iterator[Piece]:
        """A list; the printed contents number nothing."""
        start = element.get("start", "1")
        first = int(start) if start.isascii() and start.isdecimal() and len(start) < _LONGEST_NUMBER else 1
        items = (blocks_of(self._item(child, form)) for child in element if tag(child))
        kept = tuple(item for item in items if item)
        if not kept:
            return
        ordered = tag(element) == "ol" and form.container != CONTENTS
        spans = [cover(*(block.span for block in item)) for item in kept]
        for number, span in enumerate(spans if ordered else [], start=first):
            self._transcript.put_number(span.first if span else self._transcript.number, f"{number}. ")
        block = List(ordered, kept, first if ordered else 1, span=cover(*spans))
        yield Piece(block, Hints(container=form.container))

    def _item(self, element: Element, form: Form) -> list[Piece]:
        inner = msgspec.structs.replace(form, level=None)
        return with_captions(self._block(element, inner))

    def _quote(self, element: Element, form: Form) -> Iterator[Piece]:
        blocks = blocks_of(self._pieces(element, msgspec.structs.replace(form, level=None)))
        if blocks:
            yield Piece(Quote(blocks, span=cover(*(block.span for block in blocks))), Hints(container=form.container))

    def _aside(self, element: Element, form: Form) -> Iterator[Piece]:
        """A box beside the text of an article, a quotation for the tree; elsewhere its parts."""
        yield from (self._quote if stands_in_article(element) else self._flow)(element, form)

    def _figure(self, element: Element, form: Form) -> Iterator[Piece]:
        """A picture with its caption; a figure of anything else is its parts."""
        pieces = list(self._flow(element, form))
        match [piece.block for piece in pieces]:
            case [Figure() as figure, caption] if isinstance(caption, Paragraph) and not figure.caption:
                yield msgspec.structs.replace(pieces[0], block=captioned(figure, caption))
            case [Paragraph() as caption, Figure() as figure] if not figure.caption:
                yield msgspec.structs.replace(pieces[1], block=captioned(figure, caption))
            case _:
                yield from pieces

    def _table(self, element: Element, form: Form) -> Iterator[Piece]:
        """A table; one that only places its parts is those parts."""
        inner = msgspec.structs.replace(form, level=None)
        if is_layout(element):
            yield from self._flow(element, inner)
            return
        for caption in element.findall("caption"):
            yield from self._block(caption, inner)
        grid = Grid(element)
        if grid.has_merged:
            self._transcript.report("WX114")
        rows = [[self._cell(cell, inner) for cell in row] for row in grid.rows]
        yield from table_of(self._transcript, rows, has_head=grid.has_head)

    def _cell(self, cell: Element | None, form: Form) -> tuple[Inline, ...]:
        return () if cell is None else cell_of(blocks_of(self._item(cell, form)))


def _soft(space: re.Match[str]) -> str:
    """White space as a browser shows it; a line end between two ideographs is none (CSS Text 3, 4.1.3)."""
    text, (start, end) = space.string, space.span()
    between = start > 0 and end < len(text) and is_chinese(text[start - 1]) and is_chinese(text[end])
    return "" if between and "\n" in space[0] else " "
