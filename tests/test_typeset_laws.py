"""Laws that hold for every text and every measure."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from setting import row_of, set_lines
from wxpress.typeset.breaker import TEARABLE
from wxpress.typeset.classes import classify, may_break
from wxpress.typeset.row import EM

WORDS = (
    "城市",
    "人民",
    "高质量发展",
    "的",
    "和",
    "，",
    "。",
    "、",
    "；",
    "：“",
    "”，",
    "。”",
    "——",
    "……",
    "？！",
    "（",
    "）",
    "《求是》",
    "“‘",
    "’”",
    "2025年",
    "7月15日",
    "67.5%",
    "38.6℃",
    "1,024个",
    "AI",
    "GDP",
    "Large Language Model",
    "卡尔·马克思",
    "010-62805114",
    "https://www.example.org/a/b.html",
    " ",
    "　",
    "～",
    "％",
    "A",
    "1",
    "-",
    "/",
)

TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=60).map("".join)
COLUMNS = st.integers(min_value=8, max_value=44)


@given(TEXTS, COLUMNS)
def test_no_character_is_lost_or_added(text: str, columns: int) -> None:
    row = row_of(text)
    lines = [line.line for line in set_lines(text, columns)]
    assert lines[0].start == 0
    assert lines[-1].stop == len(text)
    for before, after in pairwise(lines):
        assert before.stop == after.start
        assert row.text[before.end : before.stop].strip(" ") == ""


@given(TEXTS, COLUMNS)
def test_every_line_stays_inside_the_measure(text: str, columns: int) -> None:
    for line in set_lines(text, columns):
        assert line.width <= columns * EM


@given(TEXTS, COLUMNS)
def test_every_line_but_the_last_is_exactly_full(text: str, columns: int) -> None:
    row = row_of(text)
    for line in set_lines(text, columns)[:-1]:
        start, end = line.line.start, line.line.end
        if any(any(gaps) for gaps, _ in row.growth(start, end, columns * EM)):
            assert line.width == columns * EM


@given(TEXTS, COLUMNS)
def test_no_forbidden_mark_begins_or_ends_a_line(text: str, columns: int) -> None:
    for line in set_lines(text, columns)[:-1]:
        last, first = classify(text)[line.line.stop - 1], classify(text)[line.line.stop]
        torn = {last, first} <= TEARABLE  # a word wider than the line
        assert may_break(last, first) is not False or torn


@given(TEXTS, COLUMNS)
def test_no_advance_is_negative_and_no_mark_gives_more_than_its_blank(text: str, columns: int) -> None:
    for line in set_lines(text, columns):
        assert all(advance >= 0 for advance in line.advances)
        row = row_of(text)
        for place, advance in enumerate(line.advances, line.line.start):
            behind = row.tail[place]
            ahead = row.lead[place + 1] if place + 1 < len(text) else 0
            assert advance >= row.advance[place] - max(behind, ahead, row.lead[place]) - EM // 2


@given(TEXTS, COLUMNS)
def test_only_a_line_that_must_be_is_stretched(text: str, columns: int) -> None:
    for line in set_lines(text, columns, justified=False):
        row = row_of(text)
        assert line.width <= row.width(line.line.start, line.line.end)


@given(TEXTS, COLUMNS, st.integers(min_value=0, max_value=4))
def test_the_same_text_is_set_the_same_way(text: str, columns: int, indent: int) -> None:
    assert set_lines(text, columns, indent=indent) == set_lines(text, columns, indent=indent)
