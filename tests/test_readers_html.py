"""Web pages: what is text and what stands around it, limits, and the seed as three kinds of page."""

from __future__ import annotations

import base64
import random
from collections import Counter
from html import escape
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxpress.addresses import is_safe, tidied
from wxpress.build import make_plan, run
from wxpress.config import find_project
from wxpress.errors import InternalError, LimitError, UsageError, WxpressError
from wxpress.readers import decode, load, read
from wxpress.readers.draft import Draft
from wxpress.readers.embedded import embedded_picture
from wxpress.recover import recover
from wxpress.source import Source
from wxpress.tree import Bulletin, Figure, Table
from wxpress.walk import text_of, without_spans

SENTENCE = "近日，有关部门召开会议，部署下一阶段的工作，要求抓好落实。"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "稿.html"


def drafted(path: Path, page: str) -> Draft:
    path.write_text(page, "utf-8")
    return read(load(path))


def texts(draft: Draft) -> list[str]:
    return [piece.text for piece in draft.pieces]


def test_an_unmarked_page_is_its_sentences(path: Path) -> None:
    """No element says what it is: only links around and sentences inside tell the text."""
    page = (
        "<body><div><a href=/a>首页</a> <a href=/b>要闻</a></div>"
        f"<div><div><h1>题目</h1></div><div>2025年7月15日</div><div><p>{SENTENCE}</p><p>{SENTENCE}</p></div></div>"
        "<div><a href=/c>上一篇</a><a href=/d>下一篇</a></div></body>"
    )
    draft = drafted(path, page)
    assert texts(draft) == ["题目", "2025年7月15日", SENTENCE, SENTENCE]
    assert {entry.before for entry in draft.entries if entry.kind == "drop"} == {"首页 要闻", "上一篇下一篇"}


@pytest.mark.parametrize(
    ("sheet", "bold", "centred"),
    [
        ("<!-- p.a {font-weight:700; text-align:center} -->", True, True),
        ("div .a {font-weight:bold} .a {font-weight:normal}", True, False),
        (".a {font-weight:bold !important} #b {font-weight:normal}", True, False),
        ("html body div p {text-align:center}", False, True),
        (".c .a, .a.c, ul .a, p .a, .A, .a::before, div > .a, * {font-weight:bold; text-align:center}", False, False),
        ("@page { margin: 1em } @font-face {} } .a { text-align: center", False, False),
        (".a { background: url('x;font-weight:bold') }", False, False),
        (f"{'(' * 9000} {{}} .a {{ text-align: center }}", False, False),
    ],
    ids=["word", "specific", "important", "inside", "others", "broken", "smuggled", "deep"],
)
def test_rules_decide_as_in_a_browser(path: Path, sheet: str, *, bold: bool, centred: bool) -> None:
    page = f'<html><head><style>{sheet}</style></head><body><div><p class="a" id="b">{SENTENCE}</p></div></body></html>'
    hints = drafted(path, page).pieces[0].hints
    assert (hints.bold, hints.centred) == (bold, centred)


@pytest.mark.parametrize("title", ['<p style="font-family:黑体,SimSun">', "<p><font face=SimHei>", "<p class=t>"])
def test_a_heavy_face_sets_a_line_off(path: Path, title: str) -> None:
    page = f"<style>.t {{font-family: 方正小标宋简体}}</style>{title}题目</p><p>{SENTENCE}</p>"
    assert [piece.hints.bold for piece in drafted(path, page).pieces] == [True, False]


def test_the_text_of_a_page_is_as_large_as_its_body_says(path: Path) -> None:
    page = f"<style>body{{font-size:12px}} .t{{font-size:24px}}</style><p class=t>题目</p><p>{SENTENCE}</p>"
    assert [piece.hints.size for piece in drafted(path, page).pieces] == [2.0, 1.0]


def test_text_that_a_sheet_hides_is_told(path: Path) -> None:
    page = f"<style>.a{{display:none}}</style><p>{SENTENCE * 3}</p><p class=a>{SENTENCE}</p>"
    draft = drafted(path, page)
    assert texts(draft) == [SENTENCE * 3]
    assert [finding.code for finding in draft.findings] == ["WX113"]


