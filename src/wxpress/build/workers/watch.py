"""看守：how much memory a process has of its own, and limits for a step that runs in this process."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from wxpress.build.workers import failures
from wxpress.build.workers.system import offline
from wxpress.errors import WxpressError
from wxpress.limits import WorkLimits

TICK = 0.2
"""Seconds between two looks at what a step takes."""

MIB = 2**20


def own_memory(process: int | str = "self") -> int:
    """Bytes that a process holds and shares with no file: its resident pages less those mapped from fonts, libraries.

    Neither the address space, which a mapped font inflates, nor shared pages can so raise a false alarm. 0 where the
    system does not tell (other than Linux), or the process is gone.
    """
    try:
        fields = Path(f"/proc/{process}/statm").read_bytes().split()
    except OSError:
        return 0
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 2 else 0  # noqa: PLR2004 - proc(5)


def memory_here() -> int:
    """Bytes that this process and those that it began hold, each of its own.

    It imports nothing, not even a codec: `limited` calls it in the midst of anything, and an import within an import
    breaks that one off (python/cpython#91351).
    """
    thread = threading.get_native_id()
    try:
        begun = Path(f"/proc/self/task/{thread}/children").read_bytes().split()
    except OSError:
        begun = []
    return own_memory() + sum(own_memory(int(process)) for process in begun)


def excess(name: str, limits: WorkLimits, seconds: float, memory: int, stage: str = "") -> WxpressError | None:
    """The limit that the bulletin *name* has passed after *seconds* with *memory* bytes; null where it has none."""
    if seconds > limits.seconds:
        return failures.too_long(name, limits, stage)
    if memory > limits.memory * MIB:
        return failures.too_large(name, limits, stage)
    return None


class _ExceededError(BaseException):
    """Passes through code that catches every Exception."""

    def __init__(self, error: WxpressError) -> None:
        super().__init__(str(error))
        self.error = error


@contextmanager
def limited(name: str, limits: WorkLimits) -> Iterator[None]:
    """Hold the block to *limits* and off the network; a `LimitError` names the limit that it passes.

    A timer looks now and then; it can only do so in the main thread, and not inside a long call of a C library.
    """
    with offline():
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        began = time.monotonic()

        def look(_: int, __: FrameType | None) -> None:
            error = excess(name, limits, time.monotonic() - began, memory_here())
            if error is not None:
                raise _ExceededError(error)

        try:
            with _ticking(look):
                yield
        except _ExceededError as exceeded:
            raise exceeded.error from None


@contextmanager
def _ticking(look: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, look)
    signal.siginterrupt(signal.SIGALRM, False)  # noqa: FBT003 - as the module has it
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    try:
        yield
    finally:
        try:
            signal.setitimer(signal.ITIMER_REAL, 0)
        finally:  # though the last look may have found something just now
            signal.signal(signal.SIGALRM, signal.SIG_IGN)  # drops an alarm that is on its way: it would end the process
            signal.signal(signal.SIGALRM, before)
