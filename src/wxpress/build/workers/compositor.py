"""排字工：a process forked from this one, which sets the pages of one bulletin while this one does all else.

It loads the engine while the text is recovered. What the layout takes of memory is given back before the pages are
proved, and a library that dies of a page takes nothing else with it: what happened is told.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NoReturn

from wxpress import kept
from wxpress.build.printing import stages
from wxpress.build.workers import channel, failures
from wxpress.build.workers.channel import Inbox
from wxpress.build.workers.server import Opening
from wxpress.build.workers.system import end_with_parent, leave_network
from wxpress.build.workers.worker import Message, Task, answer


class Compositor:
    """排字工：one process, for one task; *opening* says what it makes of it, and what it loads beforehand."""

    def __init__(self, opening: Opening) -> None:
        """Fork it; OSError where the system gives no process."""
        self._folder = tempfile.mkdtemp(prefix="wxpress-compositor-")
        self._sock, theirs = socket.socketpair()
        parent = os.getpid()
        try:
            with theirs:
                self._pid = os.fork()
                if self._pid == 0:
                    self._sock.close()
                    _live(theirs, opening, parent, self._folder)
        except OSError:
            self._pid = 0
            self.close()
            raise

    def give(self, task: Task) -> None:
        """Hand *task* over; that it has died meanwhile is found out as its answer is waited for."""
        with suppress(OSError):
            channel.send(self._sock, task)

    def answered(self, name: str) -> Any:  # noqa: ANN401 - whatever the step makes
        """What it made of the task *name*, once it is done; `WxpressError` where it failed, or ended before."""
        stage = ""
        try:
            for message in self._messages():
                if message.kind == "stage":
                    stage = message.content
                    stages.tell(stage)
                elif message.kind == "failed":
                    raise message.content
                elif message.kind == "done":
                    return message.content
        except (EOFError, OSError):
            raise failures.ended(name, self._ended(), stage) from None

    def close(self) -> None:
        """End it, whatever it is at, and remove what it left behind."""
        self._sock.close()
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self._ended()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _messages(self) -> Iterator[Message]:
        """What it says, as it comes; EOFError or OSError when it says no more. The watch can look while it waits."""
        inbox = Inbox(self._sock)
        while True:
            select.select([self._sock], [], [])  # an alarm interrupts it, unlike what reads
            yield from inbox.arrived()

    def _ended(self) -> int:
        """The exit code, below zero the signal that ended it."""
        process, self._pid = self._pid, 0
        return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _live(sock: socket.socket, opening: Opening, parent: int, folder: str) -> NoReturn:
    """All the life of the process; it clears away nothing of what it was born with."""
    code = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends it
        end_with_parent(parent)
        leave_network()
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        if opening.warm is not None:
            with suppress(Exception):  # what is wrong will be met again, and told
                opening.warm(opening.warmth)
        with suppress(EOFError, OSError):
            answer(sock, opening.step)
            kept.save_all()
        code = 0
    finally:
        os._exit(code)
