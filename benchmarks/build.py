"""What a build costs, beside its peers on the same text: one interleaved run, each time in a new process.

    .venv/bin/python benchmarks/build.py [--sizes 1 10 100] [--rounds 3] [--typst-python PYTHON] [--no-peers]

The text of x1 is the seed; x10 and x100 are so many times as much random prose (prose.py) in the form of the seed: a
printed contents, and titles that nothing marks. Typst comes from PyPI (``pip install typst``, in any environment). For
each program: processor time, its own and its children's, and elapsed time in s, the least and the median of the
rounds; the most memory of a process; the bytes of what it makes. Then the ratios that the design asks for. Processor
time is what a busy machine distorts least. "warm" is the second build in one process, of a text not seen before.
"""

from __future__ import annotations

import argparse
import compileall
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import peers
import prose

from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Bulletin
from wxpress.walk import text_of

REPOSITORY = Path(__file__).parents[1]
SEED = REPOSITORY / "sources" / "chengshi-gongzuo-huiyi.md"
ARTICLES_A_SECTION, PARAGRAPHS_AN_ARTICLE = 3, 2
"""As in the seed, so that x100 has as many titles and lines of contents as a hundred of it."""

MIB = 1024

WARM = """
import sys, time, resource
from pathlib import Path
from wxpress.build import build
first, second, folder = sys.argv[1:]
results = build(first, output=folder)
began = time.process_time(), time.perf_counter()
results = build(second, output=folder)
assert all(result.is_good() for result in results), results
print(time.process_time() - began[0], time.perf_counter() - began[1])
"""


class Run(NamedTuple):
    """One run: processor time and elapsed time in s, the most memory in MiB, the bytes of what was made."""

    processor: float
    elapsed: float
    memory: float
    size: int


@dataclass(frozen=True)
class Contestant:
    """What is measured: its name, and how to run it once with a fresh folder for its output."""

    name: str
    run: Callable[[Path], Run]


class Goal(NamedTuple):
    """What the design asks for: *ours* over *theirs*, at most *most*, of one column of the table."""

    size: int
    ours: str
    theirs: str
    column: str
    most: float


ALL, PDF, EPUB, HTML = "wxpress, all three", "wxpress pdf", "wxpress epub", "wxpress html"
WARM_ALL, WP = "wxpress, all three, warm", "WeasyPrint pdf"
GOALS = (
    Goal(1, ALL, WP, "processor", 0.6),
    Goal(1, ALL, "pandoc + xelatex pdf", "processor", 0.2),
    Goal(1, ALL, "typst, system fonts pdf", "processor", 2),
    Goal(1, WARM_ALL, WP, "processor", 0.25),
    Goal(1, ALL, WP, "memory", 0.6),
    Goal(1, PDF, WP, "size", 0.5),
    Goal(1, PDF, "typst, system fonts pdf", "size", 1),
    Goal(100, PDF, WP, "processor", 0.35),
    Goal(100, PDF, "pandoc + xelatex pdf", "processor", 0.6),
    Goal(100, EPUB, "pandoc epub", "processor", 0.5),
    Goal(100, HTML, "pandoc html", "processor", 1),
)


def main() -> None:
    """Print a table for each size, then the ratios."""
    arguments = _arguments()
    compileall.compile_dir(REPOSITORY / "src", quiet=1)  # as an installed program is
    with tempfile.TemporaryDirectory() as temporary:
        tables = {size: _table(size, arguments, Path(temporary)) for size in arguments.sizes}
    _print_goals(tables)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[1, 10, 100])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--typst-python", help="a Python that has typst, where this one has not")
    parser.add_argument("--no-peers", action="store_true", help="measure wxpress and WeasyPrint alone")
    return parser.parse_args()


def _table(size: int, arguments: argparse.Namespace, temporary: Path) -> Mapping[str, Sequence[Run]]:
    folder = temporary / f"x{size}"
    folder.mkdir()
    source = _source(size, folder)
    peers.written(_parts(recover(load(source)).bulletin), folder)
    contestants = [
        *_ours(source, folder),
        *_theirs(folder, arguments.typst_python, temporary / "fonts", only_first=arguments.no_peers),
    ]
    runs: dict[str, list[Run]] = {contestant.name: [] for contestant in contestants}
    for number in range(arguments.rounds):
        for contestant in contestants:
            out = folder / f"{number} {contestant.name}".replace(" ", "-")
            out.mkdir()
            runs[contestant.name].append(contestant.run(out))
    _print_table(size, runs)
    return runs


def _ours(source: Path, folder: Path) -> Iterator[Contestant]:
    for name, kinds in ((ALL, "pdf,epub,html"), (PDF, "pdf"), (EPUB, "epub"), (HTML, "html")):
        yield Contestant(name, lambda out, kinds=kinds: _timed(_build(source, kinds, out), out))  # type: ignore[misc]
    yield Contestant(WARM_ALL, lambda out: _warm(source, folder, out))


def _build(source: Path, kinds: str, out: Path) -> Sequence[str]:
    return (sys.executable, "-m", "wxpress", "build", str(source), "-q", "--force", "-t", kinds, "-o", str(out))


