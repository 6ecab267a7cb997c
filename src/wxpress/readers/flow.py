"""版块：what Word and web pages share: lines of atoms to pieces, blocks to the lines of a cell, sizes to ratios."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import chain, groupby, islice, repeat

import msgspec

from wxpress.inlines import tidy
from wxpress.ledger import Entry
from wxpress.readers.atoms import Atom, Inlines, is_wholly
from wxpress.readers.draft import Hints, Piece, hinted
from wxpress.readers.table_heads import head_evidence
from wxpress.readers.transcript import Transcript
from wxpress.source import Span, cover
from wxpress.tree import (
    Block,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    List,
    Paragraph,
    Quote,
    Rule,
    Strong,
    Table,
    Text,
)
from wxpress.walk import plain

CAPTION_OPENING = "(?:[上下左右]|题|配)?图[为是：:]"
PICTURE_SOURCE = "资料图片?|图源.{0,12}|图片来源.{0,16}"
_CAPTION = re.compile(
    rf"\s*(?:图\s*[\d一二三四五六七八九十]{{1,3}}\b|{CAPTION_OPENING}|[▲△↑]).{{0,80}}$"
    rf"|.{{0,80}}(?:摄|供图|制图|绘图|{PICTURE_SOURCE})\s*[）)]?$"
)
_SLANTED = re.compile(r"(?!.{0,6}(?:作者|来源|记者|文)\s*[：:/／丨]).{1,40}")
"""In italics right below a picture: its caption, but for who wrote the text."""
_BY_NAMES = 0.85
_MOST_QUOTED = 0.5
_SMALLEST, _LARGEST = 0.1, 20.0


def common_size(atoms: Iterable[Atom]) -> float:
    """The size that most characters among *atoms* have; 0 where none is known."""
    sizes: Counter[float] = Counter()
    for atom in atoms:
        if isinstance(atom.content, Text) and atom.marks.size:
            sizes[atom.marks.size] += len(atom.content.text.strip())
    return max(sizes.items(), key=lambda item: item[1])[0] if sizes else 0.0


def with_faces(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces that are set in a heavy face as bold ones, unless most of the text is set so."""
    heavy = sum(len(piece.text) for piece in pieces if piece.hints.heavy)
    if not heavy or heavy * 2 > sum(len(piece.text) for piece in pieces):
        return list(pieces)
    return [hinted(piece, bold=True) if piece.hints.heavy else piece for piece in pieces]


def with_ratios(pieces: Sequence[Piece]) -> list[Piece]:
    """Pieces whose size is in points or pixels with it as a ratio to the body's, which most characters have."""
    sizes: Counter[float] = Counter()
    for piece in pieces:
        if piece.hints.size > 0:
            sizes[piece.hints.size] += len(piece.text)
    body = max(sizes.items(), key=lambda item: item[1])[0] if sizes else 0.0
    return [_with_ratio(piece, body) for piece in pieces]


def _with_ratio(piece: Piece, body: float) -> Piece:
    ratio = piece.hints.size / body if body and piece.hints.size else 1.0
    ratio = min(max(round(ratio, 2), _SMALLEST), _LARGEST)
    return hinted(piece, size=ratio)


def without_strong(atoms: Iterable[Atom]) -> list[Atom]:
    """Atoms of a line that is bold as a whole by its style: the style says it, not the words."""
    return [msgspec.structs.replace(atom, marks=msgspec.structs.replace(atom.marks, strong=False)) for atom in atoms]


def is_strong(atoms: Iterable[Atom]) -> bool:
    """Whether a line is bold as a whole."""
    return is_wholly(atoms, lambda marks: marks.strong)


def is_heavy(atoms: Iterable[Atom]) -> bool:
    """Whether a line is set in a heavy face as a whole."""
    return is_wholly(atoms, lambda marks: marks.heavy)


def piece_of(inlines: Inlines, hints: Hints) -> Piece | None:
    """A line as a piece: a picture alone in it is a figure; null where nothing is in it."""
    match inlines:
        case ():
            return None
        case (Image(source=source, alt=alt, span=span),):
            return Piece(Figure(source, alt, span=span), Hints(container=hints.container))
        case _:
            span = next((inline.span for inline in inlines if inline.span), None)
            return Piece(Paragraph(inlines, span=span), hints)


def with_captions(pieces: Iterable[Piece], styled: Collection[int] = ()) -> list[Piece]:
    """Pieces with captions in their figures: the line right below that names one, or its photographer.

    *styled* are the lines that the source itself marks as captions.
    """
    found: list[Piece] = []
    for piece in pieces:
        above = found[-1].block if found else None
        if isinstance(above, Figure) and not above.caption and _is_caption(piece, styled):
            found[-1] = msgspec.structs.replace(found[-1], block=captioned(above, piece.block))
        else:
            found.append(piece)
    return found


