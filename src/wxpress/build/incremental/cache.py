"""缓存：results by the content they were made from, in a folder of checksummed blobs.

A blob carries a checksum of its key and itself, so that one which is damaged, or was put in another's place, is made
anew instead of being believed. Names and contents hold nothing of a machine or a folder: a cache may be carried from
one to the next. Several builds may use one at once, as every blob is put in place whole.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

MAGIC = b"wxpress-blob/2\n"
LARGEST = 1 << 30
"""Bytes that a cache may take; the longest unused blobs give way."""

_CHECKSUM = hashlib.sha256().digest_size
_SMALL = 8192
"""Bytes of a record, at most."""

_DAY = 86400.0
_ABANDONED = 3600.0
"""Seconds after which a blob that nobody finished is nobody's."""


def digest(data: bytes) -> str:
    """The name of *data* in a cache."""
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True)
class Cache:
    """一个缓存文件夹；*largest* in bytes. What cannot be kept is not: a cache never stops a build."""

    folder: Path
    largest: int = LARGEST
    _put: list[int] = field(default_factory=list, init=False, repr=False, compare=False)

    def get(self, key: str) -> bytes | None:
        """What was kept under *key*; null where nothing was, or where it is damaged, which also removes it."""
        name = self._name(key)
        try:
            with open(name, "rb", buffering=0) as file:  # noqa: PTH123 - as it is named
                blob = file.read()
        except OSError:
            return None
        data = _opened(key, blob)
        with suppress(OSError):
            if data is None:
                os.unlink(name)  # noqa: PTH108 - as it is named
            else:
                os.utime(name)  # it was used
        return data

    def put(self, key: str, data: bytes) -> bool:
        """Keep *data* under *key*; false where the folder cannot take it."""
        path = Path(self._name(key))
        temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_sealed(key, data))
            temporary.replace(path)
            self._put.append(len(data))
        except OSError:
            with suppress(OSError):
                temporary.unlink()
            return False
        return True

    def keep(self, data: bytes) -> str:
        """Keep *data* under its own digest, which is given back."""
        key = digest(data)
        if not os.path.exists(self._name(key)):  # noqa: PTH110 - as it is named
            self.put(key, data)
        return key

    def keep_bounded(self, now: float) -> int:
        """`shrink` once a day, and where much came in at once: to look at every blob takes its time."""
        marker = self.folder / "shrunk"
        with suppress(OSError):
            if abs(now - marker.stat().st_mtime) < _DAY and sum(self._put) < self.largest // 8:
                return 0
        with suppress(OSError):
            marker.touch()
            return self.shrink(now)
        return 0

    def shrink(self, now: float, largest: int | None = None) -> int:
        """Remove abandoned files and, until *largest* bytes are left, the longest unused; how many bytes went.

        Small ones go last: without a record its output is made anew, without its bytes it may still stand in its place.
        """
        limit = self.largest if largest is None else largest
        kept = sorted(_files(self.folder), key=lambda file: (file[2] <= _SMALL, file[0]), reverse=True)
        removed = size = 0
        for used, path, count in kept:
            is_abandoned = path.suffix == ".tmp" and now - used > _ABANDONED
            size += count
            if is_abandoned or (size > limit and path.suffix != ".tmp"):
                removed += _removed(path, count)
        return removed

    def remove_older(self, moment: float) -> int:
        """Remove what has not been used since *moment* (seconds since the epoch); how many bytes went."""
        return sum(_removed(path, count) for used, path, count in list(_files(self.folder)) if used < moment)

    def _name(self, key: str) -> str:
        """Where *key* lies, as a name: a build asks for thousands, and a `Path` takes longer to make than to read."""
        return f"{self.folder}/{key[:2]}/{key[2:]}"


def _sealed(key: str, data: bytes) -> bytes:
    return MAGIC + _checksum(key, data) + data


def _checksum(key: str, data: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\n" + data).digest()


def _opened(key: str, blob: bytes) -> bytes | None:
    head = len(MAGIC) + _CHECKSUM
    data = blob[head:]
    whole = blob[: len(MAGIC)] == MAGIC and _checksum(key, data) == blob[len(MAGIC) : head]
    return data if whole else None


def _files(folder: Path) -> Iterator[tuple[float, Path, int]]:
    """Every file of a cache: when it was last used, its path, its size; one that goes meanwhile is passed over."""
    for path in folder.glob("??/*"):
        with suppress(OSError):
            about = path.stat()
            yield about.st_mtime, path, about.st_size


def _removed(path: Path, count: int) -> int:
    try:
        path.unlink()
    except OSError:
        return 0
    return count
