"""The counts by cases, the writer through the door by which wxpress finds it."""

from __future__ import annotations

import datetime as dt

import pytest

from wxpress.errors import UsageError
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, EditorsNote, Figure, Image, Paragraph, Section, SourceLink, Strong, Text
from wxpress.writers import WRITERS, Context
from wxpress_wordcount import WORDCOUNT, Count, count, table


def paragraph(text: str) -> Paragraph:
    return Paragraph(inlines=(Text(text=text),))


def written(bulletin: Bulletin, **options: object) -> str:
    context = Context(
        name="来稿",
        style=find_style(),
        load_asset=lambda _: None,
        report=lambda finding: pytest.fail(str(finding)),
        modified=dt.datetime(2025, 7, 15, tzinfo=dt.UTC),
        options=options,
    )
    return WORDCOUNT.write(bulletin, context).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城市工作", Count(4, 0, 0)),
        ("“城市”，人民。", Count(4, 0, 4)),
        ("达67%，共3.14万亿", Count(4, 2, 1)),
        ("GDP和AI", Count(1, 2, 0)),
        ("二〇二五年7月14日至15日", Count(9, 3, 0)),
        ("state-of-the-art it’s", Count(0, 2, 0)),
        ("㐂𠮷䶮", Count(3, 0, 0)),
        ("历——史……", Count(2, 0, 4)),
        ("\u3000\u3000  \n", Count(0, 0, 0)),
        ("snake_case", Count(0, 2, 1)),
    ],
)
def test_units_are_counted_by_the_rules_of_the_trade(text: str, expected: Count) -> None:
    assert count(text) == expected


def test_each_part_has_its_row_and_the_last_row_sums_them() -> None:
    bulletin = Bulletin(
        title="主题",
        editors_note=EditorsNote(label="编者按", blocks=(paragraph("按语两句。"),)),
        sections=(
            Section(
                title="栏目", blocks=(paragraph("引言"),), articles=(Article(title="篇", blocks=(paragraph("文"),)),)
            ),
        ),
        colophon=(paragraph("印500份"),),
    )
    assert written(bulletin).splitlines() == [
        "# 字数统计：主题",
        "",
        "| 栏目 | 篇目 | 汉字 | 词和数 | 标点 | 字数 |",
        "|---|---|--:|--:|--:|--:|",
        "|  | 编者按 | 4 | 0 | 1 | 5 |",
        "| 栏目 |  | 4 | 0 | 0 | 4 |",
        "| 栏目 | 篇 | 2 | 0 | 0 | 2 |",
        "|  | 版记 | 2 | 1 | 0 | 3 |",
        "| 合计 |  | 12 | 1 | 1 | 14 |",
    ]


def test_only_title_and_running_text_count() -> None:
    article = Article(
        title="题",
        byline="某某",
        source="《学习时报》",
        blocks=(
            Paragraph(inlines=(Strong(inlines=(Text(text="正"),)), Text(text="文"), Image(source="a.png", alt="图说"))),
            Figure(source="b.png", alt="说明", caption=(Text(text="图一"),)),
        ),
        links=(SourceLink(label="链接", target="https://example.org/"),),
    )
    assert "|  | 题 | 5 | 0 | 0 | 5 |" in written(Bulletin(sections=(Section(articles=(article,)),)))


def test_titles_cannot_break_the_table() -> None:
    hostile = "a | b\n<script>*`"
    lines = written(Bulletin(sections=(Section(articles=(Article(title=hostile),)),))).splitlines()
    assert lines[4] == r"|  | a \| b \<script\>\*\` | 0 | 3 | 5 | 8 |"
    assert len(lines) == 6


def test_an_empty_bulletin_is_an_empty_table_named_after_the_output() -> None:
    assert written(Bulletin()) == "# 字数统计：来稿\n\n" + table([])


def test_punctuation_may_be_left_out_of_the_sum() -> None:
    bulletin = Bulletin(sections=(Section(articles=(Article(title="题，目"),)),))
    assert "|  | 题，目 | 2 | 0 | 1 | 3 |" in written(bulletin)
    assert "|  | 题，目 | 2 | 0 | 1 | 2 |" in written(bulletin, punctuation=False)
    with pytest.raises(UsageError, match="punctuation 应为 true 或 false"):
        written(bulletin, punctuation="no")


def test_wxpress_finds_the_writer_by_its_entry_point() -> None:
    assert "wordcount" in WRITERS.names()
    assert WRITERS.load("wordcount") is WORDCOUNT
