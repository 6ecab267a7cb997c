from __future__ import annotations

import dataclasses
import io
import json
import os
import re
import subprocess
import sys
from base64 import b64decode
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from fontTools.ttLib import TTFont
from lxml import html
from msgspec.structs import replace

from all_nodes import ALL_NODES, BARE, HOSTILE, PICTURES, context_for, paragraph, text
from wxpress.diagnostics import Diagnostic
from wxpress.errors import UsageError
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Article, Bulletin, Figure, Note, Paragraph, Section
from wxpress.verify import prove
from wxpress.writers import Asset
from wxpress.writers.beside import Beside
from wxpress.writers.html import HTML
from wxpress.writers.linked_data import json_ld
from xpath import found


def page_of(bulletin: Bulletin, name: str = "yiqi") -> html.HtmlElement:
    return html.document_fromstring(HTML.write(bulletin, context_for(name)).decode("utf-8"))


@pytest.fixture(scope="module")
def seed_page(seed: Path) -> bytes:
    return HTML.write(recover(load(seed)).bulletin, context_for("seed"))


def outline(page: html.HtmlElement) -> list[str]:
    return [f"{element.tag} {element.text_content()}" for element in found(page, "//h1|//h2|//h3|//h4|//h5|//h6")]


def test_the_seed_is_one_small_page(seed_page: bytes) -> None:
    assert len(seed_page) <= 40_000
    page = html.document_fromstring(seed_page.decode())
    assert [len(found(page, f"//{name}")) for name in ("header", "nav", "main", "footer", "h1", "article")] == [
        1, 1, 1, 1, 1, 9,
    ]  # fmt: skip
    assert found(page, "//html/@lang") == ["zh-CN"]


def test_the_seed_s_dead_links_are_text(seed_page: bytes) -> None:
    page = html.document_fromstring(seed_page.decode())
    marks = found(page, "//*[@class='source-link']")
    assert [mark.text for mark in marks] == ["【详细】"] + ["【链接】"] * 9
    assert {mark.tag for mark in marks} == {"span"}
    assert found(page, "//a[@href='#']") == []


def test_contents_lead_to_every_section_and_article(seed_page: bytes) -> None:
    page = html.document_fromstring(seed_page.decode())
    entries = found(page, "//nav//a")
    assert len(entries) == 12
    for entry in entries:
        (place,) = found(page, f"//*[@id='{entry.get('href')[1:]}']")
        assert found(place, "(.//h2|.//h3)[1]")[0].text_content() == entry.text_content()


def test_every_anchor_of_the_page_has_its_place() -> None:
    for bulletin in (ALL_NODES, HOSTILE, BARE):
        page = page_of(bulletin)
        ids = found(page, "//@id")
        assert len(ids) == len(set(ids))
        assert {href[1:] for href in found(page, "//a/@href") if href.startswith("#")} <= set(ids)


def test_headings_follow_one_another() -> None:
    for bulletin in (ALL_NODES, HOSTILE, BARE):
        levels = [int(line[1]) for line in outline(page_of(bulletin))]
        assert levels[0] == 1
        assert all(below - above <= 1 for above, below in pairwise(levels))


def test_a_bulletin_with_next_to_nothing() -> None:
    page = page_of(BARE, "mingcheng")
    assert outline(page) == ["h1 mingcheng"]
    assert found(page, "//nav") == []
    assert found(page, "//*[@class='to-contents']") == []
    assert "只有一段文字的一期。" in found(page, "//main")[0].text_content()
    assert found(page, "//title/text()") == ["mingcheng"]


def test_the_series_stands_in_for_a_title() -> None:
    page = page_of(replace(BARE, series="学习文选", issue="第3期"))
    assert outline(page) == ["h1 学习文选"]
    assert found(page, "//title/text()") == ["学习文选 第3期"]


def test_articles_without_sections_or_titles_are_listed_by_their_opening_words() -> None:
    noted = Paragraph((*text("有注"), Note((paragraph("注文"),)), *text("的话。")))
    blocks = ((paragraph("开头的几个字，" * 5),), (noted,), (Paragraph((Note((paragraph("注文"),)),)),))
    articles = (*(Article(blocks=one) for one in blocks), Article(title="有题目"), Article())
    page = page_of(Bulletin(title="本期", sections=(Section(articles=articles),)))
    labels = ["开头的几个字，开头的几个字，开头……", "有注的话。", "注文", "有题目", "正文"]
    assert found(page, "//nav//a/text()") == labels
    assert outline(page) == ["h1 本期", "h2 目录", "h2 有题目", "h2 注释"]