@pytest.mark.parametrize(
    ("fill", "heads"), [('bgcolor="#eeeeee"', 2), ('style="background:#EEE"', 2), ('bgcolor="#FFFFFF"', 0), ("", 0)]
)
def test_a_row_with_a_ground_of_its_own_is_a_head(path: Path, fill: str, heads: int) -> None:
    rows = f"<tr {fill}><td>甲</td><td>乙</td></tr><tr><td>丙</td><td>丁</td></tr>"
    block = drafted(path, f"<p>{SENTENCE}</p><table>{rows}</table>").pieces[1].block
    assert isinstance(block, Table)
    assert len(block.head) == heads


def test_furniture_that_holds_most_of_the_text_stays(path: Path) -> None:
    draft = drafted(path, f'<body><div class="comment-box"><p>{SENTENCE}</p><p>{SENTENCE}</p></div><p>短。</p></body>')
    assert texts(draft) == [SENTENCE, SENTENCE, "短。"]


def test_every_region_left_out_is_in_the_ledger_and_counted(path: Path) -> None:
    names = ("nav", "footer", "aside", "form")
    around = "".join(f"<{name}>{name} 的话</{name}>" for name in names)
    draft = drafted(path, f"<body>{around}<main><p>{SENTENCE}</p></main></body>")
    assert {entry.before for entry in draft.entries if entry.kind == "drop"} == {f"{name} 的话" for name in names}
    (finding,) = draft.findings
    assert finding.code == "WX113"
    assert "4 处" in finding.message


def test_relative_links_are_made_whole_by_the_page_itself(path: Path) -> None:
    page = f'<head><base href="https://example.com/a/"></head><p>{SENTENCE}<a href="b.html">全文</a></p>'
    assert "<https://example.com/a/b.html>" in drafted(path, page).source.text


def test_a_saved_picture_is_taken_before_the_one_on_the_net(path: Path) -> None:
    page = (
        '<p><img data-src="https://example.com/1.png" src="页_files/1.png"></p>'
        '<p><img data-src="https://example.com/2.png" src="data:image/gif;base64,AA=="></p>'
        '<p><img src="https://example.com/3.png"></p><p><img src="t.gif" width="1" height="1"></p>'
    )
    figures = [piece.block for piece in drafted(path, page).pieces]
    assert [figure.source for figure in figures if isinstance(figure, Figure)] == [
        "页_files/1.png",
        "https://example.com/2.png",
        "https://example.com/3.png",
    ]


def test_a_picture_inside_the_page_is_named_by_its_place(path: Path) -> None:
    data = base64.b64encode(b"bytes").decode()
    draft = drafted(path, f'<p>{SENTENCE}</p><img src="data:image/png;base64,{data}" alt="塔">')
    figure = draft.pieces[1].block
    assert isinstance(figure, Figure)
    assert (figure.source, figure.alt) == ("稿.html#1", "塔")
    assert embedded_picture(path, "1") == b"bytes"
    with pytest.raises(UsageError, match="第 2 幅"):
        embedded_picture(path, "2")


def test_nesting_beyond_the_limit_is_refused_by_its_name(path: Path) -> None:
    for page in ("<div>" * 250, "<ul><li>" * 100, "<blockquote>" * 100, "<table><tr><td>一<td>" * 60):
        assert drafted(path, f"{page}深").source.text.split()[-1] == "深"
    for page in ("<div>" * 3000 + "深", "<blockquote>" * 140 + "深", "<b><i>" * 1500 + "深"):
        path.write_text(page, "utf-8")
        with pytest.raises(LimitError, match=r"超过限度 \d+ 层"):
            load(path)


@pytest.mark.parametrize("page", ["", "  \n", "<!-- -->", "<html></html>", "<?xml version='1.0'?>"])
def test_a_page_without_words_says_so(path: Path, page: str) -> None:
    path.write_text(page, "utf-8")
    assert [finding.code for finding in recover(load(path)).diagnostics] == ["WX207"]


def test_null_characters_are_dropped_and_told(path: Path) -> None:
    draft = drafted(path, f"<p>{SENTENCE}\0</p>")
    assert texts(draft) == [SENTENCE]
    assert [finding.code for finding in draft.findings] == ["WX102"]


def test_a_page_given_as_text_is_read_too() -> None:
    assert texts(read(Source(Path("x.html"), "<p>一段。</p>"))) == ["一段。"]


# Encodings


