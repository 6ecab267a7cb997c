"""多余的订正：overrides without which tree and warnings would be the same, found by leaving out one after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from wxpress.diagnostics import Diagnostic, count, diagnose
from wxpress.document import Document
from wxpress.errors import WxpressError
from wxpress.readers.overrides import ANCHORS, Overrides
from wxpress.source import Span


def needless(
    overrides: Overrides, document: Document, recovered: Callable[[Overrides], Document]
) -> Iterator[Diagnostic]:
    """A finding for each override that makes no difference; none where any could not be applied."""
    if count((item for item in document.diagnostics if item.source == overrides.name), "error"):
        return
    for row, what, others in _leaving_one_out(overrides):
        if _is_same(document, others, recovered):
            yield diagnose("WX284", source=overrides.name, span=Span(row, row), what=what)


def _leaving_one_out(overrides: Overrides) -> Iterator[tuple[int, str, Overrides]]:
    """The overrides less one of them, with its line and what it is about."""
    for at, override in enumerate(overrides.entries):
        rest = (*overrides.entries[:at], *overrides.entries[at + 1 :])
        yield override.row, getattr(override, ANCHORS[type(override)]), msgspec.structs.replace(overrides, entries=rest)
    for name in overrides.masthead:
        fields = {other: value for other, value in overrides.masthead.items() if other != name}
        yield overrides.masthead_row, f"masthead.{name}", msgspec.structs.replace(overrides, masthead=fields)


def _is_same(document: Document, others: Overrides, recovered: Callable[[Overrides], Document]) -> bool:
    try:
        without = recovered(others)
    except WxpressError:
        return False
    return without.bulletin == document.bulletin and _warnings(without) == _warnings(document)


def _warnings(document: Document) -> set[tuple[str, Span | None]]:
    """What is to be seen to, but for what is said of the overrides themselves."""
    return {(item.code, item.span) for item in document.diagnostics if item.severity != "information"}
