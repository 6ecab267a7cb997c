"""Verify: a true output is proved in each medium and style, and each fault is found and placed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest

import wxpress
from all_nodes import ALL_NODES, BARE, HOSTILE, context_for, paragraph, text
from wxpress.errors import UsageError, VerifyError
from wxpress.fingerprint import fingerprint
from wxpress.source import Span
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, EditorsNote, Link, Note, Paragraph, Section, SourceLink, Table, Text
from wxpress.verify import Medium, Verdict, prove
from wxpress.verify.difference import gaps
from wxpress.verify.embedded import _texts, parts_of
from wxpress.verify.hiding import hidden_in
from wxpress.verify.pages import page_map
from wxpress.verify.paper import read_pdf
from wxpress.verify.seen import seen
from wxpress.verify.shapes import shapes_of
from wxpress.verify.telling import findings
from wxpress.walk import without_spans
from wxpress.writers.epub import EPUB
from wxpress.writers.html import HTML
from wxpress.writers.pdf import PDF

WRITERS = {"pdf": PDF, "epub": EPUB, "html": HTML}
MEDIA: tuple[Medium, ...] = ("pdf", "epub", "html")

FIRST = "城市是经济、政治、文化等方面活动的中心，在党和国家工作全局中具有举足轻重的地位。"
SECOND = "要坚持问题导向，抓住主要矛盾，把握好时、度、效，既要积极进取，又要量力而行。"
THIRD = "调查研究是谋事之基、成事之道，没有调查就没有发言权；GDP 增长 5.2%，占地 10 km。"
FOURTH = "广大党员干部深入一线，察实情、出实招、求实效，把工作做到群众心坎上。"
MORE = [
    f"{subject}要{verb}，{reason}；这是第{number}条经验，也是第{number}条教训，须记在心里、落在行动上，"
    f"不搞形式主义，不做表面文章。{subject}的工作做得好不好，{verb}是不是到了位，群众看在眼里、记在心里。"
    for number, (subject, verb, reason) in enumerate(
        [
            ("规划", "先行一步", "一张蓝图绘到底"),
            ("产业", "因地制宜", "各地的家底不一样"),
            ("生态", "久久为功", "绿水青山不是一天长成的"),
            ("文化", "守住根脉", "老街老巷里有乡愁"),
            ("治理", "绣花一般细", "小事连着民心"),
            ("安全", "警钟长鸣", "隐患就是事故的苗头"),
            ("交通", "四通八达", "路通了人气才旺"),
            ("住房", "量力而行", "住有所居是头等大事"),
            ("教育", "抓在日常", "孩子的事等不得"),
            ("养老", "送到家门口", "谁家都有老人"),
            ("数据", "跑在前头", "让信息多跑路、群众少跑腿"),
            ("干部", "沉到一线", "坐在办公室里都是问题，走下去都是办法"),
        ],
        1,
    )
]


def article(title: str, *paragraphs: str, line: int) -> Article:
    blocks = tuple(
        Paragraph(inlines=text(words), span=Span(line + number, line + number))
        for number, words in enumerate(paragraphs)
    )
    return Article(title=title, blocks=blocks, links=(SourceLink(label="链接", target="https://example.org/1"),))


BULLETIN = Bulletin(
    series="学习文选",
    title="城市工作专题",
    editors_note=EditorsNote(label="编者按", blocks=(paragraph("本期选编三篇文章，供学习参考。"),)),
    sections=(
        Section(
            title="权威解读",
            articles=(
                article("走出一条新路子", FIRST, SECOND, *MORE[:6], line=10),
                article("让城市更智慧一些", THIRD, FOURTH, *MORE[6:10], line=20),
            ),
        ),
        Section(title="深度评析", articles=(article("把握历史方位", *MORE[10:], line=30),)),
    ),
)
"""Three pages of paper, four documents of text in a book."""


@cache
def made(medium: Medium) -> bytes:
    return WRITERS[medium].write(BULLETIN, context_for())


def verdict(data: bytes, medium: Medium, bulletin: Bulletin = BULLETIN) -> Verdict:
    return prove(data, medium, bulletin, find_style(), "yiqi")


def found(data: bytes, medium: Medium) -> list[tuple[str, str]]:
    """Kind and place of each difference."""
    return [(item.kind, item.place.zh if item.place else "") for item in verdict(data, medium).differences]


def told(data: bytes, medium: Medium) -> list[tuple[str, str]]:
    """Kind and cause of each difference."""
    return [(item.kind, item.cause) for item in verdict(data, medium).differences]


def pdf_changed(change: Callable[[pikepdf.Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(made("pdf"))) as pdf:
        change(pdf)
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def content_changed(page: int, change: Callable[[bytes], bytes]) -> bytes:
    """The PDF with the content of a page, counted from 0, changed."""

    def changed(pdf: pikepdf.Pdf) -> None:
        stream = pdf.pages[page].Contents
        before = stream.read_bytes()
        after = change(before)
        assert after != before
        stream.write(after)

    return pdf_changed(changed)


def drawn_over(page: int, commands: str) -> bytes:
    """The PDF with more drawn on a page, in pt from its lower left corner."""

    def changed(pdf: pikepdf.Pdf) -> None:
        sheet = pdf.pages[page]
        sheet.contents_add(b"q", prepend=True)
        sheet.contents_add(f"Q q {commands} Q".encode())

    return pdf_changed(changed)


def epub_changed(change: Callable[[str, bytes], bytes | None], book: bytes = b"") -> bytes:
    """The EPUB, or another *book*, with each file as *change* gives it; null drops it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book or made("epub"))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            content = change(info.filename, old.read(info))
            if content is not None:
                new.writestr(info, content)
    return out.getvalue()


