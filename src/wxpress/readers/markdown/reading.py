"""Markdown 来稿：extracted or written, and the canonical Markdown that wxpress itself writes."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from xml.etree.ElementTree import Element

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.document import SCHEMA
from wxpress.inlines import tidy
from wxpress.readers import Reader
from wxpress.readers.characters import Cleaned
from wxpress.readers.draft import CONTENTS, Draft, Hints, Piece, by_itself, hinted, leading_space, nest_too_deep
from wxpress.readers.flow import with_captions
from wxpress.readers.front_matter import front_matter_of
from wxpress.readers.markdown.balance import PUNCTUATION
from wxpress.readers.markdown.body import Body
from wxpress.readers.markdown.comments import without_comments
from wxpress.readers.markdown.dialects import without_dialects
from wxpress.readers.markdown.fences import without_fences
from wxpress.readers.markdown.lines import NumberedLines, numbered, prepared, too_deep
from wxpress.readers.markdown.marks import SYNTAX
from wxpress.readers.markdown.maths import plain_maths
from wxpress.readers.markdown.nodes import Converter
from wxpress.readers.markdown.references import with_references
from wxpress.readers.markdown.runs import line_numbers, lines_of
from wxpress.readers.markdown.syntax import mark, parse, parser
from wxpress.readers.markdown.tables import Lifted, lift_tables
from wxpress.readers.markdown.tags import without_tags
from wxpress.readers.remarks import without_remarks
from wxpress.source import Source, Span, cover
from wxpress.tree import Block, Emphasis, Figure, Heading, Image, LineBreak, List, Paragraph, Strong, Text

_OPEN = re.compile(r":::+\s*([^\s:{}][^:{}]*?)\s*$")
_CLOSE = re.compile(r":::+\s*$")
_NOTE = re.compile(r"\[\^([^\]\s]+)\]:\s*(.*)$")
CONSUMED = (CONTENTS, "版记", "篇目信息")
"""Containers whose names are markup; the name of any other is the label of a note."""

_CONTAINERS = (*CONSUMED, "编者按", "编者的话", "编者按语", "按语", "编前", "卷首语", "本期导读")


Parse = Callable[[NumberedLines], Element]


@dataclass(frozen=True)
class _Segment:
    """一段：lines that stand in one container, or in none."""

    container: str | None
    lines: NumberedLines
    opening: int = 0

    @property
    def span(self) -> Span:
        """Its first and last line."""
        return Span(self.lines[0][0], self.lines[-1][0]) if self.lines else Span(1, 0)


def read(source: Source) -> Draft:
    """The draft of a Markdown source."""
    cleaned = Cleaned(source)
    lines, remarks = without_remarks(cleaned.lines)
    front = front_matter_of(source.name, lines)
    canonical = front.fields.get("schema") == SCHEMA
    below = tuple("" if index < front.lines else line for index, line in enumerate(lines))
    written = Body(source.name, source.lines).changed(below)
    lifted = Lifted(written, {}, ()) if canonical else _as_read(written)
    body = lifted.body
    text, notes = _notes(numbered(source.name, body.lines, body.literal, canonical=canonical))
    segments = list(_segments(text, any_name=canonical))
    parsed = _parser(source.name)
    try:
        parsed_notes = {name: _at(note[0][0], parsed(note)) for name, note in notes.items()}
        converter = Converter(source, lines, _written(body.lines, text), parsed_notes, lifted.tables)
        read_pieces = _all_pieces(converter, parsed, segments, canonical=canonical)
        pieces = list(read_pieces) if canonical else with_captions(read_pieces)
    except RecursionError:
        raise too_deep(source.name) from None
    if nest_too_deep(pieces):
        raise too_deep(source.name)
    names = [segment.container for segment in segments if segment.container in CONSUMED]
    return Draft(
        source=source,
        pieces=tuple(_placed(piece, lines, body.centred) for piece in pieces),
        front={key: value for key, value in front.fields.items() if key != "schema"},
        canonical=canonical,
        marked=canonical or any(piece.hints.level for piece in pieces),
        entries=(*cleaned.entries, *remarks, *front.entries, *body.entries, *converter.entries),
        findings=(
            *cleaned.findings,
            *front.findings,
            *body.findings,
            *converter.findings,
            *_unread(source.name, segments),
        ),
        markup="".join((*converter.markup, *lifted.markup, *names)),
        punctuation=PUNCTUATION,
        syntax=SYNTAX,
    )


def _as_read(body: Body) -> Lifted:
    """The body with what extractors and other tools put there read; what wxpress itself wrote holds nothing of it."""
    for step in (without_fences, without_comments, without_dialects, with_references, plain_maths):
        body = step(body)
    lifted = lift_tables(body)
    return msgspec.structs.replace(lifted, body=without_tags(lifted.body))


def _written(lines: Sequence[str], numbered_text: NumberedLines) -> tuple[str, ...]:
    """The source's lines as they stand, those of notes and front matter blank."""
    kept = {number for number, line in numbered_text if line}
    return tuple(line if number in kept else "" for number, line in enumerate(lines, start=1))


