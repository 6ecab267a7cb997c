"""A style sheet that is kept is what WeasyPrint would parse again; what must be parsed is not kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from wxpress.kept import Kept
from wxpress.kept_sheets import KeptSheets
from wxpress.writers import pdf_sheets


def described(one: Any) -> Any:  # noqa: ANN401 - whatever a sheet is made of
    """All that *one* is made of, by values."""
    if isinstance(one, FunctionType):
        return described(one.__code__), sorted(one.__globals__.keys() - {"__builtins__"})
    if isinstance(one, CodeType):
        return one.co_code, one.co_names, [described(value) for value in one.co_consts]
    if isinstance(one, dict):
        return {key: described(value) for key, value in one.items()}
    if isinstance(one, list | tuple):
        return [type(one).__name__, *map(described, one)]
    return one if isinstance(one, str | bytes | int | float | None) else (type(one).__name__, *_fields(one))


def _fields(one: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - as above
    slots = (name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ()))
    yield from ((name, described(getattr(one, name))) for name in slots if hasattr(one, name))
    yield from ((name, described(value)) for name, value in getattr(one, "__dict__", {}).items())


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> KeptSheets:
    kept = KeptSheets("sheets", ("weasyprint", "tinycss2", "cssselect2"))
    kept.book = Kept(tmp_path / "sheets")
    monkeypatch.setattr(pdf_sheets, "_kept", lambda: kept)
    return kept


def read(text: str) -> tuple[Any, int]:
    """The counter styles and the rules of the sheet *text*, and how often it had to be parsed for that."""
    from weasyprint import CSS  # noqa: PLC0415 - reads the fonts
    from weasyprint.css.counters import CounterStyle  # noqa: PLC0415 - as above
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 - as above

    counters, fonts, parsed = CounterStyle(), FontConfiguration(), []

    def parse(css: str) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        parsed.append(css)
        return CSS(string=css, font_config=fonts, counter_style=counters)

    sheet = pdf_sheets.parsed(text, counters, fonts, parse)
    return (described(dict(counters)), described(sheet)), len(parsed)


PLAIN = """
@counter-style 圈 { system: fixed; symbols: ① ②; suffix: "" }
@page :first { margin: 1cm; @top-center { content: counter(page, 圈) } }
p > .x:not(:first-child) ~ em[lang]::before { color: var(--red); width: calc(1em + var(--w)); content: "甲" attr(y) }
"""


def test_a_sheet_is_parsed_once(kept: KeptSheets) -> None:
    first, parsed = read(PLAIN)
    assert (parsed, len(kept.book.fresh)) == (1, 0)
    assert read(PLAIN) == (first, 0)
    assert read(PLAIN + "p { color: red }")[1] == 1


def test_a_sheet_brings_its_own_counter_styles_alone(kept: KeptSheets) -> None:
    from weasyprint import CSS  # noqa: PLC0415 - as in read
    from weasyprint.css.counters import CounterStyle  # noqa: PLC0415 - as above

    counters = CounterStyle()
    another = "@counter-style 方 { system: fixed; symbols: □ }"
    for text in (PLAIN, another):
        pdf_sheets.parsed(text, counters, None, lambda css: CSS(string=css, counter_style=counters))
    assert counters.keys() == {"圈", "方"}
    assert [kept.of(text)[1].keys() for text in (PLAIN, another)] == [{"圈"}, {"方"}]


@pytest.mark.parametrize(
    "text", ["p { no-such: 1 }", "p", '@font-face { font-family: x; src: url("data:,x") }', '@import "x.css";']
)
@pytest.mark.usefixtures("kept")
def test_a_sheet_that_is_complained_of_or_brings_fonts_is_parsed_again(text: str) -> None:
    again = [read(text)[1] for _ in range(2)]
    assert again == [1, 1]


def test_a_sheet_of_another_library_is_parsed_again(kept: KeptSheets, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read(PLAIN)
    monkeypatch.setattr("cssselect2.__version__", "0")
    assert read(PLAIN) == (first, 1)
    kept.book.add(kept.key(PLAIN), b"no pickle")  # what a record of another program would be
    assert read(PLAIN) == (first, 1)
