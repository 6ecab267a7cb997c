"""Recovery on bulletins made at random: the tree must come out whole, word for word, and read back as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

import bulletins
from bulletins import bulletin, plain_text
from wxpress.readers import decode
from wxpress.recover import recover
from wxpress.tree import Article, Bulletin
from wxpress.walk import text_of, without_spans
from wxpress.writers.markdown import to_markdown

SEEDS = range(120)


def read(text: str, name: str = "x.md") -> Bulletin:
    return recover(decode(Path(name), text.encode())).bulletin


def wanted(truth: bulletins.Article, *, linked: bool) -> tuple[object, ...]:
    label, target = truth.link or ("", "")
    links = [(label, target if linked and target.startswith("http") else None)] if truth.link else []
    return truth.title, [paragraph.text for paragraph in truth.paragraphs], links


def found(article: Article) -> tuple[object, ...]:
    links = [(link.label, link.target) for link in article.links]
    return article.title, [text_of(block) for block in article.blocks], links


@pytest.mark.parametrize("seed", SEEDS)
def test_bulletin_comes_out_whole(seed: int) -> None:
    truth = bulletin(seed)
    assert_whole(read(truth.text), truth, linked=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_plain_text_comes_out_whole(seed: int) -> None:
    truth = plain_text(seed)
    assert_whole(read(truth.text, "x.txt"), truth, linked=False)


def assert_whole(tree: Bulletin, truth: bulletins.Bulletin, *, linked: bool) -> None:
    assert (tree.audience, tree.series, tree.title) == (truth.audience, truth.series, truth.title)
    assert [text_of(block) for block in (tree.editors_note.blocks if tree.editors_note else ())] == truth.note
    assert [section.title for section in tree.sections] == [name for name, _ in truth.sections]
    for section, (_, articles) in zip(tree.sections, truth.sections, strict=True):
        assert [found(article) for article in section.articles] == [
            wanted(article, linked=linked) for article in articles
        ]
        assert not section.blocks


@pytest.mark.parametrize("seed", SEEDS[:30])
def test_canonical_markdown_reads_back(seed: int) -> None:
    tree = read(bulletin(seed).text)
    assert without_spans(read(to_markdown(tree))) == without_spans(tree)