def document_changed(name: str, before: str, after: str) -> bytes:
    def change(path: str, data: bytes) -> bytes:
        if not path.endswith(name):
            return data
        assert before in data.decode()
        return data.decode().replace(before, after, 1).encode()

    return epub_changed(change)


def html_changed(before: str, after: str, count: int = 1) -> bytes:
    page = made("html").decode()
    assert before in page
    return page.replace(before, after, count).encode()


@pytest.mark.parametrize("medium", MEDIA)
def test_a_true_output_is_proved(medium: Medium) -> None:
    result = verdict(made(medium), medium)
    assert result.differences == ()
    assert result.is_proved
    assert result.tree == fingerprint(BULLETIN)
    own = sum(len(seen(words)) for words in (FIRST, SECOND, THIRD, FOURTH, *MORE))
    assert result.characters > own
    assert result.added["contents"] > 20


@pytest.mark.parametrize("medium", MEDIA)
@pytest.mark.parametrize("style", ["xuexi-wenxuan", "gongwen", "compact"])
def test_every_node_is_read_back_in_every_style(medium: Medium, style: str) -> None:
    context = replace(context_for(), style=find_style(style))
    result = prove(WRITERS[medium].write(ALL_NODES, context), medium, ALL_NODES, context.style, context.name)
    assert result.differences == ()
    assert result.characters > 900


@pytest.mark.parametrize("style", ["xuexi-wenxuan", "compact", "gongwen"])
def test_letters_as_narrow_as_can_be_stand_behind_an_apostrophe(style: str) -> None:
    words = "他说，don’t stop；她说，I’ll go，it’s O’Il，‘we’re’‘l’。"
    bulletin = Bulletin(sections=(Section(articles=(Article(blocks=(paragraph(words * 3),)),)),))
    context = replace(context_for(), style=find_style(style))
    result = prove(PDF.write(bulletin, context), "pdf", bulletin, context.style, context.name)
    assert result.differences == ()


@pytest.mark.parametrize("medium", MEDIA)
def test_a_bulletin_without_a_title_is_proved(medium: Medium) -> None:
    data = WRITERS[medium].write(BARE, context_for())
    assert prove(data, medium, BARE, find_style(), "yiqi").differences == ()
    if medium != "pdf":
        assert not prove(data, medium, BARE, find_style(), "another").is_proved  # the name is all there is


@pytest.mark.parametrize("medium", ["epub", "html"])
def test_hostile_text_is_proved(medium: Medium) -> None:
    data = WRITERS[medium].write(HOSTILE, context_for())
    assert prove(data, medium, HOSTILE, find_style(), "yiqi").differences == ()


@pytest.mark.parametrize("medium", MEDIA)
def test_opening_words_with_a_note_among_them_are_proved(medium: Medium) -> None:
    """What has no title is called by its opening words; a note inside them is no part of what they say."""
    opening = Paragraph((Text("城市是"), Note((paragraph("见第3页。"),)), Text("经济活动的中心，党中央高度重视。")))
    articles = (Article(blocks=(opening,)), Article(title="有题目"))
    bulletin = Bulletin(title="本期", sections=(Section(articles=articles),))
    data = WRITERS[medium].write(bulletin, context_for())
    assert verdict(data, medium, bulletin).differences == ()


# What stands in a book or a page.


