"""回收：how often Python looks for objects that hold one another and nobody else."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

OBJECTS = 200_000
"""So many objects more than were let go, and it looks; by itself after 700.

Loading what a build needs makes some hundred thousand, nearly all of them kept: to look so often is a seventh of a
short build and finds nothing. What it lets lie until it looks is a MiB.
"""


def collect_rarely() -> None:
    """Look so often from now on, in this process and those that it forks."""
    gc.set_threshold(OBJECTS)


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for none inside the block, which makes millions of small objects and keeps nearly all of them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            _let_grow_old()
            gc.enable()


def _let_grow_old() -> None:
    """Count all there is as looked at before: else Python would look through it at once, while it is still in use."""
    if not gc.get_freeze_count():  # what a nursery shares with its children stays apart
        gc.freeze()
        gc.unfreeze()
