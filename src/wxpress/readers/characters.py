"""字符：controls, zero-width characters and decomposed forms are put right before a reader sees the lines.

White space of any kind is no character of the text (`ledger`), so changing its form needs no entry.
"""

from __future__ import annotations

import re
import unicodedata

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.ledger import Entry
from wxpress.source import Source, Span

_LINE_LIKE = str.maketrans(dict.fromkeys("\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "))
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff]")
_EMOJI = "\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_LONE_JOINER = f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])"
_INVISIBLE = re.compile(f"[\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|{_LONE_JOINER}")


class Cleaned:
    """清理后的行：the lines, and the account of what was taken out of them."""

    def __init__(self, source: Source) -> None:
        """Clean every line of *source*; line numbers stay as they are."""
        self.entries: list[Entry] = []
        self.findings: list[Diagnostic] = []
        self._source = source
        self.lines = tuple(self.line(number, line) for number, line in enumerate(source.lines, start=1))
        if source.encoding not in {"utf-8", "utf-16", "utf-32"}:
            code = "WX110" if source.encoding == "big5" else "WX101"
            self.findings.insert(0, diagnose(code, source=source.name, encoding=source.encoding.upper()))

    def line(self, number: int, line: str) -> str:
        """*line*, or any part of the line of that *number*, cleaned; what was done joins the account."""
        if line.isascii() and line.isprintable():
            return line
        span = Span(number, number)
        spaced = line.translate(_LINE_LIKE)
        visible = self._without_invisible(span, spaced)
        composed = unicodedata.normalize("NFC", visible)
        if composed != visible:
            self.entries.append(self._replaced(span, visible, composed))
        return composed

    def _without_invisible(self, span: Span, line: str) -> str:
        controls = _CONTROLS.findall(line)
        if controls:
            names = "、".join(sorted({f"U+{ord(character):04X}" for character in controls}))
            self.findings.append(
                diagnose("WX102", source=self._source.name, span=span, count=str(len(controls)), names=names)
            )
        visible = _CONTROLS.sub("", line)
        dropped = [*controls, *_INVISIBLE.findall(visible)]
        if not dropped:
            return line
        self.entries.append(
            Entry(
                by="characters",
                kind="drop",
                span=span,
                before="".join(dropped),
                after="",
                reason="看不见的控制字符或零宽字符",
            )
        )
        return _INVISIBLE.sub("", visible)

    def _replaced(self, span: Span, before: str, after: str) -> Entry:
        return Entry(
            by="characters", kind="replace", span=span, before=before, after=after, reason="统一为 NFC 字符形式"
        )
