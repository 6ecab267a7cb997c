"""版面附件：page numbers and running titles that an extractor left between paragraphs.

Page numbers are told by their form before anything else is looked at; running titles only once the headings are known,
so that the one true heading among its repetitions stays.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.contents.entries import looks_like_entry
from wxpress.recover.words.detail_lines import details_of
from wxpress.recover.words.grammar import (
    COLOPHON,
    DATE,
    INTERNAL,
    ISSUE,
    ISSUE_LINE,
    LONE_NUMBER,
    PAGE_NUMBER,
    SHORTEST_TORN,
    SUBJECT_LABEL,
    TRAILING_LINK,
    folded,
    is_finished,
    looks_like_title,
)
from wxpress.recover.words.masthead_lines import may_be_masthead
from wxpress.tree import Paragraph, Rule, Text

Reason = tuple[str, str, float]

LONGEST_RUNNING_TITLE = 40
STOPS_INSIDE = "，。；、！？"
_OFTEN = 3
_SEPARATOR = re.compile(r"[-=_*~—–─━═┄┈╌＿＝－﹍﹏\s]{6,}")
"""A line of nothing but strokes, which sets off the masthead or the 版记 of typed text.

A row of dots is none: it stands for lines or paragraphs left out (GB/T 15834 4.11.3.5).
"""

_MASTHEAD_LINES = 4
"""So many pieces below the contents may be the masthead printed again."""

BESIDE = re.compile(r"\s*[|｜丨·•/／—－]\s*|\s+")
_LARGEST_STEP = 3
_LONGEST_NUMBER = 3
_TITLES = frozenset({"section", "article"})
_AROUND = 3
"""A number, and what stands above and below it."""


def mark_page_numbers(draft: Draft) -> Draft:
    """The draft with pieces that are page numbers in the role of furniture; they go with `drop_furniture`."""
    lone = _page_numbers(draft.pieces)
    return _as_furniture(draft, {at for at, piece in enumerate(draft.pieces) if _may_be_numbered(piece, at in lone)})


def _may_be_numbered(piece: Piece, is_lone: bool) -> bool:  # noqa: FBT001 - a fact
    """Whether a plain line of the text is a page number, by its form or as one that stands alone."""
    is_text = piece.role == "body" and piece.hints.container is None and is_plain(piece)
    return is_text and (is_lone or bool(PAGE_NUMBER.fullmatch(piece.text)) or _is_separator(piece))


def _as_furniture(draft: Draft, found: Container[int]) -> Draft:
    """The draft with the pieces at the places *found* in the role of furniture."""
    pieces = enumerate(draft.pieces)
    return revise(draft, [with_role(piece, "furniture") if at in found else piece for at, piece in pieces])


def mark_running_names(draft: Draft) -> Draft:
    """The draft with the lines of its masthead that run over the pages in the role of furniture.

    None of them is a heading, so they are told before the headings are looked for; those that the contents name may be.
    """
    if not draft.contents:
        return draft
    names = _front_names(draft) - {folded(entry.title) for entry in draft.contents}
    often = _times(draft.pieces[draft.front_end :])
    running = {name for name in names if often[name] > 1}
    found = {
        at
        for at in range(draft.front_end, len(draft.pieces))
        if folded(draft.pieces[at].text) in (names if _beside_page_number(draft.pieces, at) else running)
        and _may_run_unmarked(draft.pieces[at])
    }
    return _as_furniture(draft, found)


def _may_run_unmarked(piece: Piece) -> bool:
    return piece.hints.level is None and _may_be_running_title(piece)


def _times(pieces: Sequence[Piece]) -> Counter[str]:
    """How often each line of the text, folded, stands in it."""
    return Counter(folded(piece.text) for piece in pieces if piece.role == "body" and piece.text)


def _page_numbers(pieces: Sequence[Piece]) -> set[int]:
    """Numbers that stand alone are page numbers where they follow on through the text, or cut a sentence in two."""
    numbers = list(_numbers(pieces))
    found = {index for index, _ in numbers if _cuts_a_sentence(pieces, index)}
    for (index, number), (next_index, next_number) in pairwise(numbers):
        if 0 < next_number - number <= _LARGEST_STEP and next_index > index + 1:
            found |= {index, next_index}
    found |= {index for index, _ in numbers if _closes(pieces, index) or (found and _is_below_contents(pieces, index))}
    return found if any(_is_torn_above(pieces, index) for index in found) else found - set(_in_brackets(pieces, found))


def _closes(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a number stands last of all, below a whole text or a line of the 版记."""
    above = pieces[index - 1].text if index else ""
    is_last = index == len(pieces) - 1 and len(pieces[index].text) <= _LONGEST_NUMBER
    return is_last and bool(is_finished(above) or COLOPHON.match(above))


