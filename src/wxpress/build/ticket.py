"""工单：one source on its way: what is known of it, what is to be ordered next, what has come back."""

from __future__ import annotations

import msgspec

from wxpress.build.desk import Desk
from wxpress.build.incremental.records import Facts, Recovered, Summary, described, is_as_it_was, key_of
from wxpress.build.journal import Action, Entry
from wxpress.build.pieces import Piece, bytes_of, found_again, recorded
from wxpress.build.plan import PDF, Job, Target, proof_paths
from wxpress.build.printing.guard import guarded
from wxpress.build.printing.ordering import manuscript, printing, recovery
from wxpress.build.printing.orders import Order, Outcome, Print, Printed, Proofed, Proofing
from wxpress.build.printing.orders import Recovered as RecoveredNow
from wxpress.diagnostics import count
from wxpress.document import Document
from wxpress.errors import WxpressError
from wxpress.writers import PageStart

EPUB = "epub"
"""The writer that carries the page numbers of the PDF."""


class Ticket:
    """工单：asks for orders one after another and takes their outcomes; at the end it holds what is to be written.

    *facts* are what the document is made of, *pieces* the outputs by writer, *held_back* those that must not be written
    because of what was reported of them, *proofs* the files of each proof by writer.
    """

    def __init__(self, job: Job, number: int, desk: Desk) -> None:
        """Begin with *job*, the *number*-th of the plan."""
        self.job, self.number, self._desk = job, number, desk
        self.facts: Facts = {}
        self.recovered: Recovered | None = None
        self.failures: list[WxpressError] = []
        self.pieces: dict[str, Piece] = {}
        self.held_back: dict[str, Print] = {}
        self.proofs: dict[str, tuple[bytes, ...]] = {}
        self._failed: set[str] = set()
        self._summary: Summary | None = None
        self._encoded: bytes | None = None
        self._is_kept = True

    @property
    def targets(self) -> list[Target]:
        """The targets, PDF first: others may carry its page numbers."""
        return sorted(self.job.targets, key=lambda target: target.writer.media_type != PDF)

    def next(self) -> Order | None:
        """The next order; null where nothing is left to be made."""
        try:
            with guarded(str(self.job.source)):
                return self._recovery() or self._printing() or self._proofing()
        except WxpressError as error:
            self.failures.append(error)
            return None

    def take(self, outcome: Outcome) -> None:
        """Take what came of the order."""
        try:
            with guarded(str(self.job.source)):
                self._take(outcome)
        except WxpressError as error:
            self.failures.append(error)

    def _take(self, outcome: Outcome) -> None:
        match outcome:
            case RecoveredNow():
                self._take_document(outcome)
            case Printed():
                for made in outcome.prints:
                    self._take_print(made)
            case Proofed():
                self._take_proof(outcome)

    def document(self) -> bytes | None:
        """The document (msgpack); null where there is none, or where it is not kept any more."""
        if self._encoded is None and self.recovered is not None:
            self._encoded = self._desk.records.data(self.recovered.document)
        return self._encoded

    # The document.

    def _recovery(self) -> Order | None:
        if self.recovered is not None or self.failures:
            return None
        order = recovery(self.job, self.number)
        self.facts = self._desk.facts_of_recovery(order)
        self._summary = self._desk.records.recall_summary(self._summed_up())
        known = self._summary.recovered if self._summary else None
        self.recovered = known or self._desk.records.recall_recovered(self.facts)
        if self.recovered is not None:
            self._log("recover", key_of("recover", self.facts), None)
        return order if self.recovered is None else None

    def _take_document(self, outcome: RecoveredNow) -> None:
        if outcome.failure is not None:
            self.failures.append(outcome.failure)
            return
        self._log("recover", key_of("recover", self.facts), None, outcome.ms)
        self._encoded = outcome.document
        self.recovered = described(outcome.document)
        self._is_kept = self._desk.records.keep_recovered(self.facts, self.recovered, outcome.document)

    def unkept(self) -> bytes:
        """The document (msgpack) where the cache did not take it; else empty."""
        return b"" if self._is_kept else self._encoded or b""

    # The outputs.

    def _printing(self) -> Order | None:
        if self.recovered is None or count(self.recovered.findings, "error"):
            return None
        missing = [target.writer.name for target in self.targets if self._must_be_made(target)]
        if not missing:
            return None
        encoded = self.document()
        if encoded is None:
            return recovery(self.job, self.number)
        document = msgspec.msgpack.decode(encoded, type=Document)
        return printing(self.job, self._desk.plan, document, encoded, missing, self._pages(), self.number)

    def _is_settled(self, writer: str) -> bool:
        return writer in self.pieces or writer in self.held_back or writer in self._failed

    def _must_be_made(self, target: Target) -> bool:
        """Whether *target* is to be made now; one that may be known already waits for the pages that it carries."""
        name = target.writer.name
        if self._is_settled(name):
            return False
        facts = self._facts(name)
        if name == EPUB and not all(self._is_settled(other) for other in self._paper()):
            return self._desk.records.reads("write", facts) is None
        return not self._is_known(target, facts)

    def _paper(self) -> list[str]:
        return [target.writer.name for target in self.targets if target.writer.media_type == PDF]

    def _is_known(self, target: Target, facts: Facts) -> bool:
        """Whether the output was made before of all the same, and is to be had."""
        name = target.writer.name
        now = self._desk.reading(self.job, self._known(), self._pages())
        found = self._summary.outputs.get(name) if self._summary else None
        if found is None or not is_as_it_was(found[1], facts, now):
            found = self._desk.records.recall("write", facts, now)
        piece = found_again(target, *found, self._desk) if found else None
        if piece is not None:
            self.pieces[name] = piece
            self._log("write", piece.key, name)
        return piece is not None

    def sum_up(self) -> None:
        """Keep what is known of all outputs in one place, where it is not there already: the next build asks once."""
        outputs = {name: (piece.key, piece.record) for name, piece in self.pieces.items()}
        if self.recovered is None or len(outputs) < len(self.job.targets):
            return
        summary = Summary(self.recovered, outputs)
        if summary != self._summary:
            self._desk.records.keep_summary(self._summed_up(), summary)

    def _summed_up(self) -> Facts:
        """What tells the summary of this source from others': what it is made of, and what is made of it."""
        return {
            **self.facts,
            "outputs": " ".join([self.job.name, *(target.writer.name for target in self.job.targets)]),
        }

    def _facts(self, writer: str) -> Facts:
        return self._desk.facts_of_print(self.job, writer, self._known().tree)

    def _known(self) -> Recovered:
        if self.recovered is None:
            raise LookupError(self.job.source)
        return self.recovered

    def _pages(self) -> tuple[PageStart, ...]:
        """What opens the pages of the PDF, as far as it is known."""
        return next((piece.record.pages for piece in self.pieces.values() if piece.record.pages), ())

    def _take_print(self, made: Print) -> None:
        if made.failure is not None:
            self._fail(made.writer, made.failure)
        if made.failure is not None or made.is_held_back:
            self.held_back[made.writer] = made
            return
        piece = self.pieces[made.writer] = recorded(made, self._facts(made.writer), self.facts, self._desk)
        if made.picture:
            self._desk.pictures[piece.record.sha256] = made.picture
        self._log("write", piece.key, made.writer, made.ms)

    def _log(self, action: Action, key: str, writer: str | None, ms: float | None = None) -> None:
        """Enter an action into the journal; one that has no time was not carried out but reused."""
        pages = len(self.pieces[writer].record.pages) if writer in self.pieces else 0
        entry = Entry(action, self.job.portable, key, ms is None, writer, ms, pages)
        self._desk.journal.enter(entry)

    def _fail(self, writer: str, failure: WxpressError) -> None:
        self._failed.add(writer)
        if not any(known is failure for known in self.failures):  # a worker that is lost fails all its outputs at once
            self.failures.append(failure)
        self.pieces.pop(writer, None)

    # The proofs.

    def _proofing(self) -> Order | None:
        """The order for the proof that is still wanted, if any."""
        wanted = (target for target in self.targets if self._desk.plan.with_proof and proof_paths(target))
        orders = (self._proof(target) for target in wanted if target.writer.name in self.pieces.keys() - self.proofs)
        return next((order for order in orders if order is not None), None)

    def _proof(self, target: Target) -> Order | None:
        name, piece = target.writer.name, self.pieces[target.writer.name]
        kept = self._desk.records.recall_files("proof", self._proof_facts(piece))
        encoded = self.document()
        if kept is not None:
            self.proofs[name] = kept
            self._log("proof", key_of("proof", self._proof_facts(piece)), name)
        elif encoded is None:
            return recovery(self.job, self.number)
        else:
            limits = self._desk.plan.project.settings.proof
            data = bytes_of(piece, target.path)
            return Proofing(manuscript(self.job, self.number), name, self.job.name, encoded, data, limits)
        return None

    def _proof_facts(self, piece: Piece) -> Facts:
        return self._desk.facts_of_proof(self.job, self._known().document, piece.record.sha256)

    def _take_proof(self, outcome: Proofed) -> None:
        if outcome.failure is not None:
            self._fail(outcome.writer, outcome.failure)
            return
        facts = self._proof_facts(self.pieces[outcome.writer])
        self._desk.records.keep_files("proof", facts, outcome.files)
        self._log("proof", key_of("proof", facts), outcome.writer, outcome.ms)
        self.proofs[outcome.writer] = outcome.files
