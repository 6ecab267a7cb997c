"""点得到的链接：one place to click, and one link to read out, for each link on a line.

WeasyPrint makes a link of each box inside one as well: five for a line of the contents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any


def outermost_links(document: Any) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
    """*document*, the links left out on each of its pages that stand inside another one to the same place."""
    for page in document.pages:
        page.links = list(_outermost(page.links))
    return document


def _outermost(links: Iterable[tuple[str, str, Any, Any]]) -> Iterator[tuple[str, str, Any, Any]]:
    """Those of *links*, parents first, whose box is in none with the same target."""
    targets: dict[int, str] = {}
    for link in links:
        _, target, _, box = link
        if targets.get(id(box)) != target:
            targets.update((id(inner), target) for inner in _inside(box))
            yield link


def _inside(box: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for child in box.all_children():
        yield child
        yield from _inside(child)
