"""集群的一头：what runs on a worker of a cluster. It keeps one warm process of its own, with limits and no network."""

from __future__ import annotations

import pickle
import threading
from typing import Any, NamedTuple

from wxpress.build.workers.identity import differences, identity
from wxpress.build.workers.pool import Pool, Worth
from wxpress.build.workers.server import Opening
from wxpress.build.workers.worker import Message, Task
from wxpress.errors import WxpressError
from wxpress.limits import WorkLimits

_kept = threading.local()


class Terms(NamedTuple):
    """条件：what a worker does under which limits, and the identity of the machine that asks; *key* stands for both."""

    key: str
    opening: Opening
    limits: WorkLimits
    identity: dict[str, str]


def answered(packed: bytes) -> bytes:
    """What became of the task in *packed*, its terms before it; ``foreign``, and who, where this machine is another.

    Pickles on both ways: whoever may speak to a cluster may run anything on it, and the cluster on him.
    """
    terms, task = pickle.loads(packed)  # noqa: S301 - as above
    message = _refusal(terms) or _outcome(terms, task)
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


def compared(packed: bytes) -> str:
    """What of this machine is not as the terms in *packed* want it; empty where all is."""
    terms: Terms = pickle.loads(packed)  # noqa: S301 - as above
    return differences(terms.identity, identity(terms.opening.warmth))


def _refusal(terms: Terms) -> Message | None:
    if getattr(_kept, "compared", "") == terms.key:
        return None
    differing = differences(terms.identity, identity(terms.opening.warmth))
    if differing:
        from distributed import get_worker  # noqa: PLC0415 - which has called us

        return Message("foreign", (get_worker().address, differing))
    _kept.compared = terms.key
    return None


def _outcome(terms: Terms, task: Task) -> Message:
    pool = _pool(terms)
    pool.submit(task)
    (outcome,) = pool.outcomes()
    return outcome if isinstance(outcome, Message) else Message("done", outcome)


def _pool(terms: Terms) -> Pool[Task, Any]:
    """The process of this thread; a new one where the terms have changed."""
    if getattr(_kept, "key", "") != terms.key:
        if hasattr(_kept, "pool"):
            _kept.pool.close()
        _kept.pool = Pool(terms.opening, 1, terms.limits, _itself, _failed, worth=Worth(1))
        _kept.key = terms.key
    pool: Pool[Task, Any] = _kept.pool
    return pool


def _itself(task: Task) -> Task:
    return task


def _failed(_: Task, error: WxpressError) -> Message:
    return Message("failed", error)
