"""雇人：who carries out the orders of a plan: this process, a pool of workers, or a cluster.

A build for which nothing need be done hires nobody, and does not even load what that would take.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from wxpress.build.executor import Executor
from wxpress.build.plan import Plan
from wxpress.build.printing.orders import Order, Outcome, broken
from wxpress.build.printing.press import carried_out

if TYPE_CHECKING:
    from wxpress.build.workers.server import Opening
    from wxpress.build.workers.system import Closed
    from wxpress.build.workers.worker import Task

LOCAL = "local"

PATIENCE = 0.5
"""Seconds of work before workers are worth their start; a PDF always is."""


class Lazily:
    """待雇：an executor of *capacity* that is made when the first order comes."""

    def __init__(self, capacity: int, make: Callable[[], Executor]) -> None:
        """Remember how it is made."""
        self.capacity, self._make = capacity, make
        self._made: Executor | None = None

    def submit(self, order: Order) -> None:
        """Hand *order* on."""
        self._made = self._made or self._make()
        self._made.submit(order)

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of the orders."""
        if self._made is not None:
            yield from self._made.outcomes()

    @property
    def network(self) -> Closed | None:
        """How the workers were kept from the network; null where there were none."""
        return getattr(self._made, "network", None)

    def close(self) -> None:
        """End all work at once."""
        if self._made is not None:
            self._made.close()


def protection(executor: Executor) -> str:
    """How the workers of *executor* were kept from the network, for a person; empty where there were none here."""
    network: Closed | None = getattr(executor, "network", None)
    if network is None:
        return ""
    from wxpress.build.workers.system import TOLD  # noqa: PLC0415 - it is loaded where there were workers

    return f"工作进程{TOLD[network]}"


def cores() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def hired(
    plan: Plan,
    jobs: int | None = None,
    engine: str = LOCAL,
    heard: Callable[[str, str], None] = lambda name, stage: None,  # noqa: ARG005 - nobody listens
    warn: Callable[[str], None] = lambda _: None,
) -> Executor:
    """The workers for *plan*: the cluster at *engine*, or at most *jobs* here (null: one for each core).

    Never more than there are sources; a single one works in this process. *heard* is told of the stages, *warn* of what
    is wrong with a cluster. A `WxpressError` where *engine* cannot be used.
    """
    if engine != LOCAL:
        return _clustered(plan, engine, warn)
    size = max(1, min(jobs or cores(), len(plan.jobs)))
    return Lazily(2 * size if size > 1 else 1, lambda: _pooled(plan, size, jobs or cores(), heard))


def _pooled(plan: Plan, size: int, most: int, heard: Callable[[str, str], None]) -> Executor:
    from wxpress.build.workers.pool import Pool, Worth  # noqa: PLC0415 - only where something is to be made
    from wxpress.build.workers.warming import PDF  # noqa: PLC0415 - as above

    start, limits = opening(plan), plan.project.settings.limits
    if size > 1:
        worth = Worth(2, 0 if PDF in start.warmth.writers else PATIENCE)
        return Pool(start, size, limits, task, broken, heard, worth)
    from wxpress.build.workers.alone import Alone  # noqa: PLC0415 - as above

    def pool(step: Callable[[Order], Outcome]) -> Executor:
        return Pool(start._replace(step=step), size, limits, task, broken, heard, Worth(math.inf))

    return Alone(start.warmth, most, pool)


def _clustered(plan: Plan, engine: str, warn: Callable[[str], None]) -> Executor:
    from wxpress.build.workers.cluster import Cluster, scheduler  # noqa: PLC0415 - only where there is a cluster

    return Cluster(scheduler(engine), opening(plan), plan.project.settings.limits, task, broken, warn)


def opening(plan: Plan) -> Opening:
    """What the workers of *plan* do, and what they load for it."""
    from wxpress.build.workers.server import Opening  # noqa: PLC0415 - as above
    from wxpress.build.workers.warming import Warmth, warm  # noqa: PLC0415 - as above

    writers = dict.fromkeys(target.writer.name for job in plan.jobs for target in job.targets)
    return Opening(carried_out, warm, Warmth(tuple(writers), plan.style, plan.with_verify))


def task(order: Order) -> Task:
    """What a person calls *order*, and how large it is."""
    from wxpress.build.workers.worker import Task  # noqa: PLC0415 - as above

    return Task(order, order.manuscript.source, order.weight)
