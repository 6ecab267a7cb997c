"""字体的清单：what fontconfig's ``fc-list`` tells, kept as long as nothing has changed where fontconfig looks.

To ask it takes 20 ms. As fontconfig itself, this goes by the folders: a file that is put in another's place in one of
them changes its folder's time.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from functools import cache

from wxpress.errors import MissingToolError
from wxpress.fontfolders import font_places
from wxpress.kept import Kept, kept_file
from wxpress.stamps import Stamp, is_settled, stamp

TOOL = "fc-list"

_TOLD_BY = ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "FONTCONFIG_SYSROOT")
"""The variables of the environment that fontconfig looks at."""

Key = tuple[str | None, ...]
Listing = tuple[str, tuple[tuple[str, Stamp | None], ...]]
"""What was told, and the stamps of all places that it was gathered from."""


def listed(pattern: str, output: str) -> str:
    """The installed fonts that *pattern* fits, each in the form *output*; `MissingToolError` without the tool."""
    key: Key = (pattern, output, shutil.which(TOOL), *map(os.environ.get, _TOLD_BY))
    known = _book().get(key)
    if known is not None and all(stamp(place) == seen for place, seen in known[1]):
        return known[0]
    now = time.time_ns()
    places = _places(key[2])
    text = asked(pattern, output)
    if places and all(is_settled(seen, min(now, time.time_ns())) for _, seen in places):
        _book().add(key, (text, places))
        _book().save()
    return text


def asked(pattern: str, output: str) -> str:
    """The same, asked now."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program; the pattern is made here
            [TOOL, "--format", output, pattern],
            capture_output=True,
            check=True,
            encoding="utf-8",
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise MissingToolError(
            f"不能用 fc-list 查询本机字体：{error}", "请安装 fontconfig：apt install fontconfig"
        ) from error
    return done.stdout


def _places(tool: str | None) -> tuple[tuple[str, Stamp | None], ...]:
    """What fontconfig's answer depends on, as it is now; nothing where that cannot be told."""
    found = tuple(dict.fromkeys(font_places()))
    return tuple((place, stamp(place)) for place in (*found, tool or TOOL)) if found else ()


@cache
def _book() -> Kept[Key, Listing]:
    return Kept(kept_file("fonts-listed"))
