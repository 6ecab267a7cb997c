"""Properties whose value is known are written out in the sheet, and nothing that may differ from element to element."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from all_nodes import ALL_NODES, context_for
from wxpress.sheet_properties import redefined, rootless, settled
from wxpress.styles import Style, find_style
from wxpress.writers import pdf
from wxpress.writers.epub_resources import sheets
from wxpress.writers.pdf import PDF

ROOT = {"line": "21pt", "measure": "432pt"}


@pytest.mark.parametrize(
    ("sheet", "written"),
    [
        ("p { margin: var(--line) }", "p { margin: 21pt }"),
        (":root { --a: 1pt } p { margin: var( --a ) }", ":root { --a: 1pt } p { margin: 1pt }"),
        (":root { --a: 1pt } :root { --a: 2pt } p { margin: var(--a) }", "p { margin: 2pt }"),
        (":root { --a: calc(var(--line) * 2) } p { margin: var(--a) }", "p { margin: calc(21pt * 2) }"),
        (":root { --line: 9pt } p { margin: var(--line) }", "p { margin: 21pt }"),
        ("/* :root { --a: 1pt } */ p { margin: var(--a) }", "p { margin: var(--a) }"),
        (".note { --line: 14pt } p { margin: var(--line) }", "p { margin: var(--line) }"),
        ("html { --b: var(--line) } p { margin: var(--b) }", "p { margin: var(--b) }"),
        (":root { --a: var(--pitch) } p { margin: var(--a) }", "p { margin: var(--a) }"),
        (":root { --a: var(--nobody) } p { margin: var(--a) }", "p { margin: var(--a) }"),
        (":root { --a: var(--a) } p { margin: var(--a) }", "p { margin: var(--a) }"),
        (":root { --a: var(--b); --b: var(--a) } p { margin: var(--a) }", "p { margin: var(--a) }"),
        (":root { --a: } p { margin: var(--a) }", "p { margin: var(--a) }"),
        ("p { margin: var(--nobody, 3pt) }", "p { margin: var(--nobody, 3pt) }"),
    ],
)
def test_what_is_known_is_written_out(sheet: str, written: str) -> None:
    found = settled(sheet, ROOT, {"pitch"})
    assert found.endswith(written.partition("} ")[2] if written.startswith(":root") else written)


def test_a_sheet_for_old_readers_has_no_properties_and_no_comments() -> None:
    sheet = "/* 红 */\n:root { --red: #c00 }\n\n/* 标题 */\nh1 { color: var(--red) }\n:root { --red: #060 }\n"
    assert rootless(sheet) == "h1 { color: #060 }\n"


@pytest.mark.parametrize("name", ["xuexi-wenxuan", "gongwen", "compact"])
def test_one_line_of_a_style_gives_a_book_another_colour(tmp_path: Path, name: str) -> None:
    (tmp_path / "style.toml").write_text('title = "绿"\n', "utf-8")
    (tmp_path / "epub.css").write_text(":root { --red: #0b5a3c }\n", "utf-8")
    usual, green = (
        b"".join(sheet.content for sheet in sheets(style))
        for style in (find_style(name), Style("green", tmp_path, find_style(name)))
    )
    used = set(re.findall(rb"var\((--[\w-]+)", usual))
    assert used == {b"--ems"}  # within container queries alone, which no reader knows that knows no properties
    assert usual.count(b"#c8161d") == green.count(b"#0b5a3c") > 0
    assert b"#c8161d" not in green


def test_what_an_element_defines_is_found_and_the_roots_own_is_not() -> None:
    page = '<html style="--line: 21pt"><body><p style="--ems: 3; color: red">--x</p><style>p { --y: 1 }</style></html>'
    assert redefined(page) == {"ems", "y"}


def test_a_page_is_the_same_whether_they_are_written_out_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    written_out = PDF.write(ALL_NODES, context_for())
    monkeypatch.setattr(pdf, "settled", lambda sheet, *_: sheet)
    assert PDF.write(ALL_NODES, context_for()) == written_out
