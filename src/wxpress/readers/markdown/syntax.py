"""Markdown 语法：python-markdown with the processors that lose text taken out, and ours put in.

Taken out: raw HTML, entities, code, reference definitions and e-mail disguise, so that what is not markup stays text.
Put in: notes ``[^1]``, ``<sup>``, ``<sub>``, ``<br>``, rows of a table kept whole. Each line of text carries its line
number as a run of noncharacters, which no source may hold (`characters`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockQuoteProcessor, HashHeaderProcessor, HRProcessor, SetextHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import (
    AUTOLINK_RE,
    AutolinkInlineProcessor,
    DelimiterProcessor,
    InlineProcessor,
    SimpleTagInlineProcessor,
    SubstituteTagInlineProcessor,
)
from markdown.util import ETX, STX

from wxpress.readers.markdown.portions import portion_out

_FIRST_DIGIT = 0xFDD0
_TO_MARK = str.maketrans({str(digit): chr(_FIRST_DIGIT + digit) for digit in range(10)})
_TO_DIGIT = {_FIRST_DIGIT + digit: str(digit) for digit in range(10)}
MARK_END = "\ufdda"
_DIGITS = "".join(map(chr, _TO_DIGIT))
_ANY_MARK = re.compile("[\ufdd0-\ufdda]")

_MARKS_ALONE = re.compile(r"\s*(?:[-+*]\s+|>\s*)*$")
"""A line that is white space, or marks of lists and quotations with nothing behind them."""
_BARS = "| \t"
_NUMBERED = r"[\ufdd0-\ufdda]*[ ]*"
"""What may end a line behind its words."""
_CELL = re.compile(r"\|((?:\\.|[^\\|])*)\\?")
_MARKUP = re.compile(rf"[\\!\[\]<>*_&{STX}{ETX}]")
"""What a pattern of inline markup begins with, but for a break."""
_BREAK = "  \n"
WRITTEN_BREAK = "written-br"
AUTOMATIC = "automatic"
_EMPHASIS_MARKS = {"strong": 2, "em": 1}
"""Marks on either side of an element."""
_NO_STARS = str.maketrans("", "", "*_")
ESCAPE = re.compile(f"{STX}(\\d+){ETX}")


def mark(number: int, line: str) -> str:
    """The line with its number at its end, before closing marks and white space; in its first cell where it is bars.

    A line has no number where nothing stands on it but marks of lists and quotations. Rules, underlines and the line
    below the head of a table have theirs: what reads them knows of numbers.
    """
    if _MARKS_ALONE.match(line):
        return line
    end = len(line.rstrip(f"{_BARS}#"))
    end += line[:end].endswith("\\") and end < len(line)
    end = end or line.find("|", 0, len(line) - len(line.lstrip(_BARS))) + 1
    return line[:end] + str(number).translate(_TO_MARK) + MARK_END + line[end:]


def by_marks(text: str) -> tuple[list[tuple[str, int]], str]:
    """The words before each line number in *text*, with that number, and those behind the last."""
    *parts, rest = text.split(MARK_END)
    found, before = list[tuple[str, int]](), ""
    for part in parts:
        words = part.rstrip(_DIGITS)
        if words == part:  # a torn mark
            before += part + MARK_END
            continue
        found.append((before + words, int(part[len(words) :].translate(_TO_DIGIT))))
        before = ""
    return found, before + rest


def numbers_in(text: str) -> list[int]:
    """The line numbers in *text*."""
    return [number for _, number in by_marks(text)[0]]


def unmarked(text: str) -> str:
    """The text without line numbers, whole or torn; their noncharacters cannot be printed."""
    return text if text.isprintable() else _ANY_MARK.sub("", text)


class _Heading(HashHeaderProcessor):
    """A heading wants a space after its marks, or no further ``#`` in its line (``#话题#`` is text).

    Up to nine marks, as an article's own headings begin at four.
    """

    RE = re.compile(
        r"(?:^|\n)(?P<level>#{1,9})(?:[ ]+|(?=[^#\s][^#\n]*(?:\n|$)))(?P<header>(?:\\.|[^\\\n])*?)[ ]*#*[ ]*(?:\n|$)"
    )

    def test(self, parent: Element, block: str) -> bool:
        """Whether a heading is in *block*."""
        return "#" in block and super().test(parent, block)


class _UnderlinedHeading(SetextHeaderProcessor):
    """Only a short whole line over three marks or more is a heading: a rule below a paragraph is a rule."""

    RE = re.compile(
        rf"^(?![^\n]*[，、：,:—…（“《]{_NUMBERED}\n)[^\n。！？；]{{1,60}}\n(?:={{3,}}|-{{3,}}){_NUMBERED}(\n|$)"
    )

    def test(self, parent: Element, block: str) -> bool:
        """Whether *block* begins with such a heading."""
        return ("\n===" in block or "\n---" in block) and super().test(parent, block)


class _Rule(HRProcessor):
    """As the library has it, with a line's number; most blocks have no mark of one."""

    SEARCH_RE = re.compile(HRProcessor.RE.removesuffix("$") + rf"{_NUMBERED}$", re.MULTILINE)

    def test(self, parent: Element, block: str) -> bool:
        """Whether a rule is in *block*."""
        return ("-" in block or "*" in block or "_" in block) and super().test(parent, block)


class _Quotation(BlockQuoteProcessor):
    """As the library has it; most blocks have no mark of one."""

    def test(self, parent: Element, block: str) -> bool:
        """Whether a quotation is in *block*."""
        return ">" in block and super().test(parent, block)


