"""成件：an output that is known, whether made now or before, and where its bytes are to be had."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from wxpress.build.desk import Desk
from wxpress.build.incremental.cache import digest
from wxpress.build.incremental.records import Facts, Record
from wxpress.build.outputs.files import write_errors
from wxpress.build.plan import Target
from wxpress.build.printing.orders import Print


@dataclass(frozen=True)
class Piece:
    """一件：what is recorded of an output; its bytes and those of the files beside it, unless they stand on the disk.

    *key* is that of the record.
    """

    record: Record
    key: str
    data: bytes | None = field(default=None, repr=False)
    beside: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    is_new: bool = False


def recorded(made: Print, facts: Facts, origin: Facts, desk: Desk) -> Piece:
    """*made*, entered into the records; *origin* is what its tree came of."""
    data = made.data or b""
    record = Record(
        facts=dict(facts),
        reads=tuple(made.reads.items()),
        sha256=digest(data),
        size=len(data),
        reports=made.reports,
        proved=made.proved,
        pages=made.pages,
        beside={path: digest(content) for path, content in made.beside.items()},
        unused=made.unused,
        origin=dict(origin),
    )
    for content in (data, *made.beside.values()):
        desk.records.cache.keep(content)
    return Piece(record, desk.records.keep("write", record), data, made.beside, is_new=True)


def found_again(target: Target, key: str, record: Record, desk: Desk) -> Piece | None:
    """The output of *record*; null where it is neither on the disk nor kept."""
    folder = target.path.parent if target.path else None
    try:
        data = _at_hand(target.path, record.sha256, desk)
        beside = {path: _at_hand(folder and folder / path, sha, desk) for path, sha in record.beside.items()}
    except LookupError:
        return None
    return Piece(record, key, data, {path: found for path, found in beside.items() if found is not None})


def _at_hand(path: Path | None, sha256: str, desk: Desk) -> bytes | None:
    """The bytes of that digest, null where they stand at *path* already; `LookupError` where they are nowhere."""
    with suppress(OSError):
        if path is not None and not path.is_symlink() and desk.memo.digest(path) == sha256:
            return None
    data = desk.records.data(sha256)
    if data is None:
        raise LookupError(sha256)
    return data


def bytes_of(piece: Piece, path: Path | None) -> bytes:
    """The bytes of *piece*, which stands at *path* where it has none with it; `WriteError` where it is gone again."""
    if piece.data is not None or path is None:
        return piece.data or b""
    with write_errors(path):
        return path.read_bytes()
