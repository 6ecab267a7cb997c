"""孵化：a process that has loaded once what all workers need, and forks them off itself when it is asked.

Its socket leads to the coordinator. What comes from there: the `Opening`, then one byte with a descriptor for each
worker wanted. What goes back: `Ready`, and `Began` and `Ended` for each worker. When the coordinator is gone, in
whatever way, so are the workers and what they left.
"""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, NoReturn

from wxpress import class_code, garbage, regexes
from wxpress.build.workers import channel
from wxpress.build.workers.system import Closed, end_with_parent, leave_network
from wxpress.build.workers.worker import Step, work


class Opening(NamedTuple):
    """开张：what workers make of an order, and what to load beforehand, called with *warmth*."""

    step: Step
    warm: Callable[[Any], None] | None = None
    warmth: Any = None


class Ready(NamedTuple):
    """备好：everything is loaded, and how the workers are kept from the network."""

    network: Closed


class Began(NamedTuple):
    """开工：the process id of the worker that was asked for longest ago."""

    pid: int


class Ended(NamedTuple):
    """收工：a worker's process id and its exit code, below zero the signal that ended it."""

    pid: int
    code: int


def main(descriptor: int) -> None:
    """Serve the coordinator at the other end of *descriptor* until it is gone."""
    garbage.collect_rarely()
    regexes.keep()
    class_code.keep()
    control = socket.socket(fileno=descriptor)
    workers: set[int] = set()
    try:
        with suppress(EOFError, OSError):
            _serve(control, _opened(control), workers)
    finally:
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        shutil.rmtree(tempfile.gettempdir(), ignore_errors=True)  # the coordinator made it for us


def _opened(control: socket.socket) -> Step:
    """The step that the coordinator names, after everything that it needs is loaded."""
    opening: Opening = channel.receive(control)
    network = leave_network()
    if opening.warm is not None:
        with suppress(Exception):  # what is wrong will be met again, and told, where a bulletin needs it
            opening.warm(opening.warmth)
    gc.collect()
    gc.freeze()  # so that no collection of a worker copies the pages that all of them share
    channel.send(control, Ready(network))
    return opening.step


def _serve(control: socket.socket, step: Step, workers: set[int]) -> None:
    woken = _wakened_by_ends()
    while True:
        ready, _, _ = select.select([control, woken], [], [])
        if woken in ready:
            woken.recv(1024)
            _reap(control, workers)
        if control in ready:
            pid = _fork(control, step)
            workers.add(pid)
            channel.send(control, Began(pid))


def _wakened_by_ends() -> socket.socket:
    """A socket that is ready to be read when a worker has ended."""
    woken, waking = socket.socketpair()
    for end in (woken, waking):
        end.setblocking(False)  # noqa: FBT003 - as the socket has it
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waking.detach(), warn_on_full_buffer=False)
    return woken


def _fork(control: socket.socket, step: Step) -> int:
    """The process id of a new worker at the descriptor that the coordinator sent; EOFError where that is gone."""
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    if not descriptors:
        raise EOFError
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        _be_worker(control, descriptors[0], step, server)
    os.close(descriptors[0])
    return pid


def _be_worker(control: socket.socket, descriptor: int, step: Step, server: int) -> NoReturn:
    """All the life of a worker: it never returns to the server's code, nor clears away what is the server's."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        end_with_parent(server)
        work(socket.socket(fileno=descriptor), step)
        code = 0
    except SystemExit as request:
        code = request.code if isinstance(request.code, int) else 1
    finally:
        os._exit(code)


def _reap(control: socket.socket, workers: set[int]) -> None:
    """Tell of every worker that has ended."""
    for pid in tuple(workers):
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            workers.discard(pid)
            channel.send(control, Ended(pid, os.waitstatus_to_exitcode(status)))