class _Table(TableProcessor):
    """A row has the cells that are written in it, be they more or fewer than the head's."""

    _split_row: Callable[[str], list[str]]

    def test(self, parent: Element, block: str) -> bool:
        """Whether *block* is a table, the numbers of its lines aside."""
        return "|" in block and "\n" in block and super().test(parent, unmarked(block))

    def _split(self, row: str) -> list[str]:
        """The cells of a row without its border; only a backslash keeps a bar from being one."""
        return [cell[1] for cell in _CELL.finditer(f"|{row}")]

    def _build_row(self, row: str, parent: Element, align: Sequence[str | None]) -> None:  # noqa: ARG002 - the library's signature
        name = "th" if parent.tag == "thead" else "td"
        element = SubElement(parent, "tr")
        for cell in self._split_row(row):
            SubElement(element, name).text = cell.strip(" ")

    def _build_empty_row(self, parent: Element, align: Sequence[str | None]) -> None:
        """A head without rows has no rows."""


class _NoteReference(InlineProcessor):
    """``[^1]``."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: ARG002, N802 - the library's name and signature
        element = Element("noteref", name=m[1])
        return element, m.start(), m.end()


class _Autolink(AutolinkInlineProcessor):
    """``<https://…>``: the element says that its words are its address."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element, int, int]:  # type: ignore[override]  # noqa: N802 - the library's name
        element: Any = super().handleMatch(m, data)[0]
        element.set(AUTOMATIC, "")
        return element, m.start(), m.end()


class _Emphasis(DelimiterProcessor):
    """``*`` and ``_``: each match is found anew, and what does not hold every character of its text is no match.

    What the library keeps of a text for its next match it takes for any other text, too: for that behind an element
    inside the one it has made. It cuts the other text at places of the first then; and it ends an element of two marks
    at one mark and the character behind it. Either way characters are lost, those of a line's number among them.
    """

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | None, int | None, int | None]:  # type: ignore[override]  # noqa: N802 - the library's name
        self.reset()
        element, start, end = super().handleMatch(m, data)
        self.reset()
        if element is None or _is_whole(element, data[start:end]):
            return element, start, end
        return None, m.start(), _end_of_run(data, m.start())


def _is_whole(element: Element, written: str) -> bool:
    """Whether nothing but the marks of the elements is missing of what is written."""
    text = "".join(element.itertext())
    marks = sum(2 * _EMPHASIS_MARKS[inner.tag] for inner in element.iter())
    return len(text) + marks == len(written) and text.translate(_NO_STARS) == written.translate(_NO_STARS)


def _end_of_run(text: str, start: int) -> int:
    """Behind the marks from *start* on that are alike."""
    return len(text) - len(text[start:].lstrip(text[start]))


class BulletinSyntax(Extension):
    """来稿里的 Markdown。"""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the library's name
        """Rebuild the parser's tables."""
        SaneListExtension().extendMarkdown(md)
        blocks: Any = md.parser.blockprocessors
        for name in ("code", "reference"):
            blocks.deregister(name)
        blocks.register(_Heading(md.parser), "hashheader", 70)
        blocks.register(_UnderlinedHeading(md.parser), "setextheader", 60)
        blocks.register(_Rule(md.parser), "hr", 50)
        blocks.register(_Quotation(md.parser), "quote", 20)
        blocks.register(_Table(md.parser, {"use_align_attribute": False}), "table", 75)
        patterns: Any = md.inlinePatterns
        for name in ("backtick", "reference", "image_reference", "short_reference", "short_image_ref"):
            patterns.deregister(name)
        for name in ("automail", "html", "entity"):
            patterns.deregister(name)
        patterns.register(_Autolink(AUTOLINK_RE, md), "autolink", 120)
        emphasis = _Emphasis("*", "strong,em", md)
        emphasis.add("_", "strong,em", smart=True)
        patterns.register(emphasis, "em_strong", 60)
        patterns.register(_NoteReference(r"\[\^([^\]\s]+)\]", md), "note", 175)
        patterns.register(SubstituteTagInlineProcessor(r"(?i)<br\s*/?>", WRITTEN_BREAK), "br", 95)
        patterns.register(SimpleTagInlineProcessor(r"(?i)(<sup>)(.{1,200}?)</sup>", "sup"), "sup", 94)
        patterns.register(SimpleTagInlineProcessor(r"(?i)(<sub>)(.{1,200}?)</sub>", "sub"), "sub", 93)
        md.ESCAPED_CHARS.extend(c for c in "<&|~^:=$\"',;@?%/" if c not in md.ESCAPED_CHARS)


def parser() -> Markdown:
    """A parser for one source; it holds state and is used once."""
    return Markdown(extensions=[BulletinSyntax()])


def parse(md: Markdown, lines: Sequence[str]) -> Element:
    """The elements of *lines*, inline markup included, nothing serialised."""
    root = md.parser.parseDocument(list(lines)).getroot()
    assert root is not None  # noqa: S101 - parseDocument has just made it
    for element in list(root.iter()):
        portion_out(element)
    for element in root:
        text = element.text or ""
        if len(element) or _BREAK in text or _MARKUP.search(text):
            _run_inline(md, element)
    return root


def _run_inline(md: Markdown, element: Element) -> None:
    """Inline markup of one block; block by block, as the parser's own queue is slow when it is long."""
    alone = Element("div")
    alone.append(element)
    md.treeprocessors["inline"].run(alone)
