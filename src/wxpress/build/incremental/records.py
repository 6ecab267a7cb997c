"""记录：what is kept of an action: under which key, what it was made of, what came of it. Nothing of one machine.

An action has two keys. The first is made of what is known before it runs; under it lies the list of what the action
was found to read. The second adds the digests of those; under it lies the result. So a result is used again only where
everything that its making read is as it was, and no reader has to say beforehand what he will read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from wxpress.build.incremental.cache import Cache, digest
from wxpress.diagnostics import Diagnostic
from wxpress.document import Document
from wxpress.fingerprint import fingerprint
from wxpress.readers.remarks import remarks_of
from wxpress.reads import Read
from wxpress.tree import Bulletin
from wxpress.verify.certificate import Proved
from wxpress.writers import PageStart
from wxpress.writers.contents import outline

T = TypeVar("T")

FORMAT = "wxpress-record/1"

Facts = Mapping[str, str]
"""What is known of an action before it runs, by name."""


class Recovered(msgspec.Struct, frozen=True):
    """恢复过的：the digest of the document, the fingerprint and the outline of its tree, its findings.

    *parts* are digests by name. *has_remarks* says that something beside its lines may silence some of the findings.
    """

    document: str
    tree: str
    outline: Bulletin
    findings: tuple[Diagnostic, ...]
    parts: dict[str, str]
    has_remarks: bool = False


class Record(msgspec.Struct, frozen=True):
    """印过的：what is to be known of an output without making it. *facts* and *reads* are what it was made of.

    *origin* is what its tree came of: no part of the key, as another origin may give the same tree.
    """

    facts: dict[str, str]
    reads: tuple[tuple[Read, str], ...]
    sha256: str
    size: int
    reports: tuple[Diagnostic, ...] = ()
    proved: Proved | None = None
    pages: tuple[PageStart, ...] = ()
    beside: dict[str, str] = {}
    unused: tuple[str, ...] = ()
    origin: dict[str, str] = {}


class Summary(msgspec.Struct, frozen=True):
    """总记：all that is kept of one source, in one place: what was recovered of it, and the record of each output.

    It says nothing that the records do not; *outputs* holds their keys and themselves by writer.
    """

    recovered: Recovered
    outputs: dict[str, tuple[str, Record]]


def key_of(kind: str, facts: Facts, *more: object) -> str:
    """The key of what *facts* make."""
    return digest(msgspec.msgpack.encode((FORMAT, kind, sorted(facts.items()), more)))


def is_as_it_was(record: Record, facts: Facts, now: Callable[[Read], str]) -> bool:
    """Whether *record* is of an action of these *facts*, and everything that it read is the same *now*."""
    return record.facts == facts and all(now(read) == seen for read, seen in record.reads) and _is_harmless(record)


def _is_harmless(record: Record) -> bool:
    return all(map(_is_inside, record.beside))


def _is_inside(name: str) -> bool:
    """Whether the file *name* stays in its folder: a cache may come from anybody."""
    return not name.startswith("/") and ".." not in name.split("/")


def described(document: bytes) -> Recovered:
    """What is to be kept of a *document* (msgpack) beside itself."""
    opened = msgspec.msgpack.decode(document, type=Document)
    return Recovered(
        document=digest(document),
        tree=fingerprint(opened.bulletin),
        outline=outline(opened.bulletin),
        findings=opened.diagnostics,
        has_remarks=any(remarks_of(opened.ledger)),
        parts={
            "spans": digest(msgspec.msgpack.encode(opened.bulletin)),
            "ledger": digest(msgspec.msgpack.encode(opened.ledger)),
            "diagnostics": digest(msgspec.msgpack.encode(opened.diagnostics)),
        },
    )


@dataclass(frozen=True)
class Records:
    """记录簿：in *cache*; one that *forgets* finds nothing, and keeps what is made anew."""

    cache: Cache
    forgets: bool = False

    def reads(self, kind: str, facts: Facts) -> tuple[Read, ...] | None:
        """What an action of these *facts* was found to read; null where it never ran."""
        return self._found(key_of(kind, facts), tuple[Read, ...])

    def recall(self, kind: str, facts: Facts, now: Callable[[Read], str]) -> tuple[str, Record] | None:
        """The key and record of an action of these *facts*, where everything that it read is the same *now*."""
        names = self.reads(kind, facts)
        if names is None:
            return None
        key = key_of(kind, facts, [(name, now(name)) for name in names])
        record = self._found(key, Record)
        return (key, record) if record is not None and _is_harmless(record) else None

    def keep(self, kind: str, record: Record) -> str:
        """Keep *record*; its key."""
        names = tuple(name for name, _ in record.reads)
        key = key_of(kind, record.facts, list(record.reads))
        self.cache.put(key, msgspec.msgpack.encode(record))
        self.cache.put(key_of(kind, record.facts), msgspec.msgpack.encode(names))
        return key

    def record(self, key: str) -> Record | None:
        """The record of that *key*; null where it is not kept any more."""
        return self._found(key, Record)

    def recall_recovered(self, facts: Facts) -> Recovered | None:
        """What was recovered of these *facts*."""
        return self._found(key_of("recover", facts), Recovered)

    def keep_recovered(self, facts: Facts, recovered: Recovered, document: bytes) -> bool:
        """Keep what was *recovered* of these *facts*, and the *document* itself; false where it is not kept."""
        self.cache.put(key_of("recover", facts), msgspec.msgpack.encode(recovered))
        self.cache.put(key_of("tree", {"tree": recovered.tree}), recovered.document.encode())
        return self.cache.put(recovered.document, document)

    def recall_summary(self, facts: Facts) -> Summary | None:
        """What was kept last of a source of these *facts*."""
        return self._found(key_of("summary", facts), Summary)

    def keep_summary(self, facts: Facts, summary: Summary) -> None:
        """Keep *summary* of a source of these *facts*."""
        self.cache.put(key_of("summary", facts), msgspec.msgpack.encode(summary))

    def recall_document(self, tree: str) -> str:
        """The digest of a document of that *tree*, whatever its positions; empty where none is kept."""
        found = (self.cache.get(key_of("tree", {"tree": tree})) or b"").decode("ascii", "replace")
        return found if found and self.data(found) is not None else ""

    def recall_files(self, kind: str, facts: Facts) -> tuple[bytes, ...] | None:
        """The files that an action of these *facts* made; null where they are not all kept."""
        names = self.recall_names(kind, facts)
        files = [self.data(name) for name in names or ()]
        return None if names is None or None in files else tuple(file for file in files if file is not None)

    def recall_names(self, kind: str, facts: Facts) -> tuple[str, ...] | None:
        """The digests of the files that an action of these *facts* made; null where it never ran."""
        return self._found(key_of(kind, facts), tuple[str, ...])

    def keep_files(self, kind: str, facts: Facts, files: tuple[bytes, ...]) -> None:
        """Keep the *files* that an action of these *facts* made."""
        self.keep_names(kind, facts, tuple(self.cache.keep(file) for file in files))

    def keep_names(self, kind: str, facts: Facts, names: tuple[str, ...]) -> None:
        """Keep that an action of these *facts* made files of those digests."""
        self.cache.put(key_of(kind, facts), msgspec.msgpack.encode(names))

    def recall_bytes(self, kind: str, facts: Facts) -> bytes | None:
        """What `keep_bytes` kept of these *facts*, for our own use: it lies under their key, not under its digest."""
        return None if self.forgets else self.cache.get(key_of(kind, facts))

    def keep_bytes(self, kind: str, facts: Facts, data: bytes) -> None:
        """Keep the *data* that follow from these *facts*."""
        self.cache.put(key_of(kind, facts), data)

    def data(self, sha256: str) -> bytes | None:
        """The bytes of that digest; null where they are not kept any more."""
        data = self.cache.get(sha256)
        return data if data is not None and digest(data) == sha256 else None

    def _found(self, key: str, kind: type[T]) -> T | None:
        data = None if self.forgets else self.cache.get(key)
        try:
            return None if data is None else msgspec.msgpack.decode(data, type=kind)
        except msgspec.DecodeError:
            return None
