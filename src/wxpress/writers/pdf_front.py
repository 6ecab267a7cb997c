"""首页：composes masthead, theme, contents and editor's note as one thing, from their heights alone.

The contents' pitch gives way first, then the blank of the masthead; what is left over goes to the foot of the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor
from typing import NamedTuple

from wxpress.styles import Print

MASTHEAD_BLANK = 3  # lines: the most that a masthead with missing items is drawn out by, so that they leave no hole
SLACK = 0.01  # pt: what rounding may add to a height that is whole

COLUMNS = 4  # the most in which a style may set its contents

PARTS = ("masthead", "theme", "contents", "entries", "editors-note", "note-end", "front-end")
"""The ids of the places in the front matter, in their order; each part reaches down to the next one."""


class Fit(NamedTuple):
    """What makes the parts whole lines, in pt: the pitch of the contents, the blank in the other parts."""

    masthead_air: float
    theme_air: float
    contents_pitch: float
    contents_gap: float


@dataclass(frozen=True)
class Front:
    """首页的布置；*note_is_whole* where the editor's note may not be split."""

    fit: Fit
    note_is_whole: bool

    @property
    def properties(self) -> dict[str, str]:
        """The custom properties by which the sheet knows it."""
        lengths = {name.replace("_", "-"): f"{length:.4f}pt" for name, length in self.fit._asdict().items()}
        return lengths | {"note-break": "avoid" if self.note_is_whole else "auto"}


def unfitted(measures: Print) -> Front:
    """As the front matter is measured: no blank, full pitch, no gap."""
    return Front(Fit(0, 0, measures.line, 0), note_is_whole=False)


def most_entries(measures: Print) -> int:
    """So many entries of the contents run over the first page whatever is done: more need not be measured."""
    return ceil(COLUMNS * measures.height / max(measures.tightest_contents_pitch - SLACK, 1)) + 1


def compose(heights: Mapping[str, float], measures: Print) -> Front:
    """The front page for parts of these natural *heights* (pt), measured `unfitted`."""
    page = _Page(heights, measures)
    note = heights.get("editors-note", 0)
    footnotes = heights.get("notes", 0)
    together = page.fitted(note + footnotes)
    fit = together or page.fitted(0) or page.loosest()
    return Front(fit, note_is_whole=together is not None or note <= measures.height / 2)


@dataclass(frozen=True)
class _Page:
    heights: Mapping[str, float]
    measures: Print

    def fitted(self, note: float) -> Fit | None:
        """The loosest fit with which everything stands on the page; null where there is none."""
        line = self.measures.line
        for masthead_lines in self._masthead_lines():
            above = (masthead_lines + self._whole(self.heights.get("theme", 0))) * line
            contents = self._contents(floor((self.measures.height - above - note + SLACK) / line))
            if contents is not None:
                return Fit(self._air("masthead", masthead_lines), self._air("theme"), *contents)
        return None

    def loosest(self) -> Fit:
        """The fit of a front that runs over the first page anyway."""
        masthead = self._air("masthead", self._masthead_lines()[0])
        return Fit(masthead, self._air("theme"), self.measures.line, self._air("contents"))

    def _masthead_lines(self) -> range:
        """How many lines the masthead may have, the most first."""
        fewest = self._whole(self.heights.get("masthead", 0))
        most = min(fewest + MASTHEAD_BLANK, self.measures.masthead_lines) if fewest else 0
        return range(max(most, fewest), fewest - 1, -1)

    def _contents(self, room: int) -> tuple[float, float] | None:
        """Pitch and gap with which the contents fill whole lines, *room* of them at most."""
        line, label = self.measures.line, self.heights.get("contents", 0)
        entries = self.heights.get("entries", 0) / line
        if not entries:
            return (line, 0) if room >= 0 else None
        filled = min(room, self._whole(label + entries * line)) * line
        pitch = min(line, floor((filled - label) / entries / SLACK) * SLACK)
        if pitch < self.measures.tightest_contents_pitch - SLACK:
            return None
        return pitch, filled - label - entries * pitch

    def _air(self, part: str, lines: int = 0) -> float:
        """The blank that makes *part* so many lines high, or at least a whole number of them."""
        natural = self.heights.get(part, 0)
        return max(lines, self._whole(natural)) * self.measures.line - natural if natural else 0

    def _whole(self, height: float) -> int:
        """How many lines *height* takes up."""
        return ceil((height - SLACK) / self.measures.line)
