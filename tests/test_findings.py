"""Findings as an editor reads them: told once, with places; remedies that fit the source; silences in a build."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from wxpress.checks.issues import Issue, across, issue_of
from wxpress.cli.main import run
from wxpress.diagnostics import CATALOGUE, Diagnostic, diagnose, in_language, worded
from wxpress.diagnostics.contrast import contrast
from wxpress.diagnostics.folding import ALIKE, FEWEST, folded
from wxpress.errors import reason
from wxpress.source import Span
from wxpress.tree import Bulletin


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def dead_link(line: int, source: str = "x.md") -> Diagnostic:
    return diagnose("WX401", source=source, span=Span(line, line), label="链接")


def test_the_same_fault_is_told_once_with_its_places() -> None:
    found = [dead_link(line) for line in range(10, 40, 2)]
    other = diagnose("WX202", source="x.md", span=Span(3, 3), title="甲")
    told = folded([other, *found])
    assert [item.code for item in told] == ["WX202", "WX401"]
    assert told[1].span == Span(10, 10)
    assert told[1].message == "链接“链接”没有地址（共 15 处，另在第 12、14、16、18、20、22、24、26 行……）"
    in_word = folded([dead_link(line, "x.docx") for line in range(1, 5)], "en")
    assert in_word[0].message.endswith(" (4 in all: paragraphs 2, 3, 4)")


def test_few_findings_and_those_that_differ_are_told_one_by_one() -> None:
    few = [dead_link(line) for line in range(1, FEWEST)]
    assert folded(few) == few
    apart = [dead_link(1, f"{name}.md") for name in "abcdef"]
    assert folded(apart) == apart
    missing = [diagnose("WX202", source="x.md", span=Span(n, n), title=str(n)) for n in range(1, 9)]
    assert folded(missing) == missing
    assert len(folded([*missing[:1] * 5, *missing[1:]])) == len(missing)  # worded alike, they are the same
    assert set(CATALOGUE) >= ALIKE


@pytest.mark.parametrize(
    ("source", "remedy"),
    [
        ("a.md", "在栏目前加 ##、在篇目前加 ###"),
        ("a.docx", "在 Word 里把栏目设为“标题 1”样式、篇目设为“标题 2”样式"),
        ("a.html", "把栏目改成 <h2>、篇目改成 <h3>"),
        ("八月.txt", "写进订正文件 八月.overrides.toml"),
    ],
)
def test_how_headings_are_marked_fits_the_source(source: str, remedy: str) -> None:
    for code in ("WX203", "WX205", "WX210", "WX211"):
        values = {
            "count": "9",
            "what": "2 篇",
            "sections": "0",
            "articles": "2",
            "title": "题",
            "guess": "认作篇目标题",
            "evidence": "字大",
        }
        finding = worded(code, source, None, values)
        assert remedy in (finding.hint or "")
        assert ("##" in (finding.hint or "")) == source.endswith(".md")
        assert "##" in (in_language(finding, "en").hint or "") or not source.endswith(".md")


def test_sections_and_pictures_are_marked_as_the_source_can() -> None:
    assert "请改为 ##" in str(diagnose("WX231", source="a.md", title="题").hint)
    assert "“标题 1”样式" in str(diagnose("WX231", source="a.docx", title="题").hint)
    assert "“替代文字”" in str(diagnose("WX411", source="a.docx", picture="a.png").hint)
    assert "在 alt 里" in str(diagnose("WX411", source="a.htm", picture="a.png").hint)


def test_what_has_quotes_of_its_own_is_set_off_by_brackets() -> None:
    plain = diagnose("WX202", title="城市工作")
    quoted = diagnose("WX202", title="“三会一课”怎么开")
    assert plain.message == "目录中的“城市工作”在正文里没有找到"
    assert quoted.message == "目录中的【“三会一课”怎么开】在正文里没有找到"


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("隐患排査", "隐患排查", "第 4 字“査”→“查”"),
        ("城市 建没", "城市建设", "第 4 字“没”→“设”"),
        ("学习贯彻精神", "学习精神", "第 3 字起多“贯彻”"),
        ("学习精神", "学习贯彻精神", "第 3 字前缺“贯彻”"),
        ("甲一乙二丙三丁四", "甲1乙2丙3丁4", "第 2 字“一”→“1”，第 4 字“二”→“2”，第 6 字“三”→“3”……"),
    ],
)
def test_the_differing_characters_are_named(one: str, other: str, said: str) -> None:
    assert contrast(one, other) == said


def test_the_reasons_of_the_system_are_chinese() -> None:
    for code in (errno.ENOENT, errno.EACCES, errno.ENOSPC):
        assert not reason(OSError(code, os.strerror(code))).isascii()
    assert reason(OSError(errno.ESTALE, "Stale file handle")) == "Stale file handle"


def test_a_build_does_not_tell_what_is_silenced(here: Path) -> None:
    (here / "sources").mkdir()
    text = "# 题\n\n## 栏\n\n### 篇\n\n正文一段。[原文](#)\n\n正文二段。[链接](#)<!-- wxpress: WX401 照原样 -->\n"
    (here / "sources" / "a.md").write_text(text, "utf-8")
    settings = 'sources = "sources"\nto = ["json"]\n'
    (here / "wxpress.toml").write_text(settings, "utf-8")
    assert run(["build", "-q", "--strict"]) == 1
    silence = '{ code = "WX401", text = "原文", reason = "内网稿件没有网址" }'
    (here / "wxpress.toml").write_text(f"{settings}[check]\nsilence = [{silence}]\n", "utf-8")
    assert run(["build", "-q", "--strict"]) == 0
    assert run(["check", "--strict"]) == 0


@pytest.mark.parametrize("remark", ["<!-- wxpress: WX401 照原样 -->", "<!--wxpress ：WX401 照原样-->"])
def test_a_build_hears_a_remark_however_its_colon_is_written(here: Path, remark: str) -> None:
    (here / "a.md").write_text(f"# 题\n\n## 栏\n\n### 篇\n\n正文一段。[链接](#){remark}\n", "utf-8")
    assert run(["check", "a.md", "--strict"]) == 0
    assert run(["build", "a.md", "-q", "--strict", "-t", "json"]) == 0


def rows(*numbers: int) -> list[Issue]:
    return [Issue(f"{place}.md", "学习文选", "2025", number) for place, number in enumerate(numbers)]


def test_numbers_of_a_series_that_are_doubled_or_missing_are_told() -> None:
    told = list(across(rows(5, 6, 6, 9, 20)))
    assert [(item.code, item.source, item.values["number"], item.values["other"]) for item in told] == [
        ("WX244", "2.md", "6", "1.md"),
        ("WX245", "3.md", "7、8", "2.md"),
    ]
    assert not list(across(rows(1, 3)))  # two are no row
    assert not list(across([*rows(1, 2, 3), Issue("x.md", "另一种", "2025", 2), Issue("y.md", "学习文选", "2024", 2)]))


def test_the_number_of_an_issue_is_read_from_its_masthead() -> None:
    whole = Bulletin(series="学习文选", issue="2025年第八期（总第120期）")
    assert issue_of("a.md", whole) == Issue("a.md", "学习文选", "2025", 8)
    assert issue_of("a.md", Bulletin(title="题", issue="第3期", date="2024年5月1日")) == Issue("a.md", "题", "2024", 3)
    assert issue_of("a.md", Bulletin(issue="第3期")) is None


def test_check_looks_at_the_numbers_of_all_sources(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, number in (("a", 1), ("b", 2), ("c", 2)):
        text = f"---\nseries: 学习文选\nissue: 2025年第{number}期\n---\n\n# 题\n\n## 栏\n\n### 篇\n\n正文一段。\n"
        (here / f"{name}.md").write_text(text, "utf-8")
    run(["check", "a.md", "b.md", "c.md"])
    assert "c.md: 警告 WX244 学习文选 2025 年第 2 期有两份：另一份是 b.md" in capsys.readouterr().out
