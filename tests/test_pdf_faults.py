"""A sheet that breaks the engine is searched for the place; one that only looks absurd is set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from all_nodes import ALL_NODES, context_for
from wxpress.errors import UsageError
from wxpress.styles import Style, find_style
from wxpress.writers.pdf import PDF
from wxpress.writers.pdf_faults import LONGEST, find_fault


def style_of(folder: Path, sheet: str, parent: Style | None = None) -> Style:
    folder.mkdir(exist_ok=True)
    (folder / "style.toml").write_text('title = "甲"\n', "utf-8")
    (folder / "print.css").write_text(sheet, "utf-8")
    return Style(folder.name, folder, parent or find_style())


@pytest.mark.parametrize(
    ("sheet", "line", "declaration"),
    [
        ("p { BAD }", 1, "BAD"),
        ("p { color: red }\np { margin: 0;\n  width: BAD;\n  height: 0 }", 3, "width: BAD"),
        ("/* } ;\n{ */ p { content: '};{' }\n\np,\nli {\n\n  width: BAD }", 7, "width: BAD"),
        ("@page { margin: 0;\n@footnote { /* x */ columns: BAD }\n}\np { margin: 0 }", 2, "columns: BAD"),
        ("p { width:\n  BAD", 1, "width: BAD"),
        (f"p {{ width: BAD{'x' * LONGEST} }}", 1, f"width: BAD{'x' * LONGEST}"[:LONGEST] + "…"),
    ],
)
def test_the_declaration_that_breaks_is_found(sheet: str, line: int, declaration: str, tmp_path: Path) -> None:
    fault = find_fault(style_of(tmp_path / "乙", sheet), "print.css", lambda text: "BAD" in text)
    assert fault == (tmp_path / "乙" / "print.css", line, declaration)


def test_the_sheet_is_that_of_the_style_which_it_stands_in(tmp_path: Path) -> None:
    parent = style_of(tmp_path / "乙", "p { margin: 0 }\np { BAD }")
    heir = style_of(tmp_path / "丙", "p { margin: 0 }", parent)
    fault = find_fault(heir, "print.css", lambda text: "BAD" in text)
    assert fault is not None
    assert (fault.sheet, fault.line) == (tmp_path / "乙" / "print.css", 2)


@pytest.mark.parametrize("breaks", [True, False])
def test_what_breaks_without_the_sheet_or_never_is_no_fault_of_its(breaks: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    tried = []

    def tries(text: str) -> bool:
        tried.append(text)
        return breaks

    assert find_fault(style_of(tmp_path / "乙", "p { margin: 0 }"), "print.css", tries) is None
    assert find_fault(find_style(), "print.css", tries) is None
    assert len(tried) <= 2


@pytest.mark.parametrize(
    "sheet",
    [
        "body { display: flex }",
        ".section { display: grid; gap: 2mm }",
        ".entries { display: grid; grid-template-columns: max-content 1fr; gap: 5000mm }",
        "html { line-height: 0 }",
        "html { font-size: 0 }",
    ],
)
def test_absurd_sheets_are_set(sheet: str, tmp_path: Path) -> None:
    assert PDF.write(ALL_NODES, replace(context_for(), style=style_of(tmp_path / "乙", sheet))).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("sheet", "said"),
    [
        ("@page { margin: 0;\n  size: 0 0 }", "第 2 行“size: 0 0”：页面上留给文字的只有宽 0 毫米、高 0 毫米"),
        ("p { margin: 0 }\n.note { columns: 2 }", "第 2 行“columns: 2”：排版引擎算不出来（TypeError："),
        (
            ":root { --a: var(--b) var(--b); "
            + " ".join(f"--{one}: {f'var(--{other}) ' * 40};" for one, other in zip("bcde", "cdef", strict=True))
            + "\n --f: 很长 } p { content: var(--a) }",
            "第 2 行“--f: 很长”：样式表里的变量（--名称）一层套一层，展开后太长",
        ),
    ],
)
def test_others_are_refused_by_their_line(sheet: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        PDF.write(ALL_NODES, replace(context_for(), style=style_of(tmp_path / "乙", sheet)))
    assert said in caught.value.message
    assert caught.value.advice
