"""Word 的行文：runs, links, fields, pictures and tracked changes of one paragraph, as atoms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from typing import TYPE_CHECKING

import msgspec

from wxpress.addresses import is_blank
from wxpress.readers.atoms import Anchor, Atom, Level, Marks, NoteMark, is_heavy_face
from wxpress.readers.docx.fields import Field
from wxpress.readers.docx.package import RELATED, WORD, Package
from wxpress.readers.docx.styles import RunForm, Styles, over
from wxpress.readers.docx.symbols import symbol
from wxpress.readers.transcript import Transcript

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_SILENT = frozenset(
    {
        *("rPr", "pPr", "sectPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "rubyPr", "tblPr", "tblGrid"),
        *("trPr", "tcPr", "proofErr", "ffData", "fldData", "footnoteRef", "endnoteRef", "annotationRef", "pgNum"),
        *("separator", "continuationSeparator", "delInstrText"),
    }
)
_SHAPES = frozenset({"AlternateContent", "drawing", "pict", "object"})
_LEVELS: Mapping[str, Level] = {"superscript": "superscript", "subscript": "subscript"}
_SHOWN = 20


def local(element: Element) -> str:
    """The name of *element* without its namespace; empty for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def alternative(element: Element) -> Element | None:
    """Word's own form of what *element* holds in several, or the fallback for older ones: they hold the same words.

    Null where it holds neither.
    """
    forms = {local(child): child for child in reversed(element)}
    return forms.get("Choice", forms.get("Fallback"))


