"""编号表的打印：``wxpress check --list``：every code, how grave, what it says, and an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wxpress.checks import CHECKS, load_check
from wxpress.cli.terminal import say
from wxpress.diagnostics import CATALOGUE, Language, Wording
from wxpress.diagnostics.wording import SEVERITY_NAMES, in_general


def show_catalogue(language: Language) -> None:
    """Print the catalogue, then the codes that outside checks bring."""
    for code, wording in (*CATALOGUE.items(), *outside_codes().items()):
        for line in _lines(code, wording, language):
            say(line)


def outside_codes() -> Mapping[str, Wording]:
    """The codes of outside checks."""
    outside = (name for name in CHECKS.names() if name not in CHECKS.builtin)
    return {code: wording for name in outside for code, wording in load_check(name).wordings.items()}


def _lines(code: str, wording: Wording, language: Language) -> Iterator[str]:
    severity = SEVERITY_NAMES[language][wording.severity]
    yield f"{code} {severity} {in_general(wording.zh if language == 'zh' else wording.en)}"
    for sign, example in (("✗", wording.wrong), ("✓", wording.right)):
        if example:
            yield f"    {sign} {example.replace(chr(10), '⏎')}"
