"""On the page: lines end at the edge, readers see the same text, and what is not a Chinese paragraph is not touched."""

from __future__ import annotations

import ctypes
import inspect
import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import ModuleType
from typing import Any

import pikepdf
import pypdfium2
import pytest

from all_nodes import context_for
from engine import engine_part
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.typeset.row import EM, LATIN_GAP
from wxpress.writers.pdf import PDF

SIZE, COLUMNS = 12.0, 24
LEFT = 60.0
RIGHT = LEFT + SIZE * COLUMNS
EDGE = 0.04

STRESS = Path(__file__).parent / "typesetting.md"

CHINESE = (
    "会议强调：“要学习领会‘两个确立’的决定性意义——这是根本……”截至2024年底，全国有1,024个小区、5.6亿人，城镇化率"
    "达67.00%，比10年前提高了13.9个百分点；卡尔·马克思的《资本论》（第一卷）、《反杜林论》，都要读。人工智能（AI）"
    "等技术don’t stop，气温升至38.6℃，难道还有别的路可走吗？！没有别的路可走了。"
)


@dataclass(frozen=True)
class Glyph:
    text: str
    x: float
    y: float


@pytest.fixture(scope="module")
def seams() -> ModuleType:
    """The seams, loaded with the fonts that the writer would see."""
    return engine_part("typeset.seams")


def page(body: str, *, style: str = "", **options: Any) -> bytes:  # noqa: ANN401 - WeasyPrint's own
    from weasyprint import HTML  # noqa: PLC0415 - as above

    sheet = (
        f"@page {{ size: 408pt 600pt; margin: 60pt }} body {{ margin: 0; text-align: justify; {style};"
        f" font: {SIZE}pt/21pt 'Noto Serif CJK SC' }} p {{ margin: 0 }}"
    )
    html = f"<html lang=zh-CN><style>{sheet}</style><body>{body}"
    return bytes(HTML(string=html).write_pdf(**options))


def set_page(seams: ModuleType, body: str, **options: Any) -> bytes:  # noqa: ANN401 - as above
    with seams.installed(pytest.fail):
        return page(body, **options)


def glyphs(data: bytes) -> list[Glyph]:
    raw = pypdfium2.raw
    found = []
    text = pypdfium2.PdfDocument(without_spans(data))[0].get_textpage()
    for index in range(text.count_chars()):
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if not character.isspace():
            found.append(Glyph(character, x.value, y.value))
    return found


