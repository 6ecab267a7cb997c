"""人工订正：carries out the editor's overrides, as hints and roles that every later guess respects.

Lines, joins and splits come before all passes, the contents and the masthead right after theirs, addresses and
corrected words last of all: so anchors are always words of the source, never of a correction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

from wxpress.inlines import cut, kept, unspaced
from wxpress.inlines import fold as on_one_line
from wxpress.readers.draft import Draft, Piece, Role, hinted, revise, with_role
from wxpress.readers.overrides import Join, Line, Listed, Split, role_of
from wxpress.recover.articles.apparatus import label_lifted, without_label
from wxpress.recover.contents.region import find_region
from wxpress.recover.overruling.account import Account, entry
from wxpress.recover.overruling.anchors import Anchors, Spot
from wxpress.recover.words.grammar import note_label
from wxpress.recover.words.pieces import joined
from wxpress.source import cover
from wxpress.tree import Inline, Link, Paragraph, Text
from wxpress.walk import source_text, text_of, walk

_DETAILS = frozenset({"byline", "source", "date"})
_TITLES = frozenset({"title", "section", "article", "heading", *_DETAILS})
"""What only a paragraph can be."""

_WHOLE_LINES = _TITLES | {"furniture"}
"""What only a whole line can be; of running text an anchor may be the beginning."""

_ENDING: frozenset[Role] = frozenset({"title", "section", "article", "heading", "details"})
_ROLES: Mapping[str, Role] = {
    "title": "title",
    "section": "section",
    "article": "article",
    "heading": "heading",
    "paragraph": "paragraph",
    "note": "note",
    "colophon": "colophon",
}
_TERMS = {
    "title": "本期主题",
    "section": "栏目",
    "article": "篇目标题",
    "heading": "文内标题",
    "paragraph": "自然段",
    "note": "编者按",
    "colophon": "版记",
    "byline": "署名",
    "source": "来源",
    "date": "日期",
}
_MASTHEAD = {
    "audience": "读者对象",
    "series": "刊名",
    "title": "本期主题",
    "issue": "期号",
    "date": "日期",
    "publisher": "编印单位",
}
_SHOWN = 4
_FARTHEST_JOIN = 4
"""So many pieces, page numbers and running titles, may stand between two that are one paragraph."""


def settle(draft: Draft) -> Draft:
    """The draft with the editor's lines, joins and splits in its hints and roles."""
    if not draft.overrides.entries:
        return draft
    account = Account(draft.overrides)
    pieces = _split(draft, account)
    settled = _settled(draft, pieces, account)
    return revise(draft, settled, account.entries, account.findings)


def settle_contents(draft: Draft) -> Draft:
    """The draft in which lines of the body know the contents entry that the editor pairs them with."""
    listed = [override for override in draft.overrides.entries if isinstance(override, Listed)]
    account = Account(draft.overrides)
    pieces: list[Piece | None] = list(draft.pieces)
    for override in listed:
        _pair_up(override, draft, pieces, account)
    whole = [piece for piece in pieces if piece]
    return revise(draft, whole, account.entries, account.findings) if listed else draft


def _pair_up(override: Listed, draft: Draft, pieces: list[Piece | None], account: Account) -> None:
    """Find the entry and the line of one override, and mark the line."""
    entries = Anchors(tuple(Piece(Paragraph((Text(item.title),), span=item.span)) for item in draft.contents))
    body = Anchors(draft.pieces)
    alone = msgspec.structs.replace(override, near=None, occurrence=None)
    titles = account.chosen(alone, override.entry, entries.lines(override.entry)[:1], entries)
    lines = account.chosen(override, override.line, body.lines(override.line), body)
    if titles and lines:
        title = draft.contents[titles[0].first]
        _pair(pieces, title.title, lines[0])
        account.enter(override, "decide", title.span, override.entry, override.line, "人工配对目录与正文")


def _pair(pieces: list[Piece | None], title: str, spot: Spot) -> None:
    run = [piece for piece in pieces[spot.first : spot.last + 1] if piece]
    line = _one_piece(run, "")
    pieces[spot.first : spot.last + 1] = [hinted(line, entry=title), *[None] * (len(run) - 1)]


def settle_masthead(draft: Draft) -> Draft:
    """The draft with the masthead that the editor has given."""
    overrides = draft.overrides
    front = dict(draft.front)
    changed = {name: value for name, value in overrides.masthead.items() if front.get(name, "") != value}
    front |= changed
    account = [
        entry(
            "replace", None, draft.front.get(name, ""), value, overrides.masthead_reason or f"人工填写{_MASTHEAD[name]}"
        )
        for name, value in changed.items()
    ]
    filled = {name: value for name, value in front.items() if value}
    return revise(msgspec.structs.replace(draft, front=filled), draft.pieces, account) if changed else draft