def _all_pieces(
    converter: Converter, parsed: Parse, segments: Sequence[_Segment], *, canonical: bool
) -> Iterator[Piece]:
    """The pieces of all containers and of the text between, then those of notes that no mark has called for."""
    note_met = False
    for segment in segments:
        name = None if segment.container in CONSUMED else segment.container
        container = None if name and note_met else segment.container
        pieces = _pieces(converter, parsed(segment.lines), segment.span, container)
        kept = list(pieces) if canonical else [_numbered_line(converter, piece) for piece in pieces if _says(piece)]
        if name and (note_met or not kept):  # there is one 编者按, and it says something; else its name is text
            span = Span(segment.opening, segment.opening)
            yield Piece(Paragraph((Text(name, span=span),), span=span))
        note_met = note_met or bool(name and kept)
        yield from kept
    for note in converter.unused_notes():
        for block in converter.mixed(note):
            converter.move_to_end(block)
            yield from map(by_itself, _split(block, None))


def _says(piece: Piece) -> bool:
    """Whether anything is in a piece."""
    return bool(piece.text) or not isinstance(piece.block, Paragraph) or bool(piece.block.inlines)


def _notes(lines: NumberedLines) -> tuple[NumberedLines, dict[str, list[tuple[int, str]]]]:
    """Lines without note definitions, and the definitions: their first line and the indented ones below."""
    rest: list[tuple[int, str]] = []
    notes: dict[str, list[tuple[int, str]]] = {}
    current: list[tuple[int, str]] | None = None
    for number, line in lines:
        match = _NOTE.match(line)
        if match and match[1] not in notes:
            current = notes.setdefault(match[1], [(number, match[2])])
            rest.append((number, ""))
        elif current is not None and (not line.strip() or line.startswith("    ")):
            current.append((number, line.removeprefix("    ")))
        else:
            current = None
            rest.append((number, line))
    return rest, notes


def _at(number: int, note: Element) -> Element:
    """The elements of a note, with the number of the line on which it begins."""
    note.set("line", str(number))
    return note


def _segments(lines: NumberedLines, *, any_name: bool) -> Iterator[_Segment]:
    """The lines divided at ``:::`` containers; one that is never closed, or of another name, is text."""
    closings = [at for at, (_, line) in enumerate(lines) if _CLOSE.match(line)]
    begin = 0
    for at, (_, line) in enumerate(lines):
        opening = _OPEN.match(line) if at >= begin else None
        if opening is None or not (any_name or opening[1] in _CONTAINERS):
            continue
        closing = bisect(closings, at)
        if closing == len(closings):
            break
        yield _Segment(None, lines[begin:at])
        yield _Segment(opening[1], lines[at + 1 : closings[closing]], lines[at][0])
        begin = closings[closing] + 1
    yield _Segment(None, lines[begin:])


