"""The PDF holds every character, lies on the grid, leads to the right pages, and is the same every time."""

from __future__ import annotations

import ctypes
import dataclasses
import io
import os
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pikepdf
import PIL.Image
import pypdfium2
import pytest
import segno
from msgspec.structs import replace

from all_nodes import ALL_NODES, BARE, HOSTILE, MODIFIED, PICTURES, context_for, paragraph
from wxpress.diagnostics import Diagnostic
from wxpress.errors import LimitError, UsageError
from wxpress.inlines import ems
from wxpress.source import Span
from wxpress.styles import Print, Style, find_style
from wxpress.tree import (
    Article,
    Block,
    Bulletin,
    EditorsNote,
    Emphasis,
    Figure,
    Image,
    List,
    Note,
    Paragraph,
    Quote,
    Section,
    SourceLink,
    Strong,
    Table,
    Text,
)
from wxpress.walk import own_text, walk
from wxpress.writers.pdf import PDF
from wxpress.writers.pdf_codes import DOTS, codes
from wxpress.writers.pdf_front import compose
from wxpress.writers.pdf_pictures import picture_rules
from wxpress.writers.pdf_titles import Usage, turned
from wxpress.writers.table_columns import is_too_wide_for_paper, long_rows, narrow_columns

MM = 72 / 25.4
HEAD_MARGIN = 37 * MM
GUTTERS = {"xuexi-wenxuan": 28.8 * MM, "gongwen": 28.8 * MM, "compact": 27.2 * MM}
"""订口: within the 28 mm ± 1 mm of GB/T 9704."""
MEASURE, LINE, LINES = 432, 21, 30
SENTENCE = "城市是我国经济、政治、文化、社会等方面活动的中心，在党和国家工作全局中具有举足轻重的地位。"


def article(title: str | None, sentences: int = 5) -> Article:
    return Article(title=title, blocks=(paragraph(SENTENCE * sentences),) * 2, links=(SourceLink(label="链接"),))


USUAL = Bulletin(
    audience="党政干部和党务工作者",
    series="学习文选",
    title="学习贯彻中央城市工作会议精神",
    editors_note=EditorsNote(label="编者按", blocks=(paragraph(SENTENCE * 4),), links=(SourceLink(label="详细"),)),
    sections=(
        Section(
            title="权威解读", articles=(article("走出一条新路子"), article("让城市更智慧一些"), article("培育创新生态"))
        ),
        Section(title="深度评析", articles=(article("践行人民城市理念"), article("把握历史方位"))),
    ),
    colophon=(paragraph("报：省委宣传部"), paragraph("送：各区委宣传部")),
)


@dataclass(frozen=True)
class Glyph:
    """A character where it stands: its page, from 1, and its origin in pt from the page's upper left corner."""

    text: str
    page: int
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Written:
    """A PDF and what its writer reported."""

    data: bytes
    reports: tuple[Diagnostic, ...]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        document = pypdfium2.PdfDocument(self.data)
        # PDFium gives U+0002 for a hyphen at the end of a line
        return [page.get_textpage().get_text_bounded().replace("\x02", "-") for page in document]

    @cached_property
    def glyphs(self) -> list[Glyph]:
        """Every character but white space."""
        found = []
        for number, page in enumerate(pypdfium2.PdfDocument(self.data), 1):
            text = page.get_textpage()
            found += [_glyph(text, page.get_height(), number, index) for index in range(text.count_chars())]
        return [glyph for glyph in found if not glyph.text.isspace() and glyph.text.isprintable()]

    @cached_property
    def file(self) -> pikepdf.Pdf:
        """The PDF's objects."""
        return pikepdf.open(io.BytesIO(self.data))

    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Level, title and page, both from 1, of each bookmark."""
        document = pypdfium2.PdfDocument(self.data)
        return [
            (mark.level + 1, mark.get_title(), (mark.get_dest().get_index() or 0) + 1) for mark in document.get_toc()
        ]


def _glyph(text: pypdfium2.PdfTextPage, height: float, page: int, index: int) -> Glyph:
    raw = pypdfium2.raw
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    assert raw.FPDFText_GetCharOrigin(text, index, x, y)
    assert raw.FPDFText_GetMatrix(text, index, matrix)
    size = raw.FPDFText_GetFontSize(text, index) * abs(matrix.d)
    return Glyph(chr(raw.FPDFText_GetUnicode(text, index)), page, x.value, height - y.value, size)


def written(bulletin: Bulletin, style: Style | None = None) -> Written:
    reports: list[Diagnostic] = []
    context = context_for(report=reports.append)
    data = PDF.write(bulletin, dataclasses.replace(context, style=style or context.style))
    return Written(data, tuple(reports))


STYLES = ("xuexi-wenxuan", "gongwen", "compact")


@pytest.fixture(scope="module", params=STYLES)
def style(request: pytest.FixtureRequest) -> Style:
    return find_style(request.param)


@pytest.fixture(scope="module")
def usual_in_style(style: Style, usual: Written) -> Written:
    return usual if style.name == "xuexi-wenxuan" else written(USUAL, style)


@pytest.fixture(scope="module")
def all_nodes_in_style(style: Style, all_nodes: Written) -> Written:
    return all_nodes if style.name == "xuexi-wenxuan" else written(ALL_NODES, style)


def measures_of(style: Style) -> Print:
    measures = style.settings.print
    assert measures is not None
    return measures


@pytest.fixture(scope="module")
def usual() -> Written:
    return written(USUAL)


@pytest.fixture(scope="module")
def all_nodes() -> Written:
    return written(ALL_NODES)


@pytest.fixture(scope="module")
def hostile() -> Written:
    return written(HOSTILE)


def characters(text: str) -> Counter[str]:
    return Counter(c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cf", "Cc"})


def words_of(bulletin: Bulletin) -> str:
    """What of the tree is set: not the contents as printed, and no words for pictures that are there."""
    return "".join(
        own_text(node)
        for node in walk(replace(bulletin, contents=()))
        if getattr(node, "source", None) not in PICTURES and not isinstance(node, Image)
    )


def cells(*texts: str) -> tuple[tuple[Text, ...], ...]:
    return tuple((Text(text=text),) for text in texts)


def test_every_character_of_the_tree_is_in_the_pdf(usual_in_style: Written, all_nodes_in_style: Written) -> None:
    for bulletin, pdf in ((USUAL, usual_in_style), (ALL_NODES, all_nodes_in_style)):
        assert characters(words_of(bulletin)) - characters("".join(pdf.pages)) == Counter()


def test_the_engine_finds_nothing_to_complain_of(usual_in_style: Written, all_nodes_in_style: Written) -> None:
    assert usual_in_style.reports == all_nodes_in_style.reports == ()


def test_pages_are_a4_and_body_lines_keep_to_the_type_area(style: Style, usual_in_style: Written) -> None:
    for page in usual_in_style.file.pages:
        assert [round(float(value), 1) for value in page.mediabox] == [0, 0, 595.3, 841.9]
    measure = measures_of(style).measure
    gutter = GUTTERS[style.name]
    outer = 210 * MM - gutter - measure
    for glyph in usual_in_style.glyphs:
        left = gutter if glyph.page % 2 else outer
        assert left - 0.05 <= glyph.x <= left + measure - glyph.size / 4


def test_text_lines_register_on_the_grid_of_every_page(style: Style, usual_in_style: Written) -> None:
    size, line, lines = (getattr(measures_of(style), name) for name in ("size", "line", "lines"))
    body = [
        glyph
        for glyph in usual_in_style.glyphs
        if abs(glyph.size - size) < 0.01 and glyph.y < HEAD_MARGIN + line * lines and glyph.page > 1
    ]
    places = {round((glyph.y - HEAD_MARGIN) % line, 1) for glyph in body}
    assert max(places) - min(places) <= 0.2
    assert {glyph.page for glyph in body} >= set(
        range(2, len(usual_in_style.pages))
    )  # the last may hold the colophon alone


def test_figures_tables_lists_and_quotations_leave_the_text_on_the_grid(
    style: Style, all_nodes_in_style: Written
) -> None:
    measures = measures_of(style)
    foot = HEAD_MARGIN + measures.height
    text = [glyph for glyph in all_nodes_in_style.glyphs if glyph.page > 1 and HEAD_MARGIN < glyph.y < foot]
    last = max(glyph.page for glyph in text)
    in_body = [glyph for glyph in text if abs(glyph.size - measures.size) < 0.01 and glyph.page < last]
    places = Counter(round((glyph.y - HEAD_MARGIN) % measures.line, 1) for glyph in in_body)
    assert max(places) - min(places) <= 0.2, places


def test_the_first_page_lies_on_the_grid_of_the_others(usual: Written) -> None:
    body = [glyph for glyph in usual.glyphs if abs(glyph.size - 12) < 0.01 and not _is_in_contents(glyph, usual)]
    places = {round((glyph.y - HEAD_MARGIN) % LINE, 1) for glyph in body}
    assert max(places) - min(places) <= 0.2
    assert {glyph.page for glyph in body} == set(range(1, len(usual.pages) + 1))


def _is_in_contents(glyph: Glyph, pdf: Written) -> bool:
    """Entries have a pitch of their own; they end where the note's tint begins."""
    label = next(item.y for item in pdf.glyphs if item.page == 1 and item.text == "录")
    note = next(item.y for item in pdf.glyphs if item.text == "编")
    return glyph.page == 1 and label < glyph.y < note - 1


