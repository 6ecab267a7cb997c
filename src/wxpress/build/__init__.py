"""构建：from sources to files on disk. The only room that writes files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path

from wxpress import Room
from wxpress.build.files import make_folder, sweep
from wxpress.build.library import shelve
from wxpress.build.lock import folder_lock
from wxpress.build.manifest import update_manifest
from wxpress.build.plan import Plan, make_plan
from wxpress.build.press import Emit, Result, press
from wxpress.config import find_project
from wxpress.errors import WriteError

__all__ = ["Plan", "Result", "build", "exit_code", "make_plan", "run"]

_OURS_TO_NAME = (70, 6, 4, 3)  # faults of the machine or of ours keep their code among many sources, the gravest first


def build(
    *sources: str | Path,
    output: str | Path | None = None,
    to: Sequence[str] = (),
    style: str | None = None,
    verify: bool = True,
) -> tuple[Result, ...]:
    """Build *sources* (none: those of the project here) as ``wxpress build`` does, and tell what came of each.

    *output* is a folder, or a file whose suffix picks the writer; *verify* has each output proved before
    it is written. Raises a `WxpressError` where nothing can be begun; what goes wrong with one source is in its
    `Result`.
    """
    project = find_project(Path.cwd())
    where = str(output) if output is not None else None
    files = [Path(source) for source in sources]
    return run(make_plan(project, files, output=where, to=to, style=style, with_verify=verify))


def run(
    plan: Plan,
    emit: Emit | None = None,
    finished: Callable[[Result], None] = lambda _: None,
    *,
    keep_going: bool = True,
) -> tuple[Result, ...]:
    """Carry *plan* out, source by source; *finished* hears of each, *emit* takes what goes to standard output."""
    if plan.folder is not None:
        make_folder(plan.folder)
    results: list[Result] = []
    with folder_lock(plan.folder) if plan.folder is not None else nullcontext():
        if plan.folder is not None:
            sweep(plan.folder)
        with _manifested(plan, results):
            for job in plan.jobs:
                result = press(job, plan, emit or _nowhere)
                results.append(result)
                finished(result)
                if not (keep_going or result.is_good()):
                    break
            shelve(plan, results)
    return tuple(results)


@contextmanager
def _manifested(plan: Plan, results: Sequence[Result]) -> Iterator[None]:
    """Enter *results* into the manifest at the end, even of a build that is broken off."""
    try:
        yield
    finally:
        made = [result.made for result in results if result.made]
        if plan.manifest is not None and made:
            update_manifest(plan.manifest, made)


def exit_code(results: Iterable[Result], *, strict: bool = False) -> int:
    """0 where all is good; one source's own failure gives its code; among many, 1, unless the machine failed."""
    results = tuple(results)
    codes = {failure.exit_code for result in results for failure in result.failures}
    if len(codes) == 1 and len(results) == 1:
        return codes.pop()
    grave = next((code for code in _OURS_TO_NAME if code in codes), None)
    if grave is not None:
        return grave
    return 0 if all(result.is_good(strict=strict) for result in results) else 1


def _nowhere(_: bytes) -> None:
    raise WriteError("没有可写的标准输出", "请用 -o 指定文件或文件夹")


sys.modules[__name__].__class__ = Room  # wxpress.build(…)
