"""付印前的核对：an output is proved before it is written; one that fails is not written."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

from wxpress.build.incremental.cache import digest
from wxpress.build.printing.assets import picture_bytes
from wxpress.build.printing.guard import guarded
from wxpress.errors import VerifyError
from wxpress.verify.certificate import Proved
from wxpress.verify.lines import Medium
from wxpress.writers import WRITERS, AssetLoader, Writer

if TYPE_CHECKING:
    from wxpress.diagnostics import Diagnostic
    from wxpress.styles import Style
    from wxpress.tree import Bulletin


def require_proof(
    data: bytes,
    writer: Writer,
    bulletin: Bulletin,
    style: Style,
    name: str,
    report: Callable[[Diagnostic], None],
    assets: AssetLoader | None = None,
) -> Proved | None:
    """What is proved of *data*, an output called *name*; null where *writer* is none whose outputs can be read back.

    Raises `VerifyError` after each difference has been reported.
    """
    from wxpress.verify.proving import prove  # noqa: PLC0415 - what verifies is loaded where it is wanted
    from wxpress.verify.telling import findings  # noqa: PLC0415 - as above

    medium = next((medium for medium in get_args(Medium) if medium == writer.name), None)
    if medium is None or writer.name not in WRITERS.builtin:
        return None
    output = f"{name}{writer.suffix}"
    with guarded(f"{output}：核对时"):
        verdict = prove(data, medium, bulletin, style, name, picture_bytes(assets) if assets else None)
    told = list(findings(verdict, output))
    for finding in told:
        report(finding)
    if not verdict.is_proved:
        raise VerifyError(
            f"{output} 没有通过核对，有 {verdict.total} 处不符，没有写出。第一处：{told[0].message}",
            "原有的成品保持不变。加 --no-verify 可以不核对，照样写出",
        )
    return Proved(sha256=digest(data), characters=verdict.characters, added=verdict.added)
