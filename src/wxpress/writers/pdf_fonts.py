"""PDF 里的字体：embedded fonts without what no reader of a PDF looks at of a font."""

from __future__ import annotations

from typing import Any

import pydyf

from wxpress import sfnt

OPENTYPE, BARE = "/OpenType", "/CIDFontType0C"
"""A whole OpenType font, and a CFF alone, as streams of a PDF (ISO 32000-2, table 124)."""


def bare_fonts(pdf: Any) -> None:  # noqa: ANN401 - pydyf is not typed
    """Leave of each OpenType font in the file its CFF alone; its metrics stand in the PDF itself."""
    for stream in pdf.objects:
        if isinstance(stream, pydyf.Stream) and stream.extra.get("Subtype") == OPENTYPE:
            stream.stream = [sfnt.bare(stream.stream[0])]
            stream.extra["Subtype"] = BARE
