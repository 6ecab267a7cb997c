"""类的方法：the methods that ``dataclass`` writes for each frozen class, kept compiled from one run to the next.

``dataclass`` writes the source of five to eight methods for each class and compiles it, each time the program starts:
a tenth of the time of a short bulletin's HTML goes there. The source tells all that the compiler is told, so what was
compiled from it once is what would be compiled from it again; only the running of it binds it to its class.
"""

from __future__ import annotations

import builtins
import dataclasses
import sys
from pathlib import Path
from types import CodeType
from typing import Any, Final

from wxpress.kept import Kept, kept_file, save_at_end

_NAME: Final = "<string>"
"""The file that Python names for what ``exec`` compiles."""


def keep() -> None:
    """Make the classes of this process from what is kept, and keep what is new when the process ends."""
    file = kept_file(f"class-methods-{sys.flags.optimize}")
    if file is None or sys.implementation.name != "cpython" or "exec" in vars(dataclasses):
        return
    store = Store(file)
    vars(dataclasses)["exec"] = store.run  # the name its functions find before the built-in one
    save_at_end(store.kept)


class Store:
    """方法的备存：runs source, compiling what *kept* has not."""

    def __init__(self, file: Path) -> None:
        """Read *file* when the first source is run."""
        self.kept: Kept[str, CodeType] = Kept(file)

    def run(self, source: str, names: dict[str, Any] | None = None, local: dict[str, Any] | None = None) -> None:
        """Run *source* with the global *names*, as ``exec`` does, leaving what it defines in *local*."""
        code = self.kept.get(source)
        if code is None:
            code = compile(source, _NAME, "exec", dont_inherit=True)
            self.kept.add(source, code)
        builtins.exec(code, names, local)  # noqa: S102 - what `dataclass` itself would run