@pytest.mark.parametrize("medium", ["epub", "html"])
def test_a_title_with_many_turns_is_proved(medium: Medium) -> None:
    long = Bulletin(title="、".join(["一字不差"] * 600))
    assert prove(WRITERS[medium].write(long, context_for()), medium, long, find_style(), "yiqi").differences == ()


def test_a_paragraph_missing_from_a_book_is_placed() -> None:
    (difference,) = verdict(document_changed("article-1-1.xhtml", f"<p>{SECOND}</p>", ""), "epub").differences
    assert (difference.kind, difference.count) == ("missing", len(seen(SECOND)))
    assert difference.place
    assert difference.place.zh == "article-1-1.xhtml 第 2 段"
    assert (difference.span, difference.title) == (Span(11, 11), "走出一条新路子")
    assert difference.path == "/sections/0/articles/0/blocks/1/inlines/0:0"


def test_two_characters_swapped_in_a_page_are_placed() -> None:
    (difference,) = verdict(html_changed("抓住主要矛盾", "抓住要主矛盾"), "html").differences
    assert difference.kind == "changed"
    assert "抓住主要矛盾" in difference.expected
    assert "抓住要主矛盾" in difference.found
    assert difference.span == Span(11, 11)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("调查研究", "调查硏究", "changed"),
        (f"<p>{FOURTH}</p>", f"<p>{FOURTH}</p><p>{FOURTH}</p>", "doubled"),
        ('id="article-2-1-title">把握历史方位<', 'id="article-2-1-title"><', "missing"),
        (f"<p>{FIRST}</p>\n<p>{SECOND}</p>", f"<p>{SECOND}</p>\n<p>{FIRST}</p>", "moved"),
        ("</main>", "<p>编辑加了一句。</p></main>", "extra"),
        ("【链接】", "", "missing"),
        ("链接】", "网址】", "changed"),
        ("<h2>编者按</h2>", "", "missing"),
        ('<p class="series">学习文选</p>', "", "missing"),
    ],
)
def test_each_fault_of_a_page_is_found_once(before: str, after: str, kind: str) -> None:
    assert [item[0] for item in found(html_changed(before, after), "html")] == [kind]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility: hidden",
        "opacity: 0",
        "font-size: 0",
        "color: #fff; background: white",
        "color: transparent",
        "position: absolute; left: -999em",
        "text-indent: -9999px",
        "clip-path: inset(100%)",
    ],
)
def test_text_hidden_by_its_style_is_found(style: str) -> None:
    hidden = html_changed(f"<p>{SECOND}</p>", f'<p style="{style}">{SECOND}</p>')
    (difference,) = verdict(hidden, "html").differences
    assert difference.kind == "hidden"
    assert difference.span == Span(11, 11)
    assert difference.count == len(seen(SECOND))


def test_an_element_marked_hidden_is_found() -> None:
    assert [kind for kind, _ in found(html_changed(f"<p>{SECOND}", f"<p hidden>{SECOND}"), "html")] == ["hidden"]


def test_a_sheet_that_hides_is_found_in_page_and_book() -> None:
    page = html_changed("</style>", "@media (width > 1px) { .article p:nth-of-type(2) { display: none } }</style>")
    assert {kind for kind, _ in found(page, "html")} == {"hidden"}

    def hiding(path: str, data: bytes) -> bytes:
        return data + b"\nh1.section-title { visibility: hidden }" if path.endswith("book.css") else data

    assert found(epub_changed(hiding), "epub") == [
        ("hidden", "section-1.xhtml 第 1 段"),
        ("hidden", "section-2.xhtml 第 1 段"),
    ]


def test_a_sheet_for_print_hides_nothing_on_a_screen() -> None:
    page = html_changed("</style>", "@media print { p { display: none } }</style>")
    assert [kind for kind, _ in found(page, "html")] == ["foreign"]


def test_what_a_child_shows_again_is_seen() -> None:
    from lxml import html  # noqa: PLC0415 - as the package does

    root = html.fromstring('<body><p style="visibility:hidden">甲<b style="visibility:visible">乙</b></p></body>')
    root = root.getroottree().getroot()
    assert {element.tag for element in hidden_in(root, [])} == {"p"}


# What a book holds, and in which order.


def test_a_chapter_dropped_from_the_spine_is_found() -> None:
    data = document_changed("content.opf", '<itemref idref="article-1-2"/>', "")
    (difference,) = verdict(data, "epub").differences
    assert (difference.kind, difference.title) == ("missing", "让城市更智慧一些")
    assert difference.count > 400


