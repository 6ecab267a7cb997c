"""戳记：what the file system says of a file, which saves reading it. Imports next to nothing: every start uses it.

A stamp is believed only where the file had been left alone for a while when it was read: a file system's clock ticks in
steps, and a change within one step shows in no stamp. A time that can be set at will (``touch -d``) does not help: each
change moves the time of change that nobody can set.
"""

from __future__ import annotations

import os

Stamp = tuple[int, int, int, int, int]
"""Size, time of modification and of change in ns, number and mode of a file or folder."""

SETTLING = 2_000_000_000
"""ns; the coarsest file systems count in two seconds."""


def stamp(path: str) -> Stamp | None:
    """The stamp of the file or folder that *path* leads to; null where there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116 - pathlib alone takes longer to import than all this
    except (OSError, ValueError):
        return None
    return (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_mode)


def is_settled(found: Stamp | None, now: int) -> bool:
    """Whether the stamp, taken at *now* (ns), would be another after any change; what is not there is always so."""
    return found is None or max(found[1], found[2]) < now - SETTLING
