"""Test cases as documents: how they are written and mended.

A document is Markdown: prose, and fences. A fence ``source`` opens a case; the fences after it, up to the next
``source``, say what must come of it. tests/cases/README.md explains the kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

KINDS = ("outline", "tree", "markdown", "html", "output", "ledger", "diagnostics", "findings", "error")
BESIDE = "overrides"
"""The fence that is no expectation: the file beside the source."""

OPTIONS: Mapping[str, set[str]] = {"source": {"name", "encoding", "escaped"}, "output": {"to"}}

_FENCE = re.compile(r"(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\s][^`]*)?$")
_HEADING = re.compile(r"#{1,6}\s+(.*)")


class CaseError(Exception):
    """A case document that is not written as it must be."""


@dataclass(frozen=True)
class Fence:
    """One fence: its kind, its options, its text, and the indexes of its first and last line."""

    kind: str
    options: tuple[tuple[str, str], ...]
    text: str
    first: int
    last: int

    def option(self, name: str, default: str = "") -> str:
        """The value of an option; ``default`` where the fence does not give it."""
        return dict(self.options).get(name, default)


@dataclass(frozen=True)
class Case:
    """One source and what must come of it."""

    path: Path
    number: int
    title: str
    source: Fence
    expectations: tuple[Fence, ...]
    beside: Fence | None = None

    @property
    def last(self) -> int:
        """The index of the last line that belongs to the case's fences."""
        inputs = [self.source, self.beside] if self.beside else [self.source]
        return max(fence.last for fence in [*inputs, *self.expectations])


@dataclass(frozen=True)
class Difference:
    """Where a case's expectation (null: it has none) is not what came out."""

    kind: str
    fence: Fence | None
    actual: str


def cases(path: Path) -> list[Case]:
    """The cases of the document at *path*, checked: every fence known, every case expecting something once."""
    found: list[Case] = []
    title = path.stem
    for item in _parts(path.read_text("utf-8").split("\n")):
        match item:
            case str():
                title = item
            case Fence(kind="source"):
                _check(path, item)
                found.append(Case(path, len(found) + 1, title, item, ()))
            case Fence() if not found:
                raise _error(path, item, "stands before any source")
            case Fence():
                _check(path, item)
                found[-1] = _with(found[-1], item)
    if not found:
        raise CaseError(f"{path}: no fence `source`")
    return found


def _check(path: Path, fence: Fence) -> None:
    if fence.kind not in {"source", BESIDE, *KINDS}:
        raise _error(path, fence, f"is unknown; known are source, {BESIDE}, {', '.join(KINDS)}")
    if unknown := set(dict(fence.options)) - OPTIONS.get(fence.kind, set()):
        raise _error(path, fence, f"has unknown options: {', '.join(sorted(unknown))}")
    if fence.kind == "output" and not fence.option("to"):
        raise _error(path, fence, "must name its writer: to=NAME")


def _with(case: Case, fence: Fence) -> Case:
    if any((known.kind, known.options) == (fence.kind, fence.options) for known in case.expectations):
        raise _error(case.path, fence, "stands twice in one case")
    if fence.kind == BESIDE:
        return replace(case, beside=fence)
    return replace(case, expectations=(*case.expectations, fence))


def _error(path: Path, fence: Fence, reason: str) -> CaseError:
    return CaseError(f"{path}:{fence.first + 1}: fence `{fence.kind}` {reason}")


def _parts(lines: list[str]) -> Iterator[str | Fence]:
    """The headings and fences of a document, in order."""
    index = 0
    while index < len(lines):
        if opening := _FENCE.match(lines[index]):
            fence = _fence(lines, index, opening)
            yield fence
            index = fence.last
        elif heading := _HEADING.match(lines[index]):
            yield heading[1]
        index += 1


def _fence(lines: list[str], first: int, opening: re.Match[str]) -> Fence:
    kind, *options = (opening["info"] or "").split() or [""]
    mark = opening["mark"]
    closing = re.compile(rf"{re.escape(mark)}{mark[0]}*[ \t]*$")
    last = next((at for at in range(first + 1, len(lines)) if closing.match(lines[at])), None)
    if last is None:
        raise CaseError(f"line {first + 1}: fence `{kind}` is never closed")
    return Fence(kind, tuple(_option(word) for word in options), "\n".join(lines[first + 1 : last]), first, last)


def _option(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name, value


def accept(case: Case, found: list[Difference]) -> None:
    """Rewrite the expectations of *case* in its document; prose and sources stay as they are."""
    lines = case.path.read_text("utf-8").split("\n")
    current = cases(case.path)[case.number - 1]  # other cases of the document may have been mended since it was read
    places = dict(zip(case.expectations, current.expectations, strict=True))
    for difference in found:
        if difference.fence is None:
            lines[current.last + 1 : current.last + 1] = ["", *_fenced(difference.kind, difference.actual)]
    mended = [(places[difference.fence], difference.actual) for difference in found if difference.fence]
    for fence, actual in sorted(mended, key=lambda pair: pair[0].first, reverse=True):
        lines[fence.first : fence.last + 1] = _fenced(lines[fence.first].lstrip("`~").strip(), actual)
    case.path.write_text("\n".join(lines), "utf-8")


def _fenced(info: str, text: str) -> list[str]:
    """*text* in a fence that nothing inside it closes."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    mark = "`" * max(3, longest + 1)
    return [f"{mark}{info}", *([text] if text else []), mark]
