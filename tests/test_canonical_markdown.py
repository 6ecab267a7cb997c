"""The law of canonical Markdown: what the writer writes, the reader reads back to the same tree."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from all_nodes import ALL_NODES
from wxpress.diagnostics import count
from wxpress.inlines import tidy
from wxpress.readers import decode
from wxpress.recover import recover
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    ContentsEntry,
    EditorsNote,
    Emphasis,
    Figure,
    Heading,
    Inline,
    LineBreak,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Rule,
    Section,
    SourceLink,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wxpress.walk import without_spans
from wxpress.writers.markdown import to_markdown

WORDS = st.text(
    alphabet="甲乙丙丁，。“”《》、：；—…·|*_`#<>&[](){}\\!~^$%+-=.:;\"'1290aZ /@？", min_size=1, max_size=24
)
WHOLE_WORDS = WORDS.map(lambda text: " ".join(text.split())).filter(bool)
TITLES = (
    st.text(alphabet="甲乙丙丁，。“”《》、：—…·|*_`#<>&[](){}\\!~^$%+-=.\"'1290aZ ？", min_size=1, max_size=20)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
TARGETS = st.sampled_from((None, "https://example.cn/a?b=1&c=_2_*3*", "http://例.cn/（一）", "a(b).html"))


def text(words: str) -> Text:
    return Text(words)


LEAVES: st.SearchStrategy[Inline] = st.one_of(WORDS.map(text), WORDS.map(text), st.just(LineBreak()))


def holders(children: st.SearchStrategy[tuple[Inline, ...]]) -> st.SearchStrategy[Inline]:
    """Markup stands between words of its own, as people write it."""
    inside = st.just((Text("甲乙"),)) | WHOLE_WORDS.filter(
        lambda word: word[0] in "甲乙丙丁" and word[-1] in "甲乙丙丁"
    ).map(lambda word: (Text(word),))
    return st.one_of(
        inside.map(Strong),
        inside.map(Emphasis),
        inside.map(Superscript),
        inside.map(Subscript),
        st.tuples(TARGETS, inside).map(lambda pair: Link(*pair)),
        children.map(lambda inlines: Note((Paragraph(inlines),))),
    )


def run(parts: list[Inline]) -> tuple[Inline, ...]:
    """Inlines as a reader would give them, with a word between any two holders."""
    spaced: list[Inline] = []
    for part in parts:
        if spaced and not isinstance(part, Text) and not isinstance(spaced[-1], Text):
            spaced.append(Text("丙"))
        spaced.append(part)
    return tidy((Text("丁"), *spaced, Text("。")))


SIMPLE = st.lists(LEAVES, min_size=1, max_size=3).map(run)
INLINES = st.lists(st.one_of(LEAVES, holders(SIMPLE)), min_size=1, max_size=4).map(run)
LITERAL = WHOLE_WORDS.map(lambda words: (Text(words),))
PARAGRAPHS: st.SearchStrategy[Block] = st.one_of(INLINES, LITERAL).map(Paragraph)
SIMPLE_ITEMS = st.lists(SIMPLE.map(lambda inlines: (Paragraph(inlines),)), min_size=1, max_size=3).map(tuple)
LISTS: st.SearchStrategy[Block] = st.one_of(
    SIMPLE_ITEMS.map(lambda items: List(ordered=False, items=items)),
    st.tuples(SIMPLE_ITEMS, st.integers(1, 40)).map(lambda pair: List(ordered=True, items=pair[0], start=pair[1])),
)
CELLS = st.lists(SIMPLE, min_size=2, max_size=2).map(tuple)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    PARAGRAPHS,
    PARAGRAPHS,
    LISTS,
    st.tuples(st.integers(1, 3), SIMPLE).map(lambda pair: Heading(*pair)),
    st.lists(PARAGRAPHS, min_size=1, max_size=2).map(lambda blocks: Quote(tuple(blocks))),
    st.tuples(CELLS, st.lists(CELLS, min_size=1, max_size=2)).map(lambda pair: Table(pair[0], tuple(pair[1]))),
    st.just(Rule()),
    WHOLE_WORDS.map(lambda words: Figure("pictures/a b.png", words)),
)


def separated(blocks: list[Block]) -> tuple[Block, ...]:
    """Two lists or quotations do not touch: Markdown has no way to keep them apart."""
    apart: list[Block] = []
    for block in blocks:
        if apart and isinstance(block, List | Quote) and isinstance(apart[-1], List | Quote):
            apart.append(Paragraph((Text("丙。"),)))
        apart.append(block)
    return (*apart, Paragraph((Text("结。"),)))


BODIES = st.lists(BLOCKS, min_size=1, max_size=3).map(separated)
LINKS = st.lists(
    st.tuples(st.sampled_from(("链接", "详细", "更多")), TARGETS).map(lambda pair: SourceLink(*pair)), max_size=2
).map(tuple)
OPTIONAL = st.none() | TITLES
ARTICLES = st.builds(
    Article,
    title=TITLES,
    byline=OPTIONAL,
    source=OPTIONAL,
    date=st.none() | st.just("2025年7月16日"),
    blocks=BODIES,
    links=LINKS,
)
SECTIONS = st.builds(
    Section, title=TITLES, blocks=st.just(()) | BODIES, articles=st.lists(ARTICLES, max_size=2).map(tuple)
)
BULLETINS = st.builds(
    Bulletin,
    audience=OPTIONAL,
    series=OPTIONAL,
    title=OPTIONAL,
    issue=OPTIONAL,
    date=OPTIONAL,
    publisher=OPTIONAL,
    editors_note=st.none()
    | st.builds(EditorsNote, label=st.sampled_from(("编者按", "编者的话")), blocks=BODIES, links=LINKS),
    sections=st.lists(SECTIONS, min_size=1, max_size=2).map(tuple),
    colophon=st.just(()) | BODIES,
    contents=st.lists(
        st.builds(ContentsEntry, level=st.integers(1, 2), title=TITLES, page=st.none() | st.integers(1, 99)), max_size=2
    ).map(tuple),
)


def read_back(bulletin: Bulletin) -> Bulletin:
    document = recover(decode(Path("canonical.md"), to_markdown(bulletin).encode()))
    assert count(document.diagnostics, "error") == 0
    return without_spans(document.bulletin)


@given(BULLETINS)
@settings(max_examples=120, deadline=None, derandomize=True, report_multiple_bugs=False)
def test_reads_back_to_the_same_tree(bulletin: Bulletin) -> None:
    assert read_back(bulletin) == bulletin


def test_every_node_reads_back() -> None:
    assert read_back(ALL_NODES) == without_spans(ALL_NODES)


def test_writing_what_was_read_changes_nothing() -> None:
    once = to_markdown(ALL_NODES)
    again = to_markdown(read_back(ALL_NODES))
    assert again == once
