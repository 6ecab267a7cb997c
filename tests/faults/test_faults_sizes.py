"""Size: time and memory grow with the input and no faster, and what is over a limit is refused by its name."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hostile import TITLE, Hostile, bare, behaves, page_of, require_inert, source_of
from pathological import BLOCKS, INLINE, SET_AT_100, Maker

from wxpress.build.printing.reading import open_document
from wxpress.errors import LimitError
from wxpress.readers import load
from wxpress.readers.decoding import MAXIMUM_BYTES
from wxpress.tree import Article, Bulletin, List, Paragraph, Quote, Section, Text
from wxpress.walk import text_of
from wxpress.writers.extent import MOST_CHARACTERS, MOST_NODES, require_printable
from wxpress.writers.shallow import DEEPEST, shallow

ALL = {**INLINE, **BLOCKS}
SMALL, LARGE = 500, 4
SLACK = 0.5
"""Seconds that weigh nothing: imports, caches, the noise of the machine."""

TRIES = 3
"""So often a time is taken, as a busy machine makes one too long, never too short."""


def seconds(make: Maker, size: int) -> float:
    """The processor's time to recover an input of *size*; an exit code of 5 is as good."""
    source = source_of(TITLE + make(size) + "\n")
    began = time.process_time()
    with suppress(LimitError):
        open_document(source)
    return time.process_time() - began


@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_a_small_one_is_quick(make: Maker) -> None:
    assert any(seconds(make, 100) < SLACK for _ in range(TRIES))


@pytest.mark.slow
@pytest.mark.parametrize("make", ALL.values(), ids=ALL)
def test_time_grows_no_faster_than_the_input(make: Maker) -> None:
    small = seconds(make, SMALL)
    assert seconds(make, SMALL * LARGE) < LARGE * 2 * small + SLACK


@pytest.mark.parametrize("make", SET_AT_100.values(), ids=SET_AT_100)
def test_a_hundred_levels_are_set_and_nothing_is_lost(make: Maker) -> None:
    text = make(100)
    document = open_document(source_of(f"{TITLE}正文一段。\n\n{text}"))
    assert "最深处" in text_of(document.bulletin)
    assert "最深处" in bare(require_inert(page_of(document)))


@pytest.mark.parametrize("make", SET_AT_100.values(), ids=SET_AT_100)
def test_three_thousand_levels_are_refused_by_the_name_of_the_limit(make: Maker) -> None:
    behaves(Hostile("deep", make(3000), refused=5, named="超过限度 128 层"))


def test_a_line_of_ten_megabytes_is_refused_by_the_name_of_the_limit() -> None:
    behaves(Hostile("line", "字" * 3_500_000, refused=5, named="超过限度 1000000 字"))


def test_a_source_of_too_many_bytes_is_not_even_read(tmp_path: Path) -> None:
    source = tmp_path / "大.txt"
    with source.open("wb") as file:
        file.truncate(MAXIMUM_BYTES + 1)
    with pytest.raises(LimitError, match="64 MiB"):
        load(source)


def bulletin(*blocks: Paragraph | List | Quote) -> Bulletin:
    return Bulletin(title="题", sections=(Section("栏", articles=(Article("篇", blocks=blocks),)),))


def test_a_bulletin_too_large_for_paper_is_refused_before_its_layout() -> None:
    for blocks, limit in (
        ((Paragraph((Text("字" * MOST_CHARACTERS),)),), MOST_CHARACTERS),
        (tuple(Paragraph((Text("字"),)) for _ in range(MOST_NODES // 2)), MOST_NODES),
    ):
        with pytest.raises(LimitError, match=str(limit)) as caught:
            require_printable(bulletin(*blocks))
        assert "epub,html" in caught.value.advice


def deep(levels: int) -> List:
    """A list in a list and so on; each item is numbered by its level and has a line below what it holds."""
    inner: tuple[Paragraph | List, ...] = (Paragraph((Text("最深处"),)),)
    for level in range(levels, 0, -1):
        above, below = Paragraph((Text(f"上{level}；"),)), Paragraph((Text(f"下{level}；"),))
        inner = (List(ordered=True, start=level, items=((above, *inner, below), (Paragraph((Text("又"),)),))),)
    only = inner[0]
    assert isinstance(only, List)
    return only


def test_deep_nesting_is_flattened_without_a_word_moved_or_a_number_lost() -> None:
    nested = bulletin(deep(40))
    flat = shallow(nested)
    assert text_of(flat) == text_of(nested)
    levels = [depth for depth, _ in lists(flat.sections[0].articles[0].blocks)]
    assert max(levels) == DEEPEST
    assert {node.start for _, node in lists(flat.sections[0].articles[0].blocks)} >= set(range(1, 41))


def test_what_is_not_deep_stays_itself() -> None:
    plain = bulletin(deep(3), Quote((Paragraph((Text("引"),)),)))
    assert shallow(plain) is plain


def lists(blocks: tuple[object, ...], depth: int = 1) -> list[tuple[int, List]]:
    """Every list below *blocks* with its depth."""
    found: list[tuple[int, List]] = []
    for block in blocks:
        if isinstance(block, List):
            found.append((depth, block))
            found += [inner for item in block.items for inner in lists(item, depth + 1)]
    return found
