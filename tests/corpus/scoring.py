"""How well a tree was recovered: F1 of sections, articles and blocks, and whether it is the truth altogether."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import msgspec

from wxpress.tree import Block, Bulletin, Figure, Heading, Paragraph
from wxpress.walk import plain, text_of, without_spans

LAYERS = ("sections", "articles", "blocks")


@dataclass
class Tally:
    """Counts over files, from which F1 follows: what was found rightly, found in all, and wanted."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)
    files: int = 0
    perfect: int = 0

    def add(self, expected: Bulletin, actual: Bulletin) -> bool:
        """Count one file, and say whether it is perfect."""
        for layer, wanted in _layers(expected).items():
            found = _layers(actual)[layer]
            self.right[layer] += (wanted & found).total()
            self.found[layer] += found.total()
            self.wanted[layer] += wanted.total()
        whole = comparable(expected) == comparable(actual)
        self.files += 1
        self.perfect += whole
        return whole

    def f1(self, layer: str) -> float:
        """The harmonic mean of precision and recall of *layer*; 1 where there was nothing to find and nothing found."""
        total = self.found[layer] + self.wanted[layer]
        return 2 * self.right[layer] / total if total else 1.0

    def __add__(self, other: Tally) -> Tally:
        """Both tallies as one."""
        return Tally(
            self.right + other.right,
            self.found + other.found,
            self.wanted + other.wanted,
            self.files + other.files,
            self.perfect + other.perfect,
        )


def comparable(bulletin: Bulletin) -> Bulletin:
    """The tree without its positions."""
    return without_spans(bulletin)


def difference(expected: Bulletin, actual: Bulletin) -> str:
    """The lines in which two trees differ, to be read by a person."""
    lines = difflib.unified_diff(list(lines_of(expected)), list(lines_of(actual)), "expected", "actual", "", "", 1)
    return "\n".join(line.rstrip("\n") for line in lines)


def lines_of(bulletin: Bulletin) -> Iterator[str]:
    """The tree as lines: every field and every block on a line of its own."""
    for name in ("audience", "series", "title", "issue", "date", "publisher"):
        yield f"{name}: {getattr(bulletin, name)}"
    yield from (f"contents {entry.level}: {entry.title} …… {entry.page}" for entry in bulletin.contents)
    note = bulletin.editors_note
    if note:
        yield f"note: {note.label}"
        yield from map(_line, note.blocks)
        yield from (f"  link: {link.label} {link.target}" for link in note.links)
    for section in bulletin.sections:
        yield f"section: {section.title}"
        yield from map(_line, section.blocks)
        for article in section.articles:
            yield f" article: {article.title}"
            yield f"  by {article.byline}, from {article.source}, of {article.date}"
            yield from map(_line, article.blocks)
            yield from (f"  link: {link.label} {link.target}" for link in article.links)
    yield from (f"colophon{_line(block)}" for block in bulletin.colophon)


def _line(block: Block) -> str:
    node = without_spans(block)
    if isinstance(node, Paragraph):
        simple = all(type(inline).__name__ == "Text" for inline in node.inlines)
        return f"  {plain(node.inlines)}" if simple else f"  {msgspec.to_builtins(node)}"
    return f"  {msgspec.to_builtins(node)}"


def _layers(bulletin: Bulletin) -> dict[str, Counter[tuple[str, ...]]]:
    """What counts in each layer: a section by its title, an article by title and section, a block by text and place."""
    layers: dict[str, Counter[tuple[str, ...]]] = {layer: Counter() for layer in LAYERS}
    for number, section in enumerate(bulletin.sections):
        name = section.title or ""
        layers["sections"][name,] += bool(name)
        layers["blocks"].update((name, "", _words(block)) for block in section.blocks)
        for article in section.articles:
            layers["articles"][name, article.title or f"#{number}"] += 1
            layers["blocks"].update((name, article.title or "", _words(block)) for block in article.blocks)
    note = bulletin.editors_note
    layers["blocks"].update(("note", "", _words(block)) for block in (note.blocks if note else ()))
    layers["blocks"].update(("colophon", "", _words(block)) for block in bulletin.colophon)
    return layers


def _words(block: Block) -> str:
    kind = "" if isinstance(block, Paragraph | Heading) else type(block).__name__
    source = block.source if isinstance(block, Figure) else ""
    return kind + source + "".join(text_of(block).split())
