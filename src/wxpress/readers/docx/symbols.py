"""Word 的符号字体：signs that Word keeps as places in Wingdings and Symbol, as the characters they show."""

from __future__ import annotations

from collections.abc import Mapping

_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐", 0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "◆", 0x75: "◆",
    0x76: "❖", 0x77: "⬥", 0xA1: "○", 0xA2: "○", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xAC: "✶",
    0xB2: "✧", 0xD8: "➢", 0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✘", 0xFC: "✔",
    0xFD: "☒", 0xFE: "☑", 0x4A: "☺", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x46: "☞", 0x45: "☜", 0x22: "✂",
    0x80: "⓪", **{0x81 + place: chr(0x2460 + place) for place in range(10)},
    0x8B: "⓿", **{0x8C + place: chr(0x2776 + place) for place in range(10)},
}  # fmt: skip
_SYMBOL = {
    **dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True)),
    **dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True)),
    0xA3: "≤", 0xA5: "∞", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xC5: "⊕", 0xC4: "⊗", 0xC7: "∩", 0xC8: "∪",
    0xCE: "∈", 0xD0: "∠", 0xD5: "∏", 0xD6: "√", 0xE5: "∑", 0xF2: "∫", 0xA2: "′", 0xB2: "″", 0xD7: "⋅",
}  # fmt: skip
_FONTS: Mapping[str, Mapping[int, str]] = {"wingdings": _WINGDINGS, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)
_PLAIN_BULLETS: Mapping[str, str] = {"l": "●", "n": "■", "u": "◆", "Ø": "➢", "ü": "✔", "§": "▪", "·": "•", "o": "○"}


def symbol(font: str, code: int) -> str:
    """The character that *font* shows at *code*; the code point itself where the font is not known."""
    place = code - _PRIVATE.start if code in _PRIVATE else code
    known = _FONTS.get(font.strip().lower(), {}).get(place)
    return known or chr(code)


def bullet(text: str, font: str) -> str:
    """The mark of a bulleted list as a character of the text."""
    if len(text) != 1:
        return text
    if ord(text) in _PRIVATE or font.strip().lower() in _FONTS:
        shown = symbol(font or "wingdings", ord(text))
        return _PLAIN_BULLETS.get(shown, "•" if ord(shown) in _PRIVATE else shown)
    return _PLAIN_BULLETS.get(text, text)
