"""改字和地址：the editor's corrections of words and of link targets, made last of all in the finished pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar, cast

import msgspec

from wxpress.readers.draft import Draft, Piece, revise
from wxpress.readers.overrides import Join, LinkTarget, Override, Replacement
from wxpress.recover.overruling.account import Account
from wxpress.recover.overruling.anchors import Anchors, Spot, fold
from wxpress.source import last_line
from wxpress.tree import Inline, Link, Node, Text
from wxpress.walk import own_text, text_of, walk

T = TypeVar("T")

_NO_TEXT_LEFT = '这里是图片说明，或整段删去：删去整段请用 [[line]] is = "删去"'


def correct(draft: Draft) -> Draft:
    """The draft with the editor's words and addresses; joins that did not come about are reported."""
    if not draft.overrides.entries:
        return draft
    account = Account(draft.overrides)
    _report_unjoined(draft, account)
    anchors = Anchors(draft.pieces)
    pieces = list(draft.pieces)
    changes = [*_changes(draft, anchors, account)]
    for spot, override in sorted(changes, key=_last_first):
        pieces[spot.first] = _changed(pieces[spot.first], spot, override, account)
    return revise(draft, pieces, account.entries, account.findings)


Change = tuple[Spot, LinkTarget | Replacement]


def _last_first(change: Change) -> tuple[int, int]:
    """The order in which the places of later changes stay true."""
    return -change[0].first, -change[0].at


def _changes(draft: Draft, anchors: Anchors, account: Account) -> Iterator[Change]:
    """The changes by their places; of two that overlap the second is reported."""
    taken: list[tuple[Spot, Override]] = []
    for override in draft.overrides.entries:
        if not isinstance(override, LinkTarget | Replacement):
            continue
        spots = anchors.spots(override.text)
        if isinstance(override, LinkTarget):
            spots = [spot for spot in spots if _links(anchors, spot)] or spots
        for spot in account.chosen(override, override.text, spots, anchors):
            other = next((known for at, known in taken if _overlap(at, spot) and type(known) is type(override)), None)
            if other is not None:
                account.report("WX283", override, anchor=override.text, row=str(other.row))
            elif _is_usable(override, anchors.pieces[spot.first], spot, account):
                taken.append((spot, override))
                yield spot, override


def _overlap(one: Spot, other: Spot) -> bool:
    return one.first == other.first and one.at < other.to and other.at < one.to


def _links(anchors: Anchors, spot: Spot) -> list[Link]:
    return [
        node for at, node in _nodes(anchors.pieces[spot.first]) if isinstance(node, Link) and _touches(spot, at, node)
    ]


def _touches(spot: Spot, at: int, node: Link | Text) -> bool:
    return at < spot.to and spot.at < at + len(text_of(node))


def _nodes(piece: Piece) -> Iterator[tuple[int, object]]:
    """The nodes of a piece and where their text begins in its own."""
    at = 0
    for node in walk(piece.block):
        yield at, node
        at += len(own_text(node))


def _is_usable(override: LinkTarget | Replacement, piece: Piece, spot: Spot, account: Account) -> bool:
    """Whether the words stand in one paragraph, and in one run of text where they are to be wrapped or taken out."""
    why = "文字跨了两段" if spot.first != spot.last else _obstacle(override, piece, spot)
    if why:
        account.report("WX285", override, anchor=override.text, why=why)
    return not why


def _obstacle(override: LinkTarget | Replacement, piece: Piece, spot: Spot) -> str:
    """Why the change cannot be made there; empty where it can."""
    texts = [(at, node) for at, node in _nodes(piece) if isinstance(node, Text) and _touches(spot, at, node)]
    if isinstance(override, Replacement):
        emptied = not override.words and any(_fills(spot, at, node) for at, node in texts)
        return _NO_TEXT_LEFT if emptied or not texts else ""
    links = sum(isinstance(node, Link) and _touches(spot, at, node) for at, node in _nodes(piece))
    return "" if links == 1 or (not links and len(texts) == 1) else "这里的文字跨了几个链接或标记"


def _fills(spot: Spot, at: int, text: Text) -> bool:
    return spot.at <= at and at + len(text.text) <= spot.to