def test_nothing_is_asked_of_anywhere() -> None:
    for bulletin in (ALL_NODES, HOSTILE):
        source = HTML.write(bulletin, context_for()).decode("utf-8")
        page = html.document_fromstring(source)
        (policy,) = found(page, "//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert found(page, "//link|//iframe|//object|//base|//form|//@style|//@srcset") == []
        assert all(url.startswith("data:image/png;base64,") for url in found(page, "//@src"))
        assert re.search(r"url\(|@import", source) is None
        assert [script.get("type") for script in found(page, "//script")] == ["application/ld+json"]


def test_pictures_stand_inside_the_page() -> None:
    urls = found(page_of(ALL_NODES), "//img/@src")
    data = {b64decode(url.partition(",")[2]) for url in urls}
    assert data == {asset.data for asset in PICTURES.values()}


def test_a_picture_of_another_format_is_reported_and_named() -> None:
    findings: list[Diagnostic] = []
    context = context_for(report=findings.append)
    svg = Asset(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", 1, 1)
    bulletin = Bulletin(sections=(Section(articles=(Article(blocks=(Figure(source="a.svg", alt="图样"),) * 2),)),))
    page = HTML.write(bulletin, type(context)(**{**vars(context), "load_asset": lambda _: svg})).decode()
    assert [diagnostic.code for diagnostic in findings] == ["WX402"]
    assert page.count("［图：图样］") == 2
    assert "<svg" not in page


def test_linked_data_cannot_end_its_element() -> None:
    data = json_ld(HOSTILE, "x")
    assert not set(data) & set("<>&\u2028\u2029")
    assert json.loads(data)["name"] == HOSTILE.title


def test_linked_data_say_what_the_masthead_says() -> None:
    issue = json.loads(found(page_of(ALL_NODES), "//script/text()")[0])
    assert issue["@type"] == "PublicationIssue"
    assert issue["isPartOf"] == {"@type": "Periodical", "name": "学习文选"}
    assert issue["datePublished"] == "2025-07-16"
    assert issue["hasPart"][0]["author"] == {"@type": "Person", "name": "张三　李四"}
    assert len(issue["hasPart"]) == 5


def test_dates_are_marked_up_where_they_are_dates() -> None:
    times = [(time.get("datetime"), time.text) for time in found(page_of(ALL_NODES), "//time")]
    assert times == [("2025-07-16", "2025年7月16日"), ("2025-07-18", "2025-07-18")]
    assert found(page_of(HOSTILE), "//header//time") == []


def test_hostile_text_is_shown_as_it_is() -> None:
    page = page_of(HOSTILE)
    assert [title.text_content() for title in found(page, "//h1")] == [HOSTILE.title]
    assert found(page, "//*[@onclick or @onerror]") == []
    assert "{{ 7*7 }}" in found(page, "//main")[0].text_content()
    (main,) = found(page, "//main")
    assert main.text_content().count("<script>alert(1)</script>") == 15
    assert found(main, ".//script|.//style|.//title|.//comment()") == []


SAME_BYTES = """
import sys
sys.path.insert(0, sys.argv[1])
from all_nodes import ALL_NODES, context_for
from wxpress.writers import WRITERS
sys.stdout.buffer.write(WRITERS.load(sys.argv[2]).write(ALL_NODES, context_for()))
"""


@pytest.mark.parametrize("name", ["html", "epub"])
def test_the_same_bytes_in_another_process_folder_and_time_zone(name: str, tmp_path: Path) -> None:
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SAME_BYTES, str(Path(__file__).parent), name],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            check=True,
            capture_output=True,
        ).stdout
        for seed, zone, folder in (("1", "UTC", "/"), ("2", "Asia/Shanghai", tmp_path))
    }
    assert len(outputs) == 1
    assert len(outputs.pop()) > 5_000


def test_a_title_turns_at_its_marks_and_where_a_part_is_too_long_between_words() -> None:
    titles = ("把握历史方位，坚持城市内涵式发展", "学习贯彻中央城市工作会议精神", "A" * 30, "短")
    text = paragraph("中央城市工作会议强调城市工作。贯彻会议。学习精神。学习城市。贯彻精神。")
    sections = (Section(articles=tuple(Article(title=title, blocks=(text,)) for title in titles)),)
    page = page_of(Bulletin(title="一个优化、六个建设", sections=sections))
    turns = [html.tostring(title, encoding="unicode").count("<wbr>") for title in found(page, "//h2[@id]")[1:]]
    assert turns[:1] + turns[2:] == [0, 0, 0]
    (long,) = found(page, "//h2[contains(., '精神')]")
    assert "|".join(long.itertext()) == "学习贯彻|中央|城市工作|会议精神"
    assert "word-break: keep-all" in HTML.write(BARE, context_for()).decode()


def test_only_a_long_series_is_set_smaller() -> None:
    for series, kind in (("学习文选", "series"), ("某某市机关党员干部理论学习参考资料", "series long")):
        assert found(page_of(replace(ALL_NODES, series=series)), "//header/p[2]/@class") == [kind]


