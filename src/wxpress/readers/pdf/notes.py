"""PDF 的注释：the notes at the foot of each page by the marks that call them; an address belongs to its label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from wxpress.readers.atoms import Anchor, Atom
from wxpress.readers.pdf.lines import Line
from wxpress.source import Span
from wxpress.tree import Text

MARK = re.compile(r"(?P<mark>[\[［（(]?(?:\d{1,3}|[①-⑳㉑-㉟]|\*{1,3})[\]］）)]?)[\s\u3000]*(?=\S)")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_LABEL = re.compile(r"【[^【】]{1,8}】$")


class FootNote(NamedTuple):
    """一条注：its lines, the first without its mark, and that mark with the space behind it."""

    lines: Sequence[Line]
    mark: Line

    @property
    def address(self) -> str | None:
        """The address that the note is; null where it is words."""
        text = "".join(line.text for line in self.lines)
        return text if _ADDRESS.fullmatch(text) else None


def by_marks(groups: Iterable[Sequence[Line]]) -> Mapping[str, FootNote]:
    """The notes of one page by their marks; what has no mark goes on with the note above it, or stays out."""
    found: dict[str, FootNote] = {}
    for group in groups:
        match = MARK.match(group[0].text)
        if match and match["mark"] not in found:
            first, end = group[0], match.end()
            rest = first._replace(glyphs=first.glyphs[end:])
            found[match["mark"]] = FootNote((rest, *group[1:]), first._replace(glyphs=first.glyphs[:end]))
    return found


def labelled(atoms: Sequence[Atom], address: str) -> list[Atom] | None:
    """The atoms with the label at their end linked to *address*; null where no label ends them."""
    last = atoms[-1] if atoms else None
    words = last.content.text if last and isinstance(last.content, Text) else ""
    label = _LABEL.search(words)
    if last is None or label is None:
        return None
    before = [_with_text(last, words[: label.start()])] if label.start() else []
    linked = _with_text(last, label[0])
    marks = msgspec.structs.replace(linked.marks, anchor=Anchor(address))
    return [*atoms[:-1], *before, msgspec.structs.replace(linked, marks=marks)]


def _with_text(atom: Atom, words: str) -> Atom:
    return msgspec.structs.replace(atom, content=Text(words, span=Span(atom.line, atom.line)))
