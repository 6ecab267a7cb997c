"""系统程序库：lets WeasyPrint find Pango and the like by the names they have on Linux, without asking a compiler.

As it loads, it tries the names of every system in turn, and for each that is not there Python starts a compiler, a
linker and ldconfig: 86 processes, a third of the time of the import.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def found_by_soname() -> Iterator[None]:
    """Inside the block, shared libraries are found by their file's name alone; elsewhere than on Linux as ever."""
    original = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = _soname
    try:
        yield
    finally:
        ctypes.util.find_library = original


def _soname(name: str) -> str | None:
    """The file of the library *name*, where there is one of the first version of its interface."""
    file = f"lib{name}.so.0"
    try:
        ctypes.CDLL(file)
    except OSError:
        return None
    return file
