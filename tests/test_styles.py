"""A style is a folder; what is wrong with one is said by name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import REPOSITORY
from wxpress import styles
from wxpress.errors import UsageError
from wxpress.packages import Offer
from wxpress.plugins import Table
from wxpress.styles import Print, Style, builtin_folder, find_style, style_names

SETTINGS = 'title = "试"\n[faces]\nsong = ["甲", "乙"]\n'


def style_with(tmp_path: Path, settings: str, **templates: str) -> Style:
    (tmp_path / "style.toml").write_text(settings, "utf-8")
    (tmp_path / "templates").mkdir()
    for name, text in templates.items():
        (tmp_path / "templates" / f"{name}.j2").write_text(text, "utf-8")
    return Style("shi", tmp_path)


def test_the_default_style_sets_36_columns_and_30_lines() -> None:
    measures = find_style().settings.print
    assert measures is not None
    assert (measures.measure, measures.height) == (432, 630)


def test_a_style_of_the_project_goes_before_a_built_in_of_the_same_name(tmp_path: Path) -> None:
    own = tmp_path / "xuexi-wenxuan"
    own.mkdir()
    (own / "style.toml").write_text(SETTINGS, "utf-8")
    assert find_style("xuexi-wenxuan", tmp_path).folder == own
    assert find_style("xuexi-wenxuan").folder != own
    assert style_names(tmp_path).count("xuexi-wenxuan") == 1


def test_an_unknown_style_offers_a_near_one() -> None:
    with pytest.raises(UsageError) as caught:
        find_style("xuexi-wenxaun")
    assert "xuexi-wenxuan" in caught.value.advice


@pytest.mark.parametrize(
    "settings",
    ["title = ", "faces = {}\n", SETTINGS + "[colour]\n", SETTINGS + "[print]\nsize = 12\n", "title = 1\n[faces]\n"],
)
def test_settings_that_cannot_be_used_name_the_file(tmp_path: Path, settings: str) -> None:
    with pytest.raises(UsageError, match=r"style\.toml"):
        _ = style_with(tmp_path, settings).settings


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"print\.css"):
        style_with(tmp_path, SETTINGS).sheet("print.css")


PRINT = 'title = "x"\nextends = "xuexi-wenxuan"\n[print]\n'


@pytest.mark.parametrize(
    ("settings", "message", "advice"),
    [
        (PRINT + "contents-sise = 12", "[print] 里不认识的键“contents-sise”", "是不是想写“contents-size”？"),
        (PRINT + 'contents-size = "大"', "“print.contents-size”应为数，现在是文字", "docs/styles.md"),
        (PRINT + "columns = 3.5", "“print.columns”应为整数，现在是数", "docs/styles.md"),
        (PRINT + "lines = 0", "“print.lines”应为不小于 1 的整数", "docs/styles.md"),
        (PRINT + 'dead-links = "red"', "“print.dead-links”没有 'red' 这种写法", "docs/styles.md"),
        ('title = "x"\n[print]\nbody = "song"', "[print] 里缺少键“size”", "docs/styles.md"),
        ('extends = "xuexi-wenxuan"\ncolour = "red"', "不认识的键“colour”", "可用的有：title、extends"),
        ('title = "x"\n[cover]\nground = "red"', "“cover.ground”应为颜色", "docs/styles.md"),
        ('title = "x"\n[faces]\nsong = "宋体"', "应为列表，现在是文字", "docs/styles.md"),
        ('title = "x', "style.toml: 不是有效的 TOML：引号没有合上", "引号"),
    ],
)
def test_a_setting_that_is_written_wrongly_is_told_in_chinese(
    tmp_path: Path, settings: str, message: str, advice: str
) -> None:
    write_style(tmp_path / "甲", settings)
    with pytest.raises(UsageError) as refusal:
        _ = find_style("甲", tmp_path).settings
    assert message in refusal.value.message
    assert advice in refusal.value.advice


def test_a_template_escapes_and_never_runs_what_it_is_given(tmp_path: Path) -> None:
    style = style_with(tmp_path, SETTINGS, page="{{ words }}")
    assert style.render("page.j2", words="{{ 7*7 }}<b>") == "{{ 7*7 }}&lt;b&gt;"


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ unknown }}", "没有名为“unknown”的值"),
        ("\n{% for %}", "第 2 行："),
        ("{{ words.__class__.__mro__ }}", "unsafe"),
        ("{% include 'absent.j2' %}", "没有模板 absent.j2"),
        ("{% extends 'xuexi/page.j2' %}", "没有模板 xuexi/page.j2"),
    ],
)
def test_a_template_that_cannot_be_used_is_named(tmp_path: Path, template: str, fault: str) -> None:
    style = style_with(tmp_path, SETTINGS, page=template)
    with pytest.raises(UsageError, match=r"page\.j2") as refusal:
        style.render("page.j2", words="")
    assert fault in refusal.value.message


def write_style(folder: Path, settings: str, **files: str) -> Path:
    """A style's folder with sheets (``print_css``) and templates (``page_j2``)."""
    (folder / "templates").mkdir(parents=True)
    (folder / "style.toml").write_text(settings, "utf-8")
    for name, text in files.items():
        file = name.replace("_", ".")
        (folder / ("templates" if file.endswith(".j2") else "") / file).write_text(text, "utf-8")
    return folder


