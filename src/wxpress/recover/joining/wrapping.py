"""折行：lines cut at a fixed width become paragraphs again; Chinese is joined without a space."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

import msgspec

from wxpress.inlines import ems
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, hinted, revise
from wxpress.recover.contents.entries import Line, are_entries, ends_in_page, has_leaders, looks_like_entry, parse
from wxpress.recover.words.grammar import (
    COLOPHON,
    CONTENTS_LABEL,
    ENUMERATOR,
    ISSUE_LINE,
    NOTE_LABEL,
    folded,
    is_finished,
    looks_like_title,
    note_label,
)
from wxpress.recover.words.pieces import PARAGRAPH_INDENT, Ground, joined, joint
from wxpress.recover.words.sentences import is_whole
from wxpress.recover.words.signatures import author_behind
from wxpress.tree import Paragraph

LEAST_WIDTH = 16
"""Lines shorter than this, in em, are nobody's fixed width."""


_SLACK = 2
_MASTHEAD = 6
_TEXT = re.compile("[，。；]")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
"""Numbers that stand within a sentence as often as before one."""

_LEAST_LINES = 4
_PAIR = 2
_LEAST_SHARE = 0.5
_GROUND = Ground("wrapping", "按固定宽度折断的行，接成一段", "上一行排满", 0.95)


class Measure(msgspec.Struct, frozen=True):
    """行宽：the width that lines fill, in em; whether paragraphs stand *dense*, no blank line between them."""

    width: float
    dense: bool


def unwrap(draft: Draft) -> Draft:
    """The draft with the lines of each paragraph joined: all tight lines of marked text, full lines of wrapped text."""
    width = _fixed_width(draft.pieces)
    if not draft.marked and width is None and not any(piece.hints.follows for piece in draft.pieces):
        return draft
    if width is not None and not draft.marked:
        draft = revise(draft, _with_long_titles(draft.pieces, width - _SLACK))
    measure = None if width is None else Measure(width, dense=_is_dense(draft.pieces, width))
    groups: list[list[Piece]] = []
    account: list[Entry] = []
    listed = _listed_titles(draft, width)
    entries = _contents_lines(draft.pieces) | _masthead_lines(draft.pieces)
    for at, piece in enumerate(draft.pieces):
        apart = at in entries or _is_listed(piece, listed)
        if groups and not apart and _belongs(draft, groups[-1], piece, measure):
            account += [] if draft.marked or piece.hints.follows else [joint(groups[-1][-1], piece, _GROUND)]
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return revise(draft, [joined(*group) for group in groups], account)


def _with_long_titles(pieces: Sequence[Piece], measure: float) -> list[Piece]:
    """The pieces; a line amid blank ones that is centred in the *measure*, in em, though hardly shorter, is told so.

    Other titles are centred, and an indent opens the text below it, which cannot go on with it.
    """
    titled = any(piece.hints.centred for piece in pieces)
    pairs = pairwise([*pieces, Piece(Paragraph(()))])
    return [_as_centred(piece) if titled and _is_long_title(piece, below, measure) else piece for piece, below in pairs]


def _is_long_title(piece: Piece, below: Piece, measure: float) -> bool:
    hints, lead = piece.hints, piece.hints.indent
    alone = not (hints.tight or below.hints.tight or hints.centred) and below.hints.indent >= PARAGRAPH_INDENT
    middle = lead >= 1 and abs(2 * lead + ems(piece.text) - measure) <= _SLACK
    return alone and middle and "。" not in piece.text and looks_like_title(piece.text)


def _as_centred(piece: Piece) -> Piece:
    return hinted(piece, centred=True)


def _listed_titles(draft: Draft, width: float | None) -> set[str]:
    """Lines that name a title, folded: with a page behind them, or short and standing twice, as entry and as title.

    In marked text the marks alone tell titles.
    """
    lines = [] if draft.marked else [piece.text for piece in draft.pieces if piece.text]
    longest = (width or 0) - 2 * _SLACK
    times = Counter(folded(line) for line in lines if looks_like_title(line) and ems(line) < longest)
    twice = {line for line, count in times.items() if count > 1}
    return twice | {folded(parse(Line(line, None)).title) for line in lines if looks_like_entry(line)}


def _contents_lines(pieces: Sequence[Piece]) -> set[int]:
    """The lines below the label 目录, up to a sentence, a note or the first of them again: entries or parts of such."""
    label = next((at for at, piece in enumerate(pieces) if CONTENTS_LABEL.fullmatch(piece.text)), len(pieces))
    seen: set[str] = set()
    lines: set[int] = set()
    for at in range(label + 1, len(pieces)):
        title = folded(author_behind(parse(Line(pieces[at].text, None)).title)[0])
        if title in seen or not _may_be_entry(pieces[at]):
            break
        seen |= {title} - {""}
        lines.add(at)
    return lines


def _masthead_lines(pieces: Sequence[Piece]) -> set[int]:
    """The first lines, where the issue's number is among them, up to one that reads as text: each stands for itself."""
    lines = list(takewhile(lambda at: _stands_for_itself(pieces[at]), range(min(_MASTHEAD, len(pieces)))))
    return set(lines) if any(ISSUE_LINE.search(pieces[at].text) for at in lines) else set()


def _stands_for_itself(piece: Piece) -> bool:
    return bool(piece.text) and not (_TEXT.search(piece.text) or note_label(piece.text)) and piece.hints.follows is None


