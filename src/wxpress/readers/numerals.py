"""编号的数字：numbers as Word's automatic numbering writes them (ECMA-376, part 1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_DIGITS = "零一二三四五六七八九"
_LEGAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "十", "百", "千")
_LEGAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS = 26
_LARGEST = 9999


def counted(number: int) -> str:
    """一、十、二十一、一百零三。"""
    words = _grouped(number, _DIGITS, _UNITS)
    return words.removeprefix("一") if words.startswith("一十") else words


def legal(number: int) -> str:
    """壹、壹拾、贰拾壹。"""
    return _grouped(number, _LEGAL_DIGITS, _LEGAL_UNITS)


def _grouped(number: int, digits: str, units: tuple[str, ...]) -> str:
    if not 0 < number <= _LARGEST:
        return str(number)
    words = ""
    for power in range(len(units) - 1, -1, -1):
        digit = number // 10**power % 10
        zero = digits[0] if words and not words.endswith(digits[0]) else ""
        words += digits[digit] + units[power] if digit else zero
    return words.rstrip(digits[0])


def digits(number: int) -> str:
    """一、一〇、二一：each digit by itself."""
    return "".join("〇" if digit == "0" else _DIGITS[int(digit)] for digit in str(number))


def roman(number: int) -> str:
    """I, II, IV."""
    words = ""
    for value, letters in _ROMAN:
        words += letters * (number // value)
        number %= value
    return words


def letters(number: int) -> str:
    """A, B, … Z, AA, BB: Word doubles the letter."""
    return chr(ord("A") + (number - 1) % _LETTERS) * ((number - 1) // _LETTERS + 1)


def _from(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow on in Unicode, up to *last*; plain digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def circled(number: int) -> str:
    """①, up to ㊿."""
    for start, first, last in ((1, "①", 20), (21, "㉑", 35), (36, "㊱", 50)):
        if start <= number <= last:
            return chr(ord(first) + number - start)
    return str(number)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(digit) + 0xFEE0) for digit in str(number)),
    "decimalEnclosedCircle": circled,
    "decimalEnclosedCircleChinese": circled,
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": letters,
    "lowerLetter": lambda number: letters(number).lower(),
    "chineseCounting": counted,
    "chineseCountingThousand": counted,
    "taiwaneseCounting": counted,
    "taiwaneseCountingThousand": counted,
    "japaneseCounting": counted,
    "ideographDigital": digits,
    "japaneseDigitalTenThousand": digits,
    "taiwaneseDigital": digits,
    "chineseLegalSimplified": legal,
    "ideographLegalTraditional": legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "none": lambda _: "",
}


def numeral(number: int, form: str) -> str:
    """*number* in the named form; plain digits in one that is not known, or where it is less than one."""
    return FORMATS.get(form, str)(number) if number > 0 else str(number)
