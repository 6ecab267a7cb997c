"""The pool of workers: order, limits, crashes, the network, and that nothing of it is left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from steps import step
from wxpress.build.workers.pool import Pool, Worth
from wxpress.build.workers.server import Opening
from wxpress.build.workers.watch import limited, own_memory
from wxpress.build.workers.worker import Task
from wxpress.config import describe_table, read_project
from wxpress.errors import InternalError, LimitError, UsageError, WxpressError
from wxpress.limits import WorkLimits

Order = tuple[str, object]
Failure = tuple[Order, WxpressError]
Make = Callable[..., "Pool[Order, object]"]

TESTS = Path(__file__).parent
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


def task(order: Order) -> Task:
    return Task(order, f"{order[0]}.md", int(str(order[1])) if str(order[1]).isdigit() else 0)


def broken(order: Order, error: WxpressError) -> Failure:
    return order, error


@pytest.fixture
def pool() -> Iterator[Make]:
    pools: list[Pool[Order, object]] = []

    def made(
        size: int = 2,
        heard: Callable[[str, str], None] = lambda *_: None,
        patience: float = 0,
        **limits: float,
    ) -> Pool[Order, object]:
        chosen = WorkLimits(**limits)  # type: ignore[arg-type]  # by name
        pools.append(Pool(Opening(step), size, chosen, task, broken, heard, Worth(2, patience)))
        return pools[-1]

    yield made
    for each in pools:
        each.close()


def outcomes(pool: Pool[Order, object], *orders: Order) -> list[object]:
    for order in orders:
        pool.submit(order)
    return list(pool.outcomes())


def failures(results: list[object]) -> list[WxpressError]:
    return [result[1] for result in results if isinstance(result, tuple) and isinstance(result[1], WxpressError)]


def gone(pid: int) -> bool:
    """Whether a process has ended, at once or within five seconds."""
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}").exists() and "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2][:3]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@needs_proc
def test_workers_compile_no_expression_that_was_compiled_before(pool: Make) -> None:
    assert set(outcomes(pool(), ("compiler", 0), ("compiler", 1))) == {"Store"}


def test_one_order_at_a_time_is_carried_out_here(pool: Make) -> None:
    alone = pool()
    assert outcomes(alone, ("pid", 0)) == [os.getpid()]
    assert outcomes(alone, ("pid", 0)) == [os.getpid()]
    assert alone.network is None


def test_little_work_is_done_here(pool: Make) -> None:
    patient = pool(patience=60)
    assert set(outcomes(patient, ("pid", 1), ("pid", 2))) == {os.getpid()}
    first, *others = outcomes(pool(patience=1e-9), ("pid", 3), ("pid", 2), ("pid", 1))
    assert first == os.getpid()
    assert os.getpid() not in others


def test_every_fault_costs_its_own_order_only(pool: Make) -> None:
    stages: list[tuple[str, str]] = []
    several = pool(heard=lambda name, stage: stages.append((name, stage)), seconds=4, memory=300)
    orders: list[Order] = [
        ("twice", 7),
        ("refuse", "不收"),
        ("raise", "x"),
        ("exit", 3),
        ("die", int(signal.SIGSEGV)),
        ("kill", 0),
        ("sleep", 60),
        ("grow", 400),
        ("unsendable", 0),
        ("close", 0),
        ("speak", 0),
        ("twice", 8),
    ]
    results = outcomes(several, *orders)
    good = [result for result in results if not failures([result])]
    assert sorted(map(str, good)) == ["", "(7, 7)", "(8, 8)"]
    failed = {result[0][0]: result[1] for result in results if failures([result])}  # type: ignore[index]  # a tuple
    assert {name: type(error) for name, error in failed.items()} == {
        "refuse": UsageError,
        "raise": InternalError,
        "exit": InternalError,
        "die": InternalError,
        "kill": LimitError,
        "sleep": LimitError,
        "grow": LimitError,
        "unsendable": InternalError,
        "close": LimitError,
    }
    assert failed["sleep"].message == "sleep.md：超过时间限度 4 秒，已停下（正在睡觉）"
    assert failed["grow"].message == "grow.md：占用的内存超过限度 300 MiB，已停下"
    assert "退出码 3" in failed["exit"].message
    assert "SIGSEGV" in failed["die"].message
    assert "SIGKILL" in failed["kill"].message
    assert all(error.message.startswith(f"{name}.md：") for name, error in failed.items() if name != "refuse")
    assert all(error.advice for error in failed.values())
    assert ("sleep.md", "睡觉") in stages


def test_the_largest_comes_first_and_more_may_come(pool: Make) -> None:
    single = pool(size=1)
    for number in (1, 9, 5):
        single.submit(("twice", number))
    seen = []
    for outcome in single.outcomes():
        seen.append(outcome)
        if len(seen) == 1:
            single.submit(("twice", 7))
    assert seen == [(9, 9), (7, 7), (5, 5), (1, 1)]


@needs_proc
def test_a_worker_is_replaced_after_enough_work_or_with_too_much_memory(pool: Make) -> None:
    pids = outcomes(pool(size=1, retire_after=2), *[("pid", 0)] * 4)
    assert pids[0] == pids[1] != pids[2] == pids[3]
    first, second, third = outcomes(pool(size=1, retire_memory=200), ("keep", 150), ("keep", 149), ("keep", 1))
    assert first == second != third
    assert gone(int(str(first)))


def test_workers_have_no_network(pool: Make) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        results = outcomes(pool(), ("connect", port), ("connect", port))
        alone = outcomes(pool(), ("connect", port))
    assert results == ["PermissionError"] * 2
    assert alone == ["PermissionError"]
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        socket.create_connection(server.getsockname(), 2).close()  # and the guard holds for orders only


GUARD = """
import socket, threading
from wxpress.build.workers import system
system._unshared = lambda: False
assert system.leave_network() == "guard"
refused = []
def attempt():
    for address in [("127.0.0.1", 9), ("localhost", 9)]:
        try:
            socket.create_connection(address, 1)
        except PermissionError:
            refused.append(address)
