"""纯文本来稿：every line is a piece; indents, centring and blank lines are kept as hints for the passes."""

from __future__ import annotations

from collections.abc import Iterator

from wxpress.readers import Reader
from wxpress.readers.characters import Cleaned
from wxpress.readers.draft import CENTRED_FROM, Draft, Hints, Piece, leading_space
from wxpress.source import Source, Span
from wxpress.tree import Paragraph, Text


def read(source: Source) -> Draft:
    """The draft of a plain text source."""
    cleaned = Cleaned(source)
    return Draft(
        source=source,
        pieces=tuple(_pieces(cleaned.lines)),
        entries=tuple(cleaned.entries),
        findings=tuple(cleaned.findings),
    )


def _pieces(lines: tuple[str, ...]) -> Iterator[Piece]:
    tight = False
    for number, line in enumerate(lines, start=1):
        words = line.strip()
        if words:
            indent = leading_space(line)
            paragraph = Paragraph((Text(words, span=Span(number, number)),), span=Span(number, number))
            yield Piece(paragraph, Hints(indent=indent, centred=indent >= CENTRED_FROM, tight=tight))
        tight = bool(words)


PLAINTEXT = Reader("plaintext", read)
