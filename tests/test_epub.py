from __future__ import annotations

import datetime as dt
import inspect
import io
import zipfile
from importlib.metadata import version
from pathlib import Path

import ebooklib.epub
import pytest
from lxml import etree
from msgspec.structs import replace
from PIL import Image

from all_nodes import ALL_NODES, BARE, HOSTILE, PICTURES, context_for, paragraph
from wxpress import fonts
from wxpress.diagnostics import Diagnostic
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, EditorsNote, Section
from wxpress.writers.epub import EPUB
from wxpress.writers.epub_container import SEAM
from xpath import found

OPF, NCX, NAV = "EPUB/content.opf", "EPUB/toc.ncx", "EPUB/nav.xhtml"
ALL = (ALL_NODES, HOSTILE, BARE, Bulletin())


class Book:
    """An EPUB, opened."""

    def __init__(self, bulletin: Bulletin, name: str = "yiqi") -> None:
        self.data = EPUB.write(bulletin, context_for(name))
        self.zip = zipfile.ZipFile(io.BytesIO(self.data))
        self.names = self.zip.namelist()

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.zip.read(name))

    def text(self, name: str) -> str:
        return "".join(found(self.xml(name), "//x:body//text()"))

    def documents(self) -> list[str]:
        return [name for name in self.names if name.endswith(".xhtml")]

    def spine(self) -> list[str]:
        package = self.xml(OPF)
        paths = {item.get("id"): item.get("href") for item in found(package, "//opf:manifest/opf:item")}
        return [paths[reference] for reference in found(package, "//opf:spine/opf:itemref/@idref")]

    def meta(self, name: str) -> list[str]:
        return found(self.xml(OPF), f"//opf:meta[@property='{name}']/text()")


@pytest.fixture(scope="module")
def seed_book(seed: Path) -> Book:
    return Book(recover(load(seed)).bulletin, "seed")


