"""备忘：the digests of files by their stamps, so that a file which nobody touched is not read again.

It only saves work: what is not believed is read. One machine's memo is of no use to another and is never shared.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

from wxpress.stamps import Stamp, is_settled, stamp

HEAD = "wxpress-memo/1"
_PIECE = 1 << 20


class Memo:
    """备忘：reads *file* once, and writes it when it is saved; null keeps nothing beyond this run."""

    def __init__(self, file: Path | None) -> None:
        """Take what was kept before; a memo that is damaged is none."""
        self._file = file
        self._kept = _read(file) if file else {}
        self._now = time.time_ns()
        self._new: dict[str, Stamp] = {}

    def digest(self, path: Path | str) -> str:
        """The sha256 of the file at *path*; `OSError` where it cannot be read."""
        name = os.path.abspath(path)  # noqa: PTH100 - links stay as they are: they may be turned
        before = stamp(name)
        digest, _, seen = self._kept.get(name, "").partition(" ")
        if before is not None and seen == _words(before):
            return digest
        found = _digest(name)
        if before is not None and before == stamp(name) and is_settled(before, min(self._now, time.time_ns())):
            self._kept[name] = f"{found} {_words(before)}"
            self._new[name] = before
        return found

    def save(self) -> None:
        """Write it down, if anything is new; where that cannot be, the next run reads more."""
        if self._file is None or not self._new:
            return
        temporary = self._file.with_name(f".{self._file.name}.{os.getpid()}.tmp")
        with suppress(OSError, UnicodeEncodeError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(b"")
            clock = stamp(str(temporary))  # by the clock that stamps files, whatever the system's says
            temporary.write_text(
                "\n".join([HEAD, *self._lines(clock[2] if clock else 0)]) + "\n", "utf-8", "surrogateescape"
            )
            temporary.replace(self._file)
            self._new.clear()

    def _lines(self, clock: int) -> list[str]:
        """What is kept, but for what was touched too lately to be believed, and for files that are gone."""
        late = {name for name, seen in self._new.items() if not is_settled(seen, clock)}
        return [
            f"{kept} {name}"
            for name, kept in sorted(self._kept.items())
            if name not in late and "\n" not in name and os.path.lexists(name)
        ]


def _words(seen: Stamp) -> str:
    return " ".join(map(str, seen))


def user_memo() -> Path | None:
    """Where the digests of what all projects share are kept: the user's cache; null where there is no home."""
    home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("HOME") and f"{os.environ['HOME']}/.cache")
    return Path(home, "wxpress", "memo") if home else None


def _read(file: Path) -> dict[str, str]:
    """The digest and the stamp, in words, of each file by its name."""
    try:
        head, *lines, end = file.read_text("utf-8", "surrogateescape").split("\n")
        return dict(map(_entry, lines)) if head == HEAD and end == "" else {}
    except (OSError, ValueError):
        return {}


def _entry(line: str) -> tuple[str, str]:
    digest, size, modified, changed, number, mode, name = line.split(" ", 6)
    return name, f"{digest} {size} {modified} {changed} {number} {mode}"


def _digest(name: str) -> str:
    total = hashlib.sha256()
    with open(name, "rb") as file:  # noqa: PTH123 - as it is named
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()
