"""刊头：the lines above the contents become audience, series, title, issue, date and publisher."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

import msgspec

from wxpress.ledger import Entry, moved
from wxpress.readers.draft import Draft, Piece, Role, revise, with_role
from wxpress.recover.masthead.headlines import part_headline
from wxpress.recover.masthead.main_title import lift_titles
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import (
    CLOCK,
    CREDIT,
    INTERNAL,
    SUBJECT_LABEL,
    is_set_wide,
)
from wxpress.recover.words.lines import is_subtitle
from wxpress.recover.words.masthead_lines import holds_particulars_only, may_be_masthead
from wxpress.recover.words.nameplate import Named, are_readers, looks_like_series, may_be_series, named, names_readers
from wxpress.recover.words.names import is_personal_name
from wxpress.recover.words.particulars import is_told_as_publisher, particulars
from wxpress.recover.words.pieces import joined
from wxpress.recover.words.plain_words import flattened, total

_STRUCTURE: frozenset[Role] = frozenset({"section", "article", "heading", "note"})
_MOST_LINES = 6
"""So many lines a masthead has below its subject."""

_LONGEST_NAME = 8
_FAR_LARGER = 1.8
_FEW_LINES = 3
"""So far below its name the number of an issue stands."""

_AS_OF_ISSUE = {"date": "date", "source": "publisher"}
"""来源 and 发布时间 above all articles, as web pages have them, are those of the issue."""

_PUBLISHED = re.compile(r"(?:来源|稿源|发布(?:机构|单位|时间|日期)?|更新时间|时间|日期)\s*[：:]")

_TERMS = {"audience": "读者对象", "series": "刊名", "title": "本期主题"}


class _Line(msgspec.Struct, frozen=True):
    """刊头的一行：the piece, the particulars found in it, and the words that it holds besides."""

    piece: Piece
    found: dict[str, str]
    name: str


def read_masthead(draft: Draft) -> Draft:
    """The draft with its masthead in `Draft.front`, and the pieces that held it gone."""
    if draft.canonical:
        return lift_titles(draft, draft.pieces, [])
    draft = part_headline(_with_series_as_name(draft))
    end = _front_end(draft)
    front, rest = draft.pieces[:end], draft.pieces[end:]
    named_lines = _with_unit_as_name(_lines(_with_whole_subject([piece for piece in front if _is_line(piece)])))
    lines = [_published(line) if _is_divided(draft) else line for line in named_lines]
    fields: dict[str, str] = dict(draft.front)
    for line in lines:
        fields |= _merged(fields, line.found)
    lost = total(flattened(draft.source, line.piece, "masthead") for line in lines)
    account = [entry for line in lines for entry in _lifted(line)]
    findings = (*draft.findings, *lost.findings)
    kept = [_as_imprint(piece) for piece in front if not _is_line(piece)]
    read = msgspec.structs.replace(draft, front=fields, front_end=0, findings=findings)
    return lift_titles(_divide(read, lines, kept), (*kept, *rest), [*account, *lost.entries])


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


def is_numbered_series(pieces: Sequence[Piece]) -> bool:
    """Whether the first of *pieces* names the series, and the number of the issue stands below it."""
    title, below = pieces[0], pieces[1 : 1 + _FEW_LINES]
    found, name = particulars(title.text)
    if "issue" in found and (looks_like_series(name) or may_be_series(name)):
        return not title.hints.settled
    numbered = any(is_number(piece) for piece in below) and not _has_series_below(title, below)
    named_so = looks_like_series(title.text) or names_readers(title.text) or may_be_series(title.text)
    return numbered and not title.hints.settled and named_so


def _has_series_below(title: Piece, below: Sequence[Piece]) -> bool:
    """Whether a short name stands above the number, so that a long title above both is the subject."""
    above = takewhile(lambda piece: not is_number(piece), below)
    names = [piece.text for piece in above if particulars(piece.text, below_name=True)[1]]
    name = names[-1] if names else ""
    may_be_name = may_be_series(name) and not are_readers(name)
    return len(title.text) > _LONGEST_NAME and (may_be_name or looks_like_series(name))


def is_number(piece: Piece) -> bool:
    """Whether a line gives the issue's number, alone or with the subject behind a gap: 第4期　新课标专辑."""
    found, name = particulars(piece.text)
    return "issue" in found and (not name or piece.text.removeprefix(found["issue"])[:1].isspace())


