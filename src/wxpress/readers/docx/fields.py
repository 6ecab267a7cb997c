"""Word 域：what the code of a field means, where the reader needs to know."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wxpress.readers.atoms import Anchor
from wxpress.readers.docx.symbols import symbol
from wxpress.readers.numerals import circled

_ADDRESS = re.compile(r"\s*HYPERLINK\s+(?:\\[^l\s]\s+)*\"?([^\"\s\\][^\"\s]*)\"?", re.IGNORECASE)
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_CIRCLED = re.compile(r"\s*EQ\s*\\o\s*\\ac\s*\(\s*[○◯]\s*[,，、;]\s*([^()]+?)\s*\)\s*$", re.IGNORECASE)
_READING = re.compile(r"\s*EQ\b.*?\\o\s*\\a[dclr]\s*\(\s*\\s\\up\s*\d+\((.*?)\)\s*[,，;](.*)\)\s*$", re.IGNORECASE)
_SYMBOL = re.compile(r"\s*SYMBOL\s+(0x[0-9A-F]+|\d+)(?:.*?\\f\s+\"?([^\"\\]+))?", re.IGNORECASE)


@dataclass
class Field:
    """域：its code as gathered so far; *shows* once its result has begun, *has_words* once that has any."""

    code: str = ""
    shows: bool = False
    has_words: bool = False
    anchor: Anchor | None = None

    def show(self) -> None:
        """The code is whole: what follows is the result."""
        self.shows = True
        self.anchor = Anchor(self.address) if self.address else None

    @property
    def is_contents(self) -> bool:
        """Whether its result is the printed contents."""
        return bool(_CONTENTS.match(self.code))

    @property
    def address(self) -> str | None:
        """The address that its result links to; null where it is no link out of the document."""
        match = _ADDRESS.match(self.code)
        return match[1] if match else None

    def shown(self) -> tuple[str, str]:
        """What a field without a result shows, and the reading printed above it: a circled number, a sign, a 拼音."""
        if match := _CIRCLED.match(self.code):
            return circled(int(match[1])) if match[1].isascii() and match[1].isdecimal() else match[1], ""
        if match := _READING.match(self.code):
            return match[2].strip(), match[1].strip()
        if match := _SYMBOL.match(self.code):
            return _sign(match[2] or "", int(match[1], 0)), ""
        return "", ""


def _sign(font: str, code: int) -> str:
    return symbol(font, code) if 0 < code < 0x10000 and not 0xD800 <= code < 0xE000 else ""  # noqa: PLR2004 - Unicode
