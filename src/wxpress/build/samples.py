"""样张：outputs that are made in memory, beside any build: for a look at them, or for their measures."""

from __future__ import annotations

from pathlib import Path

import msgspec

from wxpress.build.plan import STDOUT, Job, Plan, make_plan
from wxpress.build.printing.ordering import printing
from wxpress.build.printing.orders import Print
from wxpress.build.printing.press import printed
from wxpress.build.printing.proofs import beyond_limits
from wxpress.build.printing.reading import Findings, open_document
from wxpress.build.telling import named_everywhere, placed, told
from wxpress.config import find_project
from wxpress.diagnostics import Diagnostic, count
from wxpress.document import Document


def rendered(document: Document, path: Path, writer: str) -> bytes:
    """*document*, recovered from *path*, as *writer* gives it, with the settings that hold here."""
    job, plan = _one(path, writer)
    return _printed(document, job, plan).data or b""


def proofread(path: Path) -> tuple[Diagnostic, ...]:
    """What is over the limits of ``[proof]`` in the PDF of the source at *path*, and what its layout reports.

    The PDF is made in memory and not written. Raises a `WxpressError` where it cannot be made or read.
    """
    document = open_document(path)
    if count(document.diagnostics, "error"):
        return ()  # as the build makes nothing of it
    job, plan = _one(path, "pdf")
    made = _printed(document, job, plan)
    findings = Findings()
    over = beyond_limits(made.data, document.bulletin, job.name, plan.project.settings.proof) if made.data else ()
    for item in (*told(made.reports, made.unused, "pdf", job, plan), *(placed(item, job) for item in over)):
        findings.report(item)
    return findings.sorted()


def _one(path: Path, writer: str) -> tuple[Job, Plan]:
    plan = make_plan(find_project(Path.cwd()), [path], output=STDOUT, to=[writer], with_verify=False)
    return plan.jobs[0], plan


def _printed(document: Document, job: Job, plan: Plan) -> Print:
    encoded = msgspec.msgpack.encode(named_everywhere(document, job))
    (made,) = printed(printing(job, plan, document, encoded, [job.targets[0].writer.name])).prints
    if made.failure:
        raise made.failure
    return made
