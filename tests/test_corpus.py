"""Recovery measured on bulletins made at random: 14 kinds of arrival, each held to the figures that are promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.by_hand import ByHand, all_by_hand, lines_of
from corpus.layouts import LAYOUTS, arrival
from corpus.measuring import measured, recovered
from corpus.scoring import LAYERS, Tally, difference
from wxpress.readers import decode, load
from wxpress.recover import recover
from wxpress.tree import Article, Bulletin, Paragraph, Section, Text
from wxpress.walk import text_of, without_spans
from wxpress.writers.markdown import to_markdown

LEAST_F1 = 0.995
LEAST_PERFECT = 45 / 48
FEW, MANY = 5, 48


@pytest.fixture(scope="module")
def tallies() -> dict[str, Tally]:
    return {kind: measured(kind, range(FEW)) for kind in LAYOUTS}


@pytest.mark.parametrize("layer", LAYERS)
def test_structure_is_found_in_all_kinds(tallies: dict[str, Tally], layer: str) -> None:
    total = sum(tallies.values(), Tally())
    assert total.f1(layer) >= LEAST_F1, {kind: tally.f1(layer) for kind, tally in tallies.items()}


def test_trees_are_whole_in_all_kinds(tallies: dict[str, Tally]) -> None:
    total = sum(tallies.values(), Tally())
    assert total.perfect >= LEAST_PERFECT * total.files, {kind: tally.perfect for kind, tally in tallies.items()}


@pytest.mark.slow
def test_many_of_each_kind() -> None:
    many = {kind: measured(kind, range(1000, 1000 + MANY)) for kind in LAYOUTS}
    assert {
        kind: tally.f1(layer) for kind, tally in many.items() for layer in LAYERS if tally.f1(layer) < LEAST_F1
    } == {}
    assert {kind: tally.perfect for kind, tally in many.items() if tally.perfect < LEAST_PERFECT * tally.files} == {}


@pytest.mark.parametrize("bulletin", all_by_hand(), ids=lambda bulletin: bulletin.name)
def test_a_bulletin_written_by_hand_is_found_as_a_whole(bulletin: ByHand, tmp_path: Path) -> None:
    path = tmp_path / bulletin.name
    path.write_bytes(bulletin.data)
    document = recover(load(path))
    assert lines_of(document.bulletin) == bulletin.tree
    assert [finding.code for finding in document.diagnostics if finding.severity == "error"] == []


@pytest.mark.parametrize("kind", ["seed", "marked", "bare", "web"])
@pytest.mark.parametrize("seed", range(6))
def test_canonical_markdown_reads_back(kind: str, seed: int) -> None:
    tree, refusal = recovered(arrival(kind, seed))
    assert not refusal
    again = recover(decode(Path("x.md"), to_markdown(tree).encode())).bulletin
    assert without_spans(again) == without_spans(tree)


def test_the_same_seed_gives_the_same_file() -> None:
    assert [arrival(kind, 3).data for kind in LAYOUTS if kind not in {"word", "typed"}] == [
        arrival(kind, 3).data for kind in LAYOUTS if kind not in {"word", "typed"}
    ]


@pytest.mark.parametrize("kind", LAYOUTS)
def test_no_two_paragraphs_are_equal(kind: str) -> None:
    tree = arrival(kind, 7).bulletin
    blocks = [block for section in tree.sections for article in section.articles for block in article.blocks]
    texts = [text_of(block) for block in blocks]
    assert len(set(texts)) == len(texts)


def bulletin(*texts: str) -> Bulletin:
    blocks = tuple(Paragraph((Text(text),)) for text in texts)
    return Bulletin(title="题", sections=(Section("栏目", articles=(Article("篇", blocks=blocks),)),))


def test_a_lost_paragraph_lowers_the_score() -> None:
    tally = Tally()
    assert not tally.add(bulletin("甲。", "乙。"), bulletin("甲。"))
    assert tally.f1("articles") == 1
    assert tally.f1("blocks") == pytest.approx(2 / 3)
    assert tally.perfect == 0


def test_a_paragraph_in_another_article_is_not_found() -> None:
    moved = Bulletin(
        title="题", sections=(Section("栏目", articles=(Article("他", blocks=(Paragraph((Text("甲。"),)),)),)),)
    )
    tally = Tally()
    tally.add(bulletin("甲。"), moved)
    assert tally.f1("sections") == 1
    assert tally.f1("articles") == tally.f1("blocks") == 0


def test_a_difference_names_the_lines() -> None:
    told = difference(bulletin("甲。", "乙。"), bulletin("甲。", "丙。"))
    assert "-  乙。" in told
    assert "+  丙。" in told
