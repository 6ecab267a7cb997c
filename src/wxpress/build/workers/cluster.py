"""集群：gives orders to the workers of a Dask cluster. They need no disk of ours; only the coordinator writes.

A worker that dies costs nothing: the scheduler gives its order to another. One whose engines or fonts are not ours is
refused, as its bytes would differ.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import pickle
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

from wxpress.build.workers.identity import identity
from wxpress.build.workers.remote import Terms, answered, compared
from wxpress.build.workers.server import Opening
from wxpress.build.workers.worker import Message, Task
from wxpress.errors import InternalError, MissingToolError, UsageError, WxpressError
from wxpress.limits import WorkLimits

Order = TypeVar("Order")
Outcome = TypeVar("Outcome")

SCHEME = "dask://"
PATIENCE = 30.0
"""Seconds that the scheduler is given to answer and to have a worker."""

PAUSE, LOOK = 0.01, 5.0
"""Seconds between two looks for what has arrived, and between two looks at who is there."""

LOST = "与集群的调度器断了联系"
AGAIN = "请看调度器还在不在，再做一次：已经做好的不会重做"

SAME = "请在各台机器上装同样版本的 wxpress 和程序库（requirements/constraints.txt）、同样的字体"


class Cluster(Generic[Order, Outcome]):
    """集群 at *address*; *task* and *broken* are as in a `Pool`; *warn* is told of each worker that is refused."""

    def __init__(
        self,
        address: str,
        opening: Opening,
        limits: WorkLimits,
        task: Callable[[Order], Task],
        broken: Callable[[Order, WxpressError], Outcome],
        warn: Callable[[str], None],
    ) -> None:
        """Connect, and look at the workers; a `WxpressError` where that cannot be, or none of them can be used."""
        self._task, self._broken, self._warn = task, broken, warn
        self._terms = _terms(opening, limits)
        self._client = _client(address)
        self._flight: dict[Any, Order] = {}
        self._numbers = itertools.count()
        self._refused: set[str] = set()
        self._prefix = f"wxpress-{hashlib.sha256(f'{id(self)}{self._client.id}'.encode()).hexdigest()[:12]}"
        self._arrivals = _arrivals(self._client)
        try:
            self.capacity = 2 * self._usable(address)
        except BaseException:
            self.close()
            raise

    def submit(self, order: Order) -> None:
        """Send an order to the scheduler."""
        with _connected():
            workers = self._others()
            future = self._client.submit(
                answered,
                packed((self._terms, self._task(order))),
                key=f"{self._prefix}-{next(self._numbers)}",
                workers=workers,
                allow_other_workers=workers is not None,  # or it would wait for ever where all of these have gone
            )
            self._arrivals.add(future)
        self._flight[future] = order

    def outcomes(self) -> Iterator[Outcome]:
        """What becomes of the orders, as they finish; more may come meanwhile. Ends when none is left.

        Raises `MissingToolError` where the scheduler is gone, or all workers.
        """
        while self._flight:
            with _connected():
                future = self._arrival()
                message = _message(future, self._task(self._flight[future]).name)
            if message is None:
                self._arrivals.add(future)
                continue
            order = self._flight.pop(future)
            if message.kind == "foreign":
                yield from self._again(order, message.content)
            else:
                yield self._broken(order, message.content) if message.kind == "failed" else message.content

    def close(self) -> None:
        """Give up what is in flight, and leave the cluster."""
        futures, self._flight = list(self._flight), {}
        with suppress(OSError, TimeoutError):  # the scheduler may be gone
            if futures and self._client.status == "running":
                self._client.cancel(futures, force=True)
            self._client.close(timeout=LOOK)  # which may be closed twice

    def _arrival(self) -> Any:  # noqa: ANN401 - distributed is not there for the type checker
        """The next order that is done; an error where nobody is left to do any."""
        seen = looked = time.monotonic()
        while not self._arrivals.has_ready():
            time.sleep(PAUSE)
            if time.monotonic() - looked > LOOK:
                seen = self._last_seen(seen)
                looked = time.monotonic()
        return next(self._arrivals)

    def _last_seen(self, before: float) -> float:
        """When a worker that can be used was last seen; an error where that was too long ago."""
        now = time.monotonic()
        if self._client.nthreads().keys() - self._refused:
            return now
        if now - before > PATIENCE:
            raise MissingToolError(f"集群上 {PATIENCE:g} 秒没有能用的工作进程了", "请重新启动工作进程，再做一次")
        return before

    def _usable(self, address: str) -> int:
        """How many orders the workers that can be used take at once; those that cannot are told of."""
        found = self._client.run(compared, packed(self._terms), on_error="return")
        for worker, differing in found.items():
            if differing:
                self._refuse(worker, _reason(differing))
        threads = [count for worker, count in self._client.nthreads().items() if worker in found.keys() - self._refused]
        if not threads:
            raise MissingToolError(f"集群 {address} 上没有能用的工作进程", SAME)
        return sum(threads)

    def _refuse(self, worker: str, reason: str) -> None:
        if worker not in self._refused:
            self._refused.add(worker)
            self._warn(f"不用工作进程 {worker}：{reason}。{SAME}")

    def _again(self, order: Order, foreign: tuple[str, str]) -> Iterator[Outcome]:
        """Order again what went to a worker that cannot be used: one that came after the build had begun."""
        self._refuse(*foreign)
        if self._others() == []:
            error = MissingToolError(f"{self._task(order).name}：集群上没有能用的工作进程了", SAME)
            yield self._broken(order, error)
        else:
            self.submit(order)

    def _others(self) -> list[str] | None:
        """The workers but those that are refused; null where none is."""
        if not self._refused:
            return None
        return [worker for worker in self._client.nthreads() if worker not in self._refused]


def scheduler(engine: str) -> str:
    """The address of the scheduler that ``--engine`` names; `UsageError` where it names none."""
    place = engine.removeprefix(SCHEME)
    host, _, port = place.rpartition(":")
    if not engine.startswith(SCHEME) or not host or not port.isdigit():
        raise UsageError(f"--engine 不能是“{engine}”", "请写 local，或 dask://主机:端口（dask scheduler 说出的地址）")
    return f"tcp://{place}"


def packed(content: object) -> bytes:
    """*content* as it goes to a worker: as bytes, which the scheduler passes on without looking at them."""
    return pickle.dumps(content, pickle.HIGHEST_PROTOCOL)


def _terms(opening: Opening, limits: WorkLimits) -> Terms:
    ours = identity(opening.warmth)
    key = hashlib.sha256(packed((opening, limits, ours))).hexdigest()
    return Terms(key, opening, limits, ours)


def _client(address: str) -> Any:  # noqa: ANN401 - distributed is not there for the type checker
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and half a second
    except ImportError as error:
        raise MissingToolError("没有安装用集群所需的 distributed", "请安装：pip install 'wxpress[cluster]'") from error
    _silence("distributed")  # what is wrong is said here, in one line
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise MissingToolError(
            f"连不上集群的调度器 {address}，等了 {PATIENCE:g} 秒", "请检查地址，并先启动 dask scheduler"
        ) from error
    try:
        client.wait_for_workers(1, PATIENCE)
    except TimeoutError as error:
        client.close()
        raise MissingToolError(f"集群 {address} 上没有工作进程", "请先启动：dask worker 主机:端口") from error
    return client


def _silence(package: str) -> None:
    for name in [name for name in logging.root.manager.loggerDict if name.startswith(package)]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def _arrivals(client: Any) -> Any:  # noqa: ANN401 - as above
    from distributed import as_completed  # noqa: PLC0415 - as above

    return as_completed([], loop=client.loop)


def _message(future: Any, name: str) -> Message | None:  # noqa: ANN401 - as above
    """What came back, a failure where nothing did; null where it was lost with its worker, and is to be made again."""
    if future.status == "finished":
        try:
            packed_message = future.result(PATIENCE)
        except TimeoutError:
            return None
        message: Message = pickle.loads(packed_message)  # noqa: S301 - whoever may speak to a cluster may run anything on it
        return message
    if future.status != "error":
        raise MissingToolError(LOST, AGAIN)
    return Message(
        "failed",
        InternalError(
            f"{name}：在集群上没有做成（{type(future.exception()).__name__}）",
            "若是做它的工作进程屡次结束，多半是内存不够；请看工作进程的日志，或不用 --engine 在本机做",
        ),
    )


@contextmanager
def _connected() -> Iterator[None]:
    """Turn what is raised where the scheduler is gone into an error that says so."""
    try:
        yield
    except (OSError, TimeoutError, StopIteration, CancelledError) as error:
        raise MissingToolError(LOST, AGAIN) from error


def _reason(found: object) -> str:
    return found if isinstance(found, str) else f"那里不能运行 wxpress（{type(found).__name__}）"
