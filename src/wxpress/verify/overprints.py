"""叠印：text that is printed over itself, all but on the same place: PDFium reads it once, and a reader sees a blur."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

_DEPTH = 8
_NOTHING = 2
"""So many bytes are the end of a text, and all that PDFium says of one that it has taken for another one's double."""


def objects_of(page: Any, raw: Any) -> list[Any]:  # noqa: ANN401 - pypdfium2 is not typed
    """Everything that is drawn on *page*, what its forms hold among it."""
    found: list[Any] = []
    stack = [(raw.FPDFPage_GetObject(page, index), 0) for index in range(raw.FPDFPage_CountObjects(page))]
    while stack:
        item, depth = stack.pop()
        found.append(item)
        if raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            count = raw.FPDFFormObj_CountObjects(item)
            stack += [(raw.FPDFFormObj_GetObject(item, index), depth + 1) for index in range(count)]
    return found


def overprints(items: Sequence[Any], text: Any, raw: Any) -> Iterator[tuple[float, float]]:  # noqa: ANN401 - as above
    """The lower and upper edge, in pt, of each text among *items* that is not in the *text* of their page."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for item in items:
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        if raw.FPDFTextObj_GetText(item, text.raw, None, 0) > _NOTHING:
            continue
        raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
        if right.value > left.value:
            yield bottom.value, top.value
