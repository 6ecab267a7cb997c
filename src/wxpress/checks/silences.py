"""静默：takes out what the editor has said, with a reason, to be right as it is; each silence must still serve."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

import msgspec

from wxpress.checks.passages import Manuscript
from wxpress.checks.settings import CheckSettings, Silence, near_code
from wxpress.diagnostics import CATALOGUE, Diagnostic, diagnose
from wxpress.readers.remarks import Remark, remarks_of
from wxpress.source import Span


@dataclass
class _Order:
    """One silence: what it is about, and whether it has served; a general one, of many sources, need not in each."""

    code: str
    reason: str
    is_meant: Callable[[Diagnostic], bool]
    span: Span | None = None
    is_general: bool = False
    served: bool = False
    refused: bool = False

    def silences(self, finding: Diagnostic) -> bool:
        """Whether the finding is not to be told; an error always is."""
        if finding.code != self.code or not self.is_meant(finding):
            return False
        self.refused = self.refused or finding.severity == "error"
        self.served = True
        return finding.severity != "error"


def ruled(
    manuscript: Manuscript, findings: Iterable[Diagnostic], settings: CheckSettings, path: str
) -> tuple[Diagnostic, ...]:
    """The findings that are left, as grave as *settings* say, and what is to be said of the silences themselves.

    *path* is the source's, below the project.
    """
    remarks = remarks_of(manuscript.document.ledger)
    unusable = [finding for remark in remarks for finding in _unusable(manuscript, remark)]
    orders = _orders(manuscript, settings, path)
    left = _left(findings, orders, settings)
    return (*left, *unusable, *_said_of(manuscript, orders))


def unsilenced(
    manuscript: Manuscript, findings: Iterable[Diagnostic], settings: CheckSettings, path: str
) -> tuple[Diagnostic, ...]:
    """The same, where *findings* are but some of those that there are: nothing is said of silences that serve none."""
    return tuple(_left(findings, _orders(manuscript, settings, path), settings))


def _orders(manuscript: Manuscript, settings: CheckSettings, path: str) -> list[_Order]:
    """The silences that can be used: beside the lines, and of the settings."""
    remarks = remarks_of(manuscript.document.ledger)
    usable = [remark for remark in remarks if not list(_unusable(manuscript, remark))]
    return [*(_beside(manuscript, remark) for remark in usable), *_from_settings(manuscript, settings, path)]


def _left(findings: Iterable[Diagnostic], orders: Sequence[_Order], settings: CheckSettings) -> list[Diagnostic]:
    return [_as_grave(finding, settings) for finding in findings if not _is_silenced(finding, orders)]


def _is_silenced(finding: Diagnostic, orders: Sequence[_Order]) -> bool:
    verdicts = [order.silences(finding) for order in orders]  # every one of them is to know that it serves
    return any(verdicts)


def _as_grave(finding: Diagnostic, settings: CheckSettings) -> Diagnostic:
    severity = settings.severity.get(finding.code, finding.severity)
    return msgspec.structs.replace(finding, severity=severity) if severity != finding.severity else finding


def _unusable(manuscript: Manuscript, remark: Remark) -> Iterator[Diagnostic]:
    known = remark.code in CATALOGUE or (remark.code and not remark.code.startswith("WX"))
    causes = {
        not remark.code: ("没有写编号", "it names no code"),
        bool(remark.code and not known): (
            f"没有编号“{remark.code}”，{near_code(remark.code)}",
            f"there is no code “{remark.code}”",
        ),
        bool(known and not remark.reason): ("没有写理由", "it gives no reason"),
    }
    if True in causes:
        cause, cause_en = causes[True]
        name = manuscript.source.name
        yield diagnose("WX692", source=name, span=remark.span, cause=cause, cause_en=cause_en)


def _beside(manuscript: Manuscript, remark: Remark) -> _Order:
    """A remark is about its own line; one that stands alone, about the next line with text."""
    lines = manuscript.source.lines
    number = remark.span.first
    alone = len(lines[number - 1].strip()) == (remark.span.last_column or 0) - (remark.span.first_column or 0)
    following = (at for at in range(number + 1, len(lines) + 1) if lines[at - 1].strip())
    meant = next(following, number) if alone else number

    def is_meant(finding: Diagnostic) -> bool:
        return finding.span is not None and finding.span.first <= meant <= finding.span.last

    return _Order(remark.code, remark.reason, is_meant, remark.span)


def _from_settings(manuscript: Manuscript, settings: CheckSettings, path: str) -> Iterator[_Order]:
    for silence in settings.silence:
        if fnmatchcase(path, silence.path):
            is_general = any(character in silence.path for character in "*?[")
            yield _Order(silence.code, silence.reason, _about(manuscript, silence), is_general=is_general)


def _about(manuscript: Manuscript, silence: Silence) -> Callable[[Diagnostic], bool]:
    def is_meant(finding: Diagnostic) -> bool:
        return silence.text is None or silence.text in finding.message or silence.text in _line(manuscript, finding)

    return is_meant


def _line(manuscript: Manuscript, finding: Diagnostic) -> str:
    """The words around a finding: twelve characters on either side, or all of its lines."""
    span = finding.span
    if span is None:
        return ""
    lines = "\n".join(manuscript.source.lines[span.first - 1 : span.last])
    column = (span.first_column or 1) - 1
    return lines[max(0, column - 12) : column + 36] if span.first_column else lines


def _said_of(manuscript: Manuscript, orders: Iterable[_Order]) -> Iterator[Diagnostic]:
    name = manuscript.source.name
    for order in orders:
        if order.refused:
            cause, cause_en = f"{order.code} 是错误，不能静默", f"{order.code} is an error"
            yield diagnose("WX692", source=name, span=order.span, cause=cause, cause_en=cause_en)
        elif not (order.served or order.is_general):
            yield diagnose("WX691", source=name, span=order.span, silenced=order.code, reason=order.reason)
