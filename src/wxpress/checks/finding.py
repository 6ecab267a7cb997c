"""所见：a finding of a check at its exact place, with the fix for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from wxpress.checks.alignment import NOWHERE
from wxpress.checks.passages import Kind, Manuscript, Passage
from wxpress.diagnostics import Diagnostic, Fix, worded
from wxpress.source import Span

SHOWN = 24
"""How many characters of the text a message quotes."""

EVERYWHERE: frozenset[Kind] = frozenset(
    {"title", "contents", "paragraph", "heading", "item", "quote", "cell", "caption", "note", "colophon", "reference"}
)
PROSE: frozenset[Kind] = EVERYWHERE - {"reference"}
TEXT: frozenset[Kind] = frozenset({"paragraph", "heading", "item", "quote", "note", "title"})
RUNNING: frozenset[Kind] = frozenset({"paragraph", "note", "item"})

Better = Callable[[re.Match[str]], str]


@dataclass(frozen=True)
class Rule:
    """一条规则：a pattern that right text never has, and what is to stand there.

    *better* is a replacement template or a function; null where only a person can tell. *certain* says that the
    replacement is right in every context the pattern admits.
    """

    code: str
    pattern: re.Pattern[str]
    better: str | Better | None = None
    certain: bool = False
    kinds: frozenset[Kind] = TEXT

    def findings(self, manuscript: Manuscript, passage: Passage) -> Iterator[Diagnostic]:
        """What breaks the rule in *passage*."""
        for match in self.pattern.finditer(passage.plain):
            after = self._better(match)
            text = passage.text[match.start() : match.end()]
            if after != text:
                yield found(
                    manuscript, self.code, passage, match.start(), match.end(), after=after, certain=self.certain
                )

    def _better(self, match: re.Match[str]) -> str | None:
        if self.better is None or isinstance(self.better, str):
            return match.expand(self.better) if self.better is not None else None
        return self.better(match)


def obeyed(manuscript: Manuscript, rules: Iterable[Rule]) -> Iterator[Diagnostic]:
    """What breaks one of *rules*, passage by passage."""
    rules = tuple(rules)
    for passage in manuscript.passages:
        for rule in rules:
            if passage.kind in rule.kinds:
                yield from rule.findings(manuscript, passage)


def found(
    manuscript: Manuscript,
    code: str,
    passage: Passage,
    first: int,
    end: int,
    *,
    after: str | None = None,
    certain: bool = False,
    **values: str,
) -> Diagnostic:
    """The finding *code* on the characters of *passage* from *first* up to *end*; ``{text}`` and ``{better}`` are told.

    A fix is given where *after* is, and where the characters stand in the source side by side, as they are.
    """
    text = passage.text[first:end]
    offsets = passage.offsets[first:end]
    whole = NOWHERE not in offsets and offsets[-1] - offsets[0] == len(offsets) - 1
    span = _span(manuscript, passage, first, end)
    fix = Fix(span, text, after, certain) if whole and after is not None and span is not None else None
    filled = {"text": shortened(text), "better": shortened(after or ""), "times": "", "times_en": "", **values}
    return worded(code, manuscript.source.name, span, filled, fix)


def _span(manuscript: Manuscript, passage: Passage, first: int, end: int) -> Span | None:
    known = [offset for offset in passage.offsets[first:end] if offset != NOWHERE]
    return manuscript.span(known[0], known[-1] + 1) if known else passage.span


def shortened(text: str) -> str:
    """*text* on one line, as much of it as a message has room for."""
    line = " ".join(text.split()) or text
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def about(manuscript: Manuscript, code: str, span: Span | None, **values: str) -> Diagnostic:
    """The finding *code* on a node of the tree as a whole."""
    return worded(code, manuscript.source.name, span, values)


def titled(manuscript: Manuscript, span: Span | None, title: str) -> Span | None:
    """The place of *title* in the first of the lines of *span* that holds it; the whole span where none does."""
    if span is None:
        return None
    for number in range(span.first, span.last + 1):
        at = manuscript.source.lines[number - 1].find(title)
        if at >= 0:
            return Span(number, number, at + 1, at + len(title) + 1)
    return Span(span.first, span.first)