def _is_line(piece: Piece) -> bool:
    return piece.role == "body" and bool(piece.text) and not _is_imprint(piece.text)


def _is_imprint(text: str) -> bool:
    """Whether a line is one of the 版记, which some set at the head: 内部资料, 责任编辑：…, but no publisher."""
    return bool(INTERNAL.match(text)) or (bool(CREDIT.fullmatch(text)) and not particulars(text)[0])


def _as_imprint(piece: Piece) -> Piece:
    return with_role(piece, "colophon") if piece.role == "body" and _is_imprint(piece.text) else piece


def _with_whole_subject(pieces: Sequence[Piece]) -> list[Piece]:
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


def _lines(pieces: Sequence[Piece]) -> list[_Line]:
    """What each line tells; beside a name, and where no publisher is above, the name of a unit is his."""
    lines: list[_Line] = []
    for at, piece in enumerate(pieces):
        is_told = any("publisher" in line.found for line in lines)
        named_above = any(line.name for line in lines)
        beside_name = named_above if at else _heads_series(piece, pieces[1:2])
        lines.append(_Line(piece, *particulars(piece.text, below_name=beside_name and not is_told)))
    return lines


def _heads_series(piece: Piece, below: Sequence[Piece]) -> bool:
    """Whether a line that names no readers stands right above the name of a series."""
    return not are_readers(piece.text) and any(is_set_wide(line.text) or looks_like_series(line.text) for line in below)


def _is_divided(draft: Draft) -> bool:
    """Whether there are articles, so that a line of details above them all is the bulletin's own."""
    return any(piece.role in {"section", "article"} for piece in draft.pieces)


def _published(line: _Line) -> _Line:
    """The line; one that says when and by whom a page was published gives the date and the publisher."""
    told = details_of(line.piece.text) if _is_of_page(line.piece.text) or _PUBLISHED.search(line.piece.text) else {}
    found = {_AS_OF_ISSUE[name]: value for name, value in told.items() if name in _AS_OF_ISSUE}
    return _Line(line.piece, found, "") if line.name and len(found) == len(told) > 0 else line


def _with_unit_as_name(lines: Sequence[_Line]) -> Sequence[_Line]:
    """The lines; where the first is a unit's name alone and another line says who publishes, it names the series."""
    if not lines or any(looks_like_series(line.name) for line in lines) or not _is_bare_unit(lines[0]):
        return lines
    others = lines[1:]
    told = any("publisher" in line.found and is_told_as_publisher(line.found["publisher"]) for line in others)
    return (_Line(lines[0].piece, {}, lines[0].found["publisher"]), *others) if told else lines


def _is_bare_unit(line: _Line) -> bool:
    return list(line.found) == ["publisher"] and not is_told_as_publisher(line.piece.text)


def _merged(known: Mapping[str, str], found: Mapping[str, str]) -> dict[str, str]:
    """New fields; one that is known already goes on (2025年第8期, 总第120期 on its own line)."""
    return {name: f"{known[name]} {value}" if name in known else value for name, value in found.items()}


def _front_end(draft: Draft) -> int:
    """How many pieces may belong to the masthead: those above the contents, else short lines up to a marked title.

    Below a marked title, or where front matter has named the series, only issue, date and publisher may follow; what
    else stands there is text.
    """
    marked = next((at for at, piece in enumerate(draft.pieces) if piece.role == "title"), None)
    limit = draft.front_end if draft.contents and draft.front_end else _first_structure(draft)
    titled_above = len(draft.pieces) if marked is None or draft.contents else marked
    is_named = "series" in draft.front
    first = 0 if is_named or draft.contents else _below_number(draft.pieces, titled_above, limit)
    places = range(first, min(limit, len(draft.pieces)))
    ends = (at for at in places if _ends_masthead(draft, at, named_above=is_named or at > titled_above))
    return next(ends, limit)


def _below_number(pieces: Sequence[Piece], title: int, limit: int) -> int:
    """Where the masthead ends that stands below a marked title, with its number or date; 0 where none does.

    Pages of the web and Word files set the subject first. All lines down to the first 栏目 or note may be it.
    """
    lines = range(title + 1, min(title + 1 + _MOST_LINES, limit))
    short = list(takewhile(lambda at: _may_be_below_title(pieces[at]), lines))
    is_all = len(short) == limit - title - 1
    numbers = [at for at in short if "issue" in particulars(pieces[at].text)[0]]
    named = [at for at in short if looks_like_series(pieces[at].text)]
    named += [at for at in short if numbers and may_be_series(pieces[at].text)]
    named += [title] * (bool(numbers) and any(piece.text for piece in pieces[:title]))  # the series, above it
    told = [at for at in short if is_all or not particulars(pieces[at].text, below_name=bool(numbers))[1]]
    return told[-1] + 1 if told and named and min(named) <= told[-1] and limit < len(pieces) else 0


