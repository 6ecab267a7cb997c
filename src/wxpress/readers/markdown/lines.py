"""Markdown 来稿的行：what python-markdown would misread or lose is put right before it sees the lines.

Only white space and backslashes are added, and very wide gaps narrowed, so no character of the text changes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

from markdown.util import ETX, STX

from wxpress.errors import LimitError
from wxpress.readers.draft import MAXIMUM_DEPTH
from wxpress.readers.markdown.tables import PLACE

MAXIMUM_LINE = 1_000_000

_ITEM = re.compile(r"(?P<indent>[ \t\u3000]*)(?P<mark>[-*+]|\d{1,3}\.)(?=[ \t]+\S)")
_DELIMITERS = re.compile(r"\s*\|(?:\s*:?-+:?\s*\|)+\s*$")
_YEAR = re.compile(r"(\s*(?:\d{4,}|[０-９]+))\.(?=\s)")  # full-width digits number no list of Markdown's
_GAP = " " * 8
_WIDE_GAP = re.compile(r"[ \t](?<=\S[ \t])[ \t]{8,}(?=\S)")  # what is rare comes first, as in those below
_PAGE_NUMBER = re.compile(r"\s*([-*+])\s*\d{1,4}\s*[-*+]\s*$")
_BETWEEN_LETTERS = re.compile(r"([*_])(?<=[0-9A-Za-z][*_])(?=[0-9A-Za-z])")
_ANY_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_IDENTIFIER = re.compile(r"_(?<![\\\w]_)_?([A-Za-z0-9][A-Za-z0-9_]*?)(_{1,2})(?!\w)")
_MARK = re.compile(r"[-*+>]|\d+\.")
_MARKS = re.compile(r"(?:[ \t]*(?:[-*+>]|\d{1,3}\.)(?=\s))*[ \t]*>*")
_SENTENCE = re.compile(r"[。！？；][”’）)\]]*\s*$|^\s*[【*]*编\s*者|\]\([^)]*\)\s*$|^.{61}")
_SET_OFF = re.compile(
    r"^[*]*(?:[【〖「◆■●★▲◇□○◎▌▍▶]|第[一二三四五六七八九十\d]+(?:部分|篇|单元|章)[\s：:])"
    r"|[\t.．·…‥┄—（(/]\s*\d{1,3}\s*[）)]?[*]*\s*$|^[^，。；]{2,24}\s\d{1,3}$"
)
_NAME = re.compile(r"[^\s，。；：、]{2,16}$")
_MARKUP = re.compile(r"[\s*_#-]+")
_LEADER = " \t\u3000.．·…‥┄—"
_HEADING = re.compile(r"#{1,9}(?:\s|[^#\s][^#]*$)")
_BREAK = re.compile(r"[^\\\s](?:\\\\)*\\$")
_LAST_BREAK = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff01-\uff1f”’](?:\\\\)*\\$")
"""A break that stands below nothing more: so the last line of a verse is pasted."""
RULE = re.compile(r"\s*(?:([-*_])[ ]*)(?:\1[ ]*){2,}$|={3,}\s*$")


NumberedLines = Sequence[tuple[int, str]]


def numbered(
    name: str, lines: Sequence[str], literal: Container[int] = (), *, canonical: bool = False
) -> list[tuple[int, str]]:
    """Lines with their numbers, marks that are text escaped, and every mark of those in *literal*.

    *name* is the source's, for messages of excess; what wxpress itself wrote (*canonical*) is escaped where it must be.
    """
    if canonical:
        return [(number, _within_limits(name, number, line)) for number, line in enumerate(lines, start=1)]
    broken = _with_breaks(lines)
    return [pair for number, line in enumerate(broken, start=1) for pair in _pairs(name, number, line, literal)]


def _with_breaks(lines: Sequence[str]) -> Iterator[str]:
    """The lines; a backslash that ends one above another is a break (CommonMark 6.7), as two spaces are."""
    for line, below in pairwise([*lines, ""]):
        form = _BREAK if below.strip() else _LAST_BREAK
        yield f"{line[:-1]}  " if line.endswith("\\") and form.search(line) else line


def _pairs(name: str, number: int, line: str, literal: Container[int]) -> list[tuple[int, str]]:
    """The line, and below a literal one what ends its paragraph."""
    return [(number, quoted(line)), (number, ">")] if number in literal else [(number, _literal(name, number, line))]


def quoted(line: str) -> str:
    """*line* as a line of a quotation, every mark as the parser shields an escaped one."""
    return f"> {_ANY_PUNCTUATION.sub(lambda match: f'{STX}{ord(match[0])}{ETX}', line)}"


def prepared(name: str, lines: NumberedLines) -> list[tuple[int, str]]:
    """Lines ready for the parser: lists indented its way, and set apart from what stands above them."""
    return list(_ruled(_set_apart(list(_parted(_spaced(_nested(name, lines)))))))


def _ruled(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The line below the head of a table with as many cells as the head: with fewer, the parser sees no table.

    The head is the first line of its block; elsewhere bars and hyphens are text.
    """
    before, above = "", ""
    for number, line in lines:
        missing = _bars(above) - _bars(line) if not before.strip() and _DELIMITERS.match(line) else 0
        yield number, f"{line.rstrip().rstrip('|')}{'|---' * missing}|" if missing > 0 else line
        before, above = above, line


