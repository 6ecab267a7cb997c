"""刊头：the lines above the contents become audience, series, title, issue, date and publisher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest

import msgspec

from wxpress.inlines import unspaced
from wxpress.ledger import Entry, moved
from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.masthead.headlines import part_headline
from wxpress.recover.masthead.lines import (
    Line,
    is_imprint,
    is_line,
    lines_of,
    published,
    with_unit_as_name,
    with_whole_subject,
)
from wxpress.recover.masthead.main_title import lift_titles
from wxpress.recover.masthead.naming import with_names
from wxpress.recover.masthead.numbered import is_numbered_series
from wxpress.recover.masthead.reach import front_end, is_divided
from wxpress.recover.words.nameplate import looks_like_series
from wxpress.recover.words.plain_words import flattened, total


def read_masthead(draft: Draft) -> Draft:
    """The draft with its masthead in `Draft.front`, and the pieces that held it gone."""
    if draft.canonical:
        return lift_titles(draft, draft.pieces, [])
    draft = part_headline(_with_series_as_name(draft))
    end = front_end(draft)
    front, rest = draft.pieces[:end], draft.pieces[end:]
    named_lines = with_unit_as_name(lines_of(with_whole_subject([piece for piece in front if is_line(piece)])))
    lines = list(_once(_published(named_lines) if is_divided(draft) else named_lines))
    fields: dict[str, str] = dict(draft.front)
    for line in lines:
        fields |= _merged(fields, line.found)
    lost = total(flattened(draft.source, line.piece, "masthead") for line in lines)
    account = [entry for line in lines for entry in _lifted(line)]
    findings = (*draft.findings, *lost.findings)
    kept = [_as_imprint(piece) for piece in front if not is_line(piece)]
    read = msgspec.structs.replace(draft, front=fields, front_end=0, findings=findings)
    return lift_titles(with_names(read, lines, kept), (*kept, *rest), [*account, *lost.entries])


def _published(lines: Sequence[Line]) -> Iterator[Line]:
    yield from (published(line, below) for line, below in zip_longest(lines, lines[1:]) if line)


def _with_series_as_name(draft: Draft) -> Draft:
    """The draft whose first title, if it is named as series are and a number stands below it, is the series' name."""
    at = next((at for at, piece in enumerate(draft.pieces) if piece.role == "title"), None)
    if at is None or "series" in draft.front or not is_numbered_series(draft.pieces[at:]):
        return draft
    if any(looks_like_series(piece.text) for piece in draft.pieces[:at]):
        return draft
    return revise(
        draft, [with_role(piece, "body") if index == at else piece for index, piece in enumerate(draft.pieces)]
    )


def _as_imprint(piece: Piece) -> Piece:
    return with_role(piece, "colophon") if piece.role == "body" and is_imprint(piece.text) else piece


def _merged(known: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """New fields; one that is known already goes on (2025年第8期, 总第120期 on its own line)."""
    return {name: f"{known[name]} {value}" if name in known else value for name, value in found.items()}


def _once(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines without what one above has said in the same characters, as a dateline does below a day at the head."""
    said: set[tuple[str, str]] = set()
    for line in lines:
        new = {name: value for name, value in line.found.items() if (name, unspaced(value)) not in said}
        said |= {(name, unspaced(value)) for name, value in new.items()}
        yield msgspec.structs.replace(line, found=new)


def _lifted(line: Line) -> tuple[Entry, ...]:
    piece, reason = line.piece, "期号、日期、编印单位移入刊头"
    if not line.found and not line.name:
        again = "刊头里已有，不再印"
        return (Entry(by="masthead", kind="drop", span=piece.span, before=piece.text, after="", reason=again),)
    words = " ".join((*line.found.values(), line.name)).strip()
    is_part = bool(line.found) or unspaced(line.name) != unspaced(piece.text)
    return moved("masthead", piece.span, piece.text, words, reason) if is_part else ()
