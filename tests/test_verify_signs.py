"""Verify: what paper shows in ways of its own: heaps of marks, trimmed brackets, characters that no font has."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from all_nodes import context_for, paragraph
from wxpress.cli.main import run
from wxpress.diagnostics import Diagnostic
from wxpress.errors import LimitError
from wxpress.source import Span
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, EditorsNote, Image, Paragraph, Section, Table, Text
from wxpress.verify import Verdict, prove
from wxpress.verify.telling import findings
from wxpress.writers.pdf import PDF

HEAP = "人" + "\u0301\u0302\u0336" * 30 + "民"
ENGLISH = (
    "The Communist Party of China （CPC） was founded in 1921 (in Shanghai), and “ＡＢＣ” is not ABC, nor １２ 12."
)
LATIN = Paragraph(
    inlines=(Text(text="see the pictures of this ([!["), Image(source="none.png", alt="a"), Text(text="](y))" * 9))
)


def bulletin(*blocks: Paragraph) -> Bulletin:
    return Bulletin(title="一期", sections=(Section(title="栏目", articles=(Article(title="篇目", blocks=blocks),)),))


@cache
def made(*blocks: Paragraph) -> bytes:
    return PDF.write(bulletin(*blocks), context_for())


def verdict(made_of: Paragraph, held_against: Paragraph) -> Verdict:
    return prove(made(made_of), "pdf", bulletin(held_against), find_style(), "yiqi")


@pytest.mark.parametrize("block", [paragraph(HEAP), paragraph(ENGLISH), LATIN], ids=["heap", "wide", "trimmed"])
def test_right_paper_is_proved(block: Paragraph) -> None:
    assert verdict(block, block).differences == ()


def test_a_mark_that_a_heap_does_not_have_is_missed() -> None:
    (_, changed) = verdict(paragraph(HEAP), paragraph(HEAP.replace("\u0301", "\u0308"))).differences
    assert changed.kind == "changed"


def test_a_wide_letter_in_english_is_not_the_narrow_one() -> None:
    (changed,) = (item for item in verdict(paragraph(ENGLISH), paragraph(ENGLISH.replace("Ｂ", "B"))).differences[1:])
    assert (changed.kind, changed.count) == ("changed", 1)


def test_what_no_font_has_is_told_as_that_and_nothing_else_is() -> None:
    """All glyphs of the first line lacked, so that nothing of it could tell the face."""
    block = paragraph("👨👩👧👦🏳🌈👍🏽，有句号。")
    verdict_of = prove(made(block), "pdf", bulletin(block), find_style(), "yiqi")
    told = list(findings(verdict_of, "a.pdf"))
    assert {finding.code for finding in told} == {"WX671"}
    assert "“👨”没有字形，印成了空框，共 1 处" in told[0].message


def test_a_build_tells_once_of_what_it_does_not_print(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What has an error is not written, and what else is wrong with it comes of that error."""
    columns = "|甲" * 40 + "|"
    (tmp_path / "wide.md").write_text(
        f"# 一期\n\n👨👩👧👦🏳🌈👍🏽，有句号。\n\n{columns}\n{'|-' * 40}|\n{columns}\n", "utf-8"
    )
    assert run(["build", str(tmp_path / "wide.md"), "-t", "pdf", "-o", str(tmp_path / "out")]) == 1
    said = capsys.readouterr()
    codes = set(re.findall(r"WX\d+", said.out + said.err))
    assert codes == {"WX410", "WX505"}
    assert "一张 40 列的表格在纸上排不下，超出纸边" in said.out + said.err


def test_a_table_that_no_paper_holds_is_refused_before_it_is_set() -> None:
    cells = ((Text(text="甲"),),) * 101
    wide = Bulletin(sections=(Section(articles=(Article(blocks=(Table(head=(), rows=(cells,)),)),)),))
    with pytest.raises(LimitError, match="有一张表格有 101 列，超过排 PDF 的限度 100 列"):
        PDF.write(wide, context_for())


def test_a_table_that_reaches_into_the_margin_is_told() -> None:
    reports: list[Diagnostic] = []
    cells = tuple((Text(text="甲"),) for _ in range(33))
    wide = Bulletin(sections=(Section(articles=(Article(blocks=(Table(head=(), rows=(cells,), span=Span(7, 9)),)),)),))
    PDF.write(wide, context_for(report=reports.append))
    assert [(item.code, item.span) for item in reports] == [("WX504", Span(7, 9))]


def test_a_face_is_cut_to_a_thousand_characters_too() -> None:
    """HarfBuzz could not, with the tables that only who sets text needs: all of the face was carried, or none."""
    common = bytes(code for row in range(0xB0, 0xBC) for cell in range(0xA1, 0xFF) for code in (row, cell)).decode(
        "gb2312"
    )
    note = Bulletin(editors_note=EditorsNote(label="编者按", blocks=(paragraph(common),)), sections=bulletin().sections)
    data = PDF.write(note, context_for())
    assert len(data) < 1_000_000
    assert prove(data, "pdf", note, find_style(), "yiqi").differences == ()
