"""立此存照：after a build, writes down on what it stood, so that the next one may be told at once that nothing changed.

Nothing is written where anything moved while the build was at work, or where it has more to say than that all stands.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wxpress.build.desk import ABSENT, looked_up
from wxpress.build.incremental import watched
from wxpress.build.incremental.storage import Storage
from wxpress.build.outputs.manifest import read_manifest
from wxpress.build.plan import MANIFEST, Plan
from wxpress.build.printing.ordering import picture_identity
from wxpress.build.results import Result
from wxpress.errors import WxpressError
from wxpress.fonts import font_files
from wxpress.memo import Memo
from wxpress.stamps import Stamp, is_settled, stamp
from wxpress.unchanged import file_line, identity, state_file, written

Script = Sequence[tuple[str, str]]
"""What is said: ``o`` or ``e`` for the stream, and the text."""


@dataclass
class Standing:
    """所依的现状：begun before the work with the stamps of what the *plan* depends on; *again* makes the same plan."""

    plan: Plan
    again: Callable[[], Plan]
    arguments: Sequence[str]
    given: Sequence[Path] = ()
    _before: dict[str, Stamp | None] = field(default_factory=dict, init=False)
    _began: int = field(default=0, init=False)

    def begin(self) -> None:
        """Take the stamps."""
        paths = [*watched.inputs(self.plan, self.given), *watched.font_folders()]
        self._before = {name: stamp(name) for name in map(_name, paths)}
        with suppress(OSError):
            self._began = _clock(Path(state_file(self.arguments)).parent)

    def keep(self, results: Sequence[Result], script: Script, code: int) -> bool:
        """Write the state down, if all stands as it stood; whether it was."""
        file = Path(state_file(self.arguments))
        with suppress(OSError, ValueError, WxpressError):
            if self._is_whole(results):
                file.parent.mkdir(parents=True, exist_ok=True)
                self._write(file, results, script, code)
                return True
        with suppress(OSError):
            file.unlink()
        return False

    def _is_whole(self, results: Sequence[Result]) -> bool:
        """Whether every output that was asked for is there."""
        return len(results) == len(self.plan.jobs) and all(
            not result.failures and not result.withheld and len(result.written) == len(result.job.targets)
            for result in results
        )

    def _is_untouched(self) -> bool:
        """Whether nothing that the plan was made of has changed since; where stamps may hide it, it is made again."""
        if any(stamp(name) != found for name, found in self._before.items()):
            return False
        return all(is_settled(found, self._began) for found in self._before.values()) or self.again() == self.plan

    def _write(self, file: Path, results: Sequence[Result], script: Script, code: int) -> None:
        now = _clock(file.parent)
        lines = {name: _line(name, now) for name in self._before} | self._later(results, now)
        _require(self._is_untouched())
        if any("\n" in line or line.count("\t") > 2 for line in lines.values()):  # noqa: PLR2004 - of each line
            raise ValueError("a name that cannot stand in a line")
        temporary = file.with_name(f"{file.name}.{os.getpid()}.tmp")
        try:
            temporary.write_bytes(written(code, identity(self.arguments), lines.values(), script))
            temporary.replace(file)
        finally:
            with suppress(FileNotFoundError):
                temporary.unlink()

    def _later(self, results: Sequence[Result], now: int) -> dict[str, str]:
        """The lines of what was not known before the work, where it still is what the work read or wrote."""
        memo = Memo(Storage(self.plan.project.root).state / "memo")
        paths = [path for result in results for path in self._of(result, memo)]
        paths += [*self._archive(memo), *self._faces(results), *watched.libraries()]
        return {name: _line(name, now) for name in dict.fromkeys(map(_name, paths))}

    def _of(self, result: Result, memo: Memo) -> Iterator[Path]:
        """What *result* stands on, and stands for; ValueError where one is another by now."""
        for path, digest in result.stands.items():
            _require(_digest(path, memo) == digest)
            yield path
        for (kind, name), digest in result.reads.items():
            if kind == "picture":
                yield from watched.pictures(result.job, [name])
                _require(picture_identity(result.job, name, memo) == digest)

    def _faces(self, results: Iterable[Result]) -> Iterator[Path]:
        """The files of the faces that were used."""
        used = {(read, digest) for result in results for read, digest in result.reads.items() if read[0] == "faces"}
        for read, digest in used:
            _require(looked_up(read, self.plan.style) == digest)
            yield from font_files(read[1])

    def _archive(self, memo: Memo) -> list[Path]:
        """The manifest, and the files of the archive that it names, as it says they are."""
        folder = self.plan.manifest
        if folder is None:
            return []
        manifest = read_manifest(folder)
        files = {folder / path: digest for path, digest in (manifest.archive if manifest else {}).items()}
        _require(manifest is not None and all(_digest(path, memo) == digest for path, digest in files.items()))
        return [folder / MANIFEST, *(files if self.plan.archive else ())]


def _require(is_so: bool) -> None:  # noqa: FBT001 - a condition
    if not is_so:
        raise ValueError("changed while the build was at work")


def _digest(path: Path, memo: Memo) -> str:
    return memo.digest(path) if path.exists() else ABSENT


def _name(path: Path | str) -> str:
    return os.path.abspath(path)  # noqa: PTH100 - links stay as they are: they may be turned


def _line(name: str, now: int) -> str:
    return file_line(name, is_settled=is_settled(stamp(name), now))


def _clock(folder: Path) -> int:
    """The time by the clock that stamps files, or by the system's where that is behind, in ns."""
    probe = folder / "clock.tmp"  # of one name: the next build takes away what a killed one left
    probe.write_bytes(b"")
    found = stamp(str(probe))
    probe.unlink(missing_ok=True)
    return min(found[2] if found else 0, time.time_ns())
