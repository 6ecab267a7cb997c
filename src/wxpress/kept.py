"""备存：what a run works out that the next one would work out again, kept sealed in the user's cache.

Nothing depends on it: what is damaged, of another version or cannot be read is worked out again.
"""

from __future__ import annotations

import atexit
import hashlib
import marshal
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, TypeVar

from wxpress.memo import user_memo

MOST = 1 << 20
"""Bytes: a book that grew larger, of things that were wanted but once, is begun again; what one run alone would make
larger is not kept."""

_SEAL = 32

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """一册备存：what *file* keeps, and what is *fresh* since; keys and values are what `marshal` writes."""

    def __init__(self, file: Path | None) -> None:
        """Read *file* when the first thing is wanted; null keeps nothing beyond this run."""
        self.file = file
        self.fresh: dict[Key, Value] = {}
        self._known: dict[Key, Value] | None = None

    def get(self, key: Key) -> Value | None:
        """What is kept under *key*, if anything is."""
        if key in self.fresh:
            return self.fresh[key]
        if self._known is None:
            self._known = read(self.file) if self.file else {}
        return self._known.get(key)

    def add(self, key: Key, value: Value) -> None:
        """Keep *value* from now on, and beyond this run once it is saved."""
        self.fresh[key] = value

    def save(self) -> None:
        """Write what is new beside what is there; where that cannot be, the next run works it out again."""
        if not self.fresh or self.file is None:
            return
        books = ({**read(self.file), **self.fresh}, self.fresh)
        small = (data for data in map(marshal.dumps, books) if len(data) <= MOST)
        if data := next(small, b""):
            _write(data, self.file)
        self._known = {**(self._known or {}), **self.fresh}
        self.fresh = {}


_AT_END: list[Kept[Any, Any]] = []


def save_at_end(kept: Kept[Any, Any]) -> None:
    """Have *kept* saved when this process ends."""
    if not _AT_END:
        atexit.register(save_all)
    _AT_END.append(kept)


def save_all() -> None:
    """Save what is to be saved at the end: for a forked process, which ends without what Python does then."""
    for kept in _AT_END:
        kept.save()


def _write(data: bytes, file: Path) -> None:
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(hashlib.sha256(data).digest() + data)
        temporary.replace(file)


def kept_file(name: str) -> Path | None:
    """The file in the user's cache that keeps things called *name* for this Python; null where there is no home."""
    memo = user_memo()
    return memo.with_name(f"{name}-{sys.implementation.cache_tag}") if memo else None


def read(file: Path) -> dict[Key, Value]:
    """What *file* keeps; nothing where it is damaged."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = file.read_bytes()
        if hashlib.sha256(data[_SEAL:]).digest() == data[:_SEAL]:
            return dict(marshal.loads(data[_SEAL:]))  # noqa: S302 - the user's own, sealed as this program wrote it
    return {}
