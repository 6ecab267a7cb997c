"""样式表的备存：what style sheets were parsed to, kept from one run to the next.

Each run parses the sheets of its style, to set pages and to prove what screens show: a twentieth of the work of a short
bulletin. What is kept belongs to the versions of the libraries that made it.
"""

from __future__ import annotations

import io
import marshal
import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from types import CodeType, FunctionType
from typing import Any

from wxpress.kept import Kept, kept_file


class KeptSheets:
    """一册样式表：what the *libraries*, names of modules that are loaded, made of sheets; the book is called *name*."""

    def __init__(self, name: str, libraries: Sequence[str]) -> None:
        """Read the book when the first sheet is wanted."""
        self._libraries = libraries
        self.book: Kept[tuple[str, ...], bytes] = Kept(kept_file(name))

    def of(self, *texts: str) -> Any:  # noqa: ANN401 - whatever was made of them
        """What was made of the sheets *texts*; null where that is not known."""
        data = self.book.get(self.key(*texts))
        with suppress(pickle.UnpicklingError, AttributeError, ImportError):
            return pickle.loads(data) if data else None  # noqa: S301 - sealed as this program wrote it
        return None

    def keep(self, made: object, *texts: str) -> None:
        """Keep what was *made* of the sheets *texts*, where it is of a kind that can be kept."""
        written = io.BytesIO()
        with suppress(pickle.PicklingError, AttributeError, TypeError, RecursionError):
            _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(made)
            self.book.add(self.key(*texts), written.getvalue())
            self.book.save()

    def key(self, *texts: str) -> tuple[str, ...]:
        """What is kept of *texts* is kept under this."""
        return (" ".join(sys.modules[name].__version__ for name in self._libraries), *texts)


class _Pickler(pickle.Pickler):
    """Writes the tests that cssselect2 compiles selectors to, too."""

    def reducer_override(self, one: object) -> Any:  # noqa: ANN401 - as pickle has it
        if not isinstance(one, FunctionType) or one.__name__ != "<lambda>":
            return NotImplemented
        return _test, (marshal.dumps(one.__code__), tuple(name for name in one.__globals__ if name != "__builtins__"))


def _test(code: bytes, names: tuple[str, ...]) -> FunctionType:
    compiled: CodeType = marshal.loads(code)  # noqa: S302 - as above
    return FunctionType(compiled, _globals(names))


@cache
def _globals(names: tuple[str, ...]) -> dict[str, Any]:
    compiler = import_module("cssselect2.compiler")
    return {name: getattr(compiler, name) for name in names}