def test_chapters_in_another_order_are_found() -> None:
    one, two = '<itemref idref="article-1-1"/>', '<itemref idref="article-1-2"/>'
    spine = re.compile(rf"{one}(\s*){two}")

    def change(path: str, data: bytes) -> bytes:
        return spine.sub(rf"{two}\1{one}", data.decode()).encode() if path.endswith("content.opf") else data

    assert told(epub_changed(change), "epub") == [
        ("order", "各篇的次序不对：article-1-1.xhtml 应排在 article-1-2.xhtml 前面")
    ]


def test_a_chapter_read_twice_is_found() -> None:
    one = '<itemref idref="article-2-1"/>'
    (difference,) = verdict(document_changed("content.opf", one, one + one), "epub").differences
    assert difference.kind == "doubled"
    assert difference.place
    assert difference.place.document == "article-2-1.xhtml"


def test_a_book_that_is_locked_or_broken_is_told() -> None:
    locked = io.BytesIO(made("epub"))
    with zipfile.ZipFile(locked, "a") as archive:
        archive.writestr("META-INF/encryption.xml", "<encryption/>")
    with pytest.raises(VerifyError, match="DRM"):
        verdict(locked.getvalue(), "epub")
    with pytest.raises(VerifyError, match=r"没有 EPUB/text/article-1-1\.xhtml"):
        verdict(epub_changed(lambda path, data: None if path.endswith("article-1-1.xhtml") else data), "epub")
    with pytest.raises(VerifyError, match="不是合格的 XML"):
        verdict(document_changed("article-1-1.xhtml", "</p>", ""), "epub")
    for data in (b"", b"PK\x03\x04", made("epub")[:3000]):
        with pytest.raises(VerifyError, match="EPUB 读不出"):
            verdict(data, "epub")


@pytest.mark.parametrize("data", [b"", b" \n"])
def test_a_page_that_is_empty_is_told(data: bytes) -> None:
    with pytest.raises(VerifyError, match="HTML 读不出"):
        verdict(data, "html")


# What stands on paper.