attempt()
thread = threading.Thread(target=attempt)
thread.start()
thread.join()
left, right = socket.socketpair()
left.sendall(b"x")
print(len(refused), right.recv(1))
"""


def test_where_no_namespace_is_to_be_had_python_itself_refuses() -> None:
    done = subprocess.run([sys.executable, "-c", GUARD], capture_output=True, text=True, check=True)
    assert done.stdout == "4 b'x'\n"


def test_a_limit_holds_without_a_worker(pool: Make) -> None:
    (failure,) = failures(outcomes(pool(seconds=0.3), ("loop", 0)))
    assert isinstance(failure, LimitError)
    assert "0.3 秒" in failure.message
    before = signal.getsignal(signal.SIGALRM)
    with limited("x", WorkLimits()):
        assert signal.getsignal(signal.SIGALRM) is not before
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


LATE = """
import os, signal
from wxpress.build.workers.watch import limited
from wxpress.limits import WorkLimits
with limited("x", WorkLimits()):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})
    os.kill(os.getpid(), signal.SIGALRM)
signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
print("alive")
"""


def test_an_alarm_that_comes_after_the_work_ends_nothing() -> None:
    done = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n")


def test_outside_the_main_thread_work_is_done_without_limits(pool: Make) -> None:
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.extend(outcomes(pool(), ("twice", 1))))
    thread.start()
    thread.join()
    assert found == [(1, 1)]


@needs_proc
def test_memory_is_what_a_process_has_of_its_own() -> None:
    before = own_memory()
    held = b"x" * (64 << 20)
    assert 60 << 20 < own_memory() - before < 80 << 20
    assert len(held) == 64 << 20
    assert own_memory(2**22 + 1) == 0


PARENT = """
import sys
sys.path[:0] = [{tests!r}]
from steps import step
from test_workers import broken, task
from wxpress.build.workers.pool import Pool
from wxpress.build.workers.server import Opening
from wxpress.limits import WorkLimits
pool = Pool(Opening(step), 2, WorkLimits(), task, broken)
for order in [("sleep", 60), ("sleep", 60)]:
    pool.submit(order)
try:
    list(pool.outcomes())
finally:
    pool.close()
"""


def test_a_look_imports_nothing() -> None:
    """It may come in the midst of an import, which another one would break off."""
    code = (
        "import sys; from wxpress.build.workers.watch import excess, memory_here\n"
        "from wxpress.limits import WorkLimits\n"
        "before = set(sys.modules); excess('x', WorkLimits(), 0, memory_here()); print(set(sys.modules) - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


@needs_proc
@pytest.mark.parametrize("number", [signal.SIGKILL, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_no_worker_outlives_the_coordinator(number: signal.Signals, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(tests=str(TESTS))],
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    deadline = time.monotonic() + 20
    while len(children := family(process.pid)) < 3 and time.monotonic() < deadline:  # the nursery and two workers
        time.sleep(0.05)
    assert len(children) == 3
    process.send_signal(number)
    process.wait(10)
    assert all(gone(pid) for pid in children)
    assert list(tmp_path.glob("wxpress-workers-*")) == []


def family(pid: int) -> list[int]:
    children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [descendant for child in children for descendant in (child, *family(child))]


def test_every_limit_is_documented(repository: Path) -> None:
    page = (repository / "docs" / "configuration.md").read_text("utf-8")
    for key, meaning, default in describe_table("limits"):
        assert f"| `{key}` | `{default}` | {meaning} |" in page


def test_limits_are_read_and_judged_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "wxpress.toml"
    file.write_text("[limits]\nretire-after = 3\n", "utf-8")
    assert read_project(file).settings.limits == WorkLimits(retire_after=3)
    file.write_text("[limits]\nmemory = 1\n", "utf-8")
    with pytest.raises(UsageError, match=r"wxpress.toml:2: “memory”应为不小于 64 的整数"):
        read_project(file)
