"""预览的状态：what the last build came to, for the page that shows it; whoever asks may wait for the next."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from wxpress.build import Result
from wxpress.build.checking import examine
from wxpress.build.printing.reading import collected
from wxpress.config import find_project
from wxpress.diagnostics import Diagnostic, Language, in_language
from wxpress.errors import WxpressError

_LABELS = {"text/html": "网页", "application/pdf": "PDF", "application/epub+zip": "EPUB"}


class Remark(msgspec.Struct, frozen=True):
    """一条所见，as the page shows it: how grave, its code, its line (0: none), what, and what to do."""

    severity: str
    code: str
    line: int
    message: str
    hint: str


class Shown(msgspec.Struct, frozen=True):
    """一期：its name and title, its outputs by what they are called, whether one of them could not be made anew."""

    name: str
    title: str
    files: dict[str, str]
    is_stale: bool = False


class Status(msgspec.Struct, frozen=True):
    """此刻的状态：*edition* grows with each build, *turn* with each change of anything here."""

    turn: int = 0
    edition: int = 0
    is_building: bool = True
    bulletins: tuple[Shown, ...] = ()
    failure: str = ""


@dataclass
class Board:
    """公告板：holds the one `Status`; safe for threads."""

    language: Language = "zh"
    _results: dict[str, Result] = field(default_factory=dict)
    _status: Status = field(default_factory=Status)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def begin(self) -> None:
        """A build begins."""
        self._post(is_building=True)

    def show(self, results: Sequence[Result]) -> None:
        """A build has ended."""
        self._results = {result.job.name: result for result in results}
        self._post(
            is_building=False, bulletins=tuple(map(_shown, results)), failure="", edition=self._status.edition + 1
        )

    def fail(self, error: WxpressError) -> None:
        """A build could not begin; what was there before stays."""
        self._post(is_building=False, failure=_sentence(error))

    def after(self, turn: int, patience: float) -> Status:
        """The status once it is newer than *turn*, or as it is after *patience* seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._status.turn > turn, patience)
            return self._status

    def remarks(self, name: str) -> tuple[Remark, ...]:
        """What the last build and the checks say of the bulletin *name*; nothing where there is no such bulletin."""
        result = self._results.get(name)
        if result is None:
            return ()
        failures = tuple(Remark("error", "", 0, error.message, error.advice) for error in result.failures)
        return failures + tuple(_remark(in_language(item, self.language)) for item in _found(result))

    def _post(self, **changes: object) -> None:
        with self._changed:
            self._status = msgspec.structs.replace(self._status, turn=self._status.turn + 1, **changes)
            self._changed.notify_all()


def _shown(result: Result) -> Shown:
    targets = [target for target in result.job.targets if target.path and target.path.is_file()]
    files = {
        target.writer.media_type: (target.writer.name, str(target.path and target.path.name)) for target in targets
    }
    order = [*(kind for kind in _LABELS if kind in files), *(kind for kind in files if kind not in _LABELS)]
    title = result.title
    named = {_LABELS.get(kind, files[kind][0]): files[kind][1] for kind in order}
    return Shown(result.job.name, title or result.job.name, named, bool(result.failures or result.withheld))


def _found(result: Result) -> tuple[Diagnostic, ...]:
    """What the build and the checks found, each once; a source that cannot be read has its failure already."""
    findings = collected(result.diagnostics)
    with suppress(WxpressError):
        for item in examine(result.job.source, find_project(Path.cwd())):
            findings.report(item)
    return findings.sorted()


def _remark(diagnostic: Diagnostic) -> Remark:
    line = diagnostic.span.first if diagnostic.span else 0
    return Remark(diagnostic.severity, diagnostic.code, line, diagnostic.message, diagnostic.hint or "")


def _sentence(error: WxpressError) -> str:
    return f"{error.message}。{error.advice}" if error.advice else error.message
