"""标记：the one function that turns nodes into HTML, well-formed as XML too.

PDF, EPUB and HTML share it; they differ in template, sheet and packaging. Class names are the node names of `tree`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
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
from wxpress.walk import plain, text_of
from wxpress.writers.elements import element, pairs
from wxpress.writers.paragraph_kinds import is_verse, kinds_above_tables
from wxpress.writers.screen_words import (
    HAN,
    has_chinese,
    has_wide,
    is_latin,
    joined,
    turning,
    undivided,
    undotted,
)
from wxpress.writers.table_markup import NotePlace, table_markup

Syntax = Literal["xml", "html"]

_HAN = re.compile(f"[{HAN}]")
"""The characters that take an emphasis dot; CLREQ: marks take none."""

_ATTRIBUTION = re.compile(r"(?<=\n)<p>(?=——[^\n]*\Z)")
"""The last paragraph of a quotation, which says whence it is."""


def _no_size(_source: str) -> None:
    """Where the size of a picture is left to whoever shows it."""


def page_break(label: str) -> str:
    """The mark of a place where page *label* of the paper begins (EPUB 3.3, DPUB-ARIA doc-pagebreak)."""
    types = {"epub:type": "pagebreak", "role": "doc-pagebreak", "aria-label": f"第{label}页"}
    return element("span", "", id=f"page-{label}", **types)


def _opening(item: tuple[Block, ...]) -> str:
    """The words of the paragraph that a list's item begins with."""
    return plain(item[0].inlines) if item and isinstance(item[0], Paragraph) else ""