def family(tmp_path: Path) -> Style:
    """甲 extends 乙, which extends 丙."""
    write_style(
        tmp_path / "丙",
        'title = "丙"\n[faces]\nsong = ["宋一", "宋二"]\nhei = ["黑"]\n[options]\nx = 1\ny = 1\n',
        print_css="丙印",
        screen_css="丙屏",
        page_j2="丙页{% block middle %}丙{% endblock %}",
        foot_j2="丙脚",
    )
    write_style(tmp_path / "乙", 'title = "乙"\nextends = "丙"\n[options]\ny = 2\n', print_css="乙印", foot_j2="乙脚")
    write_style(
        tmp_path / "甲",
        'title = "甲"\nextends = "乙"\n[faces]\nsong = ["宋三"]\n',
        print_css="甲印",
        page_j2="{% extends '丙/page.j2' %}{% block middle %}甲{% endblock %}",
        foot_j2="{% include '丙/foot.j2' %}{% include '乙/foot.j2' %}甲脚",
    )
    return find_style("甲", tmp_path)


def test_a_style_takes_from_its_parents_what_it_does_not_say(tmp_path: Path) -> None:
    settings = family(tmp_path).settings
    assert settings.title == "甲"
    assert settings.faces == {"song": ("宋三",), "hei": ("黑",)}
    assert settings.options == {"x": 1, "y": 2}


def test_sheets_of_parents_come_first(tmp_path: Path) -> None:
    style = family(tmp_path)
    assert style.sheet("print.css") == "丙印\n乙印\n甲印"
    assert style.sheet("screen.css") == "丙屏"
    with pytest.raises(UsageError, match=r"epub\.css"):
        style.sheet("epub.css")


def test_a_template_may_replace_or_extend_that_of_a_parent(tmp_path: Path) -> None:
    style = family(tmp_path)
    assert style.render("page.j2") == "丙页甲"
    assert style.render("foot.j2") == "丙脚乙脚甲脚"
    assert Style("丁", tmp_path / "丁", style).render("foot.j2") == "丙脚乙脚甲脚"


def test_a_style_of_the_project_may_extend_the_built_in_of_its_name(tmp_path: Path) -> None:
    write_style(
        tmp_path / "compact", 'title = "我们的紧凑"\nextends = "compact"\n[print]\nline = 18\n', print_css="/* 末 */"
    )
    style = find_style("compact", tmp_path)
    assert [item.folder for item in style.lineage] == [
        tmp_path / "compact",
        builtin_folder() / "compact",
        builtin_folder() / "xuexi-wenxuan",
    ]
    assert style.settings.print is not None
    assert (style.settings.print.size, style.settings.print.line) == (10.5, 18)
    assert style.sheet("print.css").endswith("/* 末 */")


def test_an_unknown_parent_is_refused_with_a_near_one(tmp_path: Path) -> None:
    write_style(tmp_path / "甲", 'title = "甲"\nextends = "gongwem"\n')
    with pytest.raises(UsageError, match=r"甲.*style\.toml.*gongwem") as caught:
        find_style("甲", tmp_path)
    assert "gongwen" in caught.value.advice


@pytest.mark.parametrize("settings", ['title = "乙"\nextends = "甲"\n', 'title = "乙"\nextends = "乙"\n'])
def test_styles_that_extend_each_other_are_refused(tmp_path: Path, settings: str) -> None:
    write_style(tmp_path / "甲", 'title = "甲"\nextends = "乙"\n')
    write_style(tmp_path / "乙", settings)
    with pytest.raises(UsageError, match="甲 → 乙 → "):
        find_style("甲", tmp_path)


@pytest.mark.parametrize("extends", ["..", "../gongwen", "", "/etc"])
def test_a_parent_is_a_name_and_never_a_path(tmp_path: Path, extends: str) -> None:
    write_style(tmp_path / "styles" / "甲", f'title = "甲"\nextends = "{extends}"\n')
    (tmp_path / "style.toml").write_text(SETTINGS, "utf-8")
    with pytest.raises(UsageError, match="没有这个版式"):
        find_style("甲", tmp_path / "styles")


