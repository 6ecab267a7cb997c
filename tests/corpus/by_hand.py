"""Bulletins written by hand, with the trees that a careful editor expects: what the generator does not think of."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from wxpress.tree import Article, Block, Bulletin, Section, SourceLink

FOLDER = Path(__file__).parent / "by_hand"
_BULLETIN = re.compile(
    r"^## (?P<name>\S+)\n\n````tree\n(?P<tree>.*?)````\n\n````(?P<kind>.*?)\n(?P<text>.*?)````\n",
    re.MULTILINE | re.DOTALL,
)
_FIELDS = ("audience", "series", "title", "issue", "date", "publisher")
_LETTERS = {"paragraph": "p", "heading": "h", "list": "l", "quote": "q", "figure": "f", "table": "t", "rule": "r"}
_DETAILS = {"by": "byline", "src": "source", "date": "date"}


@dataclass(frozen=True)
class ByHand:
    """A file, and the lines of the tree that must come out."""

    name: str
    data: bytes
    tree: tuple[str, ...]


@cache
def all_by_hand() -> tuple[ByHand, ...]:
    """All of them, by kind."""
    return tuple(made for path in sorted(FOLDER.glob("[a-z]*.md")) for made in _read(path.read_bytes().decode()))


def _read(document: str) -> Iterator[ByHand]:
    for match in _BULLETIN.finditer(document):
        text = re.sub(r"\{(\d+)\}", lambda number: _paragraphs()[int(number[1])], match["text"])
        kind, _, encoding = match["kind"].partition(" ")
        data = _word(text) if kind == "word" else text.encode(encoding or "utf-8")
        yield ByHand(match["name"], data, tuple(_wanted(match["tree"])))


@cache
def _paragraphs() -> tuple[str, ...]:
    return tuple((FOLDER / "paragraphs.txt").read_text("utf-8").splitlines())


def _wanted(tree: str) -> Iterator[str]:
    """The lines expected, with a line for each field that is empty."""
    lines = [line.strip() for line in tree.splitlines() if line.strip()]
    told = dict(line.partition(": ")[::2] for line in lines if line[0] not in "#-")
    for name in (*_FIELDS, "note", "colophon"):
        yield _even(f"{name}: {told.get(name, '0' if name == 'colophon' else '')}")
    yield from (_even(line) for line in lines if line[0] in "#-")


def lines_of(bulletin: Bulletin) -> tuple[str, ...]:
    """The tree of *bulletin* as such lines."""
    return tuple(map(_even, _lines(bulletin)))


def _lines(bulletin: Bulletin) -> Iterator[str]:
    yield from (f"{name}: {getattr(bulletin, name) or ''}" for name in _FIELDS)
    note = bulletin.editors_note
    yield f"note: {note.label} {_shape(note.blocks)} {_links(note.links)}" if note else "note:"
    yield f"colophon: {len(bulletin.colophon)}"
    for section in bulletin.sections:
        yield from _section(section)


def _section(section: Section) -> Iterator[str]:
    yield f"# {section.title or ''} {_shape(section.blocks)}"
    yield from map(_article, section.articles)


def _article(article: Article) -> str:
    told = (f"{short}={value}" for short, name in _DETAILS.items() if (value := getattr(article, name)))
    return f"- {article.title or ''} | {_shape(article.blocks)} | {'; '.join(told)} | {_links(article.links)}"


def _shape(blocks: tuple[Block, ...]) -> str:
    return "".join(_LETTERS[msgspec.to_builtins(block)["type"]] for block in blocks)


def _links(links: tuple[SourceLink, ...]) -> str:
    return " ".join(f"{link.label}={link.target or ''}" for link in links)


def _even(line: str) -> str:
    """A line without the bars and the white space that set off nothing."""
    return re.sub(r"\s*\|[\s|]*$", "", " ".join(line.split()))


def _word(text: str) -> bytes:
    from docx import Document  # noqa: PLC0415 - heavy

    document = Document()
    for line in text.splitlines():
        style, look, words = line.split(" | ", 2) if not line.startswith("table | ") else ("table", "", line[8:])
        if style == "table":
            _table(document, [row.split("；") for row in words.split(" / ")])
        else:
            _paragraph(document, style, look.split(), words)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paragraph(document, style: str, look: list[str], words: str) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - docx has no type for it
    from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN  # noqa: PLC0415 - heavy
    from docx.shared import Pt  # noqa: PLC0415 - heavy

    paragraph = document.add_paragraph(style=None if style == "-" else style)
    sizes = [float(word[:-2]) for word in look if word.endswith("pt")]
    for part in filter(None, re.split(r"(\*\*.+?\*\*)", words)):
        run = paragraph.add_run(part.strip("*") if part.startswith("**") else part)
        run.bold = ("bold" in look or part.startswith("**")) or None
        run.font.size = Pt(sizes[0]) if sizes else None
    sides = {"centred": ALIGN.CENTER, "right": ALIGN.RIGHT}
    paragraph.alignment = next((sides[word] for word in look if word in sides), None)
    lefts = [float(word[4:]) for word in look if word.startswith("left")]
    paragraph.paragraph_format.left_indent = Pt(lefts[0]) if lefts else None
    paragraph.paragraph_format.first_line_indent = Pt(24) if "indented" in look else None


def _table(document, rows: list[list[str]]) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001 - docx has no type for it
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
