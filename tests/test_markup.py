from __future__ import annotations

import re
from typing import Literal

import pytest
from lxml import etree, html

from all_nodes import ALL_NODES, EVERY_BLOCK, HOSTILE, paragraph, text
from wxpress.styles import find_style
from wxpress.tree import (
    Article,
    Block,
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
    SourceLink,
    Table,
    Text,
)
from wxpress.walk import plain, walk
from wxpress.writers.elements import element
from wxpress.writers.markup import Markup
from wxpress.writers.table_columns import EMS_IN_BOOK
from xpath import found

NOTE_PLACES: tuple[Literal["foot", "end", "popup"], ...] = ("foot", "end", "popup")
DEAD = SourceLink(label="链接")
LIVE = SourceLink(label="链接", target="https://example.org/")


def no_picture(_: str) -> str | None:
    return None


def markup(notes: Literal["foot", "end", "popup"] = "end", level: int = 3) -> Markup:
    return Markup(image_url=no_picture, notes=notes, title_level=level)


def parsed(content: str) -> etree._Element:
    return etree.fromstring(f'<body xmlns:epub="http://www.idpf.org/2007/ops">{content}</body>')


def words(content: str) -> str:
    return "".join(map(str, parsed(content).itertext()))


@pytest.mark.parametrize("notes", NOTE_PLACES)
def test_every_node_is_well_formed_xml(notes: Literal["foot", "end", "popup"]) -> None:
    writer = markup(notes)
    body = parsed(writer.blocks(EVERY_BLOCK) + writer.end_of_document())
    assert {"p", "h4", "ul", "ol", "blockquote", "figure", "figcaption", "table", "hr", "br", "sup", "sub"} <= {
        str(element.tag) for element in body.iter()
    }


@pytest.mark.parametrize("notes", NOTE_PLACES)
def test_no_character_of_the_text_is_lost(notes: Literal["foot", "end", "popup"]) -> None:
    writer = markup(notes)
    shown = words(writer.blocks(EVERY_BLOCK) + writer.end_of_document())
    texts = [node.text for block in EVERY_BLOCK for node in walk(block) if isinstance(node, Text)]
    assert len(texts) > 40
    assert [piece for piece in texts if piece not in shown] == []


def test_a_note_at_the_foot_holds_no_block() -> None:
    body = html.fromstring(f"<body>{markup('foot').blocks(EVERY_BLOCK)}</body>")
    notes = found(body, "//span[@class='note']")
    assert len(notes) == sum(isinstance(node, Note) for block in EVERY_BLOCK for node in walk(block))
    assert {element.tag for note in notes for element in note.iter()} <= {"span", "br", "sup", "img"}
    assert all("据国家" not in (paragraph.tail or "") for paragraph in body.iter("p"))


def test_a_list_in_a_foot_note_keeps_its_numbers() -> None:
    items = ((paragraph("甲"),), (paragraph("乙"),))
    note = Note(blocks=(paragraph("见："), List(ordered=True, start=3, items=items)))
    assert markup("foot").inline(note) == '<span class="note">见：<br/>3. 甲<br/>4. 乙</span>'


