"""排印时的静默：what the editor has silenced for ``check`` is not told by a build either."""

from __future__ import annotations

import os
from collections.abc import Iterable

import msgspec

from wxpress.build.printing.reading import open_source
from wxpress.build.ticket import Ticket
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.errors import WxpressError


def unsilenced(findings: Iterable[Diagnostic], ticket: Ticket, project: Project) -> tuple[Diagnostic, ...]:
    """*findings* of the source of *ticket*, less those silenced beside its lines or in ``[check]`` of the project."""
    told = tuple(findings)
    settings = project.settings.check
    recovered = ticket.recovered
    if recovered is None or not told or not (settings.silence or settings.severity or recovered.has_remarks):
        return told
    encoded = ticket.document()
    if encoded is None:
        return told
    from wxpress.checks import Manuscript  # noqa: PLC0415 - loaded where there is something to silence
    from wxpress.checks.silences import unsilenced as left  # noqa: PLC0415 - as above

    document = msgspec.msgpack.decode(encoded, type=Document)
    path = os.path.relpath(ticket.job.source.absolute(), project.root).replace(os.sep, "/")
    try:
        source = open_source(ticket.job.source)
    except WxpressError:  # gone since: then nothing tells what stands beside its lines
        return told
    return left(Manuscript(source, document), told, settings, path)
