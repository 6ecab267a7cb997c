"""Lines that the cells of a row share can be parted in several ways: what follows tells which it was."""

from __future__ import annotations

from itertools import accumulate

import pytest

from wxpress.verify.course import Course
from wxpress.verify.lines import Line, Place
from wxpress.verify.strands import Origin, Piece, Step, Strand


def course_of(*rows: tuple[str, ...]) -> Course:
    return Course([Step(tuple(Strand((Piece(text, Origin("")),)) for text in row)) for row in rows])


def line(cells: str) -> Line:
    """A line with gaps where *cells* has blanks."""
    words = cells.split()
    return Line("".join(words), Place(0, page=1), frozenset(accumulate(map(len, words[:-1]))))


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        ([("甲乙丙", "甲丁")], ["甲", "甲乙丁", "丙"]),  # the second cell begins higher
        ([("甲乙丙", "甲丁"), ("戊",)], ["甲", "甲乙丁", "丙戊"]),
        ([("甲乙甲丙", "甲乙丁", "甲戊")], ["甲", "甲乙 甲乙 戊", "甲丙 丁"]),
        ([("首",), ("甲乙丙", "甲丁"), ("甲乙丙", "甲丁"), ("尾",)], ["首甲", "甲乙丁", "丙甲", "甲乙丁", "丙尾"]),
    ],
)
def test_a_row_is_read_again_where_its_lines_fit_otherwise(rows: list[tuple[str, ...]], lines: list[str]) -> None:
    course = course_of(*rows)
    assert all(course.takes(line(text)) for text in lines)
    assert course.is_done()
    shown = [
        "".join(chunk.line.text[chunk.start : chunk.end] for chunk in course.chunks if chunk.strand == number)
        for number in range(len(course.strands))
    ]
    assert shown == [text for row in rows for text in row]


@pytest.mark.parametrize(
    "lines", [["甲", "甲乙丙", "丙"], ["甲", "甲乙丁丁", "丙"], ["甲乙", "丙丁", "甲"], ["甲", "乙丁", "丙"]]
)
def test_what_fits_in_no_way_is_not_taken(lines: list[str]) -> None:
    course = course_of(("甲乙丙", "甲丁"))
    assert not (all(course.takes(line(text)) for text in lines) and course.is_done())


def test_what_was_damaged_is_not_read_again() -> None:
    course = course_of(("甲乙丙", "甲丁"))
    assert course.takes(line("甲"))
    course.settle(line("己"), course.position())
    before = list(course.chunks)
    assert not course.takes(line("庚"))
    assert course.chunks == before
