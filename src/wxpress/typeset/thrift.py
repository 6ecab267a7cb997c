"""省工：what WeasyPrint and pydyf work out again and again, worked out once. Not a byte of the PDF changes.

Each replacement is independent of the typesetting; where a name has changed, the original's work is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import Any

import pydyf
from tinyhtml5 import inputstream
from weasyprint import layout
from weasyprint.css.targets import CounterLookupItem, TargetCollector
from weasyprint.formatting_structure import boxes

from wxpress.garbage import uncollected
from wxpress.typeset import sizes, styled, styling, values
from wxpress.typeset.names import Names, substituted

NUMBERS = 1 << 16
"""Different numbers kept as bytes: a page of dotted lines has thousands, most of them again and again."""

REPLACED: Names = {
    (pydyf, "_to_bytes"): "item",
    (pydyf.PDF, "page_references"): "",
    (pydyf.PDF, "write"): "self output version identifier compress",
    (boxes.ParentBox, "page_values"): "self",
    (layout, "make_all_pages"): "context root_box html pages",
    (inputstream, "characters_until_regex"): "",
    (TargetCollector, "cache_target_page_counters"): (
        "self anchor_name page_counter_values page_maker_index page_maker"
    ),
}

USED: Names = {
    (pydyf, "Stream"): "stream extra compress",
    (inputstream.HTMLUnicodeInputStream, "chars_until"): "self characters opposite",
    (CounterLookupItem, "__init__"): "self parse_again missing_counters missing_target_counters",
}


@contextmanager
def installed(report: Callable[[str], None]) -> Iterator[None]:
    """Save that work inside the block; where a library has changed, *report* the names and save nothing."""
    parts = sizes, styled, styling, values
    with ExitStack() as stack:
        stack.enter_context(substituted(REPLACED, USED, _of, report))
        for part in parts:
            stack.enter_context(part.installed(report))
        stack.enter_context(uncollected())
        yield


def _of(name: str) -> Any:  # noqa: ANN401 - a function or a property
    return _AROUND[name](getattr(_OWNERS[name], name)) if name in _AROUND else _INSTEAD[name]


def _to_bytes(item: Any) -> bytes:  # noqa: ANN401 - whatever a PDF holds
    """*item* as pydyf writes it."""
    kind = type(item)
    if kind is bytes:
        return item  # type: ignore[no-any-return]  # asked by its type itself, which is quicker
    if kind is str:
        return item.encode("ascii")  # type: ignore[no-any-return]  # as above
    return _number(item) if kind is float or kind is int else _written(item)


_written: Callable[[Any], bytes] = pydyf._to_bytes  # noqa: SLF001 - the one that is replaced, checked before
_number = lru_cache(NUMBERS)(_written)


class _Patterns(dict[tuple[Collection[str], bool], re.Pattern[str]]):
    """The pattern of text without some characters, or of them alone, which tinyhtml5 makes each time that it reads."""

    def __missing__(self, wanted: tuple[Collection[str], bool]) -> re.Pattern[str]:
        characters, alone = wanted
        listed = "".join(f"\\x{ord(character):02x}" for character in characters)
        pattern = self[wanted] = re.compile(f"[{'' if alone else '^'}{listed}]+")
        return pattern


class _References:
    """The references to the pages, made anew only where there are more pages than there were."""

    def __init__(self) -> None:
        self.original = pydyf.PDF.page_references

    def __get__(self, pdf: Any, _: Any = None) -> Any:  # noqa: ANN401
        known = vars(pdf).get("wxpress_references", ())
        if len(known) != pdf.pages["Count"]:
            known = pdf.wxpress_references = self.original.__get__(pdf)
        return known


class _Finished(pydyf.Object):  # type: ignore[misc]  # pydyf is not typed
    """A stream in the form in which it is written: compressed once, not again for the identifier of the file."""

    compressible = False
    data = b""

    def __init__(self, stream: Any) -> None:  # noqa: ANN401
        self.number, self.offset = stream.number, stream.offset
        self.generation, self.free = stream.generation, stream.free
        self.data = stream.data


def _writing_once(original: Callable[..., None]) -> Callable[..., None]:
    def write(pdf: Any, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        pdf.objects = [_Finished(item) if isinstance(item, pydyf.Stream) else item for item in pdf.objects]
        original(pdf, *arguments, **options)

    return write


def _knowing_who_refers(original: Callable[..., None]) -> Callable[..., None]:
    """Tell of a target's page the places that refer to it, not all that refer to any."""

    def cache_target_page_counters(targets: Any, anchor: str, *arguments: Any) -> None:  # noqa: ANN401
        everything = targets.counter_lookup_items
        targets.counter_lookup_items = _referring(targets).get(anchor, {})
        try:
            original(targets, anchor, *arguments)
        finally:
            targets.counter_lookup_items = everything

    return cache_target_page_counters


