"""正则的备存：the programs that regular expressions are compiled to, kept from one run to the next.

Recovery knows its genre by some 300 expressions over classes of Han characters: compiling them takes a third of the
time of a short bulletin, and gives the same programs each time. They are kept in the user's cache by the version of
the program that runs them, and sealed; what is damaged, or of another version, is compiled again.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # as above
import array
import atexit
import hashlib
import marshal
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]  # CPython's own, checked in `keep`
from typing import Any, Final

from wxpress.memo import user_memo

VERSIONS = range(11, 15)
"""The minor versions of Python 3 whose ``re`` is made as this module expects."""

_SEAL = 32
_SPECIAL = re.LOCALE | re.DEBUG
_NUMBERS: Final = "I"

Key = tuple[str | bytes, int]
Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, code, number of groups, and the groups by name and by number, as ``_sre.compile`` takes them."""


def keep() -> None:
    """Compile each expression of this process from what is kept, and keep what is new when the process ends."""
    memo = user_memo()
    if memo is None or sys.implementation.name != "cpython" or sys.version_info[1] not in VERSIONS or _STORES:
        return
    store = Store(memo.with_name(f"regexes-{sys.implementation.cache_tag}-{_sre.MAGIC}"))
    _STORES.append(store)
    _compiler.compile = store.compiled
    atexit.register(store.save)


class Store:
    """备存：what *file* keeps, and what is *fresh* since."""

    def __init__(self, file: Path) -> None:
        """Read *file* when the first expression is wanted."""
        self.file = file
        self._known: dict[Key, Program] | None = None
        self.fresh: dict[Key, Program] = {}
        self._compile = _compiler.compile

    def compiled(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:  # noqa: ANN401 - as re has it
        """The expression, as ``re`` compiles it."""
        flags = int(flags)
        if not isinstance(pattern, str | bytes) or flags & _SPECIAL:
            return self._compile(pattern, flags)  # type: ignore[no-any-return]
        if self._known is None:
            self._known = read(self.file)
        program = self._known.get((pattern, flags)) or self.fresh.get((pattern, flags))
        if program is None:
            program = self.fresh[pattern, flags] = _program(pattern, flags)
        return _pattern(pattern, program)

    def save(self) -> None:
        """Write what is new beside what is there; where that cannot be, the next run compiles again."""
        if not self.fresh:
            return
        data = marshal.dumps({**read(self.file), **self.fresh})
        temporary = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        with suppress(OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(hashlib.sha256(data).digest() + data)
            temporary.replace(self.file)
        self.fresh = {}


_STORES: list[Store] = []


def read(file: Path) -> dict[Key, Program]:
    """What *file* keeps; nothing where it is damaged."""
    with suppress(OSError, ValueError, EOFError, TypeError):
        data = file.read_bytes()
        if hashlib.sha256(data[_SEAL:]).digest() == data[:_SEAL]:
            return dict(marshal.loads(data[_SEAL:]))  # noqa: S302 - the user's own, sealed, and run by no one but _sre
    return {}


def _program(pattern: str | bytes, flags: int) -> Program:
    parsed = _parser.parse(pattern, flags)
    code = array.array(_NUMBERS, _compiler._code(parsed, flags))  # noqa: SLF001 - as `re` itself compiles
    names = parsed.state.groupdict
    numbered: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        numbered[number] = name
    return flags | parsed.state.flags, code.tobytes(), parsed.state.groups - 1, dict(names), tuple(numbered)


def _pattern(pattern: str | bytes, program: Program) -> re.Pattern[Any]:
    flags, code, groups, names, numbered = program
    numbers = memoryview(code).cast(_NUMBERS).tolist()
    return _sre.compile(pattern, flags, numbers, groups, names, numbered)  # type: ignore[no-any-return]
