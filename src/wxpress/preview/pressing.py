"""随改随排：builds, waits for a change of anything that the build may read, and builds again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from threading import Event

from wxpress.build import Plan, Result, make_plan, run
from wxpress.build.plan import MANIFEST
from wxpress.config import FILE_NAME, find_project
from wxpress.errors import WxpressError
from wxpress.preview.status import Board
from wxpress.preview.watching import PAUSE, Snapshot, await_change, snapshot


@dataclass(frozen=True)
class Request:
    """所求：what the command line asks for; the plan is made of it anew each time, as new sources may have come."""

    sources: tuple[Path, ...] = ()
    output: str | None = None
    to: tuple[str, ...] = ()
    style: str | None = None

    def plan(self) -> Plan:
        """The plan as of now; raises as `make_plan` does."""
        project = find_project(Path.cwd())
        return make_plan(project, self.sources, output=self.output, to=self.to, style=self.style)


@dataclass
class Press:
    """印刷机：*told* hears of each build, the board shows it; it stops when *over* is set."""

    request: Request
    board: Board
    told: Callable[[Sequence[Result] | WxpressError], None]
    pause: float = PAUSE
    over: Event = field(default_factory=Event)

    def work(self, plan: Plan) -> None:
        """Build by *plan*, then by a new one after each change."""
        seen = look(plan)
        latest = self._built(plan) or plan
        while not self.over.is_set():
            seen = await_change(partial(look, latest), seen, self.over.is_set, self.pause)
            latest = self._built() or latest

    def _built(self, plan: Plan | None = None) -> Plan | None:
        self.board.begin()
        try:
            made = plan or self.request.plan()
            results = run(made)
        except WxpressError as error:
            self.board.fail(error)
            self.told(error)
            return None
        self.board.show(results)
        self.told(results)
        return made


def look(plan: Plan) -> Snapshot:
    """Everything that a build by *plan* may read, as it is now."""
    return snapshot(_watched(plan), _ours(plan))


def _ours(plan: Plan) -> set[str]:
    """What a build by *plan* writes itself: not looked at, or each build would bring the next."""
    folders = {folder.resolve() for folder in (plan.folder, plan.project.output) if folder}
    apart = {folder for folder in folders if not any(job.source.resolve().is_relative_to(folder) for job in plan.jobs)}
    files = {target.path.resolve() for job in plan.jobs for target in job.targets if target.path}
    return {str(path) for path in (*apart, *files, *(folder / MANIFEST for folder in folders))}


def _watched(plan: Plan) -> list[Path]:
    """The folders whose files a build by *plan* may read, none of them twice."""
    roots = {job.root.resolve() for job in plan.jobs} | {style.folder.resolve() for style in plan.style.lineage}
    if (plan.project.root / FILE_NAME).is_file():
        roots.add(plan.project.root.resolve())
    return [root for root in sorted(roots) if not any(other in roots for other in root.parents)]