def test_paper_shows_where_links_lead_and_no_way_back() -> None:
    source = HTML.write(ALL_NODES, context_for()).decode("utf-8")
    _, _, printed = source.partition("@media print {")
    assert 'main a[href^="http"]:not(.address)::after { content: "（" attr(href) "）"' in printed
    assert re.search(r"\.skip, \.to-contents, \.backlink, \.colophon\.again \{ display: none; \}", printed)
    marks = found(page_of(ALL_NODES), "//main//a[@class='source-link']/@href")
    assert marks == ["https://example.org/detail", "https://example.org/1"]


def test_a_page_carries_its_fonts_where_that_is_asked_for() -> None:
    """Each face holds the characters that the sheet sets in it and no others; nothing else of the page is changed."""
    bulletin = Bulletin(title="甲乙", sections=(Section(articles=(Article(blocks=(paragraph("丙丁。"),)),)),))
    plain, carrying = (
        HTML.write(bulletin, dataclasses.replace(context_for(), options={"embed-fonts": wanted})).decode()
        for wanted in (False, True)
    )
    held = {}
    for role, weight, data in re.findall(
        r'font-family:"wxpress-(\w+)";font-weight:(\d+);[^}]*base64,([^)]+)\)', carrying
    ):
        with TTFont(io.BytesIO(b64decode(data))) as font:
            held[role, weight] = {chr(code) for code in font.getBestCmap()} - set(" \n")
    assert held["song", "400"] == set("跳到正文甲乙丙丁。")
    assert set().union(*(held[cut] for cut in held if cut[0] == "title")) == set("甲乙")
    assert "font-src" not in plain
    assert "font-src data:;" in carrying
    bodies = {page.partition("<body>")[2] for page in (plain, carrying)}
    assert len(bodies) == 1
    assert prove(carrying.encode(), "html", bulletin, context_for().style, "yiqi").is_proved


def test_an_option_of_another_kind_is_refused() -> None:
    with pytest.raises(UsageError, match="embed-fonts"):
        HTML.write(BARE, dataclasses.replace(context_for(), options={"embed-fonts": "yes"}))


def beside(limit: object = 0, pictures: Mapping[str, Asset] = PICTURES) -> tuple[str, dict[str, bytes]]:
    """The page of all nodes whose pictures stand beside it from *limit* KiB, and those pictures."""
    side = Beside("第 1 期")
    context = dataclasses.replace(
        context_for(),
        beside=side,
        options={"inline-pictures": limit},
        load_asset=lambda source: pictures.get(source),  # noqa: PLW0108 - get takes more than a loader does
    )
    return HTML.write(ALL_NODES, context).decode(), side.files


def test_large_pictures_stand_beside_the_page() -> None:
    page, files = beside()
    shown = html.document_fromstring(page)
    assert {unquote(url) for url in found(shown, "//img/@src")} == set(files)
    assert set(files.values()) == {asset.data for asset in PICTURES.values()}
    assert set(files) == {"第 1 期.files/image-1.png", "第 1 期.files/image-2.png"}
    assert "img-src data: 'self';" in page
    assert prove(page.encode(), "html", ALL_NODES, context_for().style, "yiqi").is_proved


def test_small_pictures_stay_inside_the_page() -> None:
    large = {source: replace_data(asset, b"\0" * 65_537) for source, asset in list(PICTURES.items())[:1]}
    page, files = beside(64, {**PICTURES, **large})
    assert [Path(name).name for name in files] == ["image-2.png"]
    urls = found(html.document_fromstring(page), "//img/@src")
    assert [url.startswith("data:image/png;") for url in urls].count(False) == page.count("/image-2.png") == 2
    whole, none = beside(65, {**PICTURES, **large})
    assert none == {}
    assert "'self'" not in whole


def replace_data(asset: Asset, data: bytes) -> Asset:
    return dataclasses.replace(asset, data=data)


def test_pictures_keep_their_place_free_while_they_load() -> None:
    sizes = {tuple(img.get(side) for side in ("width", "height")) for img in found(page_of(ALL_NODES), "//img")}
    assert sizes == {("480", "270"), ("24", "24")}


@pytest.mark.parametrize("limit", [True, -1, "64", 1.5])
def test_a_limit_of_another_kind_is_refused(limit: object) -> None:
    with pytest.raises(UsageError, match="inline-pictures"):
        beside(limit)


@pytest.mark.parametrize(
    "name", ["", "..", "a/b.png", "../x.png", "图.png", "A.png", ".png", "x", "a b.png", "a.png\n"]
)
def test_only_plain_names_stand_beside(name: str) -> None:
    with pytest.raises(ValueError, match="旁放"):
        Beside("x")(name, b"")


def test_a_name_stands_beside_once() -> None:
    side = Beside("x")
    assert side("a.png", b"1") == side("a.png", b"1") == "x.files/a.png"
    with pytest.raises(ValueError, match="两次"):
        side("a.png", b"2")
