"""清理：takes away what can be made again: caches, and outputs that nobody changed since they were written."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from wxpress.build.incremental.storage import Storage
from wxpress.build.outputs.daybook import settle
from wxpress.build.outputs.lock import folder_lock
from wxpress.build.outputs.manifest import named, read_manifest
from wxpress.build.outputs.withdrawal import is_unchanged
from wxpress.build.plan import MANIFEST
from wxpress.errors import UsageError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_KEPT = {".gitignore"}


class Cleared(NamedTuple):
    """清理的结果：how many files and bytes went, and what was left because somebody changed it."""

    files: int
    size: int
    left: tuple[Path, ...] = ()


def seconds(age: str) -> int:
    """How long *age* is: a number and ``s m h d w`` (``30d``); `UsageError` where it is none."""
    number, unit = age[:-1], age[-1:]
    if not (number.isascii() and number.isdecimal() and unit in _UNITS):
        raise UsageError(f"--older 不能是“{age}”", "写成数字加单位：30d 是三十天，12h 是十二小时")
    return int(number) * _UNITS[unit]


def clear_older(root: Path, moment: float) -> Cleared:
    """Remove from the cache of the project at *root* what was not used since *moment* (seconds since the epoch)."""
    cache = Storage(root).cache
    before = _count(cache.folder)
    size = cache.remove_older(moment)
    return Cleared(before - _count(cache.folder), size)


def clear_caches(root: Path) -> Cleared:
    """Remove all that is kept of earlier builds of the project at *root*."""
    storage = Storage(root)
    folders = [folder for folder in (storage.cache.folder, storage.state) if not folder.is_symlink()]
    sizes = [size for folder in folders for path in _files(folder) if (size := _removed(path)) is not None]
    for folder in folders:
        _prune(folder)
    with suppress(OSError):
        if {path.name for path in storage.folder.iterdir()} <= _KEPT and not storage.folder.is_symlink():
            _removed(storage.folder / ".gitignore")
            storage.folder.rmdir()
    return Cleared(len(sizes), sum(sizes))


def clear_outputs(folder: Path) -> Cleared:
    """Remove from *folder* what its manifest names and nobody changed, and then the manifest."""
    manifest = read_manifest(folder)
    if manifest is None:
        return Cleared(0, 0)
    with folder_lock(folder):
        listed = [(folder / name, sha256) for name, sha256 in named(manifest)]
        ours = [path for path, sha256 in listed if _is_ours(path, folder, sha256)]
        sizes = [size for path in ours if (size := _removed(path)) is not None]
        _removed(folder / MANIFEST)
        settle(folder, is_done=True)
    for place in sorted({path.parent for path in ours} - {folder}, reverse=True):
        with suppress(OSError):
            place.rmdir()
    with suppress(OSError):
        folder.rmdir()
    return Cleared(len(sizes), sum(sizes), tuple(path for path, _ in listed if path.exists()))


def _is_ours(path: Path, folder: Path, sha256: str) -> bool:
    """Whether the file is in *folder*, and as it was written."""
    return path.resolve().is_relative_to(folder.resolve()) and is_unchanged(path, sha256)


def _removed(path: Path) -> int | None:
    """The size of the file that is removed; null where it cannot be."""
    try:
        size = path.lstat().st_size
        path.unlink()
    except OSError:
        return None
    return size


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_symlink() or path.is_file()]


def _count(folder: Path) -> int:
    return sum(1 for _ in folder.glob("??/*"))


def _prune(folder: Path) -> None:
    """Remove *folder* and those in it, as far as they are empty."""
    for place in (*sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True), folder):
        with suppress(OSError):
            place.rmdir()
