"""标题：gives pieces the role of 栏目, 篇目 or heading, by explicit markup and by the printed contents."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import join
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, Role, revise
from wxpress.readers.markdown_levels import ARTICLE_LEVEL, SECTION_LEVEL, TITLE_LEVEL
from wxpress.recover.alignment import Candidate, Pair, align
from wxpress.recover.grammar import (
    COLOPHON,
    ENUMERATOR,
    TRAILING_LINK,
    bare_title,
    is_finished,
    looks_like_title,
    unspaced,
)
from wxpress.recover.plain_words import markup_of
from wxpress.source import Span, cover
from wxpress.tree import ContentsEntry, Paragraph, Text
from wxpress.walk import plain

MOST_UNMARKED_PARAGRAPHS = 20
_MOST_STRAY_TITLES = 2
_FOUND = frozenset({"section", "article", "heading"})

_MARKED, _BOLD, _CENTRED, _AFTER_TORN, _FULL_STOP, _AMID_TEXT = 0.3, 0.1, 0.1, -0.35, -0.5, -0.2


def find_headings(draft: Draft) -> Draft:
    """The draft with its headings in their roles; an error where a text plainly has structure that was not found."""
    if draft.canonical:
        return by_levels(draft)
    if draft.contents:
        return by_contents(draft)
    return _or_nothing_found(by_levels(draft))


def by_levels(draft: Draft) -> Draft:
    """Headings by the source's own marks: ``#`` 本期主题, ``##`` 栏目, ``###`` 篇目, deeper ones inside articles.

    A source that wxpress did not write may use other levels: its first heading is the title when no other is as high,
    and where one level only is left, that is the articles'.
    """
    levels = [piece.hints.level for piece in draft.pieces if piece.hints.level and piece.role == "body"]
    title, section, article = _scheme(levels, canonical=draft.canonical)
    pieces = [_by_level(piece, title, section, article) for piece in draft.pieces]
    return revise(draft, pieces)


def _scheme(levels: Sequence[int], *, canonical: bool) -> tuple[int | None, int | None, int]:
    if canonical:
        return TITLE_LEVEL, SECTION_LEVEL, ARTICLE_LEVEL
    ordered = sorted(set(levels))
    title = ordered[0] if ordered and levels[0] == ordered[0] and levels.count(ordered[0]) == 1 else None
    rest = [level for level in ordered if level != title]
    if title == TITLE_LEVEL and SECTION_LEVEL not in rest and ARTICLE_LEVEL in rest:
        return title, None, ARTICLE_LEVEL
    match rest:
        case []:
            return title, None, ARTICLE_LEVEL
        case [only]:
            return title, None, only
        case [section, article, *_] if article == section + 1:
            return title, section, article
        case [article, *_]:
            return title, None, article
    return title, None, ARTICLE_LEVEL


def _by_level(piece: Piece, title: int | None, section: int | None, article: int) -> Piece:
    level = piece.hints.level
    if level is None or piece.role != "body" or piece.hints.container:
        return piece
    role: Role = "heading"
    if level in {title, section, article}:
        role = "title" if level == title else "section" if level == section else "article"
    inner = msgspec.structs.replace(piece.hints, level=max(1, level - article) if role == "heading" else level)
    return msgspec.structs.replace(piece, hints=inner, role=role)


def _or_nothing_found(draft: Draft) -> Draft:
    """The draft with an error where nothing was found in a text that is empty or plainly has articles."""
    if not any(piece.role != "furniture" for piece in draft.pieces):
        return revise(draft, draft.pieces, findings=[diagnose("WX207", source=draft.source.name)])
    roles = {piece.role for piece in draft.pieces}
    paragraphs = [piece for piece in draft.pieces if piece.role == "body" and piece.text]
    if roles & _FOUND or not _wants_structure(paragraphs, titled="title" in roles):
        return draft
    span = paragraphs[0].span
    return revise(draft, draft.pieces, findings=[_nothing_found(draft, span, len(paragraphs))])


def _nothing_found(draft: Draft, span: Span | None, count: int) -> Diagnostic:
    return diagnose("WX205", source=draft.source.name, span=span, count=str(count))


def _wants_structure(paragraphs: Sequence[Piece], *, titled: bool) -> bool:
    """A marked title and a few paragraphs are whole; many paragraphs are not, nor some that plainly are articles."""
    return len(paragraphs) > MOST_UNMARKED_PARAGRAPHS or (not titled and _plainly_has_articles(paragraphs))


def _plainly_has_articles(paragraphs: Sequence[Piece]) -> bool:
    """Two links at the ends of paragraphs, or three titles between them, are no running text."""
    links = sum(1 for piece in paragraphs if TRAILING_LINK.search(piece.text))
    titles = [looks_like_title(piece.text, 40) and not is_finished(piece.text) for piece in paragraphs]
    amid = sum(title and not below for title, below in pairwise(titles[1:]))
    return links > 1 or amid > _MOST_STRAY_TITLES


def by_contents(draft: Draft) -> Draft:
    """Headings by aligning the printed contents with the body; the body's wording is kept."""
    entries = draft.contents
    pairs = align([entry.title for entry in entries], _candidates(draft))
    if not pairs:
        finding = diagnose("WX203", source=draft.source.name, span=entries[0].span, count=str(len(entries)))
        return revise(draft, draft.pieces, findings=[finding])
    roles = _roles(entries, pairs)
    pieces: list[Piece] = []
    account: list[Entry] = []
    findings = [_not_found(draft, entry) for entry in _unpaired(entries, pairs)]
    at = 0
    for pair, role in zip(pairs, roles, strict=True):
        pieces += draft.pieces[at : pair.first]
        wrapped = draft.pieces[pair.first : pair.last + 1]
        pieces.append(_heading(wrapped, role, entries[pair.entry]))
        account.append(_aligned(pieces[-1], entries[pair.entry], pair))
        findings += _differing(draft, pieces[-1], entries[pair.entry])
        at = pair.last + 1
    pieces += draft.pieces[at:]
    return _unlisted_titles(_leftover_headings(revise(draft, pieces, account, findings)))


