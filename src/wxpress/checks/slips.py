"""疑误：slips of scanning and typing: words that are none, and words that disagree with the rest of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    """A rare character in a context that elsewhere always has another."""

    passage: Passage
    at: int
    usual: str
    word: str


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Words that are no words, and words at odds with the same words elsewhere."""
    yield from obeyed(manuscript, _misprints())
    yield from obeyed(manuscript, _DIGITS)
    for slip in _slips(manuscript):
        yield found(
            manuscript,
            "WX341",
            slip.passage,
            slip.at,
            slip.at + 1,
            after=slip.usual,
            word=slip.word,
            other=_mended(slip),
        )


def _mended(slip: _Slip) -> str:
    written = slip.passage.text[slip.at]
    return slip.word.replace(written, slip.usual) if slip.word.count(written) == 1 else slip.usual


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
    """Rare characters that differ from the usual one after or before the same two ideographs."""
    seen: set[tuple[int, int]] = set()
    for places in (_followers(manuscript, 1), _followers(manuscript, -1)):
        for context, by_character in places.items():
            for slip in _disagreements(context, by_character):
                key = (id(slip.passage), slip.at)
                if key not in seen:
                    seen.add(key)
                    yield slip


Places = dict[str, list[tuple[Passage, int]]]


def _followers(manuscript: Manuscript, step: int) -> dict[str, Places]:
    """For each two ideographs the characters right after them (*step* 1) or right before (-1), with their places."""
    found_places: dict[str, Places] = defaultdict(lambda: defaultdict(list))
    for passage in manuscript.passages:
        for run in _RUN.finditer(passage.plain):
            for at in range(run.start(), run.end() - 2):
                context, place = (at, at + 2) if step > 0 else (at + 1, at)
                found_places[passage.plain[context : context + 2]][passage.plain[place]].append((passage, place))
    return found_places


def _disagreements(context: str, by_character: Places) -> Iterable[_Slip]:
    """The slips after *context*: it has but one usual neighbour, and others that are taken for it."""
    usual, *others = sorted(by_character, key=lambda character: -len(by_character[character]))
    times = len(by_character[usual])
    if not others or times < _USUAL or set(context) & _COMMON or usual in _COMMON:
        return
    if not _is_unit(context, by_character[usual]):
        return
    if not all(_is_slip(usual, other, times, len(by_character[other])) for other in others):
        return
    for other in others:
        for passage, at in by_character[other]:
            if {passage.plain[max(0, at - 1) : at + 1], passage.plain[at : at + 2]} & _words():
                continue
            yield _Slip(passage, at, usual, _word(passage, at, context))


def _is_unit(context: str, places: Sequence[tuple[Passage, int]]) -> bool:
    """Whether context and character are a word: it has various neighbours on either side, as no part of a word has."""
    spans = [_span(passage, at, context) for passage, at in places]
    texts = [passage.plain for passage, _ in places]
    left = {text[max(0, first - 1) : first] for text, (first, _) in zip(texts, spans, strict=True)}
    right = {text[end : end + 1] for text, (_, end) in zip(texts, spans, strict=True)}
    return len(left) > 1 and len(right) > 1


def _span(passage: Passage, at: int, context: str) -> tuple[int, int]:
    """Where the word of *context* and the character at *at* begins and ends."""
    is_before = passage.plain[max(0, at - len(context)) : at] == context
    return (at - len(context), at + 1) if is_before else (at, at + 1 + len(context))


def _is_slip(usual: str, other: str, times: int, rare: int) -> bool:
    if {usual, other} <= _ENDINGS or other in _COMMON:
        return False
    return rare < times and rare < _USUAL and are_alike(usual, other)


def _word(passage: Passage, at: int, context: str) -> str:
    first, end = _span(passage, at, context)
    return passage.text[first:end]


CHECK = Check("slips", check)
