"""标记：the one function that turns nodes into HTML, well-formed as XML too.

PDF, EPUB and HTML share it; they differ in template, sheet and packaging. Class names are the node names of `tree`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from typing import Literal, assert_never

from wxpress.addresses import live
from wxpress.tree import (
    Block,
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
    SourceLink,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)

NotePlace = Literal["foot", "end"]


def element(name: str, content: str, **attributes: str | None) -> str:
    """One element with escaped attributes; ``class_`` stands for class, null attributes are left out."""
    pairs = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{pairs}>{content}</{name}>"


@dataclass
class Markup:
    """一次标记：renders nodes for one output document and gathers its notes.

    *image_url* gives the address of a picture in this output, or null for a placeholder. *notes* stand at the page's
    ``foot`` (set in place, for paged media) or at the ``end`` of the document, with links both ways. *title_level* is
    the HTML level of the title above the blocks; headings inside count on from it, up to ``h6``.
    """

    image_url: Callable[[str], str | None]
    notes: NotePlace = "end"
    title_level: int = 3
    id_prefix: str = ""
    endnotes: list[str] = field(default_factory=list)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Blocks, one after another, a line each."""
        return "\n".join(self.block(block) for block in blocks)

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        """A run of inlines."""
        return "".join(self.inline(inline) for inline in inlines)

    def block(self, block: Block) -> str:
        """One block."""
        match block:
            case Paragraph(inlines=inlines):
                return element("p", self.inlines(inlines))
            case Heading(level=level, inlines=inlines):
                name = f"h{min(self.title_level + level, 6)}"
                return element(name, self.inlines(inlines), class_=f"heading-{level}")
            case List():
                return self._list(block)
            case Quote(blocks=blocks):
                return element("blockquote", self.blocks(blocks))
            case Figure():
                return self._figure(block)
            case Table():
                return self._table(block)
            case Rule():
                return "<hr/>"
            case _:
                assert_never(block)

    def inline(self, inline: Inline) -> str:
        """One inline."""
        match inline:
            case Text(text=text):
                return escape(text, quote=False)
            case Strong(inlines=inlines):
                return element("strong", self.inlines(inlines))
            case Emphasis(inlines=inlines):
                return element("em", self.inlines(inlines))
            case Link(target=target, inlines=inlines):
                href = live(target)
                return element("a", self.inlines(inlines), href=href) if href else self.inlines(inlines)
            case Superscript(inlines=inlines):
                return element("sup", self.inlines(inlines))
            case Subscript(inlines=inlines):
                return element("sub", self.inlines(inlines))
            case Note():
                return self._note(inline)
            case LineBreak():
                return "<br/>"
            case Image(source=source, alt=alt):
                return self._picture(source, alt)
            case _:
                assert_never(inline)

    def source_link(self, link: SourceLink) -> str:
        """【链接】, live where it has a target."""
        label = escape(f"【{link.label}】", quote=False)
        href = live(link.target)
        return element("a" if href else "span", label, class_="source-link", href=href)

    def end_of_document(self) -> str:
        """The notes gathered so far as a section, empty where there are none."""
        if not self.endnotes:
            return ""
        notes = element("ol", "\n".join(self.endnotes))
        return element("section", notes, class_="notes", role="doc-endnotes", aria_label="注释")

    def _list(self, block: List) -> str:
        items = "\n".join(element("li", self._item(item)) for item in block.items)
        if not block.ordered:
            return element("ul", items)
        return element("ol", items, start=str(block.start) if block.start != 1 else None)

    def _item(self, item: tuple[Block, ...]) -> str:
        """An item's blocks; a paragraph at its head stands without ``p``, as in a tight list."""
        match item:
            case (Paragraph(inlines=inlines), *rest):
                return self.inlines(inlines) + self.blocks(tuple(rest))
            case _:
                return self.blocks(item)

    def _picture(self, source: str, alt: str) -> str:
        url = self.image_url(source)
        if url is None:
            words = escape(alt or source, quote=False)
            return element("span", f"［图：{words}］", class_="missing-picture")
        return f'<img src="{escape(url)}" alt="{escape(alt)}"/>'

    def _figure(self, block: Figure) -> str:
        caption = element("figcaption", self.inlines(block.caption)) if block.caption else ""
        return element("figure", self._picture(block.source, block.alt) + caption)

    def _table(self, block: Table) -> str:
        head = element("thead", self._row(block.head, "th")) if block.head else ""
        body = element("tbody", "".join(self._row(row, "td") for row in block.rows)) if block.rows else ""
        return element("table", head + body)

    def _row(self, cells: tuple[tuple[Inline, ...], ...], name: str) -> str:
        scope = "col" if name == "th" else None
        return element("tr", "".join(element(name, self.inlines(cell), scope=scope) for cell in cells))

    def _note(self, note: Note) -> str:
        if self.notes == "foot":
            inside = "<br/>".join(self._note_block(block) for block in note.blocks)
            return element("span", inside, class_="note")
        number = len(self.endnotes) + 1
        reference, place = f"{self.id_prefix}noteref-{number}", f"{self.id_prefix}note-{number}"
        self.endnotes.append("")  # holds the number while notes inside this note take the next ones
        back = element("a", "↩", href=f"#{reference}", role="doc-backlink", aria_label="返回正文")
        self.endnotes[number - 1] = element("li", f"{self.blocks(note.blocks)}\n<p>{back}</p>", id=place)
        mark = element("a", str(number), href=f"#{place}", id=reference, role="doc-noteref", class_="noteref")
        return element("sup", mark)

    def _note_block(self, block: Block) -> str:
        """A block of a note at the foot: the note stands inside a paragraph, so a paragraph gives its inlines only."""
        return self.inlines(block.inlines) if isinstance(block, Paragraph) else self.block(block)