def _candidates(draft: Draft) -> list[Candidate | None]:
    candidates: list[Candidate | None] = []
    linked = _ends_articles_in_links(draft)
    torn = False
    above: Piece | None = None
    for index, piece in enumerate(draft.pieces):
        usable = index >= draft.front_end and piece.role == "body" and piece.text and piece.hints.container is None
        candidates.append(Candidate(piece.text, _favour(piece, torn=torn) + _place(linked, above)) if usable else None)
        if piece.role == "body":
            above = piece
            torn = bool(piece.text) and not is_finished(piece.text) and not looks_like_title(piece.text)
    return candidates


def _ends_articles_in_links(draft: Draft) -> bool:
    """Whether most articles of the contents end in a link, so that a title is to be looked for below one."""
    links = sum(1 for piece in draft.pieces if TRAILING_LINK.search(piece.text))
    articles = sum(1 for entry in draft.contents if entry.level > 1) or len(draft.contents)
    return links * 2 >= articles


def _place(linked: bool, above: Piece | None) -> float:  # noqa: FBT001 - a fact of the whole text
    """What the piece above says for a title: the link of the article before, or a title, is its usual neighbour."""
    if not linked or above is None or not above.text:
        return 0
    usual = TRAILING_LINK.search(above.text) or (looks_like_title(above.text) and not is_finished(above.text))
    return 0 if usual else _AMID_TEXT


def _favour(piece: Piece, *, torn: bool) -> float:
    return (
        (_MARKED if piece.hints.level else 0)
        + (_BOLD if piece.hints.bold else 0)
        + (_CENTRED if piece.hints.centred else 0)
        + (_AFTER_TORN if torn else 0)
        + (_FULL_STOP if piece.text.endswith("。") else 0)
    )


def _roles(entries: Sequence[ContentsEntry], pairs: Sequence[Pair]) -> list[Role]:
    """By the levels of the contents; where they show none, a heading right above another is the 栏目 over it."""
    if len({entry.level for entry in entries}) > 1:
        names: dict[int, Role] = {1: "section", 2: "article"}
        return [names.get(entries[pair.entry].level, "heading") for pair in pairs]
    above = [pair.last + 1 == lower.first for pair, lower in pairwise(pairs)]
    return ["section" if is_above else "article" for is_above in (*above, False)]


