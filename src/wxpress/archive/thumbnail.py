"""缩图：the first page of a finished PDF as a small picture."""

from __future__ import annotations

import io
from importlib.metadata import version

WIDTH = 240
"""px; twice what the page shows, for screens of double density."""

_COLOURS = 64


def form() -> str:
    """What a thumbnail looks like, besides its page: with another size or another PDFium it is another."""
    return f"{WIDTH} px, {_COLOURS} colours, pypdfium2 {version('pypdfium2')}"


def thumbnail(pdf: bytes) -> bytes:
    """The first page of *pdf* as a PNG `WIDTH` px wide; the same bytes for the same page and PDFium."""
    import pypdfium2  # noqa: PLC0415 - a build that has nothing to draw must not wait for it

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    drawn = io.BytesIO()
    picture.convert("RGB").quantize(_COLOURS, dither=0).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