def _set_apart(lines: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """A blank line around a table right below a paragraph, or right above one: for the parser it is text."""
    in_table = False
    for (number, line), (_, below) in pairwise([*lines, (0, "")]):
        begins = _is_row(line) and bool(_DELIMITERS.match(below)) and not in_table
        if begins or (in_table and not _is_row(line)):
            yield number, ""
        in_table = begins or (in_table and _is_row(line))
        yield number, line


def _is_row(line: str) -> bool:
    """Whether a line begins and ends with a bar, as the rows of most tables do."""
    return "|" in line and line.strip().startswith("|") and line.rstrip().endswith("|")


def _bars(row: str) -> int:
    """The bars between the cells of a row of a table."""
    return re.sub(r"\\.", "", row).strip().strip("|").count("|")


def _refuse_excess(name: str, number: int, line: str) -> None:
    if len(line) > MAXIMUM_LINE:
        raise LimitError(f"{name}:{number}: 这一行有 {len(line)} 字，超过限度 {MAXIMUM_LINE} 字", "请分成几行")
    marks = _MARKS.match(line)
    depth = len(_MARK.findall(marks[0])) if marks and marks[0] else 0
    if depth > MAXIMUM_DEPTH:
        raise too_deep(f"{name}:{number}", depth)


def too_deep(place: str, depth: int | None = None) -> LimitError:
    """The refusal of nesting beyond `MAXIMUM_DEPTH`, at *place*."""
    found = f"嵌套 {depth} 层" if depth else "标记嵌套"
    return LimitError(f"{place}: {found}，超过限度 {MAXIMUM_DEPTH} 层", "请减少列表、引文、注释或强调的层次")


def _within_limits(name: str, number: int, line: str) -> str:
    _refuse_excess(name, number, line)
    return line


def _literal(name: str, number: int, line: str) -> str:
    """Escape marks that are text: a year before a full stop, a page number between dashes, ``3*4``, ``__init__``."""
    line = _within_limits(name, number, line)
    line = _WIDE_GAP.sub(_GAP, line) if "\t" in line or _GAP in line else line
    line = _YEAR.sub(r"\1\\.", line, count=1) if _YEAR.match(line) else line
    if _PAGE_NUMBER.match(line):
        return re.sub(r"[-*+]", lambda match: "\\" + match[0], line)
    line = _BETWEEN_LETTERS.sub(r"\\\1", line) if "*" in line or "_" in line else line
    return _IDENTIFIER.sub(lambda match: match[0].replace("_", "\\_"), line) if "_" in line else line


def _nested(name: str, lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Indent list items by four spaces a level, whatever the source's own step is (one space in many extracts)."""
    indents: list[int] = []
    blank = True
    for number, line in lines:
        if not line.strip():
            blank = True
            yield number, ""
            continue
        width = _width(line)
        if indents and not _ITEM.match(line) and _is_apart(line, indents[0]):
            indents, width = [], 0
            yield number, ""
        if _ITEM.match(line):
            while indents and width < indents[-1]:
                indents.pop()
            if not indents or width > indents[-1]:
                indents.append(width)
            if len(indents) > MAXIMUM_DEPTH:
                raise too_deep(f"{name}:{number}", len(indents))
            yield number, "    " * (len(indents) - 1) + line.lstrip()
        elif indents and width > indents[0]:
            level = sum(1 for indent in indents if indent < width)
            yield number, "    " * level + line.lstrip()
        else:
            indents = [] if blank else indents
            yield number, line.lstrip(" \t") if width else line
        blank = False


def _is_apart(line: str, indent: int) -> bool:
    """Whether a line is none of a list's: it opens a paragraph, or names something outside."""
    return line.startswith("\u3000\u3000") or (indent > 0 and bool(_NAME.match(line)))


def _width(line: str) -> int:
    lead = line[: len(line) - len(line.lstrip(" \t\u3000"))]
    return len(lead.replace("\u3000", "  ").expandtabs(4))


def _spaced(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """A blank line before a list that begins right after a paragraph, before text right below it, or another list."""
    above, items = "", set[str]()
    in_list = False
    for number, line in lines:
        item = bool(_ITEM.match(line))
        if not in_list:
            items.clear()
        opens_list = item and (not in_list or _is_other_mark(above, line))
        if above and (opens_list or (in_list and not item and _is_no_item(line, items))):
            yield number, ""
            in_list = False
        items |= {_words(line)} if item else set()
        in_list = item or (in_list and (not line or line[0] == " " or bool(above)))
        above = line
        yield number, line


def _parted(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """A blank line around headings and tables, and below rules: for each the parser reads the rest of a block again."""
    for number, line in lines:
        alone = line == PLACE or bool(_HEADING.match(line))
        if alone:
            yield number, ""
        yield number, line
        if alone or RULE.match(line):
            yield number, ""


def _is_other_mark(above: str, line: str) -> bool:
    """Whether two items one below the other are of two lists: one numbered, one not."""
    first, second = _ITEM.match(above), _ITEM.match(line)
    if first is None or second is None or first["indent"] != second["indent"]:
        return False
    return first["mark"][0].isdigit() != second["mark"][0].isdigit()


def _is_no_item(line: str, items: set[str]) -> bool:
    """Whether an unindented line right below an item is no further line of it.

    It is a sentence, a label, a line that a mark or a page of the contents sets off, or has an item's words.
    """
    told = bool(_SENTENCE.search(line) or _SET_OFF.search(line)) or _words(line) in items
    return bool(line) and line[0] != " " and told


def _words(line: str) -> str:
    """The line's words, without marks, leader and page, to tell when they come again."""
    return _MARKUP.sub("", line.rstrip().rstrip("0123456789").rstrip(_LEADER))
