"""网页的发布信息：when and by whom a page was published, above a masthead that says it for the issue itself.

时间：2025-08-04 08:30　作者：政治部　点击：276次 tells of the page; the issue has its number and date below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from wxpress.diagnostics import diagnose
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import CLOCK, CONTENTS_LABEL, note_label
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.recover.words.nameplate import looks_like_series
from wxpress.recover.words.particulars import particulars
from wxpress.recover.words.plain_words import flattened

_EARLY, _REACH = 6, 6
_FEWEST = 3
_DAY = re.compile(r"(?:发布|更新|发表)(?:时间|日期)\s*[：:]")
_OF_PAGE = re.compile(r"(?:时间|日期|来源|稿源|编辑|作者|发布人?|发布(?:机构|单位))\s*[：:]")
_REASON = "网页的发布信息；本期的期号、日期在下面的刊头里"


def drop_published_line(draft: Draft) -> Draft:
    """The draft without the line that says when its page was published, where its masthead stands below it."""
    at = next((at for at, piece in enumerate(draft.pieces[:_EARLY]) if _tells_of_page(piece)), None)
    if at is not None and _tells_day_alone(draft.pieces[at]) and _has_sections(draft.pieces):
        return _without(draft, at)
    if at is None or not (_is_named(draft.pieces[:at]) or _is_masthead(draft.pieces[at + 1 : at + 1 + _REACH])):
        return draft
    return _without(draft, at)


def _without(draft: Draft, at: int) -> Draft:
    piece = draft.pieces[at]
    lost = flattened(draft.source, piece, "furniture")
    drop = Entry(by="furniture", kind="drop", span=piece.span, before=piece.text, after="", reason=_REASON)
    told = diagnose("WX214", source=draft.source.name, span=piece.span, text=" ".join(piece.text.split()))
    rest = (*draft.pieces[:at], *draft.pieces[at + 1 :])
    return revise(draft, rest, [drop, *lost.entries], [told, *lost.findings])


def _tells_day_alone(piece: Piece) -> bool:
    """Whether a line gives nothing but the day of publication, with that label."""
    return bool(_DAY.match(piece.text)) and details_of(piece.text).keys() == {"date"}


def _has_sections(pieces: Sequence[Piece]) -> bool:
    """Whether headings divide the text into articles, none of which the day of the page belongs to."""
    levels = [piece.hints.level for piece in pieces if piece.hints.level]
    return len(set(levels)) > 1 and len(levels) >= _FEWEST


def _tells_of_page(piece: Piece) -> bool:
    """Whether a line gives a date with its hour, or with the labels that pages give it."""
    is_plain = piece.role == "body" and not piece.hints.settled and not piece.hints.container
    if not is_plain or "date" not in details_of(piece.text):
        return False
    return bool(CLOCK.search(piece.text) or _OF_PAGE.search(piece.text))


def _is_named(above: Sequence[Piece]) -> bool:
    """Whether the lines right above are a masthead, number and date of the issue in it, and no title below it."""
    told = [particulars(line.text)[0] for line in above if line.text]
    known = set().union(*told)
    return bool(told and told[-1]) and {"issue", "date"} <= known


def _is_masthead(below: Sequence[Piece]) -> bool:
    """Whether the lines right below are a masthead: one gives the number of the issue, another date, or the series.

    So they are, whatever they say, where the label of the contents or a note ends them.
    """
    short = list(takewhile(lambda piece: may_be_masthead(piece) and not CONTENTS_LABEL.fullmatch(piece.text), below))
    lines = [piece for piece in short if piece.text]
    ends = [CONTENTS_LABEL.fullmatch(piece.text) or note_label(piece.text) for piece in below[len(short) :][:1]]
    return (bool(lines) and any(ends)) or any(
        particulars(line.text)[0].keys() & {"issue", "date"} or looks_like_series(line.text) for line in lines
    )
