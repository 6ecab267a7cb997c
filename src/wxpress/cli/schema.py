"""``wxpress schema``：文档树的 JSON Schema。"""

from __future__ import annotations

import click
import msgspec

from wxpress.cli.base import Command, everywhere
from wxpress.cli.terminal import emit
from wxpress.document import schema


@click.command("schema", cls=Command, options_metavar="[选项]", epilog="wxpress schema > wxpress-tree-1.schema.json")
@everywhere
def command() -> None:
    """打印 wxpress tree --format json 的 JSON Schema（2020-12，wxpress-tree/1）。"""
    emit(msgspec.json.format(msgspec.json.encode(schema()), indent=2) + b"\n")
