"""二维码：a QR code for each address that a 【链接】 leads to, so that a reader of paper gets there too."""

from __future__ import annotations

import io
from collections.abc import Container, Iterator

from wxpress.addresses import live
from wxpress.styles import POINTS, Print
from wxpress.tree import Bulletin, SourceLink
from wxpress.walk import walk
from wxpress.writers import Asset

FINEST_MODULE = 0.25 * POINTS["mm"]
"""The least width of a module (pt) that a telephone reads from an office duplicator's page."""

DOTS = 8
"""Pixels to a module: 14 mm come to 380 dpi at least, and no viewer's smoothing shows."""


def codes(bulletin: Bulletin, measures: Print) -> dict[str, Asset]:
    """The code of each live target of a 【链接】, in reading order; none for one too long to be read at that size."""
    targets = [live(node.target) for node in walk(bulletin) if isinstance(node, SourceLink)]
    found = {target: _code(target, measures.code_size) for target in targets if target and measures.code_size}
    return {target: asset for target, asset in found.items() if asset}


def uncoded(bulletin: Bulletin, measures: Print, coded: Container[str]) -> Iterator[SourceLink]:
    """The 【链接】 whose addresses ought to have a code but are not among *coded*, in reading order."""
    for node in walk(bulletin) if measures.code_size else ():
        if isinstance(node, SourceLink) and (target := live(node.target)) and target not in coded:
            yield node


def _code(target: str, size: float) -> Asset | None:
    """*target* as a picture of black on white, error level M, without a quiet zone: the paper is white enough."""
    import segno  # noqa: PLC0415 - wanted only where a link is live

    try:
        code = segno.make_qr(target, error="m", boost_error=False)
    except segno.DataOverflowError:
        return None
    modules = int(code.symbol_size(border=0)[0])
    if size / modules < FINEST_MODULE:
        return None
    data = io.BytesIO()
    code.save(data, kind="png", scale=DOTS, border=0)
    return Asset(data.getvalue(), "image/png", modules * DOTS, modules * DOTS)
