"""What is installed is told as `importlib.metadata` tells it, which need not be loaded for that."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import distributions, entry_points, version
from pathlib import Path
from zipfile import ZipFile

import pytest

from wxpress.packages import Offer, offers, version_of

POINTS = """# of two groups
[console_scripts]
x = x:main

[ours]
一 = one:ONE
two = two.deep:TWO [extra]
# three = three:THREE
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "Some_Thing-1.0.post2.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: Some.Thing\nVersion: 1.0.post2\n\nVersion: 3\n")
    (folder / "entry_points.txt").write_text(POINTS, "utf-8")
    return tmp_path


def test_versions_are_those_of_the_metadata() -> None:
    names = {found.name for found in distributions()}
    assert {"weasyprint", "Markdown"} <= names
    assert {name: version_of(name) for name in names} == {name: version(name) for name in names}
    assert version_of("no-such-package") is None


def test_entry_points_are_those_of_the_metadata() -> None:
    for group in ("console_scripts", "pytest11", "wxpress.writers"):
        found = {(point.name, point.value, point.dist and point.dist.version) for point in entry_points(group=group)}
        assert found
        assert {(offer.name, offer.value, offer.release) for offer in offers(group)} == found


def test_a_package_offers_what_stands_under_the_group(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(package))
    said = ("Some.Thing", "1.0.post2")
    assert offers("ours") == [Offer("一", "one:ONE", *said), Offer("two", "two.deep:TWO [extra]", *said)]
    assert version_of("some-thing") == "1.0.post2"


def test_packages_in_an_archive_are_found(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with ZipFile(package / "all.zip", "w") as archive:
        for file in package.glob("*/*"):
            archive.write(file, file.relative_to(package))
    monkeypatch.syspath_prepend(str(package / "all.zip"))
    assert [offer.name for offer in offers("ours")] == ["一", "two"]
    assert version_of("some-thing") == "1.0.post2"


def test_it_is_not_loaded_for_that() -> None:
    code = (
        "import sys; from wxpress import packages; packages.offers('wxpress.readers'); packages.version_of('jinja2');"
        "sys.exit('importlib.metadata' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
