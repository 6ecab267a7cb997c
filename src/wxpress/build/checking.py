"""检查来稿：what recovery, the pictures and the checks have to say of one source, under the project's rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from wxpress.build.names import legible
from wxpress.build.printing.assets import Assets, Shelf
from wxpress.build.printing.guard import guarded
from wxpress.build.printing.reading import collected, open_document, open_source
from wxpress.checks import CHECKS, Manuscript, load_check
from wxpress.checks.silences import ruled
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.source import Source

Report = Callable[[Diagnostic], None]


def examined(source: Source, project: Project) -> tuple[Document, tuple[Diagnostic, ...]]:
    """The document of an open source, and what is to be said about it, as `examine` has it."""
    document = open_document(source)
    manuscript = Manuscript(source, document)
    findings = collected(document.diagnostics)
    _load_pictures(document, source, project, findings.report)
    for diagnostic in _checked(manuscript):
        findings.report(diagnostic)
    left = ruled(manuscript, findings.sorted(), project.settings.check, _below(source.path, project))
    return document, collected(left).sorted()


def examine(source: Path | Source, project: Project) -> tuple[Diagnostic, ...]:
    """What is to be said about a source, at a path or open, before any output is made, in the order of its places.

    Raises a `WxpressError` where it cannot be read.
    """
    return examined(open_source(source) if isinstance(source, Path) else source, project)[1]


def _load_pictures(document: Document, source: Source, project: Project, report: Report) -> None:
    shelf = Shelf(source.path.parent, project.asset_root(source.path))
    Assets(document.bulletin, shelf, legible(str(source.path)), report).load_all()


def _checked(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """What each check yields; an outside one that raises, or yields something else, is named."""
    for name in CHECKS.names():
        plug_in = None if name in CHECKS.builtin else name
        with guarded(f"{manuscript.source.name}：检查 {name} 时", plug_in):
            for diagnostic in load_check(name).run(manuscript):
                if not isinstance(diagnostic, Diagnostic):
                    raise TypeError(f"应给出 Diagnostic，却给出 {type(diagnostic).__name__}")
                yield diagnostic


def _below(path: Path, project: Project) -> str:
    """The path of a source below its project, with forward slashes."""
    return os.path.relpath(path.absolute(), project.root).replace(os.sep, "/")
