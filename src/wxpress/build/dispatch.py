"""调度：hands the orders of all sources to an executor and has what comes back written, told in the plan's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from wxpress.build.executor import Executor
from wxpress.build.results import Result
from wxpress.build.ticket import Ticket


def dispatched(tickets: Sequence[Ticket], executor: Executor, deliver: Callable[[Ticket], Result]) -> Iterator[Result]:
    """What came of each of *tickets*, in their order; each is written as soon as it is done."""
    done: dict[int, Result] = {}
    told = 0
    for ticket in _finished(tickets, executor):
        done[ticket.number] = deliver(ticket)
        while told < len(tickets) and tickets[told].number in done:
            yield done.pop(tickets[told].number)
            told += 1


def _finished(tickets: Sequence[Ticket], executor: Executor) -> Iterator[Ticket]:
    """Tickets as they are done; no more are begun than the executor likes, so that little lies about half done."""
    waiting = deque(_by_weight(tickets) if executor.capacity > 1 else tickets)
    open_tickets: dict[int, Ticket] = {}
    while waiting or open_tickets:
        yield from _begun(waiting, open_tickets, executor)
        for outcome in executor.outcomes():
            ticket = open_tickets.pop(outcome.number)
            ticket.take(outcome)
            if not _submitted(ticket, open_tickets, executor):
                yield ticket
            yield from _begun(waiting, open_tickets, executor)


def _begun(waiting: deque[Ticket], open_tickets: dict[int, Ticket], executor: Executor) -> Iterator[Ticket]:
    """Begin as many as there is room for; those that nothing need be ordered for are done at once."""
    while waiting and len(open_tickets) < executor.capacity:
        ticket = waiting.popleft()
        if not _submitted(ticket, open_tickets, executor):
            yield ticket


def _submitted(ticket: Ticket, open_tickets: dict[int, Ticket], executor: Executor) -> bool:
    order = ticket.next()
    if order is None:
        return False
    open_tickets[ticket.number] = ticket
    executor.submit(order)
    return True


def _by_weight(tickets: Sequence[Ticket]) -> list[Ticket]:
    """The largest sources first: the last to be done should be a small one."""
    return sorted(tickets, key=_size, reverse=True)


def _size(ticket: Ticket) -> int:
    with suppress(OSError):
        return ticket.job.source.stat().st_size
    return 0
