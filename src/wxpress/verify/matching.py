"""对读：gives each line of an output to the part of the expected text that it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import NamedTuple

from wxpress.verify.course import Course
from wxpress.verify.expected import Expected
from wxpress.verify.lines import Found, Line
from wxpress.verify.strands import Step

_NUMBER = re.compile(r"\d{1,4}\Z")
_OPEN = "{page}"
_ALIKE = 0.5
"""A line at a page's edge that has half of a mark's characters is that mark, damaged."""


class PageNumber(NamedTuple):
    """目录里的页码：the line, the entry that it ends, and the number."""

    line: Line
    entry: int
    number: int


class PageMark(NamedTuple):
    """走样的书眉或页码：the line above or below a page, and the mark that it most looks like."""

    line: Line
    mark: str


@dataclass
class Match:
    """对读的结果：the courses with what was found for them, what the style added, and how many lines are damaged."""

    text: Course
    notes: Course
    contents: Course
    added: list[Line] = field(default_factory=list)
    damaged: int = 0
    page_numbers: list[PageNumber] = field(default_factory=list)
    page_marks: list[PageMark] = field(default_factory=list)

    @property
    def courses(self) -> tuple[Course, ...]:
        """The courses that count: a 目录 that the output does not have is none."""
        return (self.text, self.notes, *([self.contents] if self.contents.chunks else []))

    @property
    def faults(self) -> int:
        """How many lines are not as they should be."""
        return self.damaged + len(self.page_marks)

    @property
    def is_whole(self) -> bool:
        """Whether every line was one that had to come, and every one that had to come was there."""
        return not self.damaged and not self.page_marks and all(course.is_done() for course in self.courses)


def match(found: Found, expected: Expected) -> Match:
    """Go through the lines of *found*.

    Where that leaves anything open, try again: a 目录 may begin like the text after it, or not be there at all.
    """
    best: Match | None = None
    for contents, is_first in ((expected.contents, False), (expected.contents, True), ((), False)):
        found_so = _Matching(expected, contents, is_first=is_first).through(found)
        if found_so.is_whole:
            return found_so
        best = min(best or found_so, found_so, key=lambda match: match.faults)
    return best or found_so


class _Matching:
    """One way through the lines of an output; *is_first* where a line is rather of the 目录 than of the text."""

    def __init__(self, expected: Expected, contents: Sequence[Step], *, is_first: bool) -> None:
        self.expected = expected
        self.match = Match(Course(expected.text), Course(expected.notes), Course(contents))
        self.lines = Counter(expected.lines)
        self.is_first = is_first
        self.is_in_notes = False
        self.repeated = Course(())

    def through(self, found: Found) -> Match:
        for number, sheet in zip(found.numbers or range(1, len(found.sheets) + 1), found.sheets, strict=True):
            self.is_in_notes = False
            self.match.text.turn_page()
            self.repeated = Course([self.match.text.head()])
            for line in self._without_page_marks(sheet, number):
                self._give(line)
        return self.match

    def _without_page_marks(self, sheet: Sequence[Line], number: int) -> Sequence[Line]:
        """The lines of a page without the one above the text and the one below it that the style adds."""
        marks = [mark.replace(_OPEN, str(number)) for mark in self.expected.pages]
        if not marks or not sheet:
            return sheet
        first = 1 if is_made_of(sheet[0].text, marks) and not self._is_text(sheet) else 0
        rest = sheet[first:]
        end = len(rest) - 1 if rest and is_made_of(rest[-1].text, marks) and not self._fits(rest[-1]) else len(rest)
        self.match.added += [*sheet[:first], *rest[end:]]
        return self._without_damaged_marks(rest[:end], marks, is_open=(not first, end == len(rest)))

    def _without_damaged_marks(
        self, lines: Sequence[Line], marks: Sequence[str], *, is_open: tuple[bool, bool]
    ) -> Sequence[Line]:
        """The lines without those at either end that look like a mark of the page and are no text."""
        for place, is_free in ((0, is_open[0]), (-1, is_open[1])):
            line = lines[place] if lines and is_free else None
            mark = max(marks, key=lambda mark: _alike(mark, line.text)) if line else ""
            if line and _alike(mark, line.text) >= _ALIKE and not self._is_known(line):
                self.match.page_marks.append(PageMark(line, mark))
                lines = lines[1:] if place == 0 else lines[:-1]
        return lines

    def _is_known(self, line: Line) -> bool:
        return self.lines[line.text] > 0 or self.repeated.fits(line) or self._fits(line)

    def _is_text(self, lines: Sequence[Line]) -> bool:
        """Whether the first line, which looks like a running head, is rather where the text goes on."""
        step = self.match.text.next_step()
        in_order = not (step and step.is_loose)  # of the masthead, the next line fits whatever comes before it
        goes_on_without = in_order and len(lines) > 1 and self._fits(lines[1])
        return not goes_on_without and self._fits(lines[0])

    def _fits(self, line: Line) -> bool:
        courses = (self.match.text, self.match.notes, self.match.contents)
        return any(course.fits(line) for course in courses) or self._entry_length(line) is not None

    def _give(self, line: Line) -> None:
        if self._goes_on(line):
            return
        if self.lines[line.text] > 0:
            self.lines[line.text] -= 1
            self.match.added.append(line)
        elif self.repeated.takes(line):
            self.match.added.append(line)
        else:
            self.match.damaged += 1
            course, place = self._home_of(line)
            course.settle(line, place)

    def _goes_on(self, line: Line) -> bool:
        """Whether the line is the next one of a course, which has then taken it."""
        if line.is_contents:
            return self.match.contents.takes(line)
        if self._is_numbered_entry(line):
            return True
        taker = next((course for course in self._courses() if course.takes(line)), None)
        self.is_in_notes = self.is_in_notes or taker is self.match.notes
        return taker is not None

    def _courses(self) -> list[Course]:
        """The courses that the next line may be of, the likeliest first."""
        text = [self.match.text, self.match.notes]
        if self.is_in_notes:
            text.reverse()
        if self.expected.medium != "pdf":  # elsewhere the markup tells
            return text
        contents = [self.match.contents]
        return contents + text if self._is_amid_contents() else text + contents

    def _is_amid_contents(self) -> bool:
        """Whether the next line is rather of the 目录 than of the text: never before the masthead ends."""
        step, contents = self.match.text.next_step(), self.match.contents
        is_begun = bool(contents.chunks) or (self.is_first and not (step and step.is_loose))
        return is_begun and not contents.is_done()

    def _is_numbered_entry(self, line: Line) -> bool:
        """Whether the line ends an entry of the 目录, the number of a page after it; it has then been taken."""
        length = self._entry_length(line)
        if length is None or not self.match.contents.takes(line, length):
            return False
        entry = self.match.contents.state.step
        self.match.page_numbers.append(PageNumber(line, entry, int(line.text[length:])))
        return True

    def _entry_length(self, line: Line) -> int | None:
        """Where the number of a page begins in a line that ends an entry of the 目录; null for any other line."""
        number = _NUMBER.search(line.text) if self.expected.medium == "pdf" else None
        if not number:
            return None
        lengths = range(max(number.start(), int(self._has_number())), len(line.text))
        return next((length for length in lengths if self.match.contents.ends(line, length)), None)

    def _has_number(self) -> bool:
        """Whether the entry of the 目录 that was read last has its number: what says one alone is of the text."""
        numbers = self.match.page_numbers
        return bool(numbers) and numbers[-1].entry == self.match.contents.state.step

    def _home_of(self, line: Line) -> tuple[Course, int]:
        """The course that a damaged line belongs to, and its place there."""
        if line.is_contents and self.match.contents.strands:
            return self.match.contents, self.match.contents.place_of(line.text)[0]
        courses = [course for course in (self.match.text, self.match.notes, self.match.contents) if course.strands]
        places = [(course, *course.place_of(line.text)) for course in courses]
        course, place, _ = max(places, key=lambda found: found[2])
        return course, place


def is_made_of(text: str, marks: Sequence[str]) -> bool:
    """Whether *text* is one of *marks*, or several behind one another."""
    ends = [0]
    for at in ends:
        if at == len(text) and (at or "" in marks):
            return True
        further = {at + len(mark) for mark in marks if mark and text.startswith(mark, at)}
        ends += further.difference(ends)
    return False


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