def with_quotes(pieces: Sequence[Piece], styled: Collection[int]) -> list[Piece]:
    """Pieces with paragraphs that the source itself marks as quoted, which begin in the lines *styled*, in quotations.

    A style that most of the text is in means something else.
    """
    quoted = {piece.span.first for piece in pieces if piece.span and _may_be_quoted(piece)} & set(styled)
    if len(quoted) > _MOST_QUOTED * len(pieces):
        return list(pieces)
    found: list[Piece] = []
    for is_quoted, group in groupby(pieces, key=lambda piece: piece.span is not None and piece.span.first in quoted):
        inside = list(group)
        found += [_quote_of(inside)] if is_quoted else inside
    return found


def _may_be_quoted(piece: Piece) -> bool:
    return isinstance(piece.block, Paragraph) and piece.hints.level is None and piece.hints.container is None


def _quote_of(pieces: Sequence[Piece]) -> Piece:
    return Piece(Quote(blocks_of(pieces), span=cover(*(piece.span for piece in pieces))))


def _is_caption(piece: Piece, styled: Collection[int]) -> bool:
    if piece.span and piece.span.first in styled:
        return True
    is_slanted = isinstance(piece.block, Paragraph) and _is_slanted(piece.block.inlines)
    told = _CAPTION.match(piece.text) or (is_slanted and _SLANTED.fullmatch(piece.text))
    return piece.hints.level is None and bool(told)


def _is_slanted(inlines: Inlines) -> bool:
    """Whether a line is set in italics as a whole."""
    return all(isinstance(inline, Emphasis) for inline in inlines)


def captioned(figure: Figure, caption: Block) -> Figure:
    """The figure with the words of a paragraph as its caption."""
    inlines = tidy(caption.inlines) if isinstance(caption, Paragraph) else ()
    return msgspec.structs.replace(figure, caption=inlines)


def blocks_of(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Pieces inside a list, a quotation or a note: a heading there is a bold paragraph."""
    return tuple(_inner(piece) for piece in pieces)


def _inner(piece: Piece) -> Block:
    block = piece.block
    if not isinstance(block, Paragraph):
        return block
    inlines = tidy(block.inlines)
    return Paragraph((Strong(inlines, span=block.span),) if piece.hints.level is not None else inlines, span=block.span)


def cell_of(blocks: Iterable[Block]) -> Inlines:
    """Blocks as the inlines of one cell, a line break between lines."""
    inlines: list[Inline] = []
    for line in (line for block in blocks for line in _lines(block)):
        inlines += [LineBreak(), *line] if inlines else line
    return tuple(inlines)


def _lines(block: Block) -> list[Inlines]:
    match block:
        case Paragraph(inlines=inlines) | Heading(inlines=inlines):
            return [inlines]
        case List(items=items):
            return [line for item in items for inner in item for line in _lines(inner)]
        case Quote(blocks=blocks):
            return [line for inner in blocks for line in _lines(inner)]
        case Figure(source=source, alt=alt, caption=caption, span=span):
            return [(Image(source, alt, span=span),), *([caption] if caption else [])]
        case Table(head=head, rows=rows):
            return [cell for row in (head, *rows) for cell in row if cell]
        case Rule():
            return []


def table_of(transcript: Transcript, rows: Sequence[Sequence[Inlines]], *, has_head: bool) -> list[Piece]:
    """Rows as a table, none where no cell holds anything; its head is marked, or a first row of bold or of names."""
    kept = _trimmed(rows)
    if not kept:
        return []
    is_headed = len(kept) > 1 and ((has_head and any(rows[0])) or _is_bold(kept[0]) or _has_names(transcript, kept))
    head, body = (kept[0], kept[1:]) if is_headed else ((), kept)
    span = cover(*map(_span_of, kept))
    return [Piece(Table(tuple(map(_unbold, head)), tuple(body), span=span))]


def _trimmed(rows: Sequence[Sequence[Inlines]]) -> list[tuple[Inlines, ...]]:
    """The rows that hold anything, as wide as the widest of them."""
    wide = max((at for row in rows for at, cell in enumerate(row, start=1) if cell), default=0)
    return [tuple(islice(chain(row, repeat(())), wide)) for row in rows if any(row)]


def _span_of(row: Iterable[Inlines]) -> Span | None:
    return cover(*(inline.span for inline in chain.from_iterable(row)))


def _has_names(transcript: Transcript, rows: Sequence[Sequence[Inlines]]) -> bool:
    """Whether the first row reads as a head; a guess, and accounted for."""
    evidence = head_evidence([[plain(cell).strip() for cell in row] for row in rows])
    if evidence:
        transcript.account(
            Entry(
                by="reading",
                kind="guess",
                span=_span_of(rows[0]),
                before="",
                after="",
                reason="表格的第一行作表头",
                evidence=evidence,
                confidence=_BY_NAMES,
            )
        )
    return bool(evidence)


def _is_bold(row: Sequence[Inlines]) -> bool:
    return all(plain(cell).strip() and all(isinstance(inline, Strong) for inline in cell) for cell in row)


def _unbold(cell: Inlines) -> Inlines:
    """A cell of a head without the bold that every head has."""
    return tuple(inner for inline in cell for inner in (inline.inlines if isinstance(inline, Strong) else (inline,)))
