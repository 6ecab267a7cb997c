"""行：what one piece shows by itself: the shape of a heading, the end of an article, a line of particulars."""

from __future__ import annotations

import re

from wxpress.readers.draft import Piece
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import (
    LABEL_OF_LINK,
    LINK_LABEL,
    LINK_WORDS,
    SHORTEST_TORN,
    bracketed_link,
    is_between_dashes,
    is_finished,
    looks_like_title,
    note_label,
    trailing_link,
)
from wxpress.recover.words.names import is_personal_name
from wxpress.tree import LineBreak, Link, Paragraph
from wxpress.walk import plain

LONGEST_TITLE = 60
LONGEST_MARKED = 80

LARGER = 1.08
"""From this ratio to the body's size on, letters are plainly larger."""

_IN_BRACKETS = re.compile(r"[（(](?:[^（）()]|（[^（）]*）){3,60}[）)]$")

_LINK_ENDS = (*dict.fromkeys(word[-1] for word in LINK_WORDS.split("|")), *"】]>＞»…")
"""What a link's label ends in: seen at once, where the label itself is looked for all through a paragraph."""

_TALK = re.compile(r"(?:问|答|记者|主持人|提问|回答)\s*[：:]")
_SUBTITLE = re.compile(r"[—─―－]{1,2}\s*[^\s\d—─―－]")


def may_be_heading(piece: Piece) -> bool:
    """Whether *piece* has a heading's shape: a short line of text without a full stop or a link at its end."""
    if not piece.text or piece.role != "body" or piece.hints.container or ends_in_link(piece):
        return False
    if piece.hints.level:
        return len(piece.text) <= LONGEST_MARKED
    is_text = looks_cut(piece.text) or note_label(piece.text)
    return looks_like_title(piece.text, LONGEST_TITLE) and not is_text


def opens_talk(text: str) -> bool:
    """Whether a question, an answer or the words of a speaker begin here."""
    return bool(_TALK.match(text))


def is_subtitle(text: str) -> bool:
    """Whether *text* is a 副题: a dash opens it, and nothing closes it (GB/T 15834 has the dash lead it in)."""
    led_in = bool(_SUBTITLE.match(text)) and not is_between_dashes(text)
    return led_in and looks_like_title(text, LONGEST_TITLE) and not is_finished(text)


def ends_in_link(piece: Piece) -> bool:
    """Whether *piece* is or ends in a 【链接】 or the like."""
    text = piece.text
    if not text.rstrip().endswith(_LINK_ENDS):
        return False
    last = piece.block.inlines[-1] if isinstance(piece.block, Paragraph) else None
    link = trailing_link(text)
    if link is None:
        return isinstance(last, Link) and is_labelled(last)
    bracketed = bracketed_link(text) or LINK_LABEL.fullmatch(text)
    return bool(bracketed) or isinstance(last, Link) or _is_whole(text[: link.start()])


def is_link(piece: Piece) -> bool:
    """Whether a line is nothing but the label of a link."""
    return bool(LABEL_OF_LINK.fullmatch(piece.text))


def is_labelled(link: Link) -> bool:
    """Whether the words of a link are such a label, and not a part of a sentence."""
    return bool(LABEL_OF_LINK.fullmatch(plain(link.inlines)))


def _is_whole(text: str) -> bool:
    return is_finished(text) or ends_in_credit(text)


def ends_in_credit(text: str) -> bool:
    """Whether *text* is a finished paragraph with its source or author in brackets behind it, or with both."""
    credit = _IN_BRACKETS.search(text) if text.rstrip().endswith(("）", ")")) else None
    if credit is None or not details_of(credit[0]):
        return False
    before = text[: credit.start()]
    return is_finished(before) or ends_in_credit(before)


def is_cited(text: str) -> bool:
    """Whether a line in brackets says where an article stood: （《工人日报》2025年7月30日第4版）."""
    return bool(_IN_BRACKETS.fullmatch(text)) and "source" in details_of(text)


def is_verse(piece: Piece) -> bool:
    """Whether a paragraph has lines that must end where they do, as those of a poem."""
    return isinstance(piece.block, Paragraph) and any(isinstance(inline, LineBreak) for inline in piece.block.inlines)


def is_detail(piece: Piece) -> bool:
    """Whether *piece* is a line of byline, source or date, or a personal name alone."""
    return (
        not piece.hints.heads
        and looks_like_title(piece.text)
        and (bool(details_of(piece.text)) or is_personal_name(piece.text))
    )


def is_emphatic(piece: Piece) -> bool:
    """Whether the type of *piece* sets it off: bold, centred or larger than the text."""
    return piece.hints.bold or piece.hints.centred or piece.hints.size > LARGER


def breaks_off(above: Piece | None) -> bool:
    """Whether a long paragraph stops without a stop, so that what comes next is its second half."""
    if above is None or len(above.text) < SHORTEST_TORN or is_finished(above.text):
        return False
    if ends_in_link(above) or ends_in_credit(above.text):
        return False
    return not may_be_heading(above) or looks_cut(above.text)


def looks_cut(text: str) -> bool:
    """Whether a line holds a whole sentence and goes on, as no title does."""
    return "。" in text or "；" in text or bool(_SENTENCES.search(text[-_LONGEST_SENTENCE:]))


_LONGEST_SENTENCE = 240
"""Characters at the end of a line that tell: the pattern takes ages over many thousands."""

_SENTENCES = re.compile(
    "[，？！].*[？！](?![—─―])[^？！”’》）]{8,}|，.{4,}，.{4,}[？！]$|^.{14,}，.{10,}[？！]$|[？！](?![—─―])[^？！”’》）]{12,}$"
)