def _warm(source: Path, folder: Path, out: Path) -> Run:
    """The second build of one process: its times, and the most memory of both."""
    second = folder / "second.md"
    second.write_text(source.read_text("utf-8").replace("城市", "乡村").replace("发展", "振兴"), "utf-8")
    done = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", WARM, str(source), str(second), str(out)], cwd=out, stdout=subprocess.PIPE, text=True
    )
    output = done.stdout.read() if done.stdout else ""
    _, status, usage = os.wait4(done.pid, 0)
    if status:
        raise SystemExit("the warm build failed")
    processor, elapsed = map(float, output.split())
    return Run(processor, elapsed, usage.ru_maxrss / MIB, _size(out))


def _theirs(folder: Path, typst: str | None, fonts: Path, *, only_first: bool) -> Iterator[Contestant]:
    for peer in peers.present(typst, fonts):
        yield Contestant(
            f"{peer.name} {peer.makes}",
            lambda out, peer=peer: _timed(peer.command(folder, out), out),  # type: ignore[misc]
        )
        if only_first:
            return


def _timed(command: Sequence[str], out: Path) -> Run:
    began = time.perf_counter()
    done = subprocess.Popen(command, cwd=out, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)  # noqa: S603 - made here
    errors = done.stderr.read() if done.stderr else b""
    _, status, usage = os.wait4(done.pid, 0)
    elapsed = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)} failed:\n{errors.decode(errors='replace')}")
    return Run(_processor(usage), elapsed, usage.ru_maxrss / MIB, _size(out))


def _processor(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def _size(out: Path) -> int:
    """The bytes of what was made: PDF, EPUB and HTML."""
    return sum(path.stat().st_size for path in out.iterdir() if path.suffix in {".pdf", ".epub", ".html"})


def _print_table(size: int, runs: Mapping[str, Sequence[Run]]) -> None:
    sys.stdout.write(f"\nx{size:<33} processor (median)   elapsed (median)    MiB        bytes\n")
    for name, times in runs.items():
        processor, elapsed = [run.processor for run in times], [run.elapsed for run in times]
        sys.stdout.write(
            f"{name:34} {min(processor):9.2f} {statistics.median(processor):8.2f} {min(elapsed):10.2f} "
            f"{statistics.median(elapsed):8.2f} {times[0].memory:8.0f} {times[0].size:12,}\n"
        )
    sys.stdout.flush()


def _print_goals(tables: Mapping[int, Mapping[str, Sequence[Run]]]) -> None:
    sys.stdout.write("\nratio of the least                                                        found    goal\n")
    for goal in GOALS:
        runs = tables.get(goal.size, {})
        if goal.ours in runs and goal.theirs in runs:
            ours, theirs = (min(getattr(run, goal.column) for run in runs[name]) for name in (goal.ours, goal.theirs))
            what = f"x{goal.size} {goal.column}: {goal.ours} / {goal.theirs}"
            sys.stdout.write(f"{what:72} {ours / theirs:7.2f} {goal.most:7.2f}\n")


def _source(size: int, folder: Path) -> Path:
    """The text of so many times the seed, in a file."""
    path = folder / "text.source.md"
    path.write_text(SEED.read_text("utf-8") if size == 1 else _long(size), "utf-8")
    return path


def _long(size: int) -> str:
    """Random prose in the form of the seed, *size* times as long."""
    dice = random.Random(f"build {size}")  # noqa: S311 - nothing secret
    goal, text, contents = size * len(SEED.read_text("utf-8")), list[str](), list[str]()
    length = 0
    while length < goal:
        section = f"第{len(contents) + 1}编工作研究"
        contents.append(f"- **{section}**.....{len(contents) + 1}")
        text.append(section)
        for _ in range(ARTICLES_A_SECTION):
            title = f"{dice.choice(_THEMES)}{dice.choice(_WAYS)}之{len(contents)}"
            body = [prose.paragraph(dice) for _ in range(PARAGRAPHS_AN_ARTICLE)]
            contents.append(f" - {title}")
            text += [title, *body]
            length += sum(map(len, body))
    head = ["党政干部和党务工作者 学习文选", "学习贯彻会议精神", "\n".join(contents)]
    return "\n\n".join([*head, *text]) + "\n"


_THEMES = ("城市更新", "乡村振兴", "基层治理", "科技创新", "生态保护", "民生保障", "文化建设", "对外开放")
_WAYS = ("要抓住关键", "重在落到实处", "的新路子", "的经验与启示", "须久久为功")


def _parts(bulletin: Bulletin) -> list[peers.Part]:
    """The text as the peers get it, in its order."""
    parts = [("title", bulletin.title or "文选")]
    parts += [("text", text_of(block)) for block in (bulletin.editors_note.blocks if bulletin.editors_note else ())]
    for section in bulletin.sections:
        parts.append(("section", section.title or "文选"))
        for article in section.articles:
            parts += [("article", article.title or "文选"), *(("text", text_of(block)) for block in article.blocks)]
    return parts


if __name__ == "__main__":
    main()