def _is_below_contents(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a number stands right below the contents, as that of their page does."""
    return index > 0 and looks_like_entry(pieces[index - 1].text)


def _in_brackets(pieces: Sequence[Piece], found: Iterable[int]) -> Iterator[int]:
    """The numbers in brackets, which may count points as well: they need a sentence that one of them cuts."""
    return (index for index in found if pieces[index].text.lstrip().startswith(("（", "(")))


def _is_torn_above(pieces: Sequence[Piece], index: int) -> bool:
    return index > 0 and breaks_off(pieces[index - 1].text, "，。；、")


def _numbers(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where a line is a number, in a page number's dress or without, and which."""
    for index, piece in enumerate(pieces):
        match = LONE_NUMBER.fullmatch(piece.text) or PAGE_NUMBER.fullmatch(piece.text)
        if match:
            yield index, int(next(filter(None, match.groups())))


def _cuts_a_sentence(pieces: Sequence[Piece], index: int) -> bool:
    around = [piece.text for piece in pieces[max(index - 1, 0) : index + 2]]
    return len(around) == _AROUND and all(around) and breaks_off(around[0], "，。；、")


def breaks_off(text: str, stops: str = STOPS_INSIDE) -> bool:
    """Whether *text* has some of the *stops* inside, and none ends it."""
    return not is_finished(text) and any(mark in text for mark in stops)


def drop_furniture(draft: Draft) -> Draft:
    """The draft without page numbers, and without titles of the bulletin, a 栏目 or an article run over its pages."""
    often = _times(draft.pieces)
    names = _running_names(draft)
    kept: list[Piece] = []
    account: list[Entry] = []
    findings: list[Diagnostic] = []
    broken = False
    for index, piece in enumerate(draft.pieces):
        reason = _reason(draft, index, names, often)
        if reason is None:
            hints = msgspec.structs.replace(piece.hints, after_break=broken)
            kept.append(msgspec.structs.replace(piece, hints=hints) if broken else piece)
            broken = False
            continue
        account.append(_dropped(piece, reason))
        if not (_is_page_number(piece) or _is_stroke(piece)):
            findings.append(diagnose("WX209", source=draft.source.name, span=piece.span, text=piece.text))
        broken = not _is_stroke(piece)
    return revise(draft, kept, account, findings)


def _dropped(piece: Piece, reason: Reason) -> Entry:
    return Entry(
        by="furniture",
        kind="drop",
        span=piece.span,
        before=piece.text,
        after="",
        reason=reason[0],
        evidence=reason[1],
        confidence=reason[2],
    )


def _running_names(draft: Draft) -> tuple[set[str], set[str]]:
    """The names of the bulletin, which no line of the text repeats, and its titles, of which one stands in the text."""
    titles = {folded(piece.text) for piece in draft.pieces if piece.role in {"title", "section", "article"}}
    return _front_names(draft), titles - {""}


def _front_names(draft: Draft) -> set[str]:
    """The names that the masthead above the contents gives, folded."""
    front = [piece.text for piece in draft.pieces[: draft.front_end] if piece.text]
    return {folded(part) for text in (*front, *draft.front.values()) for part in names_in(text)} - {""}


def names_in(text: str) -> tuple[str, ...]:
    """A line of the masthead, what it is without issue and date, and the last word of that, the series."""
    text = SUBJECT_LABEL.sub("", text)
    bare = DATE.sub(" ", ISSUE_LINE.sub(" ", text)).strip()
    return (text, bare, *text.split()[-1:], *bare.split()[-1:])


def _reason(draft: Draft, index: int, names: tuple[set[str], set[str]], often: Counter[str]) -> Reason | None:
    piece = draft.pieces[index]
    if _is_separator(piece) or _is_needless_rule(draft.pieces, index):
        return "分隔线", "只有线条，没有文字", 0.98
    if _is_page_number(piece):
        return "页码", "页码的写法", 0.98
    if piece.role == "furniture":
        return "页眉或页脚", "与刊头文字相同，或带着递增的页码，单独成行", 0.95
    if index < draft.front_end or not _may_be_running_title(piece):
        return None
    return next((reason for holds, reason in _proofs(draft, index, names, often) if holds), None)


def _proofs(
    draft: Draft, index: int, names: tuple[set[str], set[str]], often: Counter[str]
) -> Iterator[tuple[bool, Reason]]:
    """What would prove a running title, whether it holds, and the reason that it gives; the surest first."""
    text = draft.pieces[index].text
    numbered, times = _beside_page_number(draft.pieces, index), often[folded(text)]
    at_break = numbered or _between_halves(draft.pieces, index)
    bare = PAGE_NUMBER.sub("", ISSUE.sub("", DATE.sub("", text)))
    again = bool(draft.contents) and index - draft.front_end < _MASTHEAD_LINES
    shows_again = any((at_break, again, times > 1, bare != text))
    yield shows_again and folded(bare) in names[0], ("页眉或页脚", "与刊头文字相同，在分页处单独成行", 0.95)
    yield at_break and folded(bare) in names[1], ("页眉或页脚", "与标题相同，在分页处重复", 0.95)
    yield at_break and _joins_two(bare, names[0] | names[1]), ("页眉或页脚", "两个标题并成一行，在分页处重复", 0.95)
    yield at_break and _is_imprint(draft.pieces[index:]), ("页眉或页脚", "内部资料的说明，在分页处单独成行", 0.9)
    yield times > 1 and bool(INTERNAL.fullmatch(text)), ("页眉或页脚", f"内部资料的说明，重复 {times} 次", 0.9)
    yield numbered and times >= _OFTEN, ("页眉或页脚", f"在页码旁重复 {times} 次", 0.9)


def _joins_two(text: str, names: Container[str]) -> bool:
    """Whether a line is two of the *names* side by side: 栏目 and 篇目, as the heads of even pages have them."""
    gaps = BESIDE.finditer(text)
    return any(folded(text[: gap.start()]) in names and folded(text[gap.end() :]) in names for gap in gaps)


def _is_imprint(pieces: Sequence[Piece]) -> bool:
    """Whether the first of *pieces* says 内部资料 above more text; at the end it is the 版记's."""
    below = (piece for piece in pieces[1:] if piece.role != "furniture" and not INTERNAL.match(piece.text))
    goes_on = any(piece.text and not COLOPHON.match(piece.text) for piece in below)
    return goes_on and bool(INTERNAL.fullmatch(pieces[0].text))


def _is_separator(piece: Piece) -> bool:
    return is_plain(piece) and bool(_SEPARATOR.fullmatch(piece.text))


def _is_stroke(piece: Piece) -> bool:
    return _is_separator(piece) or isinstance(piece.block, Rule)


def _is_needless_rule(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a rule stands beside the title of a 栏目 or an article, which divides by itself, or in the masthead."""
    if not isinstance(pieces[index].block, Rule) or pieces[index].role != "body":
        return False
    beside = {piece.role for piece in pieces[max(index - 1, 0) : index + 2]}
    return bool(beside & _TITLES) or all(map(may_be_masthead, pieces[:index]))


def _is_page_number(piece: Piece) -> bool:
    numbered = PAGE_NUMBER.fullmatch(piece.text) or LONE_NUMBER.fullmatch(piece.text)
    return piece.role == "furniture" and bool(numbered)


def _may_be_running_title(piece: Piece) -> bool:
    """A short line of plain words: a link or a picture is somebody's text, and so is who wrote it."""
    if piece.role != "body" or TRAILING_LINK.search(piece.text) or "byline" in details_of(piece.text):
        return False
    return is_plain(piece) and looks_like_title(piece.text, LONGEST_RUNNING_TITLE)


def is_plain(piece: Piece) -> bool:
    """Whether a piece is a paragraph of plain words."""
    return isinstance(piece.block, Paragraph) and all(isinstance(inline, Text) for inline in piece.block.inlines)


def _beside_page_number(pieces: Sequence[Piece], index: int) -> bool:
    return any(pieces[at].role == "furniture" for at in (index - 1, index + 1) if 0 <= at < len(pieces))


def _between_halves(pieces: Sequence[Piece], index: int) -> bool:
    """Below the long first half of a torn paragraph, and above more text."""
    above, below = (
        _nearest_text(map(pieces.__getitem__, places))
        for places in (range(index - 1, -1, -1), range(index + 1, len(pieces)))
    )
    are_texts = above.role == below.role == "body" and bool(below.text)
    return are_texts and len(above.text) >= SHORTEST_TORN and breaks_off(above.text)


def _nearest_text(pieces: Iterable[Piece]) -> Piece:
    """The first piece that is no furniture; an empty one where there is none."""
    return next((piece for piece in pieces if piece.role != "furniture"), Piece(Paragraph(())))
