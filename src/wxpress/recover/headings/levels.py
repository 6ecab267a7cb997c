"""级别：headings by the source's own marks, where these plainly tell title, 栏目, 篇目 and headings apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from wxpress.readers.draft import Draft, Piece, Role, revise, with_role
from wxpress.readers.markdown.levels import ARTICLE_LEVEL, SECTION_LEVEL, TITLE_LEVEL
from wxpress.recover.words.grammar import ENUMERATOR, is_note_label, note_label
from wxpress.recover.words.ranks import mark_of
from wxpress.recover.words.signatures import is_signature

_LEAST_ENUMERATED = 0.8


class Scheme(msgspec.Struct, frozen=True):
    """级别的用法：which level each role has in one source; null where it has none."""

    title: int | None
    section: int | None
    article: int


CANONICAL = Scheme(TITLE_LEVEL, SECTION_LEVEL, ARTICLE_LEVEL)
"""What wxpress itself writes: ``#`` 本期主题, ``##`` 栏目, ``###`` 篇目, deeper ones inside articles."""


def by_levels(draft: Draft) -> Draft:
    """Headings by the source's own marks; those of a source that wxpress did not write may be of other levels."""
    scheme = CANONICAL if draft.canonical else _scheme(draft)
    labels = set() if draft.canonical else _note_labels(draft.pieces)
    pieces = enumerate(draft.pieces)
    return revise(draft, [piece if at in labels else _by_level(piece, scheme) for at, piece in pieces])


def _note_labels(pieces: Sequence[Piece]) -> set[int]:
    """Headings that are the label of a note, its text right below: 卷首语 may name a 栏目, too."""
    pairs = enumerate(pairwise(pieces))
    return {at for at, (piece, below) in pairs if is_note_label(piece.text) and not below.hints.level}


def by_title(draft: Draft) -> Draft:
    """The draft with its one highest heading in the role of title; what the others are, their level does not tell."""
    marked = _marked(draft.pieces)
    title = _scheme(draft).title
    return revise(
        draft, [with_role(piece, "title") if title and piece is marked[0] else piece for piece in draft.pieces]
    )


def are_telling(draft: Draft) -> bool:
    """Whether the marks alone tell sections from articles: two levels, and no heading that would be left empty."""
    marked = _marked(draft.pieces)
    scheme = _scheme(draft)
    used = {piece.hints.level for piece in marked} - {scheme.title}
    if not used:
        return False
    if len(used) > 1 and scheme.section is not None:
        return _sections_hold_articles(marked, scheme)
    article = scheme.article
    titled = scheme.title is not None or "title" in draft.front
    return titled and not (_are_empty(draft.pieces, article) or _is_numbered(marked, article))


def _marked(pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.hints.level and piece.role == "body" and not piece.hints.container]


def _sections_hold_articles(marked: Sequence[Piece], scheme: Scheme) -> bool:
    """Half the sections or more have an article of their own right below them."""
    below = [lower.hints.level for upper, lower in pairwise(marked) if upper.hints.level == scheme.section]
    return sum(level == scheme.article for level in below) * 2 >= len(below)


def _are_empty(pieces: Sequence[Piece], level: int) -> bool:
    """Whether headings of one level stand right above one another."""
    levels = [piece.hints.level for piece in pieces if piece.role == "body"]
    return any(upper == lower == level for upper, lower in pairwise(levels))


def _scheme(draft: Draft) -> Scheme:
    """The levels of the roles: the first heading is the title when no other is as high; then section and article.

    Where one level only is left it is the articles', and so is the upper of two where the lower only numbers points.
    Where front matter gives the title, no heading is.
    """
    marked = _marked(draft.pieces)
    levels = [piece.hints.level for piece in marked if piece.hints.level]
    title = _title_level(levels) if "title" not in draft.front else None
    rest = sorted(set(levels) - {title})
    if title == TITLE_LEVEL and SECTION_LEVEL not in rest and ARTICLE_LEVEL in rest:
        holds = _hold_headings_only(draft.pieces, ARTICLE_LEVEL)
        return Scheme(title, ARTICLE_LEVEL, ARTICLE_LEVEL + 1) if holds else Scheme(title, None, ARTICLE_LEVEL)
    section, article = [*rest, None, None][:2]
    if section is not None and article == section + 1 and _are_divided(draft.pieces, marked, section):
        return Scheme(title, section, article)
    return Scheme(title, None, section or ARTICLE_LEVEL)


