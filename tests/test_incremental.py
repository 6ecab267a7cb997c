"""Only what changed: what is made anew, what is reused, what is put back and what is removed."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from wxpress.build import Result, make_plan, run
from wxpress.build.executor import Here
from wxpress.build.incremental.cache import Cache
from wxpress.build.outputs.manifest import read_manifest
from wxpress.build.printing.orders import Order
from wxpress.cli.main import run as command
from wxpress.config import find_project

BULLETIN = """---
series: 学习文选
title: {title}
issue: 2025年第{number}期
---

### 第一篇

{title}的正文。[【链接】](#)
"""
SETTINGS = 'to = ["html", "epub"]\nstyle = "ji"\nstyles = "styles"\n'
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two bulletins in a style of its own."""
    (tmp_path / "sources").mkdir()
    for number in (1, 2):
        write(tmp_path, f"x{number}", BULLETIN.format(title=f"专题{number}", number=number))
    style(tmp_path, **{"style.toml": 'title = "己"\nextends = "xuexi-wenxuan"\n', "screen.css": "p { color: #111 }\n"})
    (tmp_path / "wxpress.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


def write(project: Path, name: str, text: str) -> Path:
    path = project / "sources" / f"{name}.md"
    path.write_text(text, "utf-8")
    return path


def style(project: Path, **files: str) -> None:
    folder = project / "styles" / "ji"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")


class Watching(Here):
    """Carries orders out, and remembers them."""

    def __init__(self) -> None:
        super().__init__()
        self.orders: list[Order] = []

    def submit(self, order: Order) -> None:
        self.orders.append(order)
        super().submit(order)

    @property
    def work(self) -> list[str]:
        """What was done: the name of the source, with what was recovered or printed of it."""
        return [f"{order.manuscript.path.stem} {_what(order)}" for order in self.orders]


def _what(order: Order) -> str:
    return ",".join(getattr(order, "writers", ())) or type(order).__name__.lower()


def build(*sources: str, **options: object) -> tuple[list[str], tuple[Result, ...]]:
    """What was done, and what came of it."""
    executor = Watching()
    plan = make_plan(find_project(Path.cwd()), [Path(source) for source in sources], **options)  # type: ignore[arg-type]  # as make_plan's
    results = run(plan, executor=executor)
    return executor.work, results


def done(*sources: str, **options: object) -> list[str]:
    return build(*sources, **options)[0]


def outputs(project: Path) -> dict[str, bytes]:
    folder = project / "build"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fresh(project: Path, to: Sequence[str] = ()) -> dict[str, bytes]:
    """What a build from nothing gives."""
    plan = make_plan(find_project(Path.cwd()), (), output="fresh/", to=to, by_force=True)
    run(plan)
    folder = project / "fresh"
    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    return made


@contextmanager
def untouched(project: Path, *but: str) -> Iterator[None]:
    """No output is written in the block but those named."""
    before = {path: path.stat().st_mtime_ns for path in (project / "build").rglob("*") if path.is_file()}
    yield
    after = {path: path.stat().st_mtime_ns for path in (project / "build").rglob("*") if path.is_file()}
    assert {path.name for path in before | after if before.get(path) != after.get(path)} <= set(but)


# What is made anew.


def test_nothing_is_done_twice(project: Path) -> None:
    assert done() == ["x1 recovery", "x1 html,epub", "x2 recovery", "x2 html,epub"]
    with untouched(project):
        assert done() == []
    assert outputs(project) == fresh(project)


def test_a_source_that_did_not_change_is_looked_up_in_one_place(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is kept of it lies together; where that is lost, the rest still tells, and it is put together again."""
    asked: list[str] = []
    get = Cache.get

    def noted(cache: Cache, key: str) -> bytes | None:
        asked.append(key)
        return get(cache, key)

    done(to=["html", "epub", "markdown"])
    monkeypatch.setattr(Cache, "get", noted)
    assert done(to=["html", "epub", "markdown"]) == []
    together = asked[:2]
    assert len(asked) == len(together) + 2  # and those of the archive
    for key in together:
        (project / ".wxpress" / "cache" / key[:2] / key[2:]).write_bytes(b"damaged")
    assert done(to=["html", "epub", "markdown"]) == []
    asked.clear()
    assert done(to=["html", "epub", "markdown"]) == []
    assert asked[:2] == together
    assert outputs(project) == fresh(project, to=["html", "epub", "markdown"])


def test_what_lies_together_is_believed_only_where_all_is_as_it_was(project: Path) -> None:
    """The same source in another style, with other options, and back again."""
    done()
    for text in ("p { color: #222 }\n", "p { color: #111 }\n"):
        style(project, **{"screen.css": text})
        done()
        assert outputs(project) == fresh(project)
    (project / "wxpress.toml").write_text(SETTINGS + "[writers.html]\ninline-pictures = 0\n", "utf-8")
    assert done() == ["x1 html", "x2 html"]
    (project / "wxpress.toml").write_text(SETTINGS, "utf-8")
    assert done() == []
    assert outputs(project) == fresh(project)


def test_a_change_of_one_bulletin_makes_its_outputs_anew(project: Path) -> None:
    done()
    write(project, "x1", BULLETIN.format(title="另一题", number=1))
    assert [work.split()[0] for work in done()] == ["x1", "x1"]
    assert outputs(project) == fresh(project)


def test_a_change_that_comes_out_as_the_same_tree_prints_nothing(project: Path) -> None:
    done()
    write(project, "x1", BULLETIN.format(title="专题1", number=1).replace("---\n\n###", "---\n\n\n\n###"))
    with untouched(project, "manifest.json"):
        assert done() == ["x1 recovery"]
    assert outputs(project) == fresh(project)


def test_what_shows_positions_is_made_anew(project: Path) -> None:
    done(to=["json", "html"])
    write(project, "x1", BULLETIN.format(title="专题1", number=1).replace("---\n\n###", "---\n\n\n\n###"))
    assert done(to=["json", "html"]) == ["x1 recovery", "x1 json"]


def test_a_style_recovers_nothing_and_prints_only_what_it_shows_in(project: Path) -> None:
    done()
    style(project, **{"screen.css": "p { color: #222 }\n"})
    assert done() == ["x1 html", "x2 html"]
    style(project, **{"print.css": "p { color: #222 }\n"})
    assert done() == []
    style(project, **{"style.toml": '# 说明\ntitle = "己"\n\nextends = "xuexi-wenxuan"\n'})
    assert done() == []
    style(project, **{"archive.css": "p { color: #222 }\n"})
    with untouched(project, "index.html", "manifest.json"):
        assert done() == []
    assert outputs(project) == fresh(project)


def test_a_template_is_an_input_of_what_it_is_filled_in_for(project: Path) -> None:
    done()
    (project / "styles/ji/templates").mkdir()
    page = '{% extends "xuexi-wenxuan/page.html.j2" %}\n'
    (project / "styles/ji/templates/page.html.j2").write_text(page, "utf-8")
    assert done() == ["x1 html", "x2 html"]


def test_overrides_are_an_input_whether_they_are_there_or_not(project: Path) -> None:
    done()
    overrides = project / "sources" / "x1.overrides.toml"
    overrides.write_text('[masthead]\nissue = "2025年第9期"\n', "utf-8")
    assert done() == ["x1 recovery", "x1 html,epub"]
    overrides.unlink()
    with untouched(project, "x1.html", "x1.epub", "x1.png", "index.html", "feed.xml", "manifest.json", *ARCHIVE):
        assert done() == []
    assert outputs(project) == fresh(project)


ARCHIVE = ("catalog.xml", "catalog.json", "catalogue.js", "shard-0-0.js", "text-x1.js")


def test_a_picture_is_an_input_whether_it_is_there_or_not(project: Path) -> None:
    write(project, "x1", BULLETIN.format(title="专题1", number=1) + "\n![图](a.png)\n")
    _, results = build()
    assert [item.code for item in results[0].diagnostics] == ["WX401", "WX402"]
    (project / "sources" / "a.png").write_bytes(PNG)
    assert done() == ["x1 html,epub"]
    assert done() == []
    os.utime(project / "sources" / "a.png", (0, 0))
    assert done() == []
    assert outputs(project) == fresh(project)


def test_options_are_inputs_of_their_writer(project: Path) -> None:
    done()
    with (project / "wxpress.toml").open("a", encoding="utf-8") as settings:
        settings.write("[writers.html]\nembed-fonst = true\n")
    assert done() == ["x1 html", "x2 html"]
    assert [item.code for item in build()[1][0].diagnostics] == ["WX401", "WX601"]


def test_the_date_is_an_input_of_what_shows_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert done() == ["x1 epub", "x2 epub"]
    assert outputs(project) == fresh(project)


def test_our_own_code_is_an_input(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done()
    monkeypatch.setattr("wxpress.build.desk.package_code", lambda: "other")
    assert len(done()) == 4
    assert (project / "build" / "x1.html").is_file()


def test_what_was_not_proved_does_not_pass_for_it(project: Path) -> None:
    done(with_verify=False)
    assert json.loads(outputs(project)["manifest.json"])["entries"]["x1"].get("certificate") is None
    assert len(done()) == 2
    assert set(json.loads(outputs(project)["manifest.json"])["entries"]["x1"]["certificate"]["outputs"]) == {
        "x1.html",
        "x1.epub",
    }
    assert done() == []
    assert done(with_verify=False) == []
    assert outputs(project) == fresh(project)


def test_findings_are_told_again_as_they_were(project: Path) -> None:
    write(project, "x1", BULLETIN.format(title="专题1", number=1) + "\n![图](a.png)\n")
    first = [result.diagnostics for result in build()[1]]
    assert first == [result.diagnostics for result in build()[1]]
    os.chdir(project / "sources")
    moved = build()[1]
    assert {item.source for result in moved for item in result.diagnostics} == {"x1.md", "x2.md"}
    assert [[item.code for item in found] for found in first] == [
        [item.code for item in result.diagnostics] for result in moved
    ]


# What is put back, what is removed, what stays.


def test_what_was_damaged_is_put_back(project: Path) -> None:
    done()
    whole = outputs(project)
    (project / "build" / "x1.html").write_text("mine", "utf-8")
    (project / "build" / "x2.epub").unlink()
    (project / "build" / "index.html").unlink()
    (project / "build" / "manifest.json").unlink()
    assert done() == []
    assert outputs(project) == whole


def test_a_damaged_cache_is_healed(project: Path) -> None:
    done()
    whole = outputs(project)
    for path in (project / ".wxpress" / "cache").glob("??/*"):
        path.write_bytes(path.read_bytes()[:-1])
    (project / "build" / "x1.html").unlink()
    done()
    assert outputs(project) == whole
    assert done() == []


@pytest.mark.parametrize("place", [".wxpress", ".wxpress/cache"])
def test_a_file_in_the_place_of_the_cache_stops_nothing(project: Path, place: str) -> None:
    (project / place).parent.mkdir(exist_ok=True)
    (project / place).write_text("in the way")
    done()
    done()
    assert outputs(project) == fresh(project)


def test_the_cache_may_be_carried_elsewhere(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    done()
    whole = outputs(project)
    other = tmp_path_factory.mktemp("other") / "here"
    (project / ".wxpress" / "state").rename(project / "state")
    project.rename(other)
    os.chdir(other)
    for path in (other / "build").rglob("*"):
        path.unlink() if path.is_file() else None
    assert done() == []
    assert outputs(other) == whole


def test_the_outputs_of_a_source_that_is_gone_are_removed(project: Path) -> None:
    done(to=["html"])
    (project / "build" / "x2.txt").write_text("mine")
    (project / "sources" / "x2.md").unlink()
    (project / "sources" / "x1.md").rename(project / "sources" / "y.md")
    done(to=["html"])
    names = set(outputs(project))
    assert {"x2.html", "x1.html"} & names == set()
    assert {"y.html", "x2.txt"} <= names
    assert set(json.loads(outputs(project)["manifest.json"])["entries"]) == {"y"}


def test_outputs_that_the_settings_ask_for_no_more_are_removed(project: Path) -> None:
    """What the command line asked for stays: no later build would make it again."""
    done()
    done(to=["markdown"])
    done("sources/x1.md", to=["epub"])
    (project / "wxpress.toml").write_text('to = ["html"]\nstyle = "ji"\nstyles = "styles"\n', "utf-8")
    done()
    named = {name for name in outputs(project) if name.startswith("x")}
    assert named == {"x1.html", "x1.md", "x2.html", "x2.md"}
    manifest = read_manifest(project / "build")
    assert manifest
    assert {name for entry in manifest.entries.values() for name in entry.outputs} == named


def test_what_somebody_changed_is_not_removed(project: Path) -> None:
    done(to=["html"])
    (project / "build" / "x2.html").write_text("mine", "utf-8")
    (project / "sources" / "x2.md").unlink()
    done(to=["html"])
    assert outputs(project)["x2.html"] == b"mine"


def test_a_build_of_some_sources_removes_nothing(project: Path) -> None:
    done(to=["html"])
    (project / "sources" / "x2.md").unlink()
    done("sources/x1.md", to=["html"])
    assert "x2.html" in outputs(project)


def test_a_source_that_fails_stays_in_the_archive_as_it_was(project: Path) -> None:
    done()
    before = outputs(project)
    write(project, "x2", "%PDF-1.7")
    _, results = build()
    assert results[1].failures
    after = outputs(project)
    assert after == before
    assert "专题2" in after["index.html"].decode()
    done()
    assert outputs(project) == before


# What is said.


def test_each_output_is_explained(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str) -> list[str]:
        capsys.readouterr()
        assert command(["build", "--explain", *arguments]) == 0
        return [line.partition("：")[2] for line in capsys.readouterr().err.splitlines() if line.startswith("build/x1")]

    assert told() == ["重做，第一次做"] * 2
    assert told() == ["沿用"] * 2
    assert told("--force") == ["重做，因为加了 --force"] * 2
    write(project, "x1", BULLETIN.format(title="另一题", number=1))
    assert told() == ["重做，来稿变了"] * 2
    (project / "sources" / "x1.overrides.toml").write_text('[masthead]\nissue = "2025年第9期"\n', "utf-8")
    assert told() == ["重做，人工订正变了"] * 2
    style(project, **{"screen.css": "p { color: #333 }\n"})
    assert told() == ["重做，样式表 screen.css 变了", "沿用"]
    (project / "build" / "x1.html").unlink()
    assert told() == ["成品不在或被改动，从缓存放回", "沿用"]
    assert told("--no-verify") == ["重做，要不要核对变了"] * 2


def test_the_number_of_reused_outputs_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command(["build"])
    command(["build"])
    assert "（沿用 4 件）" in capsys.readouterr().out
    assert (project / "build" / "x1.html").is_file()
