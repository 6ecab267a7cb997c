"""出校样：the proof of a finished PDF, as files and as findings."""

from __future__ import annotations

from wxpress.build.printing.guard import guarded
from wxpress.diagnostics import Diagnostic
from wxpress.proof.limits import Limits, over
from wxpress.proof.report import Proof, to_json
from wxpress.tree import Bulletin


def proof_files(data: bytes, bulletin: Bulletin, name: str, limits: Limits) -> tuple[bytes, bytes]:
    """The proof of the PDF *data* as JSON and as HTML; raises a `WxpressError` where the file cannot be read."""
    from wxpress.proof.sheet import to_html  # noqa: PLC0415 - wanted only for a proof

    proof = _measured(data, bulletin, name)
    return to_json(proof), to_html(proof, limits)


def beyond_limits(data: bytes, bulletin: Bulletin, name: str, limits: Limits) -> tuple[Diagnostic, ...]:
    """What of the PDF *data* is over *limits*; raises as `proof_files` does."""
    return tuple(over(_measured(data, bulletin, name), limits))


def _measured(data: bytes, bulletin: Bulletin, name: str) -> Proof:
    from wxpress.proof.measuring import measure  # noqa: PLC0415 - wanted only for a proof

    with guarded(f"{name}：量校样时"):
        return measure(data, bulletin, name)
