"""On a phone any article is two taps away, and what is printed from a browser shows where links lead."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from all_nodes import ALL_NODES
from programs import needed, program
from unseen import context_of, unseen
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Bulletin
from wxpress.writers.html import HTML

pytestmark = pytest.mark.slow

IN_VIEW = 600
"""px from the top; the phone has 640."""


@pytest.fixture(scope="module")
def bulletins(seed: Path) -> dict[str, Bulletin]:
    return {"seed": recover(load(seed)).bulletin, "all-nodes": ALL_NODES, "unseen": unseen(11)}


@pytest.fixture(scope="module")
def seen(repository: Path, bulletins: dict[str, Bulletin], tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    needed("/usr/bin/chromium", "install chromium")
    needed(repository / "node_modules" / "playwright-core", "run npm ci")
    folder = tmp_path_factory.mktemp("phone")
    for name, bulletin in bulletins.items():
        (folder / f"{name}.html").write_bytes(HTML.write(bulletin, context_of(name, bulletin)))
    command = [
        program("node"),
        str(repository / "tests/taps.mjs"),
        *(str(folder / f"{name}.html") for name in bulletins),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_two_taps_lead_from_the_end_of_the_text_to_any_article(seen: list[Any], bulletins: dict[str, Bulletin]) -> None:
    for item, bulletin in zip(seen, bulletins.values(), strict=True):
        articles = sum(len(section.articles) for section in bulletin.sections)
        assert len(item["taps"]) == articles > 1
        assert all(-1 <= tap["top"] < IN_VIEW for tap in item["taps"]), item["taps"]


def test_paper_from_a_browser_shows_where_links_lead(seen: list[Any]) -> None:
    assert sum(len(item["printed"]) for item in seen) > 4
    for link in (link for item in seen for link in item["printed"]):
        assert link["href"] in link["after"].replace("\\", "") + link["text"]
    assert all(item["hidden"] for item in seen)
