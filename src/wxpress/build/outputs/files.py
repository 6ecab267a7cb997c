"""写文件：an output is whole or it is the old one. Only this module and `lock` write below the output folder."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wxpress.errors import WriteError, reason

TEMPORARY = ".wxpress-*.tmp"

_ADVICE = {
    "ENOSPC": "磁盘已满：请腾出空间后重试，旧的成品没有动",
    "EDQUOT": "磁盘配额已满：请腾出空间后重试，旧的成品没有动",
    "EROFS": "这是只读的文件系统：请用 -o 指定别的文件夹",
    "EACCES": "没有写权限：请检查文件夹的权限，或用 -o 指定别的文件夹",
    "EPERM": "没有写权限：请检查文件夹的权限，或用 -o 指定别的文件夹",
    "EEXIST": "这个名字已被一个文件占用：请移开它，或用 -o 指定别的文件夹",
    "ENOTDIR": "路径中有一段是文件，不是文件夹：请用 -o 指定别的文件夹",
    "EISDIR": "这个名字已被一个文件夹占用：请移开它，或用 -o 指定别的文件夹",
    "ENAMETOOLONG": "名字太长：请改短来稿的文件名或输出路径",
    "EFBIG": "文件太大：请检查文件系统的限制",
}


@contextmanager
def write_errors(path: Path) -> Iterator[None]:
    """Turn an `OSError` met while writing *path* into a `WriteError` that names the remedy."""
    try:
        yield
    except OSError as error:
        advice = _ADVICE.get(_symbol(error), "请检查磁盘和输出文件夹；旧的成品没有动")
        raise WriteError(f"不能写出 {path}：{reason(error)}", advice) from error


def make_folder(folder: Path) -> None:
    """Create *folder* and those above it where they are missing; `WriteError` where that cannot be."""
    with write_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)


def replace_file(path: Path, data: bytes, *, mode: int = 0o666) -> None:
    """Put *data* at *path* in one step: after a crash at any moment either the old file stands there or the new one.

    Its bytes are on the disk before its name is; that the name is there at once is not waited for, as both are whole.

    *mode* are its permissions, less those that the umask takes.

    Raises:
        WriteError: it cannot be written; the old file is as it was and no temporary one is left.
    """
    temporary = path.with_name(f".wxpress-{secrets.token_hex(8)}.tmp")
    with write_errors(path):
        try:
            _write_synced(temporary, data, mode)
            os.replace(temporary, path)  # noqa: PTH105 - beside os.open and os.fsync, which Path has not
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()


def sweep(folder: Path) -> None:
    """Remove the temporary files of a build that was killed; only the holder of the folder's lock may do so."""
    for leftover in folder.glob(TEMPORARY):
        with suppress(OSError):
            leftover.unlink()


def rewrite_file(path: Path, data: bytes) -> None:
    """Put *data* in the place of a file that is the user's own: its permissions, and a link that leads to it, stay.

    Raises:
        WriteError: it cannot be written; the file is as it was.
    """
    with write_errors(path):
        target = path.resolve(strict=True)
        mode = target.stat().st_mode & 0o7777
    replace_file(target, data, mode=mode)


def _write_synced(path: Path, data: bytes, mode: int) -> None:
    # os.open and not a temporary-file class: the file gets the permissions that the user's umask gives
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _symbol(error: OSError) -> str:
    import errno  # noqa: PLC0415 - wanted only when something is wrong

    return errno.errorcode.get(error.errno or 0, "")
