"""字符：characters that do not belong into simplified Chinese text, or stand for one that was lost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from wxpress.checks import Check
from wxpress.checks.finding import EVERYWHERE, Rule, found, obeyed
from wxpress.checks.passages import Manuscript, Passage
from wxpress.diagnostics import Diagnostic
from wxpress.inlines import HAN

_RADICALS = dict(
    zip(
        "⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⺟⺮⻮⻳⻒",
        "民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙母竹齿龟长",
        strict=True,
    )
)
"""CJK radicals that no normalisation folds, as text taken from PDF files is full of them."""

_KANGXI = "\u2f00-\u2fd5"
_LETTERS = re.compile(r"[A-Za-z0-9\u0370-\u03ff\u0400-\u04ff]{2,}")
_LIKE_LATIN = "\u0400-\u04ff\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf"
"""Cyrillic letters, and the Greek ones that no formula can have for their own sake."""

_MIXED = re.compile(f"(?=.*[A-Za-z0-9])(?=.*[{_LIKE_LATIN}])")
_SIMPLIFIED_SHARE = 0.9


def _unified(match: re.Match[str]) -> str:
    import unicodedata  # noqa: PLC0415 - wanted only where there is such a character

    character = match[0]
    return _RADICALS.get(character) or unicodedata.normalize("NFKC", character)


_RULES = (
    Rule("WX372", re.compile(f"[{_KANGXI}{''.join(_RADICALS)}]"), _unified, certain=True, kinds=EVERYWHERE),
    Rule("WX373", re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]+"), kinds=EVERYWHERE),
    Rule("WX374", re.compile("\ufffd+"), kinds=EVERYWHERE),
    Rule(
        "WX375",
        re.compile(
            "锟斤拷|(?:烫|屯){3,}|ï»¿|ï¿½|â€[\u0080-\uffff]?|[ÃÂåäæçèé][\u0080-\u00bf\u2018-\u203a][\u0080-\u00ff\u2018-\u203a]"
        ),
        kinds=EVERYWHERE,
    ),
)


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Traditional forms, radicals, private and lost characters, words of two alphabets."""
    yield from obeyed(manuscript, _RULES)
    traditional = _pattern()
    is_simplified = _is_simplified(manuscript, traditional)
    for passage in manuscript.passages:
        yield from _mixed_words(manuscript, passage)
        for match in traditional.finditer(passage.plain) if is_simplified else ():
            right = "".join(_simplified()[character] for character in match[0])
            yield found(manuscript, "WX371", passage, match.start(), match.end(), after=right)


def _mixed_words(manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
    for match in _LETTERS.finditer(passage.plain):
        if _MIXED.match(match[0]):
            strange = "、".join(sorted({f"{each}（U+{ord(each):04X}）" for each in match[0] if not each.isascii()}))
            yield found(manuscript, "WX376", passage, match.start(), match.end(), letters=strange)


@cache
def _simplified() -> Mapping[str, str]:
    """Each traditional form and the form of simplified text."""
    text = files("wxpress.checks").joinpath("traditional.txt").read_text("utf-8")
    pairs = "".join(line for line in text.split("\n") if not line.startswith("#")).replace(" ", "")
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_simplified())}]+")


def _is_simplified(manuscript: Manuscript, traditional: re.Pattern[str]) -> bool:
    """Whether the text as a whole is simplified; in a traditional one the forms are right."""
    text = "".join(passage.plain for passage in manuscript.passages)
    strange = sum(len(run) for run in traditional.findall(text))
    return strange <= (1 - _SIMPLIFIED_SHARE) * max(1, len(re.findall(f"[{HAN}]", text)))


CHECK = Check("characters", check)
