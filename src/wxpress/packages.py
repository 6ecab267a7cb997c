"""程序包：what is installed, as the folders tell that are left beside each package when it is installed.

`importlib.metadata` tells the same. It brings parsers of mail, of tables and of archives, which take a tenth of the
time of a short bulletin's HTML; it is asked where packages are found in another way.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.machinery import PathFinder
from typing import Any, NamedTuple

_ABOUT = (".dist-info", ".egg-info")
_HEAD = 4096
"""Bytes of a package's metadata among which its version stands."""

_FACT = re.compile(rb"^(Name|Version): *(\S+)", re.MULTILINE)
_ABOUT_ONE = re.compile(r"-|\.(?:dist|egg)-info$")
_JOINTS = re.compile(r"[-_.]+")


def version_of(package: str) -> str | None:
    """The version that the metadata of *package* name; null where it is not installed."""
    folder = _folders(tuple(sys.path)).get(_plain(package))
    if folder and (release := _about(folder)["Version"]):
        return release
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, and rarely wanted

    try:
        return version(package)
    except PackageNotFoundError:
        return None


class Offer(NamedTuple):
    """一件插件：an entry point: its *name* and ``module:object``, the *package* that it is from and its *release*."""

    name: str
    value: str
    package: str = ""
    release: str = ""

    def load(self) -> Any:  # noqa: ANN401 - whatever it is
        """The object itself, its module imported now."""
        from importlib.metadata import EntryPoint  # noqa: PLC0415 - slow, and rarely wanted

        return EntryPoint(self.name, self.value, "").load()


def offers(group: str) -> list[Offer]:
    """The entry points of *group* of all packages."""
    path = tuple(sys.path)
    if _is_plain(path):
        return [offer for folder in _folders(path).values() for offer in _offers(folder, group)]
    from importlib.metadata import entry_points  # noqa: PLC0415 - as above

    return [
        Offer(point.name, point.value, *((point.dist.name, point.dist.version) if point.dist else ()))
        for point in entry_points(group=group)
    ]


def _offers(folder: str, group: str) -> Iterator[Offer]:
    words = _entry_points(folder)
    if f"[{group}]" in words:
        about = _about(folder)
        yield from (Offer(name, value, about["Name"], about["Version"]) for name, value in _section(words, group))


def _section(words: str, group: str) -> Iterator[tuple[str, str]]:
    """What stands under the heading *group*."""
    under = ""
    for line in map(str.strip, words.splitlines()):
        if line.startswith("["):
            under = line.strip("[]")
        elif under == group and "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            yield name.strip(), value.strip()


@cache
def _folders(path: tuple[str, ...]) -> dict[str, str]:
    """The folder of each package's metadata by its name; the first one on *path* counts."""
    found: dict[str, str] = {}
    for place in path:
        for name in _names(place):
            if name.endswith(_ABOUT):
                found.setdefault(_plain(_ABOUT_ONE.split(name)[0]), f"{place or '.'}/{name}")
    return found


def _is_plain(path: tuple[str, ...]) -> bool:
    """Whether all packages are in plain folders, and none is found in a way of its own."""
    others = (finder for finder in sys.meta_path if finder is not PathFinder)
    return not any(hasattr(finder, "find_distributions") for finder in others) and not any(map(_is_archived, path))


def _is_archived(place: str) -> bool:
    """Whether *place* is an archive or holds packages that were installed as such."""
    return os.path.isfile(place) or any(name.endswith(".egg") for name in _names(place))  # noqa: PTH113 - as above


@cache
def _entry_points(folder: str) -> str:
    with suppress(OSError):
        return _read(f"{folder}/entry_points.txt").decode("utf-8", "replace")
    return ""


def _about(folder: str) -> dict[str, str]:
    """The name and the version in the metadata in *folder*; empty where they are not to be read."""
    with suppress(OSError):
        said = _FACT.findall(_read(f"{folder}/METADATA", _HEAD))
        return {"Name": "", "Version": ""} | {key.decode(): value.decode() for key, value in reversed(said)}
    return {"Name": "", "Version": ""}


@cache
def _names(place: str) -> list[str]:
    with suppress(OSError):
        return os.listdir(place or ".")  # noqa: PTH208 - names are all that is wanted
    return []


def _plain(name: str) -> str:
    return _JOINTS.sub("-", name).lower()


def _read(file: str, most: int = -1) -> bytes:
    with open(file, "rb") as opened:  # noqa: PTH123 - as it is named
        return opened.read(most)
