"""校样的样子：what a proof says, as ``wxpress-proof/1``: pt from the page's lower left corner, or em."""

from __future__ import annotations

from typing import Literal

import msgspec

from wxpress.source import Span

SCHEMA: Literal["wxpress-proof/1"] = "wxpress-proof/1"

LineKind = Literal["full", "last", "other"]
"""A line that is to be as wide as the measure (齐行), the last of its paragraph (末行), or one of something else."""

Characters = Literal["han", "punctuation", "latin", "digit", "other"]

RuleName = Literal["line-start", "line-end", "split-dash", "split-number", "not-flush", "runt"]

RULES: dict[RuleName, tuple[str, str]] = {
    "line-start": ("{mark} 不得在行首", "{mark} may not begin a line"),  # GB/T 15834-2011 5.1.1-5.1.6
    "line-end": ("{mark} 不得在行末", "{mark} may not end a line"),  # GB/T 15834-2011 5.1.3
    "split-dash": ("{mark} 被拆到两行", "“{mark}” is torn"),  # GB/T 15834-2011 5.1.5, 5.1.6
    "split-number": ("{mark}：数与数、数与单位被拆到两行", "“{mark}”: a number is torn, or from its unit"),
    "not-flush": ("行末不齐，差 {mark} em", "the line's end is off by {mark} em"),  # CLREQ 3.1: lines are justified
    "runt": ("段末一行只有“{mark}”一个字", "“{mark}” stands alone on a paragraph's last line"),
}
"""Each rule in Chinese and English; ``{mark}`` is what stands there."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """一行。

    *natural* is its width in em as a compositor would first set it, *set* the width that it has. In 1/1000 em:
    *adjustment* is the stretch (+) or squeeze (-), shared among the *gaps* that changed so; *widest* and *tightest*
    are the single gaps that got and gave most. The three are 0 where the line is not a full one.
    """

    page: int
    number: int
    text: str
    kind: LineKind
    baseline: float
    left: float
    right: float
    size: float
    natural: float
    set: float
    gaps: int
    adjustment: int
    widest: int
    tightest: int
    span: Span | None = None


class Breach(msgspec.Struct, frozen=True, kw_only=True):
    """违例：a rule broken at the start or the end of a line; *mark* is what stands there."""

    rule: RuleName
    page: int
    line: int
    mark: str
    text: str
    span: Span | None = None


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """缺字：a glyph that is not the character's own; *codepoint* is U+FFFD where the file does not say which it is."""

    character: str
    codepoint: str
    page: int
    line: int
    text: str
    span: Span | None = None


class Face(msgspec.Struct, frozen=True, kw_only=True):
    """字体：how many characters of a class (han, punctuation, latin, digit, other) a face sets."""

    characters: Characters
    face: str
    count: int


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """一页：its place in the file from 1, its size in pt, its lines from the top."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """总计：how many lines there are and are full, and the gaps that got and gave most, in 1/1000 em."""

    pages: int
    lines: int
    full_lines: int
    stretched_lines: int
    squeezed_lines: int
    largest_stretch: int
    largest_squeeze: int
    rules_broken: int
    missing_characters: int


class Proof(msgspec.Struct, frozen=True, kw_only=True, rename={"format": "schema"}):
    """校样，JSON 接口 ``wxpress-proof/1``；*worst* are the lines with the widest or tightest gaps, worst first."""

    format: Literal["wxpress-proof/1"] = SCHEMA
    name: str
    summary: Summary
    worst: tuple[Line, ...]
    broken: tuple[Breach, ...]
    missing: tuple[Missing, ...]
    faces: tuple[Face, ...]
    pages: tuple[Page, ...]


def told(breach: Breach, language: Literal["zh", "en"] = "zh") -> str:
    """The rule that was broken, in words."""
    return RULES[breach.rule][0 if language == "zh" else 1].format(mark=breach.mark)


def to_json(proof: Proof) -> bytes:
    """The proof as indented UTF-8 JSON with a final newline, keys in their declared order."""
    return msgspec.json.format(msgspec.json.encode(proof), indent=2) + b"\n"


def from_json(data: bytes) -> Proof:
    """The proof that *data* holds; raises `msgspec.ValidationError` where it is not one."""
    return msgspec.json.decode(data, type=Proof)
