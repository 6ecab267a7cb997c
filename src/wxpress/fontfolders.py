"""字体的所在：where fontconfig looks, so that a font which comes or goes is noticed without asking it."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_PLACE = re.compile(r'<(dir|include)\b(?:[^>]*?prefix="(\w+)")?[^>]*>([^<]+)</')
_NAMED = re.compile(r"^[+-] (.*?): ", re.MULTILINE)


def font_places() -> Iterator[str]:
    """The files that configure fontconfig, the folders that they lie in, and all folders of fonts, there or not."""
    files = _configuration()
    yield from files
    yield from dict.fromkeys(os.path.dirname(file) for file in files)  # noqa: PTH120 - they are names, not looked at
    for folder in dict.fromkeys(folder for file in files for folder in _folders(Path(file))):
        yield folder
        yield from (place for place, _, _ in os.walk(folder, followlinks=True) if place != folder)


@cache
def _configuration() -> tuple[str, ...]:
    """The files of fontconfig's configuration; none where it cannot be asked."""
    try:
        done = subprocess.run(["fc-conflist"], capture_output=True, encoding="utf-8", check=True)  # noqa: S607 - as fc-list
    except (OSError, subprocess.SubprocessError):
        return ()
    return tuple(sorted(set(_NAMED.findall(done.stdout))))


def _folders(file: Path) -> Iterator[str]:
    """The folders of fonts and the further files that a file of the configuration names, there or not."""
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return
    home = os.environ.get("HOME", "")
    bases = {
        ("dir", "xdg"): os.environ.get("XDG_DATA_HOME") or f"{home}/.local/share",
        ("include", "xdg"): os.environ.get("XDG_CONFIG_HOME") or f"{home}/.config",
        ("dir", "cwd"): str(Path.cwd()),
    }
    for kind, prefix, name in _PLACE.findall(text):
        place = re.sub(r"^~", home, name.strip())
        yield os.path.join(bases.get((kind, prefix), str(file.parent)), place)  # noqa: PTH118 - as above
