"""``[check]`` of wxpress.toml: which findings a project silences, and how grave it takes the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

import msgspec

from wxpress.diagnostics import CATALOGUE, Severity
from wxpress.errors import UsageError
from wxpress.plugins import near_match


class Silence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """静默：the code that is not to be told, and why; in which sources (a pattern of paths), and at which words."""

    code: str
    reason: str
    path: str = "*"
    text: str | None = None


class CheckSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What ``[check]`` may say."""

    silence: tuple[Silence, ...] = ()
    severity: dict[str, Severity] = {}


_EXAMPLE = '写法：silence = [{ code = "WX341", path = "sources/x.md", text = "原创新", reason = "理由" }]'
_SEVERITIES = get_args(Severity)


def refuse_faults(table: Mapping[str, object], place: str) -> None:
    """Raise a `UsageError` that names what in *table*, the ``[check]`` found at *place*, cannot be used, and why."""
    _refuse_unknown(table, CheckSettings.__struct_fields__, f"{place}: [check]")
    silences = table.get("silence", [])
    if not isinstance(silences, list):
        raise UsageError(f"{place}: [check] 的 silence 应为表的列表", _EXAMPLE)
    for number, silence in enumerate(silences, 1):
        _refuse_silence(silence, f"{place}: [check] 的第 {number} 条 silence")
    _refuse_severities(table.get("severity", {}), place)


def _refuse_silence(silence: object, what: str) -> None:
    if not isinstance(silence, dict):
        raise UsageError(f"{what} 应为一张表", _EXAMPLE)
    _refuse_unknown(silence, Silence.__struct_fields__, what)
    for name, value in silence.items():
        if not isinstance(value, str):
            raise UsageError(f"{what}：“{name}”应为字符串", _EXAMPLE)
    if not silence.get("code"):
        raise UsageError(f"{what} 没有写编号 code", _EXAMPLE)
    if not silence.get("reason", "").strip():
        raise UsageError(f"{what}（{silence['code']}）没有写理由 reason", "静默一条诊断必须说明理由，供以后的人查对")
    refuse_code(silence["code"], what)


def _refuse_severities(table: object, place: str) -> None:
    if not isinstance(table, dict):
        raise UsageError(f"{place}: [check] 的 severity 应为一张表", '写法：severity = { WX315 = "warning" }')
    for code, severity in table.items():
        refuse_code(code, f"{place}: [check.severity]")
        if severity not in _SEVERITIES:
            raise UsageError(f"{place}: {code} 的级别不能是“{severity}”", f"可用的有：{'、'.join(_SEVERITIES)}")
        if CATALOGUE.get(code) and CATALOGUE[code].severity == "error":
            raise UsageError(f"{place}: {code} 是错误，级别不能改", "有错误的来稿不能付印，请改正来稿")


def refuse_code(code: str, what: str) -> None:
    """Raise a `UsageError` with a near match where *code* is none of ours; outside checks have their own."""
    if code.startswith("WX") and code not in CATALOGUE:
        raise UsageError(f"{what}：没有编号“{code}”", near_code(code))


def near_code(code: str) -> str:
    """Advice that offers the code nearest to *code*, and where they are all listed."""
    near = near_match(code, list(CATALOGUE))
    return f"{near if near.startswith('是不是') else ''}全部编号见 wxpress check --list"


def _refuse_unknown(table: Mapping[str, object], known: Iterable[str], what: str) -> None:
    for name in table:
        if name not in known:
            raise UsageError(f"{what}：不认识的键“{name}”", near_match(name, list(known)))