def without_spans(data: bytes) -> bytes:
    """The file without its marked content: PDFium gives all glyphs of a span one place."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for sheet in pdf.pages:
            kept = [
                item for item in pikepdf.parse_content_stream(sheet) if str(item.operator) not in {"BDC", "BMC", "EMC"}
            ]
            sheet.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
        out = io.BytesIO()
        pdf.save(out)
    return out.getvalue()


def lines(data: bytes) -> list[list[Glyph]]:
    rows: dict[float, list[Glyph]] = {}
    for glyph in glyphs(data):
        rows.setdefault(round(glyph.y), []).append(glyph)
    return [rows[y] for y in sorted(rows, reverse=True)]


def in_pdfium(data: bytes) -> str:
    return "".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(data))


def in_poppler(data: bytes) -> str:
    return read_by(["pdftotext", "-", "-"], data)


def in_mupdf(data: bytes) -> str:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        return read_by(["mutool", "draw", "-q", "-F", "txt", file.name], b"")


def read_by(command: list[str], data: bytes) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode()


def joined(text: str) -> str:
    """The text with its lines joined, as spaces there are never seen."""
    return "".join(line.strip() for line in text.replace("\f", "").splitlines())


@pytest.fixture(scope="module")
def usual(seams: ModuleType) -> bytes:
    return set_page(seams, f"<p>{CHINESE}")


def test_every_full_line_ends_at_the_edge(usual: bytes) -> None:
    full = lines(usual)[:-1]
    assert len(full) >= 6
    for line in full:
        last = line[-1].text
        width = SIZE / 2 if last in "，。、；：？！”’）》" else 2 * SIZE if last == "—" else SIZE
        assert last.isascii() or line[-1].x + width == pytest.approx(RIGHT, abs=EDGE)


def test_plain_weasyprint_does_not_do_that(seams: ModuleType) -> None:
    assert seams
    ends = [line[-1].x + SIZE for line in lines(page(f"<p>{CHINESE}"))[:-1]]
    assert max(abs(end - RIGHT) for end in ends) > SIZE / 2


@pytest.mark.parametrize("read", [in_pdfium, in_poppler])
@pytest.mark.parametrize("options", [{}, {"pdf_variant": "pdf/ua-1"}], ids=["plain", "tagged"])
def test_readers_see_the_same_characters_and_spaces(seams: ModuleType, read: Any, options: dict[str, str]) -> None:  # noqa: ANN401 - a function
    body = f"<p>{CHINESE}<p>使用 Python 编程<strong>成绩</strong>好"
    expected = CHINESE + "使用 Python 编程成绩好"
    assert joined(read(set_page(seams, body, **options))) == expected


SEAMED = (
    "<p>推进<b>ABC</b>协定，<b>增长</b>35.6%以上，<b>GDP</b>总量达<b>12</b>万亿，<sup>2</sup>"
    "见<b>《办法》</b>abc<b>粗体</b>2025年"
)
"""Text in which a face begins or ends wherever it can."""


@pytest.mark.parametrize("read", [in_pdfium, in_poppler, in_mupdf])
@pytest.mark.parametrize("options", [{}, {"pdf_variant": "pdf/ua-1"}], ids=["plain", "tagged"])
def test_readers_see_no_spaces_where_another_face_begins(seams: ModuleType, read: Any, options: dict[str, str]) -> None:  # noqa: ANN401 - a function
    body = f"<style>b {{ font: 1em 'Noto Sans CJK SC' }}</style>{SEAMED}"
    assert joined(read(set_page(seams, body, **options))) == re.sub("<[^>]*>", "", SEAMED)


@pytest.mark.parametrize("words", ["甲AB乙", "甲<b>AB</b>乙", "<b>甲</b>AB<b>乙</b>", "甲A<b>B</b>乙"])
@pytest.mark.parametrize("face", ["Noto Serif CJK SC", "Noto Sans CJK SC", "LXGW WenKai"])
def test_the_gap_beside_latin_is_the_same_where_another_face_begins(seams: ModuleType, words: str, face: str) -> None:
    line = lines(set_page(seams, f"<style>b {{ font: 1em '{face}' }}</style><p>{words}"))[0]
    place = {glyph.text: glyph.x for glyph in line}
    assert place["A"] - place["甲"] == pytest.approx(SIZE * (EM + LATIN_GAP) / EM, abs=EDGE)


def test_a_dash_is_two_em_and_a_middle_dot_half_an_em(seams: ModuleType) -> None:
    line = lines(set_page(seams, "<p>甲——乙……丙丁·戊"))[0]
    place = {glyph.text: glyph.x for glyph in line}
    assert place["乙"] - place["甲"] == pytest.approx(3 * SIZE, abs=EDGE)
    assert place["丙"] - place["乙"] == pytest.approx(3 * SIZE, abs=EDGE)
    assert place["戊"] - place["丁"] == pytest.approx(1.5 * SIZE, abs=EDGE)


@pytest.mark.parametrize("words", ["甲{}乙", "GDP{}乙", "甲GDP 3.5%{}", "“甲Ω{}”乙", "甲<b>GDP</b>{}乙"])
@pytest.mark.parametrize("marks", ["……", "——", "—"])
def test_dashes_and_ellipses_are_drawn_alike_behind_letters(seams: ModuleType, words: str, marks: str) -> None:
    alike = ink_of(set_page(seams, f"<p>甲{marks}乙"), marks)
    assert ink_of(set_page(seams, f"<p>{words.format(marks)}"), marks) == pytest.approx(alike, abs=EDGE)


def ink_of(data: bytes, marks: str) -> tuple[float, ...]:
    """The black box of *marks*, where they stand first: from the first one's origin, and from the baseline."""
    raw = pypdfium2.raw
    text = pypdfium2.PdfDocument(without_spans(data))[0].get_textpage()
    index = text.get_text_range().index(marks)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, index, x, y)
    left, bottom, right, top = text.get_charbox(index)
    return left - x.value, bottom - y.value, right - x.value, top - y.value


def test_narrow_quotation_marks_are_set_as_chinese_ones(seams: ModuleType) -> None:
    line = lines(set_page(seams, "<p style=\"font-family: 'LXGW WenKai'\">甲“乙”丙"))[0]
    place = {glyph.text: glyph.x for glyph in line}
    assert place["乙"] - place["甲"] == pytest.approx(2 * SIZE, abs=EDGE)
    assert place["丙"] - place["乙"] == pytest.approx(2 * SIZE, abs=EDGE)


