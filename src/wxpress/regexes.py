"""正则：the programs that regular expressions are compiled to, kept from one run to the next.

Recovery knows its genre by some 300 expressions over classes of Han characters: compiling them takes a third of the
time of a short bulletin, and gives the same programs each time. They are kept in the user's cache by the version of
the program that runs them, and sealed; what is damaged, or of another version, is compiled again.
"""

from __future__ import annotations

import _sre  # type: ignore[import-not-found]  # as above
import array
import re
import sys
from pathlib import Path
from re import _compiler, _parser  # type: ignore[attr-defined]  # CPython's own, checked in `keep`
from typing import Any, Final

from wxpress.kept import Kept, kept_file, save_at_end

VERSIONS = range(11, 15)
"""The minor versions of Python 3 whose ``re`` is made as this module expects."""

_SPECIAL = re.LOCALE | re.DEBUG
_NUMBERS: Final = "I"

Key = tuple[str | bytes, int]
Program = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, code, number of groups, and the groups by name and by number, as ``_sre.compile`` takes them."""


def keep() -> None:
    """Compile each expression of this process from what is kept, and keep what is new when the process ends."""
    file = kept_file(f"regexes-{_sre.MAGIC}")
    if file is None or sys.implementation.name != "cpython" or sys.version_info[1] not in VERSIONS or _STORES:
        return
    store = Store(file)
    _STORES.append(store)
    _compiler.compile = store.compiled
    save_at_end(store.kept)


class Store:
    """正则的备存：compiles each expression that *kept* has no program of."""

    def __init__(self, file: Path) -> None:
        """Read *file* when the first expression is wanted."""
        self.kept: Kept[Key, Program] = Kept(file)
        self._compile = _compiler.compile

    def compiled(self, pattern: Any, flags: int = 0) -> re.Pattern[Any]:  # noqa: ANN401 - as re has it
        """The expression, as ``re`` compiles it."""
        flags = int(flags)
        if not isinstance(pattern, str | bytes) or flags & _SPECIAL:
            return self._compile(pattern, flags)  # type: ignore[no-any-return]
        program = self.kept.get((pattern, flags))
        if program is None:
            program = _program(pattern, flags)
            self.kept.add((pattern, flags), program)
        return _pattern(pattern, program)


_STORES: list[Store] = []


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
