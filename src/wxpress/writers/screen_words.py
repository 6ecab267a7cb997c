"""屏幕上的字句：what a browser must be told of words that are escaped already: where a line may end, what is Latin."""

from __future__ import annotations

import re

from wxpress.inlines import ems

LATIN_SHARE = 0.8
"""Words with a larger share of ASCII have no even right edge on a screen."""

LONGEST_LINE = 24
"""Latin characters that fit one line on any screen, indented or in a list, which is never stretched."""

HAN = "〇\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""Chinese characters, as a regular expression has them between brackets."""

_JOINED = re.compile(r"[—～〜·A-Za-z0-9](?:(?<=\w—)(?!—)|(?<=\w[～〜·])|(?<=[A-Za-z0-9]-[A-Za-z0-9]))")
"""GB/T 15834, 5.1: no line begins with a mark that joins; and what a hyphen joins stays on its line."""

_LATIN = re.compile(r"<[^>]*>|&\w+;|(?P<word>[A-Za-z0-9]+)")

_LED = re.compile(r"^(—+)(&\w+;|[^—&<])")

_APOSTROPHE = re.compile(r"’(?<=[A-Za-z]’)(?=[A-Za-z])")
"""It is the same character as a Chinese quotation mark, which fonts draw as wide as a character."""

_QUOTED = re.compile(
    rf"[“‘”’—](?:(?<=[{HAN}、。，：；！？）》」』】][“‘])(?=[!-~])|(?<=[”’][“‘])|(?<=[”’]—)(?=—)|(?<=[!-~][”’])(?=[{HAN}]))"
)
"""Quotation marks round Latin, and what stands behind a quotation, another one or a dash: browsers end no line there
(UAX #14, LB19), and stretch the line before.
"""

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_INSIDE_ADDRESS = re.compile(r"(?<=[/?=._])(?=[A-Za-z0-9])|(?<=&amp;)")
"""Where an address may turn: browsers keep all of it on one line that can, and stretch the line before."""

_WORD = re.compile(r"[!-~]+")

_DATE = re.compile(r"\d{4}年|\d{1,2}月\d{1,2}日")
"""What of a date stands together in a table; between the year and the day a line may end."""

_UNDIVIDED = re.compile(f"{_DATE.pattern}|{_WORD.pattern}")

_CHINESE = re.compile(f"[{HAN}]")

_WIDE = re.compile("[\uff01-\uff5e]")


def is_latin(words: str) -> bool:
    """Whether *words* are Latin all but a few: screens divide no Latin word, and would stretch narrow lines wide.

    Words of `LONGEST_LINE` characters at most fit a line.
    """
    return len(words) > LONGEST_LINE and len(words.encode("ascii", "ignore")) > LATIN_SHARE * len(words)


def longest_word(words: str) -> str:
    """The longest of *words* that no line of a table ends in; empty where there is none."""
    return max(_UNDIVIDED.findall(_ADDRESS.sub(" ", words)), key=ems, default="")


def text_words(words: str) -> list[str]:
    """The Latin words and the numbers among *words*."""
    return _WORD.findall(words)


def has_chinese(words: str) -> bool:
    """Whether any Chinese character is among *words*."""
    return _CHINESE.search(words) is not None


def has_wide(words: str) -> bool:
    """Whether any full-width form of an ASCII character is among *words*."""
    return _WIDE.search(words) is not None


def joined(escaped: str) -> str:
    """*escaped* text in which no line begins with a mark that joins what stands on both its sides."""
    marked = _JOINED.sub(r'<span class="joined">\g<0></span>', escaped)
    return _APOSTROPHE.sub('<span class="half">’</span>', marked)


def undotted(escaped: str) -> str:
    """*escaped* text that is emphasized, whose Latin words and numbers take no dots; CLREQ: dots are for Chinese."""
    return _LATIN.sub(lambda found: f'<span class="plain">{found[0]}</span>' if found["word"] else found[0], escaped)


def led(escaped: str) -> str:
    """*escaped* words of which no line ends with the dash that they begin with."""
    return _LED.sub(r'\1<span class="joined">\2</span>', escaped)


def undivided(escaped: str) -> str:
    """*escaped* text of a table's cell, in which no line ends within a day or a year."""
    return _DATE.sub(r'<span class="whole">\g<0></span>', escaped)


def turning(escaped: str, turn: str) -> str:
    """*escaped* text with *turn*, an empty element, where a line may end and browsers end none."""

    def beside(mark: re.Match[str]) -> str:
        return mark[0] + turn if mark[0] in "”’" else turn + mark[0]

    turned = _QUOTED.sub(beside, escaped)
    if "://" not in turned and "www." not in turned:
        return turned
    return _ADDRESS.sub(lambda address: _INSIDE_ADDRESS.sub(turn, address[0]), turned)
