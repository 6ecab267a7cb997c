"""目录的行：what one piece may hold of the contents: its own line, the items of its list, the rows of its table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from wxpress.readers.draft import Piece
from wxpress.recover.contents.entries import Line, has_page, parse
from wxpress.recover.contents.tables import by_sections
from wxpress.recover.words.grammar import CONTENTS_LABEL, folded, looks_like_title
from wxpress.source import Span, cover
from wxpress.tree import Block, Inline, List, Paragraph, Strong, Table
from wxpress.walk import plain, words

LONGEST_TITLE = 80

LISTS = 8
"""Lists whose entries are kept, as most texts have few."""

_BEHIND_PAGE = re.compile(r"(?:(?<=[.…·⋯]\d)|(?<=[.…·⋯]\d\d)|(?<=\d页)|(?<=\d[）)]))(?=[\u4e00-\u9fff【])(?!页)")
_LEAST_TITLES = 0.6
_PAIR = 2
_LEAST_PAGES = 0.5


def entry_lines(piece: Piece) -> list[Line]:
    """The entries that one piece may hold; none where it is plainly something else, or the editor says so."""
    if piece.hints.settled or piece.role == "note":
        return []
    match piece.block:
        case List() as block:
            return list(_list_lines(block))
        case Table() as block:
            return by_sections(block, piece.span) or _table_lines(block, piece.span)
        case _:
            return [line_of(piece)] if piece.text else []


@lru_cache(LISTS)
def _list_lines(block: List) -> Sequence[Line]:
    """The entries that a list may hold; the contents of a book are asked for them a dozen times."""
    lines = list(_items(block, 1)) if _holds_titles_only(block) else []
    return _if_mostly(lines, lambda line: looks_like_title(line.text, LONGEST_TITLE) or has_page(line), _LEAST_TITLES)


def _table_lines(block: Table, span: Span | None) -> list[Line]:
    rows = [_row_line(row, span) for row in (block.head, *block.rows) if row]
    lines = rows[1:] if any(map(_names_columns, rows[:1])) else rows
    if _are_counted(lines):
        return []
    return lines if all(map(_is_row, lines)) else _if_mostly(lines, has_page, _LEAST_PAGES)


def _are_counted(rows: Sequence[Line]) -> bool:
    """Whether the first cells of rows of several words only count them, 1, 2, 3: a table of the text."""
    cells = [row.text.split("\t") for row in rows]
    many = all(len(row) > _PAIR and not row[-1].strip().isdecimal() for row in cells)
    return many and [row[0].strip() for row in cells] == [str(number) for number in range(1, len(rows) + 1)]


def _is_row(line: Line) -> bool:
    """Whether a row is a title alone, or with its page."""
    return has_page(line) or ("\t" not in line.text.strip() and looks_like_title(line.text))


def _if_mostly(lines: list[Line], is_entry: Callable[[Line], bool], least: float) -> list[Line]:
    """The lines, where at least so large a share of them are entries; else none."""
    return lines if sum(map(is_entry, lines)) >= least * len(lines) else []


def head_line(piece: Piece) -> Line | None:
    """The first row of a table of contents where it only names the columns."""
    if not isinstance(piece.block, Table):
        return None
    line = _row_line(piece.block.head or piece.block.rows[0], piece.span)
    return line if _names_columns(line) else None


def _names_columns(row: Line) -> bool:
    """Whether a row has several cells and no page, or is the label itself; any other cell alone is a 栏目."""
    cells = list(filter(str.strip, row.text.split("\t")))
    return bool(CONTENTS_LABEL.fullmatch(row.text.strip())) or (not has_page(row) and len(cells) > 1)


def _row_line(row: tuple[tuple[Inline, ...], ...], span: Span | None) -> Line:
    return Line("\t".join(map(words, row)), span, inlines=tuple(inline for cell in row for inline in cell))


def is_running_text(piece: Piece) -> bool:
    """Whether *piece* is a sentence, or longer than any title."""
    text = piece.text
    return len(text) > LONGEST_TITLE or (text.endswith("。") and not has_page(line_of(piece)))


def line_of(piece: Piece) -> Line:
    """The line that a paragraph is."""
    block = piece.block
    bold = isinstance(block, Paragraph) and bool(block.inlines) and _is_bold(block)
    inlines = block.inlines if isinstance(block, Paragraph) else ()
    return Line(piece.text, piece.span, piece.hints.indent, bold=bold or piece.hints.bold, inlines=inlines)


def _items(block: List, depth: int) -> Iterator[Line]:
    for number, item in enumerate(block.items, start=block.start):
        if len(item) == 1 and isinstance(item[0], List):  # ``- 1. 甲``: one line with two marks, not two levels
            yield from _items(item[0], depth)
            continue
        for at, inner in enumerate(item):
            yield from _item_lines(inner, depth, number if block.ordered and not at else None)


def _holds_titles_only(block: List) -> bool:
    return all(
        isinstance(inner, Paragraph) or (isinstance(inner, List) and _holds_titles_only(inner))
        for item in block.items
        for inner in item
    )


def _item_lines(block: Block, depth: int, number: int | None) -> Iterator[Line]:
    match block:
        case Paragraph(inlines=inlines):
            text = words(inlines).strip()
            span = block.span or cover(*(inline.span for inline in inlines))
            first, *behind = _divided(text)
            yield Line(first, span, depth, bold=_is_bold(block), listed=True, number=number, inlines=inlines)
            yield from (Line(line, span) for line in behind)
        case List():
            yield from _items(block, depth + 1)
        case _:
            return


def _divided(text: str) -> list[str]:
    """The lines of an item: a line below it that bears no mark has become its own, behind the page."""
    return _BEHIND_PAGE.sub("\n", text).split("\n")


def _is_bold(paragraph: Paragraph) -> bool:
    """Whether the title, the leader and page behind it aside, is bold."""
    first = paragraph.inlines[0]
    if not isinstance(first, Strong):
        return False
    title = parse(Line(plain(paragraph.inlines), paragraph.span)).title
    return folded(plain(first.inlines)) == folded(title)
