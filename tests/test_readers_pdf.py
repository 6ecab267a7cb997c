"""PDF sources: lines become paragraphs again, what stands around them is left out, what cannot be read is refused."""

from __future__ import annotations

import base64
import io
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from weasyprint import HTML

from wxpress.build import make_plan, run
from wxpress.config import find_project
from wxpress.errors import UnsupportedError, UsageError, WxpressError
from wxpress.readers import load, read
from wxpress.readers.draft import Draft
from wxpress.recover import recover
from wxpress.tree import Bulletin, Note
from wxpress.walk import text_of, walk

PROSE = "这是一段正文，说的是一条板凳，也说一条板凳上的治理课；"
SHEET = """
@page { size: 420pt 300pt; margin: 50pt 40pt; @top-center { content: '学习参考'; font-size: 8pt }
  @bottom-center { content: '— ' counter(page) ' —' } }
body { font: 12pt/20pt 'Noto Serif CJK SC'; margin: 0 } p { margin: 0; text-indent: 2em; text-align: justify }
h1 { font-size: 18pt; text-align: center; margin: 0 0 20pt }
h2 { font: bold 15pt/24pt 'Noto Sans CJK SC'; text-align: center; margin: 12pt 0; break-after: avoid }
.columns { columns: 2; column-gap: 24pt; font-size: 9pt; line-height: 14pt } td { padding: 2pt 30pt }
"""


def pdf_of(body: str, style: str = SHEET) -> bytes:
    data: bytes = HTML(string=f"<html lang=zh><style>{style}</style>{body}</html>").write_pdf()
    return data


@pytest.fixture(scope="module")
def printed() -> bytes:
    long = "".join(f"<p>{PROSE * 4}第{number}段到此为止。</p>" for number in range(1, 5))
    table = "<table><tr><td>指标</td><td>上半年</td></tr><tr><td>次数</td><td>六十二</td></tr></table>"
    columns = f"<div class=columns><p>左栏起头，{PROSE * 6}左栏完。</p><p>右栏起头，{PROSE * 6}右栏完。</p></div>"
    return pdf_of(f"<h1>一条板凳</h1><h2>高层声音</h2>{long}<h2>他山之石</h2>{table}{columns}")


def drafted(path: Path, data: bytes) -> Draft:
    path.write_bytes(data)
    return read(load(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "稿.pdf"


def test_lines_become_paragraphs_over_the_ends_of_pages(path: Path, printed: bytes) -> None:
    texts = [piece.text for piece in drafted(path, printed).pieces]
    assert texts[:2] == ["一条板凳", "高层声音"]
    assert texts[2:6] == [f"{PROSE * 4}第{number}段到此为止。" for number in range(1, 5)]


def test_form_is_kept_as_hints(path: Path, printed: bytes) -> None:
    title, section, paragraph, *_ = (piece.hints for piece in drafted(path, printed).pieces)
    assert title.centred
    assert section.centred
    assert section.bold
    assert title.size > section.size > paragraph.size == 1
    assert (paragraph.indent, paragraph.centred, paragraph.bold) == (2, False, False)


def test_columns_are_read_one_after_the_other_and_tables_row_by_row(path: Path, printed: bytes) -> None:
    texts = [piece.text for piece in drafted(path, printed).pieces]
    assert "指标\t上半年" in texts
    assert "次数\t六十二" in texts
    assert texts[-2:] == [f"左栏起头，{PROSE * 6}左栏完。", f"右栏起头，{PROSE * 6}右栏完。"]


def test_page_numbers_and_running_heads_are_dropped_with_an_account(path: Path, printed: bytes) -> None:
    draft = drafted(path, printed)
    dropped = Counter(entry.reason for entry in draft.entries if entry.kind == "drop")
    pages = len(pikepdf.open(io.BytesIO(printed)).pages)
    assert dropped == {"页码：由版式另排": pages, "页眉页脚：由版式另排": pages}
    assert pages > 2
    assert not any("学习参考" in piece.text or "—" in piece.text for piece in draft.pieces)


def outline(bulletin: Bulletin) -> list[str]:
    sections = ((section.title, [article.title for article in section.articles]) for section in bulletin.sections)
    note = len(bulletin.editors_note.blocks) if bulletin.editors_note else 0
    return [bulletin.series or "", bulletin.title or "", str(note), *map(str, sections)]


def test_the_seed_as_our_own_pdf_is_the_same_bulletin(seed: Path, tmp_path: Path) -> None:
    plan = make_plan(find_project(seed.parent), [seed], output=str(tmp_path / "own.pdf"))
    assert run(plan)[0].failures == ()
    expected, bulletin = recover(load(seed)).bulletin, recover(load(tmp_path / "own.pdf")).bulletin
    assert outline(bulletin) == outline(expected)
    unpaged = (Counter(text_of(section)) for section in bulletin.sections)
    assert list(unpaged) == [Counter(text_of(section)) for section in expected.sections]


def test_a_note_at_the_foot_stands_where_it_is_called(path: Path) -> None:
    notes = "<p style='font-size:8pt;text-indent:0;margin-top:10pt'>① 见《县志》第三卷。</p>"
    notes += "<p style='font-size:8pt;text-indent:0'>② https://example.cn/a/1.html</p>"
    body = f"<h1>一条板凳</h1><p>{PROSE}见县志①。</p><p>{PROSE}完。【链接】②</p>{notes}"
    path.write_bytes(pdf_of(body))
    document = recover(load(path))
    article = document.bulletin.sections[0].articles[0]
    assert [text_of(node) for node in walk(article) if isinstance(node, Note)] == ["见《县志》第三卷。"]
    assert [(link.label, link.target) for link in article.links] == [("链接", "https://example.cn/a/1.html")]


def locked(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(out, encryption=pikepdf.Encryption(owner="甲", user="乙"))
    return out.getvalue()


def scanned(data: bytes) -> bytes:  # noqa: ARG001 - as its fellows
    grey = io.BytesIO()
    Image.new("L", (8, 8), 128).save(grey, "PNG")
    picture = f"data:image/png;base64,{base64.b64encode(grey.getvalue()).decode()}"
    return pdf_of(f"<img src='{picture}' style='width:300pt;height:200pt'>", "@page { margin: 20pt }")


@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        (locked, UnsupportedError, "密码"),
        (scanned, UnsupportedError, "扫描件"),
        (lambda data: data[:200], UsageError, "读不出"),
        (lambda data: b"%PDF-1.7\n" + b"\0" * len(data), UsageError, "读不出"),
        (lambda _: b"", UsageError, "读不出"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_round(
    path: Path, printed: bytes, change: object, kind: type[WxpressError], told: str
) -> None:
    assert callable(change)
    path.write_bytes(change(printed))
    with pytest.raises(kind, match=told) as refusal:
        load(path)
    assert refusal.value.advice
