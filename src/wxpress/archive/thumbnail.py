"""缩图：the first page of a finished PDF as a small picture; the cover of a book that is on no paper."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from wxpress.packages import version_of
from wxpress.writers.epub_resources import COVER_PATH

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 240
"""px; twice what the page shows, for screens of double density."""

_COLOURS = 64


@cache
def form() -> str:
    """What a thumbnail looks like, besides its page: with another size or another PDFium it is another."""
    return (
        f"{WIDTH} px, {_COLOURS} colours by octree, pypdfium2 {version_of('pypdfium2')}, Pillow {version_of('pillow')}"
    )


def thumbnail(media_type: str, data: bytes) -> bytes | None:
    """The first page of a PDF, or the cover of a book of ours, as a small picture; null where there is none."""
    return page_thumbnail(data) if media_type == "application/pdf" else cover_thumbnail(data)


def page_thumbnail(pdf: bytes) -> bytes:
    """The first page of *pdf* as a PNG `WIDTH` px wide; the same bytes for the same page and PDFium."""
    import pypdfium2  # noqa: PLC0415 - a build that has nothing to draw must not wait for it

    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        picture = page.render(scale=WIDTH / page.get_width()).to_pil()
    finally:
        document.close()
    return _small(picture)


def cover_thumbnail(epub: bytes) -> bytes | None:
    """The cover of *epub*, a book of ours, as a PNG `WIDTH` px wide; null where it has none."""
    from PIL import Image  # noqa: PLC0415 - as above

    with zipfile.ZipFile(io.BytesIO(epub)) as book:
        path = next((name for name in book.namelist() if name.endswith(f"/{COVER_PATH}")), None)
        if path is None:
            return None
        with Image.open(io.BytesIO(book.read(path))) as cover:
            small = (WIDTH, round(cover.height * WIDTH / cover.width))
            return _small(cover.convert("RGB").resize(small, Image.Resampling.LANCZOS))


def _small(picture: Image) -> bytes:
    """*picture* as a PNG of few colours: by an octree, and packed as usual, in a fifth of the time of the finest."""
    from PIL.Image import Dither, Quantize  # noqa: PLC0415 - as above

    drawn = io.BytesIO()
    few = picture.convert("RGB").quantize(_COLOURS, Quantize.FASTOCTREE, dither=Dither.NONE)
    few.putpalette([min(255, level + 1) for level in few.getpalette() or ()])  # means are cut off: white is not grey
    few.save(drawn, "PNG")
    return drawn.getvalue()
