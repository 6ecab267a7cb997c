"""Word 来稿（.docx）：its paragraphs in reading order, with what styles, numbering and form say of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from wxpress.errors import LimitError
from wxpress.inlines import unspaced
from wxpress.readers import Reader
from wxpress.readers.atoms import NoteMark
from wxpress.readers.docx.body import TITLE, Body
from wxpress.readers.docx.numbering import Numbering
from wxpress.readers.docx.package import WORD, Package
from wxpress.readers.docx.runs import Runs
from wxpress.readers.docx.styles import Styles
from wxpress.readers.draft import CONTENTS, MAXIMUM_DEPTH, Draft, Piece, hinted, nest_too_deep
from wxpress.readers.flow import blocks_of, with_faces, with_ratios
from wxpress.readers.transcript import Transcript, draft_of, source_of
from wxpress.source import Source, cover
from wxpress.tree import Inline, Note, Text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_NOTE_KINDS = ("footnote", "endnote")
_APPARATUS = {"header": "页眉", "footer": "页脚"}
_LABELS = frozenset({"目录", "目次", "本期目录", "要目"})
_LONGEST_SHOWN = 40


def read(source: Source) -> Draft:
    """The draft of a Word source; `Source.data` holds its bytes."""
    return draft_of(source, _opened, "Word")


def transcribed(path: Path, data: bytes) -> Source:
    """The source that a Word file is: its words, a line for each paragraph, and its bytes."""
    return source_of(path, data, _opened)


@lru_cache(maxsize=1)
def _opened(path: Path, data: bytes) -> _Document:
    """The document read; kept, as it is wanted once for its words and once for its structure."""
    try:
        return _Document(path, data)
    except RecursionError:
        raise LimitError(f"{path}：嵌套超过限度（表格、文本框或内容控件）", "请减少层次") from None


class _Document:
    """一份 Word 文件，读毕。"""

    def __init__(self, path: Path, data: bytes) -> None:
        self.transcript = Transcript(path)
        self._package = Package(path, data)
        self._styles = Styles(self._first("styles"))
        self._numbering = Numbering(self._first("numbering"))
        self._notes = {kind: self._first(f"{kind}s") for kind in _NOTE_KINDS}
        self._bodies: dict[str, Body] = {}
        self._taken: set[str] = set()
        root = self._package.xml(self._package.main)
        body = None if root is None else root.find(f"{WORD}body")
        found = [] if body is None else self._body(self._package.main).pieces(body)
        self.pieces = _shifted(_with_label(with_faces(with_ratios(found))))
        self._refuse_depth(path)
        self._tell()

    def _first(self, kind: str) -> Element | None:
        name = next(iter(self._package.related(kind)), "")
        return self._package.xml(name)

    def _body(self, part: str) -> Body:
        if part not in self._bodies:
            runs = Runs(self.transcript, self._package, self._styles, part)
            self._bodies[part] = Body(self.transcript, self._styles, self._numbering, runs, self._note)
        return self._bodies[part]

    def _note(self, mark: NoteMark, line: int) -> Inline:  # noqa: ARG002 - as its caller has it
        """The note that a mark calls for, its words below the line; nothing for a mark that calls for none."""
        kind, _, name = mark.name.partition(" ")
        element = _named(self._notes.get(kind), name)
        if element is None or mark.name in self._taken:
            return Text("")
        self._taken.add(mark.name)
        self.transcript.open_line()
        blocks = blocks_of(self._body(self._package.related(f"{kind}s")[0]).pieces(element))
        return Note(blocks, span=cover(*(block.span for block in blocks))) if blocks else Text("")

    def _refuse_depth(self, path: Path) -> None:
        if nest_too_deep(self.pieces):
            raise LimitError(f"{path}：嵌套超过限度 {MAXIMUM_DEPTH} 层（列表、表格或注释）", "请减少层次")

    def _tell(self) -> None:
        """What is left out, after the text: headers, footers, comments, tracked deletions."""
        deletions = sum(body.runs.deletions for body in self._bodies.values())
        if deletions:
            self.transcript.report_whole("WX111", count=str(deletions))
        if self._package.related("comments"):
            self.transcript.report_whole("WX115", what="批注", what_en="comments")
        told: set[str] = set()
        for kind, name in _APPARATUS.items():
            for part in self._package.related(kind):
                self._drop(part, name, told)

    def _drop(self, part: str, name: str, told: set[str]) -> None:
        root = self._package.xml(part)
        if root is None:
            return
        self.transcript.open_line()
        first = self.transcript.number
        with self.transcript.dropping(f"{name}：由版式另排", "Word 的页眉页脚", 1.0):
            self._body(part).pieces(root)
        lines = [self.transcript.line(at) for at in range(first, self.transcript.number + 1)]
        text = " ".join(" ".join(lines).split())[:_LONGEST_SHOWN]
        if text and not text.isdecimal() and text not in told:
            told.add(text)
            self.transcript.report_whole("WX209", text=text)


def _named(root: Element | None, name: str) -> Element | None:
    found = [] if root is None else [item for item in root if item.get(f"{WORD}id") == name]
    return next((item for item in found if item.get(f"{WORD}type", "normal") == "normal"), None)


def _with_label(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with the word 目录 above the contents among them."""
    found = list(pieces)
    first = next((at for at, piece in enumerate(found) if piece.hints.container == CONTENTS), 0)
    if first and unspaced(found[first - 1].text) in _LABELS:
        found[first - 1] = hinted(found[first - 1], container=CONTENTS, level=None)
    return found


def _shifted(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces with levels from 1: headings stand below the style Title, one level lower where Heading 1 is in use."""
    levels = {piece.hints.level for piece in pieces}
    if TITLE not in levels:
        return list(pieces)
    first = next((at for at, piece in enumerate(pieces) if piece.hints.level == TITLE + 1), len(pieces))
    if _are_below_headings(pieces[first:]):
        return _with_titles_below(pieces, first)
    return [_lowered(piece) if TITLE + 1 in levels or piece.hints.level == TITLE else piece for piece in pieces]


def _are_below_headings(pieces: Sequence[Piece]) -> bool:
    """Whether titles stand right below headings of the first level, so that they are the articles', not the issue's."""
    return any((upper.hints.level, lower.hints.level) == (TITLE + 1, TITLE) for upper, lower in pairwise(pieces))


def _with_titles_below(pieces: Sequence[Piece], first: int) -> list[Piece]:
    """Pieces with titles one level below the headings of the first level; what stands above these is the issue's."""
    titles = [at for at, piece in enumerate(pieces) if piece.hints.level == TITLE]
    above = int(titles[0] < first)
    levels = {at: TITLE + 2 + above if at > first else TITLE + 1 for at in titles}
    return [hinted(piece, level=levels.get(at, _deeper(piece, above))) for at, piece in enumerate(pieces)]


def _deeper(piece: Piece, above: int) -> int | None:
    level = piece.hints.level
    return None if level is None else level + above + (level > TITLE + 1)


def _lowered(piece: Piece) -> Piece:
    return piece if piece.hints.level is None else hinted(piece, level=piece.hints.level + 1)


DOCX = Reader("docx", read)
