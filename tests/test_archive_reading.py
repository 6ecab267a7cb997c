"""文选库 in the browser and in e-readers: searched from a folder, its catalogues read by clients of both kinds."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import feedparser
import pytest
from PIL import Image
from webpub_manifest_parser.opds2 import OPDS2FeedParserFactory

from all_nodes import HOSTILE, paragraph
from programs import needed
from wxpress.archive.files import archive
from wxpress.archive.holdings import File, Holding
from wxpress.styles import find_style
from wxpress.tree import Article, Bulletin, Section

COUNT = 300
BASE = "https://example.org/wenxuan/"
DAY = dt.datetime(2025, 7, 16, tzinfo=dt.UTC)
WORDS = ("粮食", "ＧＤＰ", "民", "第137期 独有", "没有的词", "专题137", "2025年第212期")
HELD_WORDS = {"独有": 137}


def _bulletin(number: int) -> Bulletin:
    words = "".join(word for word, holder in HELD_WORDS.items() if holder == number)
    text = f"第{number}期说粮食安全，GDP增长{number}%，人民至上。{words}"
    article = Article(title="把饭碗端牢" if number % 2 else "粮食与GDP", blocks=(paragraph(text),))
    section = Section(title="要论", articles=(article,))
    return Bulletin(
        series="文选", title=f"专题{number}", issue=f"{2024 + number // 200}年第{number}期", sections=(section,)
    )


def _holding(name: str, bulletin: Bulletin) -> Holding:
    files = (File(f"{name}.html", "text/html", 9), File(f"{name}.epub", "application/epub+zip", 9))
    return Holding(name, bulletin, files, DAY, File(f"thumbnails/{name}.png", "image/png", 9))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    held = [_holding(f"第{number} 期&?#", _bulletin(number)) for number in range(1, COUNT + 1)] + [
        _holding("敌意", HOSTILE)
    ]
    root = tmp_path_factory.mktemp("archive")
    for path, content in archive("某机关文选", held, find_style(), BASE).items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(content)
    (root / "thumbnails").mkdir()
    for holding in held:
        Image.new("RGB", (24, 34)).save(root / f"thumbnails/{holding.name}.png")
    return root


@pytest.fixture(scope="module")
def seen(repository: Path, folder: Path) -> dict[str, Any]:
    needed("/usr/bin/chromium", "install chromium")
    script = needed(repository / "node_modules" / "foliate-js", "run npm ci") and repository / "tests/archive.mjs"
    command = ["node", str(script), str(folder), *WORDS, "alert", "script"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.slow
def test_a_word_is_found_in_titles_first(seen: dict[str, Any]) -> None:
    found = seen["results"]["粮食"]
    assert found["status"] == "找到 300 期，列出 12 期"
    assert set(found["titles"]) == {"粮食与GDP"}
    assert set(found["marked"]) == {"粮食"}
    assert set(seen["results"]["ＧＤＰ"]["marked"]) == {"GDP"}


@pytest.mark.slow
def test_words_are_found_together_wherever_they_stand(seen: dict[str, Any]) -> None:
    found = seen["results"]["第137期 独有"]
    assert found["titles"] == ["把饭碗端牢"]
    assert found["targets"] == ["%E7%AC%AC137%20%E6%9C%9F%26%3F%23.html#article-1-1"]
    assert found["marked"] == ["第137期", "独有"]


@pytest.mark.slow
def test_a_bulletin_is_found_by_its_own_title_and_number(seen: dict[str, Any]) -> None:
    assert seen["results"]["专题137"]["titles"] == ["专题137"]
    assert seen["results"]["专题137"]["targets"] == ["%E7%AC%AC137%20%E6%9C%9F%26%3F%23.html"]
    assert seen["results"]["2025年第212期"]["titles"] == ["专题212"]


@pytest.mark.slow
def test_one_character_is_enough_and_none_is_not(seen: dict[str, Any]) -> None:
    assert seen["results"]["民"]["status"] == "找到 300 期，列出 12 期"
    assert seen["results"]["alert"]["status"] == "找到 1 期"
    assert seen["results"]["没有的词"]["status"] == "没有找到"


@pytest.mark.slow
def test_nothing_of_a_bulletin_runs_or_is_fetched(seen: dict[str, Any]) -> None:
    assert (seen["dialogs"], seen["outside"], seen["errors"]) == (0, [], [])
    assert seen["results"]["script"]["titles"]  # the hostile bulletin was shown


@pytest.mark.slow
def test_a_reading_system_reads_the_catalogue(seen: dict[str, Any]) -> None:
    catalogue = seen["catalogue"]
    assert catalogue["title"] == "某机关文选"
    assert len(catalogue["publications"]) == 101
    newest = catalogue["publications"][0]
    assert newest["title"] == "专题300 2025年第300期"
    assert newest["links"][1] == {
        "rel": "http://opds-spec.org/acquisition/open-access",
        "href": "%E7%AC%AC300%20%E6%9C%9F%26%3F%23.epub",
        "type": "application/epub+zip",
    }
    assert newest["images"][0].startswith("thumbnails/")
    assert {facet["title"]: facet["count"] for facet in catalogue["facets"]} == {"年份": 2, "刊名": 2}


def test_a_client_of_opds_2_reads_every_page(folder: Path) -> None:
    parser = OPDS2FeedParserFactory().create()
    identifiers: list[str] = []
    for path in ("catalog.json", "catalog-2.json", "catalog-1.json"):
        result = parser.parse_file(str(folder / path))
        assert result.errors == []
        identifiers += [item.metadata.identifier for item in result.root.publications]
    assert len(set(identifiers)) == len(identifiers) == COUNT + 1


def test_a_feed_reader_reads_the_feeds(folder: Path) -> None:
    for path in ("feed.xml", "catalog.xml", "catalog-1.xml"):
        feed = feedparser.parse(str(folder / path))
        assert not feed.bozo, feed.get("bozo_exception")
        assert feed.entries[0].updated == "2025-07-16T00:00:00Z"
