"""敌意来稿不执行：nothing that a source holds runs, asks for anything or leads anywhere of itself."""

from __future__ import annotations

import io
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from lxml import etree, html

from all_nodes import ALL_NODES, context_for
from injections import INJECTIONS, bulletin_of, in_html, in_markdown, in_word
from programs import needed, program
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Bulletin, Section
from wxpress.writers.epub import EPUB
from wxpress.writers.html import HTML
from xpath import found

SOURCES = {"x.md": in_markdown, "x.html": in_html, "x.docx": in_word}
COUNTS = ("dialogs", "requests", "navigations", "windows", "scripts", "handlers", "foreign", "addresses", "ran")
# fmt: off
ACTIVE = frozenset({
    "audio", "base", "button", "embed", "form", "iframe", "input", "marquee", "math", "meter", "object", "picture",
    "script", "source", "svg", "template", "video",
})
# fmt: on
CONTEXT = context_for()
LIVE = re.compile(r"https?://|mailto:")


@cache
def book() -> Bulletin:
    """One bulletin with an article for each injection, all of whose texts and addresses are that."""
    articles = tuple(bulletin_of(injection).sections[0].articles[0] for injection in INJECTIONS)
    first = bulletin_of("".join(INJECTIONS[:12]))
    return Bulletin(
        title=first.title, series=first.series, colophon=first.colophon, sections=(Section(articles=articles),)
    )


def documents(data: bytes) -> Iterator[tuple[str, etree._Element]]:
    """The XHTML documents of a book, parsed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xhtml"):
                yield name, etree.fromstring(archive.read(name))


def refused(root: etree._Element, *, is_page: bool) -> list[str]:
    """What of *root* could act: elements, handlers, addresses."""
    elements = [etree.QName(element).localname for element in root.iter(etree.Element)]
    scripts = len(found(root, "//script[@type='application/ld+json']")) if is_page else 0
    active = [name for name in elements if name in ACTIVE]
    handlers = [
        name for element in root.iter(etree.Element) for name in map(str, element.attrib) if name.startswith("on")
    ]
    styles = found(root, "//@style | //@srcset | //@srcdoc | //@action | //@formaction | //body//style | //body//link")
    addresses = [str(address) for address in found(root, "//@href | //@src")]
    foreign = [address for address in addresses if ":" in address and not LIVE.match(address)]
    return [*active[scripts:], *handlers, *map(str, styles), *foreign]


def test_there_are_enough_injections_of_each_kind() -> None:
    assert len(set(INJECTIONS)) == len(INJECTIONS) >= 60
    for kind in (
        "onerror",
        "srcset",
        "<svg",
        "<math",
        "url(",
        "expression",
        "data:",
        "{{",
        "\u202e",
        "&#",
        "javascript:",
    ):
        assert any(kind in injection for injection in INJECTIONS), kind


@pytest.mark.parametrize("injection", INJECTIONS)
def test_no_text_of_a_tree_acts_in_a_page(injection: str) -> None:
    data = HTML.write(bulletin_of(injection), replace(CONTEXT, name=injection)).decode()
    page = html.document_fromstring(data)
    assert refused(page, is_page=True) == []
    for place in ("//title", "//h1", "//main//td", "//main//figcaption", "//main//li"):
        assert squashed(injection) in squashed("".join(found(page, f"{place}//text()"))), place


def squashed(text: str) -> str:
    """*text* without white space and what no page may hold."""
    return "".join(character for character in text if character.isprintable() and not character.isspace())


def test_no_text_of_a_tree_acts_in_a_book() -> None:
    texts = []
    for name, root in documents(EPUB.write(book(), CONTEXT)):
        assert refused(root, is_page=False) == [], name
        texts.append(squashed("".join(found(root, "//text()"))))
    for injection in INJECTIONS:
        assert any(squashed(injection) in text for text in texts)


@pytest.mark.parametrize("name", SOURCES)
def test_no_source_acts_in_a_page(name: str, tmp_path: Path) -> None:
    source = tmp_path / name
    source.write_bytes(SOURCES[name]())
    page = html.document_fromstring(HTML.write(recover(load(source)).bulletin, CONTEXT).decode())
    assert refused(page, is_page=True) == []
    assert "alert(1)" in "".join(found(page, "//text()"))


def unpacked(data: bytes, folder: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)


def probed(repository: Path, folder: Path) -> list[dict[str, int]]:
    """What each document below *folder* got to do in Chromium."""
    needed("/usr/bin/chromium", "install chromium")
    needed(repository / "node_modules" / "playwright-core", "run npm ci")
    command = [program("node"), str(repository / "tests/probe.mjs"), str(folder)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_nothing_acts_in_a_browser(repository: Path, tmp_path: Path) -> None:
    """Even without the page's own content security policy."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "tree.html").write_bytes(HTML.write(book(), CONTEXT))
    unpacked(EPUB.write(book(), CONTEXT), made / "tree")
    for name, make in SOURCES.items():
        source = tmp_path / name
        source.write_bytes(make())
        bulletin = recover(load(source)).bulletin
        (made / f"{name}.html").write_bytes(HTML.write(bulletin, CONTEXT))
        unpacked(EPUB.write(bulletin, CONTEXT), made / name.replace(".", "-"))
    seen = probed(repository, made)
    assert len(seen) > 2 * len(INJECTIONS)
    assert [item for item in seen if any(item[count] for count in COUNTS)] == []


@pytest.mark.slow
def test_the_browser_would_tell(repository: Path, tmp_path: Path) -> None:
    page = HTML.write(ALL_NODES, CONTEXT).decode()
    body = (
        "<script>alert(1)</script><img src=http://127.0.0.1:9/x onerror=alert(1)>"
        "<a href='javascript:alert(1)' onmouseover=alert(1)>点</a>"
    )
    (tmp_path / "bad.html").write_text(page.replace('<main id="text">', f'<main id="text">{body}', 1), "utf-8")
    (tmp_path / "gone.html").write_text(
        page.replace("</head>", "<meta http-equiv=refresh content='0;url=bad.html'></head>"), "utf-8"
    )
    bad, gone = probed(repository, tmp_path)
    assert bad["ran"] == bad["dialogs"] >= 3
    assert [bad[count] for count in ("requests", "scripts", "handlers", "addresses")] == [1, 1, 2, 1]
    assert gone["navigations"] or gone.get("foreign")