def test_the_container_opens_as_epub(seed_book: Book) -> None:
    first = seed_book.zip.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert seed_book.data[30:58] == b"mimetypeapplication/epub+zip"
    assert len(seed_book.names) == len(set(seed_book.names))
    assert {entry.date_time for entry in seed_book.zip.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert all(name.isascii() and " " not in name for name in seed_book.names)


def test_the_seed_has_one_document_per_article(seed_book: Book) -> None:
    documents = ["text/title-page.xhtml", "nav.xhtml", "text/editors-note.xhtml", "text/section-1.xhtml"]
    assert seed_book.spine()[:5] == [*documents, "text/article-1-1.xhtml"]
    assert sum("article-" in name for name in seed_book.spine()) == 9
    assert sum("section-" in name for name in seed_book.spine()) == 3
    assert "壹视界·微视频 | 人民城市人民建 人民城市为人民" in seed_book.text("EPUB/text/article-3-1.xhtml")


def labels(element: etree._Element, item: str, label: str, target: str) -> list[tuple[str, str, object]]:
    return [
        (
            "".join(found(entry, label)),
            found(entry, target)[0].removeprefix("text/"),
            labels(entry, item, label, target),
        )
        for entry in found(element, item)
    ]


@pytest.mark.parametrize("bulletin", ALL)
def test_the_ncx_says_what_the_nav_says(bulletin: Bulletin) -> None:
    book = Book(bulletin)
    (toc,) = found(book.xml(NAV), "//x:nav[@epub:type='toc']")
    (nav_map,) = found(book.xml(NCX), "//ncx:navMap")
    nav = labels(toc, "x:ol/x:li", "x:a//text()", "x:a/@href")
    assert nav == labels(nav_map, "ncx:navPoint", "ncx:navLabel//text()", "ncx:content/@src")
    assert len(nav) >= 1
    assert {f"EPUB/{target}" for target in found(toc, ".//x:a/@href")} <= set(book.names)
    assert found(book.xml(NCX), "//@content")[0] == found(book.xml(OPF), "//dc:identifier/text()")[0]


def test_the_seed_s_contents_have_two_levels(seed_book: Book) -> None:
    (toc,) = found(seed_book.xml(NAV), "//x:nav[@epub:type='toc']")
    assert found(toc, "x:ol/x:li/x:a/text()") == ["编者按", "权威解读", "深度评析", "学习辅导"]
    assert [len(found(entry, "x:ol/x:li")) for entry in found(toc, "x:ol/x:li")] == [0, 4, 3, 2]


def test_landmarks_are_in_chinese(seed_book: Book) -> None:
    links = found(seed_book.xml(NAV), "//x:nav[@epub:type='landmarks']//x:a")
    assert [(link.text, link.get("href")) for link in links] == [
        ("书名页", "text/title-page.xhtml"),
        ("目录", "nav.xhtml#toc"),
        ("正文", "text/section-1.xhtml"),
    ]


@pytest.mark.parametrize("bulletin", ALL)
def test_every_document_is_chinese_titled_and_rooted(bulletin: Bulletin) -> None:
    book = Book(bulletin)
    xml_lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert book.xml(OPF).get(xml_lang) == "zh-CN"
    for name in book.documents():
        root = book.xml(name)
        assert (root.get("lang"), root.get(xml_lang)) == ("zh-CN", "zh-CN")
        assert found(root, "//x:title/text()")[0].strip()
        ids = found(root, "//@id")
        assert len(ids) == len(set(ids))
        inside = [target[1:] for target in found(root, "//x:a/@href") if target.startswith("#")]
        assert [target for target in inside if target not in ids] == []
        assert "" not in inside


def test_a_role_stands_beside_every_type_that_has_one() -> None:
    book = Book(ALL_NODES)
    without_role = {"landmarks", "bodymatter", "toc", "titlepage", "colophon"}
    for name in book.documents():
        for element in found(book.xml(name), "//*[@epub:type]"):
            kind = element.get("{http://www.idpf.org/2007/ops}type")
            assert element.get("role") or (kind in without_role and element.tag.endswith(("}a", "}nav")))


def test_notes_pop_up() -> None:
    page = Book(ALL_NODES).xml("EPUB/text/article-1-1.xhtml")
    references = found(page, "//x:a[@epub:type='noteref'][@role='doc-noteref']/@href")
    notes = found(page, "//x:aside[@epub:type='footnote'][@role='doc-footnote']/@id")
    assert len(notes) == 6
    assert {reference[1:] for reference in references} <= set(notes)


def test_metadata_follow_from_the_tree() -> None:
    book = Book(ALL_NODES)
    package = book.xml(OPF)
    assert found(package, "//dc:title/text()") == [ALL_NODES.title]
    assert found(package, "//dc:publisher/text()") == ["某市委宣传部"]
    assert found(package, "//dc:date/text()") == ["2025-07-16"]
    assert book.meta("belongs-to-collection") == ["学习文选"]
    assert book.meta("group-position") == ["2025.8"]
    assert book.meta("dcterms:modified") == ["2025-07-16T08:30:00Z"]
    assert found(package, "//@unique-identifier") == found(package, "//dc:identifier/@id")


def test_the_identifier_follows_from_the_masthead() -> None:
    def identifier(bulletin: Bulletin, name: str = "a") -> str:
        return str(found(Book(bulletin, name).xml(OPF), "//dc:identifier/text()")[0])

    assert identifier(ALL_NODES) == identifier(replace(ALL_NODES, sections=()), "b")
    assert identifier(ALL_NODES) != identifier(replace(ALL_NODES, issue="2025年第9期"))
    assert identifier(BARE, "a") != identifier(BARE, "b")
    assert identifier(replace(BARE, title="学习资料"), "a") != identifier(replace(BARE, title="学习资料"), "b")
    assert identifier(BARE).startswith("urn:uuid:")
    assert identifier(BARE)[23] == "5"  # a name-based UUID


def test_accessibility_is_computed_from_the_tree() -> None:
    plain = Book(BARE)
    assert plain.meta("schema:accessMode") == ["textual"]
    assert "alternativeText" not in plain.meta("schema:accessibilityFeature")
    assert plain.meta("schema:accessibilityHazard") == ["none"]
    pictured = Book(ALL_NODES)
    assert pictured.meta("schema:accessMode") == ["textual", "visual"]
    assert pictured.meta("schema:accessModeSufficient") == ["textual,visual"]  # one figure has no alternative
    for book in (plain, pictured):
        assert book.meta("dcterms:conformsTo") == []


def test_the_time_of_change_is_told_in_utc() -> None:
    zone = dt.timezone(dt.timedelta(hours=8))
    context = context_for(modified=dt.datetime(2025, 7, 16, 8, 30, tzinfo=zone))
    package = zipfile.ZipFile(io.BytesIO(EPUB.write(BARE, context))).read(OPF)
    assert b"2025-07-16T00:30:00Z" in package


def test_pictures_are_carried_once_under_names_of_our_own() -> None:
    book = Book(ALL_NODES)
    pictures = [name for name in book.names if "/images/image-" in name]
    assert pictures == ["EPUB/images/image-1.png", "EPUB/images/image-2.png"]
    assert {book.zip.read(name) for name in pictures} == {asset.data for asset in PICTURES.values()}
    sources = [source for name in book.documents() for source in found(book.xml(name), "//x:img/@src")]
    assert set(sources) == {"../images/image-1.png", "../images/image-2.png"}


def test_a_bulletin_with_next_to_nothing() -> None:
    book = Book(BARE, "mingcheng")
    assert book.spine() == ["text/title-page.xhtml", "nav.xhtml", "text/article-1-1.xhtml"]
    assert found(book.xml("EPUB/text/title-page.xhtml"), "//x:h1/text()") == ["mingcheng"]
    assert found(book.xml(NAV), "//x:nav[@epub:type='toc']//x:a/text()") == ["只有一段文字的一期。"]


def test_sections_without_a_title_open_no_page() -> None:
    articles = (Article(title="甲", blocks=(paragraph("文"),)), Article(title="乙", blocks=(paragraph("文"),)))
    book = Book(Bulletin(title="本期", sections=(Section(articles=articles), Section(title="栏目", articles=articles))))
    assert book.spine()[2:] == [
        f"text/{name}.xhtml" for name in ("article-1-1", "article-1-2", "section-2", "article-2-1", "article-2-2")
    ]
    assert found(book.xml("EPUB/text/article-1-1.xhtml"), "//x:h1[@id='title']/text()") == ["甲"]
    assert found(book.xml("EPUB/text/article-2-1.xhtml"), "//x:h2[@id='title']/text()") == ["甲"]


def test_a_change_in_one_article_leaves_the_other_documents() -> None:
    first, *rest = ALL_NODES.sections
    changed = replace(first, articles=(*first.articles[:2], replace(first.articles[2], title="改了题目")))
    before, after = Book(ALL_NODES), Book(replace(ALL_NODES, sections=(changed, *rest)))
    different = [name for name in before.names if before.zip.read(name) != after.zip.read(name)]
    assert different == [OPF, NAV, "EPUB/text/article-1-3.xhtml", NCX]  # the package carries the hash of the tree
    assert before.names == after.names


def test_no_dead_link_and_no_raw_markup() -> None:
    book = Book(HOSTILE)
    for name in book.documents():
        root = book.xml(name)
        targets = found(root, "//x:a/@href")
        assert "#" not in targets
        assert {str(element.tag).rpartition("}")[2] for element in root.iter(etree.Element)}.isdisjoint(
            {"script", "iframe", "object", "b"}
        )
    assert "{{ 7*7 }}" in book.text("EPUB/text/article-1-1.xhtml")
    assert "".join(found(book.xml("EPUB/text/title-page.xhtml"), "//x:h1//text()")) == HOSTILE.title
    assert not [name for name in book.names if ".." in name or "passwd" in name]


def test_an_empty_label_does_not_unname_the_note() -> None:
    book = Book(Bulletin(editors_note=EditorsNote(label="", blocks=(paragraph("按"),))))
    assert found(book.xml("EPUB/text/editors-note.xhtml"), "//x:h1/text()") == ["编者按"]


def test_the_main_sheet_is_readable_by_old_readers() -> None:
    sheet = Book(BARE).zip.read("EPUB/css/book.css").decode()
    assert "text-indent: 2em" in sheet
    for modern in ("@media", "var(", "!important", "px", "flex", "grid", "font-family", "text-emphasis", "rem;"):
        assert modern not in sheet


def test_ebooklib_is_still_what_the_container_relies_on() -> None:
    writer = ebooklib.epub.EpubWriter
    assert version("ebooklib") == "0.20"
    expected = {"_write_opf_file": ["self", "root"]}
    for name in SEAM:
        assert list(inspect.signature(getattr(writer, name)).parameters) == expected.get(name, ["self"])
    source = inspect.getsource(writer)
    assert "self.out.writestr" in source
    assert "self._write_opf_file(root)" in source
    assert 'self.options["mtime"]' in source


def test_the_cover_is_in_the_package_for_old_readers_and_new() -> None:
    book = Book(ALL_NODES)
    package = book.xml(OPF)
    assert found(package, "//opf:item[@properties='cover-image']/@href") == ["images/cover.png"]
    assert found(package, "//opf:meta[@name='cover']/@content") == ["cover"]
    with Image.open(io.BytesIO(book.zip.read("EPUB/images/cover.png"))) as cover:
        assert cover.size == (1600, 2560)


def test_without_fonts_the_book_has_no_cover_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "resolve", lambda wanted: dict.fromkeys(wanted, ()))
    reported: list[Diagnostic] = []
    data = EPUB.write(BARE, context_for(report=reported.append))
    assert [item.code for item in reported] == ["WX420"]
    assert "EPUB/images/cover.png" not in zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_headings_are_indented_where_an_article_is_the_highest_heading_too() -> None:
    """Without sections a heading of the text is an ``h2``: the sheet goes by what it is in the text."""
    rules = [line for line in find_style().sheet("epub.css").splitlines() if "text-indent: 2em" in line]
    assert any(all(f".heading-{level}" in rule for level in range(1, 7)) for rule in rules)
