"""Markdown 节点：elements of python-markdown to nodes of the tree, with the lines they stand on."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.ledger import Entry, Kind
from wxpress.readers.markdown.balance import is_faithful
from wxpress.readers.markdown.lines import RULE
from wxpress.readers.markdown.making import figure_of, inner_block, is_caption, list_of, paragraphs_of, span_of
from wxpress.readers.markdown.runs import (
    BREAK,
    ENTITY,
    Inlines,
    character_of,
    lines_of,
    literal,
    marked_texts,
    unbroken,
    unescaped,
)
from wxpress.readers.markdown.syntax import AUTOMATIC, MARK_END, by_marks, numbers_in, unmarked
from wxpress.readers.markdown.tables import PLACE, Tables
from wxpress.source import Source, Span, cover
from wxpress.tree import (
    Block,
    Emphasis,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    Note,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wxpress.walk import plain, text_of

HEADING_TAGS = tuple(f"h{level}" for level in range(1, 10))
BLOCK_TAGS = frozenset({"p", "ul", "ol", "blockquote", "table", "hr", "li", *HEADING_TAGS})
_HOLDERS: Mapping[str, type[Strong | Emphasis | Superscript | Subscript]] = {
    "strong": Strong,
    "em": Emphasis,
    "sup": Superscript,
    "sub": Subscript,
}
_ATTRIBUTE = r"""\s+[a-zA-Z:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?"""
_TAG = re.compile(rf"</?[a-zA-Z][a-zA-Z0-9-]*(?:{_ATTRIBUTE})*\s*/?>|<!--")
_SHOWN = 40
_MARKERS = re.compile(r"(?:\[\^[^\]\s]+\]:)?((?:[\s>]*(?:[-*+]|\d{1,3}\.)(?=\s))*)")
"""The marks of lists that a line begins with, be it a note's first."""
_NUMBER = re.compile(r"(\d+)\.")


def _is_text(inlines: Inlines) -> bool:
    """Whether a run is nothing but words, and some."""
    texts = [inline.text for inline in inlines if isinstance(inline, Text)]
    return len(texts) == len(inlines) and any(map(str.strip, texts))


class Converter:
    """转换：walks elements in source order, keeping count of the line it is on."""

    def __init__(
        self,
        source: Source,
        lines: tuple[str, ...],
        written: tuple[str, ...],
        notes: Mapping[str, Element],
        tables: Tables,
    ) -> None:
        """Take the source's lines, for columns and numbers; the same without notes; notes by marks, tables by lines."""
        self.findings: list[Diagnostic] = []
        self.entries: list[Entry] = []
        self.markup: list[str] = []
        self._source = source
        self._lines = lines
        self._written = written
        self._notes = notes
        self._tables = tables
        self._used_notes: set[str] = set()
        self._line = 1
        self._covered = 0
        self._columns: dict[int, int] = {}
        self._numbers_taken: dict[int, int] = {}

    def unused_notes(self) -> list[Element]:
        """Notes that no mark has called for: their text is kept as paragraphs."""
        unused = [name for name in self._notes if name not in self._used_notes]
        self._used_notes.update(unused)
        self.markup += unused
        return [self._notes[name] for name in unused]

    def move_to_end(self, block: Block) -> None:
        """Account for a block of a note that no mark has called for."""
        words = text_of(block)
        reason = "没有引用的注释，移到文末"
        self.entries.append(Entry(by="reading", kind="move", span=block.span, before=words, after=words, reason=reason))

    def is_text(self, word: str) -> None:
        """Take back that *word* was used up as markup the last time it was."""
        at = next(at for at in reversed(range(len(self.markup))) if self.markup[at] == word)
        del self.markup[at]

    def begin_at(self, line: int) -> None:
        """Go on at *line*; what stands above it is accounted for."""
        self._covered = max(self._covered, line - 1)

    def faithful_blocks(self, element: Element, numbers: Sequence[int], until: int) -> list[Block]:
        """The blocks of a top-level element; its lines as they are written where the parser has lost or added words.

        *numbers* are those of its lines, *until* is the last line before the next element; where the parser lost an
        end of line, they reach so far.
        """
        text = element.text or ""
        if PLACE in text and unmarked(text).strip() == PLACE:
            self._covered = numbers[0]
            return list(self._tables[numbers[0]])
        if not numbers and until <= self._covered:
            return []  # it is in the lines above, which stand as they are written
        if element.tag == "hr" and (line := self._rule_below(until)):
            self._covered = line
            return [Rule()]
        before = len(self.entries), len(self.markup), len(self.findings)
        blocks = self.block(element)
        span = self._span_of(numbers, until)
        since = self.entries[before[0] :], self.markup[before[1] :]
        lines = (self._written[span.first - 1 : last] for last in (span.last, max(span.last, until)))
        told = bool(numbers) or not any(map(str.isalnum, "".join(map(text_of, blocks))))
        if told and any(is_faithful(written, blocks, *since) for written in lines):
            self._covered = span.last if numbers else self._covered
            return blocks
        del self.entries[before[0] :], self.markup[before[1] :], self.findings[before[2] :]
        return [self._as_written(Span(span.first, max(span.last, until)))]

    def _rule_below(self, until: int) -> int | None:
        """The line of the next rule, no later than *until*, where nothing stands above it; else null."""
        for number in range(self._covered + 1, until + 1):
            line = self._written[number - 1].strip()
            if line:
                return number if RULE.match(line) else None
        return None

    def _span_of(self, numbers: Sequence[int], until: int) -> Span:
        """The lines of an element, those above it that nothing else has included: the parser has lost their ends."""
        begin = self._covered + 1
        if not numbers:
            return Span(begin, max(until, begin))
        first = min(numbers)
        lost = any(any(map(str.isalnum, line)) for line in self._written[begin - 1 : first - 1])
        return Span(begin if lost else first, max(numbers))

    def _as_written(self, span: Span) -> Paragraph:
        self._covered = span.last
        self.findings.append(diagnose("WX104", source=self._source.name, span=span))
        return Paragraph(literal(self._written[span.first - 1 : span.last], span.first), span=span)

    def block(self, element: Element) -> list[Block]:
        """The blocks of one element; a paragraph with tight lines still holds them as `BREAK` texts."""
        self._seek(element)
        match element.tag:
            case "p":
                return self._paragraph(element)
            case "ul" | "ol":
                return self._lists(element)
            case "blockquote":
                blocks = self.mixed(element)
                return [Quote(blocks, span=cover(*(block.span for block in blocks)))]
            case "table":
                return [self._table(element)]
            case "hr":
                return [Rule()]
            case name if name in HEADING_TAGS:
                inlines = unbroken(self.inlines(element))
                return [Heading(int(name[1]), inlines, span=span_of(inlines))]
            case _:
                return list(self.mixed(element))

    def mixed(self, element: Element) -> tuple[Block, ...]:
        """The blocks of an element that holds text and blocks side by side, as a tight list item does."""
        self._seek(element)
        blocks: list[Block] = []
        run: list[Inline] = self._text(element.text)
        for child in element:
            if child.tag in BLOCK_TAGS:
                blocks += paragraphs_of(run)
                blocks += [inner_block(block) for block in self.block(child)]
                run = []
            else:
                run += self._inline(child)
            run += self._text(child.tail)
        return (*blocks, *paragraphs_of(run))

    def inlines(self, element: Element) -> Inlines:
        """The inlines inside *element*, untidied."""
        run = self._text(element.text)
        for child in element:
            run += self._inline(child)
            run += self._text(child.tail)
        return tuple(run)

    def _paragraph(self, element: Element) -> list[Block]:
        inlines = self.inlines(element)
        if _is_text(inlines):
            return [Paragraph(inlines, span=span_of(inlines))]
        match lines_of(inlines):
            case []:
                return []
            case [(Image() as image,)]:
                return [figure_of(image, ())]
            case [(Image() as image,), *caption] if is_caption(caption):
                return [figure_of(image, unbroken(inlines[inlines.index(image) + 1 :]))]
            case _:
                return [Paragraph(inlines, span=span_of(inlines))]

    def _lists(self, element: Element) -> list[Block]:
        """One list, or several where the marks written in the source are not of one kind or do not follow on."""
        groups: list[tuple[int | None, list[tuple[Block, ...]]]] = []
        number = None
        for child in element:
            self._seek(child)
            following = None if number is None else number + 1
            written, has_mark = self._item_number() if element.tag == "ol" else (None, True)
            blocks = self.mixed(child)
            if groups and not has_mark:  # the parser's item, not the source's
                items = groups[-1][1]
                items[-1] += blocks
                continue
            number = written
            if not groups or number != following:
                groups.append((number, []))
            groups[-1][1].append(blocks)
        return [list_of(start, items) for start, items in groups]

    def _item_number(self) -> tuple[int | None, bool]:
        """The number written before the item, the next one of its line, and whether the line has a mark for it.

        ``- 1. 甲`` holds a list in a list. Null where its line has another mark, or none.
        """
        match = _MARKERS.match(self._lines[self._line - 1])
        marks = match[1] if match else ""
        numbers = _NUMBER.findall(marks)
        taken = self._numbers_taken.get(self._line, 0)
        if taken >= len(numbers):
            return None, bool(marks.strip()) and not numbers
        self._numbers_taken[self._line] = taken + 1
        self.markup.append(numbers[taken])
        return int(numbers[taken]), True

    def _table(self, element: Element) -> Table:
        rows = [self._row(row) for row in element.iter("tr")]
        span = cover(*(span_of(cell) for row in rows for cell in row))
        head = tuple(rows[0]) if any(rows[0]) else ()
        return Table(head, tuple(map(tuple, rows[1:])), span=span)

    def _row(self, element: Element) -> list[Inlines]:
        self._seek(element)
        return [unbroken(self.inlines(cell)) for cell in element]

    def _inline(self, element: Element) -> list[Inline]:
        line = self._line
        match element.tag:
            case "strong" | "em" | "sup" | "sub":
                if element.tag in {"sup", "sub"}:
                    self.markup.append(element.tag * 2)
                inside = unbroken(self.inlines(element), strip=False)
                return [_HOLDERS[element.tag](inside, span=Span(line, self._line))] if inside else []
            case "a":
                return self._link(element)
            case "img":
                self._without_title(element, line)
                return [self._image(element)]
            case "br":
                self._next_line()
                return [LineBreak(), Text(BREAK)]
            case "written-br":
                self.markup.append("br")
                return [LineBreak()]
            case "noteref":
                return [self._note(element.get("name", ""))]
            case _:
                return list(self.inlines(element))

    def _link(self, element: Element) -> list[Inline]:
        """A link; one without words shows its address, and one to nowhere without words is nothing."""
        line = self._line
        inside = unbroken(self.inlines(element), strip=False)
        self._go_through(element)
        span = self._column(line, "[" + plain(inside)) if self._line <= line else Span(line, self._line)
        target = " ".join(unescaped(self._entities(unmarked(element.get("href", "")))).split())
        self._without_title(element, line)
        if target and (AUTOMATIC in element.attrib or not inside):
            self._account("replace", line, "", target, "没有文字的链接以地址为文字")
            inside = inside or (Text(target, span=span),)
        return [Link(target, inside, span=span)] if target or plain(inside) else []

    def _image(self, element: Element) -> Image:
        line = self._line
        self._go_through(element)
        source = unescaped(unmarked(element.get("src", "")))
        return Image(source, unescaped(unmarked(element.get("alt", ""))), span=Span(line, self._line))

    def _go_through(self, element: Element) -> None:
        """Move to the last line that the address, the words or the title of a link or picture reaches."""
        for text in element.attrib.values():
            numbers = numbers_in(text)
            begun = numbers[-1] if numbers else self._line
            self._line = max(self._line, begun + text[text.rfind(MARK_END) + 1 :].count("\n"))

    def _without_title(self, element: Element, line: int) -> None:
        """The hover title of a link or picture has no place in print."""
        title = unescaped(unmarked(element.get("title") or ""))
        if title:
            self._account("drop", line, title, "", "链接或图片的悬停说明，成品中没有位置")

    def _account(self, kind: Kind, line: int, before: str, after: str, reason: str) -> None:
        self.entries.append(
            Entry(by="reading", kind=kind, span=Span(line, line), before=before, after=after, reason=reason)
        )

    def _column(self, line: int, words: str) -> Span:
        """Where *words* stand in their line, looked for after the last such find in that line."""
        at = self._lines[line - 1].find(words, self._columns.get(line, 0)) if line <= len(self._lines) else -1
        if at < 0:
            return Span(line, line)
        self._columns[line] = at + len(words)
        return Span(line, line, at + 1, at + len(words) + 1)

    def _note(self, name: str) -> Inline:
        name = unmarked(name)
        element = self._notes.get(name)
        if element is None or name in self._used_notes:
            if element is None:
                self._report("WX117", mark=f"[^{name}]")
            return Text(f"[^{name}]", span=Span(self._line, self._line))
        self._used_notes.add(name)
        self.markup.append(name * 2)
        line = self._line
        blocks = self.mixed(element)
        self._line = line
        return Note(blocks, span=cover(*(block.span for block in blocks)))

    def _text(self, text: str | None) -> list[Inline]:
        """Texts of one line each, with `BREAK` between lines."""
        found: list[Inline] = []
        lines, rest = by_marks(text or "")
        for words, number in lines:  # the mark stands at the end of its line
            self._line = max(self._line, number - words.count(BREAK))
            found += self._broken(words)
            self._line = number
        return found + self._broken(rest)

    def _broken(self, text: str) -> list[Inline]:
        """Texts of one line each, with `BREAK` between lines, none of which bears a mark."""
        found: list[Inline] = []
        for position, line in enumerate(unmarked(text).split(BREAK)):
            if position:
                self._next_line()
                found.append(Text(BREAK))
            words = self._entities(line).replace(BREAK, " ")
            if words:
                self._report_tags(words)
                span = Span(self._line, self._line)
                found.append(Text(unescaped(words), span=span))
        return found

    def _next_line(self) -> None:
        self._line = min(self._line + 1, len(self._lines))

    def _report_tags(self, text: str) -> None:
        for match in _TAG.finditer(text) if "<" in text else ():
            self._report("WX103", tag=match[0][:_SHOWN])

    def _report(self, code: str, **values: str) -> None:
        place = Span(self._line, self._line)
        self.findings.append(diagnose(code, source=self._source.name, span=place, fix=None, **values))

    def _entities(self, text: str) -> str:
        def character(match: re.Match[str]) -> str:
            decoded = character_of(match[0])
            if decoded == match[0]:
                return decoded
            self._account("replace", self._line, match[0], decoded, "HTML 字符实体换成它所代表的字符")
            return decoded

        return ENTITY.sub(character, text) if "&" in text else text

    def _seek(self, element: Element) -> None:
        """Move to the first line that bears words in *element*; a note without any names its own."""
        found = next(filter(None, map(numbers_in, marked_texts(element))), None)
        self._line = found[0] if found else int(element.get("line", self._line))
