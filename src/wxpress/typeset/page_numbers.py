"""后定的页码：lays out a text that names the number of another page when all pages are made, not twice.

WeasyPrint makes a page that names others once without their numbers and once more with them. Where such a text stands
at a place of its own, as the numbers in the contents do, nothing else on the page depends on it.

What a text has to wait for, WeasyPrint notes wrongly where its target is named by an attribute: it stops with an error
where the number of pages is asked for as well, or prints 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from math import inf
from typing import Any

from weasyprint import layout
from weasyprint.css.targets import CounterLookupItem, TargetCollector
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block

from wxpress.typeset.names import Names, substituted

REPLACED: Names = {
    (block, "absolute_layout"): "context placeholder containing_block fixed_boxes bottom_space skip_stack",
    (layout, "make_margin_boxes"): "context page state",
    (layout, "make_all_pages"): "context root_box html pages",
    (TargetCollector, "collect_missing_counters"): (
        "self parent_box css_token parse_again_function missing_counters missing_target_counters"
    ),
}

USED: Names = {
    (CounterLookupItem, "__init__"): "self parse_again missing_counters missing_target_counters",
    (LayoutContext, "create_block_formatting_context"): "self root_box new_list",
    (LayoutContext, "finish_block_formatting_context"): "self root_box",
}


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Lay them out so inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    return substituted(REPLACED, USED, _of, report)


def _of(name: str) -> Callable[..., Any]:
    return _knowing_how_many(layout.make_all_pages) if name == "make_all_pages" else _INSTEAD[name]


_absolute_layout, _make_margin_boxes = block.absolute_layout, layout.make_margin_boxes
_collect_missing_counters = TargetCollector.collect_missing_counters


def absolute_layout(
    context: Any,  # noqa: ANN401 - WeasyPrint is not typed
    placeholder: Any,  # noqa: ANN401
    containing_block: Any,  # noqa: ANN401
    fixed_boxes: Any,  # noqa: ANN401
    bottom_space: float,
    skip_stack: Any,  # noqa: ANN401
) -> None:
    """Lay out the box of *placeholder*, or keep it until the margins are made."""
    if _awaited(placeholder._box, context.target_collector):  # noqa: SLF001 - there is no public way to it
        vars(context).setdefault("wxpress_late", []).append((placeholder, containing_block, fixed_boxes))
    else:
        _absolute_layout(context, placeholder, containing_block, fixed_boxes, bottom_space, skip_stack)


def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    """The margins of *page*; what had to wait for the numbers of pages is laid out before those of the first."""
    for placeholder, containing_block, fixed_boxes in vars(context).pop("wxpress_late", ()):
        for item in placeholder.wxpress_awaited:
            item.parse_again({})
        context.create_block_formatting_context()
        _absolute_layout(context, placeholder, containing_block, fixed_boxes, -inf, None)
        context.finish_block_formatting_context()
    yield from _make_margin_boxes(context, page, state)


def collect_missing_counters(
    targets: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401
    place: str,
    parse_again: Callable[..., None],
    *found: Any,  # noqa: ANN401 - as above
) -> None:
    """Note what the text of *box* waits for: those *of_targets* without a name are told with the page's own counters.

    Only what stands before the first target that is not known yet has been seen so far; it is not noted again.
    """
    counters, of_targets = found
    if place == "content" and any(kind in _OF_TARGETS for kind, _ in box.style["content"]):
        counters = list(dict.fromkeys([*_counters(box), *counters, *of_targets.pop(None, ())]))
    _collect_missing_counters(targets, box, place, parse_again, counters, of_targets)


def _counters(box: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """The counters in the text of *box* that only pages have."""
    for kind, value in box.style["content"]:
        if kind in _OF_TARGETS:
            yield value[1]
        elif kind in {"counter()", "counters()"} and value[0] not in box.cached_counter_values:
            yield value[0]


def _knowing_how_many(original: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Tell each target how many pages there are, before the pages that ask it are made again."""

    def make_all_pages(context: Any, root_box: Any, html: Any, pages: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
        for target in context.target_collector.target_lookup_items.values() if pages else ():
            target.cached_page_counter_values["pages"] = [len(pages)]
        yield from original(context, root_box, html, pages)

    return make_all_pages


def _awaited(box: Any, targets: Any) -> Iterable[Any]:  # noqa: ANN401 - as above
    """What *box* has to wait for: its lookups, of which WeasyPrint then knows no more; none where it cannot wait."""
    known: Iterable[Any] | None = vars(box).get("wxpress_awaited")
    if known is None:
        keys = [(each.missing_link, "content") for each in box.descendants() if each.missing_link]
        items = targets.counter_lookup_items
        waits = keys and _stands_alone(box) and all(_names_a_page(key, items.get(key)) for key in keys)
        known = box.wxpress_awaited = [items.pop(key) for key in keys] if waits else ()
    return known


def _names_a_page(lookup: Any, item: Any) -> bool:  # noqa: ANN401 - as above
    """Whether the box of *lookup* says where another place is, not where it is itself or how many pages there are."""
    if item is None or any(kind not in _SAID for kind, _ in lookup[0].style["content"]):
        return False
    return not any("pages" in names for names in (item.missing_counters, *item.missing_target_counters.values()))


def _stands_alone(box: Any) -> bool:  # noqa: ANN401 - as above
    """Whether *box* is text, nothing else, at a place that does not depend on what stands before it."""
    style = box.style
    is_placed = all(style[one] != "auto" or style[other] != "auto" for one, other in _SIDES)
    return is_placed and type(box) is boxes.BlockBox and all(map(_is_text, box.descendants()))


def _is_text(box: Any) -> bool:  # noqa: ANN401 - as above
    """Whether *box* is text or holds it, and nothing else on the page knows of it."""
    is_known = box.style["anchor"] or box.string_set or box.footnote
    return isinstance(box, (boxes.BlockBox, boxes.LineBox, boxes.InlineBox, boxes.TextBox)) and not is_known


_SAID = {"string", "attr()", "target-counter()"}
_OF_TARGETS = {"target-counter()", "target-counters()"}
_SIDES = (("top", "bottom"), ("left", "right"))
_INSTEAD: dict[str, Callable[..., Any]] = {
    "absolute_layout": absolute_layout,
    "make_margin_boxes": make_margin_boxes,
    "collect_missing_counters": collect_missing_counters,
}
