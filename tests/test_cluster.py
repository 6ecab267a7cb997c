"""Builds on a Dask cluster: the same bytes as here, though the workers have no disk of ours and one of them dies."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from wxpress.build.workers import cluster, remote
from wxpress.build.workers.cluster import scheduler
from wxpress.build.workers.identity import differences, identity
from wxpress.build.workers.remote import Terms
from wxpress.build.workers.server import Opening
from wxpress.build.workers.warming import Warmth
from wxpress.cli.main import run
from wxpress.errors import UsageError
from wxpress.limits import WorkLimits
from wxpress.styles import DEFAULT, find_style

TEXT = "# 学习资料\n\n## 栏目\n\n### 第{}篇\n\n人民城市人民建，人民城市为人民。\n\n![图](pictures/red.png)\n\n"
ROOT = os.geteuid() == 0


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    (folder / "sources" / "pictures").mkdir(parents=True)
    _draw(folder / "sources" / "pictures" / "red.png")
    for number in range(8):
        text = TEXT.format(number) + "接着说明情况。\n\n" * 10
        (folder / "sources" / f"{number:02}.md").write_text(text, "utf-8")
    override = '[masthead]\nissue = "2025年第8期"\n'
    (folder / "sources" / "03.overrides.toml").write_text(override, "utf-8")
    (folder / "wxpress.toml").write_text('to = ["html", "epub", "pdf"]\n', "utf-8")
    monkeypatch.chdir(folder)
    return folder


def _draw(path: Path) -> None:
    from PIL import Image  # noqa: PLC0415 - only here

    Image.new("RGB", (60, 40), "red").save(path)


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_an_address_is_a_host_and_a_port() -> None:
    assert scheduler("dask://10.0.0.1:8786") == "tcp://10.0.0.1:8786"
    for wrong in ("dask", "dask://", "dask://host", "dask://host:x", "tcp://host:1"):
        with pytest.raises(UsageError, match="--engine"):
            scheduler(wrong)


def test_without_distributed_it_is_said_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert run(["build", "--engine", "dask://127.0.0.1:9"]) == 3
    assert "pip install 'wxpress[cluster]'" in capsys.readouterr().err
    assert not (project / "build").exists()


def test_machines_are_told_apart() -> None:
    here = identity(Warmth(("html",), find_style(DEFAULT), with_verify=True))
    assert {"weasyprint", "python", "pango", "字体", "wxpress 的代码", "写出器 html"} <= here.keys()
    assert here["字体"]
    assert differences(here, here) == ""
    assert differences(here, {**here, "weasyprint": "69.0"}) == f"weasyprint 是 69.0，应为 {here['weasyprint']}"
    assert differences({"字体": "a" * 64}, {"字体": ""}) == f"字体 是 没有，应为 {'a' * 12}"


def test_a_worker_that_is_another_machine_says_so() -> None:
    warmth = Warmth(("html",), find_style(DEFAULT), with_verify=True)
    opening = Opening(str, None, warmth)
    same, other = (Terms("x", opening, WorkLimits(), found) for found in (identity(warmth), {"weasyprint": "1"}))
    assert remote.compared(cluster.packed(same)) == ""
    assert "应为 1" in remote.compared(cluster.packed(other))


# A real cluster.

distributed = pytest.importorskip("distributed", reason="the extra [cluster] is not installed")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Machines:
    """A scheduler and workers on this machine, each a process of its own; the workers cannot see *hidden*."""

    def __init__(self, folder: Path, hidden: Path) -> None:
        self.port = free_port()
        self.folder, self.hidden = folder, hidden
        self._stack = ExitStack()
        self.workers: list[subprocess.Popen[bytes]] = []
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--no-dashboard", "--no-show"]
        self.scheduler = self._start("distributed.cli.dask_scheduler", *options)

    def add_worker(self, **environment: str) -> None:
        options = ["--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        self.workers.append(
            self._start("distributed.cli.dask_worker", f"tcp://127.0.0.1:{self.port}", *options, **environment)
        )

    def close(self) -> None:
        self._stack.close()

    def _start(self, module: str, *options: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", module, *options]
        if module.endswith("worker") and ROOT:  # as on another machine: our folder is empty there
            script = 'mount -t tmpfs none "$0" && exec "$@"'
            command = ["unshare", "--mount", "sh", "-c", script, str(self.hidden), *command]
        log = self._stack.enter_context((self.folder / "log").open("ab"))
        process = subprocess.Popen(
            command, cwd=self.folder, stdout=log, stderr=log, env={**os.environ, **environment}, start_new_session=True
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process


@pytest.fixture
def machines(tmp_path: Path, project: Path) -> Iterator[Machines]:
    (tmp_path / "elsewhere").mkdir()
    made = Machines(tmp_path / "elsewhere", project)
    yield made
    made.close()


def build_on(machines: Machines, folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [
        sys.executable,
        "-m",
        "wxpress",
        "build",
        "-q",
        "--engine",
        f"dask://127.0.0.1:{machines.port}",
        *options,
    ]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_a_cluster_gives_the_same_bytes_though_a_worker_dies(project: Path, machines: Machines) -> None:
    assert run(["build", "-q", "-j", "2"]) == 0
    local = digests(project / "build")
    for place in ("build", ".wxpress"):
        subprocess.run(["rm", "-r", place], cwd=project, check=True)
    machines.add_worker()
    machines.add_worker()
    with build_on(machines, project) as build:
        deadline = time.monotonic() + 120
        while not list(project.glob("build/*.html")) and build.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert build.poll() is None
        machines.workers[0].send_signal(signal.SIGKILL)
        _, told = build.communicate(timeout=200)
    assert build.returncode == 0, told
    assert digests(project / "build") == local
    assert len(json.loads((project / "build" / "manifest.json").read_bytes())["entries"]) == 8


@pytest.mark.slow
def test_a_worker_with_other_fonts_is_refused(project: Path, machines: Machines, tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<fontconfig></fontconfig>", "utf-8")
    machines.add_worker(FONTCONFIG_FILE=str(empty))
    with build_on(machines, project, "-t", "html") as build:
        _, told = build.communicate(timeout=200)
    assert build.returncode == 3
    assert "不用工作进程 tcp://127.0.0.1:" in told
    assert "字体" in told
    assert "没有能用的工作进程" in told
    assert not list(project.glob("build/*.html"))


@pytest.mark.slow
@pytest.mark.parametrize("gone", ["scheduler", "workers"])
def test_a_cluster_that_goes_away_ends_the_build(
    project: Path,
    machines: Machines,
    gone: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What was made stays; the rest is made another time."""
    monkeypatch.setattr(cluster, "PATIENCE", 3)
    monkeypatch.setattr(cluster, "LOOK", 0.2)
    machines.add_worker()
    original = cluster.Cluster.submit
    submitted = []

    def submit(self: cluster.Cluster[object, object], order: object) -> None:
        submitted.append(order)
        original(self, order)
        if len(submitted) == 5:
            (machines.scheduler if gone == "scheduler" else machines.workers[0]).kill()

    monkeypatch.setattr(cluster.Cluster, "submit", submit)
    assert run(["build", "-t", "html", "-q", "--engine", f"dask://127.0.0.1:{machines.port}"]) == 3
    said = capsys.readouterr().err
    assert "断了联系" in said or "没有能用的工作进程了" in said
    assert 0 < len(list(project.glob("build/*.html"))) < 8
    assert run(["build", "-t", "html", "-q", "-j", "1"]) == 0
    assert len(list(project.glob("build/0*.html"))) == 8


@pytest.mark.slow
def test_a_cluster_that_is_not_there_is_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    assert run(["build", "--engine", f"dask://127.0.0.1:{free_port()}"]) == 3
    assert "连不上集群的调度器" in capsys.readouterr().err
    assert not list(project.glob("build/*.html"))