def test_a_style_comes_in_from_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_style(tmp_path / "wailai", 'title = "外来"\nextends = "gongwen"\n', print_css="p { color: #123 }")
    (tmp_path / "outside_style.py").write_text(
        "from pathlib import Path\nSTYLE = Path(__file__).parent / 'wailai'\nWRONG = 1\n", "utf-8"
    )
    monkeypatch.syspath_prepend(tmp_path)
    points = {
        name: Offer(name, f"outside_style:{attribute}") for name, attribute in (("wailai", "STYLE"), ("wrong", "WRONG"))
    }
    table: Table[Path] = Table(group="wxpress.styles", kind="版式", builtin={})
    table.__dict__["_outside"] = points
    monkeypatch.setattr(styles, "OUTSIDE", table)
    assert "wailai" in style_names()
    style = find_style("wailai")
    assert style.settings.print == find_style("gongwen").settings.print
    assert style.sheet("print.css").endswith("p { color: #123 }")
    with pytest.raises(UsageError, match="wrong"):
        find_style("wrong")


def test_the_strict_style_takes_its_size_and_pitch_from_the_type_area() -> None:
    measures = find_style("gongwen").settings.print
    assert measures is not None
    assert measures.measure == pytest.approx(156 / 25.4 * 72)
    assert measures.height == pytest.approx(225 / 25.4 * 72)
    assert (measures.columns, measures.lines) == (28, 22)
    assert (round(measures.size, 2), round(measures.line, 2)) == (15.79, 28.99)


def test_the_compact_style_sets_42_columns_and_36_lines() -> None:
    measures = find_style("compact").settings.print
    assert measures is not None
    assert (measures.size, measures.line, measures.columns, measures.lines) == (10.5, 17.5, 42, 36)


@pytest.mark.parametrize("wrong", ["12px", "calc(1mm)", "pt", "1mm / 0", "1mm/2/3", "-1pt", "1,5pt"])
def test_a_length_that_is_none_is_refused(tmp_path: Path, wrong: str) -> None:
    write_style(tmp_path / "甲", f'title = "甲"\nextends = "compact"\n[print]\nline = "{wrong}"\n')
    with pytest.raises(UsageError, match=r"print\.line"):
        _ = find_style("甲", tmp_path).settings


@pytest.mark.parametrize(
    "wrong",
    ['body = "hai"', 'dead-links = "blue"', "code-size = true", "size = 0", "line = -1", "columns = 0", "size = inf"],
)
def test_a_measure_that_cannot_be_is_refused(tmp_path: Path, wrong: str) -> None:
    write_style(tmp_path / "甲", f'title = "甲"\nextends = "compact"\n[print]\n{wrong}\n')
    with pytest.raises(UsageError, match=r"style\.toml"):
        _ = find_style("甲", tmp_path).settings


@pytest.mark.parametrize("name", ["xuexi-wenxuan", "gongwen", "compact"])
def test_every_variable_of_the_print_sheet_is_defined(name: str) -> None:
    sheet = find_style(name).sheet("print.css")
    written_by_the_writer = {f"--{field.replace('_', '-')}" for field in Print.__struct_fields__} | {
        *("--measure", "--height", "--code-height", "--ems", "--letters", "--article-title-line"),
        *("--masthead-air", "--theme-air", "--contents-pitch", "--contents-gap", "--note-break"),
        *(f"--{role}{end}" for role in ("song", "hei", "kai", "fang", "title", "body") for end in ("", "-drop")),
    }
    defined = set(re.findall(r"^\s*(--[a-z-]+):", sheet, re.MULTILINE))
    assert set(re.findall(r"var\((--[a-z-]+)", sheet)) - defined - written_by_the_writer == set()


@pytest.mark.parametrize("name", ["gongwen", "compact"])
def test_a_built_in_style_says_only_what_is_different(name: str) -> None:
    assert len((builtin_folder() / name / "print.css").read_text("utf-8").splitlines()) < 60
    assert {path.name for path in (builtin_folder() / name).iterdir()} == {"style.toml", "print.css"}


DOCUMENT = (REPOSITORY / "docs" / "styles.md").read_text("utf-8")


def test_the_style_of_the_document_works_as_it_stands(tmp_path: Path) -> None:
    settings, sheet = (re.findall(rf"```{kind}\n(.*?)```", DOCUMENT, re.DOTALL)[0] for kind in ("toml", "css"))
    style = find_style(write_style(tmp_path / "women", settings, print_css=sheet).name, tmp_path)
    assert style.settings.title == "我们单位的文选"
    assert style.settings.print is not None
    assert (style.settings.print.line, style.settings.print.size) == (22.5, 12)
    assert style.sheet("print.css").endswith(sheet)


def test_the_document_names_every_measure_and_every_built_in_style() -> None:
    named = set(re.findall(r"`([a-z-]+)`", DOCUMENT))
    assert {field.replace("_", "-") for field in Print.__struct_fields__} <= named
    assert {path.parent.name for path in builtin_folder().glob("*/style.toml")} <= named


def test_the_document_names_the_blocks_of_the_print_template() -> None:
    template = (builtin_folder() / "xuexi-wenxuan" / "templates" / "print.html.j2").read_text("utf-8")
    assert set(re.findall(r"{% block (\w+) %}", template)) <= set(re.findall(r"`(\w+)`", DOCUMENT))
