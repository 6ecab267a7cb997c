"""``wxpress explain``：逐条说明改动。"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from wxpress.build.reading import open_document, open_source
from wxpress.cli.base import Command, OneOf, everywhere
from wxpress.cli.terminal import emit, say
from wxpress.ledger import Entry, Kind
from wxpress.source import Source, Span, is_paragraphed

KIND_NAMES: dict[Kind, str] = {"drop": "删去", "join": "接合", "move": "移动", "replace": "替换", "guess": "推断"}
PASS_NAMES = {
    "reading": "读入",
    "characters": "字符",
    "furniture": "页码书眉",
    "wrapping": "硬换行",
    "contents": "目录",
    "headings": "标题",
    "masthead": "刊头",
    "joins": "断段",
    "apparatus": "附属文字",
    "links": "链接",
    "assemble": "组装",
}
_LONGEST = 60  # characters of a source line or of a change that are shown
_MOST_LINES = 3  # source lines shown beside an entry


@click.command(
    "explain",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress explain 来稿.md                 每处改动：原文、改成什么、凭什么、有几分把握
    wxpress explain 来稿.md --format json   同样的内容，供程序读取（一个列表，字段见 wxpress schema 的 Entry）
    """,
)
@click.argument("file", type=click.Path(path_type=Path), metavar="来稿")
@click.option("--format", "form", type=OneOf(["text", "json"]), default="text", help="text（缺省）、json")
@everywhere
def command(file: Path, form: str) -> None:
    """对照原文，说明从来稿到文档树的每一处改动。没有列出的，一字未动。"""
    source = open_source(file)
    entries = sorted(open_document(source).ledger, key=_by_place)
    if form == "json":
        emit(msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n")
        return
    for line in _report(source, entries):
        say(line)


def _by_place(entry: Entry) -> tuple[int, int]:
    return (entry.span.first, entry.span.first_column or 0) if entry.span else (0, 0)


def _report(source: Source, entries: Sequence[Entry]) -> Iterator[str]:
    kinds = Counter(entry.kind for entry in entries)
    counts = "，".join(f"{KIND_NAMES[kind]} {kinds[kind]}" for kind in KIND_NAMES if kinds[kind])
    yield f"{source.name}：改动 {len(entries)} 处{f'（{counts}）' if counts else ''}"
    beside: Span | None = None
    unit = "段" if is_paragraphed(source.name) else "行"
    for entry in entries:
        if entry.span != beside or entry.span is None:
            yield ""
        if entry.span is not None and entry.span != beside:
            yield from _excerpt(source, entry.span)
        beside = entry.span
        yield from _entry(entry, unit)


def _excerpt(source: Source, span: Span) -> Iterator[str]:
    """The source lines that the entries below are about."""
    numbers = [number for number in range(span.first, span.last + 1) if source.lines[number - 1].strip()]
    for number in numbers[:_MOST_LINES]:
        column = span.first_column if number == span.first else None
        yield f"{number:5} │ {_shortened(source.lines[number - 1], column)}"
    if len(numbers) > _MOST_LINES:
        yield f"      │ …（到第 {span.last} 行）"


def _entry(entry: Entry, unit: str) -> Iterator[str]:
    sure = f"，把握 {entry.confidence:.0%}" if entry.confidence is not None else ""
    yield f"      {KIND_NAMES[entry.kind]}（{PASS_NAMES.get(entry.by, entry.by)}，{_place(entry.span, unit)}{sure}）"
    labelled = (
        ("原作", _quoted(entry.before)),
        ("改作", "同原作，一字未动" if entry.before == entry.after != "" else _quoted(entry.after)),
        ("缘由", entry.reason),
        ("依据", entry.evidence),
    )
    yield from (f"        {label}　{text}" for label, text in labelled if text)


def _place(span: Span | None, unit: str) -> str:
    if span is None:
        return "全文"
    lines = str(span.first) if span.first == span.last else f"{span.first}—{span.last}"
    return f"第 {lines} {unit}" + (f"第 {span.first_column} 字起" if span.first_column else "")


def _quoted(text: str) -> str:
    return f"“{_shortened(text.replace(chr(10), '⏎').replace(chr(9), '⇥'))}”" if text else ""


def _shortened(line: str, column: int | None = None) -> str:
    """*line*, or the part of it around *column*, in as many characters as a terminal shows."""
    begin = max(0, (column or 1) - 1 - _LONGEST // 2) if len(line) > _LONGEST else 0
    part = line[begin : begin + _LONGEST]
    return f"{'…' if begin else ''}{part}{'…' if begin + _LONGEST < len(line) else ''}"
