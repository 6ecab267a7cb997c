"""素材：finds the pictures of a bulletin below its project, and nowhere else. Nothing is ever fetched."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from wxpress.addresses import scheme_of
from wxpress.build.pictures import LARGEST_FILE, RefusedError, plain_picture
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.errors import WxpressError
from wxpress.source import Span
from wxpress.tree import Bulletin, Figure, Image
from wxpress.walk import walk
from wxpress.writers import Asset

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_NETWORK = {"http", "https", "ftp", "ftps"}


@dataclass
class Assets:
    """一期的图片：loads each picture once and reports each place where a refused one stands.

    *folder* is where relative paths start, *root* what they may not leave; *source* names the bulletin in messages.
    """

    bulletin: Bulletin
    folder: Path
    root: Path
    source: str
    report: Callable[[Diagnostic], None]
    _loaded: dict[str, Asset | None] = field(default_factory=dict, init=False)

    def __call__(self, source: str) -> Asset | None:
        """The picture that the tree names *source*; null, and reported, where it may not or cannot be used."""
        if source not in self._loaded:
            self._loaded[source] = self._load(source)
        return self._loaded[source]

    def load_all(self) -> None:
        """Load every picture of the bulletin, to report those that are refused."""
        for source in self._places():
            self(source)

    def _load(self, source: str) -> Asset | None:
        try:
            return plain_picture(_bytes(source, self.folder, self.root))
        except RefusedError as error:
            self._report(source, error)
            return None

    def _report(self, picture: str, error: RefusedError) -> None:
        for span in self._places().get(picture, [None]):
            self.report(
                diagnose(
                    "WX402",
                    source=self.source,
                    span=span,
                    picture=picture,
                    cause=error.cause.zh,
                    cause_en=error.cause.en,
                )
            )

    def _places(self) -> dict[str, list[Span | None]]:
        places: dict[str, list[Span | None]] = {}
        for node in walk(self.bulletin):
            if isinstance(node, Image | Figure):
                places.setdefault(node.source, []).append(node.span)
        return places


def _bytes(source: str, folder: Path, root: Path) -> bytes:
    """The bytes of the picture *source*: a file, or one inside a Word file or web page."""
    from wxpress.readers.embedded import divided, embedded_picture  # noqa: PLC0415 - most bulletins have no picture

    inside = divided(source)
    if inside is None:
        return _read(find_picture(source, folder, root))
    try:
        return embedded_picture(find_picture(inside[0], folder, root), inside[1])
    except WxpressError as error:
        raise RefusedError("在文件里找不到或已损坏", "is not in its file, or damaged") from error


def find_picture(name: str, folder: Path, root: Path) -> Path:
    """The file that *name* means, links resolved; `RefusedError` where it is not a file below *root*.

    The name is tried as written and with its percent signs decoded; both are judged alike, so %2e%2e is ``..``.
    """
    if not name.strip():
        raise RefusedError("没有写路径", "has no path")
    candidates = dict.fromkeys((name, unquote(name)))
    for candidate in candidates:
        _refuse_foreign(candidate)
    paths = [_resolved_below(candidate, folder, root) for candidate in candidates]
    found = next((path for path in paths if path is not None), None)
    if found is None:
        raise RefusedError("没有找到", "was not found")
    return found


def _refuse_foreign(name: str) -> None:
    scheme = scheme_of(name)
    if scheme in _NETWORK or name.startswith("//"):
        raise RefusedError("是网络地址，本工具不下载图片", "is a network address; pictures are never fetched")
    if name.startswith(("/", "\\", "~")) or scheme == "file" or _DRIVE.match(name):
        raise RefusedError("是绝对路径", "is an absolute path")
    if scheme is not None:
        raise RefusedError(f"是 {scheme}: 地址，不是文件", f"is a {scheme}: address, not a file")


def _resolved_below(name: str, folder: Path, root: Path) -> Path | None:
    """The real path of *name*; null where there is no such file."""
    try:
        path = (folder / name).resolve()
        is_below = path.is_relative_to(root.resolve())
        exists = is_below and path.exists()
    except (OSError, ValueError, RuntimeError) as error:  # a loop of links, a null byte, a name too long
        raise RefusedError("路径不能使用", "has a path that cannot be used") from error
    if not is_below:
        raise RefusedError("在项目文件夹之外", "is outside the project")
    return path if exists else None


def _read(path: Path) -> bytes:
    try:
        # O_NONBLOCK: opening a pipe would wait for its writer; O_NOFOLLOW: the path was resolved, so a link is new
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _refuse_irregular(os.fstat(descriptor))
            return file.read(LARGEST_FILE + 1)
    except IsADirectoryError as error:
        raise RefusedError("是文件夹", "is a folder") from error
    except OSError as error:
        raise RefusedError(f"读不出（{error.strerror}）", f"cannot be read ({error.strerror})") from error


def _refuse_irregular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("是文件夹", "is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("不是普通文件", "is not a regular file")
    if status.st_size > LARGEST_FILE:
        limit = LARGEST_FILE // 2**20
        raise RefusedError(f"太大（上限 {limit} MiB）", f"is too large ({limit} MiB at most)")
