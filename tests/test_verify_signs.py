"""Verify: what paper shows in ways of its own: heaps of marks, trimmed brackets, characters that no font has."""

from __future__ import annotations

from functools import cache

import pytest

from all_nodes import context_for, paragraph
from wxpress.diagnostics import Diagnostic
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, Image, Paragraph, Section, Text
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


def test_a_build_tells_once_that_a_character_is_in_no_font() -> None:
    from wxpress.build.printing.proving import require_proof  # noqa: PLC0415 - the room below it is what is tested above

    reports: list[Diagnostic] = []
    block = paragraph("👨👩👧👦🏳🌈👍🏽，有句号。")
    assert require_proof(made(block), PDF, bulletin(block), find_style(), "yiqi", reports.append) is None
    assert reports == []