def test_an_indent_begins_two_em_in_whether_with_a_quotation_mark_or_not(seams: ModuleType) -> None:
    first, second = lines(set_page(seams, "<p style='text-indent: 2em'>甲<p style='text-indent: 2em'>“乙”"))
    assert first[0].x == pytest.approx(LEFT + 2 * SIZE, abs=EDGE)
    assert second[0].x == pytest.approx(LEFT + 1.5 * SIZE, abs=EDGE)  # its left half is blank
    assert second[1].x == pytest.approx(LEFT + 2.5 * SIZE, abs=EDGE)


@pytest.mark.parametrize(("align", "edge"), [("right", RIGHT), ("left", None), ("center", None)])
def test_lines_that_are_not_justified_are_not_stretched(seams: ModuleType, align: str, edge: float | None) -> None:
    line = lines(set_page(seams, f"<p style='text-align: {align}'>{'天地玄黄宇宙洪荒' * 2}一二2025年7月15日甲"))[0]
    gaps = {round(after.x - before.x, 2) for before, after in pairwise(line[:17])}
    assert gaps == {SIZE}
    if edge:
        assert line[-1].x + SIZE == pytest.approx(edge, abs=EDGE)


@pytest.mark.parametrize(
    "body",
    [
        "<p>" + "Plain Latin text is “justified” by WeasyPrint—and stays as it was. " * 3,
        "<pre>保留　空格 的\n  文字</pre>",
        "<p style='letter-spacing: .2em'>疏排的标题，不动</p>",
        "<p style='direction: rtl'>中文שלום</p>",
        "<p>abc<br>def",
    ],
    ids=["latin", "preserved", "tracked", "right to left", "forced"],
)
def test_what_is_not_a_chinese_paragraph_is_not_touched(seams: ModuleType, body: str) -> None:
    assert set_page(seams, body) == page(body)


def test_floats_tables_columns_pictures_and_notes_stay_whole(seams: ModuleType) -> None:
    picture = (
        "<img style='width: 30pt; height: 9pt' src='data:image/svg+xml,<svg xmlns=%22http://www.w3.org/2000/svg%22/>'>"
    )
    body = (
        f"<div style='float: right; width: 60pt'>浮动的一栏</div><p>{CHINESE}</p>"
        f"<table><tr><td>第2025号<td>{CHINESE[:60]}<tr><td>GDP<td>增长5%</table>"
        f"<div style='columns: 2'>{CHINESE[:80]}</div><p>图{picture}文<sup>2</sup>注"
        "<span style='float: footnote'>脚注里有“引文”，2025年。</span>完<br>另一行"
    )
    plain, ours = (sorted(joined(in_pdfium(data)).replace(" ", "")) for data in (page(body), set_page(seams, body)))
    assert ours == plain


@pytest.mark.parametrize("length", [22, 46, 70])
def test_the_call_of_a_note_that_fills_its_line_stays_on_it(seams: ModuleType, length: int) -> None:
    text = ("坚持以人民为中心的发展思想，着力解决群众急难愁盼问题，" * 3)[:length]
    note = "<span style='float: footnote'>注</span>"
    data = set_page(seams, f"<p style='font-size: 15.79pt; line-height: 2; width: 24em'>{text}完。{note}")
    bottom = min(glyph.y for glyph in glyphs(data) if glyph.text == "完")
    assert [glyph for glyph in glyphs(data) if glyph.text == "1" and abs(glyph.y - bottom) < 10]


def test_what_shrinks_to_its_text_has_room_for_the_gaps(seams: ModuleType) -> None:
    body = "<div style='float: right'>2025年8月1日第8期AI增刊</div>"
    assert len(lines(set_page(seams, body))) == 1


def test_a_cell_that_does_not_wrap_has_room_for_the_gaps_beside_a_long_one(seams: ModuleType) -> None:
    body = (
        "<table style='border-collapse: collapse'><tr><td style='white-space: nowrap; padding: 0'>2022年10月16日至22日"
        f"<td style='padding: 0'>甲{CHINESE}</table>"
    )
    set_glyphs = glyphs(set_page(seams, body))
    beside = next(glyph.x for glyph in set_glyphs if glyph.text == "甲")
    day = max(glyph.x for glyph in set_glyphs if glyph.text == "日" and glyph.x < beside)
    assert beside - day >= SIZE - EDGE


def test_text_beside_a_float_ends_at_its_edge(seams: ModuleType) -> None:
    body = f"<div style='float: left; width: 60pt; height: 40pt'></div><p>{'天地玄黄宇宙洪荒日月盈昃' * 6}"
    first, second, third, *_ = lines(set_page(seams, body))
    assert first[0].x == second[0].x == LEFT + 60
    assert third[0].x == LEFT
    assert {round(line[-1].x + SIZE, 1) for line in (first, second, third)} == {round(RIGHT, 1)}


