"""Word files: what of their form and content reaches the draft, and what they are refused for."""

from __future__ import annotations

import io
import random
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from word_files import cell, field, level, numbered, numbering, paragraph, part, run, table, word_file
from wxpress.diagnostics import Diagnostic
from wxpress.diagnostics.renderings import as_github, as_text
from wxpress.document import Document
from wxpress.errors import InternalError, LimitError, UnsupportedError, UsageError, WxpressError
from wxpress.readers import load, read, reader_name
from wxpress.readers.draft import Draft
from wxpress.readers.embedded import embedded_picture
from wxpress.recover import recover
from wxpress.tree import Bulletin, Emphasis, Figure, Link, List, Note, Paragraph, Quote, Strong, Table
from wxpress.walk import plain, text_of, walk, without_spans

MARK = '<w:r><w:footnoteReference w:id="2"/></w:r>'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "稿.docx"


def drafted(path: Path, data: bytes) -> Draft:
    path.write_bytes(data)
    return read(load(path))


def texts(draft: Draft) -> list[str]:
    return [piece.text for piece in draft.pieces]


def face(name: str) -> str:
    return f'<w:rFonts w:eastAsia="{name}"/>'


def codes(findings: tuple[Diagnostic, ...]) -> list[str]:
    return [finding.code for finding in findings]


def dropped(draft: Draft) -> dict[str, str]:
    return {entry.before: entry.reason for entry in draft.entries if entry.kind == "drop"}


# Form


def test_styles_give_levels_through_those_they_rest_on(path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="a"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="文选栏目"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="自定"/>'
        '<w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="d"><w:name w:val="文中二级标题"/></w:style>'
    )
    names = ("a", "b", "c", "d", "none")
    body = "".join(paragraph(name, f'<w:pStyle w:val="{name}"/>') for name in names)
    body += paragraph("e", '<w:pStyle w:val="a"/><w:outlineLvl w:val="9"/>')
    draft = drafted(path, word_file(body, {"styles": styles}))
    assert [piece.hints.level for piece in draft.pieces] == [1, 1, 3, 2, None, None]


@pytest.mark.parametrize(
    ("indent", "em"),
    [
        ('w:left="640"', 2),
        ('w:start="320" w:firstLine="320"', 2),
        ('w:leftChars="200" w:left="5000"', 2),
        ('w:left="640" w:hanging="640"', 0),
        ('w:left="640" w:hanging="320" w:firstLine="5000"', 1),
        ('w:left="0" w:firstLineChars="200"', 2),
    ],
)
def test_an_indent_is_where_the_first_line_begins(path: Path, indent: str, em: float) -> None:
    body = paragraph(run("文", '<w:sz w:val="32"/>'), f"<w:ind {indent}/>")
    assert drafted(path, word_file(body)).pieces[0].hints.indent == em


@pytest.mark.parametrize(("first", "second"), [("Heading 1", "Heading 2"), ("Heading 2", "Heading 3")])
def test_a_title_stands_right_above_the_highest_headings(path: Path, first: str, second: str) -> None:
    document = docx.Document()
    document.add_paragraph("题目", style="Title")
    document.add_paragraph("栏目", style=first)
    document.add_paragraph("篇目", style=second)
    document.add_paragraph("正文。")
    document.save(str(path))
    assert [piece.hints.level for piece in read(load(path)).pieces] == [1, 2, 3, None]


@pytest.mark.parametrize("plate", [(), ("Title",)], ids=["alone", "below the name of the series"])
def test_titles_right_below_headings_are_those_of_articles(path: Path, plate: tuple[str, ...]) -> None:
    """文章标题, a style of many templates, is a title's by its name, and stands in every article."""
    document = docx.Document()
    document.styles.add_style("文章标题", WD_STYLE_TYPE.PARAGRAPH)
    for words, name in (
        *(("刊名", name) for name in plate),
        ("栏目", "Heading 1"),
        ("篇目", "文章标题"),
        ("小标题", "Heading 2"),
    ):
        document.add_paragraph(words, style=name)
    document.save(str(path))
    levels = [1, 2, 3, 4] if plate else [1, 2, 3]
    assert [piece.hints.level for piece in read(load(path)).pieces] == levels


def test_titles_in_a_style_that_rests_on_a_heading_have_its_level(path: Path) -> None:
    document = docx.Document()
    for name, base in (("栏目标题", "Heading 1"), ("文章标题", "Heading 2"), ("小标题", "Heading 3")):
        document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = document.styles[base]
    for name in ("Title", "栏目标题", "文章标题", "小标题"):
        document.add_paragraph(name, style=name)
    document.save(str(path))
    assert [piece.hints.level for piece in read(load(path)).pieces] == [1, 2, 3, 4]


