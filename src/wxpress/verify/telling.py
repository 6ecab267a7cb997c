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
    "glyph": "WX661",
    "order": "WX662",
    "page-mark": "WX663",
    "foreign": "WX664",
    "link": "WX665",
    "jump": "WX668",
    "structure": "WX669",
    "picture": "WX670",
    "no-glyph": "WX671",
    "imprint": "WX672",
}
MORE = "WX659"
UNKNOWN = "WX667"

_NOWHERE = Place(0)


def findings(verdict: Verdict, output: str) -> Iterator[Diagnostic]:
    """What is to be said of *output*, which *verdict* is about; no error where it is proved."""
    for difference in verdict.differences:
        yield _finding(difference, verdict, output)
    if verdict.total > len(verdict.differences):
        yield diagnose(MORE, output=output, count=str(verdict.total - len(verdict.differences)))
    if verdict.unknown:
        yield diagnose(UNKNOWN, output=output, fonts="、".join(verdict.unknown))


def _finding(difference: Difference, verdict: Verdict, output: str) -> Diagnostic:
    place = difference.place or _NOWHERE
    detail, detail_en = _details(difference)
    return diagnose(
        CODES[difference.kind],
        span=difference.span,
        output=output,
        medium=verdict.medium,
        place=f" {place.zh}{_below(difference, '（{}）')}" if place.line else "",
        place_en=f", {place.en}{_below(difference, ' ({})')}" if place.line else "",
        detail=detail,
        detail_en=detail_en,
        expected=difference.expected,
        found=difference.found,
        count=str(difference.count),
        title=difference.title or "",
    )


def _details(difference: Difference) -> tuple[str, str]:
    """What a message says beyond expected and found, in both languages."""
    if difference.kind == "link":
        return _of_link(difference)
    if difference.kind == "glyph":
        drawn = difference.cause
        return (f"，像“{drawn}”", f", as “{drawn}”") if drawn else ("", "")
    if difference.kind == "order" and difference.expected:
        text = difference.expected, difference.count
        return f"{difference.cause}（“{text[0]}”，{text[1]} 字）", f"{difference.cause_en} (“{text[0]}”)"
    elsewhere = difference.elsewhere or _NOWHERE
    return difference.cause or elsewhere.zh, difference.cause_en or difference.cause or elsewhere.en


def _of_link(difference: Difference) -> tuple[str, str]:
    words, wanted, there = difference.title, difference.expected, difference.found
    name, name_en = (f"“{words}”的链接", f"the link “{words}”") if words else ("链接", "a link")
    if not there:
        return f"{name}没有了，应指向 {wanted}", f"{name_en} to {wanted} is missing"
    if not wanted:
        return f"{name}指向 {there}，来稿里没有这个链接", f"{name_en} leads to {there}, and the source has none such"
    return f"{name}应指向 {wanted}，实际指向 {there}", f"{name_en} leads to {there}, not to {wanted}"


def _below(difference: Difference, form: str) -> str:
    """The title above the place, unless the message names it anyway."""
    return form.format(difference.title) if difference.title and difference.kind != "page-number" else ""
