"""字体的配置：shows the layout engine the resolved faces and no others, so that a page is the same wherever they are.

fontconfig reads one file, made here, while the engine is loaded; faces that are cut (`pressfonts`) are in it, too.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path

from wxpress import pressfonts
from wxpress.fonts import Face, Faces, FontFile


@contextmanager
def only(faces: Faces) -> Iterator[None]:
    """Let fontconfig know *faces* and no others, for as long as an engine reads its configuration."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(_configuration(tuple(face for stack in faces.values() for face in stack)))
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@cache
def _configuration(faces: tuple[Face, ...]) -> Path:
    """The fontconfig file that admits *faces* and rejects everything else, languages of one collection included.

    A face that is cut (`pressfonts`) is there under its own name, and the full one behind it.
    """
    files = sorted({(font.family, file) for face in faces for font in face.weights for file in _forms(font)})
    folders = sorted({str(file.parent) for _, file in files})
    admitted = "".join(
        f'<pattern><patelt name="family"><string>{_escaped(family)}</string></patelt>'
        f'<patelt name="file"><string>{_escaped(file)}</string></patelt></pattern>\n'
        for family, file in files
    )
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n<fontconfig>\n'
        + "".join(f"<dir>{_escaped(folder)}</dir>\n" for folder in folders)
        + "".join(f"<cachedir>{_escaped(folder)}</cachedir>\n" for folder in _cache_folders())
        + f"<selectfont><rejectfont><pattern/></rejectfont>\n<acceptfont>\n{admitted}</acceptfont></selectfont>\n"
        "</fontconfig>\n"
    )
    path = _private_folder() / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:16]}.conf"
    begun = path.with_suffix(f".{os.getpid()}")  # forked workers share the folder
    begun.write_text(text, "utf-8")
    return begun.replace(path)


def _forms(font: FontFile) -> tuple[Path, ...]:
    """The files in which *font* is shown to the layout engine: cut, where it is cut, and whole."""
    cut = pressfonts.pressed(font.file, font.index)
    return (cut, font.file) if cut else (font.file,)


def _escaped(value: str | Path) -> str:
    return escape(str(value), quote=False)


def _cache_folders() -> Iterator[Path]:
    """Where fontconfig keeps its caches: with the cut faces, the system's, the user's, and one always to be written."""
    yield from (home / "fontconfig" for home in pressfonts.homes())
    yield Path("/var/cache/fontconfig")
    if cache_home := os.environ.get("XDG_CACHE_HOME"):
        yield Path(cache_home, "fontconfig")
    elif home := os.environ.get("HOME"):
        yield Path(home, ".cache", "fontconfig")
    yield _private_folder() / "cache"


@cache
def _private_folder() -> Path:
    """A folder of this process alone, gone when it ends; fontconfig may read from it until then."""
    folder = tempfile.TemporaryDirectory(prefix="wxpress-fonts-")
    atexit.register(folder.cleanup)
    return Path(folder.name)
