"""刊头的名目：the words that are left in the lines of a masthead become readers, series and subject."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.masthead.lines import Line
from wxpress.recover.masthead.numbered import LONGEST_NAME
from wxpress.recover.words.nameplate import Named, are_readers, looks_like_series, may_be_series, named, names_readers

_FAR_LARGER = 1.8
_TERMS = {"audience": "读者对象", "series": "刊名", "title": "本期主题"}


def with_names(draft: Draft, lines: Sequence[Line], kept: Sequence[Piece]) -> Draft:
    """The remaining lines as masthead and title; a marked title leaves them all to the masthead."""
    subject = _marked_subject(lines) if "title" not in draft.front else None
    lines = [line for line in lines if line is not subject]
    if subject is not None:
        draft = msgspec.structs.replace(draft, front={**draft.front, "title": subject.name})
    has_title = "title" in draft.front or any(piece.role == "title" for piece in kept)
    plate = named(
        [line.name for line in lines if line.name],
        has_title=has_title,
        numbered=_is_numbered(lines),
        counted=_counted(lines),
        largest=_far_largest([line for line in lines if line.name]),
    )
    account = [_guess(line, plate) for line in lines if line.name]
    if subject is not None:
        account.append(_guess(subject, Named({"title": subject.name}, "来稿标明的标题", 0.95)))
    return revise(msgspec.structs.replace(draft, front={**draft.front, **plate.fields}), draft.pieces, account)


def _marked_subject(lines: Sequence[Line]) -> Line | None:
    """The one long line that the source marks as a heading, where another line may name the series."""
    marked = [line for line in lines if line.name and line.piece.hints.level]
    others = [line.name for line in lines if line not in marked and not are_readers(line.name)]
    is_named = any(looks_like_series(name) or may_be_series(name) for name in others)
    is_long = len(marked) == 1 and len(marked[0].name) > LONGEST_NAME and not names_readers(marked[0].name)
    return marked[0] if is_long and is_named else None


def _is_numbered(lines: Sequence[Line]) -> bool:
    """Whether the number of the issue stands below the first name, which then is what the number counts."""
    places = (at for at, line in enumerate(lines) if line.name)
    return any("issue" in line.found for line in lines[next(places, len(lines)) :])


def _counted(lines: Sequence[Line]) -> int | None:
    """Which of the names stands right above the first line that gives the number of the issue."""
    first = next((at for at, line in enumerate(lines) if "issue" in line.found), 0)
    above = sum(bool(line.name) for line in lines[:first])
    return above - 1 if first and lines[first - 1].name else None


def _far_largest(lines: Sequence[Line]) -> int | None:
    """Which of the names is set far larger than all others; null where none is."""
    sizes = [line.piece.hints.size for line in lines]
    first, *others = sorted(sizes, reverse=True) or [0.0]
    return sizes.index(first) if others and first >= others[0] * _FAR_LARGER else None


def _guess(line: Line, plate: Named) -> Entry:
    terms = (_TERMS[field] for field, value in plate.fields.items() if _shares(value, line.name))
    return Entry(
        by="masthead",
        kind="guess",
        span=line.piece.span,
        before=line.name,
        after=line.name,
        reason="认作" + "、".join(terms),
        evidence=plate.evidence,
        confidence=plate.confidence,
    )


def _shares(value: str, text: str) -> bool:
    return value in text or text in value
