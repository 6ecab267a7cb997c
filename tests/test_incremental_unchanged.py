"""No change: told at once, and never when there is one."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wxpress import stamps
from wxpress.build import Plan, make_plan
from wxpress.build.outputs import delivery
from wxpress.build.outputs.files import replace_file
from wxpress.cli import build
from wxpress.cli.main import run
from wxpress.stamps import SETTLING, is_settled, stamp
from wxpress.unchanged import PROJECT, content, file_line, repeated, state_file

BULLETIN = "# 城市工作\n\n## 解读\n\n### 第一篇\n\n人民城市人民建。[【链接】](#)\n\n![图](a.png)\n"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)
STYLE = 'title = "己"\nextends = "xuexi-wenxuan"\n'

BUILD = ["build"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that was built."""
    project = tmp_path_factory.mktemp("unchanged")
    (project / "sources").mkdir()
    (project / "styles" / "ji").mkdir(parents=True)
    (project / "styles" / "ji" / "style.toml").write_text(STYLE, "utf-8")
    (project / PROJECT).write_text('to = ["html", "json"]\nstyle = "ji"\nstyles = "styles"\n', "utf-8")
    (project / "sources" / "x.md").write_text(BULLETIN, "utf-8")
    return project


@pytest.fixture
def project(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same, to stand in, built as it is now."""
    monkeypatch.chdir(built)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    run(BUILD)
    return built


def test_the_same_again_says_the_same(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert repeated(BUILD) == 0
    again = capsys.readouterr()
    assert "sources/x.md:9: 警告 WX402" in again.err
    assert "完成：来稿 1 份，html 1、json 1（沿用 2 件），在 build/；错误 0，警告 2，提示 0" in again.out
    Path(state_file(BUILD)).unlink()
    assert run(BUILD) == 0
    assert capsys.readouterr() == again
    assert (project / "build" / "x.html").is_file()


def test_it_imports_nothing_heavy(project: Path) -> None:
    code = (
        "import os, sys; leave = os._exit\n"
        "def left(code): print(sorted(set(sys.modules) & WATCHED), flush=True); leave(code)\n"
        "WATCHED = {'click', 'msgspec', 'tomllib', 're', 'json', 'hashlib', 'pathlib', 'weasyprint', 'lxml', 'rich'}\n"
        "os._exit = left; sys.argv = ['wxpress', 'build']; from wxpress.__main__ import main; main()"
    )
    for _ in range(2):
        done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\n[]\n")


def kept(path: Path, data: bytes) -> None:
    """Other content of the same length, with the times as they were."""
    before = path.stat()
    assert before.st_size == len(data)
    with path.open("r+b") as file:
        file.write(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a source": lambda project: (project / "sources/x.md").write_text(BULLETIN + "\n又一段。\n", "utf-8"),
    "a source, in length and time the same": lambda project: kept(
        project / "sources/x.md", (project / "sources/x.md").read_bytes().replace("人民".encode(), "市民".encode())
    ),
    "a new source": lambda project: (project / "sources/y.md").write_text(BULLETIN, "utf-8"),
    "a source that goes": lambda project: (project / "sources/y.md").unlink(),
    "new overrides": lambda project: (project / "sources/x.overrides.toml").write_text(
        '[masthead]\nissue = "2025年第8期"\n', "utf-8"
    ),
    "overrides that go": lambda project: (project / "sources/x.overrides.toml").unlink(),
    "a picture that comes": lambda project: (project / "sources/a.png").write_bytes(PNG),
    "a picture that goes": lambda project: (project / "sources/a.png").unlink(),
    "a sheet of the style": lambda project: (project / "styles/ji/screen.css").write_text("p { color: #111 }", "utf-8"),
    "a style's settings": lambda project: (project / "styles/ji/style.toml").write_text(
        STYLE.replace("己", "戊"), "utf-8"
    ),
    "the project's settings": lambda project: (project / PROJECT).write_text(
        'to = ["html", "json"]\nstyle = "ji"\nstyles = "styles"\n[archive]\ntitle = "库"\n', "utf-8"
    ),
    "an output that was edited": lambda project: (project / "build/x.html").write_text("mine", "utf-8"),
    "an output that is gone": lambda project: (project / "build/x.json").unlink(),
    "a file of the archive that is gone": lambda project: (project / "build/index.html").unlink(),
    "the manifest that is gone": lambda project: (project / "build/manifest.json").unlink(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_never_passed_over(project: Path, change: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert repeated(BUILD) == 0
    CHANGES[change](project)
    assert repeated(BUILD) is None
    assert run(BUILD) == 0
    capsys.readouterr()
    assert repeated(BUILD) == 0


@pytest.mark.usefixtures("project")
def test_another_command_line_or_environment_is_another_build(monkeypatch: pytest.MonkeyPatch) -> None:
    assert repeated([*BUILD, "-t", "json"]) is None
    assert repeated(["--lang", "en", *BUILD]) is None
    for name, value in (("SOURCE_DATE_EPOCH", "86400"), ("WXPRESS_BUILD_STRICT", "1"), ("XDG_DATA_HOME", "/none")):
        with monkeypatch.context() as changed:
            changed.setenv(name, value)
            assert repeated(BUILD) is None, name
    assert run([*BUILD, "--strict"]) == 1
    assert repeated([*BUILD, "--strict"]) == 1
    assert repeated(BUILD) == 0


def test_a_font_that_comes_is_seen(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    run(BUILD)
    assert repeated(BUILD) == 0
    folder = tmp_path / ".local" / "share" / "fonts"
    folder.mkdir(parents=True)
    assert repeated(BUILD) is None
    run(BUILD)
    (folder / "new.otf").write_bytes(b"OTTO")
    assert repeated(BUILD) is None
    assert (project / "build" / "x.html").is_file()


def test_what_failed_is_tried_again(project: Path) -> None:
    (project / "sources" / "bad.md").write_bytes(b"%PDF-1.7")
    assert run(BUILD) == 1
    assert repeated(BUILD) is None
    (project / "sources" / "bad.md").unlink()


def test_what_python_runs_is_one_of_the_inputs(project: Path) -> None:
    watched = Path(state_file(BUILD)).read_text("utf-8").split("\n")
    assert any(line.endswith("/wxpress/tree.py") for line in watched)
    assert any(line.endswith("/wxpress/writers/html.py") for line in watched)
    assert any(line.endswith("site-packages") for line in watched)
    assert any(line.endswith(str(project / "styles/ji/style.toml")) for line in watched)


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data.replace(b"x.md", b"y.md"), lambda _: b""])
def test_a_damaged_state_is_none(damage: Callable[[bytes], bytes]) -> None:
    state = Path(state_file(BUILD))
    state.write_bytes(damage(state.read_bytes()))
    assert repeated(BUILD) is None


def test_nothing_is_written_down_where_a_source_changed_meanwhile(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = project / "sources" / "x.md"
    (project / "build" / "x.json").unlink()
    real = replace_file

    def meddling(path: Path, data: bytes) -> None:
        real(path, data)
        source.write_text(BULLETIN + "\n后来的一段。\n", "utf-8")

    monkeypatch.setattr(delivery, "replace_file", meddling)
    assert run(BUILD) == 0
    monkeypatch.undo()
    monkeypatch.chdir(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert repeated(BUILD) is None
    assert run(BUILD) == 0
    assert "后来的一段" in (project / "build" / "x.html").read_text("utf-8")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("settling", "plans"), [(-(10**12), 1), (SETTLING, 2)])
def test_the_plan_is_made_again_only_where_stamps_may_hide_a_change(
    monkeypatch: pytest.MonkeyPatch, settling: int, plans: int
) -> None:
    made: list[Plan] = []

    def noted(*given: Any, **asked: Any) -> Plan:  # noqa: ANN401 - as make_plan's
        made.append(make_plan(*given, **asked))
        return made[-1]

    monkeypatch.setattr(stamps, "SETTLING", settling)
    monkeypatch.setattr(build, "make_plan", noted)
    Path(state_file(BUILD)).unlink()
    assert run(BUILD) == 0
    assert len(made) == plans
    assert Path(state_file(BUILD)).is_file()


def test_what_was_touched_just_now_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"one")
    now = time.time_ns()
    assert not is_settled(stamp(str(path)), now)
    assert not is_settled(stamp(str(path)), now - 10**12)  # a clock that was put back
    assert is_settled(stamp(str(path)), now + 2 * SETTLING)
    line = file_line(str(path), is_settled=False)
    assert content(str(path)) in line
    assert file_line(str(tmp_path / "none"), is_settled=True) == f"-\t\t{tmp_path / 'none'}"
