"""检查：what is to be said of a text that is whole: each check a plain function over a `Manuscript`.

`CHECKS` is the ordered table; outsiders come in by the entry points ``wxpress.checks``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wxpress.checks.passages import Manuscript
from wxpress.diagnostics import Diagnostic, Wording
from wxpress.document import Document
from wxpress.errors import UsageError
from wxpress.plugins import Table
from wxpress.source import Source

__all__ = ["CHECKS", "Check", "Manuscript", "load_check", "manuscript_of"]


@dataclass(frozen=True)
class Check:
    """一项检查：its name, its function, and the wordings of the codes that an outside check brings along."""

    name: str
    run: Callable[[Manuscript], Iterable[Diagnostic]]
    wordings: Mapping[str, Wording] = field(default_factory=dict)


_FAMILIES = (
    "structure",
    "contents",
    "enumerators",
    "provisions",
    "punctuation",
    "pairs",
    "stops",
    "widths",
    "slips",
    "phrases",
    "people",
    "repetition",
    "forms",
    "numbers",
    "periods",
    "totals",
    "characters",
    "links",
)

CHECKS: Table[Check] = Table(
    group="wxpress.checks",
    kind="检查",
    builtin={name: f"wxpress.checks.{name}:CHECK" for name in _FAMILIES},
)


def load_check(name: str) -> Check:
    """The check *name*; `UsageError` where there is none or a plug-in yields something else."""
    check = CHECKS.load(name)
    if not isinstance(check, Check):
        raise UsageError(f"检查“{name}”不能使用：它不是一个 Check", "请检查或卸载这个插件")
    return check


def manuscript_of(source: Source, document: Document) -> Manuscript:
    """What the checks look at."""
    return Manuscript(source, document)


def checked(manuscript: Manuscript, names: Iterable[str] | None = None) -> Iterator[Diagnostic]:
    """What the checks *names* (none given: all) have to say, check by check."""
    for name in CHECKS.names() if names is None else names:
        yield from load_check(name).run(manuscript)
