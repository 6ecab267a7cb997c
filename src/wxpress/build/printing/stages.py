"""工序：what is being done to a bulletin at this moment, for whoever shows the progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_listener: ContextVar[Callable[[str], None] | None] = ContextVar("_listener", default=None)


def tell(stage: str) -> None:
    """Say that *stage* (恢复结构、排 pdf、核对 pdf) begins; nothing comes of it where nobody listens."""
    listener = _listener.get()
    if listener is not None:
        listener(stage)


@contextmanager
def heard_by(listener: Callable[[str], None]) -> Iterator[None]:
    """Let *listener* hear of each stage inside the block."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
