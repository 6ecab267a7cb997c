"""带页码的页眉：lines of a name and a number that counts up through the text are running heads, not text.

So are lines beside page numbers that are made of what the masthead says: 学习文选·推进法治政府建设.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise, takewhile

import msgspec

from wxpress.readers.draft import Draft, Piece, revise, with_role
from wxpress.recover.contents.entries import Line, has_leaders, parse
from wxpress.recover.furniture.page_numbers import is_beside_number
from wxpress.recover.furniture.running_titles import BESIDE, LONGEST_RUNNING_TITLE, names_in
from wxpress.recover.words.grammar import (
    CONTENTS_LABEL,
    DATE,
    ISSUE_LINE,
    SHORTEST_TORN,
    folded,
    looks_like_title,
    note_label,
)
from wxpress.recover.words.pieces import is_plain, only_line
from wxpress.recover.words.sentences import lacks_end

_SEPARATOR = r"[\s·•|｜/／—–―－─~～-]"
_NUMBER = r"第?\s*(?P<number>\d{1,4})\s*(?:页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|[/／]\s*\d{1,4})?"
_BEHIND = re.compile(rf"(?P<name>.*(?!第)[^\d\W]\W{{0,3}}){_SEPARATOR}+{_NUMBER}{_SEPARATOR}*")
_BEFORE = re.compile(rf"{_SEPARATOR}*{_NUMBER}{_SEPARATOR}+(?P<name>[^\d\s].*)")

_PAIR = 2
_MASTHEAD = 6
"""The names of the bulletin stand in so many first pieces."""


class Head(msgspec.Struct, frozen=True):
    """一条页眉：where it stands, its words folded, its number, whether that stands before them, its *dress*: — —."""

    at: int
    name: str
    number: int
    leads: bool
    dress: str


def mark_running_heads(draft: Draft) -> Draft:
    """The draft with running heads that bear the page's number, or stand beside it, in the role of furniture."""
    lines = [_as_line(piece) for piece in draft.pieces]
    heads = list(_heads(lines))
    found = _composed(lines) | {head.at for head in _counting(lines, heads)} | _closing(lines)
    if not found:
        return draft
    both = enumerate(zip(draft.pieces, lines, strict=True))
    return revise(draft, [with_role(line, "furniture") if at in found else piece for at, (piece, line) in both])


def _as_line(piece: Piece) -> Piece:
    """The piece; as a line where it is a list of one item, as Markdown takes ``- 2 -　学习文选``."""
    line = only_line(piece)
    return piece if line is None else msgspec.structs.replace(piece, block=line)


def _heads(pieces: Sequence[Piece]) -> Iterator[Head]:
    for at, piece in enumerate(pieces):
        text = DATE.sub(" ", piece.text) if _may_be_head(piece) and not has_leaders(piece.text) else ""
        match = _BEHIND.fullmatch(text) or _BEFORE.fullmatch(text)
        if match:
            dress = "".join(text.replace(match["name"], "", 1).replace(match["number"], "", 1).split())
            yield Head(at, _name(match["name"]), int(match["number"]), leads=match.re is _BEFORE, dress=dress)


def _name(words: str) -> str:
    """The words of a head without the number of the issue, which is set apart from the name in the masthead."""
    return folded(ISSUE_LINE.sub("", words)) or folded(words)


def _may_be_head(piece: Piece) -> bool:
    is_text = piece.role == "body" and not piece.hints.level and piece.hints.container is None
    return is_text and looks_like_title(piece.text, LONGEST_RUNNING_TITLE) and is_plain(piece)


def _counting(pieces: Sequence[Piece], heads: Sequence[Head]) -> list[Head]:
    """The heads whose name comes again with a higher number, and those that count on between two such."""
    if not heads:
        return []
    again = [head for run in _runs(pieces, heads) if _is_run(pieces, run) for head in run]
    run = sorted(again, key=_place)
    known = {folded(piece.text) for piece in pieces} | {head.name for head in run}
    dresses = {head.dress for head in run}
    return [*run, *(head for head in heads if head.name in known and head.dress in dresses and _fits(head, run))]


def _place(head: Head) -> int:
    return head.at


