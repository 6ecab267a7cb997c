"""A figure that a page had no room for opens the next page: its words may stand there, and nowhere else."""

from __future__ import annotations

import pytest

from wxpress.verify.course import Course
from wxpress.verify.lines import Line, Place
from wxpress.verify.strands import Origin, Piece, Step, Strand

TEXT = ["甲乙丙丁", "图1春", "图2夏", "戊己庚", "图3秋", "辛壬"]


def course() -> Course:
    """Paragraphs and captions, a placeholder for the picture before each of these, which may be left out."""
    return Course([step for text in TEXT for step in steps(text)])


def steps(text: str) -> list[Step]:
    own = Strand((Piece(text, Origin(text)),))
    picture = Strand((Piece("［图］", Origin(text), "picture"),))
    return [Step((picture,), may_move=True), Step((own,), may_move=True)] if text.startswith("图") else [Step((own,))]


def is_read(pages: list[list[str]]) -> bool:
    """Whether the course takes all lines of *pages*, and wants no more."""
    read = course()
    for number, page in enumerate(pages, 1):
        read.turn_page()
        if not all(read.takes(Line(text, Place(0, page=number))) for text in page):
            return False
    return read.is_done()


@pytest.mark.parametrize(
    "pages",
    [
        [["甲乙", "丙丁", "图1春", "图2夏", "戊己庚", "图3秋", "辛壬"]],
        [["甲乙丙丁", "戊己"], ["图1", "春", "图2夏", "庚", "图3秋", "辛壬"]],
        [["甲乙丙丁", "图1春", "戊"], ["图2夏", "己庚", "辛"], ["图3秋", "壬"]],
        [["甲乙丙丁", "［图］", "图1春", "戊"], ["图2夏", "己庚", "图3秋", "辛壬"]],
        [["甲乙丙丁", "［图］", "戊"], ["图1春", "图2夏", "己庚", "图3秋", "辛壬"]],
    ],
)
def test_a_caption_stands_in_its_place_or_opens_the_next_page(pages: list[list[str]]) -> None:
    assert is_read(pages)


@pytest.mark.parametrize(
    "pages",
    [
        [["甲乙丙丁", "戊己庚", "图1春", "图2夏", "图3秋", "辛壬"]],  # further down on the same page
        [["甲乙丙丁", "戊"], ["己", "图1春", "图2夏", "庚", "图3秋", "辛壬"]],  # not at the next one's head
        [["甲乙丙丁", "戊"], ["图2夏", "图1春", "己庚", "图3秋", "辛壬"]],  # in another order
        [["甲乙丙丁", "戊"], ["图1春", "己庚", "图3秋", "辛壬"]],  # lost
        [["甲乙丙丁", "图1春", "图2夏", "戊己庚", "辛壬"]],
        [["甲乙丙丁", "戊"], ["图1春", "图2夏", "图2夏", "己庚", "图3秋", "辛壬"]],  # twice
        [["甲乙丙丁", "戊"], ["己"], ["图1春", "图2夏", "庚", "图3秋", "辛壬"]],  # a page too late
        [["图1春", "甲乙丙丁", "图2夏", "戊己庚", "图3秋", "辛壬"]],  # too early
        [["甲乙丙丁", "戊"], ["图1", "图2夏", "春", "己庚", "图3秋", "辛壬"]],  # in pieces
    ],
)
def test_it_stands_nowhere_else(pages: list[list[str]]) -> None:
    assert not is_read(pages)


def test_other_text_stays_where_it_is() -> None:
    read = Course([Step((Strand((Piece(text, Origin(text)),)),)) for text in ("甲", "乙", "丙")])
    read.turn_page()
    assert [read.takes(Line(text, Place(0, page=1))) for text in ("甲", "丙")] == [True, False]