def _may_be_below_title(piece: Piece) -> bool:
    text = piece.text
    is_line = may_be_masthead(piece) and bool(text) and not (_names_a_person(text) or is_subtitle(text))
    return is_line and (
        looks_like_series(text)  # 理论学习月报 may be a source, too
        or not details_of(text).keys() - {"date"}
        or holds_particulars_only(text)
    )


def _ends_masthead(draft: Draft, at: int, *, named_above: bool) -> bool:
    """Whether no masthead reaches this piece: it is text, torn at a page break, or more than particulars."""
    piece, below = draft.pieces[at], draft.pieces[at + 1 : at + 2]
    if piece.role == "title":
        return False
    torn = not draft.contents and any(lower.hints.after_break for lower in below)
    return (
        torn
        or (at > 0 and not draft.contents and _names_a_person(piece.text))
        or not (may_be_masthead(piece) or (_is_divided(draft) and _is_of_page(piece.text)))
        or (named_above and not _tells_of_issue(draft, piece.text))
    )


def _tells_of_issue(draft: Draft, text: str) -> bool:
    """Whether a line below the subject gives issue, date or publisher, and nothing else but the name of the series."""
    if _is_divided(draft) and (_is_of_page(text) or (_PUBLISHED.search(text) and "date" in details_of(text))):
        return True
    found, name = particulars(text)
    return bool(found) and (not name or ("series" not in draft.front and looks_like_series(name)))


def _is_of_page(text: str) -> bool:
    """Whether a line gives the hour of a day, and nothing but when and by whom a page was published."""
    told = details_of(text).keys() if CLOCK.search(text) else set()
    return "date" in told and told <= _AS_OF_ISSUE.keys()


def _names_a_person(text: str) -> bool:
    """Whether a line is a person's name, who is no subject; 简　报 is set as names are, too."""
    return is_personal_name(text) and not looks_like_series(text)


def _first_structure(draft: Draft) -> int:
    return next((at for at, piece in enumerate(draft.pieces) if piece.role in _STRUCTURE), len(draft.pieces))


def _lifted(line: _Line) -> tuple[Entry, ...]:
    words = " ".join((*line.found.values(), line.name)).strip()
    piece, reason = line.piece, "期号、日期、编印单位移入刊头"
    return moved("masthead", piece.span, piece.text, words, reason) if line.found else ()


def _divide(draft: Draft, lines: Sequence[_Line], kept: Sequence[Piece]) -> Draft:
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


def _marked_subject(lines: Sequence[_Line]) -> _Line | None:
    """The one long line that the source marks as a heading, where another line may name the series."""
    marked = [line for line in lines if line.name and line.piece.hints.level]
    others = [line.name for line in lines if line not in marked and not are_readers(line.name)]
    is_named = any(looks_like_series(name) or may_be_series(name) for name in others)
    is_long = len(marked) == 1 and len(marked[0].name) > _LONGEST_NAME and not names_readers(marked[0].name)
    return marked[0] if is_long and is_named else None


def _is_numbered(lines: Sequence[_Line]) -> bool:
    """Whether the number of the issue stands below the first name, which then is what the number counts."""
    places = (at for at, line in enumerate(lines) if line.name)
    return any("issue" in line.found for line in lines[next(places, len(lines)) :])


def _counted(lines: Sequence[_Line]) -> int | None:
    """Which of the names stands right above the first line that gives the number of the issue."""
    first = next((at for at, line in enumerate(lines) if "issue" in line.found), 0)
    above = sum(bool(line.name) for line in lines[:first])
    return above - 1 if first and lines[first - 1].name else None


def _far_largest(lines: Sequence[_Line]) -> int | None:
    """Which of the names is set far larger than all others; null where none is."""
    sizes = [line.piece.hints.size for line in lines]
    first, *others = sorted(sizes, reverse=True) or [0.0]
    return sizes.index(first) if others and first >= others[0] * _FAR_LARGER else None


def _guess(line: _Line, plate: Named) -> Entry:
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
