"""``wxpress explain``: each change in its place, on a terminal, in a page and as data; what undoes a guess works."""

from __future__ import annotations

import json
import re
from pathlib import Path

import click
import pytest

from corpus.layouts import arrival
from wxpress.cli.explain import report
from wxpress.cli.explain_page import page
from wxpress.cli.explained import Row, rows_of
from wxpress.cli.main import run
from wxpress.readers import decode
from wxpress.readers.overrides import parse_overrides
from wxpress.recover import recover
from wxpress.recover.overruling.snippets import Snippets
from wxpress.source import Source

TEXT = """党员干部 学习资料

加强&amp;治理专题

- **重要论述**.....1
 - 守护好一江碧水

重要论述

守护好一江碧水

作者：张三

长江是中华民族的母亲河，要共抓大保护，不搞

— 3 —

大开发，<script>alert(1)</script>这是历史的责任。

第二段话说的是别的事情，没有什么改动。

第三段话说的也是别的事情，没有什么改动。[【链接】](#)
"""
OVERRIDES = '[[replace]]\ntext = "历史的责任"\nwith = "时代的责任"\nreason = "作者来函更正"\n'


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "x.md"
    path.write_text(TEXT, "utf-8")
    (tmp_path / "x.overrides.toml").write_text(OVERRIDES, "utf-8")
    return decode(path, path.read_bytes())


def rows(source: Source) -> dict[int, Row]:
    return {row.number: row for row in rows_of(source, recover(source).ledger)}


def marked(row: Row) -> list[tuple[str, str]]:
    return [(part.mark, part.text) for part in row.parts if part.mark]


def test_changes_stand_in_their_lines(source: Source) -> None:
    found = rows(source)
    assert marked(found[3]) == [("drop", "&amp;"), ("put", "&")]
    assert marked(found[5]) == [("move", "重要论述"), ("move", "1")]
    assert marked(found[12]) == [("drop", "作者："), ("move", "张三")]
    assert marked(found[14]) == [("turn", "⏎接")]
    assert marked(found[16]) == [("drop", "— 3 —")]
    assert marked(found[18]) == [("drop", "历史的责任"), ("put", "时代的责任")]
    assert not found[20].is_changed


def test_the_lines_are_the_source(source: Source) -> None:
    """Put in aside, the parts of every line are that line, character by character."""
    for number, row in rows(source).items():
        if number:
            kept = "".join(part.text for part in row.parts if part.mark not in {"put", "turn"})
            assert kept == source.lines[number - 1]


def test_the_report_on_paper(source: Source) -> None:
    lines = [click.unstyle(line) for line in report(source, recover(source).ledger)]
    assert "   18 │ 大开发，<script>alert(1)</script>这是[-历史的责任-]{+时代的责任+}。" in lines
    assert "      │ ↳ 替换（人工订正）　作者来函更正：“时代的责任”" in lines
    assert "    ⋮ │ 第 20 行，一字未动" in lines
    at = lines.index("   10 │ 守护好一江碧水")
    assert [line.removeprefix("      │ ").strip("　") for line in lines[at + 1 : at + 6]] == [
        "↳ 推断（标题） 把握 99%　认作篇目标题。依据：目录第 6 行“守护好一江碧水”",
        "若不对，在 x.overrides.toml 里写：",
        "[[line]]",
        'text = "守护好一江碧水"',
        'is = "自然段"',
    ]


def test_colour_only_on_a_terminal(source: Source, capfd: pytest.CaptureFixture[str]) -> None:
    assert any("\x1b[" in line for line in report(source, recover(source).ledger))
    assert run(["explain", str(source.path)]) == 0
    assert "\x1b" not in capfd.readouterr().out


def test_the_page_escapes_everything(source: Source) -> None:
    ledger = recover(source).ledger
    html = page('<img onerror="x">', rows_of(source, ledger), ledger)
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<img" not in html
    assert "<del>历史的责任</del><ins>时代的责任</ins>" in html
    assert not set(re.findall(r"<([a-z0-9]+)", html)) & {"a", "img", "script", "link", "iframe", "form", "svg"}


def test_as_data_each_guess_has_what_undoes_it(source: Source, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(source.path), "--format", "json"]) == 0
    entries = json.loads(capfd.readouterr().out)
    assert len(entries) == len(recover(source).ledger)
    titles = [entry["override"] for entry in entries if entry["reason"] == "认作篇目标题"]
    assert titles == ['[[line]]\ntext = "守护好一江碧水"\nis = "自然段"']


@pytest.mark.parametrize("form", ["text", "html", "json"])
def test_it_writes_a_file_but_never_over_the_source(source: Source, form: str) -> None:
    target = source.path.with_name("out")
    assert run(["explain", str(source.path), "--format", form, "-o", str(target)]) == 0
    assert "\x1b" not in target.read_text("utf-8")
    assert target.stat().st_size > 1000
    assert run(["explain", str(source.path), "--format", form, "-o", str(source.path)]) == 2
    assert source.path.read_text("utf-8") == TEXT


@pytest.mark.parametrize("seed", range(1))
@pytest.mark.parametrize("kind", ["seed", "wrapped"])
def test_what_undoes_a_guess_fits_and_makes_a_difference(seed: int, kind: str) -> None:
    file = arrival(kind, seed)
    source = decode(Path(file.name), file.data)
    snippets = Snippets(source)
    overrides = {snippets.undoing(entry) for entry in recover(source).ledger} - {None}
    assert len(overrides) > 3
    for override in sorted(filter(None, overrides))[:5]:
        findings = recover(source, overrides=parse_overrides("x.overrides.toml", override)).diagnostics
        assert [item.message for item in findings if item.source == "x.overrides.toml"] == [], override
