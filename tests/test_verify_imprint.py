"""Verify: what an output says where no reader looks: its titles, the levels of headings, where links and marks lead."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from functools import cache

import pikepdf
import pytest

from all_nodes import context_for, paragraph, text
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, Heading, Section
from wxpress.verify import Medium, prove
from wxpress.writers.epub import EPUB
from wxpress.writers.html import HTML
from wxpress.writers.pdf import PDF

WRITERS = {"pdf": PDF, "epub": EPUB, "html": HTML}
LONG = tuple(
    paragraph(f"第{number}件事：广大党员干部深入一线，察实情、出实招、求实效，把工作做到群众心坎上。")
    for number in range(40)
)
BULLETIN = Bulletin(
    series="学习文选",
    title="城市工作专题",
    audience="党员干部",
    publisher="机关党委",
    sections=(
        Section(
            title="权威解读",
            articles=(
                Article(title="走出一条新路子", blocks=(Heading(level=1, inlines=text("一、总的看法")), *LONG)),
                Article(
                    title="让城市更智慧一些",
                    blocks=(
                        Heading(level=2, inlines=text("（一）先做的事")),
                        paragraph("数据多跑路。"),
                        Heading(level=1, inlines=text("二、后做的事")),
                        *LONG,
                    ),
                ),
            ),
        ),
        Section(articles=(Article(title="附：一篇旧文", blocks=(paragraph("文字。"),)),)),
    ),
)


@cache
def made(medium: Medium) -> bytes:
    return WRITERS[medium].write(BULLETIN, context_for())


def told(data: bytes, medium: Medium) -> list[tuple[str, str]]:
    verdict = prove(data, medium, BULLETIN, find_style(), "yiqi")
    return [(item.kind, item.cause) for item in verdict.differences]


def page_changed(before: str, after: str) -> bytes:
    page = made("html").decode()
    assert before in page
    return page.replace(before, after, 1).encode()


def book_changed(name: str, before: str, after: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made("epub"))) as old, zipfile.ZipFile(out, "w") as new:
        for path in old.namelist():
            data = old.read(path)
            if path.endswith(name):
                assert before.encode() in data
                data = data.replace(before.encode(), after.encode(), 1)
            new.writestr(path, data)
    return out.getvalue()


def paper_changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(made("pdf"))) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize("medium", ["html", "epub", "pdf"])
def test_a_true_output_is_proved(medium: Medium) -> None:
    assert told(made(medium), medium) == []


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ("<title>城市工作", "<title>工作城市", "<title> “工作城市专题 - 学习文选”里有“工作城市专题”，来稿里没有"),
        ("<title>城市工作专题", "<title>权威解读", "<title> “权威解读 - 学习文选”应为“城市工作专题”"),
        ('og:title" content="城市', 'og:title" content="域市', "og:title “域市工作专题”里有“域市工作专题”，来稿里没有"),
        (
            '"headline":"走出一条新路子"',
            '"headline":"走出一条老路子"',
            "JSON-LD “走出一条老路子”里有“走出一条老路子”，来稿里没有",
        ),
    ],
)
def test_a_page_that_tells_machines_another_title_is_found(before: str, after: str, cause: str) -> None:
    assert told(page_changed(before, after), "html") == [("imprint", cause)]


@pytest.mark.parametrize(
    ("name", "before", "after", "cause"),
    [
        ("opf", "<dc:title>城市工作专题", "<dc:title>权威解读", "dc:title “权威解读”应为“城市工作专题”"),
        ("opf", "机关党委", "机关党组", "dc:publisher “机关党组”里有“机关党组”，来稿里没有"),
        ("article-1-1.xhtml", "<title>走出", "<title>走岀", "<title> “走岀一条新路子”里有“走岀一条新路子”，来稿里没有"),
    ],
)
def test_a_book_that_tells_machines_another_title_is_found(name: str, before: str, after: str, cause: str) -> None:
    assert told(book_changed(name, before, after), "epub") == [("imprint", cause)]


@pytest.mark.parametrize(
    ("key", "value", "cause"),
    [
        ("/Title", "权威解读", "Title “权威解读”应为“城市工作专题”"),
        ("/Author", "机关党组", "Author “机关党组”里有“机关党组”，来稿里没有"),
    ],
)
def test_a_pdf_that_tells_machines_another_title_is_found(key: str, value: str, cause: str) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = pikepdf.String(value)

    assert told(paper_changed(change), "pdf") == [("imprint", cause)]


def test_a_title_in_the_xmp_of_a_pdf_is_the_bulletins() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        pdf.Root.Metadata.write(packet.replace(b"</rdf:RDF>", "<dc:title>另一本书</dc:title></rdf:RDF>".encode()))

    assert told(paper_changed(change), "pdf") == [("imprint", "XMP “另一本书”里有“另一本书”，来稿里没有")]


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        (
            '<h3 class="article-title" id="article-1-2-title">{}</h3>',
            "h5",
            "标题“让城市更智慧一些”是第 5 级（h5），应为第 3 级",
        ),
        ('<h2 class="section-title">{}</h2>', "h1", "标题“权威解读”是第 1 级（h1），应为第 2 级"),
        ('<h4 class="heading-1">{}</h4>', "h3", "标题“一、总的看法”是第 3 级（h3），应为第 4 级"),
        ('<h4 class="heading-1">{}</h4>', "div", "“一、总的看法”没有标成标题"),
    ],
)
def test_a_heading_of_another_level_is_found(before: str, after: str, cause: str) -> None:
    opening, _, closing = before.partition("{}")
    page = made("html").decode()
    start = page.index(opening)
    end = page.index(closing, start)
    name = opening[1:3]
    bad = page[start:end].replace(f"<{name}", f"<{after}", 1) + closing.replace(name, after)
    assert told((page[:start] + bad + page[end + len(closing) :]).encode(), "html") == [("structure", cause)]


def test_a_heading_of_another_level_in_a_book_is_found() -> None:
    data = book_changed("article-1-1.xhtml", '<h3 class="heading-1">一、总的看法</h3>', "<h5>一、总的看法</h5>")
    assert told(data, "epub") == [("structure", "标题“一、总的看法”是第 5 级（h5），应为第 3 级")]


def test_an_entry_of_the_contents_that_leads_to_another_page_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for note in pdf.pages[0].Annots:
            if str(note.get("/Dest")) == "article-1-2":
                note.Dest = pikepdf.String("article-1-1")

    assert told(paper_changed(change), "pdf") == [("jump", "目录有 4 条，却有 3 个去处")]


def test_a_place_that_was_moved_to_another_page_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        place = next(number for number in range(0, len(names), 2) if str(names[number]) == "article-1-2")
        names[place + 1][0] = pdf.pages[0].obj

    assert told(paper_changed(change), "pdf") == [("jump", "目录里“让城市更智慧一些”指向第 1 页，应为第 4 页")]


def test_an_entry_without_its_page_number_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        content = pdf.pages[0].Contents
        numbers = re.findall(rb"BT\n[^\n]*\n[^\n]*\n\[<[0-9a-f]{4}>0?\] TJ\nET", content.read_bytes())
        content.write(content.read_bytes().replace(numbers[-1], b"", 1))

    assert told(paper_changed(change), "pdf") == [("jump", "目录里“附：一篇旧文”后面没有页码（应为 7）")]


def test_an_entry_that_leads_nowhere_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for note in pdf.pages[0].Annots:
            if str(note.get("/Dest")) == "article-1-2":
                note.Dest = pikepdf.String("nowhere")

    (difference,) = told(paper_changed(change), "pdf")
    assert difference == ("jump", "目录里“让城市更智慧一些”指向不存在的地方，应为第 4 页")


def test_a_bookmark_that_leads_to_another_page_is_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and str(item.get("/Title", "")) == "让城市更智慧一些":
                item.Dest[0] = pdf.pages[0].obj

    assert told(paper_changed(change), "pdf") == [("jump", "书签“让城市更智慧一些”指向第 1 页，应为第 4 页")]


def test_bookmarks_that_changed_places_are_found() -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        one, two = (
            next(
                item
                for item in pdf.objects
                if isinstance(item, pikepdf.Dictionary) and "/Parent" in item and str(item.get("/Title", "")) == title
            )
            for title in ("走出一条新路子", "让城市更智慧一些")
        )
        one.Title, two.Title = two.Title, one.Title
        one.Dest, two.Dest = two.Dest, one.Dest

    assert told(paper_changed(change), "pdf") == [("jump", "书签“让城市更智慧一些”的次序不对")]


@pytest.mark.parametrize("shift", [b"1 0 0 1 0 0 cm", b"1 0 0 1 0 -7 cm", b"1 0 0 1 5 0 cm"])
def test_text_that_is_printed_over_itself_is_found(shift: bytes) -> None:
    """PDFium takes what stands all but on the same place for one text."""

    def change(pdf: pikepdf.Pdf) -> None:
        contents = [page.Contents for page in pdf.pages]
        texts = [(text, at) for at in contents for text in re.findall(rb"BT\n.*?ET", at.read_bytes(), re.DOTALL)]
        text, content = max((pair for pair in texts if pair[0].count(b"TJ") == 1), key=lambda pair: len(pair[0]))
        content.write(content.read_bytes().replace(text, text + b"\nq\n" + shift + b"\n" + text + b"\nQ\n", 1))

    found = told(paper_changed(change), "pdf")
    assert found
    assert all(kind == "page-mark" or "叠印的字" in cause for kind, cause in found)  # it may be the running head
