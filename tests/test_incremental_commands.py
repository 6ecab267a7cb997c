"""What stands round the build: ``clean``, ``wxpress.lock``, ``--log``, the table on a terminal."""

from __future__ import annotations

import fcntl
import json
import os
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from wxpress.build.incremental.pinning import Lock, differing
from wxpress.cli.main import run

SOURCE = "---\nseries: 学习文选\nissue: 2025年第1期\n---\n\n### 第一篇\n\n人民的城市。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "x.md").write_text(SOURCE, "utf-8")
    (tmp_path / "wxpress.toml").write_text('to = ["html", "json"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


# clean


def test_clean_takes_the_caches_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    built = files(project / "build")
    (project / ".wxpress" / "mine.txt").write_text("mine")
    assert run(["clean"]) == 0
    assert "清除缓存" in capsys.readouterr().out
    assert files(project / ".wxpress") == {"mine.txt", ".gitignore"}
    assert files(project / "build") == built
    (project / ".wxpress" / "mine.txt").unlink()
    run(["clean"])
    assert not (project / ".wxpress").exists()
    assert run(["clean"]) == 0


def test_clean_takes_what_was_long_not_used(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    blobs = sorted((project / ".wxpress" / "cache").glob("??/*"))
    for path in blobs[:3]:
        os.utime(path, (1000, 1000))
    assert run(["clean", "--older", "30d"]) == 0
    assert "清除缓存 3 个文件" in capsys.readouterr().out
    assert sorted((project / ".wxpress" / "cache").glob("??/*")) == blobs[3:]
    assert run(["clean", "--older", "soon"]) == 2
    assert "30d 是三十天" in capsys.readouterr().err


def test_clean_takes_the_outputs_that_nobody_changed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    (project / "build" / "x.html").write_text("mine", "utf-8")
    (project / "build" / "notes.txt").write_text("mine", "utf-8")
    assert run(["clean", "--outputs"]) == 0
    assert "build/x.html 被改动过，没有删" in capsys.readouterr().err
    assert files(project / "build") == {"x.html", "notes.txt"}
    assert files(project / ".wxpress" / "cache")
    (project / "build" / "x.html").unlink()
    (project / "build" / "notes.txt").unlink()
    run(["build", "-q"])
    run(["clean", "--outputs"])
    assert not (project / "build").exists()


# wxpress.lock


def test_a_lock_holds_the_engines_and_the_fonts(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "-q", "--locked"]) == 6
    assert "--update-lock" in capsys.readouterr().err
    assert not (project / "build").exists()
    assert run(["build", "-q", "--update-lock"]) == 0
    first = (project / "wxpress.lock").read_bytes()
    assert str(project).encode() not in first
    assert run(["build", "-q", "--locked"]) == 0
    assert run(["build", "-q", "--update-lock"]) == 0
    assert (project / "wxpress.lock").read_bytes() == first


def test_what_differs_from_the_lock_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q", "--update-lock"])
    lock = json.loads((project / "wxpress.lock").read_bytes())
    lock["engines"]["weasyprint"] = "1.0"
    role, family = next((role, family) for role, families in lock["fonts"].items() for family in families)
    lock["fonts"][role][family] = ["0" * 64]
    (project / "wxpress.lock").write_text(json.dumps(lock), "utf-8")
    assert run(["build", "-q", "--locked"]) == 6
    told = capsys.readouterr().err
    assert "weasyprint 锁定为 1.0，现在是 " in told
    assert f"字体 {role}（{family}）锁定为 000000000000，现在是 " in told
    (project / "wxpress.lock").write_text("{", "utf-8")
    assert run(["build", "-q", "--locked"]) == 2
    assert "不是 wxpress 写的，或者被改坏了" in capsys.readouterr().err


def test_what_came_and_what_went_differs() -> None:
    locked = Lock(engines={"a": "1"}, fonts={"song": {"甲": ["1" * 64]}})
    now = Lock(engines={"b": "2"}, fonts={"song": {"甲": ["1" * 64]}, "hei": {"乙": ["2" * 64]}})
    assert list(differing(locked, now)) == [
        "a 锁定为 1，现在是 没有",
        "b 锁定为 没有，现在是 2",
        "字体 hei（乙）锁定为 没有，现在是 222222222222",
    ]
    assert list(differing(locked, locked)) == []


# --log


def test_each_action_has_a_line_in_the_log(project: Path) -> None:
    def logged() -> list[dict[str, object]]:
        assert run(["build", "-q", "--log", "build.log"]) == 0
        return [json.loads(line) for line in (project / "build.log").read_text("utf-8").splitlines()]

    first, second = logged(), logged()
    assert [(line["action"], line.get("output"), line["reused"]) for line in first] == [
        ("recover", None, False),
        ("write", "html", False),
        ("write", "json", False),
        ("archive", None, False),
    ]
    assert all(line["ms"] for line in first)
    assert not any("ms" in line for line in second if line["reused"])
    assert [(line["action"], line["key"]) for line in second] == [(line["action"], line["key"]) for line in first]
    assert all(line["reused"] for line in second)
    assert run(["build", "-q", "--log", "none/build.log"]) == 4


@pytest.mark.parametrize(("columns", "is_live"), [(80, True), (20, False)])
def test_a_table_is_shown_where_it_can_be_read(project: Path, columns: int, *, is_live: bool) -> None:
    """On a terminal that is too narrow, a line for each source; a file takes the same."""
    for name in ("甲", "乙"):
        (project / "sources" / f"{name}.md").write_text("# 文选\n\n### 一篇\n\n人民的城市。\n", "utf-8")
    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("4H", 10, columns, 0, 0))
    command = [sys.executable, "-m", "wxpress", "build", "-t", "json", "-j", "1"]
    with open(ours, "rb", buffering=0) as screen:  # noqa: PTH123 - a descriptor
        subprocess.run(command, cwd=project, stdout=theirs, stderr=theirs, check=True)
        os.close(theirs)
        said = screen.read(65536)
    assert (b"[3/3]" in said) != is_live
    assert ("工序".encode() in said) == is_live
