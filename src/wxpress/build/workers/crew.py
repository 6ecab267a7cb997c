"""一班工人：the workers that live, what each is at, and what has come of it."""

from __future__ import annotations

import math
import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from wxpress.build.workers import channel, failures
from wxpress.build.workers.channel import Inbox
from wxpress.build.workers.nursery import Nursery
from wxpress.build.workers.server import Began, Ended, Ready
from wxpress.build.workers.system import Closed
from wxpress.build.workers.watch import MIB, TICK, excess, own_memory
from wxpress.build.workers.worker import Message, Task
from wxpress.errors import WxpressError
from wxpress.limits import WorkLimits

START = 120.0
"""Seconds that a worker may need to begin its first task, while all that it needs is loaded."""

GRACE = 1.0
"""Seconds between a worker's last word and its end."""

Stage = Callable[[str, str], None]
"""Hears the name of a task and the stage that it has come to."""


@dataclass(eq=False)
class Worker:
    """一个工人：its socket and process, the task that it has and when it began with it, how many it has done.

    *silent* is when it closed its socket, *verdict* why it was ended by us.
    """

    sock: socket.socket
    inbox: Inbox
    task: Task | None = None
    pid: int = 0
    began: float | None = None
    given: float = 0.0
    stage: str = ""
    done: int = 0
    silent: float = math.inf
    verdict: WxpressError | None = None


@dataclass
class Crew:
    """一班工人 of one `Nursery`: hands tasks out, and gives back what comes of them as it comes."""

    nursery: Nursery
    limits: WorkLimits
    heard: Stage
    network: Closed | None = None
    _workers: list[Worker] = field(default_factory=list)
    _unborn: deque[Worker] = field(default_factory=deque)
    _selector: selectors.BaseSelector = field(default_factory=selectors.DefaultSelector)

    def __post_init__(self) -> None:
        """Listen to the nursery."""
        self._selector.register(self.nursery.control, selectors.EVENT_READ)

    def __len__(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    def is_busy(self) -> bool:
        """Whether any worker has a task."""
        return any(worker.task for worker in self._workers)

    def idle(self) -> Worker | None:
        """A worker that has nothing to do."""
        return next((worker for worker in self._workers if worker.task is None), None)

    def hire(self) -> Worker:
        """A new worker; OSError where the nursery is gone."""
        sock = self.nursery.fork()
        worker = Worker(sock, Inbox(sock))
        self._workers.append(worker)
        self._unborn.append(worker)
        self._selector.register(sock, selectors.EVENT_READ, worker)
        return worker

    def give(self, worker: Worker, task: Task) -> None:
        """Give *worker* a task; one that has died meanwhile is found out as it is waited for."""
        worker.task, worker.began, worker.given, worker.stage = task, None, time.monotonic(), ""
        with suppress(OSError):
            channel.send(worker.sock, task)

    def came(self) -> Iterator[tuple[Task, Message]]:
        """What has come within a tick: the task and what became of it. EOFError where the nursery is gone."""
        for key, _ in self._selector.select(TICK):
            yield from self._news() if key.data is None else self._hear(key.data)
        for worker in self._workers:
            self._judge(worker)

    def abandon(self) -> Iterator[tuple[Task, Message]]:
        """What comes of all tasks in hand when the nursery is gone."""
        for worker in tuple(self._workers):
            yield from self._conclude(worker, None)

    def close(self) -> None:
        """End all workers and their nursery at once."""
        self._selector.close()
        for worker in self._workers:
            worker.sock.close()
        self.nursery.close()

    def _news(self) -> Iterator[tuple[Task, Message]]:
        for item in self.nursery.told():
            match item:
                case Ready(network):
                    self.network = network
                case Began(pid):
                    self._unborn.popleft().pid = pid
                case Ended(pid, code):
                    yield from self._ended(pid, code)

    def _ended(self, pid: int, code: int) -> Iterator[tuple[Task, Message]]:
        worker = next((worker for worker in self._workers if worker.pid == pid), None)
        if worker is not None:
            with suppress(EOFError, OSError):
                while True:  # what it has said before it died; nothing more can come
                    yield from self._heard(worker)
            yield from self._conclude(worker, code)

    def _conclude(self, worker: Worker, code: int | None) -> Iterator[tuple[Task, Message]]:
        """Say what became of the task of a worker that has ended with exit *code*, null where that is not known."""
        self._dismiss(worker)
        if worker.task is not None:
            yield worker.task, Message("failed", worker.verdict or _failure(worker.task, code, worker.stage))

    def _hear(self, worker: Worker) -> Iterator[tuple[Task, Message]]:
        if worker not in self._workers:  # the nursery has told of its end just now
            return
        try:
            yield from self._heard(worker)
        except (EOFError, OSError):
            self._selector.unregister(worker.sock)  # the nursery will tell of its end
            worker.silent = time.monotonic()

    def _heard(self, worker: Worker) -> Iterator[tuple[Task, Message]]:
        for message in worker.inbox.arrived():
            task = worker.task
            if task is None:
                continue
            if message.kind in ("began", "stage"):
                self._note(worker, task, message)
                continue
            worker.task, worker.done = None, worker.done + 1
            self._retire(worker)
            yield task, message

    def _note(self, worker: Worker, task: Task, message: Message) -> None:
        worker.began = worker.began or time.monotonic()
        worker.stage = message.content or ""
        self.heard(task.name, worker.stage)

    def _retire(self, worker: Worker) -> None:
        """Send a worker away that has done enough, or has kept too much memory."""
        if worker.done >= self.limits.retire_after or own_memory(worker.pid) > self.limits.retire_memory * MIB:
            self._dismiss(worker)

    def _dismiss(self, worker: Worker) -> None:
        """Strike a worker off; it takes the end of its socket as its own."""
        with suppress(KeyError, ValueError):
            self._selector.unregister(worker.sock)
        worker.sock.close()
        if worker in self._workers:
            self._workers.remove(worker)

    def _judge(self, worker: Worker) -> None:
        """End a worker that has passed a limit, or has closed its socket and lives on."""
        if worker.task is None or not worker.pid or worker.verdict is not None:
            return
        now = time.monotonic()
        spent = now - worker.began if worker.began is not None else now - worker.given - START
        worker.verdict = excess(worker.task.name, self.limits, spent, own_memory(worker.pid), worker.stage)
        if worker.verdict is not None or now - worker.silent > GRACE:
            _kill(worker)


def _kill(worker: Worker) -> None:
    if worker.pid:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(worker.pid, signal.SIGKILL)


def _failure(task: Task, code: int | None, stage: str) -> WxpressError:
    return failures.lost(task.name) if code is None else failures.ended(task.name, code, stage)
