"""Objects that hold one another are looked for between two layouts, not within or right after one."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from wxpress.garbage import uncollected


@pytest.fixture
def collections() -> Iterator[list[int]]:
    """The generations that were looked through, in order; Python looks as soon as 700 objects are new."""
    seen: list[int] = []

    def heard(phase: str, information: dict[str, int]) -> None:
        if phase == "start":
            seen.append(information["generation"])

    gc.collect()
    threshold = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    gc.callbacks.append(heard)
    yield seen
    gc.callbacks.remove(heard)
    gc.set_threshold(*threshold)


def test_nothing_is_looked_through_within_or_at_the_end(collections: list[int]) -> None:
    with uncollected():
        kept = [[number] for number in range(50_000)]
    kept += [[number] for number in range(300)]
    assert collections == []
    assert len(kept) == 50_300


def test_what_is_left_lying_is_found_later(collections: list[int]) -> None:
    with uncollected():
        for _ in range(1000):
            ring: list[object] = []
            ring.append(ring)
    assert gc.collect() >= 999
    assert collections == [2]


def test_a_process_that_looks_for_nothing_goes_on_so() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
