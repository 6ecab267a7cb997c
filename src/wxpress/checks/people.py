"""人名：one person's name written in two ways, by characters that sound or look alike: 陈志远, 陈致远."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.passages import Manuscript, Passage
from wxpress.checks.slips import are_alike
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_POSTS = (
    "书记|主任|市长|县长|区长|镇长|乡长|省长|局长|厅长|部长|处长|科长|所长|院长|校长|行长|组长|队长|班长|村长|站长|会长|社长|"
    "主席|总理|委员|常委|代表|教授|研究员|工程师|医生|老师|主编|记者|通讯员|经理|董事长|总监|支书|主持人|同志"
)
_SAYING = (
    "说|表示|指出|强调|介绍|认为|告诉|主持|出席|坦言|回忆|提出|要求|部署|到会|参加|讲话|同志|率|带领|作|向|在|对|和|与|"
    "、|，|。|）|（"
)
_BEHIND_A_POST = re.compile(rf"(?:{_POSTS})(?P<name>[{HAN}]{{3}}|[{HAN}]{{2}})(?={_SAYING})")
_BEFORE_A_WORD = re.compile(
    rf"(?:^|(?<=[。，；”]))(?=(?P<name>[{HAN}]{{3}})(?:说|表示|指出|强调|介绍|认为|坦言|回忆|告诉))"
)
_BEFORE_A_POST = re.compile(rf"(?=(?P<name>[{HAN}]{{3}})(?:{_POSTS}))")
_USUAL = 2
"""How often the usual form stands in the text, at least."""

Place = tuple[Passage, int]


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Names that differ in one character from one that stands more often."""
    names = _names(manuscript)
    counts = Counter({name: _times(manuscript, name) for name in names})
    for name, places in names.items():
        usual = _usual(name, counts)
        if usual is None:
            continue
        for passage, first in places:
            end, times = first + len(name), str(counts[usual])
            yield found(manuscript, "WX344", passage, first, end, after=usual, name=name, usual=usual, times=times)


def _names(manuscript: Manuscript) -> dict[str, list[Place]]:
    """What stands where a name does, beside a post; and where."""
    names: dict[str, list[Place]] = defaultdict(list)
    for passage in manuscript.passages:
        for pattern in (_BEHIND_A_POST, _BEFORE_A_POST, _BEFORE_A_WORD):
            for match in pattern.finditer(passage.plain):
                place = (passage, match.start("name"))
                if place not in names[match["name"]]:
                    names[match["name"]].append(place)
    return names


def _times(manuscript: Manuscript, name: str) -> int:
    return sum(passage.plain.count(name) for passage in manuscript.passages)


def _usual(name: str, counts: Counter[str]) -> str | None:
    """The name that *name* is a slip for: one of the same family that stands there more often."""
    if counts[name] > 1:
        return None
    others = (other for other in counts if other != name and _is_taken_for(other, name))
    return next((other for other in others if counts[other] >= _USUAL), None)


def _is_taken_for(usual: str, name: str) -> bool:
    if len(usual) != len(name) or usual[0] != name[0]:
        return False
    pairs = [(one, other) for one, other in zip(usual, name, strict=True) if one != other]
    return len(pairs) == 1 and are_alike(*pairs[0])


CHECK = Check("people", check)
