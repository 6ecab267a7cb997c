"""证明：one output against its tree: every character there once, in order, to be seen, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from wxpress.fingerprint import fingerprint
from wxpress.styles import Style
from wxpress.tree import Bulletin
from wxpress.verify.comparison import Reading, Record, first_page
from wxpress.verify.expected import Expected, expected
from wxpress.verify.lines import Found, Medium
from wxpress.verify.matching import Match, match
from wxpress.verify.report import Difference, Verdict

MOST = 50
"""So many differences are told of one output."""

_SHORTEST = 4
"""Fewer characters do not count as moved."""


def prove(data: bytes, medium: Medium, bulletin: Bulletin, style: Style, name: str) -> Verdict:
    """What is proved of the output *data*, called *name*, against *bulletin*; `VerifyError` where it cannot be read."""
    found = read(data, medium)
    should_be = expected(bulletin, style, medium, name)
    tree = fingerprint(bulletin)
    matched = match(found, should_be)
    differences = [*_other_tree(found, tree), *_differences(matched), *_page_numbers(matched)]
    return Verdict(
        medium=medium,
        tree=tree,
        characters=_characters(should_be),
        added=_added(matched, should_be),
        differences=tuple(differences[:MOST]),
        total=len(differences),
    )


def read(data: bytes, medium: Medium) -> Found:
    """The lines of an output; `VerifyError` where it cannot be read."""
    if medium == "pdf":
        from wxpress.verify.paper import read_pdf as reader  # noqa: PLC0415 - each brings a library of its own
    elif medium == "epub":
        from wxpress.verify.book import read_epub as reader  # noqa: PLC0415 - as above
    else:
        from wxpress.verify.markup import read_html as reader  # noqa: PLC0415 - as above
    return reader(data)


def _other_tree(found: Found, tree: str) -> Iterator[Difference]:
    """An output that names another tree is of another build, though its text may be the same.

    One that names none (a style's template may leave it out) is judged by its text alone.
    """
    if found.tree and found.tree != tree:
        yield Difference(kind="other-tree", expected=tree, found=found.tree)


def _differences(matched: Match) -> Iterator[Difference]:
    for course in matched.courses:
        reading = Reading(course)
        is_clean = not matched.damaged and course.is_done()
        records = [*reading.unseen(), *([] if is_clean else _with_moves(list(reading.differences())))]
        yield from (record.difference for record in sorted(records, key=lambda record: record.at))


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


def _page_numbers(matched: Match) -> Iterator[Difference]:
    """Entries of a printed 目录 that give another page than the one on which their title stands."""
    for line, entry, number in matched.page_numbers:
        piece = matched.contents.steps[entry].strands[0].pieces[0]
        page = first_page(matched.text, f"{piece.origin.path}/title")
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
