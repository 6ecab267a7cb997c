"""定好的行：a line whose glyphs have the widths that were decided, as WeasyPrint's boxes hold it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, floor
from typing import Any

from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS

from wxpress.typeset.glyphs import (
    GLYPH_WORDS,
    WIDTH,
    X_OFFSET,
    Codes,
    ask_chinese_dashes,
    byte_starts,
    cluster_places,
    log_clusters,
    runs_of,
    words_of,
)
from wxpress.typeset.row import EM


@dataclass(frozen=True)
class Setting:
    """定好的尺寸：the advance of each character of a line, the offsets of some, and where the gaps are wide.

    *bridge* is how wide the gap to the next text box of the line is, if so; the last glyph is then among the wide ones.
    """

    advances: Sequence[int]
    offsets: Mapping[int, int]
    wide: Sequence[tuple[int, int]]
    bridge: int = 0


class SetLayout(line_break.Layout):  # type: ignore[misc]  # WeasyPrint is not typed
    """A layout of one line whose glyphs take the widths of its setting.

    It is drawn from the *codes* of its paragraph, of which its text begins at *start*; only where there are none, or
    where WeasyPrint would draw something else (an ellipsis, a picture for a glyph), is Pango asked again: `waken`.
    """

    def __init__(self, text: str, setting: Setting, width: float, codes: Codes | None = None, start: int = 0) -> None:
        """Keep what drawing needs; *width* in px is what a box has that cuts its text off."""
        self.text = self.set_as = text
        self.setting = setting
        self.codes, self.start = codes, start
        self.max_width = width
        self.justification_spacing = 0
        self.first_line_direction = 0
        self.awake = self.applied = False

    def reactivate(self, style: Any) -> None:  # noqa: ANN401 - as above
        """Be ready to be drawn."""
        self.style = style

    def waken(self) -> None:
        """Have Pango set the text."""
        super().reactivate(self.style)
        ask_chinese_dashes(self, self.text)
        self.awake, self.applied = True, False

    def deactivate(self) -> None:
        """Let go of Pango's objects, and of the widths they were given."""
        if self.awake:
            super().deactivate()
        self.awake = False

    def decorated(self, style: Any) -> None:  # noqa: ANN401 - as above
        """Learn from *style* where its lines under, over and through the text stand."""
        self.setup(style)
        super().deactivate()

    def get_first_line(self) -> Any:  # noqa: ANN401 - a Pango structure
        """The line, its glyphs as wide as decided, unless its text was cut off since."""
        line, index = super().get_first_line()
        if not self.applied and self.text == self.set_as and len(self.text) == len(self.setting.advances):
            self.applied = True
            self._apply(line)
        return line, index

    def _apply(self, line: Any) -> None:  # noqa: ANN401 - a Pango structure
        size = self.style["font_size"]
        sums = [0, *accumulate(self.setting.advances)]
        glyphs = [
            (words, number, place)
            for run in runs_of(line)
            for words, starts in ((words_of(run), byte_starts(self.text)),)
            for number, place in enumerate(cluster_places(starts, run.item.offset, log_clusters(run)))
        ]
        places = [place for _, _, place in glyphs]
        spent = 0
        for (words, number, place), following in zip(glyphs, [*places[1:], len(self.text)], strict=True):
            if offset := self.setting.offsets.get(place):
                words[number * GLYPH_WORDS + X_OFFSET] = round(offset * size)
            if following == place:  # more glyphs of the same cluster: the last one takes up what is left
                spent += round(words[number * GLYPH_WORDS + WIDTH] * EM / (size * TO_UNITS))
            else:
                _set_width(words, number, sums[following] - sums[place] - spent, size)
                spent = 0


def _set_width(words: memoryview, number: int, advance: int, size: float) -> None:
    """Give a glyph its advance. WeasyPrint cuts the difference to the font's width off to whole units: never short."""
    place = number * GLYPH_WORDS + WIDTH
    before, wanted = words[place], advance * size * TO_UNITS / EM
    if round(before * EM / (size * TO_UNITS)) != advance:
        words[place] = ceil(wanted) if wanted > before else floor(wanted)