def test_a_stop_hangs_where_it_is_asked_to(seams: ModuleType) -> None:
    body = f"<p>{'天' * COLUMNS}，{'地' * 30}"
    with seams.installed(pytest.fail, hanging=True):
        line = lines(page(body))[0]
    assert line[-1].text == "，"
    assert line[-1].x == pytest.approx(RIGHT, abs=EDGE)


def test_the_same_page_gives_the_same_bytes(seams: ModuleType, usual: bytes) -> None:
    assert set_page(seams, f"<p>{CHINESE}") == usual


def test_weasyprint_has_the_names_that_are_replaced_and_used(seams: ModuleType) -> None:
    assert seams.changed() == []


def test_everything_is_put_back(seams: ModuleType) -> None:
    before = {place: getattr(*place) for place in seams.SIGNATURES}
    with seams.installed(pytest.fail):
        assert all(getattr(*place) != original for place, original in before.items())
    assert {place: getattr(*place) for place in seams.SIGNATURES} == before


@pytest.fixture(params=["split_text_box", "strut", "draw_first_line"])
def missing_name(seams: ModuleType, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    owner = next(owner for owner, name in seams.SIGNATURES | seams.USED if name == request.param)
    assert inspect.isfunction(getattr(owner, request.param))
    monkeypatch.delattr(owner, request.param)
    return str(request.param)


@pytest.mark.usefixtures("usual")
def test_a_name_that_is_gone_is_reported_and_nothing_replaced(seams: ModuleType, missing_name: str) -> None:
    reports: list[str] = []
    before = {(owner, name): getattr(owner, name, None) for owner, name in seams.SIGNATURES}
    with seams.installed(reports.append):
        assert {(owner, name): getattr(owner, name, None) for owner, name in seams.SIGNATURES} == before
    assert len(reports) == 1
    assert missing_name in reports[0]


def test_a_signature_that_changed_is_reported(seams: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    original = seams.inline.justify_line
    monkeypatch.setattr(seams.inline, "justify_line", lambda line, *rest: original(line, *rest) or None)
    assert seams.changed() == ["weasyprint.layout.inline.justify_line"]
    reports: list[str] = []
    with seams.installed(reports.append):
        data = page(f"<p>{CHINESE}")
    assert reports == ["weasyprint.layout.inline.justify_line"]
    assert data == page(f"<p>{CHINESE}")


def test_the_writer_sets_the_stress_text_and_loses_nothing_of_it() -> None:
    document = recover(load(STRESS))
    reports: list[Any] = []
    data = PDF.write(document.bulletin, context_for(report=reports.append))
    assert [report for report in reports if report.code.startswith("WX5")] == []
    words = "".join(joined(in_pdfium(data)).replace("\x02", "-").split())
    for sentence in (
        "他说：“我问过她，她的回答是：‘我们读过《论语》",
        "刘易斯·芒福德、简·雅各布斯论城市的书",
        "一一落实。",
    ):
        assert sentence in words


@pytest.mark.parametrize("size", ["10.5pt", "12pt", "13.3pt", "15.79pt"])
def test_readers_see_no_line_end_between_two_marks(seams: ModuleType, size: str) -> None:
    texts = [f"{'甲' * before}从“托育”，《求是》《史》。" for before in range(6)]
    body = "".join(f"<p style='font-size: {size}'>{text}" for text in texts)
    assert in_poppler(set_page(seams, body)).split() == texts


def test_underlined_text_and_pictured_glyphs_are_drawn(seams: ModuleType) -> None:
    lined = "<u style='text-decoration: underline'>城市工作</u>会议，<s style='text-decoration: line-through'>强调</s>"
    body = f"<p>{lined}人民城市🎉人民建"
    assert "城市工作会议，强调人民城市" in joined(in_pdfium(set_page(seams, body)))


def test_ragged_lines_do_not_tear_dates(seams: ModuleType) -> None:
    named = ("程燕", "《中国组织人事报》2025年3月3日", "2025年7月10日")
    spans = " ".join(f"<span style='margin: 0 .5em'>{credit}</span>" for credit in named)
    rows = lines(set_page(seams, f"<p style='text-align: center'>{spans}"))
    assert ["".join(glyph.text for glyph in row) for row in rows] == ["".join(named[:2]), named[2]]
    for row in rows:
        assert row[0].x - LEFT == pytest.approx(RIGHT - row[-1].x - SIZE, abs=EDGE)
