"""成品的行：what a reader of an output finds there, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

Medium = Literal["pdf", "epub", "html"]
MEDIA: dict[str, Medium] = {"application/pdf": "pdf", "application/epub+zip": "epub", "text/html": "html"}


class Place(NamedTuple):
    """位置：*page* of paper or *document* of a book, and the line or paragraph there, from 1."""

    line: int
    page: int | None = None
    document: str | None = None

    @property
    def zh(self) -> str:
        """As an editor would say it."""
        if self.page is not None:
            return f"第 {self.page} 页第 {self.line} 行"
        return f"{self.document} 第 {self.line} 段" if self.document else f"第 {self.line} 段"

    @property
    def en(self) -> str:
        """The same in English."""
        if self.page is not None:
            return f"page {self.page}, line {self.line}"
        return f"{self.document}, paragraph {self.line}" if self.document else f"paragraph {self.line}"


BLANK = "blank"
"""Why characters are not seen that leave no ink on the page."""


GLYPH = "glyph:"
"""Begins the cause of a character that is drawn as another; that one follows, or none."""


NO_FACE = "\0"
"""What follows `GLYPH` where no face of the style has a shape for the character."""


class Flaw(NamedTuple):
    """看不见的字：characters *start* to *end* of a line are in the file, but nobody sees them."""

    start: int
    end: int
    cause: str


class Look(NamedTuple):
    """样子：a picture as it compares: the digest of its file, or its dots made small; neither where it is elsewhere."""

    digest: str = ""
    dots: bytes = b""


class Fact(NamedTuple):
    """自述：something that an output says of itself where no reader sees it; *is_main* of the title of the whole."""

    name: str
    value: str
    is_main: bool = False


@dataclass(frozen=True)
class Document:
    """一个网页文件：its *name* where there are several, its root element, its style sheets, the files beside it.

    *path* is where it stands in its book.
    """

    name: str | None
    root: Any
    sheets: tuple[str, ...]
    siblings: frozenset[str] = frozenset()
    path: str = ""
    pictures: tuple[Look, ...] = ()


@dataclass(frozen=True)
class Line:
    """一行：its seen characters, where it stands, where gaps are in it; *is_contents* in a generated 目录.

    *is_overprinted* where text stands over it that PDFium takes for the same.
    """

    text: str
    place: Place
    gaps: frozenset[int] = frozenset()
    flaws: tuple[Flaw, ...] = ()
    is_contents: bool = False
    is_overprinted: bool = False


@dataclass(frozen=True)
class Found:
    """读回的成品：its lines, page by page or document by document; the tree hash that it carries.

    *numbers* are those printed on its pages where they are not simply counted; *documents* what its lines were read of;
    *entries* what the contents of EPUB 2 say, label and target; *facts* what the package of a book says, by name.
    """

    sheets: tuple[tuple[Line, ...], ...]
    tree: str | None
    numbers: tuple[int, ...] | None = None
    documents: tuple[Document, ...] = ()
    entries: tuple[tuple[str, str], ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