def test_a_full_line_is_as_wide_as_the_style_says(style: Style, usual_in_style: Written) -> None:
    measures = measures_of(style)
    lines: dict[tuple[int, float], list[Glyph]] = {}
    for glyph in usual_in_style.glyphs:
        if glyph.page > 1 and abs(glyph.size - measures.size) < 0.01:
            lines.setdefault((glyph.page, round(glyph.y, 1)), []).append(glyph)
    between_words = [line for line in lines.values() if line[0].text.isalpha() and line[-1].text.isalpha()]
    assert max(line[-1].x + line[-1].size - line[0].x for line in between_words) == pytest.approx(
        measures.measure, abs=0.05
    )


def test_a_page_of_plain_text_holds_as_many_lines_as_the_style_says(style: Style) -> None:
    measures = measures_of(style)
    long = Article(blocks=(paragraph("长" * measures.columns * (measures.lines * 3)),))
    pdf = written(Bulletin(sections=(Section(articles=(long,)),)), style)
    second = {round(glyph.y, 1) for glyph in pdf.glyphs if glyph.page == 2 and glyph.text == "长"}
    assert len(second) == measures.lines


def test_the_front_page_holds_masthead_contents_and_note(usual: Written) -> None:
    for words in ("学习文选", "目录", "走出一条新路子", "编者按："):
        assert words in "".join(usual.pages[0].split())
    assert "".join(usual.pages[0].split()).count(SENTENCE[:12]) >= 4


@pytest.mark.parametrize(
    "name",
    [
        "庆祝中国共产党成立104周年",
        "中共ABC市委党校2025—2026学年学习参考资料汇编之党内法规选读（下）",
        "2025 WORKING PAPERS 学习通讯",
    ],
)
def test_a_masthead_of_numbers_and_latin_words_keeps_its_lines(style: Style, name: str) -> None:
    pdf = written(replace(BARE, series=name), style)
    lines = Counter(glyph.y for glyph in pdf.glyphs if glyph.page == 1 and glyph.size > measures_of(style).size * 1.5)
    assert set(lines.values()) == {
        len(line.replace(" ", "")) for line in turned(name, measures_of(style).longest_series, Usage(name))
    }


def test_a_title_has_two_lines_of_text_under_it_at_the_foot_of_a_page() -> None:
    short = [article(f"第{number}篇", number % 3 + 1) for number in range(40)]
    led = tuple(replace(each, blocks=(paragraph("只有一行。"), *each.blocks)) for each in short)
    pages = written(replace(USUAL, sections=(Section(articles=led),))).pages
    feet = [page.split()[-5] for page in pages[1:-1]]  # PDFium reads the head and the folio last
    assert len(feet) > 5
    assert "只有一行。" not in feet


@pytest.mark.parametrize(
    "block",
    [
        Quote(blocks=(paragraph("政之所兴，在顺民心。"),)),
        List(ordered=False, items=((paragraph("政之所兴，在顺民心。"),),)),
        Table(head=(), rows=(((Text("政之所兴，在顺民心。"),), (Text("又一格"),)),)),
    ],
    ids=["quotation", "list", "table"],
)
def test_what_says_that_something_follows_stands_on_its_page(style: Style, block: Quote | List | Table) -> None:
    lines = measures_of(style).lines
    for filled in range(lines - 3, lines + 1):
        text = (*[paragraph(f"第{number}行。") for number in range(filled)], paragraph("古人有言："), block)
        pages = written(Bulletin(sections=(Section(articles=(Article(blocks=text),)),)), style).pages
        assert any("古人有言" in page and "政之所兴" in page for page in pages)


def test_the_first_of_several_items_is_not_left_alone_at_the_foot_of_a_page(style: Style) -> None:
    items = tuple((paragraph(f"事项{number}。"),) for number in "甲乙丙")
    for filled in range(measures_of(style).lines - 3, measures_of(style).lines):
        lines = [paragraph(f"第{number}行。") for number in range(filled)]
        blocks: tuple[Block, ...] = (*lines, List(ordered=False, items=items))
        pages = written(Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),)), style).pages
        assert any("事项甲" in page and "事项乙" in page for page in pages)


