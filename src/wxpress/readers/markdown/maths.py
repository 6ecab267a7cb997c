r"""公式：what extractors write as TeX, ``$67\%$``, ``$\mathrm{CO}_2$``, becomes the text it stands for.

Only what has a plain form is changed, each with an entry; any other formula stays as it is written, and is told.
"""

from __future__ import annotations

import re

from wxpress.diagnostics import diagnose
from wxpress.inlines import HAN
from wxpress.readers.markdown.body import Body, substituted
from wxpress.source import Span

_FORMULA = re.compile(
    r"\$(?<![\\$0-9A-Za-z]\$)(?P<dollars>[^\s$](?:[^$\n]{0,78}[^\s$\\])?)\$(?![$0-9A-Za-z])|\\\((?P<round>[^$\n]{1,80}?)\\\)"
)
"""What is rare comes first."""
_SIGNS = {
    "%": "%",
    "times": "×",
    "div": "÷",
    "pm": "±",
    "cdot": "·",
    "le": "≤",
    "leq": "≤",
    "ge": "≥",
    "geq": "≥",
    "approx": "≈",
    "sim": "～",
    "circ": "°",
    "degree": "°",
    "mu": "μ",
    "sharp": "#",
    "ldots": "…",
    "rightarrow": "→",
    "to": "→",
    "$": "$",
    "&": "&",
    "#": "#",
}
_WRAPPERS = "mathrm|mathsf|mathbf|mathit|mathtt|text|textbf|textrm|operatorname|rm|bf"
_WRAPPED = re.compile(rf"\\(?:{_WRAPPERS})\s*\{{([^{{}}\\]*)\}}|\{{\s*\\(?:{_WRAPPERS})\s+([^{{}}\\]*)\}}")
_SPACE = re.compile(r"\\[,;:! ]|\\quad\b|~|\s+")
_SIGN = re.compile(r"\\([a-zA-Z]+|[%$&#])")
_RAISED = re.compile(r"\^(?:\{([^{}]*)\}|(.))")
_LOWERED = re.compile(r"_(?:\{([^{}]*)\}|(.))")
_HAN = re.compile(f"[{HAN}，。；！？、]")
_PLAIN = re.compile(rf"[{HAN}0-9A-Za-z%+\-−×÷±·≤≥≈～°μ#…→$&=<>/.,:;()（）\u2018-\u201d]+")
_TELLING = re.compile(r"[\d\\^_]")
_TAGS = re.compile(r"</?su[bp]>")


def plain_maths(body: Body) -> Body:
    """The body with its simple formulas as text."""
    read = substituted(body, _FORMULA, lambda match: _plain(match) or match[0], "公式换成它所表示的文字")
    findings = [
        diagnose("WX106", source=body.name, span=Span(number, number, match.start() + 1), formula=match[0])
        for number, line in enumerate(read.lines, start=1)
        if "\\" in line and number not in read.literal
        for match in _FORMULA.finditer(line)
        if match["round"] or re.search(r"\\[a-zA-Z]|[\^_{]", match[0])
    ]
    return read.changed(read.lines, (), findings)


def _plain(match: re.Match[str]) -> str | None:
    """The text of a formula; null where it has no plain form."""
    written = match["dollars"] or match["round"]
    if _HAN.search(_WRAPPED.sub("", written)) or not (match["round"] or _TELLING.search(written)):
        return None
    text = _WRAPPED.sub(lambda inner: inner[1] or inner[2] or "", written)
    text = _SIGN.sub(lambda sign: _SIGNS.get(sign[1], sign[0]), _SPACE.sub("", text))
    text = text.replace("^°", "°").replace("^{°}", "°")
    raised = _LOWERED.sub(r"<sub>\1\2</sub>", _RAISED.sub(r"<sup>\1\2</sup>", text))
    words = _TAGS.sub("", raised)
    return raised if _PLAIN.fullmatch(words) and "_" not in words else None
