"""Builds by several workers: the same bytes, the same words, and what a faulty bulletin costs."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from test_workers import family, gone
from wxpress.build.plan import Job, Plan
from wxpress.build.printing.orders import Manuscript, Printed, Printing, broken
from wxpress.build.workers import hiring
from wxpress.build.workers.failures import too_long
from wxpress.build.workers.hiring import cores, hired
from wxpress.cli.main import run
from wxpress.cli.progress import Lines, Live, progress
from wxpress.config import Project
from wxpress.errors import InternalError, WxpressError
from wxpress.limits import WorkLimits
from wxpress.styles import find_style

TEXT = "# 学习资料\n\n## 栏目\n\n### 第{}篇\n\n人民城市人民建，人民城市为人民。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "wxpress.toml").write_text('to = ["html", "epub"]\n', "utf-8")
    for number in range(5):
        text = TEXT.format(number) + "接着说。\n\n" * (5 - number)
        (tmp_path / "sources" / f"{number}.md").write_text(text, "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_workers_give_the_bytes_and_words_of_one(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hiring, "PATIENCE", 0)
    (project / "sources" / "2.md").write_bytes(b"%PDF-1.7")
    assert run(["build", "-j", "1"]) == 1
    alone, said = digests(project / "build"), capsys.readouterr()
    assert run(["build", "-j", "2", "--force", "-v"]) == 1
    together = capsys.readouterr()
    assert digests(project / "build") == alone
    assert len(alone) > 10
    assert together.out.splitlines()[:-2] == said.out.splitlines()[:-2]  # the sum says the time as well
    told = [line for line in together.err.splitlines() if not line.startswith(("[", "项目 ", "工作进程"))]
    assert told == [line for line in said.err.splitlines() if not line.startswith("[")]
    assert "工作进程与网络隔离" in together.err or "工作进程不许联网" in together.err
    assert sorted(line[:5] for line in together.err.splitlines() if line.startswith("[")) == [
        f"[{number}/5]" for number in range(1, 6)
    ]


def test_nothing_to_do_starts_no_worker(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["build", "-q", "-j", "1"])
    monkeypatch.setattr(subprocess, "Popen", None)
    monkeypatch.setattr(hiring, "PATIENCE", 0)
    assert run(["build", "-q", "-j", "2"]) == 0
    (project / "sources" / "3.md").write_text(TEXT.format("九"), "utf-8")
    assert run(["build", "-q", "-j", "2"]) == 0  # one alone is made here
    assert "第九篇" in (project / "build" / "3.html").read_text("utf-8")


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("option", "value"), [("-j", "0"), ("-j", "几"), ("--engine", "dask"), ("--engine", "dask://x")]
)
def test_what_cannot_be_meant_is_refused(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", option, value]) == 2
    said = capsys.readouterr().err
    assert option in said
    assert f"“{value}”" in said


def test_a_limit_is_told_once_and_costs_its_bulletin_only(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "wxpress.toml").write_text('to = ["html", "epub"]\n[limits]\nseconds = 0.000001\n', "utf-8")
    (project / "sources" / "0.md").write_text(TEXT.format("大") + "接着说城市工作。\n\n" * 20_000, "utf-8")
    assert run(["build", "sources/0.md", "-j", "1"]) == 5
    said = capsys.readouterr().err
    assert said.count("超过时间限度") == 1
    assert "sources/0.md" in said
    assert "[limits]" in said


@pytest.mark.parametrize(
    ("sheet", "writers", "error", "is_named"),
    [
        ("print.css", ("pdf", "html"), too_long("x.md", WorkLimits(), "排 pdf"), True),
        ("print.css", ("html",), too_long("x.md", WorkLimits()), False),
        ("screen.css", ("pdf",), too_long("x.md", WorkLimits()), False),
        ("print.css", ("pdf",), InternalError("x"), False),
    ],
)
def test_the_sheet_that_may_keep_paper_from_its_end_is_named(
    tmp_path: Path, sheet: str, writers: tuple[str, ...], error: WxpressError, *, is_named: bool
) -> None:
    (tmp_path / "ji").mkdir()
    (tmp_path / "ji" / "style.toml").write_text('title = "己"\nextends = "xuexi-wenxuan"\n', "utf-8")
    (tmp_path / "ji" / sheet).write_text("p { float: footnote }\n", "utf-8")
    style = find_style("ji", tmp_path)
    order = Printing(Manuscript(0, "x.md", "x.md"), "x", b"", style, writers, dt.datetime(2025, 7, 16, tzinfo=dt.UTC))
    outcome = broken(order, error)
    assert isinstance(outcome, Printed)
    for made in outcome.prints:
        assert made.failure
        assert made.failure.message == error.message
        assert ("“ji”的 print.css" in made.failure.advice) == is_named
    assert len({id(made.failure) for made in outcome.prints}) == 1  # it is told once


def test_progress_is_shown_where_somebody_looks() -> None:
    with progress(1, quiet=False) as one, progress(5, quiet=True) as quiet, progress(5, quiet=False) as lines:
        assert [type(each).__name__ for each in (one, quiet, lines)] == ["Progress", "Progress", "Lines"]
    assert isinstance(lines, Lines)
    live = Live(20)
    for number in range(20):
        live.heard(f"[red]{number}\x1b.md", "排 pdf")
    assert [row.name for row in live.shown()] == [f"[red]{number}\x1b.md" for number in range(8, 20)]
    from rich.console import Console  # noqa: PLC0415 - only here

    console = Console(width=60, record=True, file=open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - gone with the test
    console.print(live.table())
    text = console.export_text()
    assert "[red]19\\x1b.md" in text
    assert "排 pdf" in text
    assert "0/20" in text


def on_a_terminal(command: list[str], folder: Path) -> str:
    """What *command* writes where its standard error is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(theirs)
        said = b""
        try:
            while data := os.read(ours, 4096):
                said += data
        except OSError:  # the other end is closed
            pass
    os.close(ours)
    assert process.returncode == 0
    return said.decode()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_build_that_is_ended_leaves_no_process_and_no_file(project: Path, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, "-m", "wxpress", "build", "-q", "-j", "2", "-t", "pdf"]
    with subprocess.Popen(command, cwd=project, env={**os.environ, "TMPDIR": str(tmp_path / "temporary")}) as build:
        deadline = time.monotonic() + 60
        while len(workers := family(build.pid)) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        build.send_signal(signal.SIGTERM)
    assert len(workers) >= 3
    assert build.returncode == 143
    assert all(gone(pid) for pid in workers)
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not [path for path in project.glob("build/.*") if path.name.startswith(".wxpress")]


@pytest.mark.slow
def test_a_terminal_sees_a_table(project: Path) -> None:
    said = on_a_terminal([sys.executable, "-m", "wxpress", "build", "-j", "2"], project)
    assert "来稿" in said
    assert "工序" in said
    assert "\x1b[" in said
    assert "[1/5]" not in said


def test_as_many_workers_as_there_are_cores_and_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: Callable[[int, int | None], int] = lambda count, jobs: hired(plan(count), jobs).capacity  # noqa: E731 - short
    monkeypatch.setattr(hiring, "cores", lambda: 4)
    assert [sizes(100, None), sizes(3, None), sizes(1, None), sizes(100, 16), sizes(100, 1)] == [8, 6, 1, 32, 1]
    assert cores() >= 1


def plan(count: int) -> Plan:
    project = Project(Path())
    return Plan(project, find_style(project.settings.style), None, (Job(Path(), "", Path(), ()),) * count)
