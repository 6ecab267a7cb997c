"""A new project: it builds at once, has nothing to find fault with, and takes nobody's files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from conftest import REPOSITORY
from wxpress.cli.main import run
from wxpress.recover import recover
from wxpress.scaffold import PACKAGES, RECIPES, project_files
from wxpress.source import Source

SERIES = ["学习文选", "理论学习", "党建资料", "清风·学习", "学习参考"]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("series", SERIES)
def test_the_sample_is_recovered_whole_under_any_name(series: str) -> None:
    text = project_files(series, "xuexi-wenxuan")["sources/样稿.md"].decode()
    document = recover(Source(Path("样稿.md"), text))
    assert document.diagnostics == ()
    assert document.bulletin.series == series
    assert [len(section.articles) for section in document.bulletin.sections] == [2, 2]
    assert document.bulletin.editors_note


def test_it_says_what_to_do_next(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "文选", "--ci", "github"]) == 0
    said = capsys.readouterr().out
    assert "cd 文选 && wxpress build" in said
    written = {str(path.relative_to(desk)) for path in desk.rglob("*") if path.is_file()}
    assert written == set(said.split("\n\n")[0].split("\n"))


def test_a_new_project_builds_at_once_and_has_no_findings(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", ".", "--style", "gongwen", "--series", "理论学习"]) == 0
    capsys.readouterr()
    assert run(["check", "--strict"]) == 0
    assert capsys.readouterr().out == "错误 0，警告 0，提示 0\n"
    assert run(["build", "--strict", "-t", "html"]) == 0
    assert {path.name for path in (desk / "build").glob("*.html")} == {"样稿.html", "index.html"}
    assert "理论学习" in (desk / "build" / "index.html").read_text("utf-8")


def test_what_is_there_is_not_touched(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "README.md").write_text("我的", "utf-8")
    assert run(["new", "."]) == 2
    assert "已经有 README.md" in capsys.readouterr().err
    assert [path.name for path in desk.iterdir()] == ["README.md"]


def test_a_project_that_is_there_gets_a_recipe_alone(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["new", "."])
    (desk / "sources" / "样稿.md").unlink()
    assert run(["new", ".", "--ci", "gitlab"]) == 0
    assert capsys.readouterr().out.endswith(".gitlab-ci.yml\n\n配方写好了。提交入库，下一次推送就生效\n")
    assert not (desk / "sources" / "样稿.md").exists()
    assert run(["new", ".", "--ci", "gitlab"]) == 2
    assert "已经有 .gitlab-ci.yml" in capsys.readouterr().err


@pytest.mark.parametrize("series", ["", "# 一", "<b>", "一" * 13, "第一行\n第二行", '"', "${x}"])
def test_a_name_that_cannot_stand_in_a_masthead_is_refused(desk: Path, series: str) -> None:
    assert run(["new", "甲", "--series", series]) == 2
    assert list(desk.iterdir()) == []


def test_a_style_that_is_not_there_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "甲", "--style", "gongwem"]) == 2
    assert "gongwen" in capsys.readouterr().err
    assert list(desk.iterdir()) == []


@pytest.mark.parametrize("name", RECIPES)
def test_recipes_are_yaml_and_install_what_the_setup_does(name: str) -> None:
    path, _ = RECIPES[name]
    text = project_files("学习文选", "compact", [name])[path].decode()
    assert yaml.safe_load(text)
    array = re.search(r"RUNTIME_PACKAGES=\((.*?)\n\)", (REPOSITORY / "scripts/setup").read_text("utf-8"), re.DOTALL)
    assert array
    assert PACKAGES.split() == [*re.sub(r"#.*", "", array[1]).split(), "python3-venv"]
    assert PACKAGES in text