def _split(draft: Draft, account: Account) -> list[Piece]:
    """The pieces, cut where the editor says."""
    anchors = anchors_in(draft.pieces)
    cuts: defaultdict[int, set[int]] = defaultdict(set)
    for override in draft.overrides.entries:
        if isinstance(override, Split):
            for spot in account.chosen(override, override.before, anchors.spots(override.before), anchors):
                cuts[spot.first] |= _cut(override, draft.pieces[spot.first], spot.at, account)
    return [part for at, piece in enumerate(draft.pieces) for part in _parts(piece, sorted(cuts[at]))]


def _cut(override: Split, piece: Piece, at: int, account: Account) -> set[int]:
    """The place of the cut, entered into the account; none where a paragraph cannot be cut."""
    if not isinstance(piece.block, Paragraph) or _is_inside_link(piece.block, at):
        account.report("WX285", override, anchor=override.before, why="这里不是自然段，或在链接中间，不能分段")
        return set()
    text = text_of(piece.block)
    before, after = text[max(0, at - _SHOWN) : at], text[at : at + _SHOWN]
    account.enter(override, "split", piece.span, before + after, f"{before}⏎{after}", "人工分段")
    return {at}


def _is_inside_link(paragraph: Paragraph, at: int) -> bool:
    """Whether a cut would leave the address on both sides."""
    halves = (*kept(paragraph.inlines, at), *cut(paragraph.inlines, at))
    return sum(map(_links, halves)) > sum(map(_links, paragraph.inlines))


def _links(inline: Inline) -> int:
    return sum(isinstance(node, Link) for node in walk(inline))


def _parts(piece: Piece, places: Sequence[int]) -> Iterator[Piece]:
    """The paragraph cut before the characters at *places*; each part after a cut is a paragraph of its own."""
    if not places or not isinstance(piece.block, Paragraph):
        yield piece
        return
    for begin, end in pairwise((0, *places, len(text_of(piece.block)))):
        inlines = cut(kept(piece.block.inlines, end), begin)
        part = msgspec.structs.replace(piece, block=Paragraph(inlines, span=piece.span))
        if inlines:
            yield hinted(part, level=None, follows=False) if begin in places else part


def _settled(draft: Draft, pieces: Sequence[Piece], account: Account) -> list[Piece]:
    """The pieces with the editor's joins and lines, each found in the pieces as they came."""
    anchors = anchors_in(pieces)
    following = _followed(draft, anchors, account)
    decided = _decided(draft, anchors, account)
    settled: list[Piece] = []
    at, is_broken = 0, False
    while at < len(pieces):
        spot, line = decided.get(at, (Spot(at, 0, at, 0), None))
        run = following[at : spot.last + 1]
        made = run if line is None else _as_line(line, run, account)
        settled += [hinted(piece, after_break=True) for piece in made] if is_broken else made
        is_broken = not made
        at = spot.last + 1
    return _bounded(_labelled(settled, account))


def _followed(draft: Draft, anchors: Anchors, account: Account) -> list[Piece]:
    """The pieces of which some, by the editor's joins, go on with the one above."""
    following = list(anchors.pieces)
    for override in draft.overrides.entries:
        if isinstance(override, Join):
            _join(override, following, anchors, account)
    return following


def _decided(draft: Draft, anchors: Anchors, account: Account) -> dict[int, tuple[Spot, Line]]:
    """The lines that the editor has decided on, by their first piece; two that contradict are reported."""
    decided: dict[int, tuple[Spot, Line]] = {}
    taken: dict[int, Line] = {}
    for line in draft.overrides.entries:
        if not isinstance(line, Line):
            continue
        spots = anchors.lines(line.text, or_opening=role_of(line) not in _WHOLE_LINES)
        for spot in account.chosen(line, line.text, spots, anchors):
            other = next((taken[at] for at in range(spot.first, spot.last + 1) if at in taken), None)
            if other is not None:
                account.report("WX283", line, anchor=line.text, row=str(other.row))
            elif _is_usable(line, anchors.pieces[spot.first : spot.last + 1], account):
                decided[spot.first] = (spot, line)
                taken |= dict.fromkeys(range(spot.first, spot.last + 1), line)
    return decided


def _is_usable(line: Line, run: Sequence[Piece], account: Account) -> bool:
    """Whether the pieces can be what the line says: only paragraphs can be titles, or one with others."""
    all_paragraphs = all(isinstance(piece.block, Paragraph) for piece in run)
    if all_paragraphs or (len(run) == 1 and role_of(line) not in _TITLES):
        return True
    account.report("WX285", line, anchor=line.text, why=f"这里有表格、列表或图片，不能是{line.role}")
    return False