def test_the_title_of_a_table_is_not_parted_from_it(style: Style) -> None:
    table = Table(head=cells("指标", "数"), rows=(cells("政之所兴", "在顺民心"),))
    above = (paragraph("表1　主要指标"), paragraph("单位：万元"), table)
    for filled in range(measures_of(style).lines - 6, measures_of(style).lines + 1, 2):
        lines = [paragraph(f"第{number}行。") for number in range(filled)]
        blocks: tuple[Block, ...] = (*lines, *above, paragraph("下文。"))
        pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),)), style)
        assert any(all(part in page for part in ("主要指标", "万元", "政之所兴")) for page in pdf.pages)
        below = next(glyph for glyph in pdf.glyphs if glyph.text == "下")
        first = next(glyph for glyph in pdf.glyphs if glyph.text == "第")
        assert (below.y - first.y) / measures_of(style).line % 1 == pytest.approx(0, abs=0.02) or below.page > 1


def test_a_date_without_a_publisher_stands_above_the_rule(style: Style) -> None:
    dated = replace(USUAL, date="2025年7月16日")
    both, alone = (written(replace(dated, publisher=publisher), style) for publisher in ("省委宣传部", None))
    lows = [min(glyph.y for glyph in pdf.glyphs if glyph.page == 1 and glyph.text == "走") for pdf in (both, alone)]
    assert lows[0] == pytest.approx(lows[1], abs=0.1)


def test_contents_name_the_page_on_which_the_title_stands(usual: Written) -> None:
    pages = {title: page for level, title, page in usual.bookmarks() if title != "编者按"}
    entries = [line.strip() for line in usual.pages[0].splitlines() if line.rstrip()[-1:].isdigit()]
    assert entries == [f"{title} {page}" for title, page in pages.items()]
    assert len(set(pages.values())) > 1
    for title, page in pages.items():
        assert title in usual.pages[page - 1]


def test_contents_lead_to_their_places(usual: Written) -> None:
    numbers = {str(page.objgen): number for number, page in enumerate(usual.file.pages, 1)}
    names = usual.file.Root.Names.Dests.Names
    places = {str(name): numbers[str(place[0].objgen)] for name, place in zip(names[::2], names[1::2], strict=True)}
    links = [link for link in usual.file.pages[0].Annots if "/Dest" in link]
    led = {str(link.Dest): round(-float(link.Rect[1])) for link in links}
    assert len(links) == 2 * len(led)  # the title and the number of the page
    titled = [page for _, title, page in usual.bookmarks() if title != "编者按"]
    assert [places[name] for name in sorted(led, key=lambda name: led[name])] == titled


def test_bookmarks_have_two_levels(usual: Written) -> None:
    assert [(level, title) for level, title, _ in usual.bookmarks()] == [
        (1, "编者按"),
        (1, "权威解读"),
        (2, "走出一条新路子"),
        (2, "让城市更智慧一些"),
        (2, "培育创新生态"),
        (1, "深度评析"),
        (2, "践行人民城市理念"),
        (2, "把握历史方位"),
    ]


def test_articles_without_a_section_are_bookmarks_of_the_first_level() -> None:
    bulletin = replace(USUAL, sections=(Section(articles=(article("第一篇", 1), article("第二篇", 1))),))
    assert [level for level, _, _ in written(bulletin).bookmarks()] == [1, 1, 1]


def test_metadata_say_what_it_is_and_take_their_dates_from_the_source(usual: Written) -> None:
    info = usual.file.docinfo
    assert str(info["/Title"]) == USUAL.title
    assert str(info["/Author"]) == "学习文选"
    assert str(info["/Keywords"]) == "学习文选, 党政干部和党务工作者, 权威解读, 深度评析"
    assert str(info["/CreationDate"]) == str(info["/ModDate"]) == f"D:{MODIFIED:%Y%m%d%H%M%S}Z"
    assert str(usual.file.Root["/Lang"]) == "zh-CN"


def test_folios_stand_on_the_outer_side_and_heads_everywhere_but_on_the_first_page(usual: Written) -> None:
    below = [glyph for glyph in usual.glyphs if glyph.y > HEAD_MARGIN + LINES * LINE]
    for page in range(1, len(usual.pages) + 1):
        folio = [glyph for glyph in below if glyph.page == page]
        assert "".join(glyph.text for glyph in folio) == f"—{page}—"
        assert (folio[0].x > 595 / 2) == bool(page % 2)
    above = {page: "".join(g.text for g in usual.glyphs if g.page == page and g.y < HEAD_MARGIN) for page in (1, 2, 3)}
    assert above == {1: "", 2: "学习文选", 3: above[3]}
    assert above[3] in {"权威解读", "深度评析"}


def test_the_colophon_stands_at_the_foot_of_the_last_page(style: Style, usual_in_style: Written) -> None:
    measures = measures_of(style)
    last = max(glyph.page for glyph in usual_in_style.glyphs)
    foot = HEAD_MARGIN + measures.height
    lowest = max(
        (glyph for glyph in usual_in_style.glyphs if glyph.page == last and glyph.y < foot), key=lambda glyph: glyph.y
    )
    assert lowest.text in "送：各区委宣传部"
    assert foot - lowest.y < measures.line


def test_notes_stand_below_the_colophon_that_calls_them(all_nodes: Written) -> None:
    last = [glyph for glyph in all_nodes.glyphs if glyph.page == len(all_nodes.pages)]
    note = next(glyph for glyph in last if glyph.text == "免")
    colophon = next(glyph for glyph in last if glyph.text == "主")
    assert colophon.y < note.y
    assert note.size < colophon.size


def test_notes_of_the_text_stand_above_the_colophon() -> None:
    noted = Paragraph(inlines=(Text(text="一句话。"), Note(blocks=(Paragraph(inlines=(Text(text="注"),)),))))
    sections = (Section(articles=(Article(title="题", blocks=(noted,)),)),)
    found = {
        glyph.text: glyph.y
        for glyph in written(Bulletin(sections=sections, colophon=(Paragraph(inlines=(Text(text="校"),)),))).glyphs
    }
    assert found["句"] < found["注"] < found["校"]


def test_a_live_link_is_kept_and_nothing_else_is(hostile: Written) -> None:
    addresses = {
        str(annotation["/A"]["/URI"])
        for page in hostile.file.pages
        for annotation in page.get("/Annots", [])
        if "/A" in annotation and "/URI" in annotation["/A"]
    }
    assert addresses
    assert all(address.startswith("https://example.org/") for address in addresses)


