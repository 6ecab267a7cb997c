"""目录的所在：which pieces are the printed contents, by a label, or by their form and by coming again in the body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from rapidfuzz.distance.Levenshtein import normalized_similarity as similarity

from wxpress.readers.draft import Piece
from wxpress.recover.alignment import Candidate, align
from wxpress.recover.contents_entries import Line, parse
from wxpress.recover.grammar import CONTENTS_LABEL, READING_GUIDE, folded, looks_like_title, note_label
from wxpress.source import Span, cover
from wxpress.tree import Block, Inline, List, Paragraph, Strong, Table
from wxpress.walk import plain, words

Region = tuple[int, int]

LONGEST_TITLE = 80
LEAST_PAGES = 3
MOST_TRIES = 12
"""Contents come early: places where they may begin that are tried, lists and lines each."""

LIKENESS = 0.7
_PAIR = 2
_MOST_TITLES = 0.6
_BODY_SHARE = 3


def find_region(pieces: Sequence[Piece]) -> Region | None:
    """The first and the last piece but one of the contents, label included; null where there are none."""
    return _marked(pieces) or _labelled(pieces) or _bare(pieces)


def is_label(piece: Piece, below: Piece | None) -> bool:
    """Whether *piece* says 目录; 本期导读 does so above a list, and opens a note elsewhere."""
    if not piece.text:
        return False
    guide = below is not None and isinstance(below.block, List) and READING_GUIDE.fullmatch(piece.text)
    return bool(CONTENTS_LABEL.fullmatch(piece.text) or guide)


def entry_lines(piece: Piece) -> list[Line]:
    """The entries that one piece may hold: its own line, the items of its list, the rows of its table."""
    match piece.block:
        case List() as block if _holds_titles_only(block):
            lines = list(_items(block, 1))
        case Table(head=head, rows=rows):
            lines = [_row_line(row, piece.span) for row in (head, *rows) if row]
            lines = lines if parse(lines[0]).page is not None else lines[1:]
            return lines if sum(parse(line).page is not None for line in lines) * _PAIR >= len(lines) else []
        case _:
            return [_line_of(piece)] if piece.text else []
    if not lines:
        return []
    titles = sum(1 for line in lines if looks_like_title(line.text, LONGEST_TITLE) or parse(line).page)
    return lines if titles >= _MOST_TITLES * len(lines) else []


def head_line(piece: Piece) -> Line | None:
    """The first row of a table of contents where it only names the columns."""
    if not isinstance(piece.block, Table):
        return None
    line = _row_line(piece.block.head or piece.block.rows[0], piece.span)
    return line if parse(line).page is None else None


def _row_line(row: tuple[tuple[Inline, ...], ...], span: Span | None) -> Line:
    return Line("\t".join(map(words, row)), span, inlines=tuple(inline for cell in row for inline in cell))


def _marked(pieces: Sequence[Piece]) -> Region | None:
    start = next((at for at, piece in enumerate(pieces) if piece.hints.container == "目录"), None)
    if start is None:
        return None
    end = next((at for at in range(start, len(pieces)) if pieces[at].hints.container != "目录"), len(pieces))
    return start, end


def _labelled(pieces: Sequence[Piece]) -> Region | None:
    for index, piece in enumerate(pieces):
        below = pieces[index + 1] if index + 1 < len(pieces) else None
        if is_label(piece, below):
            end = _end(pieces, index + 1)
            return (index, end) if end > index + 1 else None
    return None


def _bare(pieces: Sequence[Piece]) -> Region | None:
    """Contents without a label: lines before any running text, or a list even after a note, proved by the body."""
    times = Counter(folded(parse(line).title) for piece in pieces for line in entry_lines(piece))
    texts = [_is_running_text(piece) or note_label(piece.text) is not None for piece in pieces]
    first_text = texts.index(True) if True in texts else len(pieces)
    listed = [index for index, piece in enumerate(pieces) if isinstance(piece.block, List | Table)]
    lines_only = [index for index in range(first_text) if _may_begin(pieces[index : index + _PAIR], times)]
    for index in (*listed[:MOST_TRIES], *lines_only[:MOST_TRIES]):
        end = _end(pieces, index)
        lines = [line for inside in pieces[index:end] for line in entry_lines(inside)]
        if len(lines) >= _PAIR and _is_proved(lines, pieces[end:], nested_first=index < first_text):
            return _from_above(pieces, index, times), end
    return None


def _from_above(pieces: Sequence[Piece], start: int, times: Counter[str]) -> int:
    """Where entries begin that no list holds yet: a bold section above the list of its articles."""
    while start and _may_begin(pieces[start - 1 : start], times) and pieces[start - 1].hints.bold:
        start -= 1
    return start


def _may_begin(pieces: Sequence[Piece], times: Counter[str]) -> bool:
    lines = [line for piece in pieces for line in entry_lines(piece)][:_PAIR]
    if not lines or not entry_lines(pieces[0]):
        return False
    return all(_is_entry(line) or _is_paired(times[folded(parse(line).title)]) for line in lines)


def _is_entry(line: Line) -> bool:
    parsed = parse(line)
    return line.listed or (parsed.page is not None and parsed.strong)


def _is_paired(times: int) -> bool:
    """A title stands in the contents and in the body, once each or twice each; a running title is seldom so even."""
    return times > 0 and times % _PAIR == 0


def _is_proved(lines: Sequence[Line], rest: Sequence[Piece], *, nested_first: bool) -> bool:
    """Three pages behind leaders prove contents, and a nested list above all text; else half the titles in the body."""
    parsed = [parse(line) for line in lines]
    if sum(item.page is not None and item.strong for item in parsed) >= LEAST_PAGES:
        return True
    if nested_first and len({line.depth for line in lines if line.listed}) > 1:
        return True
    body = [Candidate(piece.text) if piece.text else None for piece in rest]
    found = max(
        len(align([item.title for item in parsed], body)), len(align([line.text.strip() for line in lines], body))
    )
    return found >= _PAIR and found * _PAIR >= len(lines)


def _end(pieces: Sequence[Piece], start: int) -> int:
    """The first piece after the entries: running text, a note, the masthead or the first title come again."""
    above = {folded(piece.text) for piece in pieces[:start] if piece.text}
    seen: list[str] = []
    for index in range(start, len(pieces)):
        piece = pieces[index]
        if piece.role == "furniture":
            continue
        lines = entry_lines(piece)
        if not lines or _is_running_text(piece) or note_label(piece.text):
            return index
        titles = [folded(parse(line).title) for line in lines]
        if isinstance(piece.block, Paragraph) and seen and (titles[0] in above or _opens_body(pieces, index, seen)):
            return index
        seen += titles
    return len(pieces)


def _opens_body(pieces: Sequence[Piece], index: int, seen: Sequence[str]) -> bool:
    """Whether the title at *index* is the first heading of the body, and not a further entry.

    It is when the first entry comes again; when any entry does, right above running text (one title may stand under two
    sections of the contents); and when one of the first entries does, a little changed, close above running text.
    """
    parsed = parse(_line_of(pieces[index]))
    title = folded(parsed.title)
    if title == seen[0]:
        return True
    if parsed.page is not None:
        return False
    below = pieces[index + 1 : index + 1 + _PAIR]
    if title in seen:
        return bool(below) and _is_running_text(below[0]) and not note_label(below[0].text)
    if not any(similarity(title, entry) > LIKENESS for entry in seen[:_PAIR]):
        return False
    for piece in below:
        if folded(piece.text) in seen or note_label(piece.text):
            return False
        if _is_running_text(piece):
            return True
    return False


def _is_running_text(piece: Piece) -> bool:
    text = piece.text
    if not text:
        return False
    return len(text) > LONGEST_TITLE or (text.endswith("。") and parse(_line_of(piece)).page is None)


def _line_of(piece: Piece) -> Line:
    block = piece.block
    bold = isinstance(block, Paragraph) and bool(block.inlines) and _is_bold(block)
    inlines = block.inlines if isinstance(block, Paragraph) else ()
    return Line(piece.text, piece.span, piece.hints.indent, bold=bold or piece.hints.bold, inlines=inlines)


def _items(block: List, depth: int) -> Iterator[Line]:
    for number, item in enumerate(block.items, start=block.start):
        if len(item) == 1 and isinstance(item[0], List):  # ``- 1. 甲``: one line with two marks, not two levels
            yield from _items(item[0], depth)
            continue
        for inner in item:
            yield from _item_lines(inner, depth, number if block.ordered else None)


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
            yield Line(text, span, depth, bold=_is_bold(block), listed=True, number=number, inlines=inlines)
        case List():
            yield from _items(block, depth + 1)
        case _:
            return


def _is_bold(paragraph: Paragraph) -> bool:
    """Whether the title, the leader and page behind it aside, is bold."""
    first = paragraph.inlines[0]
    title = parse(Line(plain(paragraph.inlines), paragraph.span)).title
    return isinstance(first, Strong) and folded(plain(first.inlines)) == folded(title)
