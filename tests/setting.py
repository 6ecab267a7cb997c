"""Lines set without a font: every Chinese character is an em wide, every Latin one half an em."""

from __future__ import annotations

from dataclasses import dataclass

from wxpress.typeset.breaker import Line, Measures, break_lines
from wxpress.typeset.classes import classify
from wxpress.typeset.fitting import fitted
from wxpress.typeset.row import EM, Character, Row, compose


@dataclass(frozen=True)
class SetLine:
    """A line as it would stand on paper: what is seen of it, and its characters' advances in 1/1000 em."""

    text: str
    advances: list[int]
    line: Line

    @property
    def width(self) -> int:
        return sum(self.advances)


def row_of(text: str, *, hanging: bool = False) -> Row:
    return compose(
        text,
        classify(text),
        [_character(name) for name in classify(text)],
        latin_break=lambda place: text[place - 1] in "- ",
        hanging=hanging,
    )


def _character(name: str) -> Character:
    if name in "OCT":
        return Character(EM, EM // 2)
    return Character(EM if name in "HDKI" else EM // 2)


def set_lines(
    text: str, columns: float, *, indent: int = 0, justified: bool = True, hanging: bool = False
) -> list[SetLine]:
    """The lines of *text* at a measure of so many em, the first one shorter by *indent* em."""
    row = row_of(text, hanging=hanging)
    measure = round(columns * EM)
    lines = break_lines(row, 0, Measures(measure - indent * EM, measure))
    return [
        SetLine(text[line.start : line.end], fitted(row, line, justified=justified and line is not lines[-1]), line)
        for line in lines
    ]


def broken(text: str, columns: float, *, indent: int = 0) -> list[str]:
    """The texts of those lines."""
    return [line.text for line in set_lines(text, columns, indent=indent)]