def test_nothing_of_a_source_is_run_or_attached(hostile: Written) -> None:
    text = "".join("".join(hostile.pages).split())
    assert "<script>alert(1)</script>{{7*7}}{%raw%}" in text
    assert "/etc/passwd" in text
    assert "root:" not in text
    assert "/Names" not in hostile.file.Root or "/EmbeddedFiles" not in hostile.file.Root["/Names"]
    assert b"/JavaScript" not in hostile.data


def test_the_engine_refuses_every_address_it_was_not_given(usual: Written) -> None:
    assert usual.data  # the engine is loaded by the writer, with the fonts it may see
    from wxpress.writers.pdf_engine import Pictures  # noqa: PLC0415 - as above

    asset = next(iter(PICTURES.values()))
    pictures = Pictures({"wxpress-picture:0": asset})
    assert pictures.fetch("wxpress-picture:0").read() == asset.data
    for address in ("file:///etc/passwd", "http://127.0.0.1/", "data:text/plain,x", "wxpress-picture:1"):
        with pytest.raises(ValueError, match="不读取"):
            pictures.fetch(address)


def test_a_character_without_a_glyph_is_an_error_at_its_line() -> None:
    odd = Paragraph(inlines=(Text(text="一个\U0010fffd字"),), span=Span(41, 42))
    reports = written(Bulletin(sections=(Section(articles=(Article(blocks=(odd,)),)),))).reports
    error = next(report for report in reports if report.code == "WX410")
    assert (error.severity, error.span) == ("error", Span(41, 42))
    assert "U+10FFFD" in error.message
    assert [report.code for report in reports] == ["WX410"]  # the engine says it once more, in words of its own


@pytest.mark.parametrize(
    "bulletin",
    [
        BARE,
        Bulletin(),
        Bulletin(series="学习文选", sections=(Section(articles=(article("只有一篇"),)),)),
        replace(USUAL, editors_note=None, colophon=(), sections=(Section(articles=(article(None),)),)),
    ],
    ids=["bare", "empty", "one article", "no titles"],
)
def test_a_bulletin_with_fewer_than_two_titles_has_no_contents(bulletin: Bulletin) -> None:
    pdf = written(bulletin)
    assert pdf.reports == ()
    assert "目录" not in "".join("".join(pdf.pages).split())
    assert characters(words_of(bulletin)) - characters("".join(pdf.pages)) == Counter()


def test_the_same_bulletin_gives_the_same_bytes_again(usual: Written) -> None:
    assert written(USUAL).data == usual.data


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_gives_the_same_bytes(usual: Written, hash_seed: str) -> None:
    program = (
        "import sys, test_pdf\nsys.stdout.buffer.write(test_pdf.PDF.write(test_pdf.USUAL, test_pdf.context_for()))"
    )
    environment = {name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME"}}
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=Path(__file__).parent,
        env=environment | {"PYTHONHASHSEED": hash_seed, "TZ": "Asia/Shanghai", "LC_ALL": "C"},
    )
    assert done.stdout == usual.data
    assert done.stderr == b""


def nested(depth: int) -> Bulletin:
    block: Block = paragraph("最里面的一段。")
    for _ in range(depth):
        block = Quote(blocks=(block,)) if depth % 2 else List(ordered=False, items=((block,),))
    return Bulletin(sections=(Section(articles=(Article(blocks=(block,)),)),))


def test_text_nested_a_hundred_deep_is_set() -> None:
    assert "最里面的一段。" in written(nested(100)).pages[0]


def test_too_deep_a_nest_is_refused() -> None:
    before = sys.getrecursionlimit()
    with pytest.raises(LimitError, match="套得太深"):
        written(nested(3001))
    assert sys.getrecursionlimit() == before


def test_a_style_without_measures_cannot_print(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('title = "试"\n[faces]\nsong = ["Noto Serif CJK SC"]\n', "utf-8")
    with pytest.raises(UsageError, match=r"\[print\]"):
        PDF.write(BARE, dataclasses.replace(context_for(), style=Style("shi", tmp_path)))


def test_what_a_sheet_says_in_vain_is_told(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('title = "试"\n', "utf-8")
    (tmp_path / "print.css").write_text(".theme { colour: red; font-size: 12ptx }\n", "utf-8")
    pdf = written(BARE, Style("shi", tmp_path, find_style()))
    assert [(report.code, report.message) for report in pdf.reports] == [
        ("WX506", "版式的 print.css 里“colour: red”没有用上：没有这个属性"),
        ("WX506", "版式的 print.css 里“font-size: 12ptx”没有用上：值写得不对"),
    ]


def test_the_lines_of_a_large_title_keep_apart_and_the_text_on_the_grid(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('title = "大"\n[print]\narticle-title-size = 22\n', "utf-8")
    large = Style("large", tmp_path, find_style())
    title = "为什么要把预报预警预演预案贯穿全过程，怎样才能把责任落实到最后一公里"
    pdf = written(Bulletin(sections=(Section(articles=(article(title), article("短"))),)), large)
    lines = sorted({round(glyph.y, 1) for glyph in pdf.glyphs if abs(glyph.size - 22) < 0.1 and glyph.page == 1})
    assert len(lines) > 2
    assert all(below - above >= 22 * 1.2 for above, below in pairwise(lines))
    text = [glyph for glyph in pdf.glyphs if abs(glyph.size - 12) < 0.01 and glyph.y > HEAD_MARGIN]
    places = {round((glyph.y - HEAD_MARGIN) % 21, 1) for glyph in text}
    assert max(places) - min(places) <= 0.2


MEASURES = measures_of(find_style())


def front(masthead: float = 105, theme: float = 37, entries: int = 0, note: float = 0) -> dict[str, float]:
    """Heights of the front matter, in pt, with so many lines of contents."""
    contents = {"contents": 31.5, "entries": entries * 21.0} if entries else {}
    return {"masthead": masthead, "theme": theme, **contents, "editors-note": note}


def used(heights: dict[str, float]) -> float:
    """How high the front page is when it is composed so."""
    fit = compose(heights, MEASURES).fit
    entries = heights.get("entries", 0) / 21
    above = heights["masthead"] + fit.masthead_air + heights["theme"] + fit.theme_air
    contents = heights.get("contents", 0) + fit.contents_gap + entries * fit.contents_pitch
    assert contents / 21 == pytest.approx(round(contents / 21))
    return above + contents + heights["editors-note"]


def test_a_front_page_with_room_is_set_at_full_pitch_in_whole_lines() -> None:
    fit = compose(front(entries=5, note=100), MEASURES).fit
    assert fit.contents_pitch == 21
    assert (105 + fit.masthead_air) / 21 == pytest.approx(8)
    assert (37 + fit.theme_air) / 21 == pytest.approx(2)


def test_the_contents_give_way_before_the_masthead_does() -> None:
    roomy, tight, tightest = (compose(front(entries=12, note=note), MEASURES).fit for note in (115, 155, 178.5))
    assert roomy.contents_pitch == 21
    assert 17.5 <= tight.contents_pitch < 21
    assert tight.masthead_air == roomy.masthead_air
    assert tightest.masthead_air < roomy.masthead_air


@pytest.mark.parametrize("entries", range(2, 16))
@pytest.mark.parametrize("note", [0, 94.5, 178.5, 241.5])
def test_a_front_that_is_composed_together_stays_within_the_page(entries: int, note: float) -> None:
    heights = front(entries=entries, note=note)
    fits = used(heights) <= MEASURES.height + 0.01
    tightest = 105 + 42 + 31.5 + entries * 17.5 + note
    assert fits or tightest > MEASURES.height - 2 * LINE


def test_contents_too_long_for_the_page_run_on_at_full_pitch() -> None:
    composed = compose(front(entries=40, note=100), MEASURES)
    assert composed.fit.contents_pitch == 21
    assert composed.note_is_whole


def test_a_note_over_half_a_page_may_be_split_when_it_cannot_stand_on_the_first() -> None:
    assert compose(front(note=400), MEASURES).note_is_whole
    assert not compose(front(entries=12, note=400), MEASURES).note_is_whole
    assert compose(front(entries=20, note=300), MEASURES).note_is_whole


def test_a_long_column_does_not_squeeze_the_narrow_ones() -> None:
    def row(*cells: str) -> tuple[tuple[Text, ...], ...]:
        return tuple((Text(text=cell),) for cell in cells)

    table = Table(head=row("指标", "2030年", "说明"), rows=(row("城镇化率", "约70%", SENTENCE * 2),))
    pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=(table,)),)),)))
    lines = [line.strip() for line in pdf.pages[0].splitlines()]
    assert any("城镇化率" in line for line in lines)
    assert any("约70%" in line for line in lines)
    assert narrow_columns(table) == {0, 1}


