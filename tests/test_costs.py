"""What a build costs, by counts that no noise of the machine touches: processes, modules, bytes, boxes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SEED = Path(__file__).parents[1] / "sources" / "chengshi-gongzuo-huiyi.md"

MOST_BYTES = {".pdf": 190_000, ".epub": 75_000, ".html": 40_000}
"""A plain sheet for WeasyPrint gives a PDF of 418 kB, typst one of 174 kB, with fewer faces."""

HEAVY = {
    "weasyprint",
    "pydyf",
    "pypdfium2",
    "pikepdf",
    "freetype",
    "fontTools",
    "docx",
    "rich",
    "yaml",
    "cffi",
    "pycparser",
}
"""What a book or a page for the screen does without."""

BUILD = """
import gc, json, os, sys
started = []
sys.addaudithook(lambda event, values: started.append(values[0]) if event == "subprocess.Popen" else None)
from wxpress.__main__ import main
_, source, kinds, out = sys.argv
sys.argv = ["wxpress", "build", source, "-q", "-j", "1", "-t", kinds, "-o", out]
os._exit = sys.exit
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
modules = sorted({name.partition(".")[0] for name in sys.modules})
sizes = {}
from pathlib import Path
for path in Path(out).iterdir():
    sizes[path.suffix] = path.stat().st_size
looked = sum(generation["collections"] for generation in gc.get_stats())
facts = {"started": [str(name) for name in started], "modules": modules, "sizes": sizes, "looked": looked}
json.dump(facts, sys.stdout)
"""


def built(kinds: str, folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-c", BUILD, str(SEED), kinds, str(folder / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return built("pdf,epub,html", tmp_path_factory.mktemp("everything"))


def test_a_build_starts_no_process_but_to_ask_for_fonts(everything: dict[str, Any]) -> None:
    names = [Path(name).name for name in everything["started"]]
    assert set(names) <= {"fc-list", "fc-conflist"}
    assert len(names) <= 7


def test_objects_that_hold_one_another_are_looked_for_rarely(everything: dict[str, Any]) -> None:
    assert 0 < everything["looked"] < 30  # two hundred by itself, the oldest among them


@pytest.mark.parametrize("suffix", MOST_BYTES)
def test_the_outputs_of_the_seed_are_small(everything: dict[str, Any], suffix: str) -> None:
    assert 0 < everything["sizes"][suffix] < MOST_BYTES[suffix]


def test_all_outputs_together_parse_no_c_and_load_no_font_library(everything: dict[str, Any]) -> None:
    assert {"weasyprint", "pypdfium2"} <= set(everything["modules"])
    assert set(everything["modules"]) & {"fontTools", "pycparser", "docx"} == set()


def test_what_is_for_the_screen_loads_nothing_of_the_paper(tmp_path: Path) -> None:
    assert set(built("epub,html", tmp_path)["modules"]) & HEAVY == set()
