"""页码对照：the EPUB's pages are the paper's: the place behind a number shows what opens that page."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from all_nodes import ALL_NODES, context_for, paragraph
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Article, Bulletin, Section
from wxpress.verify.pages import page_map
from wxpress.writers import PageStart
from wxpress.writers.epub import EPUB
from wxpress.writers.page_breaks import placed
from wxpress.writers.pdf import PDF
from xpath import found

HEADERS = 40
"""Characters of running heads and folios that a page's text may begin with."""


@dataclass(frozen=True)
class Edition:
    """One bulletin on paper and as a book."""

    bulletin: Bulletin

    @cached_property
    def paper(self) -> bytes:
        return PDF.write(self.bulletin, context_for())

    @cached_property
    def pages(self) -> tuple[PageStart, ...]:
        openings = page_map(self.paper, self.bulletin, context_for().style, "yiqi")
        return tuple(PageStart(*opening) for opening in openings)

    @cached_property
    def book(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(EPUB.write(self.bulletin, replace(context_for(), pages=self.pages))))

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.book.read(f"EPUB/{name}"))

    def targets(self) -> list[tuple[str, str]]:
        links = found(self.xml("nav.xhtml"), "//x:nav[@epub:type='page-list']//x:a")
        return [(link.text, link.get("href")) for link in links]

    def text_at(self, target: str) -> str:
        """The first words after the place, without those of notes and what is no text of the tree."""
        path, _, name = target.partition("#")
        (mark,) = found(self.xml(path), f"//x:*[@id='{name}']")
        texts = found(mark, "(descendant::text() | following::text())[not(ancestor::x:aside)]")
        return "".join("".join(texts).split())[:12]

    def text_of_page(self, number: int) -> str:
        with pypdfium2.PdfDocument(self.paper) as document:
            return "".join(document[number].get_textpage().get_text_range().split())


@pytest.fixture(scope="module")
def seed_edition(seed: Path) -> Edition:
    return Edition(recover(load(seed)).bulletin)


@pytest.fixture(scope="module")
def whole_edition() -> Edition:
    return Edition(ALL_NODES)


def test_each_number_leads_to_what_opens_that_page(seed_edition: Edition) -> None:
    targets = seed_edition.targets()
    assert [label for label, _ in targets] == [str(number) for number in range(1, len(targets) + 1)]
    assert len(targets) > 3
    for number, (_, target) in enumerate(targets):
        place = seed_edition.text_of_page(number).find(seed_edition.text_at(target)[:8])
        assert 0 <= place < HEADERS, (target, seed_edition.text_at(target))


def test_pages_may_begin_in_tables_captions_and_notes(whole_edition: Edition) -> None:
    targets = whole_edition.targets()
    assert len(targets) == len(whole_edition.pages)
    assert all(whole_edition.text_at(target) for _, target in targets)


@pytest.fixture(scope="module")
def long_edition() -> Edition:
    """Sixty articles: their 目录 takes more than one page."""
    titles = [f"第{number}篇，说的是第{number}件事" for number in range(1, 61)]
    articles = tuple(Article(title=title, blocks=(paragraph("这一篇只有一句话。"),)) for title in titles)
    return Edition(Bulletin(series="文选", title="六十篇的一期", sections=(Section("要论", articles=articles),)))


def test_a_page_that_goes_on_with_the_contents_is_found_in_them(long_edition: Edition) -> None:
    (_, first), (_, second), (_, third), *others = long_edition.targets()
    assert first == "text/title-page.xhtml#page-1"
    assert [second[:16], third[:16]] == ["nav.xhtml#entry-"] * 2
    assert long_edition.text_of_page(1).startswith(long_edition.text_at(second)[:10])
    assert all(target.startswith("text/") for _, target in others)


def test_the_marks_are_what_readers_look_for(seed_edition: Edition) -> None:
    path, _, name = seed_edition.targets()[2][1].partition("#")
    (mark,) = found(seed_edition.xml(path), f"//x:*[@id='{name}']")
    types = [mark.get("role"), mark.get("{http://www.idpf.org/2007/ops}type"), mark.get("aria-label")]
    assert types == ["doc-pagebreak", "pagebreak", "第3页"]
    package = seed_edition.xml("content.opf")
    assert found(package, "//opf:meta[@property='pageBreakSource']/text()") == ["yiqi.pdf"]
    features = found(package, "//opf:meta[@property='schema:accessibilityFeature']/text()")
    assert {"pageBreakMarkers", "pageNavigation"} <= set(features)


def test_the_first_page_says_what_the_paper_s_says_in_its_order(whole_edition: Edition) -> None:
    (_, first), *_ = whole_edition.targets()
    path, _, name = first.partition("#")
    (mark,) = found(whole_edition.xml(path), f"//x:*[@id='{name}']")
    words = "".join("".join(found(mark, "following::text()")).split())
    paper = whole_edition.text_of_page(0)
    masthead = (ALL_NODES.series, ALL_NODES.issue, ALL_NODES.publisher, ALL_NODES.title)
    fields = [field for field in masthead if field]
    assert len(fields) == len(masthead)
    assert [words.find(field) for field in fields] == sorted(words.find(field) for field in fields)
    assert [paper.find(field) for field in fields] == sorted(paper.find(field) for field in fields)


def test_the_ncx_has_the_same_pages(seed_edition: Edition) -> None:
    ncx = seed_edition.xml("toc.ncx")
    labels = found(ncx, "//ncx:pageTarget//ncx:text/text()")
    sources = found(ncx, "//ncx:pageTarget/ncx:content/@src")
    assert list(zip(labels, sources, strict=True)) == seed_edition.targets()


def test_without_paper_there_is_no_list_of_pages() -> None:
    book = zipfile.ZipFile(io.BytesIO(EPUB.write(ALL_NODES, context_for())))
    assert b"page-list" not in book.read("EPUB/nav.xhtml")
    assert b"pageBreak" not in book.read("EPUB/content.opf")


def test_a_page_without_text_begins_where_the_next_one_does() -> None:
    article = "/sections/0/articles/0/title"
    breaks = placed(ALL_NODES, [PageStart("1", None, 0), PageStart("2", article, 0), PageStart("3", None, 0)])
    assert breaks.targets == (("1", "article-1-1"), ("2", "article-1-1"))
    assert breaks.openings == {"article-1-1": ("1", "2")}
