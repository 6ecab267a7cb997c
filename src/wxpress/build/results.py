"""结果：what came of each source, and the exit code of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wxpress.build.outputs.manifest import Made
from wxpress.build.plan import Job, Target
from wxpress.diagnostics import Diagnostic, count
from wxpress.errors import WxpressError
from wxpress.reads import Read
from wxpress.tree import Bulletin

_OURS_TO_NAME = (70, 6, 4, 3, 5)
"""Faults of ours or of the machine keep their code among many sources, the gravest first."""


@dataclass(frozen=True)
class Result:
    """一份来稿的结果：which outputs stand, which were held back because of findings, what was found, what failed.

    *made* is what the manifest is to say of it, *reused* those of the *written* that were made before, *explained* why
    each was made or not. *document* is the digest of its document and *tree* its fingerprint, empty where no output may
    be made of it, *outline* what an archive shows of it, *encoded* the document (msgpack) where the cache does not keep
    it. *pages* is how many its PDF has, 0 where that was not asked. *stands* are the digests of its source, its
    overrides and its outputs, *reads* those of the pictures and faces that were used.
    """

    job: Job
    written: tuple[Target, ...] = ()
    withheld: tuple[Target, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[WxpressError, ...] = ()
    made: Made | None = None
    reused: tuple[Target, ...] = ()
    explained: tuple[str, ...] = ()
    document: str = ""
    tree: str = ""
    outline: Bulletin | None = None
    encoded: bytes = field(default=b"", repr=False)
    pages: int = 0
    stands: Mapping[Path, str] = field(default_factory=dict, repr=False)
    reads: Mapping[Read, str] = field(default_factory=dict, repr=False)

    @property
    def title(self) -> str | None:
        """That of the bulletin, if it has one."""
        return self.outline.title if self.outline else None

    def is_good(self, *, strict: bool = False) -> bool:
        """Whether nothing failed and no error (under *strict* no warning either) was found."""
        grave = count(self.diagnostics, "error") + (count(self.diagnostics, "warning") if strict else 0)
        return not self.failures and not self.withheld and grave == 0


def exit_code(results: Iterable[Result], *, strict: bool = False) -> int:
    """0 where all is good; one source's own failure gives its code; among many, 1, unless the machine failed."""
    results = tuple(results)
    codes = {failure.exit_code for result in results for failure in result.failures}
    if len(codes) == 1 and len(results) == 1:
        return codes.pop()
    grave = next((code for code in _OURS_TO_NAME if code in codes), None)
    if grave is not None:
        return grave
    return 0 if all(result.is_good(strict=strict) for result in results) else 1
