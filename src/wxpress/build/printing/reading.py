"""读稿：from a path to a recovered document and its findings; whatever goes wrong names the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from wxpress.build.names import legible
from wxpress.build.printing.guard import guarded
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.readers import load
from wxpress.readers.decoding import opened
from wxpress.readers.overrides import read_overrides
from wxpress.recover import recover
from wxpress.source import Source


@dataclass
class Findings:
    """所见：gathers diagnostics, each once though three writers may meet it."""

    seen: dict[tuple[object, ...], Diagnostic] = field(default_factory=dict)

    def report(self, diagnostic: Diagnostic) -> None:
        """Take one diagnostic."""
        self.seen.setdefault((diagnostic.code, diagnostic.source, diagnostic.span, diagnostic.message), diagnostic)

    def sorted(self) -> tuple[Diagnostic, ...]:
        """All of them by place, those without one last."""
        return tuple(sorted(self.seen.values(), key=_by_place))


def open_source(path: Path, data: bytes | None = None) -> Source:
    """The decoded source at *path*, which is read unless its *data* are given."""
    with guarded(f"{path}：读取时"):
        source = load(path) if data is None else opened(path, data)
    return msgspec.structs.replace(source, path=Path(legible(str(source.path))))


def open_document(source: Path | Source) -> Document:
    """The source at a path, or one that is open, recovered; raises a `WxpressError` that names it."""
    opened = open_source(source) if isinstance(source, Path) else source
    with guarded(f"{opened.name}：恢复结构时"):
        return recover(opened)


def recovered(path: Path, data: bytes, overrides: bytes | None) -> Document:
    """The document of *data*, read from *path*, and the bytes of its *overrides*; raises as `open_document` does."""
    source = open_source(path, data)
    with guarded(f"{source.name}：恢复结构时"):
        return recover(source, overrides=read_overrides(source.path, overrides))


def collected(diagnostics: Iterable[Diagnostic]) -> Findings:
    """Findings that hold *diagnostics* already."""
    findings = Findings()
    for diagnostic in diagnostics:
        findings.report(diagnostic)
    return findings


def _by_place(diagnostic: Diagnostic) -> tuple[float, int, str]:
    span = diagnostic.span
    return (span.first, span.first_column or 0, diagnostic.code) if span else (float("inf"), 0, diagnostic.code)
