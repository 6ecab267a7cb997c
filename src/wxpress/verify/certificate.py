"""证书：ties outputs to the one tree that they were proved against."""

from __future__ import annotations

from typing import Literal

import msgspec

SCHEMA: Literal["wxpress-certificate/1"] = "wxpress-certificate/1"


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """一件核对过的成品：its sha256, the tree's *characters* that were found in it, and how many the style *added*."""

    sha256: str
    characters: int
    added: dict[str, int]


class Certificate(msgspec.Struct, frozen=True, kw_only=True, rename={"format": "schema"}):
    """一份来稿的证书，JSON 接口 ``wxpress-certificate/1``：each character of *tree* is in each output once, in order.

    *tool* is the version that proved it.
    """

    format: Literal["wxpress-certificate/1"] = SCHEMA
    tool: str
    tree: str
    outputs: dict[str, Proved]
