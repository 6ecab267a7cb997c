"""An arrival: one file as it would reach the press, and the tree a careful editor recovers from it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from wxpress.tree import Bulletin

from .content import Means


@dataclass(frozen=True)
class Arrival:
    """A file: its name, its bytes, and the tree that must come out."""

    name: str
    data: bytes
    bulletin: Bulletin


@dataclass(frozen=True)
class Layout:
    """One kind of arrival: what it can carry, and how it writes a bulletin down."""

    kind: str
    means: Means
    write: Callable[[random.Random, Bulletin], Arrival]