def test_form_without_styles_is_told_by_hints(path: Path) -> None:
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = title.add_run("大标题")
    words.bold, words.font.size = True, Pt(22)
    body = document.add_paragraph()
    body.paragraph_format.first_line_indent = Pt(22)
    body.add_run("正文的文字，比标题多得多，所以它的字号是正文的字号。").font.size = Pt(11)
    document.save(str(path))
    first, second = (piece.hints for piece in read(load(path)).pieces)
    assert (first.bold, first.centred, first.size, first.indent) == (True, True, 2.0, 0)
    assert (second.bold, second.centred, second.size, second.indent) == (False, False, 1.0, 2.0)


@pytest.mark.parametrize(("body", "bold"), [("仿宋_GB2312", True), ("黑体", False)], ids=["set off", "as all text"])
def test_a_heavy_face_sets_a_line_off(path: Path, body: str, *, bold: bool) -> None:
    """黑体 is the face of first headings in official documents (GB/T 9704), which nothing else marks."""
    title = paragraph(run("一张清单", face("黑体")))
    draft = drafted(path, word_file(title + paragraph(run("谁来干，怎么干，干成什么样，都写在上面。", face(body)))))
    assert [piece.hints.bold for piece in draft.pieces] == [bold, False]
    assert not any(isinstance(node, Strong) for piece in draft.pieces for node in walk(piece.block))


def test_a_number_is_bold_where_its_line_is(path: Path) -> None:
    draft = drafted(
        path,
        word_file(
            paragraph(run("甲", "<w:b/>"), numbered()), {"numbering": numbering(level(0, "chineseCounting", "%1、"))}
        ),
    )
    assert [(piece.text, piece.hints.bold) for piece in draft.pieces] == [("一、甲", True)]


def test_a_style_that_is_bold_makes_no_strong_words(path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="b"><w:name w:val="粗"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="s"><w:name w:val="要点"/><w:rPr><w:b/></w:rPr></w:style>'
    )
    body = paragraph("全段", '<w:pStyle w:val="b"/>') + paragraph(run("甲") + run("乙", '<w:rStyle w:val="s"/>'))
    draft = drafted(path, word_file(body, {"styles": styles}))
    assert [piece.hints.bold for piece in draft.pieces] == [True, False]
    strong = [plain(node.inlines) for piece in draft.pieces for node in walk(piece.block) if isinstance(node, Strong)]
    assert strong == ["乙"]


@pytest.mark.parametrize("name", ["Quote", "Intense Quote", "明显引用"])
def test_paragraphs_in_a_style_for_quotations_are_quoted(path: Path, name: str) -> None:
    styles = {"styles": f'<w:style w:type="paragraph" w:styleId="q"><w:name w:val="{name}"/></w:style>'}
    quoted = "".join(paragraph(run(text), '<w:pStyle w:val="q"/>') for text in ("子曰。", "又曰。"))
    words = paragraph(run("正文。"))
    draft = drafted(path, word_file(words * 2 + quoted + words, styles))
    assert [text_of(piece.block) for piece in draft.pieces if isinstance(piece.block, Quote)] == ["子曰。又曰。"]
    draft = drafted(path, word_file(words + quoted, styles))
    assert texts(draft) == ["正文。", "子曰。", "又曰。"]


def test_a_broken_heading_is_one_title(path: Path) -> None:
    styles = '<w:style w:type="paragraph" w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    broken = f"{run('上一行')}<w:r><w:br/></w:r>{run('下一行')}"
    body = paragraph(broken, '<w:pStyle w:val="h"/>') + paragraph(broken)
    assert texts(drafted(path, word_file(body, {"styles": styles}))) == ["上一行下一行", "上一行", "下一行"]


@pytest.mark.parametrize(
    ("form", "pattern", "expected"),
    [
        ("chineseCounting", "%1、", ["一、甲", "二、乙"]),
        ("chineseCountingThousand", "（%1）", ["（一）甲", "（二）乙"]),
        ("decimal", "%1.", ["1. 甲", "2. 乙"]),
        ("decimal", "(%1)", ["(1) 甲", "(2) 乙"]),
        ("ideographDigital", "第%1章", ["第一章　甲", "第二章　乙"]),
        ("decimalEnclosedCircle", "%1", ["①甲", "②乙"]),
        ("ideographTraditional", "%1、", ["甲、甲", "乙、乙"]),
        ("upperRoman", "%1.", ["I. 甲", "II. 乙"]),
        ("unheard-of", "%1）", ["1）甲", "2）乙"]),
    ],
)
def test_automatic_numbers_are_text(path: Path, form: str, pattern: str, expected: list[str]) -> None:
    body = paragraph("甲", numbered()) + paragraph("乙", numbered())
    draft = drafted(path, word_file(body, {"numbering": numbering(level(0, form, pattern))}))
    assert texts(draft) == expected
    assert draft.source.text.split("\n") == expected


