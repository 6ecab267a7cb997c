"""回收：how often Python looks for objects that hold one another and nobody else."""

from __future__ import annotations

import gc

OBJECTS = 50_000
"""So many objects more than were let go, and it looks; by itself after 700.

Loading what a build needs makes some hundred thousand, nearly all of them kept: to look so often is a fourteenth of a
build and finds nothing. What it lets lie until it looks is a MiB.
"""


def collect_rarely() -> None:
    """Look so often from now on, in this process and those that it forks."""
    gc.set_threshold(OBJECTS)
