"""守候：tells when a file below some folders has changed. Polled, so that it works on every kind of disk."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

PAUSE = 0.25
"""Seconds between two looks."""

MOST_FILES = 20_000
"""How many files are watched; a folder with more of them is hardly a project."""

Snapshot = frozenset[tuple[str, int, int, int]]


def snapshot(folders: Iterable[Path], without: Collection[str] = ()) -> Snapshot:
    """Each file below *folders* with its size, time and inode; hidden ones and *without* (files, folders) left out."""
    paths = (path for folder in folders for path in _files(folder, without))
    return frozenset(about for path in islice(paths, MOST_FILES) if (about := _about(path)))


def await_change(
    look: Callable[[], Snapshot], seen: Snapshot, is_over: Callable[[], bool], pause: float = PAUSE
) -> Snapshot:
    """Wait until *look* differs from *seen* and is at rest, or *is_over*; what it is then."""
    before, now = seen, seen
    while not is_over() and (now == seen or now != before):
        time.sleep(pause)
        before, now = now, look()
    return now


def _files(folder: Path, without: Collection[str]) -> Iterator[str]:
    join = os.path.join
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name[0] not in "._" and join(place, name) not in without)
        yield from (path for name in names if name[0] != "." and (path := join(place, name)) not in without)


def _about(path: str) -> tuple[str, int, int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116 - as above
    except OSError:
        return None  # it went meanwhile
    return path, found.st_size, found.st_mtime_ns, found.st_ino
