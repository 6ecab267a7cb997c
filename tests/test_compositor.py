"""The process that sets the pages of a single source: the outputs are as without it, and its faults are told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from steps import step
from test_workers import gone
from test_workers_build import digests
from wxpress.build.printing import stages
from wxpress.build.workers.compositor import Compositor
from wxpress.build.workers.server import Opening
from wxpress.build.workers.watch import MIB, limited, memory_here
from wxpress.build.workers.worker import Task
from wxpress.errors import InternalError, LimitError, UsageError
from wxpress.limits import WorkLimits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only where a process can be forked safely")

TEXT = """# 学习资料

## 栏目

### 第一篇

人民城市人民建，人民城市为人民。[^1]

![没有的图](没有.png)

![有的图](有.png)

[^1]: 注。
"""

CRASH = """
import os, sys
from wxpress.build.printing import press
written = press._written
def crashing(order, bulletin, writer, context):
    if writer.name == "pdf":
        os.kill(os.getpid(), 11)
    return written(order, bulletin, writer, context)
press._written = crashing
from wxpress.__main__ import main
main()
"""

PARENT = """
import sys, time
sys.path.insert(0, sys.argv[1])
from steps import step
from wxpress.build.workers.compositor import Compositor
from wxpress.build.workers.server import Opening
from wxpress.build.workers.worker import Task
compositor = Compositor(Opening(step))
compositor.give(Task(("loop", 0), "loop.md"))
print(compositor._pid, flush=True)
time.sleep(60)
"""


@contextmanager
def compositor(warm: object = None) -> Iterator[Compositor]:
    """One that takes the steps of these tests; nothing of it is left afterwards."""
    found = Compositor(Opening(step, warm))  # type: ignore[arg-type]  # what a test wants
    try:
        yield found
    finally:
        found.close()
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def answered(act: str, argument: object = 0, within: WorkLimits | None = None) -> object:
    name = f"{act}.md"
    with compositor() as found, limited(name, within or WorkLimits()):
        found.give(Task((act, argument), name))
        return found.answered(name)


def test_it_answers_from_a_process_of_its_own() -> None:
    assert answered("twice", 3) == (3, 3)
    assert answered("pid") != os.getpid()


def test_its_stages_are_heard() -> None:
    heard: list[str] = []
    with stages.heard_by(heard.append):
        answered("sleep", 0)
    assert heard == ["睡觉"]


def test_what_goes_wrong_is_told_as_it_is() -> None:
    with pytest.raises(UsageError, match="不行"):
        answered("refuse", "不行")
    with pytest.raises(InternalError, match="KeyError"):
        answered("raise", "缺")
    with pytest.raises(InternalError, match="不能从工作进程送出"):
        answered("unsendable")


def test_what_it_dies_of_is_named() -> None:
    with pytest.raises(InternalError, match="SIGTERM"):
        answered("die", int(signal.SIGTERM))
    with pytest.raises(LimitError, match="SIGKILL"):
        answered("kill")


def test_it_is_not_waited_for_where_it_died_while_loading() -> None:
    with compositor(lambda _: os._exit(3)) as found:
        found.give(Task(("twice", 1), "twice.md"))
        with pytest.raises(InternalError, match="退出码 3"):
            found.answered("twice.md")


def test_it_leaves_no_file_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with compositor(lambda _: Path(tempfile.gettempdir(), "left").touch()) as found:
        found.give(Task(("twice", 1), "twice.md"))
        found.answered("twice.md")
        assert [path.name for path in tmp_path.rglob("left")] == ["left"]
    assert not list(tmp_path.iterdir())


def test_its_memory_counts() -> None:
    here = memory_here() // MIB
    with pytest.raises(LimitError, match="内存"):
        answered("grow", 400, WorkLimits(memory=2 * here + 200))  # what it was born with counts twice


def test_its_time_counts() -> None:
    with pytest.raises(LimitError, match="时间"):
        answered("loop", within=WorkLimits(seconds=0.3))


def test_it_ends_with_its_parent() -> None:
    command = [sys.executable, "-c", PARENT, str(Path(__file__).parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        parent.kill()
    assert gone(pid)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "文选.md").write_text(TEXT, "utf-8")
    Image.new("L", (8, 4)).save(tmp_path / "sources" / "有.png")
    (tmp_path / "wxpress.toml").write_text('to = ["pdf", "epub", "html"]\n', "utf-8")
    return tmp_path


def built(project: Path, *options: str, code: str = "from wxpress.__main__ import main; main()") -> tuple[int, str]:
    command = [sys.executable, "-c", code, "build", "--force", *options]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    return done.returncode, done.stderr


def test_the_outputs_and_what_is_said_are_the_same_with_it(project: Path) -> None:
    alone = built(project, "-j", "1"), digests(project / "build")
    beside = built(project, "-j", "2"), digests(project / "build")
    assert beside == alone
    assert alone[0][1].count("没有.png") == 1
    assert json.loads((project / "build" / "manifest.json").read_text("utf-8"))


def test_a_crash_of_the_engine_costs_the_pdf_alone(project: Path) -> None:
    code, said = built(project, "-j", "2", code=CRASH)
    assert code == InternalError.exit_code
    assert "SIGSEGV" in said
    assert "正在排 pdf" in said
    assert sorted(path.suffix for path in (project / "build").glob("文选.*")) == [".epub", ".html"]
