"""说明：the differences of an output as findings, each at the lines of the source that it is about."""

from __future__ import annotations

from collections.abc import Iterator

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.verify.lines import Place
from wxpress.verify.report import Difference, Kind, Verdict

CODES: dict[Kind, str] = {
    "other-tree": "WX650",
    "missing": "WX651",
    "extra": "WX652",
    "doubled": "WX653",
    "changed": "WX654",
    "moved": "WX655",
    "blank": "WX656",
    "hidden": "WX657",
    "page-number": "WX658",
}
MORE = "WX659"

_HASH = 15
"""So much of a hash is shown."""

_NOWHERE = Place(0)


def findings(verdict: Verdict, output: str) -> Iterator[Diagnostic]:
    """What is to be said of *output*, which *verdict* is about; nothing where it is proved."""
    for difference in verdict.differences:
        yield _finding(difference, verdict, output)
    if verdict.total > len(verdict.differences):
        yield diagnose(MORE, output=output, count=str(verdict.total - len(verdict.differences)))


def _finding(difference: Difference, verdict: Verdict, output: str) -> Diagnostic:
    place, elsewhere = difference.place or _NOWHERE, difference.elsewhere or _NOWHERE
    cut = _HASH if difference.kind == "other-tree" else None
    return diagnose(
        CODES[difference.kind],
        span=difference.span,
        output=output,
        medium=verdict.medium,
        place=place.zh + _below(difference, "（{}）"),
        place_en=place.en + _below(difference, " ({})"),
        detail=difference.cause or elsewhere.zh,
        detail_en=difference.cause or elsewhere.en,
        expected=difference.expected[:cut],
        found=difference.found[:cut],
        count=str(difference.count),
        title=difference.title or "",
    )


def _below(difference: Difference, form: str) -> str:
    """The title above the place, unless the message names it anyway."""
    return form.format(difference.title) if difference.title and difference.kind != "page-number" else ""