@pytest.mark.parametrize("notes", ["end", "popup"])
def test_notes_and_their_references_lead_to_each_other(notes: Literal["end", "popup"]) -> None:
    writer = markup(notes)
    body = parsed(writer.blocks(EVERY_BLOCK) + writer.end_of_document())
    ids = [element.get("id") for element in body.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    references = [element.get("href", "")[1:] for element in body.iter("a") if element.get("href", "").startswith("#")]
    assert len(references) >= 8
    assert [reference for reference in references if reference not in ids] == []


def test_notes_inside_notes_are_numbered_in_reading_order() -> None:
    inner = Note(blocks=(paragraph("内"),))
    outer = Note(blocks=(Paragraph(inlines=(Text(text="外"), inner)),))
    writer = markup()
    writer.inlines((outer, Note(blocks=(paragraph("后"),))))
    assert [re.sub("<.*?>", "", note).removesuffix(" ↩") for note in writer.endnotes] == ["外2", "内", "后"]


def test_a_note_at_a_heading_or_table_is_no_less_a_note() -> None:
    cell: tuple[Inline, ...] = (Note(blocks=(Quote(blocks=(paragraph("引"),)),)),)
    writer = markup()
    writer.blocks((Heading(level=1, inlines=cell), Table(head=(cell,), rows=((cell,),))))
    assert len(writer.endnotes) == 3
    assert all("doc-backlink" in note for note in writer.endnotes)


def levels(blocks: tuple[Block, ...], title_level: int) -> list[int]:
    content = markup(level=title_level).blocks(blocks)
    return [int(level) for level in re.findall(r"<h(\d)", content)]


def test_headings_never_skip_a_level() -> None:
    blocks = tuple(Heading(level=level, inlines=text("题")) for level in (3, 1, 4, 4, 2, 9))
    assert levels(blocks, 2) == [3, 3, 4, 5, 4, 5]
    assert levels(blocks, 5) == [6, 6, 6, 6, 6, 6]


def test_headings_count_anew_under_another_title() -> None:
    writer = markup(level=1)
    writer.under(3).blocks((Heading(level=1, inlines=text("甲")), Heading(level=2, inlines=text("乙"))))
    assert writer.under(2).block(Heading(level=2, inlines=text("丙"))) == '<h3 class="heading-2">丙</h3>'


def test_a_link_without_a_safe_target_is_its_text() -> None:
    for target in (None, "#", "", "javascript:alert(1)", "JaVa\tscript:x", "file:///etc/passwd", "../x", "https://[x"):
        assert markup().inline(Link(target=target, inlines=text("甲"))) == "甲"


def test_a_link_keeps_its_address_escaped_and_valid() -> None:
    link = Link(target='https://example.org/"x"?a=1&b=<2>', inlines=text("甲"))
    assert markup().inline(link) == '<a href="https://example.org/%22x%22?a=1&amp;b=%3C2%3E">甲</a>'


def test_a_link_holds_no_link() -> None:
    inner = Link(target="https://example.org/inner", inlines=(Text(text="内"), Note(blocks=(paragraph("注"),))))
    content = markup().inline(Link(target="https://example.org/", inlines=(Text(text="外"), inner)))
    assert content == '<a href="https://example.org/">外内<sup id="noteref-1">1</sup></a>'


def test_the_source_link_follows_the_last_character() -> None:
    assert markup().with_links((paragraph("末段。"),), (DEAD,)) == (
        '<p>末段。<span class="source-link">【链接】</span></p>'
    )
    assert markup().with_links((paragraph("末段。"),), (LIVE,)) == (
        '<p>末段。<a class="source-link" href="https://example.org/">【链接】</a></p>'
    )


@pytest.mark.parametrize("blocks", [(), (Quote(blocks=(paragraph("引"),)),)])
def test_the_source_link_stands_alone_where_no_paragraph_ends(blocks: tuple[Block, ...]) -> None:
    content = markup().with_links(blocks, (DEAD,))
    assert content.endswith('<p class="source-links"><span class="source-link">【链接】</span></p>')
    assert markup().with_links(blocks, ()) == markup().blocks(blocks)


def test_tables_are_filled_up_and_heads_head_something() -> None:
    table = Table(head=(text("城市"), ()), rows=((text("北京"), text("华北"), text("2183")), ()))
    rows = parsed(markup().block(table)).findall(".//tr")
    assert [len(row) for row in rows] == [3, 3, 3]
    assert [cell.tag for cell in rows[0]] == ["th", "td", "td"]
    assert rows[0][0].get("scope") == "col"


def test_a_wide_table_scrolls_within_reach_of_the_keyboard() -> None:
    row = tuple(text(str(number)) for number in range(9))
    assert 'tabindex="0"' in markup().block(Table(head=(), rows=(row,)))
    assert "tabindex" not in markup().block(Table(head=(), rows=(row[:8],)))


def test_in_a_book_a_wide_table_is_set_smaller_and_never_scrolls() -> None:
    """What scrolls is never divided: a long table would be cut off at the end of its first page."""
    row = tuple(text(str(number)) for number in range(9))
    made = Markup(image_url=no_picture, notes="popup").block(Table(head=(), rows=(row,)))
    assert made.startswith('<div class="wide-table ems-16"><table class="wide"><tbody>')
    sheets = "".join(find_style().sheet(name) for name in ("epub.css", "epub-cjk.css"))
    assert "overflow-x" not in sheets


def test_the_syntax_of_html_ends_no_void_element() -> None:
    writer = Markup(image_url=lambda _: "x.png", syntax="html")
    assert "/>" not in writer.blocks(EVERY_BLOCK)
    assert "<br>" in writer.blocks(EVERY_BLOCK)


def test_hostile_text_stays_text() -> None:
    articles = [node for node in walk(HOSTILE) if isinstance(node, Article)]
    for place in NOTE_PLACES:
        writer = Markup(image_url=lambda source: f"p?{source}", notes=place)
        body = parsed("".join(writer.with_links(article.blocks, article.links) for article in articles))
        elements = {str(element.tag) for element in body.iter()}
        assert elements.isdisjoint({"script", "style", "b", "title"})
        assert not [name for element in body.iter() for name in element.attrib if str(name).startswith("on")]
        schemes = {(element.get("href") or "https:").partition(":")[0] for element in body.iter("a")}
        assert schemes == {"https"}
        assert "<script>alert(1)</script>{{ 7*7 }}" in "".join(map(str, body.itertext()))


def test_a_missing_picture_names_what_is_missing() -> None:
    shown = words(markup().blocks(ALL_NODES.sections[0].articles[0].blocks))
    assert "［图：红色的广场］" in shown
    assert "［图：图/没有.png］" in shown


def test_plain_text_is_all_that_a_paragraph_shows() -> None:
    inlines = text('a<b & c>d "引"')
    assert words(markup().block(Paragraph(inlines=inlines))) == plain(inlines)


def test_a_table_that_no_phone_can_show_stands_in_a_frame() -> None:
    def table(*cells: str) -> str:
        row = tuple(text(cell) for cell in cells)
        return Markup(image_url=no_picture, syntax="html").block(Table(head=row, rows=(row,)))

    long = "部分基层党组织学习贯彻不深入"
    assert "wide-table" not in table("时间", long, long)
    assert "wide-table" in table("序号", long, long, long)
    assert "wide-table" in table("序号", "指标名称", "单位", "2023年", "2024年")
    assert table("序号", long).count('class="narrow"') == 2


def test_in_a_frame_that_scrolls_days_stand_on_one_line_and_long_cells_are_no_ribbons() -> None:
    long = "部分基层党组织学习贯彻不深入，" * 5
    row = tuple(map(text, ("1", "2024年12月31日", "市住房和城乡建设局办公室", long, "2,345.67", "10.0%", "土建施工")))
    made = markup("end").block(Table(head=(), rows=(row,)))
    kinds = ["narrow", "narrow", "", "wordy", "narrow", "narrow", "narrow"]
    assert re.findall('<td(?: class="(.*?)")?>', made) == kinds
    assert "wordy" not in markup("popup").block(Table(head=(), rows=(row,)))
    assert "wordy" not in markup("end").block(Table(head=(), rows=(row[3:4],)))


def test_a_tall_picture_is_told_from_a_wide_one() -> None:
    """A sheet keeps it lower than the screen."""

    def shown(*size: int) -> str:
        sizes = {"a.png": size} if size else {}
        made = Markup(image_url=lambda _: "a.png", image_size=sizes.get)  # type: ignore[arg-type]
        return made.block(Figure(source="a.png", alt="塔"))

    assert shown(600, 2400).startswith('<figure><img src="a.png" alt="塔" width="600" height="2400" class="tall"/>')
    assert shown(2400, 600).startswith('<figure><img src="a.png" alt="塔" width="2400" height="600"/>')
    assert shown().startswith('<figure><img src="a.png" alt="塔"/>')


def test_in_a_book_short_columns_are_kept_whole_where_all_fit() -> None:
    def narrow(*cells: str) -> list[str]:
        row = tuple(text(cell) for cell in cells)
        made = Markup(image_url=no_picture, notes="popup").block(Table(head=(), rows=(row,)))
        return re.findall('class="narrow">(.*?)<', made)

    long = "部分基层党组织学习贯彻不深入"
    assert narrow("序号", "指标名称", "单位") == []  # nothing squeezes them
    assert narrow("序号", "指标名称", long) == ["序号", "指标名称"]
    assert narrow("1", "指标名称", "单位", long) == ["1", "指标名称", "单位"]
    assert narrow("序号", "地区", *["12345.67"] * 4) == ["序号", "地区", *["12345.67"] * 4]  # set smaller, all fit
    assert narrow("序号", "地区", *["12345.67"] * 5, long) == ["序号", "地区"]
    assert narrow(*["指标名称"] * 7) == []


def test_the_source_of_a_quotation_is_told_from_its_text_on_paper() -> None:
    made = Markup(image_url=no_picture, notes="foot")
    words, source = (paragraph(words) for words in ("徒法不能以自行。", "——《孟子》"))
    assert '\n<p class="attribution">——《孟子》</p></blockquote>' in made.block(Quote(blocks=(words, source)))
    assert "attribution" not in made.block(Quote(blocks=(source, words)))
    assert "attribution" not in made.block(Quote(blocks=(source,)))


def test_on_paper_a_column_of_short_cells_is_marked_whatever_its_head() -> None:
    head, row = (
        tuple(map(text, cells))
        for cells in (("序号", "地区生产总值（当年价，亿元）", "特点"), ("1", "1,234.5", "创新" * 9))
    )
    made = Markup(image_url=no_picture, notes="foot").block(Table(head=head, rows=(row, row[:1])))
    assert re.findall('<t[dh][^>]*class="(.*?)"', made) == ["narrow", "short", "narrow", "short", "narrow", "short"]


def test_a_line_may_end_beside_quoted_latin_on_a_screen() -> None:
    """Else browsers take 例“12345”热 for one word, and stretch the line before it."""
    words = paragraph("以“12345”热线为例，：“GDP”，“一老一小”与‘5G’基站。（“A”）")
    turned = markup().block(words)
    assert turned == "<p>以<wbr/>“12345”<wbr/>热线为例，：<wbr/>“GDP”，“一老一小”与<wbr/>‘5G’<wbr/>基站。（“A”）</p>"
    assert "wbr" not in markup("foot").block(words)


def test_a_line_may_end_behind_a_quotation_on_a_screen() -> None:
    """Else browsers keep quotations in a row, and a dash behind one, on one line."""
    turned = markup().block(paragraph("“‘有用’才是。”“对！”‘好……’——众人道，“是”—"))
    assert turned == "<p>“‘有用’才是。”<wbr/>“对！”<wbr/>‘好……’<wbr/>——众人道，“是”—</p>"


def test_on_a_screen_no_line_begins_with_a_mark_that_joins() -> None:
    """GB/T 15834, 5.1; a dash of two, a hyphen of a word and an open list are no such marks."""
    made = markup().block(paragraph("2020—2035年，5～10个，卡尔·马克思，ChatGPT-5；说——完，·一项，—，A - B"))
    assert re.findall('<span class="joined">(.*?)</span>', made) == ["—", "～", "·", "5"]
    assert "joined" not in Markup(image_url=no_picture, notes="foot").block(paragraph("2020—2035年"))


def test_a_latin_paragraph_is_told_from_chinese_ones() -> None:
    english = "It set out seven “transformations” and one goal."
    assert markup().block(paragraph(english)).startswith('<p class="latin">')
    assert markup().with_links((paragraph(english),), (DEAD,)).startswith('<p class="latin">')
    assert markup().block(paragraph("会议提出 seven transformations 和一个目标。")).startswith("<p>")
    assert markup().block(paragraph("")).startswith("<p>")
    assert markup().block(paragraph("By John O’Neill and Mary Smith")).startswith('<p class="latin">')
    assert markup().block(paragraph("By John O’Neill")).startswith("<p>")  # fits one line
    assert markup("foot").block(paragraph(english)).startswith('<p class="latin">')


def test_a_latin_note_at_the_foot_is_told_from_chinese_ones() -> None:
    """An address that is all of a note would be pushed to the right edge of its line."""
    address = "https://www.example.org/xinwen/2025-07/16/content_7984638.htm"
    for words, kinds in (address, "note latin"), (f"见：{address}，第二版的报道和评论员文章。", "note"):
        made = markup("foot").inline(Note(blocks=(paragraph(words),)))
        assert made.startswith(f'<span class="{kinds}">'), words


def test_in_a_book_a_number_is_broken_only_where_no_size_saves_it() -> None:
    def kind(*cells: str) -> str:
        row = tuple(text(cell) for cell in cells)
        return markup("popup").block(Table(head=(), rows=(row,))).split('"')[3]

    assert kind(*["12,345"] * 6, "山区机房两处因改造停用") == "wide"
    assert kind(*["1,234,567"] * 6, "山区机房两处因改造停用") == "wide wider"
    assert kind(*["123,456,789,000"] * 6, "山区机房两处因改造停用") == "wide wider broken"


def test_a_book_s_sheet_is_told_what_a_wide_table_needs_for_nothing_to_be_divided() -> None:
    """A number, a date's year and day, a short cell; a head may wrap, and a long cell is given more than few em."""

    def ems(*cells: str, head: tuple[str, ...] = ()) -> str:
        table = Table(head=tuple(map(text, head)), rows=(tuple(map(text, cells)),))
        return markup("popup").block(table).split("wide-table ems-")[1].split(chr(34))[0]

    assert ems(*["1,234"] * 7) == "25"
    assert ems(*["1,234"] * 7, head=("地区生产总值",) * 7) == "32"
    assert ems(*["2024年12月31日"] * 7) == "32"
    assert ems(*["城东污水处理厂扩建"] * 7) == "32"
    assert ems(*["城东污水处理厂扩建" * 10] * 7) == "80"
    assert ems(*["123,456,789.00"] * 20) == "100"
    sheet = find_style().sheet("epub-cjk.css")
    assert all(f".ems-{width} {{ --ems: {width}; }}" in sheet for width in EMS_IN_BOOK)


def test_in_a_book_a_cell_of_a_wide_table_names_its_column() -> None:
    """So that a row can be set as a record where the table would be too small."""
    head = tuple((*text(f"第{number}栏"), Note((paragraph("注"),)), LineBreak(), *text("元")) for number in range(9))
    row = tuple(text(str(number)) for number in range(9))
    table = Table(head=(*head[:8], ()), rows=(row,))
    made = re.findall("<td(?: class=.*?)? data-head=(.*?)>(.)", markup("popup").block(table))
    assert made == [(f'"第{number}栏 元"', str(number)) for number in range(8)]
    assert "data-head" not in markup("end").block(table) + markup("foot").block(table)
    assert "data-head" not in markup("popup").block(Table(head=head[:2], rows=(row[:2],)))


def test_no_line_of_a_table_ends_within_a_day_or_a_year() -> None:
    def whole(words: str) -> list[str]:
        made = markup().block(Table(head=(), rows=((text(words),),)))
        return re.findall('<span class="whole">(.*?)</span>', made)

    assert whole("2024年3月5日至12月31日，2025年第1期") == ["2024年", "3月5日", "12月31日", "2025年"]
    assert "whole" not in markup().block(paragraph("2024年3月5日"))
    assert "whole" not in markup("foot").block(Table(head=(), rows=((text("2024年"),),)))


def test_a_table_with_a_word_longer_than_a_phone_scrolls() -> None:
    """An address may turn; a name of a file may not."""

    def is_wide(words: str) -> bool:
        rows = ((text("材料"), text(words)), (text("说明"), text("按月汇总，报送有关部门，逐级审核")))
        return "wide-table" in markup("end").block(Table(head=(), rows=rows))

    assert is_wide("shengji_shuju_mulu_2026_quanliang_v3_final.xlsx")
    assert not is_wide("https://example.gov.cn/shengji/shuju/mulu/2026/quanliang/v3")
    assert not is_wide("按月汇总，报送有关部门。按季通报，年终考核，结果公开")


def test_a_latin_item_has_no_even_edge_on_a_screen() -> None:
    items = (
        (paragraph("Name a person, not a department."),),
        (paragraph("GDP"),),
        (paragraph("公开数据目录及其负责人名单"),),
    )
    made = markup().block(List(items=items, ordered=False))
    assert re.findall("<li.*?>", made) == ['<li class="latin">', "<li>", "<li>"]


def test_latin_is_not_dotted_on_a_screen() -> None:
    """CLREQ: dots are for Chinese characters."""
    words = (Emphasis((Text("Open Government"),)), Emphasis((Text("重要 data，A&B"),)))
    made = markup().block(Paragraph(words))
    assert re.findall("<em.*?>", made) == ['<em class="latin">', "<em>"]
    assert re.findall('<span class="plain">(.*?)</span>', made) == ["data", "A", "B"]
    assert "plain" not in markup("foot").block(Paragraph(words))
    noted = Emphasis((Text("重要"), Note((paragraph("see p. 3"),))))
    assert "plain" not in markup("popup").block(Paragraph((noted,)))
    assert "latin" not in markup("foot").block(Paragraph(words))


def test_an_apostrophe_is_no_quotation_mark() -> None:
    """It stands for a letter, half as wide."""
    made = markup().block(paragraph("China’s ‘五位一体’，“GDP”"))
    assert re.findall('<span class="half">(.*?)</span>', made) == ["’"]


def test_an_address_in_the_text_may_turn_on_a_screen() -> None:
    """Else browsers keep it together, and stretch the line before."""
    made = markup().block(paragraph("详见文件全文https://example.gov.cn/zc/a_1.htm?x=1&y=2，共三条。"))
    turned = "https://<wbr/>example.<wbr/>gov.<wbr/>cn/<wbr/>zc/<wbr/>a_<wbr/>1.<wbr/>htm?<wbr/>x=<wbr/>1&amp;<wbr/>y=<wbr/>2，"
    assert turned in made
    assert "wbr" not in markup().block(paragraph("3/4的人。"))


def test_an_address_that_is_shown_is_known() -> None:
    """Paper from a browser has the address of each link, this one's once."""
    link = Link(target="https://example.org/a?b=1&c=2", inlines=text("https://example.org/a?b=1&c=2"))
    shown = 'class="address">https://example.org/a?b=1&amp;c=2</a>'
    assert shown in markup().inline(link).replace("<wbr/>", "")
    assert "class" not in markup().inline(Link(target="https://example.org/", inlines=text("公报")))
    assert "class" not in Markup(image_url=no_picture, notes="foot").inline(link)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("表1　主要指标", "table-title"),
        ("表 2-1：各区县收入", "table-title"),
        ("表三 任务分解", "table-title"),
        ("单位：万元", "table-unit"),
        ("（单位：亿元、％）", "table-unit"),
        ("表3说明了情况。", None),
        ("表彰决定", None),
        ("单位：" + "很长的一句话，" * 6, None),
    ],
)
def test_what_stands_above_a_table_is_marked(words: str, kind: str | None) -> None:
    table = Table(head=(text("甲"),), rows=((text("一"),),))
    above = element("p", words, class_=kind)
    assert markup("foot").blocks((paragraph(words), table)).startswith(f"{above}\n<table>")
    assert markup("foot").blocks((paragraph(words), paragraph("别的。"))).startswith(f"<p>{words}</p>")


def test_a_title_may_have_a_unit_below_it() -> None:
    table = Table(head=(text("甲"),), rows=((text("一"),),))
    made = markup("foot").with_links((paragraph("表1　指标"), paragraph("单位：元"), table), ())
    assert made.startswith('<p class="table-title">表1　指标</p>\n<p class="table-unit">单位：元</p>\n<table>')


def test_short_lines_one_below_the_other_are_verse() -> None:
    broken = Paragraph(inlines=(*text("白日依山尽，"), LineBreak(), *text("黄河入海流。")))
    assert markup().block(broken) == '<p class="verse">白日依山尽，<br/>黄河入海流。</p>'
    for words in ("城市是人民的城市，" * 4, "这一句在此换行"):
        prose = Paragraph(inlines=(*text(words), LineBreak(), *text("之后。")))
        assert markup("foot").block(prose) == f"<p>{words}<br/>之后。</p>"
