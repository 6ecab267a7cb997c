"""图片：the pictures that a bulletin names, each loaded once and in reading order."""

from __future__ import annotations

from base64 import b64encode

from wxpress.diagnostics import Diagnostic, diagnose
from wxpress.tree import Bulletin, Figure, Image
from wxpress.walk import walk
from wxpress.writers import Asset, Context

SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}
"""Raster formats that every reader of EPUB 3.3 and every browser shows; SVG may carry scripts and is left out."""


def gather(bulletin: Bulletin, context: Context) -> dict[str, Asset]:
    """Source to asset for every picture that can be shown; one of another format is reported (WX402)."""
    found: dict[str, Asset] = {}
    named: set[str] = set()
    for node in walk(bulletin):
        if not isinstance(node, Image | Figure) or node.source in named:
            continue
        named.add(node.source)
        asset = context.load_asset(node.source)
        if asset is None:  # the loader has reported it
            continue
        if asset.media_type in SUFFIXES:
            found[node.source] = asset
        else:
            context.report(_unfit(node, asset))
    return found


def _unfit(node: Image | Figure, asset: Asset) -> Diagnostic:
    return diagnose(
        "WX402",
        span=node.span,
        picture=node.source,
        cause=f"是 {asset.media_type}，不是 PNG、JPEG、GIF、WebP",
        cause_en=f"is {asset.media_type}, not PNG, JPEG, GIF or WebP",
    )


def picture_name(number: int, asset: Asset) -> str:
    """What the picture at position *number*, from 1, is called: nothing of the source's own name reaches an output."""
    return f"image-{number}{SUFFIXES[asset.media_type]}"


def data_url(asset: Asset) -> str:
    """The picture itself as an address."""
    return f"data:{asset.media_type};base64,{b64encode(asset.data).decode('ascii')}"
