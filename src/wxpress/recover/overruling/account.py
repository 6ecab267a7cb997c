"""订正的账：which of the places found an override means, and what is said where none, or too many, are found."""

from __future__ import annotations

from collections.abc import Sequence

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.ledger import Entry, Kind
from wxpress.readers.overrides import Override, Overrides
from wxpress.recover.overruling.anchors import Anchors, Spot, shown
from wxpress.source import Span

BY = "overrides"
_MOST_SHOWN = 8


class Account:
    """账：the entries and findings of the overrides that one pass carries out."""

    def __init__(self, overrides: Overrides) -> None:
        """An empty account."""
        self.entries: list[Entry] = []
        self.findings: list[Diagnostic] = []
        self._name = overrides.name

    def enter(self, override: Override, kind: Kind, span: Span | None, before: str, after: str, rule: str) -> None:
        """Enter what was done; the reason is the editor's, or the *rule*."""
        self.entries.append(entry(kind, span, before, after, override.reason or rule))

    def chosen(self, override: Override, words: str, spots: Sequence[Spot], anchors: Anchors) -> list[Spot]:
        """The spots that *override* means: one, or each; none, and a finding, where that cannot be told."""
        if not spots:
            self.report_stale(override, words, anchors)
            return []
        near = self._near(override, spots, anchors) if override.near else list(spots)
        if override.occurrence and near:
            near = self._numbered(override, words, near)
        if len(near) > 1 and not override.every:
            places = "；".join(dict.fromkeys(shown(anchors.pieces[spot.first]) for spot in near[:_MOST_SHOWN]))
            self.report("WX282", override, anchor=words, count=str(len(near)), places=places)
            return []
        return near

    def _near(self, override: Override, spots: Sequence[Spot], anchors: Anchors) -> list[Spot]:
        """The spots in the first piece that has any, from each place of the words *near* on."""
        near = override.near or ""
        starts = [spot.first for spot in anchors.spots(near)]
        if not starts:
            self.report_stale(override, near, anchors)
            return []
        below = [[spot for spot in spots if spot.first >= start] for start in starts]
        if override.occurrence:
            return below[0]
        found = {spot for after in below for spot in after if spot.first == after[0].first}
        if not found:
            self.report("WX285", override, anchor=near, why="从这里往下，没有要找的文字")
        return sorted(found)

    def _numbered(self, override: Override, words: str, spots: Sequence[Spot]) -> list[Spot]:
        number = override.occurrence or 1
        if number > len(spots):
            self.report("WX285", override, anchor=words, why=f"要的是第 {number} 处，只有 {len(spots)} 处")
            return []
        return [spots[number - 1]]

    def report_stale(self, override: Override, words: str, anchors: Anchors) -> None:
        """Say that *words* are nowhere, and what is most like them."""
        near = [f"{shown(item.piece)}（相似 {item.likeness:.0%}）" for item in anchors.nearest(words)]
        self.report("WX281", override, anchor=words, candidates="；".join(near) or "（没有相近的）")

    def report(self, code: str, override: Override, **values: str) -> None:
        """Report a finding at the override's own line."""
        self.findings.append(
            diagnose(code, source=self._name, span=Span(override.row, override.row), fix=None, **values)
        )


def entry(kind: Kind, span: Span | None, before: str, after: str, reason: str) -> Entry:
    """One entry of an override."""
    return Entry(by=BY, kind=kind, span=span, before=before, after=after, reason=reason)