def _runs(pieces: Sequence[Piece], heads: Sequence[Head]) -> Iterable[list[Head]]:
    """The heads of one name whose number is on one side; on either, where the name is the bulletin's: 左页, 右页."""
    names = _names(pieces)
    runs: dict[tuple[str, bool], list[Head]] = defaultdict(list)
    for head in heads:
        runs[head.name, head.leads and head.name not in names].append(head)
    return runs.values()


def _is_run(pieces: Sequence[Piece], run: Sequence[Head]) -> bool:
    """Whether one name counts up with text between, and is the bulletin's or cuts a sentence: 案例 1, 案例 2 do not."""
    pairs = list(pairwise(run))
    counts = bool(pairs) and all(upper.number < lower.number for upper, lower in pairs)
    named = run[0].name in _names(pieces)
    if not counts or not (named or all(_has_text(pieces[upper.at : lower.at]) for upper, lower in pairs)):
        return False
    return named or any(_cuts(pieces, head) for head in run)


def _names(pieces: Sequence[Piece]) -> set[str]:
    """The names in the first lines, and two lines as one name: 全校师生 above 学习简报."""
    lines = [piece.text for piece in pieces[:_MASTHEAD] if piece.text]
    joined = {folded(upper + lower) for upper, lower in pairwise(lines)}
    return joined | {folded(name) for line in lines for name in names_in(line)}


def _has_text(pieces: Sequence[Piece]) -> bool:
    return any(len(piece.text) >= SHORTEST_TORN for piece in pieces)


def _cuts(pieces: Sequence[Piece], head: Head) -> bool:
    above = next(
        (piece.text for piece in reversed(pieces[max(head.at - _PAIR, 0) : head.at]) if piece.role != "furniture"), ""
    )
    return len(above) >= SHORTEST_TORN and lacks_end(above)


def _fits(head: Head, run: Sequence[Head]) -> bool:
    """Whether a head stands between two of the *run*, and its number between theirs."""
    at = bisect(run, head.at, key=_place)
    between = run[max(at - 1, 0) : at + 1]
    return len(between) > 1 and between[0].number < head.number < between[1].number


def _composed(pieces: Sequence[Piece]) -> set[int]:
    """Where lines made of names of the masthead stand beside page numbers: of several names, or several times."""
    end = _masthead_end(pieces)
    names = {folded(part) for piece in pieces[:end] for part in piece.text.split()} | _names(pieces[:end]) - {""}
    parts = {at: _parts(pieces[at].text, names) for at in range(end, len(pieces)) if _may_be_head(pieces[at])}
    beside = {at for at in parts if parts[at] and is_beside_number(pieces, at)}
    times = Counter(folded(pieces[at].text) for at in beside)
    return {at for at in beside if parts[at] > 1 or times[folded(pieces[at].text)] > 1}


def _closing(pieces: Sequence[Piece]) -> set[int]:
    """Where names of the masthead and a number stand last of all: a foot of a page, though there be but one."""
    end, last = _masthead_end(pieces), len(pieces) - 1
    names = {folded(piece.text) for piece in pieces[:end]} | _names(pieces[:end]) - {""}
    foot = _BEHIND.fullmatch(pieces[last].text) if last > end and _may_be_head(pieces[last]) else None
    return {last} if foot and _parts(foot["name"], names) else set()


def _masthead_end(pieces: Sequence[Piece]) -> int:
    """How many of the first pieces may be lines of the masthead: no entry of the contents, no note, no text."""
    lines = takewhile(_may_be_named, pieces[:_MASTHEAD])
    return sum(1 for _ in lines)


def _may_be_named(piece: Piece) -> bool:
    others = CONTENTS_LABEL.fullmatch(piece.text) or note_label(piece.text) or parse(Line(piece.text, None)).strong
    return _may_be_head(piece) and not others


def _parts(text: str, names: Collection[str]) -> int:
    """Of how many names of the masthead, its number or date among them, a line is made; 0 where there are others."""
    bare = DATE.sub(" ", ISSUE_LINE.sub(" ", text))
    numbered = int(bare != text)
    words = [word for word in map(folded, BESIDE.split(bare)) if word]
    if all(word in names for word in words):
        return numbered + len(words)
    return numbered + 1 if folded(bare) in names else 0
