"""Verify: what markup says besides its text: marks, lists, links within the output, contents, pictures, bookmarks."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from all_nodes import context_for, paragraph, text
from wxpress.styles import find_style
from wxpress.tree import (
    Article,
    Bulletin,
    Emphasis,
    Figure,
    Image,
    List,
    Note,
    Paragraph,
    Section,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
)
from wxpress.verify import Medium, prove
from wxpress.verify.matching import is_made_of
from wxpress.verify.report import Difference
from wxpress.writers import Asset
from wxpress.writers.epub import EPUB
from wxpress.writers.html import HTML
from wxpress.writers.pdf import PDF

WRITERS = {"pdf": PDF, "epub": EPUB, "html": HTML}


def painted(left: str, right: str) -> bytes:
    picture = Pillow.new("RGB", (64, 32), left)
    picture.paste(Pillow.new("RGB", (32, 32), right), (32, 0))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


PICTURES = {"a.png": painted("red", "white"), "b.png": painted("blue", "yellow")}
MARKED = Paragraph(
    inlines=(
        Text(text="二氧化碳是CO"),
        Subscript(inlines=text("2")),
        Text(text="，面积是10m"),
        Superscript(inlines=text("3")),
        Note(blocks=(paragraph("见公报第一部分。"),)),
        Text(text="，"),
        Strong(inlines=text("重点")),
        Text(text="在"),
        Emphasis(inlines=text("落实")),
        Note(blocks=(paragraph("见公报第二部分。"),)),
        Text(text="。"),
    )
)
ITEMS = List(ordered=True, items=((paragraph("第一件事。"),), (paragraph("第二件事。"),)), start=3)
CITIES = Table(head=(text("城市"), text("地区")), rows=((text("上海"), text("华东")), (text("北京"), ())))
BULLETIN = Bulletin(
    title="城市工作专题",
    sections=(
        Section(
            title="权威解读",
            articles=(
                Article(title="走出一条新路子", blocks=(MARKED, ITEMS, Figure(source="a.png", alt="鸟瞰"))),
                Article(
                    title="让城市更智慧一些",
                    blocks=(paragraph("数据多跑路。"), CITIES, Figure(source="b.png", alt="街景")),
                ),
            ),
        ),
    ),
)


def loaded(source: str) -> Asset:
    return Asset(PICTURES[source], "image/png", 64, 32)


@cache
def made(medium: Medium) -> bytes:
    return WRITERS[medium].write(BULLETIN, replace(context_for(), load_asset=loaded))


def differences(data: bytes, medium: Medium) -> tuple[Difference, ...]:
    return prove(data, medium, BULLETIN, find_style(), "yiqi", PICTURES.get).differences


def changed(*pairs: tuple[str, str]) -> bytes:
    """The page with the first of each pair, which is there, turned into the second."""
    page = made("html").decode()
    for before, after in pairs:
        assert before in page
        page = page.replace(before, after, 1)
    return page.encode()


def book_changed(change: Callable[[str, bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made("epub"))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    assert out.getvalue() != made("epub")
    return out.getvalue()


def file_changed(name: str, before: str, after: str) -> bytes:
    def change(path: str, data: bytes) -> bytes:
        return data.replace(before.encode(), after.encode(), 1) if path.endswith(name) else data

    return book_changed(change)


def paper_changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(made("pdf"))) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


@pytest.mark.parametrize("medium", ["html", "epub", "pdf"])
def test_a_true_output_is_proved_with_its_pictures(medium: Medium) -> None:
    assert differences(made(medium), medium) == ()


def test_words_that_went_into_the_next_cell_are_found() -> None:
    page = re.sub("上海(</td><td[^>]*>)", "\\g<1>上海", made("html").decode())
    (difference,) = differences(page.encode(), "html")
    assert (difference.kind, difference.cause) == ("structure", "“上海｜华东”没有标成表格的一行")


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ("<sub>2</sub>", "2", "“2”没有标成下标"),
        ("<sup>3</sup>", "3", "“3”没有标成上标"),
        ("面积是10", "面积是<sub>10</sub>", "“10”标成了下标，来稿里不是"),
        ("<strong>重点</strong>", "重点", "“重点”没有标成加粗"),
        (">落实</em>", "></em>落实", "“落实”没有标成着重"),
        ('<ol start="3">', "<ol>", "3～4没有标成编号的列表"),
        ('<ol start="3">', '<ol start="3" reversed>', "3～4没有标成编号的列表"),
        ("<li>第二件事", '<li value="9">第二件事', "3～4没有标成编号的列表"),
    ],
)
def test_marks_and_lists_that_are_not_the_trees_are_found(before: str, after: str, cause: str) -> None:
    (difference,) = differences(changed((before, after)), "html")
    assert (difference.kind, difference.cause) == ("structure", cause)


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ('href="#article-1-2"', 'href="#article-1-1"', "“让城市更智慧一些”的链接指向 #article-1-1，那里不是这一篇"),
        ('href="#article-1-2"', 'href="#article-9"', "“让城市更智慧一些”的链接指向 #article-9，那里没有这个地方"),
        ('href="#note-1"', 'href="#note-2"', "“1”的链接指向 #note-2，那里是别的注文"),
        ('<a href="#note-1" ', "<a ", "“↩”的链接指向 #noteref-1，那里的注码不是链接了"),
        ('<a href="#article-1-2"', "<a", "目录里的“让城市更智慧一些”不是链接"),
        ("<sup><a", "<b><a", "“1”的链接指向 #note-1，这个注码没有标成上标"),
    ],
)
def test_links_within_a_page_lead_where_they_say(before: str, after: str, cause: str) -> None:
    found = [item for item in differences(changed((before, after)), "html") if item.kind != "foreign"]
    assert [(item.kind, item.cause) for item in found] == [("jump", cause)]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("nav.xhtml", 'article-1-2.xhtml">让', 'article-1-1.xhtml">让'),
        ("toc.ncx", "<text>让城市更智慧一些", "<text>让城市更聪明一些"),
        ("toc.ncx", "text/article-1-2.xhtml", "text/article-1-1.xhtml"),
    ],
)
def test_contents_of_a_book_lead_where_they_say(name: str, before: str, after: str) -> None:
    assert {item.kind for item in differences(file_changed(name, before, after), "epub")} == {"jump"}


def test_a_document_that_a_reader_does_not_come_to_is_missing() -> None:
    hidden = file_changed("content.opf", '<itemref idref="article-1-2"', '<itemref linear="no" idref="article-1-2"')
    kinds = {item.kind for item in differences(hidden, "epub")}
    assert kinds & {"missing", "order"}


def test_characters_that_turn_text_about_are_found() -> None:
    (difference,) = differences(changed(("第二件事", "\u202e第二件事\u202c")), "html")[:1]
    assert (difference.kind, difference.cause) == ("foreign", "改变文字次序的字符 U+202E（“第二件事。”之前）")


@pytest.mark.parametrize("medium", ["html", "epub", "pdf"])
def test_a_picture_in_a_note_stands_elsewhere(medium: Medium) -> None:
    noted = Note(blocks=(Paragraph(inlines=(Text(text="见图"), Image(source="b.png", alt="注图"))),))
    first = Article(title="走出一条新路子", blocks=(Paragraph(inlines=(Text(text="第一篇"), noted)),))
    bulletin = Bulletin(title="图", sections=(Section(title="甲", articles=(first, BULLETIN.sections[0].articles[0])),))
    data = WRITERS[medium].write(bulletin, replace(context_for(), load_asset=loaded))
    assert prove(data, medium, bulletin, find_style(), "yiqi", PICTURES.get).differences == ()


def exchanged(page: str) -> str:
    one, two = re.findall(r'src="(data:image/png;base64,[^"]*)"', page)
    return page.replace(one, "\0").replace(two, one).replace("\0", two)


def test_pictures_exchanged_in_a_page_are_found() -> None:
    (difference, *_) = differences(exchanged(made("html").decode()).encode(), "html")
    assert difference.kind == "picture"


def test_a_picture_changed_in_a_book_is_found() -> None:
    other = book_changed(lambda name, data: PICTURES["b.png"] if name.endswith("image-1.png") else data)
    (difference,) = differences(other, "epub")
    assert (difference.kind, difference.cause) == ("picture", "图片“鸟瞰”不见了，或换成了另一张")


def test_pictures_exchanged_in_a_pdf_are_found() -> None:
    def exchange(pdf: pikepdf.Pdf) -> None:
        for drawn in pictures_of(pdf):
            (one, first), (two, second) = [(name, picture) for name, picture in drawn.items() if picture.Width == 64]
            drawn[one], drawn[two] = second, first
            return  # the pages share them

    (difference, *_) = differences(paper_changed(exchange), "pdf")
    assert difference.kind == "picture"


def pictures_of(pdf: pikepdf.Pdf) -> list[Any]:
    return [page.Resources.XObject for page in pdf.pages if "/XObject" in page.Resources]


def test_a_bookmark_of_a_pdf_that_names_another_title_is_found() -> None:
    def rename(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and str(item.get("/Title", "")) == "让城市更智慧一些":
                item.Title = "让城市更聪明一些"

    (difference,) = differences(paper_changed(rename), "pdf")
    assert (difference.kind, difference.cause) == ("jump", "书签里没有“让城市更智慧一些”")


@given(st.text("一1—", max_size=8), st.lists(st.text("一1—", min_size=1, max_size=3), max_size=3))
def test_the_marks_of_a_page_may_stand_behind_one_another(text: str, marks: list[str]) -> None:
    assert is_made_of(text, marks) == bool(marks and re.fullmatch(f"(?:{'|'.join(map(re.escape, marks))})+", text))
