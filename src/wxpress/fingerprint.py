"""指纹：one hash for the text and structure of a bulletin, by which an output tells of which tree it was made."""

from __future__ import annotations

import hashlib
import re

import msgspec

from wxpress.tree import Bulletin

PREFIX = "sha256:"

_SPAN = re.compile(rb'"span":(?:null|\{[^}]*\}),?')
"""A position in the JSON of a tree; inside a string the quotation mark before the colon would be escaped."""


def fingerprint(bulletin: Bulletin) -> str:
    """``sha256:`` and 64 hexadecimal digits; positions in the source do not count."""
    return PREFIX + hashlib.sha256(_SPAN.sub(b"", msgspec.json.encode(bulletin))).hexdigest()