def test_a_table_of_many_columns_keeps_its_short_ones_on_one_line() -> None:
    cells = ("浙江湖州", "老旧小区改造提升及配套基础设施建设", "1,234.5", "98.7%", "市住房和城乡建设局", "2025年12月")
    row = tuple((Text(text=cell),) for cell in cells)
    assert narrow_columns(Table(head=row, rows=(row,))) == {0, 2, 3, 5}
    assert narrow_columns(Table(head=(), rows=(row * 2,))) == frozenset()


def test_narrow_columns_leave_room_for_the_others() -> None:
    words = tuple((Text(text="六个字的一格"),) for _ in range(12))
    assert narrow_columns(Table(head=(), rows=(words,))) == frozenset()
    assert narrow_columns(Table(head=(), rows=(words[:2],))) == {0, 1}
    assert narrow_columns(Table(head=(), rows=((),))) == frozenset()


def test_a_row_longer_than_a_page_goes_on_under_the_head(style: Style) -> None:
    """The first of them begins below the title; each page repeats the head, and no character is lost."""
    long = "".join(f"第{number}条，{SENTENCE}" for number in range(45))
    table = Table(
        head=cells("时间", "事项", "依据"), rows=(cells("上午", long, "照章办事。" * 30), cells("下午", long, ""))
    )
    bulletin = Bulletin(sections=(Section(articles=(Article(title="会议日程", blocks=(table,)),)),))
    pdf = written(bulletin, style)
    assert "第0条" in pdf.pages[0]
    assert all("事项" in page for page in pdf.pages)
    assert characters(words_of(bulletin)) - characters("".join(pdf.pages)) == Counter()
    assert len(pdf.pages) <= 2 * len(long) / measures_of(style).lines / 18


def test_long_words_of_a_table_are_broken_rather_than_lost(style: Style) -> None:
    addresses = [f"https://www.example.org/{name}content_{number}7023456.htm" for number, name in enumerate("abcd")]
    table = Table(head=cells("甲", "乙", "丙", "丁"), rows=(cells(*addresses), cells("是", "不是", "", "完")))
    pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=(table,)),)),)), style)
    assert pdf.reports == ()
    right = 210 * MM - (210 * MM - GUTTERS[style.name] - measures_of(style).measure)
    assert max(glyph.x for glyph in pdf.glyphs) < right
    assert characters("".join(addresses)) - characters(pdf.pages[0]) == Counter()


def test_words_of_a_table_that_fit_are_not_broken() -> None:
    assert not is_too_wide_for_paper(Table(head=cells("网址", "说明"), rows=(cells("www.example.org", SENTENCE * 9),)))
    assert is_too_wide_for_paper(Table(head=(), rows=(cells(*["www.example.org/a"] * 5),)))


def test_only_long_rows_may_be_parted() -> None:
    rows = (cells("一", SENTENCE), cells("二", SENTENCE * 9), cells("三", SENTENCE * 3), cells("四"))
    assert long_rows(Table(head=cells("号", "说明"), rows=rows)) == {1}
    assert long_rows(Table(head=(), rows=(cells(SENTENCE * 3, SENTENCE * 4),))) == {0}
    assert long_rows(Table(head=(), rows=((), cells("")))) == frozenset()


def test_emphasized_characters_are_dotted_below_and_marks_are_not(style: Style) -> None:
    words = (Emphasis(inlines=(Text(text="人民，"), Strong(inlines=(Text(text="城"),)))), Text(text="市"))
    pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=(Paragraph(inlines=words),)),)),)), style)
    page = pypdfium2.PdfDocument(pdf.data)[0]
    paths = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_PATH]
    dots = [
        (left, page.get_height() - top) for left, _, right, top in paths if right - left < measures_of(style).size / 4
    ]
    dotted = [glyph for glyph in pdf.glyphs if glyph.text in "人民城"]
    assert len(dots) == len(dotted) == 3
    for (x, y), glyph in zip(sorted(dots), dotted, strict=True):
        assert glyph.x < x < glyph.x + glyph.size
        assert 0 < y - glyph.y < measures_of(style).line / 2
    assert "人民，城市" in "".join(pdf.pages[0].split())


LINKED = Bulletin(
    sections=(
        Section(
            title="栏目",
            articles=(
                Article(
                    title="有两个链接的一篇",
                    blocks=(paragraph(SENTENCE),),
                    links=(
                        SourceLink(label="链接", target=f"https://example.org/{'long-path/' * 12}?from=weixin"),
                        SourceLink(label="视频", target="https://example.org/v"),
                        SourceLink(label="失效", target="#"),
                    ),
                ),
                Article(title="后一篇", blocks=(paragraph(SENTENCE * 3),)),
            ),
        ),
    )
)


