"""篇目信息：byline, source and date of an article: below its title, below its text, or behind its last word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from wxpress.errors import UsageError
from wxpress.inlines import tidy
from wxpress.readers.draft import Draft, Piece, hinted, revise, with_role
from wxpress.recover.words.detail_lines import (
    BEHIND_DASH,
    BRACKETED_LABEL,
    BRACKETS,
    LABELLED,
    SOURCE,
    Fields,
    bracketed,
    details_of,
)
from wxpress.recover.words.grammar import (
    AFTERWORD,
    LABEL_OF_LINK,
    LINK_WORDS,
    bracketed_link,
    looks_like_title,
)
from wxpress.recover.words.lines import is_link
from wxpress.recover.words.signatures import LIKELY, degree_of, is_signature, names_in, stands_over_names
from wxpress.tree import Link, Paragraph, Quote, Text
from wxpress.walk import plain

_BEHIND_TEXT = re.compile(rf"[（(](?P<inside>[^（）()]{{3,60}})[）)](?=\s*(?:【?(?:{LINK_WORDS})】?[>＞»…]*)?\s*$)")
_MOST_LINES = 4
_PAIR = 2
_MOST_NAMES = 6
"""Of more names than these below one another, a list is made, and no byline."""


def mark_details(draft: Draft) -> Draft:
    """The draft with byline, source and date lines in the role of details; no field of an article is taken twice.

    They stand right below its title, or are the last of its text; a source behind the last word is cut off it.
    """
    starts = [at for at, piece in enumerate(draft.pieces) if piece.role == "article"]
    pieces = list(draft.pieces[: starts[0]] if starts else _untitled(draft))
    articles = [draft.pieces[start:end] for start, end in pairwise([*starts, len(draft.pieces)])]
    for article in _signed_below(articles):
        pieces += _marked(article)
    return revise(draft, pieces)


def _signed_below(articles: Sequence[Sequence[Piece]]) -> Sequence[Sequence[Piece]]:
    """The articles; where most end in nothing but a name, these lines bear the hint that they are bylines."""
    ends = [_last_text(article) for article in articles]
    names = {at for at, (end, article) in enumerate(zip(ends, articles, strict=True)) if _is_name(article, end)}
    if len(names) < _PAIR or len(names) * _PAIR < len(articles):
        return articles
    return [
        _with_byline(article, end) if at in names else article
        for at, (end, article) in enumerate(zip(ends, articles, strict=True))
    ]


def _last_text(article: Sequence[Piece]) -> int:
    """The last piece of an article that is no link; 0 where there is none."""
    end = len(_until_end(article)[0])
    return next((at for at in range(end - 1, 0, -1) if not is_link(article[at])), 0)


def _is_name(article: Sequence[Piece], at: int) -> bool:
    """Whether the last text is a name, below text that it may sign."""
    return at > 1 and article[at].role == "body" and is_signature(article[at].text)


def _with_byline(article: Sequence[Piece], at: int) -> Sequence[Piece]:
    signed = hinted(article[at], field="byline")
    return (*article[:at], signed, *article[at + 1 :])


def _untitled(draft: Draft) -> Sequence[Piece]:
    """Running text that stands under the bulletin's title alone has its details as an article has."""
    start = next((at for at, piece in enumerate(draft.pieces) if piece.role == "body"), len(draft.pieces))
    known: set[str] = set()
    text, rest = _until_end(_with_author(draft.pieces[start:]))
    return (*draft.pieces[:start], *_marked_above(_marked_below(text, known), known), *rest)


