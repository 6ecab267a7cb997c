"""执行者：who carries out orders. Here it is this process; a pool or a cluster has the same form."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from wxpress.build.printing.orders import Order, Outcome
from wxpress.build.printing.press import carried_out


class Executor(Protocol):
    """执行者：takes orders, and gives outcomes as they are finished."""

    @property
    def capacity(self) -> int:
        """How many orders it likes to have at once."""

    def submit(self, order: Order) -> None:
        """Take *order*; never waits."""

    def outcomes(self) -> Iterator[Outcome]:
        """Outcomes as they are finished, until none is left; more orders may be submitted meanwhile."""

    def close(self) -> None:
        """End all work at once, finished or not."""


class Here:
    """本进程：one order after another, in the order in which they came."""

    capacity = 1

    def __init__(self) -> None:
        """Have nothing to do."""
        self._orders: deque[Order] = deque()

    def submit(self, order: Order) -> None:
        """Take *order*."""
        self._orders.append(order)

    def outcomes(self) -> Iterator[Outcome]:
        """Carry out what was taken."""
        while self._orders:
            yield carried_out(self._orders.popleft())

    def close(self) -> None:
        """Forget what was taken."""
        self._orders.clear()
