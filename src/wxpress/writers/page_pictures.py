"""网页的图片：small ones stand inside the page, large ones beside it, where something can stand there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wxpress.errors import UsageError
from wxpress.tree import Bulletin
from wxpress.writers import Asset, Context
from wxpress.writers.pictures import data_url, gather, picture_name

INLINE_PICTURES = "inline-pictures"
"""The option that says up to how many KiB a picture stands inside the page."""

LARGEST_INLINE = 64
"""KiB; what a page carries of one picture where the option is not given."""


@dataclass(frozen=True)
class PagePictures:
    """一页的图片：address and size in px of each picture by its source; whether any *stand_beside* the page."""

    addresses: Mapping[str, str]
    sizes: Mapping[str, tuple[int, int]]
    stand_beside: bool


def page_pictures(bulletin: Bulletin, context: Context) -> PagePictures:
    """The pictures of *bulletin*; those that are larger than the page is to carry have been left beside it."""
    pictures = gather(bulletin, context)
    beside = _left_beside(pictures, context)
    inside = {source: data_url(asset) for source, asset in pictures.items() if source not in beside}
    sizes = {source: (asset.width, asset.height) for source, asset in pictures.items()}
    return PagePictures(inside | beside, sizes, stand_beside=bool(beside))


def _left_beside(pictures: Mapping[str, Asset], context: Context) -> dict[str, str]:
    """The addresses of the large pictures; none where there is no folder to put them in."""
    largest = _largest_inline(context) * 1024
    addresses = {
        source: context.beside(picture_name(number, asset), asset.data)
        for number, (source, asset) in enumerate(pictures.items(), 1)
        if len(asset.data) > largest
    }
    return {source: address for source, address in addresses.items() if address}


def _largest_inline(context: Context) -> int:
    """``[writers.html] inline-pictures``, in KiB; `UsageError` where that is no whole number from 0."""
    wanted = context.options.get(INLINE_PICTURES, LARGEST_INLINE)
    if isinstance(wanted, bool) or not isinstance(wanted, int) or wanted < 0:
        raise UsageError(
            f"[writers.html] 的 {INLINE_PICTURES} 应为不小于 0 的整数（KiB），写的是 {wanted!r}",
            "请改正 wxpress.toml",
        )
    return wanted
