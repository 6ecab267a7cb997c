"""装订处：what was bound for an archive before is kept in the cache, and left as it stands in the folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from wxpress.archive.bindery import Content, Files, Kept
from wxpress.build.incremental.records import Facts, Records
from wxpress.memo import Memo


@dataclass(frozen=True)
class Binding:
    """装订处：among *records*; *we* are those who bind."""

    records: Records
    we: Facts

    def anew(self) -> Binding:
        """One that finds nothing, and keeps what is made."""
        return replace(self, records=replace(self.records, forgets=True))

    def bound(self, told: str, bind: Callable[[], Files]) -> Files:
        """The files that were made before of all that *told* says, or that are made now."""
        facts = self._facts(told)
        names = self.records.recall_names("bound", facts)
        if names is not None:
            return tuple(map(Kept, names))
        files = bind()
        self.records.keep_names("bound", facts, tuple(map(self.kept, files)))
        return files

    def opened(self, told: str, make: Callable[[], bytes]) -> bytes:
        """The bytes that were made before of all that *told* says, or that are made now."""
        facts = self._facts(told)
        kept = self.records.recall_bytes("opened", facts)
        if kept is None:
            self.records.keep_bytes("opened", facts, kept := make())
        return kept

    def kept(self, content: Content) -> str:
        """The digest of *content*, which is kept from now on."""
        return content.sha256 if isinstance(content, Kept) else self.records.cache.keep(content)

    def wanting(self, folder: Path, files: Mapping[str, Content], memo: Memo) -> dict[str, bytes]:
        """Those of *files* that are made now or do not stand in *folder*; `LookupError` where one is kept no more."""
        wanted = {path: content for path, content in files.items() if not _stands(folder / path, content, memo)}
        return {path: self._bytes(content) for path, content in wanted.items()}

    def _facts(self, told: str) -> Facts:
        return {**self.we, "of": told}

    def _bytes(self, content: Content) -> bytes:
        if not isinstance(content, Kept):
            return content
        data = self.records.data(content.sha256)
        if data is None:
            raise LookupError(content.sha256)
        return data


def _stands(path: Path, content: Content, memo: Memo) -> bool:
    """Whether *content* was made before, and lies at *path*."""
    with suppress(OSError):
        return isinstance(content, Kept) and memo.digest(path) == content.sha256
    return False
