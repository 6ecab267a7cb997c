"""入库：the build writes a project's archive, and keeps it to what the project has."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

import wxpress
from all_nodes import BARE, context_for
from wxpress.archive import thumbnail
from wxpress.archive.bindery import Content, Kept
from wxpress.build import make_plan, run
from wxpress.build.incremental.cache import Cache, digest
from wxpress.build.incremental.records import Records
from wxpress.build.outputs import library
from wxpress.build.outputs.library import Item, _thumbnail, recovered_again
from wxpress.build.plan import PDF, Job
from wxpress.build.printing import press
from wxpress.build.workers.hiring import hired
from wxpress.config import find_project
from wxpress.errors import UsageError, WxpressError
from wxpress.writers.pdf import PDF as PDF_WRITER

SOURCE = """---
series: 学习文选
title: {title}
issue: 2025年第{number}期
---

### 一篇

{title}的正文。
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "wxpress.toml").write_text('to = ["html"]\n', "utf-8")
    for number in (1, 2):
        add(tmp_path, number)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def add(project: Path, number: int, name: str | None = None) -> None:
    path = project / "sources" / f"{name or f'第{number}期'}.md"
    path.write_text(SOURCE.format(title=f"专题{number}", number=number), "utf-8")


def files(project: Path) -> dict[str, bytes]:
    folder = project / "build"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_project_yields_an_archive(project: Path) -> None:
    wxpress.build()
    built = files(project)
    assert {"index.html", "feed.xml", "catalog.xml", "catalog.json", "search/search.js"} <= set(built)
    page = built["index.html"].decode()
    assert "<h1>学习文选</h1>" in page  # the series, as there is one
    assert page.index("专题2") < page.index("专题1")
    named = json.loads(built["manifest.json"])["archive"]
    assert set(named) == set(built) - {"manifest.json", "第1期.html", "第2期.html"}


def test_one_source_alone_leaves_the_archive_as_it_is(project: Path) -> None:
    wxpress.build()
    before = files(project)
    add(project, 3, "第1期")
    wxpress.build("sources/第1期.md")
    after = files(project)
    assert {path for path in before if before[path] != after[path]} == {"第1期.html", "manifest.json"}
    assert json.loads(after["manifest.json"])["archive"] == json.loads(before["manifest.json"])["archive"]


def test_what_the_project_no_longer_has_leaves_the_archive(project: Path) -> None:
    wxpress.build()
    (project / "sources" / "第1期.md").unlink()
    (project / "build" / "search" / "mine.js").write_text("kept")
    wxpress.build()
    built = files(project)
    assert "专题1" not in built["index.html"].decode()
    assert "search/text-第1期.js" not in built
    assert "search/mine.js" in built


def test_a_file_of_the_archive_that_somebody_changed_is_left(project: Path) -> None:
    wxpress.build()
    text = project / "build" / "search" / "text-第1期.js"
    text.write_text("mine now")
    (project / "sources" / "第1期.md").unlink()
    wxpress.build()
    assert text.read_text() == "mine now"


def test_the_same_again_touches_nothing(project: Path) -> None:
    wxpress.build()
    before = {path: path.stat().st_mtime_ns for path in (project / "build").rglob("*.js")}
    wxpress.build()
    assert before == {path: path.stat().st_mtime_ns for path in (project / "build").rglob("*.js")}


def test_a_project_may_do_without(project: Path) -> None:
    (project / "wxpress.toml").write_text('to = ["html"]\n[archive]\nwrite = false\n', "utf-8")
    wxpress.build()
    assert set(files(project)) == {"manifest.json", "第1期.html", "第2期.html"}


