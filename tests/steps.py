"""Steps for workers to carry out: what an order names, so that a test can ask for every fault."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable

from wxpress.build.printing import stages
from wxpress.errors import UsageError


def step(order: tuple[str, object]) -> object:
    """Carry out one of the acts below."""
    name, argument = order
    return _ACTS[name](argument)


def _twice(number: object) -> object:
    return (number, number)


def _sleep(seconds: object) -> object:
    stages.tell("睡觉")
    time.sleep(float(str(seconds)))
    return seconds


def _grow(mebibytes: object) -> object:
    held = b"x" * (int(str(mebibytes)) << 20)
    time.sleep(60)
    return len(held)


def _keep(mebibytes: object) -> object:
    _KEPT.append(b"x" * (int(str(mebibytes)) << 20))
    return os.getpid()


def _refuse(message: object) -> object:
    raise UsageError(str(message), "换一个")


def _unsendable(_: object) -> object:
    return lambda: None


def _connect(port: object) -> object:
    try:
        with socket.create_connection(("127.0.0.1", int(str(port))), 2):
            return "connected"
    except OSError as error:
        return type(error).__name__


def _speak(_: object) -> object:
    print("to nobody")  # noqa: T201 - what must not reach the terminal
    os.write(2, b"to nobody\n")
    return sys.stdin.read()


def _raise(text: object) -> object:
    raise KeyError(text)


def _close(_: object) -> object:
    os.closerange(3, 100)
    time.sleep(60)
    return None


def _loop(_: object) -> object:
    while True:
        pass


def _compiler(_: object) -> object:
    """Whose the function is that compiles regular expressions."""
    return type(getattr(re._compiler.compile, "__self__", None)).__qualname__  # type: ignore[attr-defined]  # noqa: SLF001 - CPython's own


_KEPT: list[bytes] = []
_ACTS: dict[str, Callable[[object], object]] = {
    "twice": _twice,
    "sleep": _sleep,
    "loop": _loop,
    "grow": _grow,
    "keep": _keep,
    "refuse": _refuse,
    "raise": _raise,
    "exit": lambda code: sys.exit(int(str(code))),
    "die": lambda number: os.kill(os.getpid(), int(str(number))),
    "kill": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "pid": lambda _: os.getpid(),
    "unsendable": _unsendable,
    "connect": _connect,
    "speak": _speak,
    "close": _close,
    "compiler": _compiler,
}
