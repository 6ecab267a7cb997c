"""构建：from sources to files on disk. The only room that writes files."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from wxpress import Room
from wxpress.build.desk import Desk
from wxpress.build.dispatch import dispatched
from wxpress.build.executor import Executor, Here
from wxpress.build.incremental.lastly import Lastly
from wxpress.build.incremental.records import Records
from wxpress.build.incremental.storage import NO_CACHE, Storage
from wxpress.build.journal import Journal
from wxpress.build.outputs.daybook import daybook, settle
from wxpress.build.outputs.delivery import Emit, delivered
from wxpress.build.outputs.files import make_folder, sweep
from wxpress.build.outputs.library import shelve
from wxpress.build.outputs.lock import folder_lock
from wxpress.build.outputs.manifest import Manifest, read_manifest, update_manifest
from wxpress.build.outputs.withdrawal import withdraw_archive, withdraw_beside, withdraw_gone, withdraw_unasked
from wxpress.build.plan import Plan, make_plan
from wxpress.build.results import Result, exit_code
from wxpress.build.ticket import Ticket
from wxpress.config import find_project
from wxpress.errors import WriteError
from wxpress.memo import Memo

__all__ = ["Executor", "Plan", "Result", "build", "exit_code", "make_plan", "run"]


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
    executor: Executor | None = None,
    arrived: Callable[[Result], None] = lambda _: None,
    journal: Journal | None = None,
) -> tuple[Result, ...]:
    """Carry *plan* out by *executor* (null: in this process), what was made before of all the same left as it is.

    *finished* hears of each source in the plan's order, *arrived* as soon as it is written; *emit* takes what goes to
    standard output, *journal* a line for each action.
    """
    worker = executor or Here()
    desk = _desk(plan, journal or Journal())
    results: list[Result] = []
    with _folder(plan), _closed(plan, results, desk):
        tickets = [Ticket(job, number, desk) for number, job in enumerate(plan.jobs)]
        try:
            for result in dispatched(
                tickets, worker, lambda ticket: _delivered(ticket, desk, emit or _nowhere, arrived)
            ):
                results.append(result)
                finished(result)
                if not (keep_going or result.is_good()):
                    break
        finally:
            worker.close()
    return tuple(results)


def _delivered(ticket: Ticket, desk: Desk, emit: Emit, arrived: Callable[[Result], None]) -> Result:
    result = delivered(ticket, desk.plan, emit, desk.last)
    arrived(result)
    return result


def _desk(plan: Plan, journal: Journal) -> Desk:
    """What was kept of earlier builds; nothing where no file is written."""
    storage = Storage(plan.project.root)
    if plan.folder is None:
        records = Records(NO_CACHE)
        return Desk(plan, records, Memo(None), Lastly(None, records), journal)
    storage.prepare()
    records = Records(storage.cache, plan.by_force)
    return Desk(plan, records, Memo(storage.state / "memo"), Lastly(storage.state / "outputs", records), journal)


@contextmanager
def _folder(plan: Plan) -> Iterator[None]:
    """Hold the folder of the outputs, if there is one, cleared of what a killed build left."""
    if plan.folder is None:
        yield
        return
    make_folder(plan.folder)
    with folder_lock(plan.folder):
        sweep(plan.folder)
        with daybook(plan.manifest):
            yield


@contextmanager
def _closed(plan: Plan, results: Sequence[Result], desk: Desk) -> Iterator[None]:
    """Enter *results* into the manifest at the end, even of a build that is broken off; a whole one is cleared up."""
    archive: dict[str, str] | None = None
    gone: frozenset[str] = frozenset()
    try:
        yield
        old = read_manifest(plan.manifest) if plan.manifest else None
        archive = shelve(plan, results, desk)
        gone = _withdrawn(plan, results, old, archive) if old else gone
    finally:
        made = [result.made for result in results if result.made]
        if plan.manifest is not None and (made or gone or archive):
            update_manifest(plan.manifest, made, archive, gone)
        desk.close()
    if plan.manifest is not None:
        settle(plan.manifest, is_done=_is_done(plan, results))


def _is_done(plan: Plan, results: Sequence[Result]) -> bool:
    """Whether all that the project is to have was asked for, and nothing broke it off."""
    return plan.is_whole and len(results) == len(plan.jobs)


def _withdrawn(plan: Plan, results: Sequence[Result], old: Manifest, archive: dict[str, str] | None) -> frozenset[str]:
    """Remove what the *old* manifest names and there shall be no more; the names of sources that are gone."""
    folder = plan.manifest or Path()
    withdraw_beside(folder, old, results)
    if archive is not None:
        withdraw_archive(folder, old.archive, archive)
    if not _is_done(plan, results):
        return frozenset()
    withdraw_unasked(folder, old, plan)
    return withdraw_gone(folder, old, plan)


def _nowhere(_: bytes) -> None:
    raise WriteError("没有可写的标准输出", "请用 -o 指定文件或文件夹")


sys.modules[__name__].__class__ = Room  # wxpress.build(…)