SENTENCES = ("坚持党的领导。", "要“久久为功。”", "抓好落实；")
DECIMAL = {"numbering": numbering(level(0, "decimal", "%1."), level(1, "decimal", "%2."))}


def ordered(draft: Draft) -> list[tuple[int, list[str]]]:
    return [
        (piece.block.start, [plain(block.inlines) for (block,) in piece.block.items if isinstance(block, Paragraph)])
        for piece in draft.pieces
        if isinstance(piece.block, List)
    ]


def test_numbered_sentences_are_a_list(path: Path) -> None:
    body = "".join(paragraph(words, numbered()) for words in SENTENCES)
    draft = drafted(path, word_file(f"{body}{paragraph('中间一段。')}{body}", DECIMAL))
    assert ordered(draft) == [(1, list(SENTENCES)), (4, list(SENTENCES))]
    assert draft.source.lines[0] == "1. 坚持党的领导。"
    starts = [node.start for node in walk(recover(load(path)).bulletin) if isinstance(node, List)]
    assert starts == [1, 4]


@pytest.mark.parametrize(
    ("words", "properties"),
    [
        (("单独一句。",), numbered()),
        (("加强领导", "改进作风"), numbered()),
        (("加强领导", "改进作风，抓好落实。"), numbered()),
        (SENTENCES, numbered(1)),
    ],
    ids=["alone", "short", "mixed", "deeper"],
)
def test_other_numbers_stay_words(path: Path, words: tuple[str, ...], properties: str) -> None:
    draft = drafted(path, word_file("".join(paragraph(text, properties) for text in words), DECIMAL))
    assert texts(draft) == [f"{number}. {text}" for number, text in enumerate(words, start=1)]


def test_numbers_in_a_cell_stay_words(path: Path) -> None:
    inside = cell("".join(paragraph(words, numbered()) for words in SENTENCES[:2]))
    block = drafted(path, word_file(table(cell("项") + inside), DECIMAL)).pieces[0].block
    assert isinstance(block, Table)
    assert plain(block.rows[0][1]) == "1. 坚持党的领导。\n2. 要“久久为功。”"


