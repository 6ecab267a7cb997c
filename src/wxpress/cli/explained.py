"""对照：the lines of a source with each change in its place, and beside each line what was done there and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from wxpress.inlines import unspaced
from wxpress.ledger import Entry
from wxpress.recover.overruling.snippets import Snippets
from wxpress.source import Source

Mark = Literal["", "drop", "put", "move", "turn"]
"""How a part of a line is marked: taken out, put in, moved elsewhere, or a line end that came or went."""

_TURN = "⏎"
_SILENT = {"wrapping"}
"""Passes whose every join is plain from the mark alone."""


@dataclass(frozen=True)
class Part:
    """一截文字：words of the source, or words put in, under one mark."""

    text: str
    mark: Mark = ""


@dataclass(frozen=True)
class Remark:
    """旁注：an entry of the ledger, how often the line has the same, and the override that would undo it."""

    entry: Entry
    times: int = 1
    override: str | None = None


@dataclass(frozen=True)
class Row:
    """一行：its number in the source, 1-based (0 is the whole text), its parts and its remarks."""

    number: int
    parts: tuple[Part, ...]
    remarks: tuple[Remark, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything is marked or said here."""
        return bool(self.remarks) or any(part.mark for part in self.parts)


@dataclass
class _Line:
    text: str
    marks: list[tuple[int, int, Mark, Part | None]] = field(default_factory=list)

    def place_of(self, words: str) -> int:
        """Where *words* stand and nothing is marked yet; -1 where they do not."""
        at = self.text.find(words) if words else -1
        while at >= 0 and any(begin < at + len(words) and at < end for begin, end, _, _ in self.marks):
            at = self.text.find(words, at + 1)
        return at


def rows_of(source: Source, ledger: Sequence[Entry]) -> list[Row]:
    """Every line of the source, and a row 0 for what concerns all of it."""
    lines = {number: _Line(text) for number, text in enumerate(source.lines, start=1)}
    remarks: defaultdict[int, list[Entry]] = defaultdict(list)
    for entry in ledger:
        number = _marked(lines, entry)
        if not (entry.by in _SILENT and entry.kind == "join"):
            remarks[number].append(entry)
    snippets = Snippets(source)
    every = [Row(0, (), _remarks(remarks[0], snippets))]
    every += [Row(number, _parts(line), _remarks(remarks[number], snippets)) for number, line in lines.items()]
    return every


def _remarks(entries: Sequence[Entry], snippets: Snippets) -> tuple[Remark, ...]:
    """The entries, those that say the same as one; an override is shown once for each line."""
    grouped: dict[tuple[object, ...], list[Entry]] = {}
    for entry in entries:
        grouped.setdefault((entry.by, entry.kind, entry.reason, entry.evidence), []).append(entry)
    shown: set[str | None] = set()
    remarks = []
    for same in grouped.values():
        override = snippets.undoing(same[0])
        remarks.append(Remark(same[0], len(same), None if override in shown else override))
        shown.add(override)
    return tuple(remarks)


def _marked(lines: dict[int, _Line], entry: Entry) -> int:
    """Mark the entry's words where they are found, and tell the line that its remark belongs to."""
    if entry.span is None:
        return 0
    numbers = [number for number in range(entry.span.first, entry.span.last + 1) if number in lines]
    place = _PLACES.get(entry.kind, _no_place)
    found = [number for number in numbers if place(lines[number], entry)] if entry.kind != "join" else []
    if entry.kind == "join":
        found = [number for number in numbers[:1] if _mark_join([lines[at] for at in numbers], entry)]
    return found[0] if found else min(entry.span.first, len(lines))


def _no_place(_: _Line, __: Entry) -> bool:
    return False


def _mark_words(line: _Line, entry: Entry) -> bool:
    """Mark what an entry takes out of this line: all its words, the line of them that this is, or word by word."""
    wholes = (entry.before, *entry.before.split("\n"))
    if any(_mark_one(line, entry, words.strip()) for words in dict.fromkeys(wholes)):
        return True
    words = (*entry.before.split(), *(entry.after.split("\t") if entry.kind == "move" else ()))
    return sum(_mark_one(line, entry, word) for word in words) > 0


def _mark_one(line: _Line, entry: Entry, words: str) -> bool:
    at = line.place_of(words)
    if at >= 0:
        mark: Mark = "move" if entry.kind == "move" else "drop"
        put = Part(entry.after, "put") if entry.kind == "replace" and entry.after else None
        line.marks.append((at, at + len(words), mark, put))
    return at >= 0


def _mark_join(lines: Sequence[_Line], entry: Entry) -> bool:
    left = unspaced(entry.before.partition(_TURN)[0])
    ending = (line for line in lines if unspaced(line.text).endswith(left) and left)
    line = next(ending, None)
    if line is not None:
        line.marks.append((len(line.text), len(line.text), "turn", Part(f"{_TURN}接", "turn")))
    return line is not None


def _mark_split(line: _Line, entry: Entry) -> bool:
    left, _, right = entry.after.partition(_TURN)
    at = line.text.find(left + right)
    if at < 0:
        return False
    place = at + len(left)
    line.marks.append((place, place, "turn", Part(_TURN, "turn")))
    return True


_PLACES = {"drop": _mark_words, "move": _mark_words, "replace": _mark_words, "split": _mark_split}


def _parts(line: _Line) -> tuple[Part, ...]:
    return tuple(part for part in _all_parts(line) if part.text)


def _all_parts(line: _Line) -> Iterator[Part]:
    done = 0
    for begin, end, mark, put in sorted(line.marks, key=lambda item: item[:2]):
        yield Part(line.text[done:begin])
        yield Part(line.text[begin:end], mark)
        if put:
            yield put
        done = end
    yield Part(line.text[done:])