@pytest.fixture(scope="module")
def linked(style: Style) -> Written:
    return written(LINKED, style)


def test_a_live_source_link_gives_its_address_in_a_note(linked: Written) -> None:
    text = "".join(linked.pages[0].split())
    for target in (link.target for link in LINKED.sections[0].articles[0].links[:2]):
        assert str(target) in text
    assert "【链接】①【视频】②" in text


def test_a_live_source_link_gives_a_code_of_14_mm(style: Style, linked: Written) -> None:
    page = pypdfium2.PdfDocument(linked.data)[0]
    boxes = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert [(round((right - left) / MM, 1), round((top - bottom) / MM, 1)) for left, bottom, right, top in boxes] == [
        (14, 14),
        (14, 14),
    ]
    assert max(right for _, _, right, _ in boxes) == pytest.approx(
        GUTTERS[style.name] + measures_of(style).measure, abs=0.1
    )


def test_text_after_codes_stands_on_the_grid(style: Style, linked: Written) -> None:
    measures = measures_of(style)
    body = [glyph for glyph in linked.glyphs if abs(glyph.size - measures.size) < 0.01 and glyph.text in SENTENCE]
    places = {round(glyph.y % measures.line, 1) for glyph in body}
    assert max(places) - min(places) <= 0.2


def test_a_code_leads_to_its_address() -> None:
    target = "https://example.org/v"
    (asset,) = codes(
        Bulletin(editors_note=EditorsNote(label="", links=(SourceLink(label="", target=target),))), MEASURES
    ).values()
    with PIL.Image.open(io.BytesIO(asset.data)) as picture:
        modules = picture.width // DOTS
        found = [[not picture.getpixel((x * DOTS + 1, y * DOTS + 1)) for x in range(modules)] for y in range(modules)]
    wanted = segno.make_qr(target, error="m", boost_error=False)
    assert wanted.error == "M"
    assert found == [[bool(module) for module in row] for row in wanted.matrix]


@pytest.mark.parametrize(("length", "count"), [(170, 1), (200, 0), (5000, 0)])
def test_an_address_too_long_for_a_legible_code_has_none(length: int, count: int) -> None:
    link = SourceLink(label="链接", target="https://example.org/".ljust(length, "x"))
    assert len(codes(Bulletin(sections=(Section(articles=(Article(links=(link,)),)),)), MEASURES)) == count


@pytest.mark.parametrize(("length", "codes_reported"), [(170, []), (200, ["WX503"])])
def test_an_address_too_long_for_a_code_is_reported(length: int, codes_reported: list[str]) -> None:
    link = SourceLink(label="链接", target="https://example.org/".ljust(length, "x"), span=Span(7, 7))
    reports: list[Diagnostic] = []
    PDF.write(Bulletin(sections=(Section(articles=(Article(links=(link,)),)),)), context_for(report=reports.append))
    assert [report.code for report in reports] == codes_reported
    assert all(report.span == Span(7, 7) for report in reports)


def lone_codes(data: bytes) -> list[tuple[float, float]]:
    """The left and right edge of the one picture of each page, in mm."""
    return [
        (left / MM, right / MM)
        for sheet in pypdfium2.PdfDocument(data)
        for left, _, right, _ in [
            item.get_bounds() for item in sheet.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
        ]
    ]


def test_a_lone_code_stands_in_the_middle_of_the_outer_margin(style: Style) -> None:
    link = SourceLink(label="链接", target="https://example.org/")
    filler = Paragraph(inlines=(Text(text="坚持以人民为中心。"),))
    linked_article = Article(blocks=(filler,), links=(link,))
    page_full = Article(blocks=(filler,) * measures_of(style).lines)
    pdf = written(Bulletin(sections=(Section(articles=(linked_article, page_full, linked_article)),)), style)
    codes_found = lone_codes(pdf.data)
    assert len(codes_found) == 2
    outer = 210 - GUTTERS[style.name] / MM - measures_of(style).measure / MM
    right_hand = (210 - outer / 2 - 7, 210 - outer / 2 + 7)
    left_hand = (outer / 2 - 7, outer / 2 + 7)
    assert codes_found[0] == pytest.approx(right_hand, abs=0.2)
    assert codes_found[1] == pytest.approx(left_hand, abs=0.2)


def test_a_code_does_not_reach_up_into_the_head_of_a_page(style: Style) -> None:
    link = SourceLink(label="链接", target="https://example.org/")
    linked_article = Article(blocks=(paragraph("坚持以人民为中心。"),), links=(link,))
    data = written(Bulletin(sections=(Section(articles=(linked_article,)),)), style).data
    page = pypdfium2.PdfDocument(data)[0]
    (top,) = [item.get_bounds()[3] for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert page.get_height() - top >= HEAD_MARGIN - 0.1


def test_the_code_of_a_note_stands_in_the_middle_of_the_outer_margin(style: Style) -> None:
    note = EditorsNote(label="编者按", blocks=(paragraph(SENTENCE),), links=LINKED.sections[0].articles[0].links[:1])
    codes_found = lone_codes(written(replace(BARE, editors_note=note), style).data)
    outer = 210 - GUTTERS[style.name] / MM - measures_of(style).measure / MM
    assert codes_found == [pytest.approx((210 - outer / 2 - 7, 210 - outer / 2 + 7), abs=0.2)]


def test_a_publisher_stands_whole_and_above_the_date_where_both_are_too_long(style: Style) -> None:
    offices = ("中共临江市委宣传部", "临江市委党史和地方志研究室", "临江市委党校")
    pdf = written(replace(BARE, series="参考", publisher="　".join(offices), date="2025年12月31日（星期三）"), style)
    lines = [line.replace(" ", "") for line in pdf.pages[0].splitlines()]
    assert all(any(office in line for line in lines) for office in offices)
    first, last = (next(glyph.y for glyph in pdf.glyphs if glyph.text == sign) for sign in "史期")
    assert first < last


@pytest.mark.parametrize("name", ["publisher", "date"])
def test_what_stands_alone_above_the_rule_stands_in_the_middle(style: Style, name: str) -> None:
    pdf = written(replace(BARE, series="参考", **{name: "市委党校"}), style)
    ends = [next(glyph for glyph in pdf.glyphs if glyph.text == sign) for sign in "市校"]
    middle = GUTTERS[style.name] + measures_of(style).measure / 2
    assert (ends[0].x + ends[1].x + ends[1].size) / 2 == pytest.approx(middle, abs=0.5)


def test_a_note_stands_on_the_page_of_its_call(style: Style) -> None:
    """Also where the second line of a later paragraph would fit only without it."""
    words = (Text(text=SENTENCE), Note(blocks=(Paragraph(inlines=(Text(text="这是注。"),)),)))
    filler = Paragraph(inlines=(Text(text="坚持以人民为中心。"),))
    long = Paragraph(inlines=(Text(text=SENTENCE * 6),))
    for count in range(measures_of(style).lines - 5, measures_of(style).lines - 2):
        blocks = (Paragraph(inlines=words), *(filler,) * count, long)
        pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),)), style)
        assert "这是注。" in pdf.pages[0], count


