"""撤下：removes what an earlier build wrote and this one no longer has. Never what somebody else wrote, or changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from wxpress.build.incremental.cache import digest
from wxpress.build.outputs.manifest import Entry, Manifest
from wxpress.build.plan import Plan
from wxpress.build.results import Result


def withdraw_archive(folder: Path, old: Mapping[str, str], kept: Iterable[str]) -> None:
    """Remove from *folder* the files of the *old* archive but those *kept*."""
    remove(folder, old, frozenset(kept))


def withdraw_beside(folder: Path, old: Manifest, results: Sequence[Result]) -> None:
    """Remove the files that stood beside outputs which were made now, and show them no longer."""
    for made in (result.made for result in results if result.made):
        entry = old.entries.get(made.name)
        for name, output in made.outputs.items():
            if entry is not None and name in entry.outputs:
                remove(folder, entry.outputs[name].beside, frozenset(output.beside))


def withdraw_gone(folder: Path, old: Manifest, plan: Plan) -> frozenset[str]:
    """Remove the outputs of the project's sources that are gone; the names of those."""
    names = {job.name for job in plan.jobs}
    gone = {name for name, entry in old.entries.items() if name not in names and _is_gone(entry, plan)}
    for name in gone:
        for output, described in old.entries[name].outputs.items():
            remove(folder, {output: described.sha256, **described.beside, **described.proofs})
    return frozenset(gone)


def withdraw_unasked(folder: Path, old: Manifest, plan: Plan) -> None:
    """Remove outputs of the project's sources that the settings asked for and ask for no more."""
    entries = (old.entries[job.name] for job in plan.jobs if job.name in old.entries)
    outputs = (named for entry in entries for named in entry.outputs.items())
    for name, output in outputs:
        if not output.extra and output.writer not in plan.project.settings.to:
            remove(folder, {name: output.sha256, **output.beside, **output.proofs})


def _is_gone(entry: Entry, plan: Plan) -> bool:
    """Whether the source lay among the project's own and is there no more."""
    path = plan.project.root / entry.source
    return path.is_relative_to(plan.project.sources) and not path.exists()


def remove(folder: Path, files: Mapping[str, str], kept: frozenset[str] = frozenset()) -> None:
    """Remove *files* (the sha256 by the path below *folder*) that are as they were written, and empty folders."""
    for name, sha256 in files.items():
        path = folder / name
        if name not in kept and path.resolve().is_relative_to(folder.resolve()):
            with suppress(OSError):
                if is_unchanged(path, sha256):
                    path.unlink()
                if path.parent != folder:
                    path.parent.rmdir()


def is_unchanged(path: Path, sha256: str) -> bool:
    """Whether the file of that digest stands at *path*, and no link to one."""
    try:
        return not path.is_symlink() and digest(path.read_bytes()) == sha256
    except OSError:
        return False
