"""Faults of the machine and of the files around a build: all or nothing, a fixed exit code, never a traceback."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

TEXT = "# 题目\n\n## 栏目\n\n### 篇目\n\n正文一段，说明情况。\n"
ROOT = os.geteuid() == 0
pytestmark = pytest.mark.slow  # each of them starts the program


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "甲.md").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def program(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does; whatever happens, it does not hang and shows no traceback."""
    done = subprocess.run(
        [sys.executable, "-m", "wxpress", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_loop(path: Path) -> None:
    path.symlink_to(path.name)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def dangling(path: Path) -> None:
    path.symlink_to("nowhere.md")


def a_huge_hole(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(5 * 2**40)


def noise(path: Path) -> None:
    path.write_bytes(random.Random(3).randbytes(5000))  # noqa: S311 - nothing secret


@pytest.mark.parametrize("make", [a_pipe, a_folder, a_loop, endless, dangling, a_huge_hole])
@pytest.mark.parametrize("command", ["build", "check"])
def test_a_source_that_is_no_file_is_refused(here: Path, make: Callable[[Path], None], command: str) -> None:
    make(here / "坏.md")
    options = ["-t", "json"] if command == "build" else []
    done = program(command, "坏.md", *options, folder=here)
    assert done.returncode in {2, 5}
    assert "坏.md" in done.stderr
    assert not list(here.glob("build/*"))


@pytest.mark.parametrize("make", [a_pipe, a_loop, endless, noise, a_huge_hole])
def test_one_bad_source_costs_itself_only(here: Path, make: Callable[[Path], None]) -> None:
    make(here / "sources" / "坏.md")
    done = program("build", "-t", "json", folder=here)
    assert (here / "build" / "甲.json").is_file()
    assert not (here / "build" / "坏.json").exists()
    assert done.returncode in ({5} if make is a_huge_hole else {0, 1})  # a limit keeps its code among many


def test_ninety_nine_of_a_hundred_are_built(here: Path) -> None:
    for number in range(98):
        (here / "sources" / f"{number:02}.md").write_text(TEXT, "utf-8")
    (here / "sources" / "坏.md").write_bytes(b"\xff\xfe\x00")
    (here / "build").mkdir()
    done = program("build", "-t", "json", folder=here)
    assert done.returncode == 1
    built = {path.stem for path in here.glob("build/*.json")}
    assert built >= {"甲", *(f"{number:02}" for number in range(98))}
    assert "坏" not in built
    assert "坏.md" in done.stderr


@pytest.mark.parametrize("make", [a_folder, noise, a_pipe, a_huge_hole, endless])
def test_a_configuration_that_is_none_is_refused(here: Path, make: Callable[[Path], None]) -> None:
    make(here / "wxpress.toml")
    done = program("build", "-t", "json", folder=here)
    assert done.returncode in {0, 2, 5}
    assert done.returncode == 0 or "wxpress.toml" in done.stderr


def test_a_configuration_nested_without_end_is_refused(here: Path) -> None:
    (here / "wxpress.toml").write_text("x = " + "[" * 5000, "utf-8")
    done = program("build", "-t", "json", folder=here)
    assert done.returncode == 2
    assert "wxpress.toml" in done.stderr


NAMES = (
    "空 格",
    "井#号",
    "百分%41号",
    "和&号",
    "引'号\"",
    "新\n行",
    "-o",
    "冒:号",
    "反\\斜",
    "𠮷😀",
    "tab\t",
    "问?号*",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_source_of_any_name_is_built(here: Path, name: str) -> None:
    (here / "sources" / "甲.md").rename(here / "sources" / f"{name}.md")
    done = program("build", "-t", "html,epub", folder=here)
    assert done.returncode == 0, done.stderr
    outputs = {path for path in here.glob("build/*") if path.suffix in {".html", ".epub"}}
    assert len({path for path in outputs if path.stem != "index"}) == 2


@pytest.mark.parametrize("title", ["../../x", "/etc/x", "a/b", "", "题" * 100, "x\x00y", "CON", ".", "..", "<b>", '"'])
def test_no_title_names_a_file(here: Path, title: str) -> None:
    (here / "sources" / "甲.md").write_text(f"# {title}\n\n## {title}栏\n\n### {title}篇\n\n正文一段。\n", "utf-8")
    before = _outside_the_outputs(here)
    program("build", "-t", "html,epub", folder=here)
    assert _outside_the_outputs(here) == before
    assert {path.stem for path in here.glob("build/*") if path.suffix in {".html", ".epub"}} - {"index"} == {"甲"}
    with zipfile.ZipFile(here / "build" / "甲.epub") as book:
        assert not [name for name in book.namelist() if ".." in name or name.startswith("/") or not name.isascii()]


def _outside_the_outputs(here: Path) -> set[Path]:
    paths = {path.relative_to(here.parent) for path in here.parent.rglob("*")}
    return {path for path in paths if not {"build", ".wxpress"} & set(path.parts)}


def test_two_sources_of_one_stem_are_refused(here: Path) -> None:
    (here / "sources" / "甲.txt").write_text("题目\n\n正文。\n", "utf-8")
    done = program("build", "-t", "json", folder=here)
    assert done.returncode == 2
    assert "甲.md" in done.stderr
    assert "甲.txt" in done.stderr


@pytest.mark.skipif(ROOT, reason="root may read everything")
def test_a_source_that_may_not_be_read_is_refused(here: Path) -> None:
    (here / "sources" / "甲.md").chmod(0)
    assert program("build", "sources/甲.md", "-t", "json", folder=here).returncode == 2


@pytest.mark.parametrize("stream", ["1>&-", "2>&-", "1>&- 2>&-", "0<&-", "1>/dev/full"])
def test_a_closed_or_full_stream_costs_no_output(here: Path, stream: str) -> None:
    command = f'"{sys.executable}" -m wxpress build -t json {stream}'
    done = subprocess.run(["sh", "-c", command], cwd=here, capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 4, 120, 141}
    json.loads((here / "build" / "甲.json").read_bytes())


def test_a_source_that_goes_away_meanwhile_is_told(here: Path) -> None:
    for number in range(20):
        (here / "sources" / f"{number:02}.md").write_text(TEXT * 200, "utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "wxpress", "build", "-t", "json"], cwd=here, stderr=subprocess.PIPE, text=True
    ) as build:
        deadline = time.monotonic() + 30
        while not list(here.glob("build/0*.json")) and build.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        for path in (here / "sources").iterdir():
            path.unlink()
        _, told = build.communicate(timeout=60)
    assert "Traceback" not in told
    assert build.returncode in {0, 1}
    for path in here.glob("build/*.json"):
        json.loads(path.read_bytes())


def test_a_build_killed_at_any_moment_tears_nothing(here: Path) -> None:
    """Twenty builds, each killed at a moment of its own: what stands there is whole, and the next build is clean."""
    dice = random.Random(20)  # noqa: S311 - nothing secret
    (here / "sources" / "甲.md").write_text(TEXT * 50, "utf-8")
    command = [sys.executable, "-m", "wxpress", "build", "-t", "html,epub,json", "-q"]
    for _ in range(20):
        with subprocess.Popen(command, cwd=here, stderr=subprocess.DEVNULL) as build:
            time.sleep(dice.uniform(0.1, 1.2))
            build.send_signal(signal.SIGKILL)
        _require_whole(here / "build")
    assert program("build", "-t", "html,epub,json", folder=here).returncode == 0
    assert not [path for path in (here / "build").iterdir() if path.name.startswith(".wxpress-")]
    _require_whole(here / "build")


def _require_whole(folder: Path) -> None:
    for path in folder.glob("*.json"):
        json.loads(path.read_bytes())
    for path in folder.glob("*.epub"):
        with zipfile.ZipFile(path) as book:
            assert book.testzip() is None
    for path in folder.glob("*.html"):
        assert path.read_bytes().rstrip().endswith(b"</html>")


@pytest.mark.skipif(not ROOT, reason="only root may mount a small disk")
def test_a_full_disk_keeps_the_old_output(here: Path) -> None:
    (here / "disk").mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", "disk"], cwd=here, check=False)
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    try:
        assert program("build", "sources/甲.md", "-t", "json", "-o", "disk/", folder=here).returncode == 0
        old = (here / "disk" / "甲.json").read_bytes()
        (here / "sources" / "甲.md").write_text(TEXT + "正文接着说。\n\n" * 5000, "utf-8")
        done = program("build", "sources/甲.md", "-t", "json", "-o", "disk/", folder=here)
        assert done.returncode == 4
        assert "磁盘已满" in done.stderr
        assert (here / "disk" / "甲.json").read_bytes() == old
        assert not list((here / "disk").glob(".wxpress-*.tmp"))
    finally:
        subprocess.run(["umount", "disk"], cwd=here, check=True)