def test_an_archive_that_the_project_wants_no_more_goes(project: Path) -> None:
    """All of it, and the manifest says so; what somebody changed stays, as does all where only one source is built."""
    wxpress.build()
    (project / "build" / "feed.xml").write_text("mine", "utf-8")
    (project / "wxpress.toml").write_text('to = ["html"]\n[archive]\nwrite = false\n', "utf-8")
    wxpress.build("sources/第1期.md")
    assert "index.html" in files(project)
    wxpress.build()
    assert set(files(project)) == {"manifest.json", "第1期.html", "第2期.html", "feed.xml"}
    assert json.loads(files(project)["manifest.json"])["archive"] == {}


def test_the_project_names_its_archive_and_where_it_will_be(project: Path) -> None:
    settings = 'to = ["html"]\n[archive]\ntitle = "某机关文库"\nbase-url = "https://example.org/w/"\n'
    (project / "wxpress.toml").write_text(settings, "utf-8")
    wxpress.build()
    built = files(project)
    assert "<h1>某机关文库</h1>" in built["index.html"].decode()
    assert b'href="https://example.org/w/feed.xml"' in built["feed.xml"]


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        ('base-url = "example.org"', "“base-url”应为一个以 / 结尾的网址"),
        ("write = 1", "“write”应为true 或 false"),
        ('titel = "x"', "不认识的键“titel”"),
    ],
)
def test_a_wrong_setting_is_told(project: Path, setting: str, told: str) -> None:
    (project / "wxpress.toml").write_text(f"[archive]\n{setting}\n", "utf-8")
    with pytest.raises(UsageError, match=told):
        wxpress.build()


def test_no_source_takes_the_name_of_the_index(project: Path) -> None:
    add(project, 3, "Index")
    with pytest.raises(UsageError, match="与文选库的文件同名"):
        wxpress.build()


def test_a_thumbnail_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF")
    records = Records(Cache(tmp_path / "cache"))
    drawn: list[bytes] = []

    def draw(_: str, data: bytes) -> bytes:
        drawn.append(data)
        return b"PNG"

    monkeypatch.setattr(thumbnail, "thumbnail", draw)
    item = Item(Job(pdf, "a", tmp_path, ()), "", "", {PDF: (pdf, "")})
    assert [_thumbnail(item, records, {}) for _ in range(2)] == [b"PNG", Kept(digest(b"PNG"))]
    assert len(drawn) == 1
    pdf.write_bytes(b"%PDF-2")
    _thumbnail(item, records, {})
    assert drawn == [b"%PDF", b"%PDF-2"]