@pytest.mark.parametrize("above", [1, 2, 3])
def test_no_note_is_lost_where_a_paragraph_has_one_in_each_line(above: int) -> None:
    """The second line would fit if the note of the first gave way to it: that note stays, and the paragraph moves."""
    style = find_style()
    notes = [Note(blocks=(Paragraph(inlines=(Text(text=f"这是注{sign}。"),)),)) for sign in "甲乙丙丁戊己庚辛"]
    line = Text(text="坚" * (measures_of(style).columns - 6))
    filler = Paragraph(inlines=(Text(text="坚持以人民为中心。"),))
    first = Paragraph(inlines=(Text(text="坚持以人民为中心。"), *notes[:above]))
    words = Paragraph(inlines=tuple(inline for note in notes[above:] for inline in (line, note)))
    for count in range(measures_of(style).lines - 7, measures_of(style).lines - 2):
        blocks = (first, *(filler,) * count, words, filler, filler)
        pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),)), style)
        for sign, mark in zip("甲乙丙丁戊己庚辛", "①②③④⑤⑥⑦⑧", strict=True):
            pages = [page for page in pdf.pages if f"这是注{sign}。" in page]
            assert [page.count(mark) for page in pages] == [2], count  # the call, and the mark of the note itself


def test_the_colophon_never_stands_alone(style: Style) -> None:
    filler = Paragraph(inlines=(Text(text="坚持以人民为中心。"),))
    colophon = (Paragraph(inlines=(Text(text="主编：王五"),)),)
    for count in range(measures_of(style).lines - 3, measures_of(style).lines):
        sections = (Section(articles=(Article(blocks=(filler,) * count),)),)
        pdf = written(Bulletin(sections=sections, colophon=colophon), style)
        assert "坚持" in pdf.pages[-1], count
        assert "王五" in pdf.pages[-1]


def test_the_colophon_stands_under_the_text_where_it_just_fits(style: Style) -> None:
    filler = Paragraph(inlines=(Text(text="坚持以人民为中心。"),))
    colophon = (Paragraph(inlines=(Text(text="主编：王五"),)),)
    sections = (Section(articles=(Article(blocks=(filler,) * (measures_of(style).lines - 2)),)),)
    assert len(written(Bulletin(sections=sections, colophon=colophon), style).pages) == 1


def test_a_date_without_a_publisher_stands_in_the_middle(style: Style) -> None:
    def ends(bulletin: Bulletin, first: str, last: str) -> float:
        at = {glyph.text: glyph for glyph in reversed(written(bulletin, style).glyphs) if glyph.page == 1}
        return at[first].x + at[last].x + at[last].size

    words = Paragraph(inlines=(Text(text=SENTENCE),))
    whole = Bulletin(
        series="参考", publisher="档馆", date="丙午", sections=(Section(articles=(Article(blocks=(words,)),)),)
    )
    middle = ends(whole, "档", "午")
    assert abs(ends(replace(whole, publisher=None), "丙", "午") - middle) < 1


def test_the_title_of_a_section_turns_by_its_sense(style: Style) -> None:
    title = "深入学习领会习近平总书记关于全面深化改革、推进中国式现代化的重要论述专题辅导材料"
    words = Paragraph(inlines=(Text(text=SENTENCE),))
    page = written(Bulletin(sections=(Section(title=title, articles=(Article(blocks=(words,)),)),)), style).pages[0]
    lines = [line.replace(" ", "") for line in page.splitlines()]
    assert "".join(lines).startswith(title)
    assert lines[1].startswith(("全面深化改革", "推进中国式现代化"))


def test_a_date_in_a_table_stands_on_one_line() -> None:
    cells = ("2022年10月16日至22日", SENTENCE * 3)
    row = tuple((Text(text=cell),) for cell in cells)
    assert narrow_columns(Table(head=row, rows=(row,))) == {0}


def test_a_style_may_leave_out_dead_links_and_codes(tmp_path: Path) -> None:
    (tmp_path / "style.toml").write_text('title = "试"\n[print]\ndead-links = "none"\ncode-size = 0\n', "utf-8")
    pdf = written(LINKED, Style("shi", tmp_path, find_style()))
    assert "失效" not in "".join(pdf.pages)
    assert "【视频】" in "".join(pdf.pages)
    assert not [
        item
        for item in pypdfium2.PdfDocument(pdf.data)[0].get_objects()
        if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    ]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("短标题", ("短标题",)),
        (
            "坚持以人民为中心，不断提高城市治理现代化水平和能力建设",
            ("坚持以人民为中心，", "不断提高城市治理现代化水平和能力建设"),
        ),
        ("深入贯彻落实城市工作会议精神，加快建设人民城市", ("深入贯彻落实城市工作会议精神，", "加快建设人民城市")),
        ("深入贯彻落实城市工作会的精神，加快", ("深入贯彻落实城市工作会的精神，加快",)),
        ("全面深入贯彻落实城市工作会议的精神加快建设城市", ("全面深入贯彻落实城市工作", "会议的精神加快建设城市")),
        ("认真学习城市建设与发展的理论", ("认真学习城市建设与发展的理论",)),
        ("确保提前完成好2025年度各项工作任务的实施方案", ("确保提前完成好2025年度", "各项工作任务的实施方案")),
        (
            "坚持不懈用党的创新理论凝心铸魂、强基固本，奋力开创各项事业发展新局面",
            ("坚持不懈用党的创新理论凝心铸魂、", "强基固本，奋力开创各项事业发展新局面"),
        ),
        (
            "因地制宜、分类指导、循序渐进，不能一哄而上、搞一种模式",
            ("因地制宜、分类指导、循序渐进，", "不能一哄而上、搞一种模式"),
        ),
    ],
)
def test_a_long_title_turns_by_its_sense(title: str, lines: tuple[str, ...]) -> None:
    assert turned(title, 20) == lines


@pytest.mark.parametrize(
    ("title", "text", "lines"),
    [
        ("党委理论学习中心组学习资料汇编", "党组理论学习中心组、中心组成员", ("党委理论学习中心组", "学习资料汇编")),
        ("学习贯彻四中全会精神推动发展", "四中全会。党的四中全会。全面。", ("学习贯彻四中全会", "精神推动发展")),
    ],
)
def test_a_title_without_marks_parts_no_words_of_the_text(title: str, text: str, lines: tuple[str, ...]) -> None:
    assert turned(title, 10, Usage(text)) == lines


