"""Faces are resolved and reported before layout, and nothing stands in for them in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wxpress import fontconfig, fonts, pressfonts
from wxpress.errors import MissingToolError
from wxpress.styles import find_style

WANTED = find_style().settings.faces
FACES = fonts.require(WANTED)


def test_every_role_of_the_default_style_has_an_installed_face() -> None:
    assert set(FACES) == {"song", "hei", "kai", "fang", "title"}
    for stack in FACES.values():
        assert all(file.is_file() for face in stack for file in face.files)


def test_a_stack_keeps_its_order_and_leaves_out_what_is_not_installed() -> None:
    faces = fonts.resolve({"song": ("没有这种字体", "lxgw wenkai", "Noto Serif CJK SC")})
    assert [face.family for face in faces["song"]] == ["LXGW WenKai", "Noto Serif CJK SC"]


def test_the_face_of_a_collection_is_the_chinese_one() -> None:
    (face,) = fonts.resolve({"song": ("Noto Serif CJK SC",)})["song"]
    listed = subprocess.run(
        ["fc-list", f":file={face.file}:index={face.index}", "--format", "%{family}"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert listed.stdout == "Noto Serif CJK SC"


def test_a_missing_role_without_a_free_family_points_to_the_style() -> None:
    (missing,) = fonts.missing_roles({"kai": ("没有这种字体",), "hei": WANTED["hei"]})
    assert (missing.role, missing.families) == ("kai", ("没有这种字体",))
    assert "style.toml" in missing.advice


def test_require_names_every_role_without_a_face() -> None:
    with pytest.raises(MissingToolError) as caught:
        fonts.require({"kai": ("没有这种字体",), "fang": ("也没有这种",)})
    assert caught.value.exit_code == 3
    assert "楷体 没有这种字体" in caught.value.message
    assert "仿宋 也没有这种" in caught.value.message


def test_a_machine_without_fonts_is_told_which_packages_to_install(tmp_path: Path) -> None:
    configuration = tmp_path / "fonts.conf"
    configuration.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><cachedir>{tmp_path}/cache</cachedir></fontconfig>", "utf-8"
    )
    done = _require_in_a_new_process(FONTCONFIG_FILE=str(configuration))
    assert "apt install fonts-noto-cjk fonts-lxgw-wenkai；" in done
    assert "github.com/lxgw/LxgwWenKai" in done


def test_a_machine_without_fontconfig_is_told_to_install_it() -> None:
    assert "apt install fontconfig" in _require_in_a_new_process(PATH="/nonexistent")


def _require_in_a_new_process(**environment: str) -> str:
    program = (
        "from wxpress import fonts, errors, styles\n"
        "try: fonts.require(styles.find_style().settings.faces)\n"
        "except errors.MissingToolError as error: print(error.message, error.advice)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        encoding="utf-8",
    )
    return done.stdout


def test_stacks_put_the_role_first_and_every_other_face_after_it() -> None:
    stacks = fonts.stacks(FACES)
    assert stacks["kai"].startswith('"LXGW WenKai", "Noto Serif CJK SC"')
    assert {frozenset(stack.split(", ")) for stack in stacks.values()} == {frozenset(stacks["song"].split(", "))}


def test_coverage_reads_single_code_points_and_ranges() -> None:
    coverage = fonts.Coverage(*fonts.ranges_of("20-7e a0 4e00-9fff"))
    assert all(codepoint in coverage for codepoint in (0x20, 0x7E, 0xA0, 0x4E00, 0x9FFF))
    assert not any(codepoint in coverage for codepoint in (0x1F, 0x7F, 0xA1, 0x4DFF, 0xA000))


MISSING = """
from wxpress import fontconfig, fonts
from wxpress.styles import find_style
print(fonts.missing_characters("甲\\ue123", fonts.require(find_style().settings.faces)))
assert all(fonts.covers(font, "甲") for font in fonts.upright("Noto Sans CJK SC"))  # bold ones as well, for a cover
"""


def test_fontconfig_is_asked_but_once_what_files_cover(tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    tool = tmp_path / "fc-list"
    tool.write_text(f'#!/bin/sh\necho "$3" >> "{asked}"\nexec {shutil.which("fc-list")} "$@"\n')
    tool.chmod(0o755)
    told = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(tmp_path / "cache")}
    patterns = []
    for _ in range(2):
        asked.write_text("")
        done = subprocess.run([sys.executable, "-c", MISSING], env=told, capture_output=True, text=True, check=True)
        assert done.stdout == "('\\ue123',)\n"
        patterns.append(asked.read_text().splitlines())
    assert patterns[0][0] == ":variable=False"
    assert len(patterns[0]) > 1
    assert set(patterns[1]) <= {":variable=False"}


def test_characters_without_a_glyph_are_named_once_in_order() -> None:
    assert fonts.missing_characters("甲\U0010fffd乙\ue123\U0010fffd㐂", FACES) == ("\U0010fffd", "\ue123")


def test_controls_spaces_and_variation_selectors_need_no_glyph() -> None:
    assert fonts.missing_characters("葛\U000e0100 \t\u2009\u200d\u3000\ufe0f", FACES) == ()


def test_the_private_configuration_lists_the_resolved_files_and_no_others() -> None:
    before = os.environ.get("FONTCONFIG_FILE")
    environment = {name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME"}}
    with fontconfig.only(FACES):
        environment["FONTCONFIG_FILE"] = os.environ["FONTCONFIG_FILE"]
        listed = subprocess.run(
            ["fc-list", "--format", "%{file}\n"], capture_output=True, check=True, text=True, env=environment
        )
    weights = [font for stack in FACES.values() for face in stack for font in face.weights]
    cut = {pressfonts.pressed(font.file, font.index) for font in weights}
    assert set(listed.stdout.split()) == {str(file) for file in {*cut, *(font.file for font in weights)}}
    assert listed.stderr == ""
    assert os.environ.get("FONTCONFIG_FILE") == before


def test_a_face_named_twice_stands_where_it_is_named_first() -> None:
    faces = fonts.resolve({"kai": ("霞鹜文楷", "Noto Serif CJK SC", "LXGW WenKai")})
    assert [face.family for face in faces["kai"]] == ["霞鹜文楷", "Noto Serif CJK SC"]


def test_a_long_stack_is_named_in_part() -> None:
    with pytest.raises(MissingToolError, match=r"宋体 一、二、三、四等$"):
        fonts.require({"song": ("一", "二", "三", "四", "五")})


@pytest.mark.parametrize("name", ["xuexi-wenxuan", "gongwen", "compact"])
def test_every_stack_names_windows_macos_and_a_free_family(name: str) -> None:
    wanted = find_style(name).settings.faces
    windows = {"song": "SimSun", "hei": "SimHei", "kai": "KaiTi", "fang": "FangSong", "title": "SimSun"}
    macos = {"song": "Songti SC", "hei": "PingFang SC", "kai": "Kaiti SC", "fang": "STFangsong", "title": "Songti SC"}
    for role, stack in wanted.items():
        assert {windows[role], macos[role]} <= set(stack)
        assert any(family in fonts.REMEDIES for family in stack)


def test_the_strict_style_asks_for_the_faces_of_the_office_first() -> None:
    wanted = find_style("gongwen").settings.faces
    assert {role: stack[0] for role, stack in wanted.items()} == {
        "song": "SimSun",
        "hei": "SimHei",
        "kai": "KaiTi_GB2312",
        "fang": "FangSong_GB2312",
        "title": "FZXiaoBiaoSong-B05S",
    }


def test_another_face_is_moved_to_the_baseline_of_the_body() -> None:
    drops = fonts.drops(FACES, "song")
    assert drops["song"] == 0
    assert drops["kai"] == pytest.approx(0.0965, abs=0.0001)
    assert fonts.drops(FACES, "kai")["song"] == pytest.approx(-drops["kai"])