@pytest.mark.parametrize(
    ("encoding", "label"),
    [("gb18030", "gbk"), ("big5", "big5"), ("utf-8", "gb2312"), ("utf-16", "utf-8"), ("gb18030", "utf-8")],
)
def test_a_page_is_read_in_the_encoding_that_it_is_in(path: Path, encoding: str, label: str) -> None:
    words = "會議指出，要堅持以人民為中心，抓好落實。"
    path.write_bytes(f'<meta charset="{label}"><p>{words}</p>'.encode(encoding))
    assert texts(read(load(path))) == [words]


TRADITIONAL = "國民中學教師研習活動說明會議紀錄，臺北市政府教育局為推動國民教育政策，特舉辦研習。"
SIMPLIFIED = "中央城市工作会议在北京举行，明确做好城市工作的总体要求、重要原则、重点任务。"


@pytest.mark.parametrize("words", [TRADITIONAL, SIMPLIFIED], ids=["traditional", "simplified"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-16", "gb18030", "big5"])
def test_encodings_without_a_mark_are_told_apart(words: str, encoding: str) -> None:
    if words == SIMPLIFIED and encoding == "big5":
        pytest.skip("Big5 has no simplified characters")
    assert decode(Path("x.txt"), f"{words}\n第2段。\n".encode(encoding)).text == f"{words}\n第2段。\n"


def test_a_guess_between_big5_and_gb18030_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    assert [finding.code for finding in read(load(path)).findings] == ["WX110"]


WHOLE = f"{SIMPLIFIED}\n".encode()


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (SIMPLIFIED.encode()[:-1], f"第 {len(SIMPLIFIED) * 3 - 3} 字节处（第 1 行）不是有效的 utf-8"),
        (WHOLE + SIMPLIFIED.encode("gb18030"), f"第 {len(WHOLE)} 字节处（第 2 行）不是有效的 utf-8"),
        (f"{SIMPLIFIED}\n".encode("gb18030") + WHOLE, "第 0 字节处（第 1 行）不是有效的 utf-8"),
        (SIMPLIFIED.encode("gb18030")[:-1], f"第 {len(SIMPLIFIED) * 2 - 2} 字节处（第 1 行）不是有效的 gb18030"),
        (SIMPLIFIED.encode("utf-16-le")[:-1], f"第 {len(SIMPLIFIED) * 2 - 2} 字节处（第 1 行）不是有效的 utf-16-le"),
    ],
    ids=["cut", "utf-8 then gb18030", "gb18030 then utf-8", "gb18030 cut", "utf-16 cut"],
)
def test_what_cannot_be_decoded_whole_is_refused_with_its_place(data: bytes, place: str) -> None:
    with pytest.raises(UsageError, match=place):
        decode(Path("x.txt"), data)


# Laws


PAGE = (
    '<html><head><title>窗口</title></head><body><nav><a href="/">首页</a></nav><main><h1>题<b>目</b></h1>'
    '<p>甲<a href="https://example.com/">链接</a><sup><a href="#f1" id="r1">1</a></sup>乙<br>丙</p>'
    '<table><tr><td rowspan="2">一</td><td>二</td></tr><tr><td>三</td></tr></table>'
    "<ul><li>四<ol><li>五</li></ol></li></ul><blockquote><p>六</p></blockquote>"
    '<figure><img src="a.png" alt="七"><figcaption>八</figcaption></figure><p style="display:none">藏</p>'
    '<ruby>九<rt>jiǔ</rt></ruby><video src="v">十</video><div id="f1">注<a href="#r1">回</a></div></main>'
    "<footer>脚</footer></body></html>"
)


def survives(path: Path, data: bytes) -> None:
    """The page is read, all its words taken down, or refused; anything else that is raised fails the test."""
    path.write_bytes(data)
    try:
        recover(load(path))
    except InternalError:
        raise
    except WxpressError:
        return


def test_every_visible_character_is_in_the_transcript(path: Path) -> None:
    path.write_text(PAGE, "utf-8")
    expected = Counter("窗口首页题目甲链接1乙丙一二三四五六七八藏九jiǔ十注回脚")
    assert expected - Counter("".join(load(path).text.split())) == Counter()
    survives(path, PAGE.encode())


