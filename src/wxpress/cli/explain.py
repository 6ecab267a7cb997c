"""``wxpress explain``：来稿对照，逐条说明改动。"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

import click
import msgspec

from wxpress.build.outputs.files import replace_file
from wxpress.build.plan import STDOUT
from wxpress.build.printing.reading import open_document, open_source
from wxpress.cli.base import Command, OneOf, everywhere
from wxpress.cli.explain_page import page
from wxpress.cli.explain_words import body, confidence, head, question, tally
from wxpress.cli.explained import Mark, Part, Remark, Row, rows_of
from wxpress.cli.terminal import emit, visible
from wxpress.errors import UsageError
from wxpress.ledger import Entry
from wxpress.readers.overrides import overrides_path
from wxpress.recover.overruling.snippets import Snippets
from wxpress.source import Source

_COLOURS: dict[Mark, str] = {"drop": "red", "put": "green", "move": "blue", "turn": "green"}
_SIGNS: dict[Mark, tuple[str, str]] = {"drop": ("[-", "-]"), "put": ("{+", "+}"), "move": ("‹", "›")}
_LONGEST = 40
"""Characters of unchanged text that are shown beside a change."""

_MARGIN = "      │ "


@click.command(
    "explain",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress explain 来稿.md                              每处改动：在哪里，改成什么，凭什么，有几分把握
    wxpress explain 来稿.md --format html -o 对照.html   一页对照，用浏览器看
    wxpress explain 来稿.md --format json                账目的列表，字段见 wxpress schema 的 Entry；另有 override

    “若不对”之下的几行，原样粘贴到 来稿.overrides.toml 里，就推翻这一条。
    """,
)
@click.argument("file", type=click.Path(path_type=Path), metavar="来稿")
@click.option("--format", "form", type=OneOf(["text", "html", "json"]), default="text", help="text（缺省）、html、json")
@click.option("-o", "--output", default=STDOUT, metavar="文件", help="写到文件（缺省为标准输出）")
@everywhere
def command(file: Path, form: str, output: str) -> None:
    """对照原文，说明从来稿到文档树的每一处改动。没有列出的，一字未动。"""
    source = open_source(file)
    ledger = sorted(open_document(source).ledger, key=_by_place)
    if form == "text" and output == STDOUT:
        for line in report(source, ledger):
            click.echo(line)
        return
    data = _FORMS[form](source, ledger)
    if output == STDOUT:
        emit(data)
    elif Path(output).resolve() == file.resolve():
        raise UsageError(f"-o {output} 会覆盖来稿", "请换一个文件名")
    else:
        replace_file(Path(output), data)


def _by_place(entry: Entry) -> tuple[int, int]:
    return (entry.span.first, entry.span.first_column or 0) if entry.span else (0, 0)


def _as_text(source: Source, ledger: Sequence[Entry]) -> bytes:
    return "".join(f"{click.unstyle(line)}\n" for line in report(source, ledger)).encode()


def _as_html(source: Source, ledger: Sequence[Entry]) -> bytes:
    return page(source.name, rows_of(source, ledger), ledger).encode()


def _as_json(source: Source, ledger: Sequence[Entry]) -> bytes:
    """The entries, each with the override that would undo it."""
    snippets = Snippets(source)
    entries = [{**msgspec.to_builtins(entry), "override": snippets.undoing(entry)} for entry in ledger]
    return msgspec.json.format(msgspec.json.encode(entries), indent=2) + b"\n"


_FORMS: dict[str, Callable[[Source, Sequence[Entry]], bytes]] = {
    "text": _as_text,
    "html": _as_html,
    "json": _as_json,
}


def report(source: Source, ledger: Sequence[Entry]) -> Iterator[str]:
    """The lines of the explanation, with colours; every word of the source made visible."""
    yield visible(f"{source.name}：{tally(ledger)}")
    name = overrides_path(source.path).name
    above = 0
    changed = [row for row in rows_of(source, ledger) if row.is_changed]
    for row, below in zip_longest(changed, changed[1:]):
        yield from _gap(source, above, row.number)
        yield from _row(row, name, is_said_below=below is not None and _say_the_same(row, below))
        above = row.number
    yield from _gap(source, above, len(source.lines) + 1)


def _gap(source: Source, above: int, below: int) -> Iterator[str]:
    """One line for the unchanged lines between two changed ones; a blank one where there are none."""
    kept = [number for number in range(above + 1, below) if source.lines[number - 1].strip()]
    if not kept:
        yield from [""] if below > above + 1 else []
        return
    numbers = f"{kept[0]}—{kept[-1]}" if len(kept) > 1 else str(kept[0])
    yield click.style(f"    ⋮ │ 第 {numbers} 行，一字未动", dim=True)


def _say_the_same(row: Row, below: Row) -> bool:
    """Whether the remarks of *row* are those of the next line too, as in a list of contents."""
    adjacent = below.number == row.number + 1
    said, next_said = (
        [(head(remark), remark.entry.reason, remark.override) for remark in it.remarks] for it in (row, below)
    )
    return adjacent and said == next_said and all(remark.override is None for remark in row.remarks)


def _row(row: Row, name: str, *, is_said_below: bool) -> Iterator[str]:
    number = click.style(f"{row.number:5} │ " if row.number else " 全文 │ ", bold=True)
    yield number + "".join(_part(part, row.parts) for part in row.parts)
    for remark in () if is_said_below else row.remarks:
        yield from _remark(remark, name)


def _part(part: Part, parts: Sequence[Part]) -> str:
    if not part.mark:
        return visible(_shortened(part.text, first=part is parts[0] and len(parts) > 1, last=part is parts[-1]))
    opening, closing = _SIGNS.get(part.mark, ("", ""))
    return click.style(visible(f"{opening}{part.text}{closing}"), fg=_COLOURS[part.mark])


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Unchanged words: those beside the change, what is far from it left out."""
    if len(text) <= _LONGEST:
        return text
    if last:
        return f"{text[:_LONGEST]}…"
    return f"…{text[-_LONGEST // 2 :]}" if first else f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"


def _remark(remark: Remark, name: str) -> Iterator[str]:
    sure = f" {confidence(remark)}" if confidence(remark) else ""
    colour = "yellow" if remark.entry.kind == "guess" else "cyan"
    yield _MARGIN + click.style(visible(f"↳ {head(remark)}{sure}"), fg=colour) + visible(f"　{body(remark)}")
    if remark.override:
        yield _MARGIN + click.style(visible(f"　　{question(remark.override)}，在 {name} 里写："), dim=True)
        yield from (_MARGIN + click.style(visible(f"　　　{line}"), dim=True) for line in remark.override.split("\n"))
