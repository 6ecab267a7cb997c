"""所读：what an action reads while it runs, told by whoever reads it: a style its sheets, the fonts their faces.

A result may be used again only where everything that was read to make it is the same. Outside `noting` nothing is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Read = tuple[str, str]
"""The kind of what was read, and its name: ``("sheet", "print.css")``."""

Content = bytes | Callable[[], bytes]

_NOTED: ContextVar[dict[Read, str] | None] = ContextVar("noted", default=None)


def note(kind: str, name: str, content: Content) -> None:
    """Note that *name*, which is *content*, is being read; content that costs something is given as a function."""
    noted = _NOTED.get()
    if noted is not None and (kind, name) not in noted:
        noted[kind, name] = hashlib.sha256(content() if callable(content) else content).hexdigest()


@contextmanager
def noting() -> Iterator[dict[Read, str]]:
    """The reads of the block, each with the digest of what was read."""
    noted: dict[Read, str] = {}
    token = _NOTED.set(noted)
    try:
        yield noted
    finally:
        _NOTED.reset(token)
