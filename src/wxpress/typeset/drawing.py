"""写出文字：gives glyphs with a wide gap between them their text (``/ActualText``), so that no reader sees a space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import pydyf

from wxpress.typeset.glyphs import SetLayout

TOKENS = re.compile(r"<([0-9a-f]*)>|(-?[\d.]+(?:e-?\d+)?)")
"""What WeasyPrint shows: glyphs as hexadecimal digits in angle brackets, and numbers that move the next one."""

CODE = 4
"""Digits of one glyph."""


@contextmanager
def with_its_text(stream: Any, layout: SetLayout) -> Iterator[None]:  # noqa: ANN401 - pydyf is not typed
    """Draw *layout* to *stream* with its text beside its glyphs.

    In a tagged file the whole line gets it, as readers lose text in sequences nested in tagged ones; else each gap.
    """
    if getattr(stream, "_tags", None) is not None:
        tag = next(
            (item for item in reversed(stream.stream) if isinstance(item, pydyf.Dictionary) and "MCID" in item), None
        )
        if tag is not None:
            tag["ActualText"] = pydyf.String(layout.text)
        yield
        return
    shown = _Shown(stream, layout)
    stream.show_text = shown.show
    try:
        yield
    finally:
        del stream.show_text
        shown.finish()


class _Shown:
    """Shows text glyph by glyph where spans begin and end."""

    def __init__(self, stream: Any, layout: SetLayout) -> None:  # noqa: ANN401
        self.stream, self.layout = stream, layout
        self.plain = stream.show_text
        self.glyph, self.inside, self.pending = 0, False, ""

    @cached_property
    def spans(self) -> dict[int, tuple[int, int, int]]:
        """The spans, which are known once the line is shaped: when the first glyphs are shown."""
        return self.layout.spans()

    @cached_property
    def ends(self) -> set[int]:
        """The glyphs after the spans."""
        return {end for end, _, _ in self.spans.values()}

    def show(self, string: str) -> None:
        """Show *string* as WeasyPrint would, with marked content around the spans in it."""
        for code, number in TOKENS.findall(string):
            if number:
                self.pending += f"{number} "
            for start in range(0, len(code), CODE):
                self._mark()
                self.pending += f"<{code[start : start + CODE]}>"
                self.glyph += 1
        self._flush()

    def _mark(self) -> None:
        if self.glyph in self.ends and self.inside:
            self._flush()
            pydyf.Stream.end_marked_content(self.stream)
            self.inside = False
        if self.glyph in self.spans:
            self._flush()
            _, first, last = self.spans[self.glyph]
            properties = pydyf.Dictionary({"ActualText": pydyf.String(self.layout.text[first:last])})
            pydyf.Stream.begin_marked_content(self.stream, "Span", properties)
            self.inside = True

    def finish(self) -> None:
        """End the last span."""
        if self.inside:
            pydyf.Stream.end_marked_content(self.stream)

    def _flush(self) -> None:
        if self.pending:
            self.plain(self.pending)
            self.pending = ""
