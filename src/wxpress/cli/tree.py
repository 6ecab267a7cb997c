"""``wxpress tree``：恢复出的结构。"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from wxpress.build.outputs.files import replace_file
from wxpress.build.plan import STDOUT
from wxpress.build.printing.reading import open_document
from wxpress.build.samples import rendered
from wxpress.cli.base import Command, OneOf, Session, everywhere
from wxpress.cli.findings import show_findings
from wxpress.cli.outline import outline
from wxpress.cli.terminal import emit, visible
from wxpress.diagnostics import Diagnostic, count
from wxpress.document import Document, to_json
from wxpress.errors import UsageError

FORMATS: dict[str, Callable[[Document, Path], bytes]] = {
    "outline": lambda document, _: f"{visible(outline(document))}\n".encode(),
    "json": lambda document, _: to_json(document),
    "markdown": lambda document, path: rendered(document, path, "markdown"),
}


@click.command(
    "tree",
    cls=Command,
    options_metavar="[选项]",
    epilog="""
    wxpress tree 来稿.md                              提纲
    wxpress tree 来稿.md --format json -o 来稿.json   整棵树、账目和诊断（wxpress-tree/1）
    wxpress tree 来稿.md --format markdown            规范 Markdown，改好后可以直接再排
    """,
)
@click.argument("file", type=click.Path(path_type=Path), metavar="来稿")
@click.option("--format", "form", type=OneOf(list(FORMATS)), default="outline", help="outline（缺省）、json、markdown")
@click.option("-o", "--output", default=STDOUT, metavar="文件", help="写到文件（缺省为标准输出）")
@everywhere
@click.pass_obj
def command(session: Session, file: Path, form: str, output: str) -> int:
    """看来稿恢复成了怎样的结构。恢复中发现错误时退出码为 1。"""
    document = open_document(file)
    data = FORMATS[form](document, file)
    if output == STDOUT:
        emit(data)
    else:
        _write(Path(output), file, data)
    show_findings(_grave(document), session.language, err=True)
    return 1 if count(document.diagnostics, "error") else 0


def _write(path: Path, source: Path, data: bytes) -> None:
    if path.resolve() == source.resolve():
        raise UsageError(f"-o {path} 会覆盖来稿", "请换一个文件名")
    replace_file(path, data)


def _grave(document: Document) -> list[Diagnostic]:
    return [item for item in document.diagnostics if item.severity == "error"]
