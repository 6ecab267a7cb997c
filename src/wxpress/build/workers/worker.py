"""工作进程：takes tasks from its socket, one after another, and answers each; ends when nobody sends any more."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal, NamedTuple

from wxpress import garbage
from wxpress.build.printing import stages
from wxpress.build.printing.guard import guarded
from wxpress.build.workers import channel
from wxpress.errors import InternalError, WxpressError

Step = Callable[[Any], Any]


class Task(NamedTuple):
    """一件活：an order, what a person calls it, and how much there is of it (bytes of the source): largest first."""

    order: Any
    name: str
    weight: int = 0


class Message(NamedTuple):
    """一句话：what a worker has to say of its task: it began, it is at a stage, it is done, or it failed.

    The worker of a cluster may be ``foreign``: unfit, as its engines are not ours.
    """

    kind: Literal["began", "stage", "done", "failed", "foreign"]
    content: Any = None


def work(sock: socket.socket, step: Step) -> None:
    """Answer every task that comes from *sock* with what *step* makes of it, until the other end is closed."""
    with suppress(EOFError, OSError):
        while True:
            answer(sock, step)
            gc.collect()  # between the tasks, not within them


def answer(sock: socket.socket, step: Step) -> None:
    """Answer the next task that comes from *sock*; EOFError or OSError where the other end is gone."""
    with garbage.uncollected(), stages.heard_by(lambda stage: channel.send(sock, Message("stage", stage))):
        task = channel.receive(sock)
        channel.send(sock, Message("began"))
        _send(sock, outcome(step, task), task)


def _send(sock: socket.socket, message: Message, task: Task) -> None:
    try:
        packed = channel.packed(message)
    except Exception:  # noqa: BLE001 - whatever the pickling of an outside object raises
        packed = channel.packed(Message("failed", _unsendable(task)))
    sock.sendall(packed)


def outcome(step: Step, task: Task) -> Message:
    """What *step* makes of a task; whatever goes wrong is a failure that can be told."""
    try:
        with guarded(f"{task.name}：排印时"):
            return Message("done", step(task.order))
    except WxpressError as error:
        return Message("failed", error)


def _unsendable(task: Task) -> InternalError:
    return InternalError(f"{task.name}：结果不能从工作进程送出", "请用 -j 1 重做；若装有插件，请告知插件的作者")