@pytest.fixture
def drawn_before(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Tells of each thumbnail that an archive asks for whether it came with the output."""
    told: list[bool] = []

    def asked(item: Item, records: Records, drawn_now: Mapping[str, bytes]) -> Content | None:
        told.append(item.pictured()[2] in drawn_now)
        return _thumbnail(item, records, drawn_now)

    monkeypatch.setattr(library, "_thumbnail", asked)
    return told


@pytest.mark.parametrize(("kinds", "jobs"), [('["pdf", "html"]', 2), ('["html", "epub"]', 1)])
def test_a_thumbnail_is_drawn_with_its_output(project: Path, drawn_before: list[bool], kinds: str, jobs: int) -> None:
    """Bulletins that are made at once have their pictures drawn at once; what is reused has one already."""
    (project / "wxpress.toml").write_text(f"to = {kinds}\n", "utf-8")
    built(jobs)
    first = files(project)
    assert drawn_before == [True, True]
    (project / "sources" / "第2期.md").write_text(SOURCE.format(title="专题二", number=2), "utf-8")
    built(jobs)
    assert drawn_before == [True, True, False, True]
    second = files(project)
    assert second["thumbnails/第1期.png"] == first["thumbnails/第1期.png"]
    assert second["thumbnails/第2期.png"] != first["thumbnails/第2期.png"]
    built(jobs, by_force=True)
    assert drawn_before[4:] == [True, True]
    assert files(project) == second


def built(jobs: int, *, by_force: bool = False) -> None:
    plan = make_plan(find_project(Path.cwd()), by_force=by_force)
    assert all(result.is_good() for result in run(plan, executor=hired(plan, jobs)))


def test_a_thumbnail_drawn_late_is_the_same(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "wxpress.toml").write_text('to = ["pdf"]\n', "utf-8")
    wxpress.build()
    first = files(project)
    shutil.rmtree(project / ".wxpress")
    monkeypatch.setattr(press, "_picture", lambda *_: None)
    wxpress.build()
    assert files(project) == first


def test_nothing_is_drawn_where_there_is_no_archive(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(_: str, __: bytes) -> bytes:
        raise AssertionError

    monkeypatch.setattr(thumbnail, "thumbnail", draw)
    for result in wxpress.build("sources/第1期.md", to=["pdf", "epub"]):
        assert result.is_good()
    (project / "wxpress.toml").write_text('to = ["pdf"]\n[archive]\nwrite = false\n', "utf-8")
    assert all(result.is_good() for result in wxpress.build())


def test_paper_stays_white_in_a_thumbnail() -> None:
    with Image.open(io.BytesIO(thumbnail.page_thumbnail(PDF_WRITER.write(BARE, context_for())))) as picture:
        assert picture.mode == "P"
        assert picture.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_without_paper_the_archive_shows_the_covers(project: Path) -> None:
    """OPDS 2.0: a publication has an image."""
    (project / "wxpress.toml").write_text('to = ["html", "epub"]\n', "utf-8")
    wxpress.build()
    built = files(project)
    assert 'src="thumbnails/%E7%AC%AC1%E6%9C%9F.png"' in built["index.html"].decode()
    publications = json.loads(built["catalog.json"])["publications"]
    assert all(publication["images"] for publication in publications)
    with Image.open(project / "build" / "thumbnails" / "第1期.png") as picture:
        assert picture.size == (thumbnail.WIDTH, 384)


def test_a_book_without_a_cover_has_no_picture() -> None:
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("EPUB/content.opf", "")
    assert thumbnail.cover_thumbnail(book.getvalue()) is None


@pytest.mark.parametrize("is_standing", [True, False])
def test_files_that_the_cache_lost_are_made_once_more(project: Path, *, is_standing: bool) -> None:
    """The other bulletin's text is neither read nor made where it stands; where it does not, all is made anew."""
    wxpress.build()
    text = project / "build" / "search" / "text-第1期.js"
    lost = project / ".wxpress" / "cache" / digest(text.read_bytes())[:2] / digest(text.read_bytes())[2:]
    lost.unlink()
    if not is_standing:
        text.unlink()
    (project / "sources" / "第2期.md").write_text(SOURCE.format(title="专题二", number=2), "utf-8")
    wxpress.build()
    assert lost.exists() is not is_standing
    incremental = files(project)
    shutil.rmtree(project / "build")
    shutil.rmtree(project / ".wxpress")
    wxpress.build()
    assert files(project) == incremental


def test_a_document_that_the_cache_lost_is_recovered_once_more(project: Path) -> None:
    wxpress.build()
    before = files(project)
    lost = [path for path in (project / ".wxpress" / "cache").glob("??/*") if "专题1".encode() in path.read_bytes()]
    for path in lost:
        path.write_bytes(b"")
    (project / "wxpress.toml").write_text('to = ["html"]\n[archive]\ntitle = "库"\n', "utf-8")
    results = wxpress.build()
    assert lost
    assert [len(result.reused) for result in results] == [1, 1]
    after = files(project)
    assert {path for path in before if path.startswith("search/") and before[path] != after[path]} == set()
    assert before["index.html"] != after["index.html"]


def test_a_source_that_changed_meanwhile_is_not_shown_as_its_outputs(project: Path) -> None:
    results = wxpress.build()
    add(project, 1, "第2期")
    with pytest.raises(WxpressError, match=r"第2期\.md.*改"):
        recovered_again(results[1].job, results[1].document, Records(Cache(project / "cache")))
