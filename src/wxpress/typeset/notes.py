"""脚注不离页：keeps a note on the page of its call.

Where the second line of a paragraph does not fit, WeasyPrint first sends the notes of the page to the next one, calls
that stand above or not; and where the line then fits, it forgets those that are called in it. Here the notes stay, and
the paragraph moves.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def held(context: Any) -> Iterator[None]:  # noqa: ANN401 - WeasyPrint is not typed
    """Lay out lines inside the block so that the notes already on the page of *context* stay there."""
    has_notes = context.current_page_footnotes or context.footnotes
    if not has_notes or "report_footnote" in vars(context):  # the lines of a note, laid out on behalf of others
        yield
        return
    holding = _Holding(context)
    context.layout_footnote = holding.layout_footnote
    context.report_footnote, context.overflows_page = holding.report_footnote, holding.overflows_page
    try:
        yield
    finally:
        del context.layout_footnote, context.report_footnote, context.overflows_page
        holding.put_back()


class _Holding:
    """Lets the notes go for the moment, as the engine counts on it, but says that it was of no avail."""

    def __init__(self, context: Any) -> None:  # noqa: ANN401
        self.context = context
        self.notes = list(context.current_page_footnotes)
        self.originals = context.layout_footnote, context.report_footnote, context.overflows_page
        self.latest: Any = None
        self.gone: list[Any] = []

    def layout_footnote(self, footnote: Any) -> bool:  # noqa: ANN401
        overflows = bool(self.originals[0](footnote))
        self.latest = None if overflows else footnote
        return overflows

    def report_footnote(self, footnote: Any) -> None:  # noqa: ANN401
        self.latest = None
        self.originals[1](footnote)
        if any(footnote is note for note in self.notes):
            self.gone.append(footnote)

    def overflows_page(self, bottom_space: float, position_y: float) -> bool:
        """Whether that overflows; where it does not, the page holds the latest note, which stays from now on."""
        overflows = bool(self.gone) or bool(self.originals[2](bottom_space, position_y))
        if self.latest is not None and not overflows:
            self.notes.append(self.latest)
        self.latest = None
        return overflows

    def put_back(self) -> None:
        """Return the notes that went, in their order before those of this paragraph."""
        context = self.context
        here = [note for note in self.gone if note in context.reported_footnotes]
        if here:
            context.reported_footnotes = [note for note in context.reported_footnotes if note not in here]
            later = [note for note in context.current_page_footnotes if note not in self.notes]
            kept = [note for note in self.notes if note in here or note in context.current_page_footnotes]
            context.current_page_footnotes = kept + later
            context._update_footnote_area()  # noqa: SLF001 - pinned, and checked with the seams