def _may_be_entry(piece: Piece) -> bool:
    return not (note_label(piece.text) or "。" in piece.text) and piece.hints.follows is None


def _is_listed(piece: Piece, titles: set[str]) -> bool:
    """Whether a line is a title that the contents name, of which the editor has said nothing else."""
    return piece.hints.follows is None and folded(piece.text) in titles


def _fixed_width(pieces: Sequence[Piece]) -> float | None:
    """The width that most lines with a tight line below them fill, in em; null where the text is not wrapped."""
    lines = [piece for piece, below in pairwise(pieces) if _has_tight_line_below(piece, below)]
    if len(lines) < _PAIR:
        return None
    every = [round(piece.hints.indent + ems(piece.text)) for piece in lines]
    wide = Counter(width for width in every if width >= LEAST_WIDTH) or Counter(every)
    common = max(wide.items(), key=lambda item: (item[1], item[0]))[0]
    texts = [(piece, width) for piece, width in zip(lines, every, strict=True) if width >= _LEAST_SHARE * common]
    full = [piece for piece, width in texts if abs(width - common) <= _SLACK]
    few = len(texts) < _LEAST_LINES
    cut = _cut_short(full)
    enough = cut == len(lines) if few else min(len(full), 2 * cut) >= _LEAST_SHARE * len(texts)
    return float(common + _SLACK) if enough and common >= LEAST_WIDTH else None


def _has_tight_line_below(piece: Piece, below: Piece) -> bool:
    tight = below.hints.tight and not is_indented(below) and not piece.hints.centred
    return tight and bool(piece.text) and bool(below.text)


def _cut_short(lines: Sequence[Piece]) -> int:
    """How many lines end in mid sentence, or open a paragraph by their indent."""
    return sum(
        (piece.hints.indent >= PARAGRAPH_INDENT or not is_finished(piece.text)) and not looks_like_entry(piece.text)
        for piece in lines
    )


def may_be_joined(above: Piece, below: Piece) -> bool:
    """Whether the editor's word makes one paragraph of two pieces that now stand side by side."""
    return above.hints.goes_on and bool(above.text) and bool(below.text) and above.role != "furniture"


def _belongs(draft: Draft, group: Sequence[Piece], below: Piece, measure: Measure | None) -> bool:
    """Whether the line *below* goes on with the lines of *group*."""
    line = group[-1]
    if below.hints.follows is not None:
        return below.hints.follows and may_be_joined(line, below)
    is_entry = looks_like_entry(line.text) or ends_in_page(line.text) or (draft.marked and _is_led(below.text))
    if is_entry or not _may_go_on(line, below) or are_entries(line.text, below.text):
        return False
    return (
        below.hints.indent < PARAGRAPH_INDENT if draft.marked else measure is not None and _fills(group, below, measure)
    )


def _is_led(text: str) -> bool:
    """Whether dots lead to a page, so that even a line below others is an entry of the contents."""
    return has_leaders(text) and looks_like_entry(text)


def _may_go_on(line: Piece, below: Piece) -> bool:
    """Whether two lines are text, one tight below the other, the upper one no title, the lower no line of the 版记."""
    texts = bool(line.text) and bool(below.text) and "furniture" not in {line.role, below.role}
    may_be_one = texts and line.hints.level is None and not line.hints.centred
    return may_be_one and below.hints.tight and not COLOPHON.match(below.text)


def _fills(group: Sequence[Piece], below: Piece, measure: Measure) -> bool:
    """Whether the last of the lines fills the measure, and the one below opens nothing new."""
    line = group[-1]
    indented = group[0].hints.indent >= PARAGRAPH_INDENT
    least = measure.width - (3 if indented else 2) * _SLACK  # figures are narrow; no indent says as much as a full line
    may_end = measure.dense and not indented and is_finished(line.text)
    full = line.hints.indent + ems(line.text) >= (measure.width - _SLACK if may_end else least)
    return full and not is_indented(below) and not (_is_fresh(below, least, indented=indented) and is_whole(line.text))


def _is_dense(pieces: Sequence[Piece], width: float) -> bool:
    """Whether no blank line divides paragraphs: below short lines that end them stands the next, as in a PDF's text.

    The last line of a paragraph may be nearly full there.
    """
    least = width - 2 * _SLACK
    ends = [
        below.hints.tight
        for piece, below in pairwise(pieces)
        if LEAST_WIDTH / 2 <= ems(piece.text) < least <= ems(below.text)
        and is_finished(piece.text)
        and not ENUMERATOR.match(below.text)
    ]
    return len(ends) >= _LEAST_LINES and sum(ends) * _PAIR > len(ends)


def is_indented(piece: Piece) -> bool:
    """Whether a line opens with an indent; a blank before it is a slip."""
    return piece.hints.indent >= 1


def _is_fresh(below: Piece, full: float, *, indented: bool) -> bool:
    """Whether a line may open something new: by what it begins with, or as one not *full* that no stop ends, a title.

    Where paragraphs are *indented*, a number at the margin is one within a sentence.
    """
    titled = ems(below.text) < full and looks_like_title(below.text) and not is_whole(below.text)
    numbered = not indented and below.text[:1] not in _CIRCLED and ENUMERATOR.match(below.text)
    return titled or bool(numbered or NOTE_LABEL.match(below.text))
