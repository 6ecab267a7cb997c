"""旁放的文件：what an output shows but does not hold itself, in a folder of its own beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9]+)+")
"""Names that every file system takes, and takes for different ones."""


def side_folder(name: str) -> str:
    """The folder that stands beside the outputs called *name*."""
    return f"{name}.files"


@dataclass
class Beside:
    """旁放：takes the files that stand beside the outputs called *name*, as `Context.beside`.

    *files* are those taken, by their path from the outputs' folder.
    """

    name: str
    files: dict[str, bytes] = field(default_factory=dict)

    def __call__(self, name: str, data: bytes) -> str:
        """Take a file; its address from the outputs' folder. `ValueError` where *name* is not plain or is taken."""
        path = f"{side_folder(self.name)}/{name}"
        if not _PLAIN.fullmatch(name):
            raise ValueError(f"旁放文件的名字只能用小写字母、数字、“-”“_”和后缀：{name!r}")
        if self.files.setdefault(path, data) != data:
            raise ValueError(f"旁放文件 {name} 给了两次，内容不同")
        return quote(path)