def _as_line(line: Line, run: Sequence[Piece], account: Account) -> list[Piece]:
    """The pieces of a line as one, in the role that the editor gives; none where it is to go."""
    role = role_of(line)
    piece = _one_piece(run, line.text) if role in _TITLES else joined(*run)
    if role == "furniture":
        before = "".join(map(source_text, walk(piece.block)))
        account.enter(line, "drop", piece.span, before, "", "人工删去")
        return []
    name = _TERMS[role]
    text = piece.text or on_one_line(text_of(piece.block))
    account.enter(line, "decide", piece.span, text, text, f"人工定为{name}")
    hints = {
        "settled": True,
        "follows": run[0].hints.follows or False,
        "level": line.level if role == "heading" else None,
        "field": role if role in _DETAILS else None,
        "container": None,
    }
    return [with_role(hinted(piece, **hints), _ROLES.get(role, "details"))]


def _one_piece(run: Sequence[Piece], words: str) -> Piece:
    """The lines of a title as one; where only white space differs, the editor's *words* tell where a space stands."""
    piece = joined(*run)
    plain_words = isinstance(piece.block, Paragraph) and all(isinstance(item, Text) for item in piece.block.inlines)
    if len(run) == 1 or not plain_words or unspaced(words) != unspaced(piece.text):
        return piece
    return msgspec.structs.replace(
        piece, block=Paragraph((Text(on_one_line(words), span=piece.span),), span=piece.span)
    )


def _labelled(pieces: Sequence[Piece], account: Account) -> list[Piece]:
    """The pieces with the label of the editor's note lifted out of the first that bears one."""
    notes = [at for at, piece in enumerate(pieces) if piece.hints.settled and piece.role == "note"]
    labels = ((at, note_label(pieces[at].text)) for at in notes)
    bearer, label = next((found for found in labels if found[1]), (0, None))
    return _lifted(pieces, notes, bearer, label, account) if label else list(pieces)


def _lifted(
    pieces: Sequence[Piece], notes: Sequence[int], bearer: int, label: tuple[str, int], account: Account
) -> list[Piece]:
    """The pieces with the label out of its bearer and in the hints of all the note; alone it is the note's text."""
    rest = without_label(pieces[bearer], label[1])
    if rest is None and len(notes) == 1:
        return list(pieces)
    account.entries.append(label_lifted(pieces[bearer], *label))
    named = [hinted(piece, container=label[0]) if at in notes else piece for at, piece in enumerate(pieces)]
    named[bearer : bearer + 1] = [hinted(rest, container=label[0])] if rest else []
    return named


def _bounded(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of which none goes on with a title that the editor has set, unless he says so."""
    bounded = list(pieces[:1])
    for above, piece in pairwise(pieces):
        free = above.hints.settled and above.role in _ENDING and piece.hints.follows is None
        bounded.append(hinted(piece, follows=False) if free else piece)
    return bounded


def _join(override: Join, following: list[Piece], anchors: Anchors, account: Account) -> None:
    """Mark the piece that goes on with the one above."""
    stale = next((words for words in (override.first, override.second) if not anchors.spots(words)), None)
    if stale is not None:
        account.report_stale(override, stale, anchors)
        return
    pairs = dict(_pairs(override, anchors))
    if not pairs:
        account.report("WX285", override, anchor=override.first, why="两处不是前后相接的段尾和段首")
        return
    for spot in account.chosen(override, override.first, list(pairs), anchors):
        if pairs[spot].first != spot.first:  # else one paragraph already
            _make_follow(override, following, spot.last, pairs[spot].first, account)


def _make_follow(override: Join, following: list[Piece], above: int, below: int, account: Account) -> None:
    """Mark two pieces as one, and enter it into the account."""
    halves = following[above].text[-_SHOWN:], following[below].text[:_SHOWN]
    span = cover(following[above].span, following[below].span)
    following[above] = hinted(following[above], goes_on=True)
    following[below] = hinted(following[below], follows=True)
    account.enter(override, "join", span, "⏎".join(halves), "".join(halves), "人工接合")


def _pairs(override: Join, anchors: Anchors) -> Iterator[tuple[Spot, Spot]]:
    """Spots of both words that may be one paragraph: one right behind the other, or with little between them."""
    seconds = anchors.spots(override.second)
    for first in anchors.spots(override.first):
        second = next((spot for spot in seconds if (spot.first, spot.at) >= (first.last, first.to)), None)
        if second is not None and _adjoin(first, second, anchors):
            yield first, second


def _adjoin(first: Spot, second: Spot, anchors: Anchors) -> bool:
    if first.last == second.first:
        between = text_of(anchors.pieces[first.last].block)[first.to : second.at]
        return not between.strip()
    near = second.first - first.last <= _FARTHEST_JOIN
    return near and anchors.ends(first) and anchors.begins(second)


def anchors_in(pieces: Sequence[Piece]) -> Anchors:
    """The pieces as words are looked for in them, the contents aside: titles stand in both."""
    region = find_region(pieces)
    return Anchors(tuple(pieces), range(*region) if region else range(0))
