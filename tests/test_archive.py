"""文选库：what a folder of bulletins yields as a whole."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from operator import attrgetter
from typing import TypeVar, cast
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import given
from hypothesis.strategies import text
from lxml import etree

from all_nodes import ALL_NODES, BARE, HOSTILE
from wxpress.archive.bindery import Files
from wxpress.archive.files import archive, bound_archive
from wxpress.archive.holdings import File, Holding, by_series, by_year, newest_first
from wxpress.archive.search import VOLUME, folded, grams, passages_of, shard_count, shard_of
from wxpress.styles import find_style
from wxpress.tree import Article, Block, Bulletin, List, Note, Paragraph, Section, Table, Text
from wxpress.writers.contents import contents, outline

ATOM = "{http://www.w3.org/2005/Atom}"
Made = TypeVar("Made")
DAY = dt.datetime(2025, 7, 16, tzinfo=dt.UTC)
MASTHEAD = ("language", "audience", "series", "title", "issue", "date", "publisher")
OPENING = Bulletin(
    sections=(Section(blocks=(Paragraph((Text("人民城市人民建，人民城市 为人民，建设人民城市。"),)),)), Section())
)


def holding(name: str = "甲", *, text: str = "一字不差。", **masthead: str) -> Holding:
    article = Article(title="向着2035", blocks=(Paragraph((Text(text),)),))
    bulletin = msgspec.structs.replace(Bulletin(sections=(Section(title="要论", articles=(article,)),)), **masthead)
    files = (File(f"{name}.html", "text/html", 2048), File(f"{name}.epub", "application/epub+zip", 2_500_000))
    return Holding(name, bulletin, files, DAY, File(f"thumbnails/{name}.png", "image/png", 900))


@pytest.mark.parametrize("bulletin", [ALL_NODES, HOSTILE, BARE, OPENING])
def test_an_outline_has_the_masthead_and_the_contents_of_the_whole(bulletin: Bulletin) -> None:
    short = outline(bulletin)
    assert contents(short) == contents(bulletin)
    assert [getattr(short, name) for name in MASTHEAD] == [getattr(bulletin, name) for name in MASTHEAD]
    assert outline(short) == short


def test_an_archive_of_outlines_is_that_of_the_whole_bulletins() -> None:
    whole = [holding(f"{number}", text=f"第{number}段。", title=f"第{number}期") for number in range(3)]
    short = [replace(one, bulletin=outline(one.bulletin), text=partial(attrgetter("bulletin"), one)) for one in whole]
    assert archive("文库", short, find_style()) == archive("文库", whole, find_style())


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    many = [
        holding(
            f"第{number}期", series="学习文选" if number % 2 else "简报", issue=f"{2023 + number % 3}年第{number}期"
        )
        for number in range(1, 121)
    ]
    return archive("机关<文选>", many, find_style())


def test_the_newest_come_first() -> None:
    held = [
        holding("旧", date="2024年12月31日"),
        holding("无"),
        holding("十", issue="2025年第10期"),
        holding("九", issue="2025年第9期"),
        holding("七月", date="2025年7月"),
    ]
    assert [item.name for item in newest_first(held)] == ["七月", "十", "九", "旧", "无"]
    assert [shelf.label for shelf in by_year(newest_first(held))] == ["2025年", "2024年", "年份不详"]


def test_series_stand_in_the_order_of_their_latest_issues() -> None:
    held = newest_first(
        [holding("甲", series="子", date="2024年1月1日"), holding("乙", series="丑", date="2025年1月1日")]
    )
    assert [shelf.label for shelf in by_series(held)] == ["丑", "子"]


def test_an_archive_of_nothing_is_nothing() -> None:
    assert archive("空", [], find_style()) == {}


def test_the_index_names_every_bulletin_and_escapes_what_it_says(files: dict[str, bytes]) -> None:
    page = files["index.html"].decode()
    assert "<h1>机关&lt;文选&gt;</h1>" in page
    assert all(f"{number}期.epub" in unquote(page) for number in range(1, 121))
    assert re.findall(r'<h2 id="(.*?)">', page) == ["year-2025", "year-2024", "year-2023"]


def test_an_issue_that_the_title_says_is_not_said_twice() -> None:
    alone = holding(series="工作简报", issue="2026年第1期")
    made = archive("库", [alone], find_style())
    assert made["index.html"].decode().count("2026年第1期") == 3  # the title, and what two links are called
    assert [entry.findtext(f"{ATOM}title") for entry in _entries(made["feed.xml"])] == ["工作简报 2026年第1期"]


def test_every_path_is_relative_and_leads_somewhere(files: dict[str, bytes]) -> None:
    outputs = {f"第{number}期.{suffix}" for number in range(1, 121) for suffix in ("html", "epub")}
    outputs |= {f"thumbnails/第{number}期.png" for number in range(1, 121)}
    for path, content in files.items():
        for target in _targets(path, content.decode()):
            assert unquote(target) in outputs | set(files), (path, target)


def _targets(path: str, content: str) -> Iterator[str]:
    if path.endswith((".html", ".xml")):
        yield from (target for target in re.findall(r' (?:href|src)="([^"#]+)"', content))
    elif path.endswith(".json"):
        yield from re.findall(r'"href": "([^"]+)"', content)


def test_the_feed_has_the_fifty_newest_with_stable_ids(files: dict[str, bytes]) -> None:
    feed = etree.fromstring(files["feed.xml"])
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    assert len(set(ids)) == len(ids) == 50
    assert feed.findtext(f"{ATOM}updated") == "2025-07-16T00:00:00Z"
    enclosure = entries[0].find(f"{ATOM}link[@rel='enclosure']")
    assert enclosure is not None
    assert enclosure.get("length") == "2500000"


def test_no_two_bulletins_have_one_id() -> None:
    """The same text in two files, or two editions of one issue (RFC 4287, 4.1.2); the first by name keeps its own."""
    alike = [holding(name, issue="2025年第8期") for name in "乙甲丙"]
    ids = [entry.findtext(f"{ATOM}id") for entry in _entries(archive("库", alike, find_style())["feed.xml"])]
    assert len(set(ids)) == 3
    assert ids[0] == holding("甲", issue="2025年第8期").identifier  # the names ascend from the newest
    alone = _entries(archive("库", alike[1:2], find_style())["feed.xml"])
    assert [entry.findtext(f"{ATOM}id") for entry in alone] == ids[:1]


def _entries(feed: bytes) -> list[ET.Element]:
    return ET.fromstring(feed).findall(f"{ATOM}entry")  # noqa: S314 - our own


def test_the_catalogue_turns_its_pages(files: dict[str, bytes]) -> None:
    seen, path = [], "catalog.json"
    while path:
        page = json.loads(files[path])
        seen += [item["metadata"]["identifier"] for item in page["publications"]]
        path = next((link["href"] for link in page["links"] if link["rel"] == "next"), "")
    assert len(set(seen)) == len(seen) == 120


def test_both_catalogues_say_the_same(files: dict[str, bytes]) -> None:
    for path in (path for path in files if path.startswith("catalog") and path.endswith(".xml")):
        feed = etree.fromstring(files[path])
        page = json.loads(files[path.replace(".xml", ".json")])
        ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
        assert ids == [item["metadata"]["identifier"] for item in page["publications"]]
        facets = {link.get("title") for link in feed.findall(f"{ATOM}link[@rel='http://opds-spec.org/facet']")}
        assert facets == {link["title"] for group in page.get("facets", ()) for link in group["links"]}
        assert facets == ({"2023年", "2024年", "2025年", "学习文选", "简报"} if path == "catalog.xml" else set())


def test_one_more_bulletin_leaves_full_pages_and_full_volumes_as_they_are() -> None:
    """A stick or a web server need not take them again."""
    many = [
        holding(f"{number:03}", text=f"第{number}件事。", date=f"{2000 + number // 12}年{number % 12 + 1}月")
        for number in range(4 * VOLUME + 1)
    ]
    before, after = (archive("库", held, find_style()) for held in (many[:-1], many))
    changed = {path for path in before if before[path] != after.get(path)}
    assert changed == {
        "index.html", "feed.xml", "catalog.xml", "catalog.json", "search/catalogue.js",
        *(f"catalog-year-{many[-1].year[:4]}.{suffix}" for suffix in ("xml", "json")),
    }  # fmt: skip
    assert {"catalog-1.xml", "search/shard-3-0.js"} <= set(before)
    assert "search/shard-4-0.js" in after


class Binder:
    """A bindery that notes what is made."""

    def __init__(self) -> None:
        self.kept: dict[str, object] = {}
        self.anew: list[str] = []

    def bound(self, told: str, bind: Callable[[], Files]) -> Files:
        return self._found(told, bind)

    def opened(self, told: str, make: Callable[[], bytes]) -> bytes:
        return self._found(told, make)

    def _found(self, told: str, make: Callable[[], Made]) -> Made:
        if told not in self.kept:
            made = make()
            self.anew.append(told)
            self.kept[told] = made
        return cast("Made", self.kept[told])


def test_only_what_a_changed_bulletin_shows_in_is_bound_anew() -> None:
    """Its page of the catalogue, its text, its grams, its volume; what is kept of others is put together again."""
    binder = Binder()
    many = [replace(holding(f"{number:03}"), tree=str(number)) for number in range(2 * VOLUME)]
    bound_archive("库", many, find_style(), "", binder)
    assert len(binder.anew) == 1 + 2 + 2 * 2 * VOLUME
    many[3] = replace(holding("003", text="改了。"), tree="改")
    binder.anew.clear()
    again = bound_archive("库", many, find_style(), "", binder)
    assert [json.loads(told)[0] for told in binder.anew] == ["catalogue", "text", "grams", 1]
    assert again == archive("库", many, find_style())


def test_words_are_folded_for_search() -> None:
    assert folded("《ＧＤＰ》之外，２０３５！") == "gdp 之外 2035"


@given(text(alphabet="城市，。、“”（）《》—…·　 ①㈠Ａb½℃~～\u0301\u3099か\u030aÅ", max_size=12))
def test_marks_that_are_taken_first_change_no_folding(words: str) -> None:
    normal = unicodedata.normalize("NFKC", words).lower()
    assert folded(words) == re.sub(r"[\W_]+", " ", normal).strip()
    assert grams("gdp 之外") == {"g", "d", "p", "gd", "dp", "之", "外", "之外"}


def test_a_pair_of_characters_is_found_where_its_shard_says(files: dict[str, bytes]) -> None:
    catalogue = json.loads(_argument(files["search/catalogue.js"]))

    def places(pair: str) -> str:
        shard = _argument(files[f"search/shard-0-{shard_of(pair, catalogue['shards'][0])}.js"])
        return str(json.loads(f"[{shard}]")[2][pair])

    assert places("字不").count(",") == min(VOLUME, len(catalogue["holdings"])) - 1
    assert places("字不").startswith("0,1,1")
    assert places("向着").startswith("0!,1!")
    assert catalogue["holdings"][0]["facts"] == "学习文选　2023年第3期"  # the oldest


def _argument(script: bytes) -> str:
    return script.decode().partition("(")[2].removesuffix(");\n")


def test_words_that_read_on_are_found_across_a_note_and_no_cell() -> None:
    note = Note(blocks=(Paragraph(inlines=(Text("见第二版。"),)),))
    blocks: tuple[Block, ...] = (
        Paragraph(inlines=(Text("城市更"), note, Text("新行动。"))),
        Table(head=((Text("物资"),), (Text("数量"),)), rows=(((Text("木桩"),), (Text("八百根"),)),)),
        List(ordered=False, items=((Paragraph(inlines=(Text("甲"),)),), (Paragraph(inlines=(Text("乙"),)),))),
    )
    section = Section(articles=(Article(title="题", blocks=blocks),))
    assert [text for *_, text in passages_of(Bulletin(sections=(section,)))] == [
        "城市更新行动。 见第二版。 物资 数量 木桩 八百根 甲 乙"
    ]


def test_shards_grow_with_the_archive() -> None:
    assert [shard_count(size) for size in (0, 16_383, 16_384, 35_000, 10**12)] == [1, 1, 2, 4, 4096]


def test_passages_lead_to_the_places_of_the_page() -> None:
    assert list(passages_of(holding(text="甲。").bulletin)) == [
        ("section-1", "要论", ""),
        ("article-1-1", "向着2035", "甲。"),
    ]
    signed = Bulletin(colophon=(Paragraph((Text("主编：王五"),)),))
    assert list(passages_of(signed)) == [("colophon", "版记", "主编：王五")]


def test_the_archive_is_the_same_whatever_the_order() -> None:
    held = [holding(name, series="文选", issue=f"2025年第{number}期") for number, name in enumerate("甲乙丙丁", 1)]
    style = find_style()
    assert archive("库", held, style) == archive("库", reversed(held), style)


def test_the_archive_is_the_same_whatever_else_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Libraries register prefixes for all who write XML; those that others had chosen ended up in the feeds."""
    held = [holding("甲", series="文选"), holding("乙", series="简报")]
    before = archive("库", held, find_style())
    monkeypatch.setattr(ET, "_namespace_map", {})
    for prefix, namespace in (("odd", "http://www.w3.org/2005/Atom"), ("dcterms", "urn:odd"), ("opds", "urn:even")):
        ET.register_namespace(prefix, namespace)
    assert archive("库", held, find_style()) == before
