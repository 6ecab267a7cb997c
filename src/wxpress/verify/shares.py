"""分读：the pages of a long PDF are read by several processes at once, each of which has its share of them."""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TypeVar

import msgspec

Page = TypeVar("Page")

LEAST = 8
"""So many pages are worth a process; it takes as long as one or two of them to start."""

_CHUNK = 1 << 18

_readers: ContextVar[int] = ContextVar("readers", default=1)


@contextmanager
def read_by(processes: int) -> Iterator[None]:
    """Within it, long PDFs may be read by so many processes at once; who has only one core for itself says nothing."""
    token = _readers.set(processes)
    try:
        yield
    finally:
        _readers.reset(token)


def in_shares(count: int, read: Callable[[int], Page], kind: type[list[Page]]) -> list[Page]:
    """What *read* finds on each of *count* pages, in their order; *kind* says what comes back, for who else reads them.

    A share whose reader cannot be started, or dies, is read here: what is wrong with a page is raised here, too.
    """
    first, *others = _shares(count, _many(count))
    readers = [_Reader.started(share, read) for share in others]
    try:
        found = [read(index) for index in first]
        for share, reader in zip(others, readers, strict=True):
            theirs = reader.found(kind) if reader else None
            found += [read(index) for index in share] if theirs is None else theirs
        return found
    finally:
        for reader in filter(None, readers):
            reader.end()


def can_fork() -> bool:
    """Whether this process may be forked: not where there are threads, which a fork would cut off in their work."""
    return sys.platform == "linux" and threading.active_count() == 1


def _many(count: int) -> int:
    return max(1, min(_readers.get(), count // LEAST)) if can_fork() else 1


def _shares(count: int, many: int) -> list[range]:
    bounds = [count * number // many for number in range(many + 1)]
    return [range(*pair) for pair in pairwise(bounds)]


@dataclass
class _Reader:
    """A process, by its number, and the end of the pipe through which it tells what it found."""

    process: int
    told: int

    @classmethod
    def started(cls, share: Sequence[int], read: Callable[[int], Page]) -> _Reader | None:
        """A process that reads *share*; null where the system gives none."""
        told, telling = os.pipe()
        try:
            process = os.fork()
        except OSError:
            os.close(told)
            os.close(telling)
            return None
        if process == 0:
            os.close(told)
            _tell(telling, share, read)
        os.close(telling)
        return cls(process, told)

    def found(self, kind: type[list[Page]]) -> list[Page] | None:
        """What it found, once it is done; null where it has failed."""
        data = b"".join(iter(partial(_arrived, self.told), b""))
        return msgspec.msgpack.decode(data, type=kind) if self._ended() == 0 else None

    def end(self) -> None:
        """End it, whatever it is at."""
        os.close(self.told)
        if self.process:
            with suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
            self._ended()

    def _ended(self) -> int:
        process, self.process = self.process, 0
        return os.waitpid(process, 0)[1]


def _arrived(told: int) -> bytes:
    """What has come through a pipe, once something has; empty at its end. An alarm interrupts it, unlike what reads."""
    select.select([told], [], [])
    return os.read(told, _CHUNK)


def _tell(telling: int, share: Sequence[int], read: Callable[[int], Page]) -> None:
    """What the other process does: it ends here, and leaves all else that it was born with as it is."""
    failed = 1
    try:
        data = msgspec.msgpack.encode([read(index) for index in share])
        with open(telling, "wb") as pipe:
            pipe.write(data)
        failed = 0
    finally:
        os._exit(failed)