@dataclass
class Markup:
    """一次标记：renders nodes for one output document and gathers its notes.

    *image_url* gives the address of a picture in this output, or null for a placeholder, *image_size* its width and
    height in px where the page is to keep its place free, as it may come late. *notes* stand at the page's
    ``foot`` (set in place, for paged media), at the ``end`` of the document with links both ways, or there as EPUB
    ``popup`` footnotes. *title_level* is the HTML level of the title above the blocks; headings inside count on from
    it, up to ``h6``, and never skip a level (WCAG 1.3.1). *syntax* decides how void elements end. *breaks* are the
    places where pages of the paper begin, as in `page_breaks.Breaks`.
    """

    image_url: Callable[[str], str | None]
    notes: NotePlace = "end"
    title_level: int = 3
    id_prefix: str = ""
    endnotes: list[str] = field(default_factory=list)
    syntax: Syntax = "xml"
    breaks: Mapping[int, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    image_size: Callable[[str], tuple[int, int] | None] = _no_size
    inside_link: bool = False
    dotted: bool = False
    in_cell: bool = False
    last_level: int = 0

    def under(self, title_level: int) -> Markup:
        """The same document's markup for blocks under another title: notes go on, headings count anew."""
        return replace(self, title_level=title_level, last_level=title_level)

    def blocks(self, blocks: tuple[Block, ...]) -> str:
        """Blocks, one after another, a line each."""
        return "\n".join(map(self.block, blocks, kinds_above_tables(blocks)))

    def with_links(self, blocks: tuple[Block, ...], links: tuple[SourceLink, ...]) -> str:
        """Blocks, their 【链接】 after the last character; on a line of their own where no paragraph comes last."""
        marks = "".join(self.source_link(link) for link in links)
        match blocks:
            case _ if not marks:
                return self.blocks(blocks)
            case (*before, Paragraph(inlines=inlines)):
                return "\n".join(filter(None, [self.blocks(tuple(before)), self._paragraph(inlines, marks)]))
            case _:
                return "\n".join(filter(None, [self.blocks(blocks), element("p", marks, class_="source-links")]))

    def inlines(self, inlines: tuple[Inline, ...]) -> str:
        """A run of inlines."""
        return "".join(self.inline(inline) for inline in inlines)

    def block(self, block: Block, kind: str | None = None) -> str:
        """One block; *kind* says what a paragraph is to the table below it."""
        match block:
            case Paragraph(inlines=inlines):
                return self._paragraph(inlines, kind=kind)
            case Heading():
                return self._heading(block)
            case List():
                return self._list(block)
            case Quote(blocks=blocks):
                return element("blockquote", _ATTRIBUTION.sub('<p class="attribution">', self.blocks(blocks)))
            case Figure():
                return self._figure(block)
            case Table():
                return table_markup(block, self.notes, replace(self, in_cell=True).inlines)
            case Rule():
                return self._void("hr")
            case _:
                assert_never(block)

    def inline(self, inline: Inline) -> str:
        """One inline."""
        match inline:
            case Text():
                return self._text(inline)
            case Strong(inlines=inlines):
                return element("strong", self.inlines(inlines))
            case Emphasis(inlines=inlines):
                return self._emphasis(inlines)
            case Link():
                return self._link(inline)
            case Superscript(inlines=inlines):
                return element("sup", self.inlines(inlines))
            case Subscript(inlines=inlines):
                return element("sub", self.inlines(inlines))
            case Note():
                return self._note(inline)
            case LineBreak():
                return self._void("br")
            case Image(source=source, alt=alt):
                return self._picture(source, alt)
            case _:
                assert_never(inline)

    def source_link(self, link: SourceLink) -> str:
        """【链接】, live where it has a target, which is written out in a note where notes stand at the foot."""
        label = escape(f"【{link.label}】", quote=False)
        href = live(link.target)
        before = "".join(page_break(page) for _, page in self.breaks.get(id(link), ()))
        mark = before + element("a" if href else "span", label, class_="source-link", href=href)
        if href is None or self.notes != "foot":
            return mark
        return mark + element("span", element("a", escape(href, quote=False), href=href), class_="note address")

    def end_of_document(self) -> str:
        """The notes gathered so far as a section, empty where there are none."""
        if not self.endnotes:
            return ""
        notes = "\n".join(self.endnotes)
        if self.notes == "popup":
            return element("div", notes, class_="notes")
        title = element("h2", "注释", id=f"{self.id_prefix}notes")
        types = {"class": "notes", "role": "doc-endnotes", "aria-labelledby": f"{self.id_prefix}notes"}
        return element("section", title + element("ol", notes), **types)

    def _paragraph(self, inlines: tuple[Inline, ...], after: str = "", kind: str | None = None) -> str:
        kind = kind or ("verse" if is_verse(inlines) else self._latin(plain(inlines)))
        return element("p", self.inlines(inlines) + after, class_=kind)

    def _latin(self, words: str) -> str | None:
        """The class of Latin words, whose quotation marks are no wider than Latin ones.

        On paper a full-width form would become the ASCII character itself: both would be one glyph.
        """
        is_kept = self.notes == "foot" and has_wide(words)
        return "latin" if is_latin(words) and not is_kept else None

    def _emphasis(self, inlines: tuple[Inline, ...]) -> str:
        """Dots below Chinese characters (CLREQ), italics where there are none."""
        is_narrow = self.notes != "foot" and not has_chinese(plain(inlines))
        words = replace(self, dotted=not is_narrow).inlines(inlines)
        return element("em", words, class_="latin" if is_narrow else None)

    def _text(self, node: Text) -> str:
        """Text, with the pages that begin in it."""
        parts, at = [], 0
        for place, label in self.breaks.get(id(node), ()):
            parts += [self._words(node.text[at:place]), page_break(label)]
            at = place
        return "".join([*parts, self._words(node.text[at:])])

    def _words(self, text: str) -> str:
        """Words; on paper, where a sheet cannot dot characters, each that is emphasized is an element (着重号)."""
        escaped = escape(text, quote=False)
        if self.notes == "foot":
            return _HAN.sub(r'<span class="dot">\g<0></span>', escaped) if self.dotted else escaped
        words = joined(turning(escaped, self._void("wbr")))
        words = undotted(words) if self.dotted else words
        return undivided(words) if self.in_cell else words

    def _void(self, name: str, **attributes: str | None) -> str:
        return f"<{name}{pairs(attributes)}{'/>' if self.syntax == 'xml' else '>'}"

    def _heading(self, block: Heading) -> str:
        above = self.last_level or self.title_level
        self.last_level = min(self.title_level + block.level, above + 1, 6)
        return element(f"h{self.last_level}", self.inlines(block.inlines), class_=f"heading-{block.level}")

    def _link(self, link: Link) -> str:
        href = None if self.inside_link else live(link.target)
        if href is None:
            return self.inlines(link.inlines)
        is_shown = self.notes == "end" and plain(link.inlines) == link.target
        words = replace(self, inside_link=True).inlines(link.inlines)
        return element("a", words, href=href, class_="address" if is_shown else None)

    def _list(self, block: List) -> str:
        items = "\n".join(element("li", self._item(item), class_=self._latin(_opening(item))) for item in block.items)
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
        size = self.image_size(source) or (0, 0)
        shape = "tall" if size[1] > size[0] else None
        width, height = (str(length) if length else None for length in size)
        return self._void("img", src=url, alt=alt, width=width, height=height, class_=shape)

    def _figure(self, block: Figure) -> str:
        caption = element("figcaption", self.inlines(block.caption)) if block.caption else ""
        return element("figure", self._picture(block.source, block.alt) + caption)

    def _note(self, note: Note) -> str:
        if self.notes == "foot":
            kinds = filter(None, ("note", self._latin(text_of(note))))
            return element("span", replace(self, dotted=False)._lines(note.blocks), class_=" ".join(kinds))  # noqa: SLF001 - another self
        number = len(self.endnotes) + 1
        self.endnotes.append("")  # holds the number while notes inside this note take the next ones
        outside = replace(self, inside_link=False, dotted=False)
        self.endnotes[number - 1] = outside._endnote(note, number)  # noqa: SLF001 - another self
        if self.inside_link:  # a link may hold no link
            return element("sup", str(number), id=f"{self.id_prefix}noteref-{number}")
        return element("sup", element("a", str(number), **self._link_types("noteref", number)))

    def _link_types(self, kind: Literal["noteref", "backlink"], number: int) -> dict[str, str | None]:
        reference, place = f"{self.id_prefix}noteref-{number}", f"{self.id_prefix}note-{number}"
        pair = (place, reference) if kind == "noteref" else (reference, None)
        return {
            "href": f"#{pair[0]}",
            "id": pair[1],
            "class": kind,
            "role": f"doc-{kind}",
            "epub:type": kind if self.notes == "popup" else None,
        }

    def _endnote(self, note: Note, number: int) -> str:
        place = f"{self.id_prefix}note-{number}"
        if self.notes == "popup":
            back = element("a", str(number), **self._link_types("backlink", number))
            types = {"epub:type": "footnote", "role": "doc-footnote", "id": place}
            return element("aside", self._note_blocks(note.blocks, f"{back} ", ""), **types)
        back = element("a", "↩", aria_label="返回正文", **self._link_types("backlink", number))
        return element("li", self._note_blocks(note.blocks, "", f" {back}"), id=place)

    def _note_blocks(self, blocks: tuple[Block, ...], before: str, after: str) -> str:
        """A note's blocks with the way back before the first character or after the last."""
        match blocks:
            case (Paragraph(inlines=inlines),):
                return element("p", before + self.inlines(inlines) + after)
            case (Paragraph(inlines=inlines), *rest) if before:
                return "\n".join([element("p", before + self.inlines(inlines)), self.blocks(tuple(rest))])
            case (*rest, Paragraph(inlines=inlines)) if after:
                return "\n".join([self.blocks(tuple(rest)), element("p", self.inlines(inlines) + after)])
            case _:
                ends = [element("p", end) if end else "" for end in (before, after)]
                return f"{ends[0]}{self.blocks(blocks)}{ends[1]}"

    def _lines(self, blocks: tuple[Block, ...]) -> str:
        """Blocks as lines of text: a note at the foot stands inside a paragraph, where no block may stand."""
        return self._void("br").join(filter(None, map(self._line, blocks)))

    def _line(self, block: Block) -> str:
        match block:
            case Paragraph(inlines=inlines) | Heading(inlines=inlines):
                return self.inlines(inlines)
            case List():
                marks = (f"{block.start + place}. " if block.ordered else "· " for place in range(len(block.items)))
                lines = (mark + self._lines(item) for mark, item in zip(marks, block.items, strict=True))
                return self._void("br").join(lines)
            case Quote(blocks=blocks):
                return self._lines(blocks)
            case Figure():
                return self._picture(block.source, block.alt) + self.inlines(block.caption)
            case Table():
                rows = filter(None, (block.head, *block.rows))
                return self._void("br").join("　".join(map(self.inlines, row)) for row in rows)
            case Rule():
                return ""
            case _:
                assert_never(block)