def _hold_headings_only(pieces: Sequence[Piece], level: int) -> bool:
    """Whether every heading of *level* stands right above one of the next, which bears no number: 栏目 do."""
    below = [lower for upper, lower in pairwise(pieces) if upper.hints.level == level]
    return bool(below) and all(lower.hints.level == level + 1 and not _is_point(lower.text) for lower in below)


def _are_divided(pieces: Sequence[Piece], marked: Sequence[Piece], section: int) -> bool:
    """Whether headings of level *section* are 栏目, and those below them articles."""
    return not _hold_text(pieces, section) and _are_articles(pieces, marked, section)


def _hold_text(pieces: Sequence[Piece], level: int) -> bool:
    """Whether most headings of *level* stand right above text, and half hold no others, as articles do."""
    real = [piece for piece in pieces if piece.role != "furniture" and note_label(piece.text) is None]
    below = [lower.hints.level for upper, lower in pairwise(real) if upper.hints.level == level]
    levels = [piece.hints.level for piece in real if piece.hints.level]
    holding = sum(upper == level and lower > level for upper, lower in pairwise(levels))
    return below.count(None) * 2 > len(below) > 1 and holding * 2 <= levels.count(level)


def _are_articles(pieces: Sequence[Piece], marked: Sequence[Piece], section: int) -> bool:
    """Whether headings below those of level *section* are articles: not numbered, or counted articles.

    一、 below 第一部分 is an article's where it stands right below, or where a byline stands below it.
    """
    if not _is_numbered(marked, section + 1):
        return True
    heads = [(upper, lower) for upper, lower in pairwise(pieces) if upper.hints.level == section]
    follows = [(upper, lower) for upper, lower in heads if note_label(upper.text) is None]
    above = sum(lower.hints.level == section + 1 for _, lower in follows) * 2 >= len(follows)
    signed = any(upper.hints.level == section + 1 and is_signature(lower.text) for upper, lower in pairwise(pieces))
    ranked = all(mark_of(upper.text) for upper, _ in follows)
    return above and (signed or ranked)


def _title_level(levels: Sequence[int]) -> int | None:
    """The level of the first heading, if all others are lower; null where one is as high."""
    return levels[0] if levels and min(levels) == levels[0] and levels.count(levels[0]) == 1 else None


def _is_numbered(marked: Sequence[Piece], level: int) -> bool:
    """Whether the headings of *level* are numbered points (一、 二、), and so inside articles."""
    texts = [piece.text for piece in marked if piece.hints.level == level]
    return sum(map(_is_point, texts)) >= _LEAST_ENUMERATED * len(texts)


def _is_point(text: str) -> bool:
    """Whether *text* is numbered as a point of an article is; 第一篇 and 第一章 are parts of a whole."""
    number = ENUMERATOR.match(text)
    return number is not None and not text.lstrip().startswith("第")


def _by_level(piece: Piece, scheme: Scheme) -> Piece:
    level = piece.hints.level
    if level is None or piece.role != "body" or piece.hints.container:
        return piece
    role = _role(level, scheme)
    inner = msgspec.structs.replace(piece.hints, level=max(1, level - scheme.article) if role == "heading" else level)
    return msgspec.structs.replace(piece, hints=inner, role=role)


def _role(level: int, scheme: Scheme) -> Role:
    roles: dict[int | None, Role] = {scheme.article: "article", scheme.section: "section", scheme.title: "title"}
    return roles.get(level, "heading")
