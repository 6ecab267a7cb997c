"""墨迹：whether a character of a page can be seen, judged by the page as it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

CONTRAST = 24
"""The least difference in grey, of 255, between ink and ground. The faintest type of the styles has 60."""


@dataclass(frozen=True)
class Picture:
    """一面的图像：grey pixels, row by row from the top, one to the pt: a stroke half a pixel wide is seen."""

    pixels: bytes
    width: int
    height: int
    stride: int

    @classmethod
    def of(cls, page: Any) -> Picture:  # noqa: ANN401 - pypdfium2 is not typed
        """The page as it is drawn."""
        bitmap = page.render(scale=1, grayscale=True)
        try:
            return cls(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride)
        finally:
            bitmap.close()

    def shows(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether ink stands out from its ground in a box in pt; nowhere off the page."""
        first, end = int(left) if left > 0 else 0, int(right) + 1 if right < self.width else self.width
        upper = int(self.height - top) if top < self.height else 0
        lower = int(self.height - bottom) + 1 if bottom > 0 else self.height
        if upper >= lower or first >= end:
            return False
        start = (upper + lower) // 2 * self.stride
        row = self.pixels[start + first : start + end]  # most characters show in their middle at once
        return max(row) - min(row) >= CONTRAST or self._stands_out(first, end, range(upper, lower))

    def _stands_out(self, first: int, end: int, rows: range) -> bool:
        starts = range(rows.start * self.stride, rows.stop * self.stride, self.stride)
        cell = b"".join([self.pixels[start + first : start + end] for start in starts])
        return max(cell) - min(cell) >= CONTRAST
