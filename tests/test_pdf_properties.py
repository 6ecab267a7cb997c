"""Properties whose value is known are written out in the sheet, and nothing that may differ from element to element."""

from __future__ import annotations

import pytest

from all_nodes import ALL_NODES, context_for
from wxpress.writers import pdf
from wxpress.writers.pdf import PDF
from wxpress.writers.pdf_properties import redefined, settled

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


def test_what_an_element_defines_is_found_and_the_roots_own_is_not() -> None:
    page = '<html style="--line: 21pt"><body><p style="--ems: 3; color: red">--x</p><style>p { --y: 1 }</style></html>'
    assert redefined(page) == {"ems", "y"}


def test_a_page_is_the_same_whether_they_are_written_out_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    written_out = PDF.write(ALL_NODES, context_for())
    monkeypatch.setattr(pdf, "settled", lambda sheet, *_: sheet)
    assert PDF.write(ALL_NODES, context_for()) == written_out
