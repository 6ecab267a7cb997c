"""核对：reads outputs back and proves their text. It knows the tree and the styles, never a reader or a pass."""

from __future__ import annotations

import sys
from pathlib import Path

from wxpress import Room
from wxpress.errors import UsageError, VerifyError, reason
from wxpress.styles import DEFAULT, Style, find_style
from wxpress.tree import Bulletin
from wxpress.verify.lines import Medium
from wxpress.verify.proving import prove
from wxpress.verify.report import Difference, Verdict

__all__ = ["SUFFIXES", "Difference", "Medium", "Verdict", "prove", "verify"]

SUFFIXES: dict[str, Medium] = {".pdf": "pdf", ".epub": "epub", ".html": "html", ".htm": "html"}
"""The outputs that can be read back, by the suffixes of their files."""


def verify(output: str | Path, bulletin: Bulletin, *, style: str | Style | None = None, name: str = "") -> Verdict:
    """What is proved of the file *output* against *bulletin*, of which it was made in *style*.

    *name* is what it was called when it was made, its stem by default. Raises `VerifyError` where the file cannot be
    read, `UsageError` where its suffix is none of `SUFFIXES`.
    """
    path = Path(output)
    medium = SUFFIXES.get(path.suffix.lower())
    if medium is None:
        raise UsageError(f"{path}：不会核对“{path.suffix}”文件", f"能核对的：{'、'.join(SUFFIXES)}")
    chosen = style if isinstance(style, Style) else find_style(style or DEFAULT)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise VerifyError(f"读不出 {path}：{reason(error)}", "请检查路径和权限，或重新排印") from error
    return prove(data, medium, bulletin, chosen, name or path.stem)


sys.modules[__name__].__class__ = Room  # wxpress.verify(…)
