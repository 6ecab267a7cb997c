"""付印：one source to its outputs. Each output is made whole in memory before anything of it is written."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

import msgspec

from wxpress.build.assets import Assets
from wxpress.build.cache import digest
from wxpress.build.dates import modified
from wxpress.build.files import replace_file
from wxpress.build.guard import guarded
from wxpress.build.manifest import Made, Output
from wxpress.build.options import WatchedOptions
from wxpress.build.plan import PDF, STDOUT, Job, Plan, Target, make_plan, proof_paths
from wxpress.build.proofs import beyond_limits, proof_files
from wxpress.build.proving import require_proof
from wxpress.build.reading import Findings, collected, legible, open_document
from wxpress.config import find_project
from wxpress.diagnostics import Diagnostic, count, diagnose
from wxpress.document import Document
from wxpress.errors import WxpressError
from wxpress.fingerprint import fingerprint
from wxpress.readers.decoding import bytes_of
from wxpress.tree import Bulletin
from wxpress.verify.certificate import Proved
from wxpress.writers import WRITERS, Context, PageStart, Writer

Emit = Callable[[bytes], None]


@dataclass(frozen=True)
class Result:
    """一份来稿的结果：what was written, what was held back because of findings, what was found, and what failed.

    *made* is what the manifest is to say of it, *bulletin* its tree where there is one.
    """

    job: Job
    written: tuple[Target, ...] = ()
    withheld: tuple[Target, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[WxpressError, ...] = ()
    made: Made | None = None
    bulletin: Bulletin | None = None

    def is_good(self, *, strict: bool = False) -> bool:
        """Whether nothing failed and no error (under *strict* no warning either) was found."""
        grave = count(self.diagnostics, "error") + (count(self.diagnostics, "warning") if strict else 0)
        return not self.failures and not self.withheld and grave == 0


class Printed(NamedTuple):
    """印好的一件：what the manifest says of it, what was proved of it, if it was verified, and what opens its pages."""

    output: Output
    proved: Proved | None
    pages: tuple[PageStart, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """印张：what all targets of one source share; *pages* are those of the PDF, once it is made.

    *sha256* is the source's, taken when it was read: it may be gone or changed by the time the manifest is written.
    """

    job: Job
    plan: Plan
    document: Document
    assets: Assets
    pages: tuple[PageStart, ...] = ()
    sha256: str = ""


def press(job: Job, plan: Plan, emit: Emit) -> Result:
    """Make and write every target of *job*; a failed one leaves its old file whole and does not stop the others."""
    try:
        sha256 = digest(bytes_of(job.source))
        document = open_document(job.source)
    except WxpressError as error:
        return Result(job, failures=(error,))
    findings = collected(document.diagnostics)
    if count(document.diagnostics, "error"):
        return Result(job, withheld=job.targets, diagnostics=findings.sorted())
    return _pressed(replace(_sheet(job, plan, document, findings), sha256=sha256), findings, emit)


def rendered(document: Document, path: Path, writer: str) -> bytes:
    """*document*, recovered from *path*, as *writer* gives it, with the settings that hold here."""
    plan = make_plan(find_project(Path.cwd()), [path], output=STDOUT, to=[writer])
    findings = Findings()
    sheet = _sheet(plan.jobs[0], plan, document, findings)
    return _made(sheet, plan.jobs[0].targets[0].writer, findings.report)


def proofread(path: Path) -> tuple[Diagnostic, ...]:
    """What is over the limits of ``[proof]`` in the PDF of the source at *path*, and what its layout reports.

    The PDF is made in memory and not written. Raises a `WxpressError` where it cannot be made or read.
    """
    document = open_document(path)
    if count(document.diagnostics, "error"):
        return ()  # as `press` makes nothing of it
    plan = make_plan(find_project(Path.cwd()), [path], output=STDOUT, to=["pdf"])
    findings = Findings()
    sheet = _sheet(plan.jobs[0], plan, document, findings)
    data = _made(sheet, plan.jobs[0].targets[0].writer, lambda item: findings.report(_placed(item, sheet)))
    for item in beyond_limits(data, document.bulletin, sheet.job.name, plan.project.settings.proof):
        findings.report(_placed(item, sheet))
    return findings.sorted()


def _sheet(job: Job, plan: Plan, document: Document, findings: Findings) -> Sheet:
    name = legible(str(job.source))
    return Sheet(job, plan, document, Assets(document.bulletin, job.source.parent, job.root, name, findings.report))


def _pressed(sheet: Sheet, findings: Findings, emit: Emit) -> Result:
    outputs: dict[Target, Printed] = {}
    withheld, failures = [], []
    for target in sorted(sheet.job.targets, key=lambda target: target.writer.media_type != PDF):
        try:
            output = _pressed_target(sheet, target, findings, emit)
        except WxpressError as error:
            failures.append(error)
            continue
        if output is None:
            withheld.append(target)
        else:
            outputs[target] = output
            sheet = replace(sheet, pages=sheet.pages or output.pages)
    return Result(
        sheet.job,
        tuple(target for target in sheet.job.targets if target in outputs),
        tuple(withheld),
        findings.sorted(),
        tuple(failures),
        _manifested(sheet, outputs),
        sheet.document.bulletin,
    )


def _manifested(sheet: Sheet, outputs: Mapping[Target, Printed]) -> Made | None:
    """What was made, for the manifest; null where nothing was."""
    named = {target.path.name: printed for target, printed in outputs.items() if target.path}
    if not named:
        return None
    return Made(
        name=sheet.job.name,
        source=_portable(sheet.job),
        sha256=sheet.sha256,
        outputs={name: printed.output for name, printed in named.items()},
        proved={name: printed.proved for name, printed in named.items() if printed.proved},
    )


def _pressed_target(sheet: Sheet, target: Target, findings: Findings, emit: Emit) -> Printed | None:
    """What *target* came to; null where its writer reported an error, so that it is held back."""
    reported: list[Diagnostic] = []
    try:
        data = _made(sheet, target.writer, reported.append)
    finally:
        for diagnostic in reported:
            findings.report(_placed(diagnostic, sheet))
    if count(reported, "error"):
        return None
    printed = _described(sheet, target, data, findings)
    if target.path is None:
        emit(data)
        return printed
    proofs = _proofs(sheet, target, data)
    for path, content in {target.path: data, **proofs}.items():
        replace_file(path, content)
    return printed


def _described(sheet: Sheet, target: Target, data: bytes, findings: Findings) -> Printed:
    """What is to be said of *data*, which is proved before it is written."""
    bulletin, style, name = sheet.document.bulletin, sheet.plan.style, target.writer.name
    report = partial(_report, sheet=sheet, findings=findings)
    is_wanted = sheet.plan.with_verify
    proved = require_proof(data, target.writer, bulletin, style, sheet.job.name, report) if is_wanted else None
    output = Output(writer=name, style=style.name, sha256=digest(data), size=len(data), tree=fingerprint(bulletin))
    return Printed(output, proved, _pages(sheet, target, data))


def _pages(sheet: Sheet, target: Target, data: bytes) -> tuple[PageStart, ...]:
    """What opens each page of a PDF, where another output of the sheet is to carry its numbers."""
    if target.writer.media_type != PDF or all(other.writer.name != "epub" for other in sheet.job.targets):
        return ()
    from wxpress.verify.pages import page_map  # noqa: PLC0415 - what reads a PDF is loaded where it is wanted

    openings = page_map(data, sheet.document.bulletin, sheet.plan.style, sheet.job.name)
    return tuple(PageStart(*opening) for opening in openings)


def _report(diagnostic: Diagnostic, sheet: Sheet, findings: Findings) -> None:
    findings.report(_placed(diagnostic, sheet))


def _proofs(sheet: Sheet, target: Target, data: bytes) -> dict[Path, bytes]:
    """The proof of a PDF by where it goes, if the plan asks for one and *target* is one."""
    paths = proof_paths(target) if sheet.plan.with_proof else ()
    if not paths:
        return {}
    name, limits = sheet.job.name, sheet.plan.project.settings.proof
    return dict(zip(paths, proof_files(data, sheet.document.bulletin, name, limits), strict=True))


def _made(sheet: Sheet, writer: Writer, report: Callable[[Diagnostic], None]) -> bytes:
    options = WatchedOptions(sheet.plan.project.options(writer.name))
    plug_in = None if writer.name in WRITERS.builtin else writer.name
    with guarded(f"{legible(str(sheet.job.source))}：写出 {writer.name} 时", plug_in):
        data = writer.write(sheet.document.bulletin, _context(sheet, options, report))
        if not isinstance(data, bytes):
            raise TypeError(f"应交出 bytes，却交出 {type(data).__name__}")
    for name in options.unused():
        report(diagnose("WX601", source=str(sheet.plan.project.file), writer=writer.name, option=name))
    return data


def _context(sheet: Sheet, options: WatchedOptions, report: Callable[[Diagnostic], None]) -> Context:
    portable = _portable(sheet.job)
    return Context(
        name=sheet.job.name,
        style=sheet.plan.style,
        load_asset=sheet.assets,
        report=report,
        modified=modified(sheet.document.bulletin.date),
        ledger=sheet.document.ledger,
        diagnostics=tuple(
            msgspec.structs.replace(item, source=portable) if item.source else item
            for item in sheet.document.diagnostics
        ),
        options=options,
        pages=sheet.pages,
    )


def _portable(job: Job) -> str:
    """The source's path below its root: the same on each machine, so that outputs are the same bytes."""
    return legible(os.path.relpath(job.source.absolute(), job.root).replace(os.sep, "/"))


def _placed(diagnostic: Diagnostic, sheet: Sheet) -> Diagnostic:
    """A writer knows no path: what it reports is about the source that it was given."""
    if diagnostic.source is not None:
        return diagnostic
    return msgspec.structs.replace(diagnostic, source=legible(str(sheet.job.source)))