def _referring(targets: Any) -> dict[str, dict[Any, Any]]:  # noqa: ANN401
    """The lookups of counters by the anchor that they ask for; none are added once the pages are being made."""
    known: dict[str, dict[Any, Any]] | None = vars(targets).get("wxpress_referring")
    if known is None or targets.collecting:
        known = targets.wxpress_referring = {}
        for place, item in targets.counter_lookup_items.items():
            for anchor in item.missing_target_counters:
                known.setdefault(anchor, {})[place] = item
    return known


def _counting_late(original: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Tell the pages that name others the numbers of these before they are made again, not while they are.

    WeasyPrint asks for them while it makes such a page the second time, when it is too late for it, and comes to make
    it a third time only because it now knows how many pages there are, whether any page says so or not.
    """

    def make_all_pages(context: Any, root_box: Any, html: Any, pages: Any) -> Iterator[Any]:  # noqa: ANN401
        targets = context.target_collector
        if not pages or _is_wanted("pages", targets):
            yield from original(context, root_box, html, pages)
            return
        for _, _, _, page_state, _ in context.page_maker:
            page_state[1]["pages"] = [0]  # as they were made; the margins are given the number in the end
        naming = [item for (_, place), item in targets.counter_lookup_items.items() if place == "content"]
        for item in naming:
            item.parse_again(item.cached_page_counter_values)
        told = _pages_of(targets)
        yield from original(context, root_box, html, pages)
        if _pages_of(targets) != told:
            for item in naming:
                context.page_maker[item.page_maker_index or 0][-1]["content_changed"] = True

    return make_all_pages


def _is_wanted(counter: str, targets: Any) -> bool:  # noqa: ANN401
    """Whether some text shows that counter."""
    return any(
        counter in item.missing_counters or any(counter in names for names in item.missing_target_counters.values())
        for item in targets.counter_lookup_items.values()
    )


def _pages_of(targets: Any) -> dict[str, Any]:  # noqa: ANN401
    """The page of each target, as it is known now."""
    return {name: item.cached_page_counter_values.get("page") for name, item in targets.target_lookup_items.items()}


def page_values(box: Any) -> tuple[str, str]:  # noqa: ANN401 - as above
    """The names of the pages on which *box* begins and ends, by its first and last children alone."""
    name = box.style["page"]
    first = next(filter(_takes_room, box.children), None)
    if first is None:
        return name, name
    last = next(filter(_takes_room, reversed(box.children)))
    begins = first.page_values()
    ends = begins if last is first else last.page_values()
    return begins[0] or name, ends[1] or name


def _takes_room(box: Any) -> bool:  # noqa: ANN401 - as above
    return bool(box.is_in_normal_flow() or box.is_floated())


_AROUND: dict[str, Callable[..., Any]] = {
    "make_all_pages": _counting_late,
    "write": _writing_once,
    "cache_target_page_counters": _knowing_who_refers,
}
_INSTEAD: dict[str, Any] = {
    "_to_bytes": _to_bytes,
    "page_references": _References(),
    "page_values": page_values,
    "characters_until_regex": _Patterns(),
}
_OWNERS = {name: owner for owner, name in REPLACED}
