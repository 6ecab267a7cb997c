"""方框：a 编者按 in a box (a table of one column, a quotation), and a masthead or 版记 in cells, are opened."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, groupby

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Hints, Piece, revise
from wxpress.recover.articles.apparatus import is_particular, label_lifted, noted
from wxpress.recover.words.grammar import INTERNAL, note_label
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.recover.words.nameplate import are_readers, looks_like_series
from wxpress.recover.words.particulars import particulars
from wxpress.source import cover
from wxpress.tree import Block, Figure, Image, Inline, LineBreak, Paragraph, Quote, Table, Text
from wxpress.walk import plain, walk

_EARLY = 60
"""A note stands before the text, so it is looked for among so many pieces."""

_OF_ARTICLE = re.compile("导[读语]|提[示要]")
"""Labels that an article may have, too, below the first text."""

_MOST_ROWS, _MOST_LINES, _PAIR = 3, 6, 2


def open_boxes(draft: Draft) -> Draft:
    """The draft with the first box that a note's label opens as the pieces of that note."""
    first_text = next((at for at, piece in enumerate(draft.pieces) if _is_sentence(piece)), len(draft.pieces))
    for at, piece in enumerate(draft.pieces[:_EARLY]):
        inside = _inside(piece) if piece.role == "body" else ()
        label = note_label(inside[0].text) if inside else None
        note = noted(inside, *label) if label else ()
        if label and note and (at < first_text or not _OF_ARTICLE.search(label[0])):
            account = [label_lifted(inside[0], *label), _opened(piece, "方框里的文字认作按语", "方框以按语的标签开头")]
            return revise(draft, (*draft.pieces[:at], *note, *draft.pieces[at + 1 :]), account)
    return draft


def _is_sentence(piece: Piece) -> bool:
    return piece.text.endswith("。") and not note_label(piece.text)


def _inside(piece: Piece) -> Sequence[Piece]:
    """The paragraphs of a box; none where the piece is something else."""
    match piece.block:
        case Quote(blocks=blocks):
            return [_piece(block, piece) for block in blocks]
        case Table(head=head, rows=rows) if all(len(row) == 1 for row in (head, *rows) if row):
            cells = [row[0] for row in (head, *rows) if row]
            return [_piece(Paragraph(cell, span=piece.span), piece) for cell in cells if cell]
        case _:
            return ()


def _piece(block: Block, box: Piece) -> Piece:
    return Piece(block, box.hints)


def open_nameplate(draft: Draft) -> Draft:
    """The draft with the masthead that is set in the cells of a table, as red heads of Word files are, as its lines."""
    at = next((at for at, piece in enumerate(draft.pieces) if not _is_line(piece)), len(draft.pieces))
    lines = [_line(line) for line in _cells(draft.pieces[at])] if at < len(draft.pieces) else []
    if not all(map(_is_line, lines)) or not _tells_of_issue(lines):
        return draft
    account = [_opened(draft.pieces[at], "表格里的文字认作刊头", "表格在正文之前，有期号或编印单位，没有成句的话")]
    return revise(draft, (*draft.pieces[:at], *lines, *draft.pieces[at + 1 :]), account)


def _tells_of_issue(lines: Sequence[Piece]) -> bool:
    """Whether a line gives the number of the issue, or one of two is any line of a masthead."""
    told = {name for line in lines for name in particulars(line.text)[0]}
    count = sum(bool(line.text) for line in lines)
    return "issue" in told or (count == _PAIR and (bool(told) or any(map(_is_name, lines))))


def open_imprint(draft: Draft) -> Draft:
    """The draft with the 版记 that is set in the cells of the last table, as offices set it, as a line for each row."""
    at = next((at for at in range(len(draft.pieces) - 1, -1, -1) if not is_particular(draft.pieces[at])), None)
    lines = [] if at is None else [_line(line) for line in _rows(draft.pieces[at])]
    if at is None or not lines or not all(map(is_particular, lines)):
        return draft
    account = [_opened(draft.pieces[at], "表格里的文字认作版记", "表格在文末，各行都是报送、印发、编辑一类的话")]
    return revise(draft, (*draft.pieces[:at], *lines, *draft.pieces[at + 1 :]), account)


def _rows(piece: Piece) -> Iterator[tuple[Inline, ...]]:
    """The lines of a small table's rows: those of the one cell that holds any, or all cells in one."""
    match piece.block:
        case Table(head=head, rows=rows) if piece.role == "body" and len(rows) <= _MOST_LINES:
            for row in (head, *rows):
                cells = [cell for cell in row if _holds(cell)]
                yield from _broken(cells[0]) if len(cells) == 1 else filter(None, [_in_one(cells)])


def _in_one(cells: Sequence[tuple[Inline, ...]]) -> tuple[Inline, ...]:
    spaced = [(Text("\u3000"), *cell) if at else cell for at, cell in enumerate(cells)]
    return tuple(chain.from_iterable(spaced))


def _is_name(line: Piece) -> bool:
    return looks_like_series(line.text) or are_readers(line.text) or bool(INTERNAL.match(line.text))


def _is_line(piece: Piece) -> bool:
    return may_be_masthead(piece) and not piece.hints.level


def _cells(piece: Piece) -> Sequence[tuple[Inline, ...]]:
    """The lines in the cells of a small table; none where a mark or the editor has said what the piece is."""
    match piece.block:
        case Table(head=head, rows=rows) if piece.role == "body" and len(rows) <= _MOST_ROWS:
            lines = [line for row in (head, *rows) for cell in row for line in _broken(cell) if _holds(line)]
            return lines if len(lines) <= _MOST_LINES else ()
        case _:
            return ()


def _broken(cell: Sequence[Inline]) -> Iterator[tuple[Inline, ...]]:
    """The lines of a cell."""
    for is_break, line in groupby(cell, key=lambda inline: isinstance(inline, LineBreak)):
        if not is_break:
            yield tuple(line)


def _holds(line: Sequence[Inline]) -> bool:
    """Whether a line has words or a picture."""
    return bool(plain(tuple(line)).strip()) or any(isinstance(node, Image) for inline in line for node in walk(inline))


def _line(line: Sequence[Inline]) -> Piece:
    pictures = [inline for inline in line if isinstance(inline, Image)]
    if pictures and len(pictures) == len(line) == 1:
        return Piece(Figure(pictures[0].source, pictures[0].alt, span=pictures[0].span))
    return Piece(Paragraph(tuple(line), span=cover(*(inline.span for inline in line))), Hints(centred=True))


def _opened(box: Piece, reason: str, evidence: str) -> Entry:
    return Entry(
        by="apparatus",
        kind="guess",
        span=box.span,
        before="",
        after="",
        reason=reason,
        evidence=evidence,
        confidence=0.97,
    )
