"""旁放的文件：what stands beside an output is written, restored, withdrawn and verified with it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from PIL import Image

import wxpress
from wxpress.build.outputs.manifest import read_manifest
from wxpress.build.verifying import verify_outputs
from wxpress.config import find_project

SOURCE = "### 一篇\n\n正文如下。\n\n![大图](图/大.png)\n\n![小图](图/小.png)\n\n完。\n"
SIDE = Path("build/甲.files/image-1.png")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pictures = tmp_path / "sources/图"
    pictures.mkdir(parents=True)
    noise = random.Random(1).randbytes(200 * 150 * 3)  # noqa: S311 - nothing secret
    Image.frombytes("RGB", (200, 150), noise).save(pictures / "大.png")
    Image.new("RGB", (40, 30), "red").save(pictures / "小.png")
    (tmp_path / "sources/甲.md").write_text(SOURCE, "utf-8")
    (tmp_path / "wxpress.toml").write_text('to = ["html"]\n[archive]\nwrite = false\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    wxpress.build()
    return tmp_path


def test_the_large_picture_stands_beside_the_page(project: Path) -> None:
    assert SIDE.read_bytes() == (project / "sources/图/大.png").read_bytes()
    page = Path("build/甲.html").read_text("utf-8")
    assert 'src="%E7%94%B2.files/image-1.png"' in page
    assert page.count('src="data:image/png') == 1
    manifest = read_manifest(Path("build"))
    assert manifest is not None
    assert list(manifest.entries["甲"].outputs["甲.html"].beside) == ["甲.files/image-1.png"]


@pytest.mark.usefixtures("project")
def test_it_comes_back_where_it_was_lost_or_changed() -> None:
    whole = SIDE.read_bytes()
    SIDE.unlink()
    wxpress.build()
    assert SIDE.read_bytes() == whole
    SIDE.write_bytes(b"other")
    wxpress.build()
    assert SIDE.read_bytes() == whole


def test_it_goes_with_the_last_page_that_shows_it(project: Path) -> None:
    source = project / "sources/甲.md"
    source.write_text(SOURCE.replace("![大图](图/大.png)\n", ""), "utf-8")
    wxpress.build()
    assert not SIDE.exists()


def test_verify_says_that_it_was_changed_or_lost(project: Path) -> None:
    def told() -> list[str]:
        return [item.message for checked in verify_outputs(find_project(project)) for item in checked.diagnostics]

    assert told() == []
    SIDE.write_bytes(b"other")
    assert [message.startswith(f"成品 {SIDE} ") for message in told()] == [True]
    SIDE.unlink()
    assert [message.startswith(f"成品 {SIDE}（已不在）") for message in told()] == [True]


def test_where_one_file_is_asked_for_all_stands_in_it(project: Path) -> None:
    wxpress.build("sources/甲.md", output="one/x.html")
    assert [path.name for path in (project / "one").rglob("*")] == ["x.html"]
    assert Path("one/x.html").read_text("utf-8").count('src="data:image/png') == 2
