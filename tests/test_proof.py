"""The proof: what it measures on a finished page, that it finds each fault there, and what the commands do with it."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from wxpress import fontconfig, fonts
from wxpress.build.samples import proofread
from wxpress.cli.main import run
from wxpress.config import describe_table
from wxpress.diagnostics import in_language
from wxpress.errors import VerifyError
from wxpress.proof.blocks import blocks_of
from wxpress.proof.glyphs import read_sheets
from wxpress.proof.limits import Limits, over
from wxpress.proof.measuring import measure
from wxpress.proof.placing import Place, Text
from wxpress.proof.report import RULES, Proof, from_json, to_json
from wxpress.proof.sheet import to_html
from wxpress.source import Span
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, LineBreak, Note, Paragraph, Section, SourceLink, Superscript
from wxpress.tree import Text as Words

COLUMNS = 24
REST = "这里是下文，写得长一些，好让这一段有几行可以量一量，每行二十四个字，行行都排到版口为止，不多也不少。"
NARROW = "\U000323af"  # in no font
BREAK = "\n"

FAULTS = {
    "plain": "会" * 30 + REST,
    "spaced": REST + REST,
    "squeezed": "会" * 30 + REST,
    "start": "会" * COLUMNS + BREAK + "，" + REST,
    "end": "会" * (COLUMNS - 1) + "“" + BREAK + "会议”" + REST,
    "dash": "会" * (COLUMNS - 1) + "—" + BREAK + "—" + REST,
    "ellipsis": "会" * (COLUMNS - 1) + "…" + BREAK + "…" + REST,
    "number": "会" * (COLUMNS - 2) + "2024" + BREAK + "年" + REST,
    "address": "会" * (COLUMNS - 11) + "http://a.cn" + BREAK + "%20/b2024" + REST,
    "english": "He said: (" + BREAK + "%d) is 1234" + BREAK + "56. " * 9,
    "short": "会" * (COLUMNS - 3) + BREAK + REST + REST,
    "runt": "会" * (COLUMNS + 1),
    "missing": "有一个" + NARROW + "字没有字形",
    "marks": "他说：“要学《论语》、《孟子》。”（见第3页）——这是AI……" + REST,
}
STYLES = {"spaced": "letter-spacing: 2.5pt", "squeezed": "letter-spacing: -1.2pt"}


class Sheets:
    """Every fault on a page of its own of one plain PDF, set by CSS alone: the typesetting has no part in it."""

    def __init__(self) -> None:
        rules = f"@page {{ size: {COLUMNS * 12 + 120}pt 400pt; margin: 60pt }} body {{ margin: 0 }}"
        text = "p { margin: 0; break-after: page; font: 12pt/21pt 'Noto Serif CJK SC'; text-align: justify }"
        body = "".join(
            f"<p style='{STYLES.get(name, '')}'>{words.replace(BREAK, '<br>')}</p>" for name, words in FAULTS.items()
        )
        with fontconfig.only(fonts.require(find_style().settings.faces)):
            from weasyprint import HTML  # noqa: PLC0415 - fontconfig is read as WeasyPrint loads

            html = f"<html lang=zh-CN><style>{rules}{text}</style><body>{body}"
            self.data = bytes(HTML(string=html).write_pdf())
        self.bulletin = bulletin(*FAULTS.values())
        self.proof = measure(self.data, self.bulletin, "faults")

    def page_of(self, name: str) -> int:
        return list(FAULTS).index(name) + 1

    def broken(self, name: str) -> list[tuple[str, int, str]]:
        page = self.page_of(name)
        return [(item.rule, item.line, item.mark) for item in self.proof.broken if item.page == page]


def bulletin(*paragraphs: str) -> Bulletin:
    blocks = tuple(
        Paragraph(inlines=(Words(text=text.replace(BREAK, "")),), span=Span(line, line))
        for line, text in enumerate(paragraphs, 1)
    )
    return Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),))


@pytest.fixture(scope="module")
def sheets() -> Sheets:
    return Sheets()


def test_a_plain_page_is_measured_to_the_point(sheets: Sheets) -> None:
    first, *_, last = sheets.proof.pages[0].lines
    assert (first.kind, last.kind) == ("full", "last")
    assert first.text == "会" * COLUMNS
    assert (first.left, first.right, first.size) == (60, 60 + 12 * COLUMNS, 12)
    assert (first.natural, first.set, first.adjustment) == (COLUMNS, COLUMNS, 0)
    second = sheets.proof.pages[0].lines[1]
    assert first.baseline - second.baseline == pytest.approx(21, abs=0.01)
    assert first.span == Span(1, 1)


def test_a_page_without_faults_breaks_no_rule(sheets: Sheets) -> None:
    assert sheets.broken("plain") == []


def test_stretch_is_found_on_each_full_line(sheets: Sheets) -> None:
    lines = sheets.proof.pages[sheets.page_of("spaced") - 1].lines
    full = [line for line in lines if line.kind == "full"]
    assert len(full) >= 3
    assert {round(line.widest, -1) for line in full} == {210}  # 2.5 pt of 12
    assert all(line.set - line.natural == pytest.approx((len(line.text) - 1) * 2.5 / 12, abs=0.02) for line in full)
    page = sheets.page_of("spaced")
    found = [item for item in over(sheets.proof, Limits()) if item.code == "WX511"]
    assert [item.values["line"] for item in found if item.values["page"] == str(page)] == [
        str(line.number) for line in full
    ]


def test_squeeze_is_found(sheets: Sheets) -> None:
    full = [line for line in sheets.proof.pages[sheets.page_of("squeezed") - 1].lines if line.kind == "full"]
    assert {line.tightest for line in full} == {-100}
    tight = list(over(sheets.proof, Limits(largest_stretch=9, largest_squeeze=0.09, most_rules_broken=99)))
    assert {item.code for item in tight} == {"WX512", "WX514"}


@pytest.mark.parametrize(
    ("name", "rule", "line", "mark"),
    [
        ("start", "line-start", 2, "，"),
        ("end", "line-end", 1, "“"),
        ("dash", "split-dash", 2, "——"),
        ("ellipsis", "split-dash", 2, "……"),
        ("short", "not-flush", 1, "-3.00"),
        ("runt", "runt", 2, "会"),
    ],
)
def test_each_broken_rule_is_found(sheets: Sheets, name: str, rule: str, line: int, mark: str) -> None:
    assert (rule, line, mark) in sheets.broken(name)
    assert len(sheets.broken(name)) == 1


@pytest.mark.parametrize("name", ["address", "english"])
def test_an_address_and_a_foreign_text_have_rules_of_their_own(sheets: Sheets, name: str) -> None:
    assert {rule for rule, _, _ in sheets.broken(name)} <= {"not-flush"}


def test_a_number_taken_from_its_unit_is_found(sheets: Sheets) -> None:
    torn = [mark for rule, _, mark in sheets.broken("number") if rule == "split-number"]
    assert torn == ["2024|年这"]


def test_a_character_without_a_glyph_is_found(sheets: Sheets) -> None:
    (missing,) = sheets.proof.missing
    assert (missing.codepoint, missing.page) == ("U+323AF", sheets.page_of("missing"))
    assert missing.span == Span(list(FAULTS).index("missing") + 1, list(FAULTS).index("missing") + 1)


def test_each_class_of_characters_has_its_faces(sheets: Sheets) -> None:
    faces = {face.characters: face.face for face in sheets.proof.faces}
    assert {faces[kind] for kind in ("han", "punctuation", "latin", "digit")} == {"Noto-Serif-CJK-SC"}
    assert sum(face.count for face in sheets.proof.faces) == sum(
        not glyph.text.isspace() for sheet in read_sheets(sheets.data) for glyph in sheet.glyphs
    )


def test_marks_side_by_side_want_half_an_em_less(sheets: Sheets) -> None:
    line = sheets.proof.pages[sheets.page_of("marks") - 1].lines[0]
    assert line.text.startswith("他说：“要学《论语》、《孟子》。”（见")
    assert line.widest == 500  # plain CSS sets ：“ and 》、 a whole em apart


def test_a_strict_limit_is_exceeded_and_a_wide_one_is_not(sheets: Sheets) -> None:
    wide = Limits(largest_stretch=9, largest_squeeze=9, most_rules_broken=99, most_missing_characters=9)
    assert list(over(sheets.proof, wide)) == []
    assert {item.code for item in over(sheets.proof, Limits())} == {"WX511", "WX513", "WX514"}
    assert len([item for item in over(sheets.proof, Limits()) if item.code == "WX513"]) == len(sheets.proof.broken)


def test_findings_name_page_line_and_place_in_both_languages(sheets: Sheets) -> None:
    found = next(item for item in over(sheets.proof, Limits()) if item.values.get("rule", "").startswith("，"))
    page = sheets.page_of("start")
    assert found.message.startswith(f"成品第 {page} 页第 2 行：， 不得在行首")
    assert found.severity == "error"
    assert found.span == Span(page, page)
    assert in_language(found, "en").message.startswith(f"page {page}, line 2: ， may not begin a line")


def test_json_is_the_documented_shape_and_comes_back(sheets: Sheets, repository: Path) -> None:
    data = to_json(sheets.proof)
    assert json.loads(data)["schema"] == "wxpress-proof/1"
    assert from_json(data) == sheets.proof
    guide = (repository / "docs" / "proof.md").read_text("utf-8")
    assert [key for key in json.loads(data) if f"`{key}`" not in guide] == []
    assert [rule for rule in RULES if f"`{rule}`" not in guide] == []
    assert [key for key in json.loads(data)["worst"][0] if f"`{key}`" not in guide] == []


def test_the_same_file_gives_the_same_proof(sheets: Sheets) -> None:
    assert to_json(measure(sheets.data, sheets.bulletin, "faults")) == to_json(sheets.proof)


class Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]

    def handle_data(self, data: str) -> None:
        self.words += data


def test_html_is_one_file_that_asks_for_nothing(sheets: Sheets) -> None:
    text = to_html(sheets.proof, Limits()).decode()
    page = Page(text)
    assert set(page.tags) & {"script", "link", "img", "iframe", "object"} == set()
    assert not re.search(r"url\(|@import", text)
    assert [link for link in page.links if not link.startswith("#")] == []
    assert not re.search(r"<[^>]*(https?:|style=)[^>]*>", text)
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.tags.count("svg") == len(sheets.proof.pages)
    lines = sum(len(sheet.lines) for sheet in sheets.proof.pages)
    assert page.tags.count("rect") == lines
    assert "， 不得在行首" in page.words


def test_words_of_a_source_are_escaped_in_html(sheets: Sheets) -> None:
    hostile = '</text><script>alert("x")</script>'
    line = msgspec.structs.replace(sheets.proof.worst[0], text=hostile)
    proof: Proof = msgspec.structs.replace(sheets.proof, worst=(line,), name=hostile)
    page = Page(to_html(proof, Limits()).decode())
    assert "script" not in page.tags
    assert page.words.count(hostile) >= 2


@pytest.mark.parametrize("data", [b"", b"no PDF at all", b"%PDF-1.7\n%%EOF\n"])
def test_a_file_that_is_no_pdf_is_told(data: bytes) -> None:
    with pytest.raises(VerifyError, match="成品 PDF 读不出") as caught:
        measure(data, bulletin("文字"), "x")
    assert caught.value.advice


def test_lines_are_found_whatever_stands_round_them() -> None:
    found = Text(blocks_of(bulletin("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未"))).places(
        ["页眉", "甲乙丙丁戊己", "—12—", "庚辛壬癸【链接】", "1.子丑寅卯辰巳", "午未"]
    )
    assert list(found) == [None, Place(0, 0, 6), None, Place(0, 6, 10), Place(1, 0, 6), Place(1, 6, 8)]


def test_a_running_head_does_not_lead_astray_where_a_paragraph_repeats_itself() -> None:
    found = Text(blocks_of(bulletin("学习资料", "一二三四五六" * 4))).places(
        ["学习资料", "一二三四五六一二", "三四五六一二三四", "学习资料", "五六一二三四五六"]
    )
    assert list(found)[-1] == Place(1, 16, 24)


def test_blocks_end_at_forced_line_ends_and_leave_out_what_stands_elsewhere() -> None:
    note = Note(blocks=(Paragraph(inlines=(Words(text="注文"),)),))
    inlines = (Words(text="上"), note, Superscript(inlines=(Words(text="2"),)), LineBreak(), Words(text="下"))
    article = Article(
        title="题", blocks=(Paragraph(inlines=inlines, span=Span(3, 4)),), links=(SourceLink(label="链接"),)
    )
    blocks = blocks_of(Bulletin(sections=(Section(articles=(article,)),)))
    assert [block.text for block in blocks] == ["题", "上", "下", "注文", "链接"]
    assert [block.is_paragraph for block in blocks] == [False, True, True, True, False]
    assert blocks[2].span_at(0) == Span(3, 4)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "x.md").write_text(f"# 学习资料\n\n## 要闻\n\n### 甲\n\n{REST * 2}\n", "utf-8")
    return tmp_path


def test_build_writes_a_proof_beside_the_pdf(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "--proof", "-t", "pdf"]) == 0
    written = sorted(path.name for path in (project / "build").iterdir() if not path.name.startswith("."))
    assert {"x.pdf", "x.proof.html", "x.proof.json"} <= set(written)
    assert "x.proof.html" in capsys.readouterr().out
    proof = from_json((project / "build" / "x.proof.json").read_bytes())
    assert proof.summary.full_lines >= 1
    assert proof.broken == ()
    assert {line.span for page in proof.pages for line in page.lines if line.kind != "other"} == {Span(7, 7)}


def test_check_holds_the_pdf_to_the_limits(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "sources" / "x.md").write_text(f"# 学习资料\n\n## 要闻\n\n### 甲\n\n{'会' * 33}10,000,000.00元{REST}\n")
    (project / "wxpress.toml").write_text("[proof]\nlargest-stretch = 0\nlargest-squeeze = 0\n")
    assert [item.code for item in proofread(Path("sources/x.md"))] != []
    assert run(["check", "--proof"]) == 1
    assert re.search(r"sources/x.md:7: 错误 WX51[12] 成品第 1 页第 \d+ 行", capsys.readouterr().out)
    assert run(["check"]) == 0
    assert not (project / "build").exists()


@pytest.mark.parametrize("arguments", [["-t", "html"], ["-t", "pdf", "-o", "-"]])
def test_a_proof_needs_a_pdf_in_a_file(project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert run(["build", "--proof", "sources/x.md", *arguments]) == 2
    assert "--proof 要有写到文件的 PDF" in capsys.readouterr().err
    assert not (project / "build").exists()


def test_a_proof_takes_no_other_name(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "sources" / "x.proof.md").write_text("# 学习资料\n\n### 甲\n\n文字。\n", "utf-8")
    assert run(["build", "--proof", "-t", "pdf,html"]) == 2
    assert "x.proof.html 与另一件成品或来稿同名" in capsys.readouterr().err


def test_every_limit_is_documented(repository: Path) -> None:
    page = (repository / "docs" / "configuration.md").read_text("utf-8")
    for key, meaning, default in describe_table("proof"):
        assert f"| `{key}` | `{default}` | {meaning} |" in page
