"""wxpress.toml: what it may say, and how a mistake is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from wxpress.config import Project, Settings, describe, find_project, read_project
from wxpress.errors import UsageError


def project(folder: Path, text: str) -> Project:
    file = folder / "wxpress.toml"
    file.write_text(text, "utf-8")
    return read_project(file)


def refusal(folder: Path, text: str) -> UsageError:
    with pytest.raises(UsageError) as caught:
        project(folder, text)
    return caught.value


def test_every_key_is_read(tmp_path: Path) -> None:
    found = project(
        tmp_path,
        """
        sources = "来稿"
        output = "out/files"
        to = ["html"]
        style = "gongwen"
        styles = "own"
        strict = true
        [writers.html]
        theme = "dark"
        [writers."my-writer"]
        depth = 2
        [proof]
        largest-stretch = 1
        most-rules-broken = 3
        """,
    )
    assert found.sources == tmp_path / "来稿"
    assert found.output == tmp_path / "out/files"
    assert found.styles == tmp_path / "own"
    assert found.settings.to == ("html",)
    assert found.settings.style == "gongwen"
    assert found.settings.strict
    assert found.options("html") == {"theme": "dark"}
    assert found.options("my-writer") == {"depth": 2}
    assert found.options("pdf") == {}
    assert (found.settings.proof.largest_stretch, found.settings.proof.most_rules_broken) == (1, 3)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    assert project(tmp_path, "").settings == Settings()


def test_a_byte_order_mark_is_no_key(tmp_path: Path) -> None:
    assert project(tmp_path, '\ufeffstyle = "compact"').settings.style == "compact"


@pytest.mark.parametrize(
    ("text", "message", "advice"),
    [
        ('\n# 注释\noutptu = "x"', "wxpress.toml:3: 不认识的键“outptu”", "“output”"),
        ("[writer.pdf]\na = 1", "wxpress.toml:1: 不认识的键“writer”", "“writers”"),
        ('zzz = "x"', "不认识的键“zzz”", "sources、output、to"),
        ('strict = "yes"', "“strict”应为true 或 false，现在是字符串", "有警告也算失败"),
        ('to = "pdf"', "“to”应为字符串的列表，现在是字符串", "写出器"),
        ('to = ["pdf", 1]', "“to”应为字符串的列表，现在是列表，其中有字符串、整数", "写出器"),
        ("style = 2025-07-16", "“style”应为一个字符串，现在是日期或时间", "版式"),
        ("[writers]\npdf = 1", "“writers”应为表，如 [writers.pdf]，现在是表", "[writers.名字]"),
        ("\n[proof]\nlargest-strech = 1", "wxpress.toml:3: 不认识的键“largest-strech”", "“largest-stretch”"),
        ("[proof]\nlargest-squeeze = -1", "wxpress.toml:2: “largest-squeeze”应为不小于 0 的数", "挤去多少"),
        ("[proof]\nmost-rules-broken = 1.5", "“most-rules-broken”应为不小于 0 的整数，现在是小数", "违反"),
        ("proof = 1", "“proof”应为表，如 [proof]，现在是整数", "限度"),
        ("to = []", "“to”不能为空", "写出器"),
        ('sources = ""', "“sources”不能为空", "来稿"),
        ('to = ["pdf"', "wxpress.toml: 不是有效的 TOML：列表没有用“]”合上", "引号"),
        ("style = “gongwen”", "wxpress.toml:1:9: 不是有效的 TOML：值写得不对，文字要加半角的引号", "引号"),
        ("style = 'a", "wxpress.toml: 不是有效的 TOML：引号没有合上", "引号"),
        ('style = "a\nto = 1', "wxpress.toml:1:11: 不是有效的 TOML：引号没有在这一行合上", "引号"),
        ("style", "wxpress.toml: 不是有效的 TOML：键的后面少“=”", "引号"),
        ("甲 = 1", "wxpress.toml:1:1: 不是有效的 TOML：这一行不是“键 = 值”，也不是 [表]", "引号"),
        ('style = "a"\nstyle = "b"\n', "wxpress.toml:2:12: 不是有效的 TOML：这个键前面已经写过", "引号"),
        ('sources = "../elsewhere"', "“sources”指向项目文件夹之外", "相对路径"),
        ('output = "/tmp"', "“output”指向项目文件夹之外", "相对路径"),
        ('styles = "a/../../b"', "“styles”指向项目文件夹之外", "相对路径"),
        ('output = "a\\u0000b"', "“output”指向项目文件夹之外", "相对路径"),
    ],
)
def test_a_mistake_is_told_with_place_and_remedy(tmp_path: Path, text: str, message: str, advice: str) -> None:
    error = refusal(tmp_path, text)
    assert message in error.message
    assert advice in error.advice
    assert "wxpress.toml" in error.message
    assert error.exit_code == 2


def test_a_folder_that_links_outside_is_outside(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "build").symlink_to(tmp_path)
    assert "指向项目文件夹之外" in refusal(tmp_path / "project", "").message


def test_a_file_that_is_no_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "wxpress.toml").write_bytes('style = "公文"'.encode("gb18030"))
    with pytest.raises(UsageError, match="读不出配置文件"):
        read_project(tmp_path / "wxpress.toml")


def test_the_project_is_found_upwards(tmp_path: Path) -> None:
    project(tmp_path, 'style = "compact"')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_project(inner).root == tmp_path
    assert find_project(inner).settings.style == "compact"


def test_without_a_file_the_folder_itself_has_the_defaults(tmp_path: Path) -> None:
    assert find_project(tmp_path) == Project(tmp_path)


def test_pictures_of_a_project_may_lie_anywhere_in_it(tmp_path: Path) -> None:
    (tmp_path / "sources" / "2025").mkdir(parents=True)
    found = project(tmp_path, "")
    assert found.asset_root(tmp_path / "sources" / "2025" / "x.md") == tmp_path


def test_pictures_of_a_source_outside_a_project_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "project").mkdir()
    (tmp_path / "other").mkdir()
    assert project(tmp_path / "project", "").asset_root(tmp_path / "other" / "x.md") == tmp_path / "other"
    assert find_project(tmp_path).asset_root(tmp_path / "x.md") == tmp_path


def test_every_key_is_documented(repository: Path) -> None:
    page = (repository / "docs" / "configuration.md").read_text("utf-8")
    assert [name for name, _, _ in describe()] == list(Settings.__struct_fields__)
    for name, meaning, _ in describe():
        assert f"`{name}`" in page
        assert meaning in page


def test_the_repository_has_a_project_of_its_own(repository: Path) -> None:
    assert find_project(repository / "sources").file == repository / "wxpress.toml"