def test_a_page_dropped_from_the_pdf_is_found() -> None:
    def drop(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[1]

    (difference,) = verdict(pdf_changed(drop), "pdf").differences
    assert (difference.kind, difference.cause) == ("order", "缺第 2 页")
    assert difference.count > 500
    (finding,) = findings(verdict(pdf_changed(drop), "pdf"), "x.pdf")
    assert f"缺第 2 页（“{difference.expected}”，{difference.count} 字）" in finding.message


def test_pages_in_another_order_are_found() -> None:
    def swap(pdf: pikepdf.Pdf) -> None:
        pages = list(pdf.pages)
        pdf.pages[1], pdf.pages[2] = pages[2], pages[1]

    assert told(pdf_changed(swap), "pdf") == [("order", "第 2 页和第 3 页对调了")]


def test_a_page_printed_twice_is_found() -> None:
    def double(pdf: pikepdf.Pdf) -> None:
        pdf.pages.insert(2, pdf.pages[1])

    assert told(pdf_changed(double), "pdf") == [("order", "第 2 页有两份")]


SHOWN = re.compile(rb"(\[(?:<[0-9a-f]+>|[-\d. ])+\] TJ)")


def longest_line(content: bytes) -> bytes:
    return max((match[1] for match in SHOWN.finditer(content)), key=len)


def test_a_line_gone_from_the_pdf_is_found() -> None:
    differences = verdict(content_changed(1, lambda data: data.replace(longest_line(data), b"", 1)), "pdf").differences
    assert [item.kind for item in differences] == ["missing"]
    assert differences[0].place
    assert differences[0].place.page == 2
    assert differences[0].count > 5


def test_two_glyphs_swapped_in_the_pdf_are_found() -> None:
    def swap(data: bytes) -> bytes:
        line = next(
            line for line in re.findall(rb"<[0-9a-f]{24,}>", data) if len(set(re.findall(rb"[0-9a-f]{4}", line))) > 5
        )
        codes = re.findall(rb"[0-9a-f]{4}", line)
        at = next(n for n in range(2, len(codes)) if codes[n] != codes[n + 1])
        codes[at : at + 2] = codes[at + 1], codes[at]
        return data.replace(line, b"<" + b"".join(codes) + b">", 1)

    (difference,) = verdict(content_changed(1, swap), "pdf").differences
    assert difference.kind == "changed"
    assert sorted(difference.expected) == sorted(difference.found)


def test_invisible_text_is_found() -> None:
    data = content_changed(
        1, lambda data: data.replace(longest_line(data), b"3 Tr " + longest_line(data) + b" 0 Tr", 1)
    )
    assert {kind for kind, _ in found(data, "pdf")} == {"blank"}
    assert all(place.startswith("第 2 页") for _, place in found(data, "pdf"))


def test_white_text_is_found() -> None:
    data = content_changed(
        1, lambda data: data.replace(longest_line(data), b"1 1 1 rg " + longest_line(data) + b" 0 0 0 rg", 1)
    )
    assert {kind for kind, _ in found(data, "pdf")} == {"blank"}


@pytest.mark.parametrize("colour", ["1 1 1 rg", "0 0 0 rg", ".8 .1 .1 rg"])
def test_text_under_a_box_is_found(colour: str) -> None:
    differences = verdict(drawn_over(1, f"{colour} 60 500 480 60 re f"), "pdf").differences
    assert {item.kind for item in differences} == {"blank"}
    assert sum(item.count for item in differences) >= 70


def test_text_moved_off_the_page_is_found() -> None:
    def narrow(pdf: pikepdf.Pdf) -> None:
        pdf.pages[1].MediaBox = pikepdf.Array([0, 0, 300, 842])

    assert not verdict(pdf_changed(narrow), "pdf").is_proved


def test_text_that_is_only_said_to_be_there_is_found() -> None:
    def said(data: bytes) -> bytes:
        words = ("\ufeff" + "要坚持问题导向").encode("utf-16-be").hex().encode()
        return data.replace(longest_line(data), b"/Span <</ActualText <" + words + b">>> BDC EMC", 1)

    assert "missing" in {kind for kind, _ in found(content_changed(1, said), "pdf")}


Shapes = dict[str, list[Any]]
"""The program of each glyph of a face (Type 2 charstrings), by the character that it stands for."""


def redrawn(change: Callable[[Shapes], None]) -> bytes:
    """The PDF with the glyphs of its Serif faces as *change* leaves their programs."""

    def changed(pdf: pikepdf.Pdf) -> None:
        for item in pdf.objects:
            is_font = isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0"
            if is_font and "Serif" in str(item["/BaseFont"]):
                glyphs = dict(_texts(item["/ToUnicode"].read_bytes()))
                file = item["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile3"]
                file.write(font_changed(file.read_bytes(), glyphs, change))

    return pdf_changed(changed)


def font_changed(data: bytes, glyphs: dict[int, str], change: Callable[[Shapes], None]) -> bytes:
    """A CFF, bare or in an OpenType file, with its programs changed."""
    from fontTools.cffLib import CFFFontSet  # noqa: PLC0415 - heavy
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - as above

    fonts, whole, out = CFFFontSet(), None, io.BytesIO()
    if data[:4] == b"OTTO":
        whole = TTFont(io.BytesIO(data))
        fonts = whole["CFF "].cff
    else:
        fonts.decompile(io.BytesIO(data), whole)
    strings = fonts.topDictIndex[0].CharStrings
    names = {whole.getGlyphName(glyph) if whole else f"cid{glyph:05d}": text for glyph, text in glyphs.items()}
    shapes = {}
    for name, character in names.items():
        strings[name].decompile()
        shapes[character] = list(strings[name].program)
    change(shapes)
    for name, character in names.items():
        strings[name].program = shapes[character]
    if whole:
        whole.save(out)
    else:
        fonts.compile(out, TTFont(recalcBBoxes=False))
    return out.getvalue()


def test_a_glyph_drawn_blank_is_found() -> None:
    """The text layer still says what stood there: every glyph of one face is an empty one."""

    def blank(shapes: Shapes) -> None:
        shapes.update({character: ["endchar"] for character in shapes})

    kinds = [item.kind for item in verdict(redrawn(blank), "pdf").differences]
    assert kinds.count("blank") > 30
    assert set(kinds) <= {"blank", "missing", "glyph"}  # PDFium leaves out some of those that have no shape


def test_a_glyph_drawn_as_another_is_found() -> None:
    """What says 城 is drawn as 市, wherever it stands."""

    def city(shapes: Shapes) -> None:
        shapes["城"] = shapes.get("市", shapes.get("城", []))

    result = verdict(redrawn(city), "pdf")
    (wrong,) = result.differences
    assert (wrong.kind, wrong.expected, wrong.cause) == ("glyph", "城", "市")
    assert wrong.place
    assert wrong.place.page == 1
    assert wrong.count > 3
    (finding,) = findings(result, "x.pdf")
    assert finding.code == "WX661"
    assert "“城”画的不是这个字，像“市”" in finding.message


def test_a_glyph_drawn_in_two_ways_is_one_character_for_each() -> None:
    """The dash of Chinese text is not the font's plain one, and proved all the same."""
    style = find_style()
    fonts_of = parts_of(made("pdf")).fonts
    assert shapes_of(fonts_of, style).wrong == {}
    assert any(len(font.texts) > 100 for font in fonts_of)


def test_a_font_that_is_not_here_or_not_of_the_style_is_told() -> None:
    fonts_of = parts_of(made("pdf")).fonts
    strange = [replace(font, family="Evil Song") for font in fonts_of[:1]]
    assert shapes_of(strange, find_style()).foreign == ("Evil Song",)
    absent = [replace(font, family="STZhongsong") for font in fonts_of[:1]]
    assert shapes_of(absent, find_style()).unknown == ("STZhongsong",)
    lacking = verdict(made("pdf"), "pdf")
    (finding,) = findings(msgspec.structs.replace(lacking, unknown=("STZhongsong",)), "x.pdf")
    assert (finding.code, finding.severity) == ("WX667", "warning")


# What is there besides the text.


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ("</style>", "h3::after { content: '（机密）' }</style>", '样式表里的“h3::after { content: "（机密）" }”'),
        ("</style>", "</style><style>p { direction: rtl }</style>", "样式表里的“p { direction: rtl }”"),
        ("</body>", "<script>document.body.innerHTML=''</script></body>", "脚本“document.body.innerHTML=''”"),
        ("<p>", '<p onclick="alert(1)">', '属性 onclick="alert(1)"'),
        ("<p>", '<p style="transform: rotate(180deg)">', '属性 style="transform: rotate(180deg)"'),
        ("</main>", '<iframe src="https://evil.example/"></iframe></main>', "<iframe>"),
        ("<meta charset", '<meta http-equiv="refresh" content="0;url=https://evil.example/"><meta charset', "自动跳转"),
    ],
)
def test_what_neither_tree_nor_style_has_is_found(before: str, after: str, cause: str) -> None:
    (difference,) = verdict(html_changed(before, after), "html").differences
    assert difference.kind == "foreign"
    assert difference.cause.startswith(cause)


