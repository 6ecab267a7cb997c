"""疑误：slips of scanning and typing: words that are none, and words that disagree with the rest of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from wxpress.checks import Check
from wxpress.checks.finding import EVERYWHERE, Rule, found, obeyed
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_NASALS = re.compile(r"(?<=[aei])ng$")
_FLAT = re.compile(r"^([zcs])h")
_COMMON = set(
    "的地得了着过是在有和与及或以于之为而则但又也都就才还更最很不没无未要会能可应将被把让使给对从向往到自由因所至及等并即再已多"
    "一二三四五六七八九十百千万亿两几第个这那哪其此各每某本该他她它们你我您咱"
    "上下左右前后内外东西南北中大小多少高低长短年月日"
)
"""Characters that stand in one another's place by grammar or number, not by mistake."""

_ENDINGS = set(
    "性型形式化制质值力率量员源院园家长会部区县市室厂场站点线网机器件品业费法案权益感观论学系统术师生士手民族语文字史志版号期级基集际计记纪界届金"
)
"""Characters that words end in: two words that differ in them are two words."""

_RUN = re.compile(f"[{HAN}]+")
_USUAL = 3
"""How often the usual form stands in the text, at least."""

_DIGITS = (
    # letters among digits, and zeros among numerals
    Rule("WX343", re.compile(r"(?<=\d)[Oo〇○](?=\d)|(?<=\d)[Oo](?=[年月日％%])"), "0"),
    Rule("WX343", re.compile(r"(?<![A-Za-z])[Il|](?=\d{1,3}[年月日])|(?<=\d)[Il](?=\d*[年月日])"), "1"),
    Rule("WX343", re.compile(r"(?<=[一二三四五六七八九十])[0O○Ｏ](?=[〇一二三四五六七八九年○])"), "〇"),
    Rule("WX343", re.compile(r"(?<=\d)一(?=\d)|(?<=[0-9][年月日])一(?=\d)"), "—"),
)


class _Slip(NamedTuple):
    """A rare word of three characters, the usual one, and which character of it is the slip."""

    word: str
    usual: str
    at: int


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Words that are no words, and words at odds with the same words elsewhere."""
    yield from obeyed(manuscript, _misprints())
    yield from obeyed(manuscript, _DIGITS)
    for slip in _slips(manuscript):
        for passage, first in _places(manuscript, slip.word):
            at = first + slip.at
            after = slip.usual[slip.at]
            yield found(manuscript, "WX341", passage, at, at + 1, after=after, word=slip.word, other=slip.usual)


@cache
def _words() -> frozenset[str]:
    """Words that sound like others and are right."""
    return frozenset(word for line in _lines("homophones.txt") for word in line.split())


@cache
def _lookalikes() -> tuple[str, ...]:
    return tuple(_lines("lookalikes.txt"))


def _lines(name: str) -> Iterator[str]:
    """The lines of one of the lists beside this module, without those that explain it."""
    text = files("wxpress.checks").joinpath(name).read_text("utf-8")
    return (line for line in text.split("\n") if line and not line.startswith("#"))


@cache
def _misprints() -> tuple[Rule, ...]:
    pairs = (line.split("\t") for line in _lines("misprints.txt"))
    return tuple(_misprint(pattern, right) for pattern, right in pairs)


def _misprint(pattern: str, right: str) -> Rule:
    """``=1`` in the right form keeps the first character as it is written."""
    compiled = re.compile(pattern)
    if right.startswith("=1"):
        return Rule("WX342", compiled, lambda match: match[0][0] + right[2:], kinds=EVERYWHERE)
    return Rule("WX342", compiled, right, kinds=EVERYWHERE)


@cache
def _sounds() -> Mapping[str, str]:
    """Each common character and how it sounds to those who do not tell in from ing and z from zh."""
    pairs = (line.split(" ", 1) for line in _lines("syllables.txt"))
    return {
        character: _FLAT.sub(r"\1", _NASALS.sub("n", syllable))
        for syllable, characters in pairs
        for character in characters
    }


@cache
def are_alike(one: str, other: str) -> bool:
    """Whether two characters are taken for one another, by their look or their sound."""
    look = any(one in group and other in group for group in _lookalikes())
    sound = _sounds().get(one)
    return one != other and (look or (sound is not None and sound == _sounds().get(other)))


def _slips(manuscript: Manuscript) -> Iterator[_Slip]:
    """Words of three that differ from the usual one in the last character, or else in the first."""
    counts = _threes(manuscript)
    seen: set[str] = set()
    for at in (2, 0):
        for words in _alternatives(counts, at):
            for slip in _disagreements(manuscript, counts, words, at):
                if slip.word not in seen:
                    seen.add(slip.word)
                    yield slip


def _threes(manuscript: Manuscript) -> Counter[str]:
    """How often each three ideographs stand side by side."""
    counts: Counter[str] = Counter()
    for passage in manuscript.passages:
        for run in _RUN.findall(passage.plain):
            counts.update(run[at : at + 3] for at in range(len(run) - 2))
    return counts


def _alternatives(counts: Counter[str], at: int) -> Iterator[list[str]]:
    """The words that differ in the character *at* alone, the commonest first, where there are several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word in counts:
        groups[word[:at] + word[at + 1 :]].append(word)
    for context, words in groups.items():
        if len(words) > 1 and not _COMMON & set(context):
            yield sorted(words, key=lambda word: (-counts[word], word))


def _disagreements(manuscript: Manuscript, counts: Counter[str], words: Sequence[str], at: int) -> Iterator[_Slip]:
    """The slips among *words*: one of them is usual and a word, and all the others are taken for it."""
    usual, *others = words
    if counts[usual] < _USUAL or usual[at] in _COMMON:
        return
    if all(_is_slip(counts, usual, other, at) for other in others) and _is_unit(manuscript, usual):
        yield from (_Slip(other, usual, at) for other in others if not is_word(other, at))


def _is_slip(counts: Counter[str], usual: str, other: str, at: int) -> bool:
    if is_common(usual[at], other[at]):
        return False
    return counts[other] < min(_USUAL, counts[usual]) and are_alike(usual[at], other[at])


def is_common(usual: str, other: str) -> bool:
    """Whether *other* may stand in the place of *usual* by grammar or number, or both end words of their own."""
    return {usual, other} <= _ENDINGS or other in _COMMON


def is_word(phrase: str, at: int) -> bool:
    """Whether the character *at* is part of a word that is right as it is."""
    return bool({phrase[max(0, at - 1) : at + 1], phrase[at : at + 2]} & _words())


def _is_unit(manuscript: Manuscript, word: str) -> bool:
    """Whether the word has various neighbours on either side, as no part of a longer word has."""
    places = list(_places(manuscript, word))
    left = {passage.plain[max(0, at - 1) : at] for passage, at in places}
    right = {passage.plain[at + len(word) : at + len(word) + 1] for passage, at in places}
    return len(left) > 1 and len(right) > 1


def _places(manuscript: Manuscript, word: str) -> Iterator[tuple[Passage, int]]:
    """Where *word* stands."""
    for passage in manuscript.passages:
        at = passage.plain.find(word)
        while at >= 0:
            yield passage, at
            at = passage.plain.find(word, at + 1)


CHECK = Check("slips", check)
