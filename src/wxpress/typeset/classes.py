"""字符类别：what each character is to a compositor, as one letter, and what two neighbours mean to a line.

Sources: CLREQ (Requirements for Chinese Text Layout) 3.1, and GB/T 15834-2011 5.1, on the places of marks.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import product

IDEOGRAPH, OPENING, CLOSING, STOP, DASH, DOT, ATTACHED_WIDE = "H", "O", "C", "T", "D", "M", "K"
LATIN, PERCENT, PREFIX, SUFFIX, SEPARATOR, OTHER = "L", "Q", "B", "A", "R", "P"
SPACE, GLUE, IDEOGRAPHIC_SPACE, NEW_LINE = "S", "G", "I", "N"
OBJECT, EDGE_BEFORE, EDGE_AFTER, NOTE_CALL = "X", "E", "Z", "J"
"""No characters of the text: a picture, the padding before and after a box; and one that is: a raised call."""

HAN = "\u2e80-\u2fdf\u3007\u3021-\u3029\u3041-\u30fa\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
CHINESE = re.compile(f"[{HAN}]")
ENDLESS = re.compile(r"\S{300}")

_LISTED = {
    OPENING: "“‘（《〈「『【〔〖［｛",
    CLOSING: "”’）》〉」』】〕〗］｝",
    STOP: "，。、；：？！．",
    DASH: "—…⸺―⋯－＋＝",
    DOT: "·・‧",
    ATTACHED_WIDE: "％℃～〜〻々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ",
    PERCENT: "%‰°",
    PREFIX: "([{$￥¥£€＄＃",
    SUFFIX: "!),.:;?]}–-",
    SEPARATOR: "/／",
    SPACE: " ",
    GLUE: "\u00a0\u2060\ufeff\u202f",
    IDEOGRAPHIC_SPACE: "\u3000",
    NEW_LINE: "\n",
    OBJECT: "\ufffc",
}

_LATIN_APOSTROPHE = re.compile(r"(?<=[A-Za-zÀ-ɏ])’(?=[A-Za-zÀ-ɏ])")
_LATIN_DOT = re.compile(rf"(?<![{HAN}”’）》])[·・‧](?![{HAN}“‘（《])")


class _Classes(dict[str, str]):
    def __missing__(self, character: str) -> str:
        self[character] = found = _class_of(character)
        return found


def _class_of(character: str) -> str:
    if CHINESE.match(character):
        return IDEOGRAPH
    return LATIN if unicodedata.category(character)[0] in "LN" else OTHER


_CLASSES = _Classes({character: name for name, characters in _LISTED.items() for character in characters})


def classify(text: str) -> str:
    """The class of each character of *text*, which is Chinese: one letter for each."""
    classes = "".join(map(_CLASSES.__getitem__, text))
    for pattern, name in ((_LATIN_APOSTROPHE, LATIN), (_LATIN_DOT, OTHER)):
        for match in pattern.finditer(text):
            classes = classes[: match.start()] + name + classes[match.end() :]
    return classes


def is_set_as_chinese(text: str) -> bool:
    """Whether *text* is to be set as Chinese: it has an ideograph, or a word of many lines, which only we can tear."""
    return CHINESE.search(text) is not None or ENDLESS.search(text) is not None


_NEVER_FIRST = frozenset(
    CLOSING + STOP + DOT + ATTACHED_WIDE + PERCENT + SUFFIX + SEPARATOR + NOTE_CALL + EDGE_AFTER + SPACE
)
_NEVER_LAST = frozenset(OPENING + PREFIX + SEPARATOR + EDGE_BEFORE)
_CHINESE_CLASSES = frozenset(
    IDEOGRAPH + OPENING + CLOSING + STOP + DASH + DOT + ATTACHED_WIDE + IDEOGRAPHIC_SPACE + OBJECT + NOTE_CALL
)
_MARKS = frozenset(OPENING + CLOSING + STOP)
_CALLED = CLOSING + NOTE_CALL
_ALL = "".join(dict.fromkeys("".join([*_LISTED, IDEOGRAPH, LATIN, OTHER, EDGE_BEFORE, EDGE_AFTER, NOTE_CALL])))


def may_break(before: str, after: str) -> bool | None:
    """Whether a line may end between two classes; null where neither is Chinese, and Unicode's rules decide."""
    if GLUE in (before, after) or after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    if before == NEW_LINE or before == after == DASH:
        return False
    if before == SPACE:
        return True
    return True if {before, after} & (_CHINESE_CLASSES | {EDGE_AFTER, EDGE_BEFORE}) else None


def may_stretch(before: str, after: str) -> bool:
    """Whether the gap between two classes may be widened to justify a line.

    A mark is never moved away from the text it belongs to, and nothing inside a dash, a number or a Latin word; a
    middle dot (间隔号) belongs to both its sides, and stays in their middle.
    """
    if before == SPACE:
        return after != SPACE
    if before in OPENING + EDGE_BEFORE + PREFIX + SEPARATOR + OTHER + GLUE + NEW_LINE:
        return False
    if after in _NEVER_FIRST - {DOT} or after in OTHER + GLUE + NEW_LINE:
        return False
    if before == after == DASH or {before, after} <= _MARKS or meets_latin(before, after):
        return False
    return bool({before, after} & _CHINESE_CLASSES)


def meets_latin(before: str, after: str) -> bool:
    """Whether an ideograph stands beside a Latin letter or a digit (CLREQ: a gap of 1/8 to 1/4 em)."""
    return (before == IDEOGRAPH and after == LATIN) or (before in LATIN + PERCENT and after == IDEOGRAPH)


def is_tight(before: str, after: str) -> bool:
    """Whether two marks stand together, so that the blank between them is taken out (CLREQ: 1.5 em for both).

    The call of a note follows what it belongs to, a book's name or a link, at once.
    """
    return (before in CLOSING + STOP and after in _MARKS) or before == after == OPENING or before + after == _CALLED


_PAIRS = [first + second for first, second in product(_ALL, repeat=2)]

BREAKS = {pair: may_break(*pair) for pair in _PAIRS}
STRETCHES = {pair: may_stretch(*pair) for pair in _PAIRS}
"""The same rules by pair of class letters, worked out once: a page asks a thousand times."""
