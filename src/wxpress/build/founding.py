"""立项：puts the files of a new project into a folder that has none of them yet."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wxpress.build.outputs.files import make_folder, replace_file
from wxpress.errors import UsageError


def found(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write *contents*, by their paths, below *folder*, ``wxpress.toml`` last, so that half a project is none.

    `UsageError`, and nothing written, where one of them is there already; `WriteError` where one cannot be written.
    """
    taken = [path for path in contents if (folder / path).exists() or (folder / path).is_symlink()]
    if taken:
        raise UsageError(f"{folder} 里已经有 {'、'.join(taken)}", "请换一个文件夹，或先把它们移开：已有的文件不会改写")
    for path in sorted(contents, key=lambda path: path == "wxpress.toml"):
        make_folder((folder / path).parent)
        replace_file(folder / path, contents[path])