def _changed(piece: Piece, spot: Spot, override: LinkTarget | Replacement, account: Account) -> Piece:
    """The piece with one change made, entered into the account."""
    before = text_of(piece.block)[spot.at : spot.to]
    if isinstance(override, Replacement):
        account.enter(override, "replace", piece.span, before, override.words, "编辑更正")
        return _rebuilt(piece, _Words(spot, override.words))
    links = [node for at, node in _nodes(piece) if isinstance(node, Link) and _touches(spot, at, node)]
    old = (links[0].target or "") if links else ""
    account.enter(override, "replace", piece.span, old, override.target, f"人工订正链接“{before}”的地址")
    return _rebuilt(piece, _Target(spot, override.target, within_link=bool(links)))


def _rebuilt(piece: Piece, change: _Change) -> Piece:
    return msgspec.structs.replace(piece, block=change.rebuilt(piece.block))


class _Change:
    """A rewriting of a block that keeps count of where it is in the block's text."""

    def __init__(self, spot: Spot) -> None:
        self.spot = spot
        self.at = 0

    def rebuilt(self, value: T) -> T:
        """*value* and all below it, in reading order."""
        if isinstance(value, tuple):
            return cast("T", tuple(part for item in value for part in self._expanded(item)))
        if not (isinstance(value, msgspec.Struct) and hasattr(value, "span")):
            return value
        begin = self.at
        self.at += len(own_text(cast("Node", value)))
        fields = {name: self.rebuilt(getattr(value, name)) for name in value.__struct_fields__}
        return self.renewed(type(value)(**fields), begin)

    def _expanded(self, item: object) -> Sequence[object]:
        begin = self.at
        made = self.rebuilt(item)
        return self.divided(made, begin) if isinstance(made, Text) else [made]

    def renewed(self, node: T, begin: int) -> T:  # noqa: ARG002 - for changes of nodes that stay one
        """The node, whose text begins at *begin*, changed."""
        return node

    def divided(self, text: Text, begin: int) -> Sequence[Inline]:  # noqa: ARG002 - for changes of texts
        """The text, which begins at *begin*, as the inlines that take its place."""
        return [text]

    def within(self, text: Text, begin: int) -> tuple[str, str, str]:
        """The text before, at, and behind the spot."""
        first, last = max(0, self.spot.at - begin), max(0, self.spot.to - begin)
        return text.text[:first], text.text[first:last], text.text[last:]


class _Words(_Change):
    """Other words at the spot, where its first text stands."""

    def __init__(self, spot: Spot, words: str) -> None:
        super().__init__(spot)
        self._words = words

    def divided(self, text: Text, begin: int) -> Sequence[Inline]:
        before, inside, after = self.within(text, begin)
        if not inside:
            return [text]
        words = before + self._words + after
        self._words = ""
        return [msgspec.structs.replace(text, text=words)] if words else []


class _Target(_Change):
    """A target for the link at the spot; words that are no link yet become one."""

    def __init__(self, spot: Spot, target: str, *, within_link: bool) -> None:
        super().__init__(spot)
        self._target = target
        self._within_link = within_link

    def renewed(self, node: T, begin: int) -> T:
        if isinstance(node, Link) and _touches(self.spot, begin, node):
            return cast("T", msgspec.structs.replace(node, target=self._target or None))
        return node

    def divided(self, text: Text, begin: int) -> Sequence[Inline]:
        before, inside, after = self.within(text, begin)
        if self._within_link or not inside:
            return [text]
        link = Link(self._target or None, (Text(inside, span=text.span),), span=last_line(text.span))
        around = (Text(before, span=text.span), link, Text(after, span=text.span))
        return [part for part in around if not isinstance(part, Text) or part.text]


def _report_unjoined(draft: Draft, account: Account) -> None:
    """Joins whose second half still stands alone: something other than furniture is between the halves."""
    for piece in draft.pieces:
        if piece.hints.follows:
            override = next(join for join in draft.overrides.entries if isinstance(join, Join) and _begins(piece, join))
            account.report("WX285", override, anchor=override.second, why="两处之间还有别的文字或标题，接不上")


def _begins(piece: Piece, join: Join) -> bool:
    words, second = fold(text_of(piece.block)), fold(join.second)
    return words.startswith(second) or second.startswith(words)
