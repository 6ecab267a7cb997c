"""限度：how much of each fault a proof may have, as ``[proof]`` of ``wxpress.toml`` says, and what is over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.proof.report import Line, Proof, told

_EM = 1000
_ROUNDING = 2

Em = Annotated[float, Meta(ge=0)]
Number = Annotated[int, Meta(ge=0)]


class Limits(msgspec.Struct, frozen=True, rename="kebab"):
    """校样的限度；each field's description is its documentation."""

    largest_stretch: Annotated[Em, Meta(title="不小于 0 的数", description="一处字距最多拉开多少 em")] = 0.12
    largest_squeeze: Annotated[Em, Meta(title="不小于 0 的数", description="一处标点最多挤去多少 em")] = 0.5
    most_rules_broken: Annotated[Number, Meta(title="不小于 0 的整数", description="最多几处违反行首、行末等规则")] = 0
    most_missing_characters: Annotated[Number, Meta(title="不小于 0 的整数", description="最多几处缺字")] = 0


def over(proof: Proof, limits: Limits) -> Iterator[Diagnostic]:
    """What of *proof* is over *limits*, in the order of the pages for each kind."""
    for line in (line for page in proof.pages for line in page.lines):
        if line.widest > limits.largest_stretch * _EM + _ROUNDING:
            yield _loose("WX511", line, line.widest, limits.largest_stretch)
        if -line.tightest > limits.largest_squeeze * _EM + _ROUNDING:
            yield _loose("WX512", line, -line.tightest, limits.largest_squeeze)
    if len(proof.broken) > limits.most_rules_broken:
        for breach in proof.broken:
            yield diagnose(
                "WX513",
                span=breach.span,
                page=str(breach.page),
                line=str(breach.line),
                text=breach.text,
                rule=told(breach),
                rule_en=told(breach, "en"),
            )
    if len(proof.missing) > limits.most_missing_characters:
        for item in proof.missing:
            yield diagnose(
                "WX514",
                span=item.span,
                page=str(item.page),
                line=str(item.line),
                text=item.text,
                codepoint=item.codepoint,
            )


def _loose(code: str, line: Line, found: int, limit: float) -> Diagnostic:
    return diagnose(
        code,
        span=line.span,
        page=str(line.page),
        line=str(line.number),
        found=f"{found / _EM:.3f}",
        limit=f"{limit:g}",
        text=line.text,
    )