@pytest.mark.parametrize(
    "markup", ["<s>{}</s>", "<del>{}</del>", '<b style="text-decoration: line-through red">{}</b>']
)
def test_text_struck_out_is_found(markup: str) -> None:
    (difference, *others) = verdict(html_changed("抓住主要矛盾", markup.format("抓住主要矛盾")), "html").differences
    assert (difference.kind, difference.expected, difference.span) == ("hidden", "抓住主要矛盾", Span(11, 11))
    assert not others


def test_a_sheet_of_a_book_that_is_not_the_styles_is_found() -> None:
    def writing(path: str, data: bytes) -> bytes:
        return data + b"\nh1::before { content: 'x' }" if path.endswith("book.css") else data

    assert told(epub_changed(writing), "epub") == [("foreign", '样式表里的“h1::before { content: "x" }”')]
    script = document_changed("article-1-1.xhtml", "</body>", "<script>go()</script></body>")
    assert told(script, "epub") == [("foreign", "article-1-1.xhtml 里的脚本“go()”")]


def test_a_cell_that_names_another_column_is_found() -> None:
    """A book's sheet shows the name of a column before each cell of a wide table."""
    head = tuple((Text(f"第{number}栏"), Note((paragraph("注"),))) for number in range(8))
    row = tuple(text(str(number)) for number in range(9))
    table = Table(head=(*head, ()), rows=(row, row[:3]))
    bulletin = Bulletin(sections=(Section(title="统计", blocks=(table,)),))
    book = EPUB.write(bulletin, context_for())
    assert not verdict(book, "epub", bulletin).differences

    def swapped(_path: str, data: bytes) -> bytes:
        return data.replace('data-head="第3栏">3'.encode(), 'data-head="第4栏">3'.encode(), 1)

    (difference,) = verdict(epub_changed(swapped, book), "epub", bulletin).differences
    assert (difference.kind, difference.cause) == ("foreign", "section-1.xhtml 里的栏名“第4栏”（“3”）")


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        (
            "抓住主要矛盾",
            '抓住<a href="https://evil.example/">主要</a>矛盾',
            "“主要”的链接指向 https://evil.example/，来稿里没有这个链接",
        ),
        (
            'href="https://example.org/1"',
            'href="https://evil.example/1"',
            "“【链接】”的链接应指向 https://example.org/1，实际指向 https://evil.example/1",
        ),
        (' href="https://example.org/1"', "", "“【链接】”的链接没有了，应指向 https://example.org/1"),
    ],
)
def test_links_that_are_not_the_trees_are_found(before: str, after: str, message: str) -> None:
    (finding,) = findings(verdict(html_changed(before, after), "html"), "x.html")
    assert finding.code == "WX665"
    assert message in finding.message


