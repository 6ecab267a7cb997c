"""出件：puts what a ticket holds on the disk, each file whole or not at all, and tells what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from wxpress.build.incremental.cache import digest
from wxpress.build.incremental.explaining import explained
from wxpress.build.incremental.lastly import Lastly
from wxpress.build.outputs.daybook import enter
from wxpress.build.outputs.files import make_folder, replace_file
from wxpress.build.outputs.manifest import Made, Output
from wxpress.build.pieces import bytes_of
from wxpress.build.plan import Plan, Target, proof_paths
from wxpress.build.printing.reading import collected
from wxpress.build.results import Result
from wxpress.build.silencing import unsilenced
from wxpress.build.telling import findings_here, told
from wxpress.build.ticket import Ticket
from wxpress.diagnostics import Diagnostic
from wxpress.errors import WxpressError
from wxpress.readers.overrides import overrides_path

Emit = Callable[[bytes], None]

_APART = frozenset({"picture", "faces"})
"""What outputs are made of besides their source and style."""


def delivered(ticket: Ticket, plan: Plan, emit: Emit, last: Lastly) -> Result:
    """What came of the source of *ticket*, its outputs written; one that cannot be leaves its old file whole."""
    failures = list(ticket.failures)
    written = []
    for target in ticket.targets:
        try:
            if _is_written(target, ticket, emit):
                written.append(target)
        except WxpressError as error:
            failures.append(error)
    document, encoded = _document(ticket)
    ticket.sum_up()
    why = explained(ticket, last)
    for target in written:
        if target.path is not None:
            last.note(str(target.path), ticket.pieces[target.writer.name].key)
    in_order = tuple(target for target in ticket.job.targets if target in written)
    return Result(
        ticket.job,
        in_order,
        _withheld(ticket),
        collected(unsilenced(_findings(ticket, plan), ticket, plan.project)).sorted(),
        tuple(failures),
        _made(ticket, plan, in_order),
        tuple(target for target in in_order if not ticket.pieces[target.writer.name].is_new),
        why,
        document,
        ticket.recovered.tree if ticket.recovered and document else "",
        ticket.recovered.outline if ticket.recovered else None,
        encoded,
        max((len(piece.record.pages) for piece in ticket.pieces.values()), default=0),
        _stands(ticket),
        {read: seen for piece in ticket.pieces.values() for read, seen in piece.record.reads if read[0] in _APART},
    )


def _stands(ticket: Ticket) -> dict[Path, str]:
    """The digests of the source and its overrides as they were read, and of the outputs as they are."""
    if not ticket.facts:
        return {}
    source = ticket.job.source
    found = {source: ticket.facts["source"], overrides_path(source): ticket.facts["overrides"]}
    for target in ticket.targets:
        if target.path is not None and target.writer.name in ticket.pieces:
            record = ticket.pieces[target.writer.name].record
            proofs = zip(proof_paths(target), ticket.proofs.get(target.writer.name, ()), strict=False)
            found[target.path] = record.sha256
            found |= {path: digest(data) for path, data in proofs}
            found |= {target.path.parent / place: sha256 for place, sha256 in record.beside.items()}
    return found


def _document(ticket: Ticket) -> tuple[str, bytes]:
    """The digest of the document, and the document itself where it is not kept; nothing where it has errors."""
    if ticket.recovered is None or _has_errors(ticket):
        return "", b""
    return ticket.recovered.document, ticket.unkept()


def _is_written(target: Target, ticket: Ticket, emit: Emit) -> bool:
    """Whether *target* stands now where it should: what it shows first, then itself, its proof last."""
    piece = ticket.pieces.get(target.writer.name)
    if piece is None:
        return False
    if target.path is None:
        emit(bytes_of(piece, None))
        return True
    for place, data in piece.beside.items():
        write(target.path.parent / place, data)
    if piece.data is not None:
        write(target.path, piece.data)
    for path, data in zip(proof_paths(target), ticket.proofs.get(target.writer.name, ()), strict=False):
        write(path, data)
    return True


def write(path: Path, data: bytes) -> None:
    """Replace the file, unless it is what it should be already: who watches it sees only changes."""
    try:
        if not path.is_symlink() and path.read_bytes() == data:
            return
    except OSError:
        make_folder(path.parent)
    enter(path, data)
    replace_file(path, data)


def _has_errors(ticket: Ticket) -> bool:
    return ticket.recovered is not None and any(item.severity == "error" for item in ticket.recovered.findings)


def _withheld(ticket: Ticket) -> tuple[Target, ...]:
    """The targets that an error of the source, or one that their own writer reported, holds back."""
    if _has_errors(ticket):
        return ticket.job.targets
    held_back = {name for name, made in ticket.held_back.items() if made.failure is None}
    return tuple(target for target in ticket.targets if target.writer.name in held_back)


def _findings(ticket: Ticket, plan: Plan) -> Iterator[Diagnostic]:
    """What was found in the source, and what each writer had to say, now or when it was made."""
    if ticket.recovered is not None:
        yield from findings_here(ticket.recovered.findings, ticket.job)
    for target in ticket.targets:
        name = target.writer.name
        said = ticket.held_back.get(name) or (ticket.pieces[name].record if name in ticket.pieces else None)
        if said is not None:
            yield from told(said.reports, said.unused, name, ticket.job, plan)


def _made(ticket: Ticket, plan: Plan, written: tuple[Target, ...]) -> Made | None:
    """What the manifest is to say; null where nothing stands."""
    if ticket.recovered is None or not any(target.path for target in written):
        return None
    files = {target.path.name: target for target in written if target.path}
    outputs = {name: _output(target, plan, ticket) for name, target in files.items()}
    proved = {name: ticket.pieces[target.writer.name].record.proved for name, target in files.items()}
    return Made(
        name=ticket.job.name,
        source=ticket.job.portable,
        sha256=ticket.facts["source"],
        outputs=outputs,
        proved={name: proof for name, proof in proved.items() if proof},
    )


def _output(target: Target, plan: Plan, ticket: Ticket) -> Output:
    record = ticket.pieces[target.writer.name].record
    proofs = zip(proof_paths(target), ticket.proofs.get(target.writer.name, ()), strict=False)
    return Output(
        writer=target.writer.name,
        style=plan.style.name,
        sha256=record.sha256,
        size=record.size,
        tree=ticket.recovered.tree if ticket.recovered else "",
        beside=dict(record.beside),
        proofs={path.name: digest(data) for path, data in proofs},
        extra=target.writer.name not in plan.project.settings.to,
    )
