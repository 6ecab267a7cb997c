"""四字：set phrases of which one character is another's in sound or look: 人民至上, 人名至上."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from wxpress.checks import Check
from wxpress.checks.finding import found
from wxpress.checks.passages import Manuscript
from wxpress.checks.slips import are_alike, is_common, is_word
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_LENGTH = 4
_RUN = re.compile(f"[{HAN}]{{{_LENGTH},}}")
_USUAL = 2
"""How often the usual form stands in the text, at least."""


class _Slip(NamedTuple):
    word: str
    usual: str
    at: int


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Phrases of four that begin and end runs of text, and once, at an end, have one character changed."""
    runs = [run for passage in manuscript.passages for run in _RUN.findall(passage.plain)]
    phrases = {run[:_LENGTH] for run in runs} & {run[-_LENGTH:] for run in runs}
    for slip in _slips(phrases, _fours(runs)):
        edged = re.compile(rf"(?<![{HAN}]){slip.word}|{slip.word}(?![{HAN}])")
        for passage in manuscript.passages:
            if match := edged.search(passage.plain):
                first = match.start()
                at, right = first + slip.at, slip.usual[slip.at]
                yield found(manuscript, "WX341", passage, at, at + 1, after=right, word=slip.word, other=slip.usual)


def _fours(runs: Sequence[str]) -> Counter[str]:
    """How often each four ideographs stand side by side."""
    return Counter(run[at : at + _LENGTH] for run in runs for at in range(len(run) - _LENGTH + 1))


def _slips(phrases: set[str], counts: Counter[str]) -> Iterator[_Slip]:
    usual = [phrase for phrase in sorted(phrases) if counts[phrase] >= _USUAL]
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    wanted = {(at, _without(phrase, at)) for phrase in usual for at in range(_LENGTH)}
    for four, count in counts.items():
        for at in range(_LENGTH) if count == 1 else ():
            if (at, _without(four, at)) in wanted:
                groups[at, _without(four, at)].append(four)
    for phrase in usual:
        for at in range(_LENGTH):
            yield from _taken_for(phrase, at, groups[at, _without(phrase, at)])


def _taken_for(phrase: str, at: int, others: Sequence[str]) -> Iterator[_Slip]:
    """Which of *others*, alike but for the character *at*, are slips for *phrase*."""
    for other in others:
        is_slip = are_alike(phrase[at], other[at]) and not is_common(phrase[at], other[at])
        if is_slip and not is_word(other, at):
            yield _Slip(other, phrase, at)


def _without(phrase: str, at: int) -> str:
    return phrase[:at] + phrase[at + 1 :]


CHECK = Check("phrases", check)
