"""证明：one output against its tree: every character there once, in order, to be seen, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from wxpress.fingerprint import fingerprint
from wxpress.styles import Style
from wxpress.tree import Bulletin
from wxpress.verify.anchors import strange_addresses, strange_links
from wxpress.verify.comparison import Reading, Record, short
from wxpress.verify.embedded import Parts, parts_of
from wxpress.verify.expected import Expected, expected
from wxpress.verify.foreign import foreign_in
from wxpress.verify.imprint import facts_of, paper_facts, strange_facts
from wxpress.verify.jumps import strange_entries, strange_jumps
from wxpress.verify.leads import first_pages, strange_leads, strange_marks, unnumbered
from wxpress.verify.levels import strange_levels
from wxpress.verify.lines import NO_FACE, Fact, Found, Look, Medium
from wxpress.verify.matching import Match, match
from wxpress.verify.order import Ordered, in_order
from wxpress.verify.pictures import Loader, looks_on_paper, pictures_of, strange_pictures
from wxpress.verify.report import Difference, Kind, Verdict
from wxpress.verify.shapes import Drawn, Shapes, shapes_of
from wxpress.verify.structure import strange_structure

MOST = 50
"""So many differences are told of one output."""

_GLYPHS = frozenset({"glyph", "no-glyph"})
_SHORTEST = 4
"""Fewer characters do not count as moved."""


def prove(
    data: bytes, medium: Medium, bulletin: Bulletin, style: Style, name: str, pictures: Loader | None = None
) -> Verdict:
    """What is proved of the output *data*, called *name*, against *bulletin*; `VerifyError` where it cannot be read.

    Its pictures are compared where *pictures* gives those of the source.
    """
    parts = _paper_parts(data) if medium == "pdf" else None
    shapes = shapes_of(parts.fonts if parts else (), style)
    found = read(data, medium, shapes.wrong)
    should_be = expected(bulletin, style, medium, name)
    tree = fingerprint(bulletin)
    matched, order = _matched(found, should_be)
    pages = first_pages(matched.text) if parts else {}
    differences = [
        *_other_tree(found, tree),
        *(_disorder(matched, order) if order else ()),
        *_folded(_differences(matched, order)),
        *_page_marks(matched),
        *_overprints(found),
        *_page_numbers(matched, pages),
    ]
    differences += _untold(shapes, differences)
    besides = _Besides(bulletin, style, name, frozenset(item.kind for item in differences), pictures)
    differences += besides.of_paper(parts, data, matched, pages) if parts else besides.of_markup(found, matched)
    return Verdict(
        medium=medium,
        tree=tree,
        characters=_characters(should_be),
        added=_added(matched, should_be),
        differences=tuple(differences[:MOST]),
        total=len(differences),
        unknown=shapes.unknown,
    )


def read(data: bytes, medium: Medium, wrong: Mapping[Drawn, str] | None = None) -> Found:
    """The lines of an output, its *wrong* glyphs marked; `VerifyError` where it cannot be read."""
    if medium == "pdf":
        from wxpress.verify.paper import read_pdf  # noqa: PLC0415 - each brings a library of its own

        return read_pdf(data, wrong or {})
    if medium == "epub":
        from wxpress.verify.book import read_epub  # noqa: PLC0415 - as above

        return read_epub(data)
    from wxpress.verify.markup import read_html  # noqa: PLC0415 - as above

    return read_html(data)


def _paper_parts(data: bytes) -> Parts:
    from wxpress.verify.paper import require_readable  # noqa: PLC0415 - as above

    require_readable(data)
    return parts_of(data)


def _matched(found: Found, should_be: Expected) -> tuple[Match, Ordered | None]:
    """The lines of *found* given to the text; where they do not fit, once more with its pages put in order."""
    matched = match(found, should_be)
    order = None if matched.is_whole else in_order(found, should_be, matched)
    again = match(order.found, should_be) if order else None
    if again is None or again.faults > matched.faults:
        return matched, None
    return again, order


@dataclass(frozen=True)
class _Besides:
    """What an output holds besides its text; *told* are the kinds of difference that its text has."""

    bulletin: Bulletin
    style: Style
    name: str
    told: frozenset[Kind]
    load: Loader | None = None

    def _pictures(self, shown: Iterable[Look]) -> Iterator[Difference]:
        if self.load is not None:
            yield from strange_pictures(tuple(shown), self.bulletin, self.load)

    def _facts(self, facts: Iterable[Fact], matched: Match) -> Iterator[Difference]:
        return strange_facts(facts, matched.text.text, self.bulletin, self.style, self.name)

    def of_paper(self, parts: Parts, data: bytes, matched: Match, pages: Mapping[str, int]) -> Iterator[Difference]:
        yield from self._facts(paper_facts(parts.facts), matched)
        if not self.told:
            yield from unnumbered(matched, pages)
            yield from strange_leads(parts.leads, matched, pages)
            yield from strange_marks(parts.marks, self.bulletin, pages)
            if self.load is not None and any(pictures_of(self.bulletin)):
                yield from self._pictures(looks_on_paper(data))
        yield from strange_addresses(parts.addresses, self.bulletin, is_whole=not self.told)
        for what, page in parts.oddities:
            here = f"第 {page} 页的{what}" if page else what
            yield Difference(kind="foreign", cause=here, cause_en=f"{what} (page {page})" if page else what, count=1)

    def of_markup(self, found: Found, matched: Match) -> Iterator[Difference]:
        facts = (*paper_facts(found.facts), *facts_of(found.documents))
        yield from self._facts(facts, matched)
        yield from strange_links(found.documents, self.bulletin, self.style, is_whole=not self.told)
        if not self.told:
            yield from strange_jumps(found.documents, self.bulletin)
            yield from strange_entries(found)
            yield from strange_structure(found.documents, self.bulletin)
            yield from strange_levels(found.documents, self.bulletin)
            yield from self._pictures(look for document in found.documents for look in document.pictures)
        if "hidden" not in self.told:  # what hides text has been told by the text that it hides
            yield from foreign_in(found.documents, self.style)


def _untold(shapes: Shapes, told: Sequence[Difference]) -> Iterator[Difference]:
    """Wrong glyphs that stand in nothing but what the style adds; fonts that are none of its own."""
    known = {item.expected for item in told if item.kind in _GLYPHS}
    for (_, character), drawn in shapes.wrong.items():
        if character not in known:
            kind: Kind = "no-glyph" if drawn == NO_FACE else "glyph"
            yield Difference(kind=kind, expected=character, cause=drawn.strip(NO_FACE), count=1)
    for family in shapes.foreign:
        yield Difference(kind="foreign", cause=f"版式没有的字体 {family}", cause_en=f"the font {family}", count=1)


def _other_tree(found: Found, tree: str) -> Iterator[Difference]:
    """An output that names another tree is of another build, though its text may be the same.

    One that names none (a style's template may leave it out) is judged by its text alone.
    """
    if found.tree and found.tree != tree:
        yield Difference(kind="other-tree", expected=tree, found=found.tree)


def _differences(matched: Match, order: Ordered | None) -> Iterator[Difference]:
    lost = order.lost if order else frozenset()
    for course in matched.courses:
        reading = Reading(course)
        is_clean = not matched.damaged and course.is_done()
        gone = [] if is_clean else [record for record in reading.differences() if not _is_of_lost(record, lost)]
        records = [*reading.unseen(), *_with_moves(gone)]
        yield from (record.difference for record in sorted(records, key=lambda record: record.at))


def _disorder(matched: Match, order: Ordered) -> Iterator[Difference]:
    """What is wrong with the order of pages, with the text of those that are lost."""
    records = Reading(matched.text).differences() if order.lost else ()
    text = "".join(record.missing for record in records if _is_of_lost(record, order.lost))
    first, *others = order.differences
    yield msgspec.structs.replace(first, expected=short(text), count=len(text)) if text else first
    yield from others


def _is_of_lost(record: Record, lost: frozenset[int]) -> bool:
    """Whether a record tells of the text of a page that is not there, which is told by itself."""
    return not record.extra and any(page in record.pages for page in lost)


def _folded(differences: Iterable[Difference]) -> Iterator[Difference]:
    """The differences, a glyph that is drawn wrong told once, at its first place."""
    others: list[Difference] = []
    glyphs: dict[tuple[str, str], Difference] = {}
    for item in differences:
        if item.kind not in _GLYPHS:
            others.append(item)
            continue
        key = (item.expected, item.cause)
        first = glyphs.get(key)
        glyphs[key] = msgspec.structs.replace(first, count=first.count + item.count) if first else item
    yield from glyphs.values()
    yield from others


def _overprints(found: Found) -> Iterator[Difference]:
    for line in (line for sheet in found.sheets for line in sheet if line.is_overprinted):
        cause = f"{line.place.zh}叠印的字（“{short(line.text)}”）"
        yield Difference(
            kind="foreign", cause=cause, cause_en=f"text printed over “{short(line.text)}” ({line.place.en})"
        )


def _page_marks(matched: Match) -> Iterator[Difference]:
    for line, mark in matched.page_marks:
        yield Difference(kind="page-mark", place=line.place, expected=mark, found=line.text, count=len(line.text))


def _with_moves(records: Sequence[Record]) -> Iterator[Record]:
    """The records, what is missing at one place and too much at another told as one."""
    extras = {record.extra: record for record in records if not record.missing and len(record.extra) >= _SHORTEST}
    moved = {record.missing for record in records if not record.extra and record.missing in extras}
    for record in records:
        if record.missing in moved:
            place = extras[record.missing].difference.place
            yield record._replace(difference=msgspec.structs.replace(record.difference, kind="moved", elsewhere=place))
        elif record.missing or record.extra not in moved:
            yield record


def _page_numbers(matched: Match, pages: Mapping[str, int]) -> Iterator[Difference]:
    """Entries of a printed 目录 that give another page than the one on which their title stands."""
    for line, entry, number in matched.page_numbers:
        piece = matched.contents.steps[entry].strands[0].pieces[0]
        page = pages.get(f"{piece.origin.path}/title")
        if page is not None and page != number:
            yield Difference(
                kind="page-number",
                place=line.place,
                expected=str(page),
                found=str(number),
                count=len(str(number)),
                path=piece.origin.path,
                span=piece.origin.span,
                title=piece.text,
            )


def _characters(should_be: Expected) -> int:
    """How many characters of the tree the output is to show."""
    strands = (strand for step in (*should_be.text, *should_be.notes) for strand in step.strands)
    return sum(
        end - start
        for strand in strands
        for piece, start, end in zip(strand.pieces, strand.starts, strand.starts[1:], strict=False)
        if piece.addition is None
    )


def _added(matched: Match, should_be: Expected) -> dict[str, int]:
    """How many characters the style added: on lines of their own, in the 目录, and as marks within the text."""
    shown = sum(chunk.end - chunk.start for course in (matched.text, matched.notes) for chunk in course.chunks)
    contents = sum(chunk.end - chunk.start for chunk in matched.contents.chunks)
    numbers = sum(len(str(item.number)) for item in matched.page_numbers)
    return {
        "lines": sum(len(line.text) for line in matched.added),
        "contents": contents + numbers,
        "marks": max(0, shown - _characters(should_be)),
    }
