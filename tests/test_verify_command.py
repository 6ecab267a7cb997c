"""``wxpress verify`` and what a build proves: the manifest, the certificate, what is said and how the command ends."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import wxpress
from wxpress.build.outputs.manifest import read_manifest
from wxpress.cli.main import run
from wxpress.errors import UsageError
from wxpress.writers import WRITERS

TEXT = "# 学习资料\n\n## 要闻\n\n### 甲\n\n调查研究是谋事之基、成事之道。\n\n没有调查就没有发言权。\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "x.md").write_text(TEXT, "utf-8")
    (tmp_path / "wxpress.toml").write_text('to = ["html", "epub"]\n', "utf-8")
    return tmp_path


def manifest(folder: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads((folder / "manifest.json").read_bytes())


def edit(path: Path, before: str, after: str) -> None:
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")


def test_a_build_leaves_a_manifest_with_a_certificate(project: Path) -> None:
    assert run(["build", "-q"]) == 0
    entry = manifest(project / "build")["entries"]["x"]
    page = (project / "build" / "x.html").read_bytes()
    assert entry["source"] == "sources/x.md"
    assert entry["sha256"] == hashlib.sha256((project / "sources" / "x.md").read_bytes()).hexdigest()
    assert entry["outputs"]["x.html"]["sha256"] == hashlib.sha256(page).hexdigest()
    certificate = entry["certificate"]
    assert certificate["schema"] == "wxpress-certificate/1"
    assert set(certificate["outputs"]) == {"x.html", "x.epub"}
    assert str(certificate["tree"]) in page.decode()
    assert {output["tree"] for output in entry["outputs"].values()} == {certificate["tree"]}


def test_the_same_sources_give_the_same_manifest(project: Path) -> None:
    run(["build", "-q"])
    before = (project / "build" / "manifest.json").read_bytes()
    run(["build", "-q"])
    assert (project / "build" / "manifest.json").read_bytes() == before


def test_builds_into_one_folder_share_the_manifest(project: Path) -> None:
    run(["build", "-q", "-t", "html"])
    run(["build", "-q", "-t", "epub,json"])
    (project / "y.md").write_text(TEXT.replace("甲", "乙"), "utf-8")
    run(["build", "-q", "y.md", "-t", "html"])
    entries = manifest(project / "build")["entries"]
    assert set(entries) == {"x", "y"}
    assert set(entries["x"]["outputs"]) == {"x.html", "x.epub", "x.json"}
    assert set(entries["x"]["certificate"]["outputs"]) == {"x.html", "x.epub"}
    (project / "build" / "x.epub").unlink()
    (project / "build" / "y.html").unlink()
    run(["build", "-q", "-t", "json"])
    entries = manifest(project / "build")["entries"]
    assert set(entries) == {"x"}
    assert set(entries["x"]["outputs"]) == {"x.html", "x.json"}
    assert set(entries["x"]["certificate"]["outputs"]) == {"x.html"}


def test_a_certificate_is_of_one_tree(project: Path) -> None:
    run(["build", "-q"])
    edit(project / "sources" / "x.md", "谋事之基", "成事之基")
    run(["build", "-q", "-t", "html"])
    entry = manifest(project / "build")["entries"]["x"]
    assert set(entry["certificate"]["outputs"]) == {"x.html"}
    assert set(entry["outputs"]) == {"x.html", "x.epub"}
    assert entry["outputs"]["x.html"]["tree"] != entry["outputs"]["x.epub"]["tree"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"schema": "other/1"}', b'{"entries": {"x": 1}}', b"\xff"])
def test_a_damaged_manifest_is_begun_anew(project: Path, damage: bytes) -> None:
    (project / "build").mkdir()
    (project / "build" / "manifest.json").write_bytes(damage)
    assert run(["build", "-q"]) == 0
    assert set(manifest(project / "build")["entries"]) == {"x"}


def test_a_manifest_leads_nowhere_else(project: Path) -> None:
    run(["build", "-q"])
    path = project / "build" / "manifest.json"
    path.write_text(path.read_text().replace("x.epub", "../wxpress.toml"))
    run(["build", "-q", "-t", "html"])
    assert set(manifest(project / "build")["entries"]["x"]["outputs"]) == {"x.html"}


def test_a_single_file_has_no_manifest(project: Path) -> None:
    assert run(["build", "-q", "sources/x.md", "-o", "out.html"]) == 0
    assert not list(project.glob("**/manifest.json"))


def test_an_output_may_not_be_called_manifest(project: Path) -> None:
    (project / "sources" / "Manifest.md").write_text(TEXT, "utf-8")
    with pytest.raises(UsageError, match="与清单同名"):
        wxpress.build(to=["json"])
    assert wxpress.build(to=["html"])


@pytest.mark.usefixtures("project")
def test_verify_proves_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    capsys.readouterr()
    assert run(["verify"]) == 0
    out = capsys.readouterr().out
    assert "build/x.html：" in out
    assert "核对成品 2 件：2 件一字不差" in out


def test_verify_says_where_an_output_differs(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    edit(project / "build" / "x.html", "没有调查就没有发言权", "没有调査就没有发言权")
    capsys.readouterr()
    assert run(["verify"]) == 6
    out = capsys.readouterr().out
    assert "sources/x.md:9: 错误 WX654 成品 build/x.html 第 9 段（甲）：应为“" in out
    assert "有 1 处不符" in out
    assert run(["verify", "build/x.epub"]) == 0


def test_an_edit_that_leaves_the_text_is_told_and_passes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    edit(project / "build" / "x.html", "<main", "<main lang=zh")
    capsys.readouterr()
    assert run(["verify", "build/x.html"]) == 0
    assert "警告 WX660" in capsys.readouterr().out


@pytest.mark.parametrize("manifest", [None, "{"])
def test_a_manifest_that_is_gone_is_told_once(
    project: Path, manifest: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["build", "-q"])
    path = project / "build" / "manifest.json"
    path.unlink() if manifest is None else path.write_text(manifest)
    capsys.readouterr()
    assert run(["verify"]) == 0
    assert capsys.readouterr().out.count("提示 WX666") == 1


def test_a_source_changed_since_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    edit(project / "sources" / "x.md", "谋事之基", "成事之基")
    capsys.readouterr()
    assert run(["verify", "build/x.html"]) == 6
    out = capsys.readouterr().out
    assert "WX650" in out
    assert "WX654" in out


def test_verify_finds_the_source_or_asks_for_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q", "sources/x.md", "-o", "out.html"])
    capsys.readouterr()
    assert run(["verify", "out.html"]) == 2
    assert "--source" in capsys.readouterr().err
    assert run(["verify", "out.html", "--source", "sources/x.md"]) == 0
    assert run(["verify", "out.html", "--source", "none.md"]) == 2
    assert run(["verify", "--source", "sources/x.md"]) == 2
    (project / "sources" / "x.md").rename(project / "y.md")
    assert run(["verify", "out.html", "--source", "y.md"]) == 0


def test_what_is_missing_or_unreadable_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify"]) == 6
    assert "没有这件成品：build/x.html" in capsys.readouterr().err
    run(["build", "-q"])
    (project / "build" / "x.epub").write_bytes(b"no book")
    capsys.readouterr()
    assert run(["verify"]) == 6
    shown = capsys.readouterr()
    assert "build/x.epub：成品 EPUB 读不出" in shown.err
    assert "2 件：1 件一字不差，1 件不符或未能核对" in shown.out
    assert run(["verify", "build/x.docx"]) == 2


def test_verify_as_json(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "-q"])
    edit(project / "build" / "x.html", "没有调查就", "")
    capsys.readouterr()
    assert run(["verify", "--format", "json"]) == 6
    report = json.loads(capsys.readouterr().out)
    assert report["schema"] == "wxpress-verify/1"
    assert report["summary"] == {"proved": 1, "failed": 1}
    page = next(output for output in report["outputs"] if output["output"].endswith("x.html"))
    (difference,) = page["verdict"]["differences"]
    assert (difference["kind"], difference["count"], difference["path"]) == (
        "missing",
        5,
        "/sections/0/articles/0/blocks/1/inlines/0:2",
    )
    assert page["diagnostics"][0]["code"] == "WX651"


def test_a_build_does_not_write_what_fails_its_proof(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["build", "-q"])
    before = (project / "build" / "x.html").read_bytes()
    page = WRITERS.load("html")
    faulty = type(page)(
        page.name, page.suffix, page.media_type, lambda *given: page.write(*given).replace("发言权".encode(), b"", 1)
    )
    monkeypatch.setattr("wxpress.writers.html.HTML", faulty)
    monkeypatch.setattr("wxpress.build.plan.load_writer", lambda name: faulty if name == "html" else WRITERS.load(name))
    capsys.readouterr()
    assert run(["build", "--force"]) == 6
    shown = capsys.readouterr()
    assert "x.html 没有通过核对，有 1 处不符，没有写出" in shown.err
    assert "WX651" in shown.err
    assert "sources/x.md:9" in shown.err
    assert (project / "build" / "x.html").read_bytes() == before
    assert run(["build", "--no-verify"]) == 0
    assert (project / "build" / "x.html").read_bytes() != before
    known = read_manifest(project / "build")
    assert known
    assert known.entries["x"].certificate
    assert set(known.entries["x"].certificate.outputs) == {"x.epub"}
