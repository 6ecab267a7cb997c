"""锁：one build at a time for one output folder; the second waits a little, then says who holds it."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wxpress.build.outputs.files import write_errors
from wxpress.errors import WriteError

LOCK_NAME = ".wxpress.lock"
PATIENCE = 20.0  # seconds
_PAUSE = 0.05


@contextmanager
def folder_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold *folder* for one build, waiting *patience* seconds for another to end; `WriteError` after that."""
    path = folder / LOCK_NAME
    with write_errors(path):
        descriptor = _acquire(path, time.monotonic() + patience)
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            path.unlink()  # while it is held, so that nobody else's lock is removed
        os.close(descriptor)


def _acquire(path: Path, deadline: float) -> int:
    while True:
        descriptor = _try(path)
        if descriptor is not None:
            with suppress(OSError):  # on a full disk nobody learns who holds it; it is held all the same
                os.ftruncate(descriptor, 0)
                os.write(descriptor, str(os.getpid()).encode())
            return descriptor
        if time.monotonic() >= deadline:
            raise WriteError(f"输出文件夹 {path.parent} 正由另一次构建使用（{_holder(path)}）", "请等它结束后再试")
        time.sleep(_PAUSE)


def _try(path: Path) -> int | None:
    """The locked file's descriptor; null where another holds it, or removed it as we came."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o666)
    is_ours = False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        is_ours = os.path.samestat(os.fstat(descriptor), path.stat())
    except (BlockingIOError, FileNotFoundError):
        pass
    finally:
        if not is_ours:
            os.close(descriptor)
    return descriptor if is_ours else None


def _holder(path: Path) -> str:
    try:
        return f"进程 {int(path.read_text('ascii'))}"
    except (OSError, ValueError):
        return "进程号未知"
