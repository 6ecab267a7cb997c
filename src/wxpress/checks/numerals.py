"""数字的写法：the number that figures, Han numerals or a circled figure stand for."""

from __future__ import annotations

from collections.abc import Mapping

from wxpress.readers.numerals import circled, counted

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_LARGEST = 399

_COUNTED: Mapping[str, int] = {form(number): number for form in (counted, circled) for number in range(1, _LARGEST + 1)}


def value(written: str) -> int:
    """The number that *written* stands for: 12, 十二, 一二, ⑫; 0 where it stands for none."""
    digits = written.translate(_DIGITS)
    return int(digits) if digits.isascii() and digits.isdecimal() else _COUNTED.get(written, 0)