class Runs:
    """行文：reads the runs of the paragraphs of one part, and keeps what reaches over several of them.

    *boxes* are the text boxes met since they were last taken, *deletions* the tracked deletions left out so far.
    """

    def __init__(self, transcript: Transcript, package: Package, styles: Styles, part: str) -> None:
        """Read runs of *part*, their words into *transcript*."""
        self.boxes: list[Element] = []
        self._taken: set[Element] = set()
        self.deletions = 0
        self._transcript = transcript
        self._package = package
        self._styles = styles
        self._relations = package.relations(part)
        self._fields: list[Field] = []
        self._base = RunForm()
        self._readers: Mapping[str, Callable[[Element, Marks], list[Atom]]] = {
            "r": self._run,
            "t": self._text,
            "delText": self._text,
            "tab": self._tab,
            "ptab": self._tab,
            "noBreakHyphen": self._hyphen,
            "br": self._break,
            "cr": self._break,
            "sym": self._symbol,
            "del": self._deleted,
            "moveFrom": self._deleted,
            "hyperlink": self._hyperlink,
            "fldChar": self._field_mark,
            "instrText": self._field_code,
            "fldSimple": self._simple_field,
            "footnoteReference": self._note,
            "endnoteReference": self._note,
            "AlternateContent": self._alternative,
            "ruby": self._ruby,
            "drawing": self._drawing,
            "pict": self._drawing,
            "object": self._drawing,
        }

    @property
    def in_contents(self) -> bool:
        """Whether the result of a TOC field is being read."""
        return any(field.is_contents for field in self._fields)

    def end_contents(self) -> None:
        """Close the TOC fields that a damaged file has left open, so that they do not take in the text."""
        self._fields = [field for field in self._fields if not field.is_contents]

    def atoms(self, paragraph: Element, base: RunForm) -> list[Atom]:
        """The atoms of *paragraph*, whose style gives its runs the form *base*."""
        self._base = base
        return self._inside(paragraph, Marks(size=base.size))

    def take_boxes(self) -> list[Element]:
        """The text boxes met since the last time."""
        boxes, self.boxes = self.boxes, []
        return boxes

    def take_leading_boxes(self, paragraph: Element) -> list[Element]:
        """The text boxes that *paragraph* opens with, which its words do not come before."""
        found: list[Element] = []
        for run in paragraph.iterchildren(f"{WORD}r"):
            shapes = [child for child in run if local(child) in _SHAPES]
            if not shapes and any(local(child) not in _SILENT for child in run):
                break
            found += [box for shape in shapes for box in _boxes_in(shape)]
        self._taken.update(found)
        return [box if local(box) == "txbxContent" else _word_art(box) for box in found]

    def _inside(self, element: Element, marks: Marks) -> list[Atom]:
        atoms: list[Atom] = []
        for child in element:
            name = local(child)
            if name and name not in _SILENT:
                atoms += self._readers.get(name, self._inside)(child, marks)
        return atoms

    def _run(self, element: Element, marks: Marks) -> list[Atom]:
        form = over(self._styles.run(element.find(f"{WORD}rPr")), self._base)
        own = msgspec.structs.replace(
            marks,
            strong=bool(form.strong),
            emphasis=bool(form.emphasis),
            level=_LEVELS.get(form.raised or "", ""),
            size=form.size,
            heavy=is_heavy_face(form.face or ""),
            anchor=marks.anchor or self._field_anchor(),
        )
        with self._transcript.dropping("隐藏的文字") if form.hidden else nullcontext():
            column = len(self._transcript.line(self._transcript.number))
            atoms = self._inside(element, own)
            if form.hidden:
                self._report_hidden(column)
        return atoms

    def _report_hidden(self, column: int) -> None:
        text = self._transcript.line(self._transcript.number)[column:].strip()
        if text:
            self._transcript.report("WX112", text=text[:_SHOWN])

    def _field_anchor(self) -> Anchor | None:
        return next((field.anchor for field in reversed(self._fields) if field.shows and field.anchor), None)

    def _text(self, element: Element, marks: Marks) -> list[Atom]:
        return self._words(element.text or "", marks)

    def _tab(self, element: Element, marks: Marks) -> list[Atom]:  # noqa: ARG002 - as its fellows
        return self._words("\t", marks)

    def _hyphen(self, element: Element, marks: Marks) -> list[Atom]:  # noqa: ARG002 - as its fellows
        return self._words("-", marks)

    def _words(self, words: str, marks: Marks) -> list[Atom]:
        if any(not field.shows for field in self._fields):
            return []  # a field's code is never seen
        for field in self._fields:
            field.has_words = field.has_words or bool(words.strip())
        return self._transcript.words(words, marks)

    def _break(self, element: Element, marks: Marks) -> list[Atom]:  # noqa: ARG002 - as its fellows
        return self._transcript.line_break(marks)

    def _symbol(self, element: Element, marks: Marks) -> list[Atom]:
        try:
            code = int(element.get(f"{WORD}char", ""), 16)
            sign = symbol(element.get(f"{WORD}font", ""), code)
        except (ValueError, OverflowError):
            return []
        return self._words(sign, marks) if sign.isprintable() or len(sign) == 1 else []

    def _deleted(self, element: Element, marks: Marks) -> list[Atom]:
        self.deletions += 1
        with self._transcript.dropping("修订中删去的文字"):
            return self._inside(element, marks)

    def _hyperlink(self, element: Element, marks: Marks) -> list[Atom]:
        relation = self._relations.get(element.get(f"{RELATED}id", ""))
        if relation is None or not relation.is_external:
            return self._inside(element, marks)  # a place in the document itself
        place = element.get(f"{WORD}anchor")
        anchor = anchor_of(relation.target + (f"#{place}" if place else ""))
        return self._inside(element, msgspec.structs.replace(marks, anchor=anchor))

    def _field_mark(self, element: Element, marks: Marks) -> list[Atom]:
        match element.get(f"{WORD}fldCharType"):
            case "begin":
                self._fields.append(Field())
            case "separate" if self._fields:
                self._fields[-1].show()
            case "end" if self._fields:
                return self._shown(self._fields.pop(), marks)
        return []

    def _field_code(self, element: Element, marks: Marks) -> list[Atom]:  # noqa: ARG002 - as its fellows
        if self._fields and not self._fields[-1].shows:
            self._fields[-1].code += element.text or ""
        return []

    def _simple_field(self, element: Element, marks: Marks) -> list[Atom]:
        field = Field(element.get(f"{WORD}instr", ""))
        field.show()
        self._fields.append(field)
        atoms = self._inside(element, marks)
        if field in self._fields:
            self._fields.remove(field)
        return atoms + self._shown(field, marks)

    def _shown(self, field: Field, marks: Marks) -> list[Atom]:
        """What a field shows that has no result."""
        words, reading = ("", "") if field.has_words else field.shown()
        atoms = self._words(words, marks)
        if reading:
            with self._transcript.dropping("注音：成品中没有位置"):
                self._transcript.words(reading)
        return atoms

    def _note(self, element: Element, marks: Marks) -> list[Atom]:
        kind = local(element).removesuffix("Reference")
        name = NoteMark(f"{kind} {element.get(f'{WORD}id', '')}")
        own = msgspec.structs.replace(marks, level="", strong=False, emphasis=False)
        return [] if self._transcript.is_dropping else [Atom(name, self._transcript.number, own)]

    def _alternative(self, element: Element, marks: Marks) -> list[Atom]:
        chosen = alternative(element)
        return [] if chosen is None else self._inside(chosen, marks)

    def _ruby(self, element: Element, marks: Marks) -> list[Atom]:
        atoms: list[Atom] = []
        for child in element:
            with self._transcript.dropping("注音：成品中没有位置") if local(child) == "rt" else nullcontext():
                atoms += self._inside(child, marks) if local(child) in {"rt", "rubyBase"} else []
        return atoms

    def _drawing(self, element: Element, marks: Marks) -> list[Atom]:
        """Pictures of a drawing; its text boxes wait until the paragraph is whole."""
        atoms: list[Atom] = []
        alt = next((_described(item) for item in element.iter() if _described(item)), "")
        pending = [element]
        while pending:
            current = pending.pop()
            name = local(current)
            if name in {"txbxContent", "textpath"}:
                if current not in self._taken:
                    self.boxes.append(current if name == "txbxContent" else _word_art(current))
                continue
            if name == "AlternateContent":
                chosen = alternative(current)
                pending += [] if chosen is None else [chosen]
                continue
            if name in _FOREIGN:
                self._transcript.report("WX115", what=_FOREIGN[name][0], what_en=_FOREIGN[name][1])
            atoms += self._picture(current, alt, marks)
            pending += reversed(current)
        return atoms

    def _picture(self, element: Element, alt: str, marks: Marks) -> list[Atom]:
        names = (element.get(f"{RELATED}{kind}") for kind in _PICTURES.get(local(element), ()))
        relation = self._relations.get(next(filter(None, names), ""))
        if relation is None:
            return []
        source = relation.target if relation.is_external else f"{self._package.path.name}#{relation.target}"
        return self._transcript.picture(source, alt, marks)


