"""代码的版本：digests of our own files, of outside packages, and the versions of what we stand on.

What was made by other code is made anew. A version number would not do: it stays the same while somebody works on us.
"""

from __future__ import annotations

import ctypes
import os
import platform
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import wxpress
from wxpress.build.incremental.cache import digest
from wxpress.memo import Memo, user_memo
from wxpress.packages import Offer, version_of
from wxpress.plugins import Table
from wxpress.readers import READERS
from wxpress.styles import builtin_folder
from wxpress.writers import WRITERS

ENGINES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "cssselect2",
    "tinyhtml5",
    "fonttools",
    "pyphen",
    "ebooklib",
    "jinja2",
    "lxml",
    "markdown",
    "msgspec",
    "pillow",
    "pypdfium2",
    "rapidfuzz",
    "segno",
)
"""Packages whose versions may show in an output."""

_NATIVE = {
    "pango": ("libpango-1.0.so.0", "pango_version_string"),
    "harfbuzz": ("libharfbuzz.so.0", "hb_version_string"),
}
_ABSENT = "没有"


def package_folder() -> Path:
    """Where our own package lies."""
    return Path(wxpress.__file__).parent


def package_code(memo: Memo | None = None) -> str:
    """The digest of all files of our package; the styles that come with it are inputs of their own.

    The *memo* is one that all projects share, unless another is given.
    """
    shared = user_memo()
    known = memo or Memo(shared and shared.with_name("memo-code"))
    code = _code_of(package_folder(), known)
    known.save()
    return code


def outside_readers(memo: Memo) -> str:
    """The digest of the outside readers' packages: any of them may claim a source."""
    return digest("\n".join(sorted(f"{name} {code}" for name, code in _outside(READERS, memo))).encode())


def outside_code(table: Table[Any], name: str, memo: Memo) -> str:
    """The digest of the package that offers *name*; empty where it is one of ours."""
    return dict(_outside(table, memo)).get(name, "")


@cache
def engines() -> dict[str, str]:
    """The versions of what sets type and writes files, by name."""
    known = {"python": platform.python_version(), "unicode": unicodedata.unidata_version}
    packages = {name: version_of(name) or _ABSENT for name in ENGINES}
    return known | packages | {name: _native(*where) for name, where in _NATIVE.items()}


def plug_in_files() -> Iterator[str]:
    """The files of all outside packages that may have a part in a build."""
    for table in (READERS, WRITERS):
        for name, offer in table.outside().items():
            if name not in table.builtin:
                yield from (file for place in _places(offer) for file in files_of(place))


def _outside(table: Table[Any], memo: Memo) -> Iterator[tuple[str, str]]:
    for name, offer in table.outside().items():
        if name not in table.builtin:
            yield name, _offer_code(offer, memo)


def _offer_code(offer: Offer, memo: Memo) -> str:
    """The version of the package behind an entry point, and the digest of its files: it may be somebody's own work."""
    return f"{offer.release} {' '.join(_code_of(place, memo) for place in _places(offer))}"


def _places(offer: Offer) -> list[Path]:
    """The folders or the file of the package behind an entry point; none where it is not to be found."""
    spec = find_spec(offer.value.partition(":")[0].partition(".")[0])
    return [Path(place) for place in (spec.submodule_search_locations or [spec.origin or ""])] if spec else []


def files_of(place: Path) -> list[str]:
    """The names of the files of the package or module at *place*; what Python compiles of them is not among them."""
    if place.is_file():
        return [str(place)]
    styles = str(builtin_folder())
    found = []
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if name != "__pycache__" and f"{folder}/{name}" != styles]
        found += [f"{folder}/{name}" for name in names]
    return sorted(found)


def _code_of(place: Path, memo: Memo) -> str:
    above = len(str(place.parent)) + 1
    return digest("\n".join(f"{name[above:]} {memo.digest(name)}" for name in files_of(place)).encode())


def _native(library: str, function: str) -> str:
    """What a shared library says of its version."""
    try:
        ask = getattr(ctypes.CDLL(library), function)
    except (OSError, AttributeError):
        return _ABSENT
    ask.restype = ctypes.c_char_p
    return str(ask().decode("ascii", "replace"))
