"""措辞：how grave a finding is, and what it says in both languages."""

from __future__ import annotations

from typing import Literal, NamedTuple

Severity = Literal["error", "warning", "information"]
Language = Literal["zh", "en"]

SEVERITY_NAMES: dict[Language, dict[Severity, str]] = {
    "zh": {"error": "错误", "warning": "警告", "information": "提示"},
    "en": {"error": "error", "warning": "warning", "information": "information"},
}


class Wording(NamedTuple):
    """一条诊断的措辞：severity, and message and hint in both languages; ``{name}`` is filled in."""

    severity: Severity
    zh: str
    en: str
    zh_hint: str = ""
    en_hint: str = ""
