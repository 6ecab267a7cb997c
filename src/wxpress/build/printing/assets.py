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
from wxpress.build.printing.pictures import LARGEST_FILE, RefusedError, plain_picture
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.errors import WxpressError, reason
from wxpress.memo import Memo
from wxpress.source import Span
from wxpress.tree import Bulletin, Figure, Image
from wxpress.walk import walk
from wxpress.writers import Asset, AssetLoader

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_NETWORK = {"http", "https", "ftp", "ftps"}


@dataclass
class Assets:
    """一期的图片：loads each picture once and reports each place where a refused one stands.

    *find* gives the bytes of a picture or raises `RefusedError`; *source* names the bulletin in messages, null where
    whoever takes them does; *plain* keeps what became of the bytes, for all writers of one bulletin.
    """

    bulletin: Bulletin
    find: Callable[[str], bytes]
    source: str | None
    report: Callable[[Diagnostic], None]
    plain: dict[str, Asset | RefusedError] = field(default_factory=dict)
    _loaded: dict[str, Asset | None] = field(default_factory=dict, init=False)

    def __call__(self, source: str) -> Asset | None:
        """The picture that the tree names *source*; null, and reported, where it may not or cannot be used."""
        if source not in self._loaded:
            self._loaded[source] = self._load(source)
        return self._loaded[source]

    def load_all(self) -> None:
        """Load every picture of the bulletin, to report those that are refused."""
        for source in places_of(self.bulletin):
            self(source)

    def _load(self, source: str) -> Asset | None:
        try:
            return self._plain(source, self.find(source))
        except RefusedError as error:
            self._report(source, error)
            return None

    def _plain(self, source: str, data: bytes) -> Asset:
        if source not in self.plain:
            self.plain[source] = _tried(data)
        found = self.plain[source]
        if isinstance(found, RefusedError):
            raise found
        return found

    def _report(self, picture: str, error: RefusedError) -> None:
        for span in places_of(self.bulletin).get(picture, [None]):
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


def picture_bytes(load: AssetLoader) -> Callable[[str], bytes | None]:
    """The bytes of the pictures that *load* gives, as what reads outputs back wants them."""

    def loaded(source: str) -> bytes | None:
        asset = load(source)
        return asset.data if asset else None

    return loaded


def places_of(bulletin: Bulletin) -> dict[str, list[Span | None]]:
    """The pictures that *bulletin* names, each with the places where it stands."""
    places: dict[str, list[Span | None]] = {}
    for node in walk(bulletin):
        if isinstance(node, Image | Figure):
            places.setdefault(node.source, []).append(node.span)
    return places


@dataclass(frozen=True)
class Shelf:
    """图片所在：*folder* is where relative paths start, *root* what they may not leave."""

    folder: Path
    root: Path

    def __call__(self, source: str) -> bytes:
        """The bytes of the picture *source*: a file, or one inside a Word file or web page; `RefusedError` if none."""
        path, inner = self.place(source)
        return bytes_in(path, inner) if inner else read_picture(path)

    def place(self, source: str) -> tuple[Path, str]:
        """The file of the picture *source*, and its name inside that file, empty where it is the file."""
        from wxpress.readers.embedded import divided  # noqa: PLC0415 - most bulletins have no picture

        file, inner = divided(source) or (source, "")
        return find_picture(file, self.folder, self.root), inner


def bytes_in(path: Path, inner: str, data: bytes | None = None) -> bytes:
    """The bytes of the picture *inner* inside the file at *path*, which is read unless its *data* are given."""
    from wxpress.readers.embedded import embedded_picture  # noqa: PLC0415 - as above

    try:
        return embedded_picture(path, inner, data)
    except WxpressError as error:
        raise RefusedError("在文件里找不到或已损坏", "is not in its file, or damaged") from error


def _tried(data: bytes) -> Asset | RefusedError:
    try:
        return plain_picture(data)
    except RefusedError as error:
        return error


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


def read_picture(path: Path) -> bytes:
    """The bytes of the file at *path*; `RefusedError` where it is none, too large, or cannot be read."""
    try:
        # O_NONBLOCK: opening a pipe would wait for its writer; O_NOFOLLOW: the path was resolved, so a link is new
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _refuse_irregular(os.fstat(descriptor))
            return file.read(LARGEST_FILE + 1)
    except IsADirectoryError as error:
        raise RefusedError("是文件夹", "is a folder") from error
    except OSError as error:
        raise _unreadable(error) from error


def picture_digest(path: Path, memo: Memo) -> str:
    """The digest of the file at *path*; `RefusedError` where `read_picture` raises it, for the same cause."""
    try:
        _refuse_irregular(path.stat())
        return memo.digest(path)
    except OSError as error:
        raise _unreadable(error) from error


def _unreadable(error: OSError) -> RefusedError:
    return RefusedError(f"读不出（{reason(error)}）", f"cannot be read ({error.strerror})")


def _refuse_irregular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise RefusedError("是文件夹", "is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise RefusedError("不是普通文件", "is not a regular file")
    if status.st_size > LARGEST_FILE:
        limit = LARGEST_FILE // 2**20
        raise RefusedError(f"太大（上限 {limit} MiB）", f"is too large ({limit} MiB at most)")
