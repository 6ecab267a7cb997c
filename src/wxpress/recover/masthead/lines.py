"""刊头的各行：the lines of a masthead, and what each tells of the issue besides a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from wxpress.readers.draft import Piece
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import (
    CLOCK,
    CREDIT,
    INTERNAL,
    SUBJECT_LABEL,
    is_set_wide,
)
from wxpress.recover.words.nameplate import are_readers, looks_like_series
from wxpress.recover.words.particulars import is_told_as_publisher, particulars
from wxpress.recover.words.pieces import joined
from wxpress.recover.words.signatures import names_body

_AS_OF_ISSUE = {"date": "date", "source": "publisher"}
"""来源 and 发布时间 above all articles, as web pages have them, are those of the issue."""
_PUBLISHED = re.compile(r"(?:来源|稿源|发布(?:机构|单位|时间|日期)?|更新时间|时间|日期)\s*[：:]")


class Line(msgspec.Struct, frozen=True):
    """刊头的一行：the piece, the particulars found in it, and the words that it holds besides."""

    piece: Piece
    found: dict[str, str]
    name: str


def is_line(piece: Piece) -> bool:
    """Whether one of the first pieces is a line of the masthead, and none of the 版记."""
    return piece.role == "body" and bool(piece.text) and not is_imprint(piece.text)


def is_imprint(text: str) -> bool:
    """Whether a line is one of the 版记, which some set at the head: 内部资料, 责任编辑：…, but no publisher."""
    return bool(INTERNAL.match(text)) or (bool(CREDIT.fullmatch(text)) and not particulars(text)[0])


def with_whole_subject(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines; below a subject that bears its label, a centred line that is none of its own goes on with it."""
    whole: list[Piece] = []
    for piece in pieces:
        if whole and _goes_on_with_subject(whole[-1], piece):
            whole[-1] = joined(whole[-1], piece)
        else:
            whole.append(piece)
    return whole


def _goes_on_with_subject(subject: Piece, piece: Piece) -> bool:
    told = SUBJECT_LABEL.match(subject.text) and piece.hints.centred and piece.hints.tight
    of_its_own = particulars(piece.text, below_name=True)[0] or looks_like_series(piece.text) or are_readers(piece.text)
    return bool(told) and not of_its_own


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """What each line tells; beside a name, and where no publisher is above, the name of a unit is his."""
    lines: list[Line] = []
    for at, piece in enumerate(pieces):
        is_told = any("publisher" in line.found for line in lines)
        named_above = any(line.name for line in lines)
        beside_name = named_above if at else _heads_series(piece, pieces[1:2])
        lines.append(Line(piece, *particulars(piece.text, below_name=beside_name and not is_told)))
    return lines


def _heads_series(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether a line that names no readers stands right above the name of a series."""
    return not are_readers(piece.text) and any(is_set_wide(line.text) or looks_like_series(line.text) for line in below)


def published(line: Line, below: Line | None) -> Line:
    """The line; one that says when and by whom a page was published gives the date and the publisher.

    So does the name of a unit right above the hour of publication.
    """
    if below is not None and is_publisher_of_page(line.piece.text, below.piece.text):
        return Line(line.piece, {"publisher": line.piece.text}, "")
    told = details_of(line.piece.text) if is_of_page(line.piece.text) or tells_publication(line.piece.text) else {}
    found = {_AS_OF_ISSUE[name]: value for name, value in told.items() if name in _AS_OF_ISSUE}
    return Line(line.piece, found, "") if line.name and len(found) == len(told) > 0 else line


def tells_publication(text: str) -> bool:
    """Whether a line says, with the labels that web pages have, when or by whom something was published."""
    return bool(_PUBLISHED.search(text))


def is_of_page(text: str) -> bool:
    """Whether a line gives the hour of a day, and nothing but when and by whom a page was published."""
    told = details_of(text).keys() if CLOCK.search(text) else set()
    return "date" in told and told <= _AS_OF_ISSUE.keys()


def is_publisher_of_page(text: str, below: str) -> bool:
    """Whether a line is the name of a unit right above one that tells when the page was published, as WeChat has it."""
    return is_of_page(below) and names_body(text)


def with_unit_as_name(lines: Sequence[Line]) -> Sequence[Line]:
    """The lines; where the first is a unit's name alone and another line says who publishes, it names the series."""
    if not lines or any(looks_like_series(line.name) for line in lines) or not _is_bare_unit(lines[0]):
        return lines
    others = lines[1:]
    told = any("publisher" in line.found and is_told_as_publisher(line.found["publisher"]) for line in others)
    return (Line(lines[0].piece, {}, lines[0].found["publisher"]), *others) if told else lines


def _is_bare_unit(line: Line) -> bool:
    return list(line.found) == ["publisher"] and not is_told_as_publisher(line.piece.text)
