"""Verify: the rules that may hide text are the same whether a run reads the sheets or an earlier one has."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from wxpress.errors import VerifyError
from wxpress.kept import Kept
from wxpress.kept_sheets import KeptSheets
from wxpress.verify import sheets
from wxpress.verify.hiding import hidden_in

SHEET = """
:root { --ground: #fff }
body { background: var(--ground) }
.a:not(.b) > em, [lang|="zh"] i, p:nth-child(2) { display: none }
.white { color: #fff }
@media print { p { visibility: hidden } }
@media (prefers-color-scheme: dark) { u { opacity: 0 } }
"""
PAGE = """<body><p class="a">一<em>二</em></p><p>三</p><p class="a b"><em>四</em><i lang="zh-CN">五</i></p>
<p class="white">六<u>七</u></p><div lang="zh-CN"><i>八</i></div></body>"""


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeptSheets:
    book = KeptSheets("hiding", ("tinycss2", "cssselect2"))
    book.book = Kept(tmp_path / "hiding")
    monkeypatch.setattr(sheets, "_kept", lambda: book)
    return book


def hidden() -> dict[str, str]:
    sheets.rules_of.cache_clear()
    return {node.text: why for node, why in hidden_in(lxml.html.fromstring(PAGE), [SHEET, "b { color: red }"]).items()}


def test_kept_rules_hide_what_the_sheets_hide(kept: KeptSheets, monkeypatch: pytest.MonkeyPatch) -> None:
    found = hidden()
    assert found.keys() == {"二", "三", "六", "七", "八"}
    monkeypatch.setattr(sheets, "_read", pytest.fail)
    kept.book = Kept(kept.book.file)
    assert hidden() == found


def test_other_sheets_are_read(kept: KeptSheets) -> None:
    sheets.rules_of(("i { display: none }", "b { color: red }"))
    assert kept.of("i { display: none }b { color: red }") is None
    assert kept.of("b { color: red }", "i { display: none }") is None
    assert kept.of("i { display: none }", "b { color: red }") is not None


def test_a_sheet_too_deep_to_be_kept_is_read_each_time(kept: KeptSheets) -> None:
    deep = "p { color: " + "(" * 3000 + " }"
    for _ in range(2):
        sheets.rules_of.cache_clear()
        sheets.rules_of((deep,))
    assert kept.of(deep) is None


NESTED = 3000
VALUES = "".join(f"--a{place}: var(--a{place + 1}) var(--a{place + 1});" for place in range(60))


@pytest.mark.parametrize(
    ("sheet", "is_hidden"),
    [
        (":root { --a: var(--b); --b: var(--a) } p { color: var(--a) }", False),
        (f":root {{ {VALUES} --a60: block }} p {{ display: var(--a0) }}", False),
        ("@media screen {" * NESTED + "p { display: none }" + "}" * NESTED, True),
        ("@media " + "(" * NESTED + "{ p { display: none } }", False),
    ],
)
@pytest.mark.usefixtures("kept")
def test_sheets_that_never_end_are_read(sheet: str, is_hidden: bool) -> None:  # noqa: FBT001 - a case
    assert bool(hidden_in(lxml.html.fromstring("<body><p>一</p></body>"), [sheet])) is is_hidden


@pytest.mark.usefixtures("kept")
def test_a_selector_too_deep_to_be_understood_is_told() -> None:
    deep = "p:not(" * NESTED + "a" + ")" * NESTED + " { display: none }"
    with pytest.raises(VerifyError, match="套得太深"):
        hidden_in(lxml.html.fromstring("<body><p>一</p></body>"), [deep])
