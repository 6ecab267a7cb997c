"""标题：gives pieces the role of 栏目, 篇目 or heading, by layers of evidence, the strongest first.

Explicit marks are taken at their word where they tell the roles apart; the printed contents settle what they name;
what is left, `weighing` decides from marks, letters, the genre's words and shape. What was guessed is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.inlines import tidy
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, Role, hinted, revise
from wxpress.recover.headings.evidence import Seat
from wxpress.recover.headings.levels import are_telling, by_levels, by_title
from wxpress.recover.headings.listed import REASONS, by_contents, joined_lines
from wxpress.recover.headings.weighing import Verdict, weigh
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import is_finished, looks_like_title, trailing_link
from wxpress.recover.words.lines import is_subtitle
from wxpress.recover.words.ranks import with_levels
from wxpress.source import Span, cover
from wxpress.tree import Emphasis, Inline, Paragraph, Strong, Text

MOST_UNMARKED_PARAGRAPHS = 20
_MOST_STRAY_TITLES = 2
_FOUND = frozenset({"section", "article", "heading"})
_SURE = 0.7
"""Below this confidence a guess is a warning."""

_ROLES: dict[Seat, Role] = {"section": "section", "article": "article", "heading": "heading"}


def find_headings(draft: Draft) -> Draft:
    """The draft with its headings in their roles; an error where a text plainly has structure that was not found."""
    return by_levels(draft) if draft.canonical else _with_subtitles(_found(draft))


def _found(draft: Draft) -> Draft:
    if draft.contents:
        return _weighed(_with_subtitles(by_contents(draft)))
    settled = by_levels(draft) if are_telling(draft) else by_title(draft)
    return _or_nothing_found(_weighed(_with_subtitles(settled)))


def _weighed(draft: Draft) -> Draft:
    """The draft with the headings that no mark and no contents name, as the evidence has it."""
    verdicts = weigh(draft)
    fronts = [at for at, verdict in enumerate(verdicts) if verdict.seat == "front"]
    front_end = draft.front_end if draft.contents else max(fronts, default=-1) + 1
    pieces, guesses = _seated(draft.pieces, verdicts)
    told = [(piece, guess) for piece, guess in zip(pieces, guesses, strict=True) if guess]
    account = [_guess(piece, guess) for piece, guess in told]
    findings = [_told(draft, piece, guess) for piece, guess in told]
    ranked = _ranked(pieces, [guess is not None for guess in guesses])
    return revise(msgspec.structs.replace(draft, front_end=front_end), ranked, account, [*filter(None, findings)])


def _seated(pieces: Sequence[Piece], verdicts: Sequence[Verdict]) -> tuple[list[Piece], list[Verdict | None]]:
    """The pieces in the roles of their seats, second lines joined to their titles, and which of them were guessed."""
    seated: list[Piece] = []
    guesses: list[Verdict | None] = []
    for piece, verdict in zip(pieces, verdicts, strict=True):
        if verdict.seat == "wrapped":
            seated[-1] = _lengthened(seated[-1], piece)
            continue
        role = _ROLES.get(verdict.seat) if piece.role == "body" else None
        seated.append(_entitled(piece, role) if role else _signed(piece, verdict))
        guesses.append(verdict if role else None)
    return seated, guesses


def _signed(piece: Piece, verdict: Verdict) -> Piece:
    """The piece, with the hint that it is a byline where it is one by its place alone."""
    if verdict.seat != "details" or piece.hints.field or details_of(piece.text):
        return piece
    return hinted(piece, field="byline")


def _with_subtitles(draft: Draft) -> Draft:
    """The draft with every 副题 on a line of its own behind its title; of several such lines none is."""
    pieces: list[Piece] = []
    for piece, below in zip(draft.pieces, (*draft.pieces[1:], None), strict=False):
        lone = piece.role == "body" and is_subtitle(piece.text) and not (below and is_subtitle(below.text))
        if lone and pieces and pieces[-1].role == "article" and not pieces[-1].hints.settled:
            pieces[-1] = _lengthened(pieces[-1], piece)
        else:
            pieces.append(piece)
    return revise(draft, pieces)


def _lengthened(title: Piece, line: Piece) -> Piece:
    """A title with its second line."""
    return msgspec.structs.replace(
        title, block=Paragraph(joined_lines((title, line)), span=cover(title.span, line.span))
    )


def _entitled(piece: Piece, role: Role) -> Piece:
    """The piece in the role of a heading; letters that are all bold are the style's affair, not the text's."""
    block = piece.block
    bare = msgspec.structs.replace(block, inlines=_unbold(block.inlines)) if isinstance(block, Paragraph) else block
    return msgspec.structs.replace(piece, block=bare, role=role)


def _unbold(inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if not all(isinstance(inline, Strong | Emphasis) or _is_blank(inline) for inline in inlines):
        return inlines
    inner = (inline.inlines if isinstance(inline, Strong | Emphasis) else (inline,) for inline in inlines)
    return tidy(inline for run in inner for inline in run)


def _is_blank(inline: Inline) -> bool:
    return isinstance(inline, Text) and not inline.text.strip()


def _ranked(pieces: Sequence[Piece], guessed: Sequence[bool]) -> list[Piece]:
    """The headings inside each article with their levels."""
    ranked = list(pieces)
    starts = [at for at, piece in enumerate(pieces) if piece.role in {"section", "article"}]
    for start, end in pairwise((0, *starts, len(pieces))):
        inside = [at for at in range(start, end) if pieces[at].role == "heading"]
        levelled = with_levels([pieces[at] for at in inside], [guessed[at] for at in inside])
        for at, heading in zip(inside, levelled, strict=True):
            ranked[at] = heading
    return ranked


def _guess(piece: Piece, verdict: Verdict) -> Entry:
    return Entry(
        by="headings",
        kind="guess",
        span=piece.span,
        before=piece.text,
        after=piece.text,
        reason=REASONS[piece.role],
        evidence=verdict.evidence or "上下文",
        confidence=verdict.confidence,
    )


def _told(draft: Draft, piece: Piece, verdict: Verdict) -> Diagnostic | None:
    """What is said of a guess: a title that the contents lack, and what only weak evidence shows."""
    name = draft.source.name
    if draft.contents and piece.role in {"section", "article"}:
        return diagnose("WX206", source=name, span=piece.span, title=piece.text)
    if verdict.confidence >= _SURE:
        return None
    guess = REASONS[piece.role]
    evidence = verdict.evidence or "只看上下文"
    return diagnose("WX211", source=name, span=piece.span, title=piece.text, guess=guess, evidence=evidence)


def _or_nothing_found(draft: Draft) -> Draft:
    """The draft with an error where nothing was found in a text that is empty or plainly has articles."""
    if not any(piece.role != "furniture" for piece in draft.pieces):
        return revise(draft, draft.pieces, findings=[diagnose("WX207", source=draft.source.name)])
    roles = {piece.role for piece in draft.pieces}
    paragraphs = [piece for piece in draft.pieces if piece.role == "body" and piece.text]
    if roles & _FOUND or not _wants_structure(paragraphs, titled="title" in roles):
        return revise(draft, draft.pieces, findings=list(_without_contents(draft)))
    span = paragraphs[0].span
    return revise(draft, draft.pieces, findings=[_nothing_found(draft, span, len(paragraphs))])


def _without_contents(draft: Draft) -> Iterator[Diagnostic]:
    """One finding that says how many headings were guessed, none where the source marks them."""
    guessed = [entry for entry in draft.entries if entry.by == "headings" and entry.kind == "guess"]
    counts = {reason: sum(entry.reason == reason for entry in guessed) for reason in REASONS.values()}
    sections, articles = counts[REASONS["section"]], counts[REASONS["article"]]
    if sections or articles:
        yield diagnose(
            "WX210",
            source=draft.source.name,
            span=guessed[0].span,
            what="、".join(f"{count} {name}" for count, name in ((sections, "个栏目"), (articles, "篇")) if count),
            sections=str(sections),
            articles=str(articles),
        )


def _nothing_found(draft: Draft, span: Span | None, count: int) -> Diagnostic:
    return diagnose("WX205", source=draft.source.name, span=span, count=str(count))


def _wants_structure(paragraphs: Sequence[Piece], *, titled: bool) -> bool:
    """A marked title and a few paragraphs are whole; many paragraphs are not, nor some that plainly are articles."""
    return len(paragraphs) > MOST_UNMARKED_PARAGRAPHS or (not titled and _plainly_has_articles(paragraphs))


def _plainly_has_articles(paragraphs: Sequence[Piece]) -> bool:
    """Two links at the ends of paragraphs, or three titles between them, are no running text."""
    links = sum(1 for piece in paragraphs if trailing_link(piece.text))
    titles = [looks_like_title(piece.text, 40) and not is_finished(piece.text) for piece in paragraphs]
    amid = sum(title and not below for title, below in pairwise(titles[1:]))
    return links > 1 or amid > _MOST_STRAY_TITLES
