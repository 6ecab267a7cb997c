"""外来的名字：the names of other libraries that are replaced for a while, each checked before any is.

A table has the owner and the name, and the parameters that it must have, in order; none for what is no function.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

Names = Mapping[tuple[Any, str], str]


def differing(names: Names) -> list[str]:
    """The names that are not what they were when this was written; none where all is well."""
    return [f"{owner.__name__}.{name}" for (owner, name), wanted in names.items() if not _is(owner, name, wanted)]


def _is(owner: Any, name: str, wanted: str) -> bool:  # noqa: ANN401 - a module or a class
    found = getattr(owner, name, None)
    if found is None or not wanted:
        return found is not None
    return callable(found) and " ".join(inspect.signature(found).parameters) == wanted


@contextmanager
def substituted(
    names: Names, used: Names, replacement: Callable[[str], Any], report: Callable[[str], None]
) -> Iterator[None]:
    """Put the *replacement* of each of *names* in its place inside the block.

    Where one of them, or of those *used* by the replacements, is not what it was, *report* gets the names that changed
    and nothing is replaced.
    """
    if changed := differing({**names, **used}):
        report("、".join(changed))
        yield
        return
    with replaced(names, replacement):
        yield


@contextmanager
def replaced(names: Names, replacement: Callable[[str], Any]) -> Iterator[None]:
    """Put the *replacement* of each name in its place inside the block."""
    originals = {place: getattr(*place) for place in names}
    for owner, name in names:
        setattr(owner, name, replacement(name))
    try:
        yield
    finally:
        for (owner, name), original in originals.items():
            setattr(owner, name, original)
