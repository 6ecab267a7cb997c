"""存放：the folder ``.wxpress`` of a project: ``cache`` may go from machine to machine, ``state`` is this one's own."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wxpress.build.incremental.cache import Cache

FOLDER = ".wxpress"

NO_CACHE = Cache(Path(os.devnull))
"""A cache that takes nothing."""


@dataclass(frozen=True)
class Storage:
    """存放：where a project whose folder is *root* keeps what it need not make again."""

    root: Path

    @property
    def folder(self) -> Path:
        """All of it."""
        return self.root / FOLDER

    @property
    def cache(self) -> Cache:
        """What any machine may use."""
        return Cache(self.folder / "cache")

    @property
    def state(self) -> Path:
        """What only this machine may use: it names files by their places and stamps."""
        return self.folder / "state"

    def prepare(self) -> None:
        """Make the folder, which no version control shall take; where it cannot be made, nothing is kept."""
        with suppress(OSError):
            self.folder.mkdir(exist_ok=True)
            ignore = self.folder / ".gitignore"
            if not ignore.exists():
                ignore.write_text("*\n", "utf-8")
