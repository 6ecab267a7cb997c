"""插图尺寸：gives each picture a size with which its figure is a whole number of lines."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from markupsafe import Markup as Safe

from wxpress.styles import Print
from wxpress.writers import Asset

PX = 0.75
"""One CSS px in pt: a picture's natural size is 96 px to the inch."""

GREATEST_SHARE = 0.5
"""A figure is at most this much of the type area's height, so that text stays on its page."""

AIR = 0.75
"""What a picture has above and below it, in lines, at least."""

CAPTION_RISES = 0.3
"""How much of that a caption moves up: it belongs to its picture, not to the text that follows."""


def address(number: int) -> str:
    """The address of a picture within the page; nothing else can have it, and nothing is fetched for it."""
    return f"wxpress-picture:{number}"


def picture_rules(pictures: Mapping[str, Asset], measures: Print) -> Safe:
    """One CSS rule for each picture: as large as it is, or as the type area lets it be."""
    return Safe("\n").join(Safe(_rule(url, asset, measures)) for url, asset in pictures.items())  # noqa: S704 - numbers


def _rule(url: str, asset: Asset, measures: Print) -> str:
    """Width and height in pt; the air fills up the last line.

    It is padding, as a margin is lost at the head of a page.
    """
    line = measures.line
    highest = (int(measures.lines * GREATEST_SHARE) - AIR) * line
    scale = min(1, measures.measure / (asset.width * PX), highest / (asset.height * PX))
    width, height = asset.width * PX * scale, asset.height * PX * scale
    air = ceil(height / line + AIR) * line - height
    return (
        f'figure img[src="{url}"] {{ width: {width:.3f}pt; height: {height:.3f}pt; padding: {air / 2:.3f}pt 0 }}\n'
        f'figure img[src="{url}"] + figcaption {{ top: {-air * CAPTION_RISES:.3f}pt }}'
    )