def anchor_of(target: str) -> Anchor:
    """The anchor of a link to *target*; to nowhere where that is blank."""
    return Anchor(None if is_blank(target) else target.strip())


def _boxes_in(shape: Element) -> Iterator[Element]:
    """The text boxes and the WordArt of a drawing, in their order; of two forms of one Word's own."""
    name = local(shape)
    if name in {"txbxContent", "textpath"}:
        yield shape
        return
    chosen = alternative(shape) if name == "AlternateContent" else None
    for child in shape if chosen is None else [chosen]:
        yield from _boxes_in(child)


def _word_art(element: Element) -> Element:
    """艺术字：the words of a shape, as a text box of one centred line."""
    box, paragraph, properties, run, text = (
        element.makeelement(f"{WORD}{name}") for name in ("txbxContent", "p", "pPr", "r", "t")
    )
    properties.append(element.makeelement(f"{WORD}jc", {f"{WORD}val": "center"}))
    text.text = element.get("string", "")
    for holder, held in ((box, paragraph), (paragraph, properties), (paragraph, run), (run, text)):
        holder.append(held)
    return box


def _described(element: Element) -> str:
    return (element.get("descr") or element.get("alt") or "").strip() if local(element) in {"docPr", "shape"} else ""


_PICTURES: Mapping[str, tuple[str, ...]] = {"blip": ("embed", "link"), "imagedata": ("id",)}
_FOREIGN: Mapping[str, tuple[str, str]] = {
    "chart": ("图表", "a chart"),
    "relIds": ("SmartArt 图形", "a SmartArt graphic"),
    "OLEObject": ("嵌入的对象（只留它的图）", "an embedded object, save for its picture,"),
}
