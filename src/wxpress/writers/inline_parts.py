"""页内的样式与数据：what stands inside a page, and the hashes by which its policy lets these in and nothing else."""

from __future__ import annotations

import hashlib
from base64 import b64encode


def embeddable(sheet: str) -> str:
    """The sheet as it may stand in a style element: nothing in it ends the element."""
    return sheet.strip().replace("</", r"<\/")


def source_hash(content: str) -> str:
    """The CSP source expression of an element's content: this sheet, this data block and no other (CSP 3, 2.3.1)."""
    return f"sha256-{b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}"
