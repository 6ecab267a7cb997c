"""What an archive costs: processor time for each kind of work, bytes that travel, and what the coordinator does itself.

    .venv/bin/python benchmarks/scale.py [--bulletins 24] [--workers 2] [--cluster] [--builds-only]

Every bulletin is random prose (prose.py) of the seed's length with headings, all different. Times are processor time,
which a busy machine distorts least: of one warm process for each order, of the coordinator and of all its workers for
whole builds (from nothing, unchanged, one changed, the style changed). ``--cluster`` builds once more on a Dask
scheduler and workers started here. docs/scale.md draws its model from what this prints.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import prose

from wxpress.build import Plan, make_plan, run
from wxpress.build.printing.orders import Order, Outcome
from wxpress.build.printing.press import carried_out
from wxpress.build.workers.hiring import hired
from wxpress.config import find_project

ARTICLES, PARAGRAPHS = 9, 5
PORT = 28786


def bulletin(number: int) -> str:
    """One bulletin: about the seed's ten thousand characters."""
    dice = random.Random(number)  # noqa: S311 - nothing secret
    parts = [f"# 学习资料第{number}号"]
    for article in range(ARTICLES):
        parts += [f"## 栏目{article // 3 + 1}"] if article % 3 == 0 else []
        parts += [f"### 第{number}号之{article + 1}", *(prose.paragraph(dice) for _ in range(PARAGRAPHS))]
    return "\n\n".join(parts) + "\n"


class Watched:
    """Carries orders out here, each measured: processor time, and the bytes that would travel."""

    capacity = 1

    def __init__(self) -> None:
        """Have nothing to do, and nothing measured."""
        self._orders: list[Order] = []
        self.seconds: dict[str, list[float]] = defaultdict(list)
        self.sent: dict[str, list[int]] = defaultdict(list)
        self.returned: dict[str, list[int]] = defaultdict(list)

    def submit(self, order: Order) -> None:
        """Take *order*."""
        self._orders.append(order)

    def outcomes(self) -> Iterator[Outcome]:
        """Carry out what was taken."""
        while self._orders:
            order = self._orders.pop()
            kind = " ".join(getattr(order, "writers", ("recover",)))
            began = time.process_time()
            outcome = carried_out(order)
            self.seconds[kind].append(time.process_time() - began)
            self.sent[kind].append(len(pickle.dumps(order)))
            self.returned[kind].append(len(pickle.dumps(outcome)))
            yield outcome

    def close(self) -> None:
        """Forget."""


def processor() -> tuple[float, float]:
    """Processor time in s: of this process, and of its children that have ended."""
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    own, children = (resource.getrusage(kind) for kind in kinds)
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


def measured(what: str, plan: Plan, workers: int, engine: str = "local") -> None:
    """Build *plan*, and print what it cost for each bulletin."""
    began, clock = processor(), time.monotonic()
    results = run(plan, executor=hired(plan, workers, engine))
    wall = time.monotonic() - clock
    assert all(result.is_good() for result in results), [result.failures for result in results]  # noqa: S101 - as in a test
    own, theirs = (after - before for before, after in zip(began, processor(), strict=True))
    count, reused = len(results), sum(len(result.reused) for result in results)
    print(
        f"{what:32} coordinator {own / count * 1000:7.1f} ms, workers {theirs / count * 1000:7.1f} ms, "
        f"elapsed {wall / count * 1000:7.1f} ms a bulletin; {reused} of {sum(len(r.written) for r in results)} reused"
    )


def orders(folder: Path) -> None:
    """Print what each kind of order costs in a warm process."""
    for writers in (["html"], ["epub"], ["pdf"], ["pdf", "epub", "html"]):
        for verify in (False, True):
            watched = Watched()
            plan = make_plan(find_project(folder), to=writers, with_verify=verify, by_force=True)
            run(plan, executor=watched)
            for kind in watched.seconds:
                name = f"{kind}{'' if verify or kind == 'recover' else ', unproved'}"
                print(
                    f"{name:32} {statistics.median(watched.seconds[kind]) * 1000:7.1f} ms, "
                    f"{statistics.mean(watched.sent[kind]) / 1000:7.1f} kB out, "
                    f"{statistics.mean(watched.returned[kind]) / 1000:7.1f} kB back"
                )


def size(folder: Path) -> int:
    """Bytes of all files below *folder*."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@contextmanager
def cluster(workers: int) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """A scheduler and *workers* on this machine."""
    address = f"tcp://127.0.0.1:{PORT}"
    started = {"scheduler": ["dask_scheduler", "--host", "127.0.0.1", "--port", str(PORT), "--no-dashboard"]}
    for number in range(workers):
        started[f"worker {number}"] = ["dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    processes = {
        name: subprocess.Popen([sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:]], stderr=-3)  # noqa: S603 - ours
        for name, words in started.items()
    }
    try:
        yield processes
    finally:
        for process in processes.values():
            process.terminate()
            process.wait()


def spent(pid: int) -> float:
    """Processor time in s of a process that lives."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bulletins", type=int, default=24)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--builds-only", action="store_true", help="leave out the orders one by one")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="wxpress-scale-"))
    (folder / "sources").mkdir()
    (folder / "wxpress.toml").write_text("[archive]\nwrite = false\n", "utf-8")
    for number in range(options.bulletins):
        (folder / "sources" / f"{number:06}.md").write_text(bulletin(number), "utf-8")
    os.chdir(folder)
    print(f"{options.bulletins} bulletins, {size(folder / 'sources') / options.bulletins / 1000:.1f} kB each")
    if not options.builds_only:
        orders(folder)
    measured("all outputs, from nothing", make_plan(find_project(folder), by_force=True), options.workers)
    print(f"outputs {size(folder / 'build') / options.bulletins / 1000:.1f} kB a bulletin, ", end="")
    print(f"cache {size(folder / '.wxpress' / 'cache') / options.bulletins / 1000:.1f} kB")
    measured("nothing changed", make_plan(find_project(folder)), options.workers)
    (folder / "sources" / "000000.md").write_text(bulletin(0) + "\n又一段。\n", "utf-8")
    measured("one changed", make_plan(find_project(folder)), options.workers)
    (folder / "wxpress.toml").write_text("", "utf-8")
    measured("the archive beside it", make_plan(find_project(folder)), options.workers)
    (folder / "wxpress.toml").write_text("[archive]\nwrite = false\n", "utf-8")
    if options.cluster:
        with cluster(options.workers) as processes:
            plan = make_plan(find_project(folder), by_force=True)
            measured("all outputs, on a cluster", plan, options.workers, f"dask://127.0.0.1:{PORT}")
            scheduler = spent(processes["scheduler"].pid) / options.bulletins
            print(f"scheduler {scheduler * 1000:.1f} ms a bulletin, its start among them")


if __name__ == "__main__":
    main()