def _with_author(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The text below a title; its first line is the byline where it may be one and a line of details is below it."""
    opening = [piece.text for piece in pieces[:_PAIR]]
    if len(opening) < _PAIR or details_of(opening[0]) or not details_of(opening[1]) or degree_of(opening[0]) < LIKELY:
        return pieces
    signed = hinted(pieces[0], field="byline")
    return (signed, *pieces[1:])


def _until_end(pieces: Sequence[Piece]) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The text of one article, and what stands below the next 栏目 or the 版记."""
    end = next((at for at, piece in enumerate(pieces) if piece.role in {"section", "colophon"}), len(pieces))
    return pieces[:end], pieces[end:]


def _marked(article: Sequence[Piece]) -> list[Piece]:
    """The pieces of one article from its title on, and those of a 栏目 below it, details marked."""
    end = next((at for at, piece in enumerate(article) if at and piece.role in {"section", "colophon"}), len(article))
    known: set[str] = {piece.hints.field for piece in article if piece.hints.field and piece.role == "details"}
    text = _marked_below(article[1:end], known)
    return [article[0], *_marked_above(text, known), *article[end:]]


def _marked_below(pieces: Sequence[Piece], known: set[str]) -> list[Piece]:
    """Mark the detail lines that open *pieces*; text must follow, lest a name be a heading."""
    marked: list[Piece] = []
    told: set[str] = set()
    opening = [_unquoted(piece) for piece in pieces[:_MOST_LINES]]
    for piece in _with_post(opening):
        names = _names(piece)
        goes_on = bool(marked) and names == {"byline"} and _goes_on(marked[-1], piece)
        if not names or (names & (known | told) and not goes_on):
            break
        told |= names
        marked.append(with_role(piece, "details"))
    rest = pieces[len(marked) :]
    if _is_list_of_names(marked) or (not rest and all(names_in(piece.text) for piece in marked)):
        return list(pieces)
    known |= told
    return [*marked, *rest]


def _is_list_of_names(lines: Sequence[Piece]) -> bool:
    return len(lines) > 1 and sum(len(names_in(piece.text)) for piece in lines) > _MOST_NAMES


def _with_post(opening: Sequence[Piece]) -> Sequence[Piece]:
    """The lines below a title; a post or unit over the name that it belongs to is part of the byline."""
    lines = opening[:_PAIR]
    if len(lines) < _PAIR or any(piece.role != "body" for piece in lines) or _names(lines[0]):
        return opening
    if not stands_over_names(lines[0].text, lines[1].text):
        return opening
    return (hinted(opening[0], field="byline"), *opening[1:])


def _goes_on(above: Piece, piece: Piece) -> bool:
    """Whether a line is the rest of the byline above it: 本报记者 over 张三, or more names below a first."""
    return stands_over_names(above.text, piece.text) or (
        details_of(above.text).keys() == {"byline"} and len(names_in(piece.text)) >= _PAIR
    )


def _unquoted(piece: Piece) -> Piece:
    """A labelled line that is set as a quotation, as some papers set their bylines, without it."""
    match piece.block:
        case Quote(blocks=(Paragraph(inlines=inlines) as line,)) if LABELLED.match(plain(inlines)):
            return msgspec.structs.replace(piece, block=line)
        case _:
            return piece


def _marked_above(pieces: Sequence[Piece], known: set[str]) -> list[Piece]:
    """Mark the detail lines that close *pieces*, a link between them or not, and the source behind the last word."""
    marked = [*pieces[:-_MOST_LINES], *(part for piece in pieces[-_MOST_LINES:] for part in _without_link(piece))]
    for at in range(len(marked) - 1, -1, -1):
        if is_link(marked[at]):
            continue
        names = _closing_names(marked[at])
        if names & known and AFTERWORD.fullmatch(marked[at].text):
            continue
        if not names or names & known:
            return [*marked[:at], *_divided(marked[at], known), *marked[at + 1 :]]
        known |= names
        marked[at] = with_role(marked[at], "details")
    return marked


def _without_link(piece: Piece) -> Sequence[Piece]:
    """A line of details, and the link that stands behind it, as two pieces: 来源：新华网　【原文】."""
    if piece.role != "body" or not isinstance(piece.block, Paragraph):
        return (piece,)
    match piece.block.inlines:
        case (Text(text=text) as line, Link(inlines=inside) as link) if LABEL_OF_LINK.fullmatch(plain(inside)):
            parts: tuple[Text, Link | Text] = (msgspec.structs.replace(line, text=text.rstrip()), link)
        case (Text(text=text) as line,) if (label := bracketed_link(text)) and label.start():
            parts = (msgspec.structs.replace(line, text=text[: label.start()]), Text(label[0].strip(), span=line.span))
        case _:
            return (piece,)
    if not details_of(parts[0].text):
        return (piece,)
    return [msgspec.structs.replace(piece, block=Paragraph((part,), span=piece.span)) for part in parts]


def _names(piece: Piece) -> set[str]:
    told = details_of(piece.text) if piece.role == "body" and looks_like_title(piece.text) else {}
    return {piece.hints.field} if piece.hints.field and piece.role == "body" else set(told)


def _closing_names(piece: Piece) -> set[str]:
    """The fields of a line below the text: where it came from, or who wrote it, in so many words or in brackets."""
    if piece.hints.field and piece.role == "body":
        return {piece.hints.field}
    fields = details_of(piece.text) if piece.role == "body" and piece.text else {}
    labelled = any(form.match(piece.text) for form in (SOURCE, BEHIND_DASH, LABELLED, BRACKETED_LABEL))
    told = labelled or bool(BRACKETS.fullmatch(piece.text))
    return set(fields) if told and "date" not in fields else set()


def _divided(piece: Piece, known: set[str]) -> Iterator[Piece]:
    """A last paragraph, and the source that stands in brackets behind its last word as a piece of its own."""
    inlines = piece.block.inlines if isinstance(piece.block, Paragraph) and piece.role == "body" else ()
    at = next((at for at in range(len(inlines) - 1, -1, -1) if not isinstance(inlines[at], Link)), None)
    last = inlines[at] if at is not None else None
    found = _BEHIND_TEXT.search(last.text) if isinstance(last, Text) else None
    fields = bracketed(found["inside"].strip()) if found else {}
    if at is None or found is None or not isinstance(last, Text) or "date" in fields or not set(fields) - known:
        yield piece
        return
    rest = last.text[: found.start()] + last.text[found.end() :]
    kept = tidy((*inlines[:at], msgspec.structs.replace(last, text=rest), *inlines[at + 1 :]))
    if kept:  # （作者：…）（来源：…）
        yield from _divided(msgspec.structs.replace(piece, block=Paragraph(kept, span=piece.span)), known | set(fields))
    yield Piece(Paragraph((Text(found[0], span=last.span),), span=piece.span), role="details")


def canonical_details(draft: Draft, pieces: Sequence[Piece]) -> Fields:
    """The fields of a ``::: 篇目信息`` container, a line each; `UsageError` for a line that is none of them."""
    names = {"作者": "byline", "来源": "source", "日期": "date"}
    fields: Fields = {}
    for piece in pieces:
        label, colon, value = piece.text.partition("：")
        if not colon or label not in names:
            place = f"{draft.source.name}:{piece.span}" if piece.span else draft.source.name
            raise UsageError(f"{place}: 篇目信息里不认识“{piece.text}”", "每行写成“作者：”“来源：”或“日期：”加内容")
        fields[names[label]] = value
    return fields
