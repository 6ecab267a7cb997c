"""JSON：the whole ``wxpress-tree/1`` document: tree, ledger and findings."""

from __future__ import annotations

from wxpress.document import Document, to_json
from wxpress.tree import Bulletin
from wxpress.writers import Context, Writer
from wxpress.writers.writable import require_writable


def write(bulletin: Bulletin, context: Context) -> bytes:
    """The document as indented UTF-8 JSON."""
    require_writable(bulletin)
    return to_json(Document(bulletin=bulletin, ledger=context.ledger, diagnostics=context.diagnostics))


JSON = Writer("json", ".json", "application/json", write)
