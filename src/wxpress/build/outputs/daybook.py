"""流水：what a build puts among its outputs, noted beforehand: after a kill no manifest says whose those files are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

from wxpress.build.incremental.cache import digest
from wxpress.build.outputs.files import replace_file
from wxpress.build.outputs.manifest import named, read_manifest
from wxpress.build.outputs.withdrawal import is_unchanged, remove
from wxpress.errors import WriteError

NAME = ".wxpress.daybook"

_FOLDER: ContextVar[Path | None] = ContextVar("folder", default=None)


@contextmanager
def daybook(folder: Path | None) -> Iterator[None]:
    """Note in *folder* all that is entered (`enter`) in the block; null notes nothing."""
    token = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(token)


def enter(path: Path, data: bytes) -> None:
    """Note that *data* is about to be put at *path*; where that cannot be noted, it is not."""
    folder = _FOLDER.get()
    if folder is not None:
        line = json.dumps([os.path.relpath(path, folder), digest(data)]) + "\n"
        with suppress(OSError), (folder / NAME).open("ab") as file:
            file.write(line.encode())


def settle(folder: Path, *, is_done: bool) -> None:
    """Forget what the manifest of *folder* names by now; what it does not goes, where all that is wanted *is_done*.

    Only what stands as it was written goes, as of all that is withdrawn.
    """
    entered = _entered(folder)
    if not entered:
        _rewrite(folder, [])  # a kill may have come before the first line was whole
        return
    manifest = read_manifest(folder)
    listed = {name for name, _ in named(manifest)} if manifest else set()
    left = [entry for entry in entered if entry[0] not in listed]
    if is_done:
        for name, sha256 in left:
            remove(folder, {name: sha256})
    _rewrite(folder, [(name, sha256) for name, sha256 in left if is_unchanged(folder / name, sha256)])


def _entered(folder: Path) -> list[tuple[str, str]]:
    """The path below *folder* and the sha256 of each file that was entered; a line that was cut short is none."""
    try:
        lines = (folder / NAME).read_text("utf-8", "replace").splitlines()
    except OSError:
        return []
    return [entry for line in lines for entry in _entry(line)]


def _entry(line: str) -> Iterator[tuple[str, str]]:
    with suppress(ValueError):
        match json.loads(line):
            case [str(name), str(sha256)]:
                yield name, sha256


def _rewrite(folder: Path, left: list[tuple[str, str]]) -> None:
    """Keep but those *left*; on a full disk all of them."""
    with suppress(WriteError, OSError):
        if left:
            replace_file(folder / NAME, "".join(json.dumps(entry) + "\n" for entry in left).encode())
        else:
            (folder / NAME).unlink(missing_ok=True)
