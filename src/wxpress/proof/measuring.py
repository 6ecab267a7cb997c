"""量校：a finished PDF, and the bulletin that it shows, to a proof."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wxpress.proof.blocks import Block, blocks_of
from wxpress.proof.breaches import Setting, broken_rules
from wxpress.proof.edges import edges, right_of
from wxpress.proof.glyphs import Glyph, Sheet, read_sheets
from wxpress.proof.placing import Place, Text
from wxpress.proof.report import Breach, Characters, Face, Line, LineKind, Missing, Page, Proof, RuleName, Summary
from wxpress.proof.rows import Row, rows_of
from wxpress.proof.spacing import EM, left_of, spacing_of
from wxpress.source import Span
from wxpress.tree import Bulletin
from wxpress.typeset.classes import CHINESE

WORST = 20
"""So many of the worst lines are listed."""


@dataclass(frozen=True)
class _Found:
    """A line of the page: where it is, and the part of the text that it shows, if any."""

    page: int
    number: int
    row: Row
    place: Place | None
    block: Block | None
    measure: tuple[object, ...] | None
    """What decides where the line ends; null for one that is not justified."""

    @property
    def span(self) -> Span | None:
        return self.block.span_at(self.place.start) if self.block and self.place else None


def measure(data: bytes, bulletin: Bulletin, name: str) -> Proof:
    """The proof of the PDF *data*, which shows *bulletin*; `VerifyError` where the file cannot be read."""
    sheets = list(read_sheets(data))
    found = _found(sheets, blocks_of(bulletin))
    ends = edges((item.measure, item.row) for item in found if item.measure)
    lines = [_line(item, ends.get(item.measure)) for item in found]
    by_page: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_page[line.page].append(line)
    broken = tuple(_breaches(found, [ends.get(item.measure) for item in found]))
    missing = tuple(_missing(found))
    return Proof(
        name=name,
        summary=_summary(len(sheets), lines, len(broken), len(missing)),
        worst=_worst(lines),
        broken=broken,
        missing=missing,
        faces=_faces(sheets),
        pages=tuple(
            Page(
                number=number,
                width=round(sheet.width, 2),
                height=round(sheet.height, 2),
                lines=tuple(by_page[number]),
            )
            for number, sheet in enumerate(sheets, 1)
        ),
    )


def _found(sheets: Sequence[Sheet], blocks: Sequence[Block]) -> list[_Found]:
    rows = [(page, number, row) for page, sheet in enumerate(sheets, 1) for number, row in enumerate(rows_of(sheet), 1)]
    places = Text(blocks).places(_seen(row) for _, _, row in rows)
    return [
        _Found(page, number, row, place, blocks[place.block] if place else None, _measure(page, row, place, blocks))
        for (page, number, row), place in zip(rows, places, strict=True)
    ]


def _seen(row: Row) -> str:
    """The line as the tree would have it: without spaces and raised calls of notes."""
    return "".join(glyph.text for glyph in row.glyphs if not glyph.text.isspace() and not row.is_raised(glyph))


def _measure(page: int, row: Row, place: Place | None, blocks: Sequence[Block]) -> tuple[object, ...] | None:
    """Lines with one answer end at one edge: those in the same containers, on left or right pages, of one size."""
    if place is None:
        return None
    block = blocks[place.block]
    is_full = block.is_paragraph and block.home.is_justified and place.end < len(block.seen)
    return (block.home.path, page % 2, round(row.size, 1)) if is_full else None


def _line(item: _Found, edge: float | None) -> Line:
    row, spacing = item.row, spacing_of(item.row)
    left, right = left_of(row), right_of(row, edge)
    width = (right - left) / row.size
    is_full = item.measure is not None
    return Line(
        page=item.page,
        number=item.number,
        text=row.text,
        kind=_kind(item),
        baseline=round(row.baseline, 2),
        left=round(left, 2),
        right=round(right, 2),
        size=round(row.size, 2),
        natural=round(width - spacing.change / EM, 3),
        set=round(width, 3),
        gaps=spacing.gaps,
        adjustment=spacing.adjustment if is_full else 0,
        widest=spacing.widest if is_full else 0,
        tightest=spacing.tightest if is_full else 0,
        span=item.span,
    )


def _kind(item: _Found) -> LineKind:
    if item.measure:
        return "full"
    is_text = item.block is not None and item.block.is_paragraph and item.block.home.is_justified
    return "last" if is_text else "other"


def _breaches(found: Sequence[_Found], ends: Sequence[float | None]) -> Iterator[Breach]:
    last: dict[int, tuple[_Found, Setting]] = {}
    for item, setting in _settings(found, ends):
        block = setting.place.block
        before, above = last.get(block, (item, None))
        follows = above is not None and above.place.end == setting.place.start
        for rule, mark in broken_rules(setting, above if follows else None):
            yield _breach(rule, mark, before if rule == "line-end" else item)
        last[block] = (item, setting)


def _settings(found: Sequence[_Found], ends: Sequence[float | None]) -> Iterator[tuple[_Found, Setting]]:
    """The lines that show text of the tree, as the rules look at them."""
    for item, edge in zip(found, ends, strict=True):
        if item.place and item.block:
            yield item, Setting(item.row, item.block, item.place, edge)


def _breach(rule: RuleName, mark: str, item: _Found) -> Breach:
    return Breach(rule=rule, page=item.page, line=item.number, mark=mark, text=item.row.text, span=item.span)


def _missing(found: Sequence[_Found]) -> Iterator[Missing]:
    for item in found:
        for character in dict.fromkeys(glyph.text for glyph in item.row.glyphs if not glyph.is_known):
            yield Missing(
                character=character,
                codepoint=f"U+{ord(character):04X}",
                page=item.page,
                line=item.number,
                text=item.row.text,
                span=item.span,
            )


def _worst(lines: Sequence[Line]) -> tuple[Line, ...]:
    moved = [line for line in lines if line.widest or line.tightest]
    order = sorted(moved, key=lambda line: (-max(line.widest, -line.tightest), line.page, line.number))
    return tuple(order[:WORST])


def _faces(sheets: Sequence[Sheet]) -> tuple[Face, ...]:
    glyphs = (glyph for sheet in sheets for glyph in sheet.glyphs if not glyph.text.isspace())
    counts = Counter((_characters(glyph), glyph.face) for glyph in glyphs)
    order = sorted(counts, key=lambda key: (_ORDER.index(key[0]), -counts[key], key[1]))
    return tuple(Face(characters=kind, face=face, count=counts[kind, face]) for kind, face in order)


_ORDER: tuple[Characters, ...] = ("han", "punctuation", "latin", "digit", "other")
_CATEGORIES: dict[str, Characters] = {"P": "punctuation", "N": "digit", "L": "latin"}


def _characters(glyph: Glyph) -> Characters:
    """The class that a designer thinks of when choosing a face."""
    return "han" if CHINESE.match(glyph.text) else _CATEGORIES.get(unicodedata.category(glyph.text)[0], "other")


def _summary(pages: int, lines: Sequence[Line], broken: int, missing: int) -> Summary:
    full = [line for line in lines if line.kind == "full"]
    changes = [line.adjustment for line in full]
    return Summary(
        pages=pages,
        lines=len(lines),
        full_lines=len(full),
        stretched_lines=sum(change > 0 for change in changes),
        squeezed_lines=sum(change < 0 for change in changes),
        largest_stretch=max([0, *(line.widest for line in full)]),
        largest_squeeze=max([0, *(-line.tightest for line in full)]),
        rules_broken=broken,
        missing_characters=missing,
    )
