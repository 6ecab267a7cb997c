"""上一次：which record each output had in the last build, to tell what is different now; for explanations only."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import msgspec

from wxpress.build.incremental.records import Record, Records
from wxpress.build.outputs.files import replace_file
from wxpress.errors import WxpressError


class Lastly:
    """上一次：reads *file* when it is first asked; null remembers nothing."""

    def __init__(self, file: Path | None, records: Records) -> None:
        """Know where it is written, and where the *records* are."""
        self._file, self._records = file, records
        self._keys: dict[str, str] | None = None
        self._is_changed = False

    @property
    def by_force(self) -> bool:
        """Whether all is made anew, whatever the records say."""
        return self._records.forgets

    def key(self, output: str) -> str | None:
        """The key of the record that *output* had; null where it was not made by us, or nobody knows."""
        return self._known().get(output)

    def record(self, key: str) -> Record | None:
        """The record of that *key*; null where it is not kept any more."""
        return self._records.record(key)

    def note(self, output: str, key: str) -> None:
        """Remember the record that *output* has now."""
        if self._known().get(output) != key:
            self._known()[output] = key
            self._is_changed = True

    def save(self) -> None:
        """Write it down, if anything is new; where that cannot be, less will be explained."""
        if self._file is not None and self._is_changed:
            with suppress(WxpressError, OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                replace_file(self._file, msgspec.msgpack.encode(self._known()))

    def _known(self) -> dict[str, str]:
        if self._keys is None:
            self._keys = _read(self._file) if self._file else {}
        return self._keys


def _read(file: Path) -> dict[str, str]:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=dict[str, str])
    except (OSError, msgspec.DecodeError):
        return {}
