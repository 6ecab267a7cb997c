"""独做：the orders of a single source are carried out in this process, its pages set by another beside it.

Where there is but one core, or no second process, all is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial

from wxpress.build.executor import Executor
from wxpress.build.printing.orders import Order, Outcome, Print, Printed, Printing, Recovery
from wxpress.build.printing.press import carried_out
from wxpress.build.workers.compositor import Compositor
from wxpress.build.workers.server import Opening
from wxpress.build.workers.warming import PDF, Warmth, warm_but_engine, warm_engine, warm_shared
from wxpress.build.workers.worker import Task
from wxpress.verify.shares import can_fork, read_by


class Alone:
    """独做：an executor of orders that have all *cores* for themselves.

    *carrying* makes the executor that carries them out in this process by the step that it is given, and holds them to
    their limits; *warmth* is what a worker would load for them.
    """

    capacity = 1

    def __init__(self, warmth: Warmth, cores: int, carrying: Callable[[Callable[[Order], Outcome]], Executor]) -> None:
        """Begin nothing yet."""
        self._warmth, self._cores = warmth, cores
        self._executor = carrying(self._carried_out)
        self._compositor: Compositor | None = None

    def submit(self, order: Order) -> None:
        """Take *order*."""
        self._executor.submit(order)

    def outcomes(self) -> Iterator[Outcome]:
        """Carry out what was taken."""
        return self._executor.outcomes()

    def close(self) -> None:
        """End all work at once."""
        self._executor.close()
        self._dismiss()

    def _carried_out(self, order: Order) -> Outcome:
        """What becomes of *order*; the first one calls the compositor, who has the engine ready for the next."""
        if self._compositor is None and self._cores > 1 and self._may_want_pages(order) and can_fork():
            warm_shared(self._warmth.style)
            with suppress(OSError):
                self._compositor = Compositor(Opening(carried_out, warm_engine, self._warmth.style))
        apart = partial(self._begun, self._compositor) if self._compositor else None
        try:
            with read_by(self._cores):
                return carried_out(order, apart)
        finally:
            if isinstance(order, Printing):
                self._dismiss()

    def _may_want_pages(self, order: Order) -> bool:
        """Whether a PDF is to be made by *order*, or by the one that will follow it."""
        match order:
            case Recovery():
                return PDF in self._warmth.writers
            case Printing():
                return PDF in order.writers
            case _:
                return False

    def _dismiss(self) -> None:
        compositor, self._compositor = self._compositor, None
        if compositor is not None:
            compositor.close()

    def _begun(self, compositor: Compositor, order: Printing) -> Callable[[], Print]:
        """Hand the *order* for a PDF to *compositor*; what is given is called for what it made."""
        source = order.manuscript.source
        compositor.give(Task(order, source, order.weight))

        def made() -> Print:
            warm_but_engine(self._warmth)  # it takes less long than the pages
            printed: Printed = compositor.answered(source)
            return printed.prints[0]

        return made
