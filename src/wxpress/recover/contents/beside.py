"""目录里栏目与篇目同行：◎ 榜样　　守护生命的“点灯人” names a 栏目, and its one article behind a gap."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

import msgspec

from wxpress.recover.contents.entries import Line, parse
from wxpress.recover.words.grammar import title_key
from wxpress.recover.words.ranks import RANKS, mark_of
from wxpress.recover.words.signatures import LIKELY, degree_of

_GAP = re.compile(r"(?<=\S)(?:[\u3000\t]{2,}| {4,})(?=\S)")
_FEWEST = 2
_NUMBERS = frozenset(name for name, _ in RANKS)


def apart(lines: Sequence[Line], body: Collection[str]) -> list[Line]:
    """The *lines* as two entries each, where one sign opens all of them and the *body* has both parts of every one."""
    parts = [_GAP.split(line.text.strip(), maxsplit=1) for line in lines]
    names = [part[0] for part in parts]
    signs = {mark_of(name) for name in names}
    if len(lines) < _FEWEST or len(signs) > 1 or signs <= {"", *_NUMBERS} or len(set(names)) < len(names):
        return list(lines)
    if not all(len(part) > 1 and _both_stand(part, body) for part in parts):
        return list(lines)
    return [entry for line, part in zip(lines, parts, strict=True) for entry in _entries(line, part)]


def _both_stand(part: Sequence[str], body: Collection[str]) -> bool:
    """Whether the body has a name and a title on lines of their own, and the title is nobody's signature."""
    name, title = part[0], parse(Line(part[1], None)).title
    return title_key(name) in body and title_key(title) in body and degree_of(title) < LIKELY


def _entries(line: Line, part: Sequence[str]) -> tuple[Line, Line]:
    name, title = part
    return (
        msgspec.structs.replace(line, text=name, depth=1.0, number=None),
        msgspec.structs.replace(line, text=title, depth=2.0, number=None, inlines=()),
    )
