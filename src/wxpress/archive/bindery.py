"""装订：what an archive need not make again: files that were made before of the same, told by their digests alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol


class Kept(NamedTuple):
    """存着的一件：a file that was made before, by the *sha256* of its bytes, which nobody need read where it stands."""

    sha256: str


Content = bytes | Kept
Files = tuple[Content, ...]


class Bindery(Protocol):
    """装订处：keeps files between builds."""

    def bound(self, told: str, bind: Callable[[], Files]) -> Files:
        """The files that were made before of all that *told* says, or that are made now."""

    def opened(self, told: str, make: Callable[[], bytes]) -> bytes:
        """The bytes that were made before of all that *told* says, or that are made now."""


class BoundNow:
    """当场装订：keeps nothing."""

    def bound(self, _: str, bind: Callable[[], Files]) -> Files:
        """The files, made now."""
        return bind()

    def opened(self, _: str, make: Callable[[], bytes]) -> bytes:
        """The bytes, made now."""
        return make()