def _heading(wrapped: Sequence[Piece], role: Role, entry: ContentsEntry) -> Piece:
    """One piece of the lines of a heading; where it was wrapped, the entry tells whether a space stands at the turn."""
    first = wrapped[0]
    inlines = first.block.inlines if isinstance(first.block, Paragraph) else ()
    for piece in wrapped[1:]:
        inlines = join(inlines, piece.block.inlines if isinstance(piece.block, Paragraph) else ())
    same_words = unspaced(plain(inlines)) == unspaced(entry.title) and not any(markup_of(inlines))
    if len(wrapped) > 1 and same_words:
        inlines = (Text(entry.title, span=first.span),)
    hints = msgspec.structs.replace(first.hints, level=max(1, entry.level - 2)) if role == "heading" else first.hints
    return Piece(Paragraph(inlines, span=cover(*(piece.span for piece in wrapped))), hints, role)


def _aligned(piece: Piece, entry: ContentsEntry, pair: Pair) -> Entry:
    return Entry(
        by="headings",
        kind="guess",
        span=piece.span,
        before=piece.text,
        after=piece.text,
        reason="认作栏目" if piece.role == "section" else "认作篇目标题" if piece.role == "article" else "认作文内标题",
        evidence=f"目录第 {entry.span.first} 行“{entry.title}”" if entry.span else f"目录“{entry.title}”",
        confidence=round(min(0.99, pair.likeness), 2),
    )


def _differing(draft: Draft, piece: Piece, entry: ContentsEntry) -> list[Diagnostic]:
    if unspaced(bare_title(piece.text)) == unspaced(bare_title(entry.title)):
        return []
    return [diagnose("WX204", source=draft.source.name, span=piece.span, contents=entry.title, body=piece.text)]


def _unpaired(entries: Sequence[ContentsEntry], pairs: Sequence[Pair]) -> list[ContentsEntry]:
    paired = {pair.entry for pair in pairs}
    return [entry for index, entry in enumerate(entries) if index not in paired]


def _not_found(draft: Draft, entry: ContentsEntry) -> Diagnostic:
    return diagnose("WX202", source=draft.source.name, span=entry.span, title=entry.title)


def _unlisted_titles(draft: Draft) -> Draft:
    """Titles in the body that the contents do not name: below the link of one article and above the text of another."""
    if not _ends_articles_in_links(draft):
        return draft
    pieces = list(draft.pieces)
    account: list[Entry] = []
    findings: list[Diagnostic] = []
    for at in range(max(1, draft.front_end), len(pieces) - 1):
        above, piece, below = pieces[at - 1 : at + 2]
        if not (
            _is_lone_title(piece)
            and _ends_article(above)
            and below.role == "body"
            and len(below.text) > len(piece.text)
        ):
            continue
        pieces[at] = msgspec.structs.replace(piece, role="article")
        findings.append(diagnose("WX206", source=draft.source.name, span=piece.span, title=piece.text))
        account.append(_unlisted(piece))
    return revise(draft, pieces, account, findings)


def _is_lone_title(piece: Piece) -> bool:
    is_title = looks_like_title(piece.text, 40) and not is_finished(piece.text) and not ENUMERATOR.match(piece.text)
    return piece.role == "body" and is_title and not (TRAILING_LINK.search(piece.text) or COLOPHON.match(piece.text))


def _ends_article(piece: Piece) -> bool:
    return piece.role == "body" and bool(TRAILING_LINK.search(piece.text))


def _unlisted(piece: Piece) -> Entry:
    return Entry(
        by="headings",
        kind="guess",
        span=piece.span,
        before=piece.text,
        after=piece.text,
        reason="认作篇目标题",
        evidence="在上一篇的链接之下、正文之上，独占一行",
        confidence=0.75,
    )


def _leftover_headings(draft: Draft) -> Draft:
    """Marked headings that the contents do not name: as high as the articles' they are articles, else inside one."""
    known = {
        role: {piece.hints.level for piece in draft.pieces if piece.role == role and piece.hints.level}
        for role in ("section", "article")
    }
    told_apart = not known["section"] & known["article"]
    found: list[Diagnostic] = []
    pieces: list[Piece] = []
    for index, piece in enumerate(draft.pieces):
        if piece.hints.level is None or piece.role != "body" or index < draft.front_end:
            pieces.append(piece)
            continue
        role: Role = "article" if told_apart and piece.hints.level in known["article"] else "heading"
        highest = max((level for level in known["article"] if level), default=piece.hints.level - 1)
        inner = msgspec.structs.replace(piece.hints, level=max(1, piece.hints.level - highest))
        pieces.append(Piece(piece.block, inner, role))
        if role == "article":
            found.append(diagnose("WX206", source=draft.source.name, span=piece.span, title=piece.text))
    return revise(draft, pieces, findings=found)
