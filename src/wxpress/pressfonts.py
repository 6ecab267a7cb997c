"""印刷用字：faces cut to the characters that Chinese is printed with, made once from the installed ones and kept.

A collection of Noto's holds five languages and 65,535 glyphs; a page is set from 24,000 of them in a third of the
memory. The full face stays behind the cut one, for the rare characters. What is kept can be made again at any time: a
face lies in a folder of its own, named by the hash of the file that it was cut from, and is put there whole.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from wxpress import harfbuzz, sfnt
from wxpress.memo import Memo, user_memo

FORM = 1
"""Raised whenever the same file would be cut otherwise."""

LARGE = 4 << 20
"""A file of fewer bytes, as an office's own face often is, is quick enough as it is."""

FEATURES = (
    *("calt", "ccmp", "clig", "dlig", "frac", "fwid", "halt", "hwid", "kern", "liga", "lnum", "locl", "mark", "mkmk"),
    *("onum", "palt", "pnum", "pwid", "rclt", "rlig", "subs", "sups", "tnum", "zero"),
)
"""The features (OpenType) of horizontal Chinese and Latin that a sheet may ask for; local ones of `LANGUAGE`."""

LANGUAGE = "ZHS "
"""Chinese as it is written on the mainland (OpenType language tags)."""

SYSTEM_HOME = Path("/var/cache/wxpress/fonts")
"""Where an administrator may have them made for all; used where it is."""

_SUFFIX = {b"OTTO": ".otf"}


def pressed(file: Path, index: int) -> Path | None:
    """The cut face of face *index* of *file*, made now if it never was; null where the file is to be used as it is."""
    if not harfbuzz.version() or file.stat().st_size < LARGE:
        return None
    key = _key(file, index)
    kept = next((face for home in homes() if (face := _kept(home / key))), None)
    return kept or _made(file, index, key)


def homes() -> Iterator[Path]:
    """The folders in which cut faces are looked for, and kept: the user's cache, the system's, a temporary one."""
    memo = user_memo()
    temporary = Path(tempfile.gettempdir(), f"wxpress-{os.getuid() if hasattr(os, 'getuid') else 'user'}", "fonts")
    system = SYSTEM_HOME if SYSTEM_HOME.is_dir() else None
    for home in (memo and memo.with_name("fonts"), system, temporary):
        if home and _is_trusted(home) and _is_trusted(home.parent):
            yield home


def facts() -> str:
    """What else a page depends on, where faces are cut: the form of the cut, and HarfBuzz's version."""
    return f"{FORM} {harfbuzz.version()}"


@cache
def _key(file: Path, index: int) -> str:
    digests = Memo(user_memo())
    content = digests.digest(file)
    digests.save()
    return hashlib.sha256(f"{facts()} {content} {index}".encode()).hexdigest()[:32]


def _kept(folder: Path) -> Path | None:
    """The face in *folder*; null where it is not there, or not as long as its name says."""
    with suppress(OSError, ValueError):
        for face in folder.iterdir():
            if face.stat().st_size == int(face.stem):
                return face
    return None


def _made(file: Path, index: int, key: str) -> Path | None:
    """Cut the face and keep it in the first folder that takes it; null where it cannot be cut or no folder does."""
    local = sfnt.in_language(file.read_bytes(), index, LANGUAGE)
    face = harfbuzz.cut(local, index, sorted(characters()), FEATURES)
    if face is None:
        return None
    face = sfnt.revised(sfnt.in_order(face))
    for home in homes():
        with suppress(OSError):
            return _put(home / key / f"{len(face)}{_SUFFIX.get(face[:4], '.ttf')}", face)
    return None


def _put(path: Path, face: bytes) -> Path:
    """Write *face* so that it is never there in part, whoever else is making the same."""
    path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent.parent, prefix=".making-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(face)
            out.flush()
            os.fsync(handle)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def _is_trusted(folder: Path) -> bool:
    """Whether *folder*, if it is there, is the user's or root's, and not everybody may write to it."""
    try:
        found = folder.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return not hasattr(os, "getuid") or (found.st_uid in {0, os.getuid()} and not found.st_mode & 0o002)


@cache
def characters() -> frozenset[int]:
    """GBK, and all letters, marks and symbols that stand before Han characters in Unicode or are as wide as they."""
    pairs = (bytes((high, low)) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF))
    gbk = {ord(character) for pair in pairs if len(character := pair.decode("gbk", "ignore")) == 1}
    return frozenset({*gbk, *range(0x20, 0x3400), *range(0xFE30, 0xFE50), *range(0xFF00, 0xFFF0)})