def test_a_subtitle_is_set_in_another_face(style: Style) -> None:
    title = "坚持以人民为中心的发展思想，扎实推进城市更新——学习中央城市工作会议精神的几点体会和思考"
    text = Article(title=title, blocks=(paragraph(SENTENCE),))
    pdf = written(Bulletin(title=title, sections=(Section(articles=(text,)),)), style)
    names = faces_of(pdf.data, "坚考")
    assert len(names["坚"]) == len(names["考"]) == 2
    assert all("Serif" in name and "Bold" in name for name in names["坚"])
    assert all("Kai" in name for name in names["考"])
    assert pdf.pages[0].replace(" ", "").replace("\r\n", "").count(title) == 2


def faces_of(data: bytes, signs: str) -> dict[str, list[str]]:
    """The names of the faces in which each of *signs* is set, in the order of the file."""
    text = pypdfium2.PdfDocument(data)[0].get_textpage()
    raw, found = pypdfium2.raw, {sign: list[str]() for sign in signs}
    for index in range(text.count_chars()):
        if (sign := chr(raw.FPDFText_GetUnicode(text, index))) in found:
            name = ctypes.create_string_buffer(256)
            raw.FPDFText_GetFontInfo(text, index, name, 256, ctypes.c_int())
            found[sign].append(name.value.decode())
    return found


def test_a_line_more_saves_a_clause() -> None:
    title = "发展新质生产力必须因地制宜、分类指导，不能一哄而上、搞一种模式，更不能忽视、放弃传统产业"
    clauses = ("发展新质生产力必须因地制宜、分类指导，", "不能一哄而上、搞一种模式，", "更不能忽视、放弃传统产业")
    assert turned(title, 24.5) == clauses
    assert turned(title, 30) == (clauses[0], clauses[1] + clauses[2])


@pytest.mark.parametrize("measure", [8, 14, 27.4])
@pytest.mark.parametrize(
    "title", ["长" * 100, "学习的的的的的的的的的的的的的的的的的", "a" * 200, "“城市”（人民）" * 12, "在" * 40]
)
def test_turning_loses_no_character_and_keeps_marks_off_line_starts(title: str, measure: float) -> None:
    lines = turned(title, measure)
    assert "".join(lines) == title
    assert not any(line[0] in "”）的，" for line in lines[1:])
    if len(lines) > 1:
        assert all(ems(line) <= measure for line in lines[:-1])


def test_a_figure_takes_whole_lines_and_leaves_room_for_text() -> None:
    for width, height in ((480, 270), (4000, 100), (100, 9000), (1, 1), (37, 41)):
        picture = dataclasses.replace(next(iter(PICTURES.values())), width=width, height=height)
        rule = str(picture_rules({"wxpress-picture:0": picture}, MEASURES))
        numbers = [float(part.split("pt")[0].split()[-1]) for part in rule.split(": ")[1:]]
        set_width, set_height, margin, rise = numbers
        assert -margin < rise <= -0.3 * margin  # the caption stands nearer to the picture
        assert (set_height + 2 * margin) % 21 == pytest.approx(0, abs=0.01) or (
            set_height + 2 * margin
        ) % 21 == pytest.approx(21, abs=0.01)
        assert set_width <= 432.001
        assert set_height <= 0.5 * 630
        assert set_width / set_height == pytest.approx(width / height, rel=0.05)


def pictures_on(page: pypdfium2.PdfPage) -> list[tuple[float, float]]:
    """Width and height in pt of each picture on *page*."""
    found = [item.get_bounds() for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    return [(right - left, top - bottom) for left, bottom, right, top in found]


def pictured(*blocks: Block | str | None) -> Bulletin:
    """An article of paragraphs and blocks; a figure with its caption where there is null."""
    figure = Figure(source="图/广场.png", caption=(Text(text="图注"),))
    made = (paragraph(block) if isinstance(block, str) else block or figure for block in blocks)
    return Bulletin(sections=(Section(articles=(Article(blocks=tuple(made)), Article(title="另一篇"))),))


def order_on_pages(pdf: Written) -> list[str]:
    """What each page shows from its head: 注 for a caption, 上 and 下 for the text before and after it."""
    order = sorted((glyph.page, glyph.y, glyph.text) for glyph in pdf.glyphs if glyph.text in {"注", "上", "下"})
    return ["".join(text for page, _, text in order if page == number) for number in range(1, order[-1][0] + 1)]


LONG = "下" + "文" * 900 + "。"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("上文。", [LONG], ["上下", "注"]),
        ("上文。", [None, LONG], ["上", "注注下"]),  # they would leave the next page hardly a line
        ("上文。", ["下文。"], ["上", "注下"]),  # the article would end before it
        ("上文。", [], ["上", "注"]),
        ("上文如图：", [LONG], ["", "上注下"]),
    ],
    ids=["text goes on", "two", "little text", "no text", "announced"],
)
def test_a_figure_without_room_opens_the_next_page(
    style: Style, before: str, after: list[str | None], shown: list[str]
) -> None:
    filler = [f"第{number}行。" for number in range(measures_of(style).lines - 6)]
    assert order_on_pages(written(pictured(*filler, before, None, *after), style))[:2] == shown


@pytest.mark.parametrize("room", range(4, 16, 2))
def test_a_picture_gives_way_where_that_saves_a_hole(style: Style, room: int) -> None:
    """It keeps its proportions and six tenths of its size; the text below stays on the grid."""
    line = measures_of(style).line
    filler = [paragraph(f"第{number}行。") for number in range(measures_of(style).lines - room)]
    figure = Figure(source="图/广场.png", caption=(Text(text="图注"),))
    blocks: tuple[Block, ...] = (*filler, figure, paragraph("下文。"))
    pdf = written(Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),)), style)
    pages = [pictures_on(page) for page in pypdfium2.PdfDocument(pdf.data)]
    ((width, height),) = pages[0] or pages[1]
    assert width / height == pytest.approx(480 / 270, abs=0.01)
    natural = 270 * 0.75
    is_moved = not pages[0]
    assert height == pytest.approx(natural, abs=0.1) if is_moved else 0.6 * natural <= height <= natural + 0.1
    assert not is_moved or (room - 2) * line < 0.6 * natural + 1.5 * line
    below, first = (next(glyph for glyph in pdf.glyphs if glyph.text == sign) for sign in "下第")
    assert round((below.y - first.y) / line, 2) % 1 == pytest.approx(0, abs=0.02)
