"""一字不差：checks that source, ledger and tree agree to the character, and refuses to go on where they do not.

The law, exactly, white space aside:

1. 平衡: the source's characters, with those that entries replace or drop taken out and those that they put in added,
   less the reader's markup, are the tree's, each as often; only the reader's marks may be fewer still.
2. 移动: what moves loses no letter, figure or ideograph; a label that goes is dropped by an entry of its own.
3. 次序: each strand of the tree runs forward through the source, in the lines that its spans name (`order`).
4. 标点: marks that are common in text are used up only where the reader's syntax has a use for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wxpress.errors import InternalError
from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.readers.draft import Draft
from wxpress.readers.markdown.marks import FREE, markup_in
from wxpress.recover.law.course import Course
from wxpress.recover.law.order import first_misplaced
from wxpress.tree import Bulletin
from wxpress.walk import source_text, walk

_SHOWN = 24


def require_law(draft: Draft, bulletin: Bulletin, entries: Iterable[Entry]) -> None:
    """Raise `InternalError` unless source + ledger = tree, white space and the reader's markup aside.

    It is our own bug whenever it does not hold; a bulletin with a lost character must not go to print.
    """
    breach = next(breaches(draft, bulletin, tuple(entries)), None)
    if breach:
        raise InternalError(
            f"{draft.source.name}：恢复结构时文字对不上：{breach}",
            "为免印错，没有写出任何文件。这是本工具的缺陷，请把来稿附在问题报告里",
        )


def breaches(draft: Draft, bulletin: Bulletin, entries: tuple[Entry, ...]) -> Iterator[str]:
    """What breaks the law, in words."""
    yield from _imbalance(draft, bulletin, entries)
    yield from (f"移动时丢了“{lost}”；" for lost in map(_lost_in_moving, entries) if lost)
    course = Course(draft.source, entries)
    leaf = first_misplaced(course, bulletin, entries)
    if leaf:
        where = f"第 {leaf.span.first} 行的" if leaf.span else ""
        yield f"{where}“{leaf.text[:_SHOWN]}”不在原来的次序上；"
    elif draft.syntax:
        yield from _lost_marks(draft, course, entries)


def _imbalance(draft: Draft, bulletin: Bulletin, entries: Iterable[Entry]) -> Iterator[str]:
    written = Counter(map(unspaced, draft.source.lines))
    kept = Counter(unspaced(source_text(node)) for node in walk(bulletin))
    balance = Counter("".join((written - kept).elements()))  # texts that stand as they stood need no counting
    for entry in _changes(entries):
        balance.update(unspaced(entry.after))
        balance.subtract(unspaced(entry.before))
    balance.subtract(unspaced(draft.markup))
    balance.subtract(Counter("".join((kept - written).elements())))  # counted in C
    lost = {item: count for item, count in balance.items() if count > 0 and item not in draft.punctuation}
    invented = {character: -count for character, count in balance.items() if count < 0}
    if lost or invented:
        yield f"{_listed('缺', lost)}{_listed('多', invented)}"


def _lost_in_moving(entry: Entry) -> str:
    """The letters, figures and ideographs of a move that are not there afterwards."""
    if entry.kind != "move":
        return ""
    lost = Counter(filter(str.isalnum, entry.before)) - Counter(filter(str.isalnum, entry.after))
    return "".join(lost.elements())


def _lost_marks(draft: Draft, course: Course, entries: Iterable[Entry]) -> Iterator[str]:
    """Marks that neither the tree nor an entry has, in places where the syntax has no use for them."""
    watched = draft.punctuation - FREE
    claims = _claims(entries, watched)
    assert draft.syntax is not None  # noqa: S101 - the caller has asked
    for number, line, unused in course.lines():
        lost = Counter(line[at] for at in unused if line[at] in watched)
        if lost:
            lost -= markup_in(line, draft.syntax) + claims[0] + claims.get(number, Counter())
        if lost:
            yield f"第 {number} 行{_listed('缺', lost)}"


def _claims(entries: Iterable[Entry], watched: frozenset[str]) -> dict[int, Counter[str]]:
    """The marks that entries account for: those of a move, which may be many, by its line, all others as line 0."""
    claims: dict[int, Counter[str]] = {0: Counter()}
    for entry in _changes(entries):
        is_local = entry.kind == "move" and entry.span is not None and entry.span.first == entry.span.last
        line = entry.span.first if is_local and entry.span else 0
        claims.setdefault(line, Counter()).update(mark for mark in entry.before if mark in watched)
    return claims


def _changes(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries after which some characters are not there any more, or not where they were."""
    return (entry for entry in entries if entry.kind in {"drop", "move", "replace"})


def _listed(verb: str, characters: dict[str, int]) -> str:
    shown = "、".join(f"“{character}”×{count}" for character, count in sorted(characters.items())[:12])
    return f"{verb} {shown}；" if characters else ""
