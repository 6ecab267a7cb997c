"""What foliate-js, epub.js and calibre make of our books: title, two levels of contents, cover, indent, dark theme."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from all_nodes import ALL_NODES, context_for, load_picture, paragraph, png, text
from corpus.layouts import arrival
from programs import needed, program
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Article, Bulletin, Figure, Section, Table
from wxpress.verify.pages import page_map
from wxpress.walk import text_of
from wxpress.writers import Asset, PageStart
from wxpress.writers.contents import COLOPHON_LABEL, Place
from wxpress.writers.epub import EPUB, NAV_LABEL
from wxpress.writers.epub_documents import places
from wxpress.writers.imprint import display_title
from wxpress.writers.pdf import PDF

pytestmark = pytest.mark.slow

RUNNING_HEAD = 40
"""Characters that may stand before the text of a page."""


ROWS = tuple(tuple(text(f"第{row}行第{column}列的内容") for column in range(10)) for row in range(40))
WIDE = Bulletin(
    title="宽表",
    sections=(
        Section(
            title="资料",
            articles=(
                Article(
                    title="又宽又长的表",
                    blocks=(paragraph("表前的文字。"), Table(head=ROWS[0], rows=ROWS), paragraph("表后的文字。")),
                ),
            ),
        ),
    ),
)
"""A table of more columns than a phone holds, and of more rows than a page."""

STAFF = ("单位", "姓名", "出生年月", "入党时间", "增速", "联系电话")
PERSON = ("办公室", "欧阳修文", "1985年10月", "2008年12月26日", "-12.5%", "1,234,567.89")
FIGURES = Bulletin(
    title="数目",
    sections=(
        Section(
            title="资料",
            articles=(
                Article(
                    title="日期和数目",
                    blocks=(
                        paragraph("图前的文字。"),
                        Figure(source="图/高塔.png", alt="高塔", caption=text("图1　" + "从东面看的高塔。" * 18)),
                        Table(head=tuple(map(text, STAFF)), rows=(tuple(map(text, PERSON)),) * 30),
                        Table(head=tuple(map(text, STAFF * 2)), rows=(tuple(map(text, PERSON * 2)),) * 3),
                    ),
                ),
            ),
        ),
    ),
)
"""A picture taller than a screen, a table that fits a phone when it is set smaller, one of twice its columns."""

TOWER = Asset(png(300, 1200, (90, 120, 160)), "image/png", 300, 1200)


def picture(source: str) -> Asset | None:
    return TOWER if source == "图/高塔.png" else load_picture(source)


@pytest.fixture(scope="module")
def books(seed: Path) -> dict[str, Bulletin]:
    return {"seed": recover(load(seed)).bulletin, "all-nodes": ALL_NODES, "wide": WIDE, "figures": FIGURES}


@pytest.fixture(scope="module")
def paper(books: dict[str, Bulletin]) -> bytes:
    """The seed as a PDF."""
    return PDF.write(books["seed"], context_for("seed"))


@pytest.fixture(scope="module")
def folder(books: dict[str, Bulletin], paper: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("books")
    openings = page_map(paper, books["seed"], context_for().style, "seed")
    pages = {"seed": tuple(PageStart(*opening) for opening in openings)}
    for name, bulletin in books.items():
        context = replace(context_for(name), load_asset=picture, pages=pages.get(name, ()))
        (folder / f"{name}.epub").write_bytes(EPUB.write(bulletin, context))
    return folder


@pytest.fixture(scope="module")
def seen(repository: Path, folder: Path, books: dict[str, Bulletin]) -> list[dict[str, Any]]:
    """What each reader shows of each book, in light and in dark."""
    needed(repository / "node_modules" / "foliate-js", "run npm ci")
    needed("/usr/bin/chromium", "install chromium")
    files = [str(folder / f"{name}.epub") for name in books]
    done = subprocess.run(
        ["node", str(repository / "tests/reading.mjs"), str(folder), *files],
        check=False,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_each_reader_opens_each_book_without_an_error(seen: list[dict[str, Any]]) -> None:
    assert len(seen) == 4 * 2 * 2
    assert [item["errors"] for item in seen] == [[]] * len(seen)


def test_readers_show_title_contents_and_cover(seen: list[dict[str, Any]], books: dict[str, Bulletin]) -> None:
    for item in seen:
        bulletin = books[Path(item["file"]).stem]
        assert item["title"] == display_title(bulletin, item["file"])
        assert shown(item["toc"]) == expected(places(bulletin))
        assert item["cover"] > 10_000


def shown(toc: list[dict[str, Any]]) -> list[tuple[str, list[Any]]]:
    return [(" ".join(entry["label"].split()), shown(entry["below"])) for entry in toc]


def expected(found: tuple[Place, ...]) -> list[tuple[str, list[Any]]]:
    return [(" ".join(place.label.split()), expected(place.places)) for place in found]


def test_paragraphs_are_indented_by_two_em(seen: list[dict[str, Any]]) -> None:
    assert [item["indent"] for item in seen] == pytest.approx([2] * len(seen))


def test_the_reader_s_dark_theme_reaches_the_text(seen: list[dict[str, Any]]) -> None:
    for item in seen:
        assert (item["ink"] > 0.5) is (item["colorScheme"] == "dark"), item


def test_pages_are_those_of_the_paper_and_lead_to_what_opens_them(seen: list[dict[str, Any]], paper: bytes) -> None:
    with pypdfium2.PdfDocument(paper) as document:
        printed = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    for item in (item for item in seen if item["file"] == "seed.epub"):
        assert [page["label"] for page in item["pages"]] == [str(number) for number in range(1, len(printed) + 1)]
        for page, words in zip(item["pages"], printed, strict=True):
            assert 0 <= words.find(page.get("text", words)[:8]) < RUNNING_HEAD, page


def test_no_page_s_end_cuts_anything_off(seen: list[dict[str, Any]]) -> None:
    assert [item["cut"] for item in seen] == [0] * len(seen)


def test_a_tall_picture_and_its_caption_are_on_one_page(seen: list[dict[str, Any]]) -> None:
    assert [item["parted"] for item in seen] == [0] * len(seen)


def test_no_line_of_a_table_divides_a_number_or_a_day(seen: list[dict[str, Any]]) -> None:
    assert [item["divided"] for item in seen] == [[]] * len(seen)


def test_a_table_is_legible_or_its_rows_are_records(seen: list[dict[str, Any]]) -> None:
    """Each cell of a record tells the name of its column."""
    records = {item["file"]: item["records"] for item in seen}
    assert records == {"seed.epub": 0, "all-nodes.epub": 0, "wide.epub": 10 * 40, "figures.epub": 12 * 3}
    assert min(item["type"] or 1 for item in seen) >= 0.6  # null where there is no table


def test_notes_pop_up(seen: list[dict[str, Any]]) -> None:
    found = [item["notes"] for item in seen if item["file"] == "all-nodes.epub" and item["reader"] == "foliate"]
    assert len(found) == 2  # in light and in dark
    for notes in found:
        assert [note["type"] for note in notes] == ["footnote"] * 3
        assert [note["text"].split("\n")[0] for note in notes] == [
            "1 据国家统计局数据。",
            "3 注中有注4",
            "5 注中的第一段，见下表。",
        ]


def converted(book: Path, suffix: str) -> Path:
    output = book.with_suffix(suffix)
    subprocess.run([program("ebook-convert"), str(book), str(output)], check=True, capture_output=True, timeout=120)
    return output


def test_calibre_makes_a_kindle_book(folder: Path) -> None:
    data = converted(folder / "seed.epub", ".azw3").read_bytes()
    assert data[60:68] == b"BOOKMOBI"
    assert len(data) > 20_000


@pytest.mark.parametrize("number", range(4))
def test_calibre_s_plain_text_is_the_tree_s_text(number: int, folder: Path, books: dict[str, Bulletin]) -> None:
    bulletin = arrival("seed", number).bulletin if number else books["seed"]
    book = folder / f"plain-{number}.epub"
    book.write_bytes(EPUB.write(bulletin, context_for("plain")))
    assert squashed(converted(book, ".txt").read_text("utf-8")) == squashed("".join(words_of(bulletin)))


def squashed(text: str) -> str:
    """What is left when calibre's own marks (its rule is ``* * *``) and those around a missing picture are gone."""
    return "".join(re.sub(r"［图：([^］]*)］", r"\1", text.replace("* * *", "")).split())


def words_of(bulletin: Bulletin) -> Iterator[str]:
    """The book in its order: title page, contents, note, sections with their articles, colophon."""
    yield from filter(None, (bulletin.audience, bulletin.series, bulletin.issue))
    yield from filter(None, (bulletin.publisher, bulletin.date, bulletin.title))
    yield NAV_LABEL
    for place in places(bulletin):
        yield place.label
        yield from (inner.label for inner in place.places)
    if note := bulletin.editors_note:
        yield note.label
        yield from map(text_of, note.blocks)
        yield from (f"【{link.label}】" for link in note.links)
    for section in bulletin.sections:
        yield section.title or ""
        yield from map(text_of, section.blocks)
        for article in section.articles:
            source = f"来源：{article.source}" if article.source else ""
            yield from filter(None, (article.title, article.byline, source, article.date))
            yield from map(text_of, article.blocks)
            yield from (f"【{link.label}】" for link in article.links)
    yield COLOPHON_LABEL if bulletin.colophon else ""
    yield from map(text_of, bulletin.colophon)
