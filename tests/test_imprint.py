from __future__ import annotations

import pytest

from wxpress.tree import Bulletin
from wxpress.writers.imprint import display_title, iso_date, issue_position


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025年7月16日", "2025-07-16"),
        ("2025 年 7 月 16 日（星期三）", "2025-07-16"),
        ("2025年07月", "2025-07"),
        ("2025-7-6", "2025-07-06"),
        ("2025.12.31", "2025-12-31"),
        ("二〇二五年七月十六日", "2025-07-16"),
        ("二○二五年十二月三十一日", "2025-12-31"),
        ("二零二五年十月", "2025-10"),
        ("0098年3月", "0098-03"),
        ("2025年2月30日", None),
        ("2025年13月40日", None),
        ("7月16日", None),
        ("2025年7月16日至18日", None),
        ("2025年", None),
        ("", None),
        (None, None),
    ],
)
def test_a_date_as_machines_read_it(text: str | None, date: str | None) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("issue", "position"),
    [
        ("2025年第8期", "2025.8"),
        ("第十二期", "12"),
        ("总第 123 期", "123"),
        ("2025 年 第 08 期（总第123期）", "2025.8"),
        ("特刊", None),
        (None, None),
    ],
)
def test_the_place_of_an_issue_in_its_series(issue: str | None, position: str | None) -> None:
    assert issue_position(issue) == position


def test_a_bulletin_always_has_a_name() -> None:
    assert display_title(Bulletin(title="主题", series="文选"), "x") == "主题"
    assert display_title(Bulletin(series="文选", issue="第1期"), "x") == "文选 第1期"
    assert display_title(Bulletin(issue="第1期"), "x") == "第1期"
    assert display_title(Bulletin(), "x") == "x"
