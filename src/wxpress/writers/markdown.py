"""规范 Markdown：the tree as Markdown that reads back to the same tree."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import assert_never

from wxpress.document import SCHEMA
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    ContentsEntry,
    EditorsNote,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Section,
    SourceLink,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wxpress.writers import Context, Writer
from wxpress.writers.writable import require_writable

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|~^$#]|!$")
_AT_START = re.compile(r"([+:>=-]|\d+(?=\.))")
_FRONT = ("language", "audience", "series", "title", "issue", "date", "publisher")
_DETAILS = (("作者", "byline"), ("来源", "source"), ("日期", "date"))


def write(bulletin: Bulletin, context: Context) -> bytes:  # noqa: ARG001 - a writer takes a context, needed or not
    """The bulletin as canonical Markdown, UTF-8."""
    require_writable(bulletin)
    return to_markdown(bulletin).encode()


def to_markdown(bulletin: Bulletin) -> str:
    """The bulletin as canonical Markdown: front matter, ``##`` 栏目, ``###`` 篇目, ``:::`` containers."""
    return _Page().bulletin(bulletin)


class _Page:
    """Writes one document, and gathers its notes for the end."""

    def __init__(self) -> None:
        self._notes: list[str] = []

    def bulletin(self, bulletin: Bulletin) -> str:
        parts = [_front_matter(bulletin)]
        if bulletin.contents:
            parts.append(_container("目录", "\n\n".join(map(_contents_entry, bulletin.contents))))
        if bulletin.editors_note:
            parts.append(self._editors_note(bulletin.editors_note))
        parts += self._sections(bulletin.sections)
        if bulletin.colophon:
            parts.append(_container("版记", self._blocks(bulletin.colophon)))
        parts += self._notes
        return "\n\n".join(part for part in parts if part) + "\n"

    def _editors_note(self, note: EditorsNote) -> str:
        return _container(note.label, _with_links(self._blocks(note.blocks), note.links))

    def _sections(self, sections: tuple[Section, ...]) -> Iterator[str]:
        """Sections with their headings; running text under the bulletin's title alone has none."""
        match sections:
            case (Section(title=None, blocks=(), articles=(Article(title=None) as only,)),):
                yield from self._article_text(only)
            case _:
                for index, section in enumerate(sections):
                    yield "" if index == 0 and section.title is None else _heading("##", section.title)
                    yield self._blocks(section.blocks)
                    for article in section.articles:
                        yield _heading("###", article.title)
                        yield from self._article_text(article)

    def _article_text(self, article: Article) -> Iterator[str]:
        values = {name: getattr(article, name) for _, name in _DETAILS}
        if any(values.values()):
            lines = (f"{label}：{_escaped(values[name])}" for label, name in _DETAILS if values[name])
            yield _container("篇目信息", "\n\n".join(lines))
        yield _with_links(self._blocks(article.blocks), article.links)

    def _blocks(self, blocks: tuple[Block, ...]) -> str:
        return "\n\n".join(self._block(block) for block in blocks)

    def _block(self, block: Block) -> str:
        match block:
            case Paragraph(inlines=inlines):
                return _guarded(self._inlines(inlines))
            case Heading(level=level, inlines=inlines):
                return f"{'#' * (level + 3)} {self._inlines(inlines)}"
            case List():
                return self._list(block)
            case Quote(blocks=blocks):
                return "\n".join(f"> {line}".rstrip() for line in self._blocks(blocks).split("\n"))
            case Figure(source=source, alt=alt, caption=caption):
                picture = f"![{_escaped(alt)}]({_address(source)})"
                return f"{picture}\n{_guarded(self._inlines(caption))}" if caption else picture
            case Table():
                return self._table(block)
            case Rule():
                return "---"
            case _:
                assert_never(block)

    def _inlines(self, inlines: tuple[Inline, ...]) -> str:
        return "".join(self._inline(inline) for inline in inlines)

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text=text):
                return _escaped(text)
            case Strong(inlines=inlines):
                return f"**{self._inlines(inlines)}**"
            case Emphasis(inlines=inlines):
                return f"*{self._inlines(inlines)}*"
            case Link(target=target, inlines=inlines):
                return f"[{self._inlines(inlines)}]({_address(target or '#')})"
            case Superscript(inlines=inlines):
                return f"<sup>{self._inlines(inlines)}</sup>"
            case Subscript(inlines=inlines):
                return f"<sub>{self._inlines(inlines)}</sub>"
            case Note(blocks=blocks):
                return self._note(blocks)
            case LineBreak():
                return "<br>"
            case Image(source=source, alt=alt):
                return f"![{_escaped(alt)}]({_address(source)})"
            case _:
                assert_never(inline)

    def _list(self, block: List) -> str:
        items = []
        for number, item in enumerate(block.items, start=block.start):
            mark = f"{number}. " if block.ordered else "- "
            items.append(mark + (_indented(self._blocks(item)) or "<br>"))
        return "\n".join(items) if all(len(item) == 1 for item in block.items) else "\n\n".join(items)

    def _table(self, block: Table) -> str:
        head = [*map(self._inlines, block.head)] or [""] * max(map(len, block.rows))
        rows = [head, ["---"] * len(head), *([self._inlines(cell) for cell in row] for row in block.rows)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _note(self, blocks: tuple[Block, ...]) -> str:
        number = len(self._notes) + 1
        self._notes.append("")  # holds the number while notes inside this note take the next ones
        self._notes[number - 1] = f"[^{number}]: {_indented(self._blocks(blocks))}"
        return f"[^{number}]"


def _indented(text: str) -> str:
    """The text with its lines below the first set in by four spaces."""
    return re.sub(r"\n(?=[^\n])", "\n    ", text)


def _front_matter(bulletin: Bulletin) -> str:
    fields = {name: getattr(bulletin, name) for name in _FRONT}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    return "\n".join(("---", f"schema: {SCHEMA}", *lines, "---"))


def _heading(marks: str, title: str | None) -> str:
    """A heading; one without a title is a heading all the same, with nothing but a line break in it."""
    return f"{marks} {'<br>' if title is None else _escaped(title)}"


def _contents_entry(entry: ContentsEntry) -> str:
    page = f" …… {entry.page}" if entry.page is not None else ""
    return f"{'#' * (entry.level + 1)} {_escaped(entry.title)}{page}"


def _container(name: str, inside: str) -> str:
    return f"::: {name}\n\n{inside}\n\n:::"


def _with_links(text: str, links: tuple[SourceLink, ...]) -> str:
    lines = (f"[【{_escaped(link.label)}】]({_address(link.target or '#')})" for link in links)
    return "\n\n".join(part for part in (text, *lines) if part)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: "\\" + match[0], text)


def _guarded(paragraph: str) -> str:
    """A paragraph whose first characters cannot be taken for a heading, a list, a quotation or a rule."""
    match = _AT_START.match(paragraph)
    if match is None:
        return paragraph
    return "\\" + paragraph if not match[1][0].isdigit() else f"{match[1]}\\{paragraph[match.end() :]}"


def _address(target: str) -> str:
    return f"<{target}>" if re.search(r"[\s()<>]", target) else target


MARKDOWN = Writer("markdown", ".md", "text/markdown", write)