def test_numbers_count_as_word_counts(path: Path) -> None:
    parts = {"numbering": numbering(level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", "<w:isLgl/>"))}
    depths = (0, 1, 1, 0, 1)
    body = "".join(paragraph("文", numbered(depth)) for depth in depths)
    assert texts(drafted(path, word_file(body, parts))) == ["一、文", "1.1 文", "1.2 文", "二、文", "2.1 文"]


def test_bullets_are_lists_and_a_lone_one_is_a_mark(path: Path) -> None:
    levels = numbering(
        level(0, "bullet", "\uf075", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'), level(1, "bullet", "-")
    )
    body = (
        paragraph("单独一行", numbered())
        + paragraph("正文。")
        + "".join(paragraph(words, numbered(depth)) for words, depth in (("甲", 0), ("甲一", 1), ("乙", 0)))
    )
    lone, _, bullets = drafted(path, word_file(body, {"numbering": levels})).pieces
    assert lone.text == "◆单独一行"
    assert isinstance(bullets.block, List)
    assert [len(item) for item in bullets.block.items] == [2, 1]
    assert text_of(bullets.block) == "甲甲一乙"


# Content


def test_notes_stand_where_they_are_called(path: Path) -> None:
    notes = (
        '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>" + run(" 注文。"))}</w:footnote>'
    )
    draft = drafted(path, word_file(paragraph(run("正文") + MARK + run("。")) + paragraph(MARK), {"footnotes": notes}))
    found = [node for piece in draft.pieces for node in walk(piece.block) if isinstance(node, Note)]
    assert [text_of(note) for note in found] == ["注文。"]
    assert texts(draft) == ["正文。"]
    assert draft.source.text.split("\n")[:2] == ["正文。", " 注文。"]


def test_tracked_changes_keep_insertions_and_tell_deletions(path: Path) -> None:
    body = paragraph(
        run("甲")
        + f"<w:ins>{run('增')}</w:ins>"
        + "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        + f"<w:moveFrom>{run('移走')}</w:moveFrom><w:moveTo>{run('移来')}</w:moveTo>"
    )
    draft = drafted(path, word_file(body))
    assert texts(draft) == ["甲增移来"]
    assert set(dropped(draft)) == {"删", "移走"}
    assert codes(draft.findings) == ["WX111"]
    assert "2 处" in draft.findings[0].message


def test_hidden_text_and_readings_are_dropped_and_told(path: Path) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('tāo')}</w:rt><w:rubyBase>{run('饕')}</w:rubyBase></w:ruby></w:r>"
    draft = drafted(path, word_file(paragraph(run("见") + run("密", "<w:vanish/>") + ruby)))
    assert texts(draft) == ["见饕"]
    assert set(dropped(draft)) == {"密", "tāo"}
    assert codes(draft.findings) == ["WX112"]


def test_marks_of_words(path: Path) -> None:
    body = paragraph(
        run("着重", '<w:em w:val="dot"/>')
        + run("2", '<w:vertAlign w:val="superscript"/>')
        + '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:tab/></w:r>'
        + f"<w:smartTag>{run('标签')}</w:smartTag><w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>"
        + "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>"
        + run("空", '<w:em w:val="none"/>')
    )
    (piece,) = drafted(path, word_file(body)).pieces
    assert piece.text == "着重2✔-\t标签控件x=1空"
    assert [plain(node.inlines) for node in walk(piece.block) if isinstance(node, Emphasis)] == ["着重"]


def test_fields_show_what_word_shows(path: Path) -> None:
    body = paragraph(
        field(' HYPERLINK "https://example.com/a" ', "网址")
        + field(" REF _Ref1 ", "第二节")
        + field(r"eq \o\ac(○,3)")
        + field(r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(pīn),拼)")
        + f'<w:fldSimple w:instr=" PAGE ">{run("7")}</w:fldSimple>'
    )
    draft = drafted(path, word_file(body))
    assert texts(draft) == ["网址第二节③拼7"]
    links = [node for piece in draft.pieces for node in walk(piece.block) if isinstance(node, Link)]
    assert [(link.target, plain(link.inlines)) for link in links] == [("https://example.com/a", "网址")]
    assert set(dropped(draft)) == {"pīn"}


def test_links_lead_out_or_nowhere(path: Path) -> None:
    body = paragraph(
        f'<w:hyperlink r:id="out">{run("外")}</w:hyperlink><w:hyperlink w:anchor="_Toc1">{run("内")}</w:hyperlink>'
        f'<w:hyperlink r:id="lost">{run("断")}</w:hyperlink>'
    )
    draft = drafted(path, word_file(body, relations={"out": ("hyperlink", "https://example.com/?a=1&b=2")}))
    links = [node for piece in draft.pieces for node in walk(piece.block) if isinstance(node, Link)]
    assert [link.target for link in links] == ["https://example.com/?a=1&b=2"]
    assert texts(draft) == ["外内断"]


def test_a_toc_field_is_the_printed_contents(path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="t{depth}"><w:name w:val="toc {depth}"/></w:style>' for depth in (1, 2)
    )
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-2" </w:instrText></w:r>'
    shown = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    tab = "<w:r><w:tab/></w:r>"
    body = (
        paragraph("目　录")
        + paragraph(f"{begin}{shown}{run('权威解读')}{tab}{run('1')}", '<w:pStyle w:val="t1"/>')
        + paragraph(f"{run('走出新路子')}{tab}{field(' PAGEREF _Toc1 ', '2')}{end}", '<w:pStyle w:val="t2"/>')
        + paragraph("权威解读")
        + paragraph("走出新路子")
        + paragraph("城市是现代化的重要载体，城镇化是现代化的必由之路。")
    )
    path.write_bytes(word_file(body, {"styles": styles}))
    bulletin = recover(load(path)).bulletin
    assert [(entry.level, entry.title, entry.page) for entry in bulletin.contents] == [
        (1, "权威解读", 1),
        (2, "走出新路子", 2),
    ]
    assert [article.title for section in bulletin.sections for article in section.articles] == ["走出新路子"]


def test_a_toc_field_that_nothing_ends_holds_no_headings(path: Path) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    opened = f'{begin}<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("锲而不舍")}'
    body = paragraph(opened) + paragraph("锲而不舍", '<w:outlineLvl w:val="0"/>') + paragraph("作风建设永远在路上。")
    held = [piece.hints.container for piece in drafted(path, word_file(body)).pieces]
    assert held == ["目录", None, None]


def test_tables_keep_their_columns(path: Path) -> None:
    wide, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    body = table(
        cell("项") + cell("一") + cell("二"),
        cell("甲", down) + cell("跨两列", wide),
        cell("", "<w:vMerge/>") + cell(paragraph("上") + paragraph("下")) + cell(table(cell("内") + cell("嵌"))),
    )
    draft = drafted(path, word_file(body))
    (piece,) = draft.pieces
    assert isinstance(piece.block, Table)
    assert [[plain(cell) for cell in row] for row in piece.block.rows] == [
        ["项", "一", "二"],
        ["甲", "跨两列", ""],
        ["", "上\n下", "内\n嵌"],
    ]
    assert codes(draft.findings) == ["WX114"]
    assert draft.source.text.split("\n")[:4] == ["项", "一", "二", "甲"]


def test_a_box_of_one_cell_is_text_and_a_marked_row_is_a_head(path: Path) -> None:
    head = f"<w:trPr><w:tblHeader/></w:trPr>{cell('项')}{cell('值')}"
    body = table(cell(paragraph("编者按：框里的话。") + paragraph("第二段。"))) + table(head, cell("甲") + cell("1"))
    draft = drafted(path, word_file(body))
    assert texts(draft)[:2] == ["编者按：框里的话。", "第二段。"]
    block = draft.pieces[2].block
    assert isinstance(block, Table)
    assert [plain(cell) for cell in block.head] == ["项", "值"]


def test_a_text_box_is_read_once_after_its_paragraph(path: Path) -> None:
    content = f"<w:txbxContent>{paragraph('框中的话。')}</w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(drafted(path, word_file(paragraph(run("正文。") + drawing)))) == ["正文。", "框中的话。"]


def test_a_text_box_that_opens_a_paragraph_stands_above_it(path: Path) -> None:
    """The name of a 栏目 floats above the title that it is anchored to."""
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('班组动态')}</w:txbxContent></v:textbox></w:pict></w:r>"
    body = paragraph(box + run("夜班食堂升级记")) + paragraph(run("手套") + box)
    assert texts(drafted(path, word_file(body))) == ["班组动态", "夜班食堂升级记", "手套", "班组动态"]


def test_a_picture_is_named_by_its_file_and_part(path: Path) -> None:
    drawing = '<w:r><w:drawing><wp:docPr descr="塔"/><a:blip r:embed="pic"/></w:drawing></w:r>'
    body = paragraph(drawing) + paragraph("图1　塔（张三 摄）")
    relations, files = {"pic": ("image", "media/image1.png")}, {"word/media/image1.png": b"bytes"}
    draft = drafted(path, word_file(body, relations=relations, files=files))
    (piece,) = draft.pieces
    assert isinstance(piece.block, Figure)
    assert (piece.block.source, piece.block.alt) == ("稿.docx#word/media/image1.png", "塔")
    assert plain(piece.block.caption) == "图1　塔（张三 摄）"
    assert embedded_picture(path, "word/media/image1.png") == b"bytes"
    with pytest.raises(UsageError, match="里没有"):
        embedded_picture(path, "word/media/image2.png")


HEADS = {
    "地区|数量/河北|12个/山东|30个": True,
    "责任单位|时限/市委|年底前": True,
    "事业|规模|达标率/甲|大|1.5%/乙|小|23%": True,
    "|2024年|2025年/甲|12|30/乙|4|5": True,
    "事|难处|怎么办/甲|乙|请有关方面抓紧研究解决办法/丙|丁|请有关方面抓紧落实整改方案": True,
    "张三|书记/李四|镇长": False,
    "主题|学习/人数|30/次数|5": False,
    "姓名|张三/电话|123/手机|456": False,
    "甲|12/乙|30/丙|4": False,
    "1.5|2.5/3.5|4.5": False,
    "河北|河北/甲|12/乙|30": False,
    "姓名|职务": False,
}


@pytest.mark.parametrize(("cells", "is_headed"), HEADS.items())
def test_a_first_row_of_names_is_a_head(path: Path, cells: str, *, is_headed: bool) -> None:
    rows = [row.split("|") for row in cells.split("/")]
    draft = drafted(path, word_file(table(*("".join(map(cell, row)) for row in rows))))
    block = draft.pieces[0].block
    assert isinstance(block, Table)
    assert [plain(name) for name in block.head] == (rows[0] if is_headed else [])
    assert [entry.reason for entry in draft.entries] == ["表格的第一行作表头"] * is_headed


@pytest.mark.parametrize(("fill", "heads"), [("D9D9D9", 2), ("auto", 0), ("FFFFFF", 0)])
def test_a_shaded_first_row_is_a_head(path: Path, fill: str, heads: int) -> None:
    shading = f'<w:shd w:val="clear" w:fill="{fill}"/>'
    rows = (cell("甲", shading) + cell("乙", shading), cell("丙") + cell("丁"))
    block = drafted(path, word_file(table(*rows))).pieces[0].block
    assert isinstance(block, Table)
    assert len(block.head) == heads


def test_headers_and_footers_are_dropped_and_told(path: Path) -> None:
    parts = {"header1": paragraph("学习文选"), "footer1": paragraph("7")}
    draft = drafted(path, word_file(paragraph("正文。"), parts))
    assert texts(draft) == ["正文。"]
    assert set(dropped(draft)) == {"学习文选", "7"}
    assert [finding.message for finding in draft.findings] == ["“学习文选”是页眉或页脚，已去掉"]


def test_what_no_page_holds_is_told(path: Path) -> None:
    chart = "<w:r><w:drawing><c:chart/></w:drawing></w:r>"
    draft = drafted(path, word_file(paragraph(run("文。") + chart), {"comments": "<w:comment/>"}))
    assert [finding.message for finding in draft.findings] == [
        "图表没有收入：成品里没有它的位置",
        "批注没有收入：成品里没有它的位置",
    ]


def test_strict_documents_and_dangling_relations_are_read(path: Path) -> None:
    strict = part("document", f"<w:body>{paragraph('严格格式。')}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    relations = {"gone": ("image", "../NULL"), "styles": ("styles", "nowhere.xml")}
    data = word_file("", relations=relations, files={"word/document.xml": strict.encode()})
    assert texts(drafted(path, data)) == ["严格格式。"]


# Refusals


def refused(path: Path, data: bytes) -> WxpressError:
    path.write_bytes(data)
    with pytest.raises(WxpressError) as caught:
        load(path)
    assert caught.value.message.startswith(str(path))
    assert caught.value.advice
    return caught.value


def test_files_that_are_no_docx_are_refused_with_the_way_round(path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
    assert "旧版 Word" in refused(path, ole).message
    assert "密码" in refused(path, ole + "EncryptedPackage".encode("utf-16-le")).message
    assert "不是 zip" in refused(path, b"plain text").message
    assert "不完整" in refused(path, word_file(paragraph("文。"))[:300]).message
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("xl/workbook.xml", "<x/>")
    assert "没有 Word 正文" in refused(path, archive.getvalue()).message
    assert isinstance(refused(path.with_suffix(".doc"), ole), UnsupportedError)


def test_bombs_are_refused_by_a_limit_that_is_named(path: Path) -> None:
    large = word_file("", files={"word/document.xml": b" " * (65 * 2**20)})
    assert len(large) < 100_000
    entities = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document>&b;</w:document>'
    deep = paragraph("<w:smartTag>" * 3000 + run("深") + "</w:smartTag>" * 3000)
    for data, limit in (
        (large, "64 MiB"),
        (word_file("", files={"word/document.xml": entities}), "0 个"),
        (word_file(deep), "256 层"),
    ):
        error = refused(path, data)
        assert isinstance(error, LimitError)
        assert limit in error.message


def test_a_malformed_part_is_named(path: Path) -> None:
    assert "word/styles.xml 已损坏" in refused(path, word_file("", {"styles": "<w:style>"})).message


def test_a_docx_without_words_says_so(path: Path) -> None:
    path.write_bytes(word_file(""))
    assert codes(recover(load(path)).diagnostics) == ["WX207"]


def test_suffix_names_the_reader(path: Path) -> None:
    path.write_bytes(word_file(paragraph("文。")))
    assert reader_name(load(path)) == "docx"


# Laws


BODY = (
    paragraph(run("甲") + MARK + f"<w:ins>{run('增')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>")
    + paragraph(field(' HYPERLINK "https://example.com/" ', "链接"), numbered())
    + table(cell("一", '<w:gridSpan w:val="2"/>') + cell("二"), cell(paragraph("三") + table(cell("四") + cell("五"))))
    + paragraph(
        run("隐", "<w:vanish/>") + '<w:r><w:drawing><wp:docPr descr="图"/><a:blip r:embed="pic"/></w:drawing></w:r>'
    )
    + "".join(paragraph(f"第{count}段的文字，说明一件事情。", '<w:jc w:val="center"/>') for count in range(4))
)
PARTS = {
    "numbering": numbering(level(0, "chineseCounting", "%1、")),
    "footnotes": f'<w:footnote w:id="2">{paragraph("注文。")}</w:footnote>',
    "styles": '<w:style w:type="paragraph" w:styleId="a" w:default="1"><w:name w:val="Normal"/></w:style>',
    "header1": paragraph("页眉"),
}
WHOLE = word_file(BODY, PARTS, {"pic": ("image", "media/image1.png")}, {"word/media/image1.png": b"x"})


def recovered(path: Path, data: bytes) -> Document | None:
    """The document, or null where the file is refused; anything else that is raised fails the test."""
    path.write_bytes(data)
    try:
        return recover(load(path))
    except InternalError:
        raise
    except WxpressError:
        return None


def words_in(data: bytes) -> Counter[str]:
    """All characters of ``w:t`` and ``w:delText`` in the parts that hold text."""
    from lxml import etree  # noqa: PLC0415 - this test alone

    found: Counter[str] = Counter()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in ("document", "footnotes", "header1"):
            root = etree.fromstring(archive.read(f"word/{name}.xml"))
            for element in root.iter("{*}t", "{*}delText"):
                found.update("".join((element.text or "").split()))
    return found


def test_every_character_of_the_file_is_in_its_transcript(path: Path) -> None:
    path.write_bytes(WHOLE)
    transcript = Counter("".join(load(path).text.split()))
    assert words_in(WHOLE) - transcript == Counter()
    assert recovered(path, WHOLE) is not None


@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_damaged_xml_is_refused_or_read_and_never_breaks(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    """Tags are swapped, doubled, deleted and torn inside the text's part."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    tokens = BODY.replace("<", "\0<").split("\0")
    for _ in range(chance.randint(1, 8)):
        at, to = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                tokens[at], tokens[to] = tokens[to], tokens[at]
            case 1:
                tokens.insert(at, tokens[to])
            case 2:
                tokens[at] = ""
            case _:
                tokens[at] = tokens[at][: len(tokens[at]) // 2]
    recovered(tmp_path_factory.getbasetemp() / "fuzz.docx", word_file("".join(tokens), PARTS))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=12))
def test_damaged_archives_are_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, damage: list[tuple[float, int]]
) -> None:
    data = bytearray(WHOLE)
    for place, value in damage:
        data[int(place * (len(data) - 1))] = value
    recovered(tmp_path_factory.getbasetemp() / "fuzz.docx", bytes(data))


# The seed


def bold(document: docx.document.Document, words: str, size: int) -> None:
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    written = line.add_run(words)
    written.bold, written.font.size = True, Pt(size)


def seed_as_word(bulletin: Bulletin, path: Path, *, styled: bool, contents: bool = True) -> None:
    """The bulletin as somebody types it into Word: with heading styles, or with bold centred lines alone."""
    document = docx.Document()
    document.add_paragraph(f"{bulletin.audience}　{bulletin.series}")
    sizes = {"Title": 22, "Heading 1": 18, "Heading 2": 15}

    def heading(words: str | None, style: str) -> None:
        if styled:
            document.add_paragraph(words or "", style=style)
        else:
            bold(document, words or "", sizes[style])

    heading(bulletin.title, "Title")
    if contents:
        document.add_paragraph("目录")
        for entry in bulletin.contents:
            page = f"\t{entry.page}" if entry.page else ""
            document.add_paragraph(f"{'    ' * (entry.level - 1)}{entry.title}{page}")
    note = bulletin.editors_note
    assert note
    for count, block in enumerate(note.blocks):
        line = document.add_paragraph(("编者按：" if count == 0 else "") + text_of(block))
    line.add_run("【详细】")
    for section in bulletin.sections:
        heading(section.title, "Heading 1")
        for article in section.articles:
            heading(article.title, "Heading 2")
            for block in article.blocks:
                line = document.add_paragraph(text_of(block))
            line.add_run("【链接】")
    document.save(str(path))


def comparable(bulletin: Bulletin) -> Bulletin:
    return without_spans(bulletin)


@pytest.mark.parametrize("styled", [True, False], ids=["with styles", "with bold and size alone"])
def test_the_seed_as_word_is_the_same_tree(seed: Path, path: Path, *, styled: bool) -> None:
    expected = recover(load(seed)).bulletin
    seed_as_word(expected, path, styled=styled)
    assert comparable(recover(load(path)).bulletin) == comparable(expected)


def test_messages_count_paragraphs(path: Path) -> None:
    path.write_bytes(word_file(paragraph("甲。") + paragraph(run("密", "<w:vanish/>") + run("乙。"))))
    (finding,) = read(load(path)).findings
    assert as_text(finding).startswith(f"{path} 第 2 段: 警告 WX112")
    assert as_text(finding, "en").startswith(f"{path}, paragraph 2: warning WX112")
    assert "line=" not in as_github(finding)


def test_a_red_head_in_cells_is_the_masthead(path: Path) -> None:
    plate = table(cell(paragraph("政工干部") + paragraph("学习参考")) + cell("第26期"))
    words = "近日，有关部门召开会议，部署下一阶段的工作，要求抓好落实。"
    path.write_bytes(
        word_file(plate + paragraph("2025年8月4日") + paragraph("　　【编者按】" + words) + paragraph(words))
    )
    bulletin = recover(load(path)).bulletin
    assert (bulletin.audience, bulletin.series, bulletin.issue) == ("政工干部", "学习参考", "第26期")


def test_a_red_head_in_cells_may_hold_a_picture(path: Path) -> None:
    drawing = '<w:r><w:drawing><a:blip r:embed="p1"/></w:drawing></w:r>'
    plate = table(cell(paragraph(drawing)) + cell(paragraph("安全生产学习月刊") + paragraph("总第90期")))
    words = paragraph("近日，有关部门召开会议，部署下一阶段的工作，要求抓好落实。")
    title = paragraph("检修日", '<w:outlineLvl w:val="0"/>')
    logo = {"p1": ("image", "media/logo.png")}
    path.write_bytes(word_file(plate + title + words + words, relations=logo, files={"word/media/logo.png": b"x"}))
    bulletin = recover(load(path)).bulletin
    assert (bulletin.series, bulletin.issue) == ("安全生产学习月刊", "总第90期")
    assert [node.source for node in walk(bulletin) if isinstance(node, Figure)] == ["稿.docx#word/media/logo.png"]


def test_word_art_is_text(path: Path) -> None:
    art = '<w:r><w:pict><v:shape><v:textpath style="font-family:宋体" string="学习简报"/></v:shape></w:pict></w:r>'
    draft = drafted(path, word_file(paragraph(art) + paragraph("第12期")))
    assert [(piece.text, piece.hints.centred) for piece in draft.pieces] == [("学习简报", True), ("第12期", False)]


def test_an_imprint_in_cells_is_the_colophon(path: Path) -> None:
    """GB/T 9704 prints it between rules, which offices set as a table, the last row of two cells."""
    words = paragraph("近日，有关部门召开会议，部署下一阶段的工作，要求抓好落实。")
    rows = cell("抄送：县委常委") + cell(""), cell("县委组织部办公室") + cell("2025年8月15日印发")
    path.write_bytes(word_file(paragraph("一盒茶叶的重量", '<w:outlineLvl w:val="0"/>') + words + words + table(*rows)))
    colophon = recover(load(path)).bulletin.colophon
    assert ["".join(plain(block.inlines).split()) for block in colophon if isinstance(block, Paragraph)] == [
        "抄送：县委常委",
        "县委组织部办公室2025年8月15日印发",
    ]


def test_a_large_line_that_its_paragraph_breaks_is_one(path: Path) -> None:
    words = "近日，有关部门召开会议，部署下一阶段的工作，要求抓好落实。"
    lines = (("机关党员", "学习通讯"), ("主题：加强基层治理体", "系和治理能力学习读本"))
    runs = [[run(line, '<w:b/><w:sz w:val="44"/>') for line in pair] for pair in lines]
    names = [paragraph("<w:r><w:br/></w:r>".join(pair), '<w:jc w:val="center"/>') for pair in runs]
    path.write_bytes(word_file("".join(names) + paragraph("【编者按】" + words) + paragraph(words) * 3))
    bulletin = recover(load(path)).bulletin
    assert (bulletin.audience, bulletin.series) == ("机关党员", "学习通讯")
    assert bulletin.title == "加强基层治理体系和治理能力学习读本"


@pytest.mark.parametrize("pages", [("1", "2"), ("", "")])
def test_a_contents_table_begins_with_a_section(path: Path, pages: tuple[str, str]) -> None:
    rows = (("时政要闻", ""), ("少开会，开短会", pages[0]), ("院坝里的板凳会", pages[1]))
    contents = table(*(cell(left) + cell(right) for left, right in rows))
    words = "近日，有关部门召开会议，部署下一阶段的工作，要求抓好落实。"
    body = paragraph("题目") + paragraph("目录") + contents + paragraph("时政要闻")
    body += "".join(paragraph(title) + paragraph(words) for title, _ in rows[1:])
    path.write_bytes(word_file(body))
    sections = recover(load(path)).bulletin.sections
    assert [(section.title, len(section.articles)) for section in sections] == [("时政要闻", 2)]