@settings(max_examples=80)
@given(st.integers(0, 10**6))
def test_damaged_pages_are_read_or_refused_and_never_break(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    tokens = PAGE.replace("<", "\1<").replace(">", ">\1").split("\1")
    for _ in range(chance.randint(1, 12)):
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
    survives(tmp_path_factory.getbasetemp() / "fuzz.html", "".join(tokens).encode())


@settings(max_examples=60)
@given(st.text(st.sampled_from("<>/=\"'&;# 甲。\n\0\u200b\u3000apdivulh1brmgt-!"), max_size=60))
def test_any_text_is_a_page(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    survives(tmp_path_factory.getbasetemp() / "fuzz.html", text.encode())


# The seed


def blocks(bulletin: Bulletin, line: str = "<p>{}</p>", link: str = '<a href="#">【{}】</a>') -> str:
    """The seed's text as a page: its contents as a list, headings by their levels."""
    note = bulletin.editors_note
    assert note
    out = [f"<h1>{escape(bulletin.title or '')}</h1>", "<p>目录</p>", "<ul>"]
    for entry in bulletin.contents:
        page = f"……{entry.page}" if entry.page else ""
        out.append(
            f"<li>{escape(entry.title)}{page}</li>" if entry.level == 1 else f"<ul><li>{escape(entry.title)}</li></ul>"
        )
    out.append("</ul>")
    texts = [text_of(block) for block in note.blocks]
    out += [
        line.format(f"编者按：{texts[0]}"),
        *map(line.format, texts[1:-1]),
        line.format(texts[-1] + link.format("详细")),
    ]
    for section in bulletin.sections:
        out.append(f"<h2>{escape(section.title or '')}</h2>")
        for article in section.articles:
            out.append(f"<h3>{escape(article.title or '')}</h3>")
            words = [escape(text_of(block)) for block in article.blocks]
            out += [line.format(text) for text in words[:-1]] + [line.format(words[-1] + link.format("链接"))]
    return "\n".join(out)


def as_plain_page(bulletin: Bulletin) -> str:
    """What a converter makes of a document."""
    front = f"<p>{bulletin.audience}　{bulletin.series}</p>"
    head = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title></head>'
    return f"{head}<body>{front}{blocks(bulletin)}</body></html>"


def as_wechat_page(bulletin: Bulletin) -> str:
    """What WeChat makes of an article: sections and spans, and its own furniture around."""
    line = (
        '<section><section style="line-height: 2em;">'
        '<span style="font-size: 16px;">&nbsp; &nbsp; {}</span></section></section>'
    )
    front = f"<p>{bulletin.audience}　{bulletin.series}</p>"
    return (
        '<html><head><title></title></head><body id="activity-detail"><div id="js_article"><div id="img-content">'
        f'<div class="rich_media_content" id="js_content" style="visibility: hidden;">{front}'
        f"{blocks(bulletin, line=line)}</div></div>"
        '<div class="rich_media_tool"><a id="js_view_source" href="##">阅读原文</a></div></div></body></html>'
    )


@pytest.fixture
def bulletin(seed: Path) -> Bulletin:
    return recover(load(seed)).bulletin


def test_the_seed_as_a_converted_page_is_the_same_tree(bulletin: Bulletin, path: Path) -> None:
    path.write_text(as_plain_page(bulletin), "utf-8")
    assert without_spans(recover(load(path)).bulletin) == without_spans(bulletin)


def test_the_seed_as_our_own_page_is_the_same_tree(bulletin: Bulletin, seed: Path, tmp_path: Path) -> None:
    plan = make_plan(find_project(seed.parent), [seed], output=str(tmp_path / "own.html"))
    assert run(plan)[0].failures == ()
    unpaged = tuple(msgspec.structs.replace(entry, page=None) for entry in bulletin.contents)  # a screen has no pages
    expected = msgspec.structs.replace(bulletin, contents=unpaged)
    assert without_spans(recover(load(tmp_path / "own.html")).bulletin) == without_spans(expected)


def test_the_seed_as_an_article_of_wechat_is_the_same_tree(bulletin: Bulletin, path: Path) -> None:
    path.write_text(as_wechat_page(bulletin), "utf-8")
    assert without_spans(recover(load(path)).bulletin) == without_spans(bulletin)


def test_addresses_are_taken_as_browsers_take_them() -> None:
    written = (" \x01https://example.org/\x0c甲\n乙 ", "\x01javascript:alert(1)", "a b.png", "\x1f")
    assert [tidied(address) for address in written] == [
        "https://example.org/%0C甲乙",
        "javascript:alert(1)",
        "a b.png",
        "",
    ]
    assert [is_safe(address) for address in ("https://example.org/\x0c", "a\x7fb", "javascript:x", "a.html")] == [
        False,
        False,
        False,
        True,
    ]
