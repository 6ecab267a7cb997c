"""孵化的一头：starts the server that forks the workers, asks it for them, and ends it with all of them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress

from wxpress.build.workers import channel
from wxpress.build.workers.channel import Inbox
from wxpress.build.workers.server import Began, Ended, Opening, Ready

_START = """
import json, sys
sys.path[:] = json.loads(sys.argv[2])
from wxpress.build.workers import server
server.main(int(sys.argv[1]))
"""

_PATIENCE = 0.5
"""Seconds that the server is given to end its workers; then it is ended with them."""


class Nursery:
    """孵化进程：one server and its workers; *control* is ready to be read where it has something to tell."""

    def __init__(self, opening: Opening) -> None:
        """Start a server for *opening*; it loads what workers need while this process goes on."""
        self._folder = tempfile.mkdtemp(prefix="wxpress-workers-")
        self.control, theirs = socket.socketpair()
        self._inbox = Inbox(self.control)
        path = [os.path.abspath(entry) for entry in sys.path]  # noqa: PTH100 - an empty one is the folder we are in
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                # -P: nothing is imported from the folder that happens to be the present one
                [sys.executable, "-P", "-c", _START, str(theirs.fileno()), json.dumps(path)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C in a terminal is for the coordinator, which ends the server
                env={**os.environ, "TMPDIR": self._folder},
            )
        channel.send(self.control, opening)

    def fork(self) -> socket.socket:
        """The socket of a new worker; what is sent there waits until it lives. OSError where the server is gone."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self.control, [b"."], [theirs.fileno()])
        return ours

    def told(self) -> list[Ready | Began | Ended]:
        """What the server has told since; EOFError where it is gone."""
        return self._inbox.arrived()

    def close(self) -> None:
        """End the server and every worker, now, and remove what they left behind."""
        self.control.close()  # which the server takes as its end
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)  # what a worker started, and a server that has not listened
        self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)
