"""日志：one line of JSON for each action of a build: what, of which source, its key, reused or made, how long."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self, TextIO

import msgspec

from wxpress.build.outputs.files import write_errors

Action = Literal["recover", "write", "proof", "archive"]


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """一行：*ms* is how long it took, null where it was reused; *pages* those of a PDF, where they were counted."""

    action: Action
    source: str
    key: str
    reused: bool
    output: str | None = None
    ms: float | None = None
    pages: int = 0


class Journal:
    """日志，写到 *file*；null writes none. Each line is out as soon as its action is done."""

    def __init__(self, file: Path | None = None) -> None:
        """Know where to write."""
        self._file = file
        self._opened: TextIO | None = None

    def __enter__(self) -> Self:
        """Begin a new file; `WriteError` where that cannot be."""
        if self._file is not None:
            with write_errors(self._file):
                self._opened = self._file.open("w", encoding="utf-8", buffering=1)
        return self

    def __exit__(self, *_: object) -> None:
        """End the file."""
        if self._opened is not None:
            self._opened.close()

    def enter(self, entry: Entry) -> None:
        """Write a line; `WriteError` where it cannot be written."""
        if self._opened is not None and self._file is not None:
            with write_errors(self._file):
                self._opened.write(msgspec.json.encode(entry).decode() + "\n")
