"""类的代码：what Python compiles as it makes classes, kept compiled from one run to the next.

``dataclass`` writes the source of five to eight methods for each class, ``NamedTuple`` of one, and each annotation that
is a string is compiled to be checked: each time the program starts, a tenth of the time of a short bulletin's HTML. The
source tells all that the compiler is told, so what was compiled from it once is what would be compiled from it again;
only the running of it binds it to its class.
"""

from __future__ import annotations

import builtins
import collections
import dataclasses
import sys
import typing
from pathlib import Path
from types import CodeType
from typing import Any, Final

from wxpress.kept import Kept, kept_file, save_at_end

_NAME: Final = "<string>"
"""The file that Python names for what ``exec`` and ``eval`` compile."""


def keep() -> None:
    """Make the classes of this process from what is kept, and keep what is new when the process ends."""
    file = kept_file(f"class-code-{sys.flags.optimize}")
    if file is None or sys.implementation.name != "cpython" or "exec" in vars(dataclasses):
        return
    store = Store(file)
    vars(dataclasses)["exec"] = store.run  # the name its functions find before the built-in one
    vars(collections)["eval"] = store.evaluated  # for `namedtuple`
    vars(typing)["compile"] = store.compiled  # for `ForwardRef`
    save_at_end(store.kept)


class Store:
    """代码的备存：compiles what *kept* has not; the keys are sources and the modes of `compile`."""

    def __init__(self, file: Path) -> None:
        """Read *file* when the first source is run."""
        self.kept: Kept[tuple[str, str], CodeType] = Kept(file)

    def run(self, source: str, names: dict[str, Any] | None = None, local: dict[str, Any] | None = None) -> None:
        """Run *source* with the global *names*, as ``exec`` does, leaving what it defines in *local*."""
        builtins.exec(self.compiled(source, _NAME, "exec"), names, local)  # noqa: S102 - what `dataclass` itself would run

    def evaluated(self, source: str, names: dict[str, Any] | None = None) -> Any:  # noqa: ANN401 - as ``eval``
        """The value of *source* with the global *names*, as ``eval`` gives it."""
        return builtins.eval(self.compiled(source, _NAME, "eval"), names)  # noqa: S307 - what `namedtuple` would

    def compiled(self, source: str, name: str, mode: str) -> CodeType:
        """*source* as ``compile`` compiles it; SyntaxError where it is none."""
        if name != _NAME:
            return compile(source, name, mode, dont_inherit=True)
        code = self.kept.get((source, mode))
        if code is None:
            code = compile(source, name, mode, dont_inherit=True)
            self.kept.add((source, mode), code)
        return code
