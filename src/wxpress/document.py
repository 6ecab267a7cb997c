"""文档：what recovery yields and ``wxpress tree --format json`` prints: the tree, its ledger, its findings."""

from __future__ import annotations

from typing import Literal

import msgspec

from wxpress.diagnostics import Diagnostic
from wxpress.ledger import Entry
from wxpress.tree import Bulletin

SCHEMA: Literal["wxpress-tree/1"] = "wxpress-tree/1"


class Document(msgspec.Struct, frozen=True, kw_only=True, rename={"format": "schema"}):
    """一份恢复好的文档，JSON 接口 ``wxpress-tree/1``。"""

    format: Literal["wxpress-tree/1"] = SCHEMA
    bulletin: Bulletin
    ledger: tuple[Entry, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def to_json(document: Document) -> bytes:
    """The document as indented UTF-8 JSON with a final newline, keys in their declared order."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"


def from_json(data: bytes) -> Document:
    """The document that *data* holds; raises `msgspec.ValidationError` where it is not one."""
    return msgspec.json.decode(data, type=Document)


def schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of `Document`, made from the types."""
    return msgspec.json.schema(Document)
