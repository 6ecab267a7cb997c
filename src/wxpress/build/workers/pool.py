"""工作进程池：gives orders to warm workers, the largest first, and their outcomes as they finish.

An order that stands alone is carried out here: to start a process for it would only cost time.
"""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from typing import Generic, NamedTuple, TypeVar

from wxpress.build.printing import stages
from wxpress.build.workers.crew import Crew, Stage
from wxpress.build.workers.nursery import Nursery
from wxpress.build.workers.server import Opening
from wxpress.build.workers.system import Closed
from wxpress.build.workers.watch import limited
from wxpress.build.workers.worker import Message, Task, outcome
from wxpress.errors import LimitError, WxpressError
from wxpress.limits import WorkLimits

Order = TypeVar("Order")
Outcome = TypeVar("Outcome")


class Worth(NamedTuple):
    """从何时起：workers are started when so many *orders* wait, and so many *seconds* were spent on some here."""

    orders: float
    seconds: float = 0.0


SEVERAL = Worth(2)


class Pool(Generic[Order, Outcome]):
    """工作进程池 of at most *size* processes, none of which is started before it is *worth* it.

    *task* says what a person calls an order and how large it is; *broken* makes the outcome of one that failed with its
    worker; *heard* is told of each stage.
    """

    def __init__(
        self,
        opening: Opening,
        size: int,
        limits: WorkLimits,
        task: Callable[[Order], Task],
        broken: Callable[[Order, WxpressError], Outcome],
        heard: Stage = lambda name, stage: None,  # noqa: ARG005 - nobody listens
        worth: Worth = SEVERAL,
    ) -> None:
        """Remember what to do; nothing is started yet."""
        self._opening, self._size, self._limits, self._worth = opening, size, limits, worth
        self._task, self._broken, self._heard = task, broken, heard
        self._waiting: list[tuple[int, int, Task]] = []
        self._numbers = count()
        self._spent = 0.0
        self._network: Closed | None = None
        self._crew: Crew | None = None

    @property
    def capacity(self) -> int:
        """How many orders it likes to have at once: one in hand and one waiting for each worker."""
        return 2 * self._size if self._worth.orders < math.inf else 1

    @property
    def network(self) -> Closed | None:
        """How the workers are kept from the network; null where there were none."""
        return self._crew.network if self._crew else self._network

    def submit(self, order: Order) -> None:
        """Take an order; it waits until `outcomes` is asked."""
        task = self._task(order)
        heapq.heappush(self._waiting, (-task.weight, next(self._numbers), task))

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of the orders, as they finish; more may come meanwhile. Ends when none is left."""
        while self._waiting or (self._crew and self._crew.is_busy()):
            if self._crew is None and (self._is_little() or not self._hired()):
                yield self._made(*self._alone(self._next()))
            else:
                for task, message in self._round():
                    yield self._made(task, message)

    def close(self) -> None:
        """End all workers at once; what they have in hand is lost."""
        self._network = self.network
        crew, self._crew = self._crew, None
        self._waiting.clear()
        if crew is not None:
            crew.close()

    def _is_little(self) -> bool:
        """Whether what waits is not worth a process."""
        return len(self._waiting) < self._worth.orders or self._spent < self._worth.seconds

    def _next(self) -> Task:
        return heapq.heappop(self._waiting)[2]

    def _made(self, task: Task, message: Message) -> Outcome:
        if message.kind == "failed":
            return self._broken(task.order, message.content)
        made: Outcome = message.content
        return made

    def _alone(self, task: Task) -> tuple[Task, Message]:
        began = time.monotonic()
        try:
            return self._made_here(task)
        finally:
            self._spent += time.monotonic() - began

    def _made_here(self, task: Task) -> tuple[Task, Message]:
        with stages.heard_by(lambda stage: self._heard(task.name, stage)):
            try:
                with limited(task.name, self._limits):
                    return task, outcome(self._opening.step, task)
            except LimitError as error:
                return task, Message("failed", error)

    def _hired(self) -> bool:
        """Whether there are workers now; where the system gives no process, there are none."""
        with suppress(OSError):
            self._crew = Crew(Nursery(self._opening), self._limits, self._heard)
        return self._crew is not None

    def _round(self) -> Iterator[tuple[Task, Message]]:
        """Hand out what can be, and take what has come. Where the nursery is gone, the next round has a new one."""
        crew = self._crew
        if crew is None:
            return
        try:
            self._hand_out(crew)
            yield from crew.came()
        except (EOFError, OSError):
            lost = list(crew.abandon())
            self._crew = None
            crew.close()
            yield from lost

    def _hand_out(self, crew: Crew) -> None:
        while self._waiting and (worker := crew.idle() or (crew.hire() if len(crew) < self._size else None)):
            crew.give(worker, self._next())