def _unread(name: str, segments: Sequence[_Segment]) -> Iterator[Diagnostic]:
    """A finding for each line that looks like a container's and is printed as it stands."""
    for segment in segments:
        for number, line in segment.lines:
            if _OPEN.match(line):
                yield diagnose("WX118", source=name, span=Span(number, number), line=line.strip())


def _parser(name: str) -> Parse:
    """What parses lines of the source called *name*: one parser for all of them, as making one takes time."""
    markdown = parser()

    def parsed(lines: NumberedLines) -> Element:
        return parse(markdown, [mark(number, line) for number, line in prepared(name, lines)])

    return parsed


def _pieces(converter: Converter, elements: Element, span: Span, container: str | None) -> Iterator[Piece]:
    converter.begin_at(span.first)
    numbers = list(map(line_numbers, elements))
    firsts = [min(own, default=None) for own in numbers]
    ends = list(
        accumulate(reversed(firsts[1:]), lambda end, first: end if first is None else first - 1, initial=span.last)
    )
    for element, own, until in zip(elements, numbers, reversed(ends), strict=False):
        for block in converter.faithful_blocks(element, own, until):
            yield from _split(block, container)


def _split(block: Block, container: str | None) -> Iterator[Piece]:
    """The pieces of one block: a heading keeps its level as a hint, a paragraph gives a piece for each line."""
    if isinstance(block, Heading):
        yield Piece(Paragraph(block.inlines, span=block.span), Hints(level=block.level, container=container))
    elif isinstance(block, Paragraph):
        yield from _line_pieces(block, container)
    else:
        yield Piece(block, Hints(container=container))


def _line_pieces(block: Paragraph, container: str | None) -> Iterator[Piece]:
    """A piece for each line of a paragraph; a picture alone on its line is a figure."""
    hard = False
    for index, line in enumerate(lines_of(block.inlines, strip=False)):
        match tidy(line):
            case ():
                pass
            case (Image(source=picture, alt=alt, span=span),):
                yield Piece(Figure(picture, alt, span=span), Hints(container=container))
            case inlines:
                paragraph = Paragraph(inlines, span=block.span if index == 0 else None)
                yield _line_piece(paragraph, Hints(tight=index > 0, hard_break=hard, container=container))
        hard = isinstance(line[-1], LineBreak)


def _line_piece(paragraph: Paragraph, hints: Hints) -> Piece:
    inlines = paragraph.inlines
    span = cover(*(inline.span for inline in inlines)) or paragraph.span
    bold = all(isinstance(inline, Strong | Emphasis) for inline in inlines)
    return Piece(Paragraph(inlines, span=span), msgspec.structs.replace(hints, bold=bold))


def _numbered_line(converter: Converter, piece: Piece) -> Piece:
    """A numbered list of one line is a numbered line: 1. 加强领导, a heading or a paragraph, no list."""
    match piece.block:
        case List(ordered=True, items=((Paragraph(inlines=inlines) as line,),), start=number):
            converter.is_text(str(number))
            text = Text(f"{number}. ", span=line.span)
            paragraph = Paragraph(tidy((text, *inlines)), span=line.span)
            return msgspec.structs.replace(piece, block=paragraph)
        case _:
            return piece


def _placed(piece: Piece, lines: tuple[str, ...], centred: Container[int]) -> Piece:
    """The piece with the space before its first line as a hint: Markdown has no use for it, Chinese text has."""
    if not piece.span or not piece.text:
        return piece
    indent, is_centred = leading_space(lines[piece.span.first - 1]), piece.span.first in centred
    if not indent and not is_centred:
        return piece
    return hinted(piece, indent=indent, centred=is_centred)


MARKDOWN = Reader("markdown", read)
