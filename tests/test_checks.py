"""The checks: each code has an example that breaks it and one that does not; places, silences, tables, speed."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_documents import cases
from conftest import REPOSITORY
from wxpress.build.checking import examine
from wxpress.checks import CHECKS, Manuscript, load_check
from wxpress.checks.alignment import NOWHERE, aligned
from wxpress.checks.slips import are_alike
from wxpress.config import Project, find_project
from wxpress.diagnostics import CATALOGUE, Diagnostic, in_language
from wxpress.diagnostics.wording import in_general
from wxpress.errors import UsageError
from wxpress.readers import decode, load
from wxpress.recover import recover
from wxpress.source import Source, Span

EXAMPLES = {code: wording for code, wording in CATALOGUE.items() if wording.wrong}
FRAME = "# 城市工作\n\n## 解读\n\n### 人民城市\n\n"


def framed(example: str) -> str:
    """A paragraph as a source of its own; what begins with a title is one."""
    return example if example.startswith("# ") else f"{FRAME}{example}\n"


def manuscript(text: str, name: str = "x.md") -> Manuscript:
    source = decode(Path(name), text.encode())
    return Manuscript(source, recover(source))


def checked(text: str) -> list[Diagnostic]:
    looked_at = manuscript(text)
    return [finding for name in CHECKS.builtin for finding in load_check(name).run(looked_at)]


def written(text: str, span: Span) -> str:
    """What stands at *span*, its last column being the one behind it."""
    assert span.first == span.last
    assert span.first_column
    assert span.last_column
    return text.split("\n")[span.first - 1][span.first_column - 1 : span.last_column - 1]


# The catalogue.


def test_there_are_forty_codes_that_checks_report() -> None:
    assert len(EXAMPLES) >= 40


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_wrong_example_breaks_its_rule_and_no_other(code: str) -> None:
    assert {finding.code for finding in checked(framed(EXAMPLES[code].wrong))} == {code}


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_right_example_breaks_none(code: str) -> None:
    assert checked(framed(EXAMPLES[code].right)) == []


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_finding_is_whole_in_both_languages(code: str) -> None:
    for finding in checked(framed(EXAMPLES[code].wrong)):
        english = in_language(finding, "en")
        for text in (finding.message, finding.hint or "", english.message, english.hint or ""):
            assert not re.search(r"\{\w+\}", text)
        assert english.message != finding.message
        assert finding.span is not None


def test_every_code_of_a_check_has_a_case(repository: Path) -> None:
    documents = (repository / "tests" / "cases").rglob("*.md")
    told = "\n".join(path.read_text("utf-8") for path in documents)
    assert [code for code in EXAMPLES if code not in told] == []


def test_the_page_of_checks_is_what_the_catalogue_says(request: pytest.FixtureRequest) -> None:
    path = REPOSITORY / "docs" / "checks.md"
    head, mark, _ = path.read_text("utf-8").partition("<!-- 以下由 pytest --accept 写出 -->\n")
    assert mark
    page = head + mark + "".join(_entry(code) for code in CATALOGUE)
    if request.config.getoption("--accept"):
        path.write_text(page, "utf-8")
    assert path.read_text("utf-8") == page


def _entry(code: str) -> str:
    wording = CATALOGUE[code]
    severity = {"error": "错误", "warning": "警告", "information": "提示"}[wording.severity]
    told = (in_general(text) for text in (wording.zh, wording.zh_hint))
    shown = [re.sub(r"\[[^]]+\]\([^)]+\)", r"`\g<0>`", text) for text in told]  # Markdown that is shown, not meant
    lines = [f"\n### {code} {severity}\n", f"\n{shown[0]}。{shown[1]}\n"]
    for label, example in (("错", wording.wrong), ("对", wording.right)):
        lines += [f"\n{label}：\n\n````text\n{example}\n````\n"] if example else []
    return "".join(lines)


# Places.


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_fix_says_what_stands_at_its_place(code: str) -> None:
    text = framed(EXAMPLES[code].wrong)
    for fix in (finding.fix for finding in checked(text) if finding.fix):
        assert written(text, fix.span) == fix.before


def test_places_are_exact_between_marks() -> None:
    text = f"{FRAME}见**深入**[学习,全面](https://example.org/a,b)的*论述*,再\\*读。\n"
    found = [finding for finding in checked(text) if finding.code == "WX301"]
    assert [written(text, finding.span) for finding in found if finding.span] == [",", ","]
    assert [finding.span.first_column for finding in found if finding.span] == [11, text.split("\n")[6].rfind(",") + 1]


def test_places_are_exact_in_cells_items_and_notes() -> None:
    text = f"{FRAME}| 甲 | 乙,丙 |\n|---|---|\n| 丁,戊 | 己 |\n\n- 庚,辛\n- 壬[^1]\n\n[^1]: 注,释\n"
    found = [finding.span for finding in checked(text) if finding.code == "WX301"]
    assert {(span.first, written(text, span)) for span in found if span} == {(7, ","), (9, ","), (11, ","), (14, ",")}


@given(st.lists(st.tuples(st.text("甲乙丙丁", max_size=4), st.text("*[]()# ", max_size=5)), max_size=8))
def test_alignment_finds_text_between_marks(pieces: list[tuple[str, str]]) -> None:
    text = "".join(words for words, _ in pieces)
    source = "".join(words + marks for words, marks in pieces)
    offsets = aligned(text, source, 0, len(source))
    assert len(offsets) == len(text)
    assert all(source[at] == character for at, character in zip(offsets, text, strict=True) if at != NOWHERE)
    known = [at for at in offsets if at != NOWHERE]
    assert known == sorted(set(known))


def test_a_torn_paragraph_has_its_places_on_both_lines() -> None:
    text = f"{FRAME}做好城市工作,必须把准战略取向，更有针对性地提升发展质量和人民群众的获得感、幸福\n\n感,安全感。\n"
    spans = [finding.span for finding in checked(text) if finding.code == "WX301"]
    assert [(span.first, written(text, span)) for span in spans if span] == [(7, ","), (9, ",")]


# The seed, and clean text.


def test_the_slips_of_the_seed_are_found(seed: Path) -> None:
    source = load(seed)
    found = [finding for finding in examine(source, find_project(seed.parent)) if finding.code.startswith("WX3")]
    assert [(finding.code, finding.fix and (finding.fix.before, finding.fix.after)) for finding in found] == [
        ("WX341", ("新", "性")),
        ("WX341", ("新", "性")),
    ]
    assert all(
        source.lines[29][(finding.span.first_column or 0) - 3 :][:3] == "原创新" for finding in found if finding.span
    )


def test_the_clean_corpus_is_long_enough_to_tell() -> None:
    sources = [case.source.text for case in cases(REPOSITORY / "tests" / "cases" / "check" / "clean.md")]
    assert sum(map(len, sources)) > 5000  # that nothing is found in it, test_cases.py sees to


@pytest.mark.parametrize(("one", "other"), [("性", "新"), ("己", "已"), ("末", "未"), ("制", "治"), ("竞", "竟")])
def test_what_is_taken_for_one_another(one: str, other: str) -> None:
    assert are_alike(one, other)
    assert are_alike(other, one)
    assert not are_alike(one, one)
    assert not are_alike(one, "海")


# Silences and settings.


def project(folder: Path, settings: str) -> Project:
    (folder / "wxpress.toml").write_text(settings, "utf-8")
    return find_project(folder)


def codes(findings: tuple[Diagnostic, ...]) -> list[str]:
    return [finding.code for finding in findings]


def placed(folder: Path, text: str, name: str = "a.md") -> Source:
    return Source(folder / "sources" / name, text)


def test_a_silence_of_the_project_takes_out_what_it_is_about(tmp_path: Path) -> None:
    text = f"{FRAME}印发《关於蘭亭的通知》。\n\n以人民為中心。\n"
    silence = '{ code = "WX371", path = "sources/a*.md", text = "蘭亭", reason = "照原样" }'
    ruled = project(tmp_path, f"[check]\nsilence = [{silence}]\n")
    left = [finding.message for finding in examine(placed(tmp_path, text), ruled)]
    assert len(left) == 1
    assert "為" in left[0]
    assert codes(examine(placed(tmp_path, text, "b.md"), ruled)) == ["WX371", "WX371"]


def test_a_silence_that_serves_nothing_is_told_where_it_names_one_source(tmp_path: Path) -> None:
    for path, told in (("sources/a.md", ["WX691"]), ("sources/*.md", [])):
        silence = f'{{ code = "WX371", path = "{path}", reason = "照原样" }}'
        ruled = project(tmp_path, f"[check]\nsilence = [{silence}]\n")
        assert codes(examine(placed(tmp_path, f"{FRAME}人民城市。\n"), ruled)) == told


def test_an_error_is_not_silenced(tmp_path: Path) -> None:
    text = f"{FRAME}人民\ufffd城市。<!-- wxpress: WX374 原文如此 -->\n"
    found = examine(placed(tmp_path, text), Project(tmp_path))
    assert codes(found) == ["WX374", "WX692"]
    assert found[0].severity == "error"


def test_severities_are_the_projects_to_set(tmp_path: Path) -> None:
    ruled = project(tmp_path, '[check.severity]\nWX301 = "information"\nWX315 = "error"\n')
    found = examine(placed(tmp_path, f"{FRAME}每街道5-10个网格,共享。\n"), ruled)
    assert {finding.code: finding.severity for finding in found} == {"WX301": "information", "WX315": "error"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ('silence = [{ code = "WX341" }]', "第 1 条 silence（WX341） 没有写理由|没有写理由 reason"),
        ('silence = [{ code = "WX341", reason = " " }]', "没有写理由 reason"),
        ('silence = [{ code = "WX999", reason = "x" }]', "没有编号“WX999”"),
        ('silence = [{ reason = "x" }]', "没有写编号 code"),
        ('silence = [{ code = "WX341", reason = "x", pth = "y" }]', "不认识的键“pth”"),
        ('silence = [{ code = 341, reason = "x" }]', "“code”应为字符串"),
        ('silence = "WX341"', "silence 应为表的列表"),
        ('silence = ["WX341"]', "第 1 条 silence 应为一张表"),
        ('severity = { WX315 = "fatal" }', "WX315 的级别不能是“fatal”"),
        ('severity = { WX374 = "warning" }', "WX374 是错误，级别不能改"),
        ('severity = "warning"', "severity 应为一张表"),
        ("silences = []", "不认识的键“silences”"),
    ],
)
def test_rules_that_cannot_be_used_are_refused(tmp_path: Path, settings: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        project(tmp_path, f"[check]\n{settings}\n")
    assert re.search(message, caught.value.message)
    assert caught.value.advice


def test_remarks_are_never_printed(tmp_path: Path) -> None:
    text = f"{FRAME}甲<!-- wxpress: WX342 理由 -->乙\n\n<!-- wxpress: WX342 理由 -->\n丙。\n"
    document = recover(decode(tmp_path / "x.md", text.encode()))
    printed = "".join(passage.text for passage in manuscript(text).passages)
    assert "wxpress" not in printed
    assert [entry.before for entry in document.ledger if "旁注" in entry.reason] == [
        "<!-- wxpress: WX342 理由 -->",
        "<!-- wxpress: WX342 理由 -->",
    ]


# Size.

HOSTILE = {
    "gaps": "甲 " * 20_000,
    "open quotes": "“" * 20_000,
    "quotes that cross": "《“" * 10_000 + "》”" * 10_000,
    "one long word": "a" * 60_000,
    "dots": "." * 60_000,
    "no stop": "城市工作" * 15_000,
    "brackets": "(甲" * 10_000,
    "dates": "2025年7月14日" * 3_000,
    "dollars": "$1 " * 15_000,
    "numbers": "（一）" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_grows_with_the_text(name: str) -> None:
    source = Source(Path("x.txt"), f"题\n\n{HOSTILE[name]}。\n")
    looked_at = Manuscript(source, recover(source, "plaintext"))
    began = time.process_time()
    for check in CHECKS.builtin:
        list(load_check(check).run(looked_at))
    assert time.process_time() - began < 5


# Time.

LABELS = (
    "",
    "本报记者",
    "责任编辑 ",
    "来源：",
    "《",
    "“",
    "（",
    "[",
    "第",
    "2025年",
    "http://",
    "——",
    "1",
    "a",
    "|",
    "`",
)
BODIES = (
    "从市政府新闻办公室召开的会上获悉我市今年将改造小区" * 2, "1" * 50, "a" * 50, " " * 50, "1." * 25, "a b " * 15,
    "一、" * 25, "（" * 40, "“”" * 25, "张·" * 25, "-" * 50, "王 小 明 " * 12, "1 234 " * 12, "A1-" * 15, "记者 " * 15,
)  # fmt: skip


def test_no_line_keeps_a_check_searching_for_long() -> None:
    lines = [f"{label}{body}，好 的。" for label in LABELS for body in BODIES]
    before = time.process_time()
    checked(FRAME + "\n\n".join(lines) + "\n")
    assert time.process_time() - before < 10
