"""A style is a folder; what is wrong with one is said by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from wxpress.errors import UsageError
from wxpress.styles import Style, find_style, style_names

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


def test_a_template_escapes_and_never_runs_what_it_is_given(tmp_path: Path) -> None:
    style = style_with(tmp_path, SETTINGS, page="{{ words }}")
    assert style.render("page.j2", words="{{ 7*7 }}<b>") == "{{ 7*7 }}&lt;b&gt;"


@pytest.mark.parametrize(
    "template", ["{{ unknown }}", "{% for %}", "{{ words.__class__.__mro__ }}", "{% include 'absent.j2' %}"]
)
def test_a_template_that_cannot_be_used_is_named(tmp_path: Path, template: str) -> None:
    style = style_with(tmp_path, SETTINGS, page=template)
    with pytest.raises(UsageError, match=r"page\.j2"):
        style.render("page.j2", words="")
