"""The bottoms of pages: no page is two lines short of the others for the sake of a paragraph that is not divided."""

from __future__ import annotations

from types import ModuleType

import pypdfium2
import pytest

from setting import row_of
from test_typeset_page import page, seams, set_page  # noqa: F401 - a fixture
from wxpress.typeset.breaker import Measures, break_lines, lines_in_number
from wxpress.typeset.row import EM

COLUMNS = 24
LINES = 22
ONE = "<p>一行。"
THREE = "<p>" + "这是第三段的文字，" * 7 + "完。"
EXACT = "<p>" + "天地玄黄宇宙洪荒日月盈昃" * 8
"""Four full lines, which can be five, each of them a little looser."""


def test_a_paragraph_can_have_a_line_more_or_less() -> None:
    row = row_of("天地玄黄，宇宙洪荒，日月盈昃，" * 8)
    measures = Measures(COLUMNS * EM, COLUMNS * EM)
    usual = len(break_lines(row, 0, measures))
    more = lines_in_number(row, 0, measures, usual + 1, 2500)
    assert usual == 5
    assert more is None
    ample = row_of("天地玄黄，宇宙洪荒，日月盈昃，" * 8 + "辰宿列张寒来暑往。" * 2)
    for number in (6, 7):
        found = lines_in_number(ample, 0, measures, number, 20_000)
        assert found is None or (len(found), found[0].start, found[-1].stop) == (number, 0, len(ample.text))


def test_a_page_is_not_left_two_lines_short(seams: ModuleType) -> None:  # noqa: F811 - the fixture
    body = ONE * 16 + EXACT + THREE
    assert _lines_of_first_page(page(body)) == LINES - 2
    assert _lines_of_first_page(set_page(seams, body)) == LINES - 1


@pytest.mark.parametrize("after", ["<h2 style='text-align: left'>题</h2>" + THREE, THREE + ONE * 4])
def test_a_page_that_is_full_or_ends_before_a_title_is_left_alone(seams: ModuleType, after: str) -> None:  # noqa: F811
    body = ONE * 17 + EXACT + after
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("wxpress.typeset.bottoms._recasts", lambda *_: pytest.fail("made again"))
        assert _lines_of_first_page(set_page(seams, body)) >= LINES - 1


def test_what_follows_a_page_that_was_made_again_is_whole(seams: ModuleType) -> None:  # noqa: F811
    body = ONE * 14 + EXACT + "<p>注在这里<span style='float: footnote'>这是脚注。</span>。" + THREE + ONE * 30
    plain, even = page(body), set_page(seams, body)
    assert _lines_of_first_page(even) == _lines_of_first_page(plain) + 1
    assert _text(even) == _text(plain)


def test_a_page_that_was_made_again_still_asks_where_others_are(seams: ModuleType) -> None:  # noqa: F811
    """As a 目录 does that ends on a page with text."""
    asking = (
        "<style>.at::after { content: target-counter(attr(href), page) }</style><p>见第<a class=at href='#far'></a>页。"
    )
    body = asking + ONE * 15 + EXACT + THREE + ONE * 20 + "<p id=far>在这里。"
    assert _lines_of_first_page(page(body)) == LINES - 2
    even = set_page(seams, body)
    assert _lines_of_first_page(even) == LINES - 1
    assert "见第3页。" in _text(even)


def _lines_of_first_page(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded().splitlines())


def _text(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pages)
