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

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>&|~^$]")
_AT_START = re.compile(r"([#+:>=-]|\d+(?=\.))")
_FRONT = ("language", "audience", "series", "title", "issue", "date", "publisher")
_DETAILS = (("作者", "byline"), ("来源", "source"), ("日期", "date"))


def write(bulletin: Bulletin, context: Context) -> bytes:  # noqa: ARG001 - a writer takes a context, needed or not
    """The bulletin as canonical Markdown, UTF-8."""
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
        parts += (part for section in bulletin.sections for part in self._section(section))
        if bulletin.colophon:
            parts.append(_container("版记", self._blocks(bulletin.colophon)))
        parts += self._notes
        return "\n\n".join(part for part in parts if part) + "\n"

    def _editors_note(self, note: EditorsNote) -> str:
        return _container(note.label, _with_links(self._blocks(note.blocks), note.links))

    def _section(self, section: Section) -> Iterator[str]:
        if section.title is not None:
            yield f"## {_escaped(section.title)}"
        yield self._blocks(section.blocks)
        for article in section.articles:
            yield from self._article(article)

    def _article(self, article: Article) -> Iterator[str]:
        if article.title is not None:
            yield f"### {_escaped(article.title)}"
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
                words = "".join(_escaped(inline.text) for inline in caption if isinstance(inline, Text))
                return (
                    f'![{_escaped(alt)}]({_address(source)} "{words}")'
                    if words
                    else f"![{_escaped(alt)}]({_address(source)})"
                )
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
            items.append(mark + self._blocks(item).replace("\n", "\n    "))
        return "\n".join(items) if all(len(item) == 1 for item in block.items) else "\n\n".join(items)

    def _table(self, block: Table) -> str:
        width = max(len(row) for row in (block.head, *block.rows))
        head = [*map(self._inlines, block.head), *[""] * (width - len(block.head))]
        rows = [head, ["---"] * width, *([self._inlines(cell) for cell in row] for row in block.rows)]
        return "\n".join(f"| {' | '.join(row)} |" for row in rows)

    def _note(self, blocks: tuple[Block, ...]) -> str:
        number = len(self._notes) + 1
        self._notes.append("")  # holds the number while notes inside this note take the next ones
        inside = self._blocks(blocks).replace("\n", "\n    ")
        self._notes[number - 1] = f"[^{number}]: {inside}"
        return f"[^{number}]"


def _front_matter(bulletin: Bulletin) -> str:
    fields = {name: getattr(bulletin, name) for name in _FRONT}
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in fields.items() if value]
    return "\n".join(("---", f"schema: {SCHEMA}", *lines, "---"))


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
