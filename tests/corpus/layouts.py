"""All kinds of arrival."""

from __future__ import annotations

import random

from . import markdown_layouts, plain_layouts, web_layouts, word_layouts
from .arrivals import Arrival, Layout
from .content import bulletin

LAYOUTS: dict[str, Layout] = {
    layout.kind: layout
    for layout in (
        *markdown_layouts.LAYOUTS,
        *plain_layouts.LAYOUTS,
        *web_layouts.LAYOUTS,
        *word_layouts.LAYOUTS,
    )
}


def arrival(kind: str, seed: int) -> Arrival:
    """One file of *kind*; the same *seed* gives the same one."""
    dice = random.Random(f"{kind} {seed}")  # noqa: S311 - nothing secret
    layout = LAYOUTS[kind]
    return layout.write(dice, bulletin(dice, layout.means))
