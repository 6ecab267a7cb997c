"""Words that no line holds: torn so that all of them can be seen, in a time that grows as they do."""

from __future__ import annotations

import time

import pytest

from all_nodes import context_for, paragraph
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, Section, Table, Text
from wxpress.typeset.rules import costs, forced_costs
from wxpress.verify import prove
from wxpress.writers.pdf import PDF

LONG = 20_000
SECONDS = 1.0
"""Of the processor; patterns that begin again at each digit took from 2 to 45."""


@pytest.mark.parametrize("piece", ["9", "9.", "1,", "9-", "a", "a1", "a-", "a.", "http", "第1", "十"])
def test_rules_take_a_time_that_grows_as_the_text(piece: str) -> None:
    text = piece * (LONG // len(piece))
    begun = time.process_time()
    costs(text)
    forced_costs(text)
    assert time.process_time() - begun < SECONDS


ENDLESS = [
    "开头" + "9" * 3000 + "结尾。",
    "9" * 3000,
    "word " + "x" * 3000,
    "开头" + "…" * 100 + "结尾。",
    "开头" + "％" * 60,
    "“" + "—" * 90,
    "开头" + "（《“" * 40 + "结尾" + "”》）" * 40,
]


def test_what_no_line_holds_is_printed_whole() -> None:
    bulletin = Bulletin(sections=(Section(articles=(Article(blocks=tuple(map(paragraph, ENDLESS))),)),))
    begun = time.process_time()
    data = PDF.write(bulletin, context_for())
    assert prove(data, "pdf", bulletin, find_style(), "yiqi").differences == ()
    assert time.process_time() - begun < 5 * SECONDS


def test_a_long_cell_takes_a_time_that_grows_as_its_text() -> None:
    """WeasyPrint sets the rest of a cell anew for each of its characters to learn how narrow it can be: 15 seconds."""
    clause = "各级党组织要压实责任，把重点工作任务逐项分解到人，第{}项于年底前完成。"
    cell = (Text(text="".join(map(clause.format, range(60)))),)
    table = Table(head=((Text(text="修订前"),), (Text(text="修订后"),)), rows=((cell, cell[:1]),))
    bulletin = Bulletin(sections=(Section(articles=(Article(blocks=(table,)),)),))
    PDF.write(Bulletin(sections=(Section(articles=(Article(blocks=(paragraph("暖身。"),)),)),)), context_for())
    begun = time.process_time()
    PDF.write(bulletin, context_for())
    assert time.process_time() - begun < 2 * SECONDS
