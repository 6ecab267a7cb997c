"""核对的结果：what was proved of one output, and each place where it differs from its tree."""

from __future__ import annotations

from typing import Literal

import msgspec

from wxpress.source import Span
from wxpress.verify.lines import Medium, Place

Kind = Literal[
    "missing",
    "extra",
    "doubled",
    "changed",
    "moved",
    "blank",
    "hidden",
    "glyph",
    "no-glyph",
    "page-number",
    "page-mark",
    "order",
    "foreign",
    "link",
    "jump",
    "structure",
    "picture",
    "imprint",
    "other-tree",
]


class Difference(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """一处不符：*expected* stands there as *found*, each with a few characters round it.

    *place* is in the output (for what was moved, where it ought to be, and *elsewhere* where it is), *path* and *span*
    in the tree and its source; *title* stands above it there. *cause* says why it is not seen, as what it is drawn, or
    what is there that should not be; *count* is how many characters it is about.
    """

    kind: Kind
    place: Place | None = None
    expected: str = ""
    found: str = ""
    count: int = 0
    cause: str = ""
    cause_en: str = ""
    elsewhere: Place | None = None
    path: str | None = None
    title: str | None = None
    span: Span | None = None


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """一件成品的核对结果：how many *characters* of the tree were looked for, and what the style *added*, by kind.

    *differences* are the first ones in the order of the text; *total* is how many there are. *unknown* are fonts whose
    glyphs could not be compared, as this machine has no such face.
    """

    medium: Medium
    tree: str
    characters: int
    added: dict[str, int]
    differences: tuple[Difference, ...] = ()
    total: int = 0
    unknown: tuple[str, ...] = ()

    @property
    def is_proved(self) -> bool:
        """Whether every character is there once, in order, to be seen, and nothing else is."""
        return self.total == 0
