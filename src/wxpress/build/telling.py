"""转述：what an action reported, as findings about the source that the user named. Told alike each time it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wxpress.build.names import legible
from wxpress.build.plan import Job, Plan
from wxpress.build.printing.press import called, names_of
from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.document import Document


def placed(diagnostic: Diagnostic, job: Job) -> Diagnostic:
    """A writer knows no path: what it reports is about the source that it was given."""
    if diagnostic.source is not None:
        return diagnostic
    return msgspec.structs.replace(diagnostic, source=legible(str(job.source)))


def told(
    reports: Iterable[Diagnostic], unused: Iterable[str], writer: str, job: Job, plan: Plan
) -> Iterator[Diagnostic]:
    """What *writer* reported, and the options that it never asked for."""
    yield from (placed(item, job) for item in reports)
    for option in unused:
        yield diagnose("WX601", source=str(plan.project.file), writer=writer, option=option)


def findings_here(findings: tuple[Diagnostic, ...], job: Job) -> tuple[Diagnostic, ...]:
    """*findings*, which name files as every machine does, with the names that the user knows."""
    return called(findings, dict(zip(names_of(job.portable), names_of(legible(str(job.source))), strict=True)))


def named_everywhere(document: Document, job: Job) -> Document:
    """*document*, whose findings name files as the user does, with the names that they have on every machine."""
    names = dict(zip(names_of(legible(str(job.source))), names_of(job.portable), strict=True))
    return msgspec.structs.replace(document, diagnostics=called(document.diagnostics, names))
