"""改正：applies the certain fixes to a source, and leaves every other byte of it as it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from wxpress.build.checking import examine
from wxpress.build.outputs.files import rewrite_file
from wxpress.build.printing.reading import open_source
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic, Fix
from wxpress.errors import UnsupportedError
from wxpress.readers import decode

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LINE = re.compile(r"(?P<words>[^\r\n]*)(?P<end>\r\n|\r|\n|$)")
_ROUNDS = 20
"""One fix may lay open another; each round takes something away or makes it full-width, so they come to an end."""


@dataclass(frozen=True)
class Mended:
    """改正的结果：the source's bytes before and after, and how many places were put right."""

    path: Path
    before: bytes
    after: bytes
    count: int

    def text(self, data: bytes) -> str:
        """*data* as text with line ends as LF."""
        return decode(self.path, data).text


def mended(path: Path, project: Project) -> Mended:
    """The source at *path* with all certain fixes made, in memory.

    Raises an `UnsupportedError` where its bytes are not those of a text.
    """
    if open_source(path).data:
        raise UnsupportedError(f"{path}：--fix 只能改 Markdown 和纯文本", "请照着检查的结果，在 Word 或网页里改正")
    before = path.read_bytes()
    after, count = before, 0
    for _ in range(_ROUNDS):
        fixes = chosen(examine(decode(path, after), project))
        if not fixes:
            break
        after = applied(path, after, fixes)
        count += len(fixes)
    return Mended(path, before, after, count)


def write_mended(result: Mended) -> None:
    """Put the mended bytes in the place of the source."""
    rewrite_file(result.path, result.after)


def chosen(findings: Iterable[Diagnostic]) -> list[Fix]:
    """The certain fixes that stand on one line and do not overlap: of two that do, the first."""
    fixes = [finding.fix for finding in findings if finding.fix is not None and finding.fix.certain]
    taken: list[Fix] = []
    for fix in sorted(filter(_is_on_one_line, fixes), key=_first):
        if not taken or _end(taken[-1]) <= _first(fix):
            taken.append(fix)
    return taken


def applied(path: Path, data: bytes, fixes: Sequence[Fix]) -> bytes:
    """*data* with *fixes* made; what is not in one of their spans keeps its bytes.

    Raises an `UnsupportedError` where the encoding cannot give back the bytes it was read from.
    """
    mark, encoding = _encoding(path, data)
    text = data[len(mark) :].decode(encoding)
    if text.encode(encoding) != data[len(mark) :]:
        raise UnsupportedError(f"{path}：编码 {encoding} 写不回原样，没有改动", "请先另存为 UTF-8，再用 --fix")
    lines = [(match["words"], match["end"]) for match in _LINE.finditer(text)]
    for fix in reversed(fixes):
        words, end = lines[fix.span.first - 1]
        lines[fix.span.first - 1] = (_mended_line(words, fix), end)
    return mark + "".join(words + end for words, end in lines).encode(encoding)


def _mended_line(words: str, fix: Fix) -> str:
    first, end = _first(fix)[1], _end(fix)[1]
    return words[:first] + fix.after + words[end:] if words[first:end] == fix.before else words


def _encoding(path: Path, data: bytes) -> tuple[bytes, str]:
    """The byte order mark that *data* begins with, and the encoding of what follows."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return mark, encoding
    return b"", decode(path, data).encoding


def _is_on_one_line(fix: Fix) -> bool:
    return fix.span.first == fix.span.last and bool(fix.span.first_column and fix.span.last_column)


def _first(fix: Fix) -> tuple[int, int]:
    """The line of a fix, and where in it the fix begins, counted from 0."""
    return fix.span.first, (fix.span.first_column or 1) - 1


def _end(fix: Fix) -> tuple[int, int]:
    return fix.span.first, (fix.span.last_column or 1) - 1