def test_an_address_changed_in_the_pdf_is_found() -> None:
    def lead_astray(pdf: pikepdf.Pdf) -> None:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", ()) if "/URI" in note.get("/A", {})]
        notes[0]["/A"]["/URI"] = pikepdf.String("https://evil.example/")

    (difference,) = verdict(pdf_changed(lead_astray), "pdf").differences
    assert (difference.kind, difference.found) == ("link", "https://evil.example/")


def test_what_a_pdf_would_do_is_found() -> None:
    def act(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        pdf.pages[1].obj["/Annots"] = pikepdf.Array([*pdf.pages[1].obj.get("/Annots", ()), note])

    assert told(pdf_changed(act), "pdf") == [("foreign", "第 2 页的批注（Text）"), ("foreign", "打开时执行的动作")]


def test_a_running_head_or_folio_that_is_damaged_is_told_as_such() -> None:
    def renumber(pdf: pikepdf.Pdf) -> None:
        old, new = glyph_of(pdf, "2"), glyph_of(pdf, "7")
        stream = pdf.pages[1].Contents
        before = stream.read_bytes()
        place = before.rindex(old)
        stream.write(before[:place] + new + before[place + len(old) :])

    (difference,) = verdict(pdf_changed(renumber), "pdf").differences
    assert (difference.kind, difference.expected, difference.found) == ("page-mark", "—2—", "—7—")


def glyph_of(pdf: pikepdf.Pdf, character: str) -> bytes:
    """The code of *character* in the face of the page numbers, as it stands in a content stream."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Subtype") == "/Type0":
            codes = {text: glyph for glyph, text in _texts(item["/ToUnicode"].read_bytes())}
            if "2" in codes and "7" in codes:
                return b"%04x" % codes[character]
    raise AssertionError(character)


def test_an_entry_changed_in_the_contents_of_a_book_is_one_difference() -> None:
    data = document_changed("nav.xhtml", "让城市更智慧一些", "让城市更聪明一些")
    (difference,) = verdict(data, "epub").differences
    assert (difference.kind, difference.count) == ("changed", 2)
    assert difference.place
    assert difference.place.document == "nav.xhtml"


def test_a_wrong_page_number_in_the_contents_is_found() -> None:
    def insert(pdf: pikepdf.Pdf) -> None:
        pdf.pages.insert(1, pdf.pages[0])
        del pdf.pages[1].Contents

    assert "page-number" in {kind for kind, _ in found(pdf_changed(insert), "pdf")}


def test_a_pdf_that_is_locked_or_broken_is_told() -> None:
    locked = io.BytesIO()
    with pikepdf.open(io.BytesIO(made("pdf"))) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    with pytest.raises(VerifyError, match="加了密"):
        verdict(locked.getvalue(), "pdf")
    for data in (b"", b"%PDF-1.7\n%%EOF\n", b"words"):
        with pytest.raises(VerifyError, match="PDF 读不出"):
            verdict(data, "pdf")


# Which build, and what is said.


@pytest.mark.parametrize("medium", MEDIA)
def test_an_output_of_another_build_is_told(medium: Medium) -> None:
    linked = Link(target="https://example.org/2", inlines=text(FOURTH))
    other = replace_first(BULLETIN, Paragraph(inlines=(linked,)))
    changed = replace_first(BULLETIN, paragraph(FOURTH))
    kinds = [item.kind for item in verdict(WRITERS[medium].write(other, context_for()), medium, changed).differences]
    assert kinds == ["other-tree", "link"]


def replace_first(bulletin: Bulletin, block: Paragraph) -> Bulletin:
    return Bulletin(
        title=bulletin.title, sections=(Section(title="栏", articles=(Article(title="篇", blocks=(block,)),)),)
    )


def test_the_fingerprint_is_of_text_and_structure_alone() -> None:
    assert fingerprint(BULLETIN) == fingerprint(without_spans(BULLETIN))
    assert fingerprint(ALL_NODES) != fingerprint(BULLETIN)
    said = Bulletin(title='"span":null,')
    assert fingerprint(said) != fingerprint(Bulletin(title=""))


def test_a_finding_is_worded_for_an_editor() -> None:
    result = verdict(html_changed("抓住主要矛盾", "抓住要主矛盾"), "html")
    (told,) = findings(result, "build/yiqi.html")
    assert told.code == "WX654"
    assert told.span == Span(11, 11)
    assert re.fullmatch(
        r"成品 build/yiqi\.html 第 \d+ 段（走出一条新路子）：应为“….*主要.*…”，实为“….*要主.*…”", told.message
    )


def test_a_finding_on_a_title_without_end_is_short() -> None:
    long = Bulletin(title="长" * 5000)
    result = prove(made("html"), "html", long, find_style(), "yiqi")
    assert max(len(told.message) for told in findings(result, "x.html")) < 500


def test_many_differences_are_bounded() -> None:
    result = verdict(html_changed("，", "；", 10_000), "html")
    assert result.total > len(result.differences) == 50
    assert list(findings(result, "x.html"))[-1].code == "WX659"


def test_a_file_is_verified_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "yiqi.html"
    path.write_bytes(made("html"))
    assert wxpress.verify(path, BULLETIN).is_proved
    assert not wxpress.verify(path, ALL_NODES).is_proved
    with pytest.raises(UsageError, match="不会核对"):
        wxpress.verify(tmp_path / "x.docx", BULLETIN)
    with pytest.raises(VerifyError, match="读不出"):
        wxpress.verify(tmp_path / "none.pdf", BULLETIN)


def test_the_pages_of_a_pdf_are_mapped_to_the_tree() -> None:
    pages = page_map(made("pdf"), BULLETIN, find_style(), "yiqi")
    assert [page.label for page in pages] == ["1", "2", "3"][: len(pages)]
    assert len(pages) >= 2
    assert pages[0].path == "/series"
    assert all(page.path and page.path.startswith("/sections/") for page in pages[1:])
    second = pages[1]
    assert second.offset >= 0


def test_cells_of_a_row_are_read_apart() -> None:
    cells = tuple(text(words * 12) for words in ("东南西北", "春夏秋冬", "金木水火土"))
    note = (Text(text="有注"), Note(blocks=(paragraph("表中的注。"),)))
    table = Table(head=(text("方位"), text("时令"), note), rows=(cells, cells))
    bulletin = Bulletin(title="表", sections=(Section(articles=(Article(blocks=(table, paragraph(FIRST))),)),))
    data = PDF.write(bulletin, context_for())
    assert prove(data, "pdf", bulletin, find_style(), "yiqi").differences == ()
    turned = Table(head=table.head, rows=(cells, (cells[1], cells[0], cells[2])))
    other = Bulletin(title="表", sections=(Section(articles=(Article(blocks=(turned, paragraph(FIRST))),)),))
    assert {item.kind for item in prove(data, "pdf", other, find_style(), "yiqi").differences} > {"other-tree"}


def test_a_number_between_the_lines_of_other_cells_is_no_page_of_the_contents() -> None:
    measures = text("逐国编制风险清单，投保出口信用保险，设置汇率避险工具，适时调整库存")
    rows = tuple((text(number), measures, measures) for number in "123")
    table = Table(head=tuple(map(text, ("序号", "事项", "措施"))), rows=rows)
    articles = (Article(title="风险清单", blocks=(table,)), Article(title="一线风采", blocks=(paragraph(FIRST),)))
    bulletin = Bulletin(title="表", sections=(Section(articles=articles),))
    data = PDF.write(bulletin, context_for())
    assert "2" in {line.text for sheet in read_pdf(data).sheets for line in sheet}
    assert prove(data, "pdf", bulletin, find_style(), "yiqi").differences == ()


@pytest.mark.parametrize(
    ("expected", "found", "parts"),
    [
        ("甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚辛", []),
        ("甲乙丙丁戊己庚辛", "甲乙丁丙戊己庚辛", [("丙丁戊己庚辛", "丁丙戊己庚辛")]),
        ("一二三四五六七八九", "一二四五六七八九", [("三", "")]),
        ("一二三四五六七八九", "一二三三四五六七八九", [("", "三")]),
        ("一二三", "", [("一二三", "")]),
        ("", "一二三", [("", "一二三")]),
    ],
)
def test_gaps_are_short(expected: str, found: str, parts: list[tuple[str, str]]) -> None:
    told = [(expected[gap.start : gap.end], found[gap.begin : gap.stop]) for gap in gaps(expected, found)]
    assert len(told) == len(parts)
    for (left, right), (most_left, most_right) in zip(told, parts, strict=True):
        assert left in most_left
        assert right in most_right
