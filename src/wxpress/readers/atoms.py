"""原子：runs of text with their marks, flat, as Word and web pages carry them; and the nested inlines they make."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

import msgspec

from wxpress.source import Span, cover
from wxpress.tree import Emphasis, Image, Inline, LineBreak, Link, Strong, Subscript, Superscript, Text

_HEAVY = re.compile("黑体|小标宋|大标宋|粗宋|华文中宋|SimHei|XiaoBiaoSong|STZhongsong|STHeiti", re.IGNORECASE)
Inlines = tuple[Inline, ...]
Level = Literal["", "superscript", "subscript"]


class Anchor(msgspec.Struct, frozen=True, eq=False):
    """链接的所指：one link of the source; two of them never are the same, though their targets may be."""

    target: str | None


class Marks(msgspec.Struct, frozen=True):
    """记号：what the source says of a run's form; *size* is in points, null where it is not known.

    *heavy* tells of a face that is bold by itself, such as 黑体: no mark of the words, but of the line that is in it.
    """

    anchor: Anchor | None = None
    strong: bool = False
    emphasis: bool = False
    level: Level = ""
    size: float | None = None
    heavy: bool = False


class NoteMark(msgspec.Struct, frozen=True):
    """注码：stands where a note is called; the note's text is read once its paragraph is whole."""

    name: str


class Atom(msgspec.Struct, frozen=True):
    """原子：one run, on one line of the transcript."""

    content: Text | Image | LineBreak | NoteMark
    line: int
    marks: Marks = Marks()


NoteMaker = Callable[[NoteMark, int], Inline]
"""Makes the note that a mark on a line calls for."""

_Holder = tuple[str, object, type[Strong | Emphasis | Superscript | Subscript]]
_HOLDERS: tuple[_Holder, ...] = (
    ("strong", True, Strong),
    ("emphasis", True, Emphasis),
    ("level", "superscript", Superscript),
    ("level", "subscript", Subscript),
)
"""Which mark makes which node, the outermost first."""


def words_of(atoms: Iterable[Atom]) -> str:
    """The characters of the atoms' texts."""
    return "".join(atom.content.text for atom in atoms if isinstance(atom.content, Text))


def lines_of(atoms: Iterable[Atom]) -> list[list[Atom]]:
    """The atoms divided at line breaks."""
    lines: list[list[Atom]] = [[]]
    for atom in atoms:
        if isinstance(atom.content, LineBreak):
            lines.append([])
        else:
            lines[-1].append(atom)
    return lines


def unbroken(atoms: Iterable[Atom]) -> list[Atom]:
    """The atoms with line breaks as spaces: a link's words stand on one line."""
    return [
        msgspec.structs.replace(atom, content=Text(" ", span=Span(atom.line, atom.line)))
        if isinstance(atom.content, LineBreak)
        else atom
        for atom in atoms
    ]


def is_wholly(atoms: Iterable[Atom], mark: Callable[[Marks], object]) -> bool:
    """Whether all words among *atoms* bear *mark*, and there are any."""
    marked = [bool(mark(atom.marks)) for atom in atoms if isinstance(atom.content, Text) and atom.content.text.strip()]
    return bool(marked) and all(marked)


def is_heavy_face(names: str) -> bool:
    """Whether the first of the faces that a source *names* is bold by itself, as those of titles are."""
    return bool(_HEAVY.search(names.partition(",")[0]))


def nested(atoms: Iterable[Atom], note: NoteMaker) -> Inlines:
    """Atoms as inlines, a link outermost, then strong, emphasis and level; *note* makes a node of each note mark.

    White space goes at both ends; inside it stays as it is, as a tab tells a line of the contents.
    """
    return tuple(_linked(_stripped(list(_merged(atoms))), note))


def _stripped(atoms: list[Atom]) -> list[Atom]:
    while atoms and _is_blank(atoms[0].content):
        atoms = atoms[1:]
    while atoms and _is_blank(atoms[-1].content):
        atoms = atoms[:-1]
    if atoms:
        atoms = [_changed(atoms[0], str.lstrip), *atoms[1:]]
        atoms = [*atoms[:-1], _changed(atoms[-1], str.rstrip)]
    return atoms


def _is_blank(content: Text | Image | LineBreak | NoteMark) -> bool:
    return isinstance(content, LineBreak) or (isinstance(content, Text) and not content.text.strip())


def _changed(atom: Atom, change: Callable[[str], str]) -> Atom:
    if not isinstance(atom.content, Text):
        return atom
    text = msgspec.structs.replace(atom.content, text=change(atom.content.text))
    return msgspec.structs.replace(atom, content=text)


def _merged(atoms: Iterable[Atom]) -> Iterator[Atom]:
    """Neighbouring texts of one form as one: Word tears a run wherever its author once paused."""
    for (marks, line, is_text), group in groupby(atoms, key=_form):
        if not is_text:
            yield from group
            continue
        words = "".join(atom.content.text for atom in group if isinstance(atom.content, Text))
        yield Atom(Text(words, span=Span(line, line)), line, marks)


def _form(atom: Atom) -> tuple[Marks, int, bool]:
    return msgspec.structs.replace(atom.marks, size=None, heavy=False), atom.line, isinstance(atom.content, Text)


def _linked(atoms: Iterable[Atom], note: NoteMaker) -> list[Inline]:
    found: list[Inline] = []
    for anchor, group in groupby(atoms, key=lambda atom: atom.marks.anchor):
        inside = _marked(group, note)
        span = cover(*(inline.span for inline in inside))
        found += [Link(anchor.target, tuple(inside), span=span)] if anchor else inside
    return found


def _marked(atoms: Iterable[Atom], note: NoteMaker, holders: Sequence[_Holder] = _HOLDERS) -> list[Inline]:
    """Atoms of one link inside the holders that their marks ask for; white space alone needs none."""
    if not holders:
        nodes = [
            note(atom.content, atom.line) if isinstance(atom.content, NoteMark) else atom.content for atom in atoms
        ]
        return [node for node in nodes if not isinstance(node, Text) or node.text]
    found: list[Inline] = []
    (name, value, node), *rest = holders
    for is_held, group in groupby(atoms, key=lambda atom: getattr(atom.marks, name) == value):
        inside = _marked(group, note, rest)
        is_blank = all(isinstance(inline, Text) and _is_blank(inline) for inline in inside)
        span = cover(*(inline.span for inline in inside))
        found += [node(tuple(inside), span=span)] if is_held and not is_blank else inside
    return found
