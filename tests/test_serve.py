"""The preview: what it serves, to whom, and that it builds again after each change."""

from __future__ import annotations

import json
import os
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from wxpress.preview.pressing import Press, Request, look
from wxpress.preview.server import Counter, open_server
from wxpress.preview.status import Board
from wxpress.preview.watching import await_change, snapshot

OUTSIDE = [
    "/files/../secret.txt",
    "/files/%2e%2e/secret.txt",
    "/files//etc/passwd",
    "/files/.wxpress.lock",
    "/files/",
    "/files/%00",
    "/secret.txt",
    "/-/",
    "/-/shell.html",
]
TEXT = "# 学习文选\n\n## 要闻\n\n### 守护好一江碧水\n\n长江是中华民族的母亲河,我们要守护好。\n"


class Preview(SimpleNamespace):
    """A preview at work: its address and its board."""

    def get(self, path: str, **headers: str) -> tuple[int, str, bytes]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - http
                return answer.status, answer.headers["Content-Type"], answer.read()
        except urllib.error.HTTPError as error:
            return error.code, "", b""

    def status(self, until: Callable[[dict], bool]) -> dict:  # type: ignore[type-arg]  # parsed JSON
        turn = -1
        for _ in range(40):
            found = json.loads(self.get(f"/-/status?after={turn}")[2])
            if until(found):
                return dict(found)
            turn = found["turn"]
        raise AssertionError(found)


@pytest.fixture
def preview(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "甲.md").write_text(TEXT, "utf-8")
    monkeypatch.chdir(tmp_path)
    board = Board()
    press = Press(Request(to=("html",)), board, lambda _: None, pause=0.02)
    plan = press.request.plan()
    assert plan.folder
    with open_server(Counter(plan.folder, board, patience=10), 0) as server:
        threads = [
            threading.Thread(target=server.serve_forever, args=(0.02,)),
            threading.Thread(target=press.work, args=(plan,)),
        ]
        for thread in threads:
            thread.start()
        yield Preview(port=server.server_port, folder=tmp_path)
        press.over.set()
        server.shutdown()
        for thread in threads:
            thread.join(10)
            assert not thread.is_alive()


def built(edition: int) -> Callable[[dict], bool]:  # type: ignore[type-arg]  # parsed JSON
    return lambda status: status["edition"] >= edition and not status["is_building"]


def test_it_shows_the_page_the_outputs_and_what_was_found(preview: Preview) -> None:
    status = preview.status(built(1))
    (shown,) = status["bulletins"]
    assert (shown["name"], shown["files"]) == ("甲", {"网页": "甲.html"})
    remarks = json.loads(preview.get("/-/remarks?of=%E7%94%B2")[2])
    assert [(remark["code"], remark["line"], remark["severity"]) for remark in remarks] == [("WX301", 7, "warning")]
    assert preview.get("/-/remarks?of=x")[2] == b"[]"
    code, kind, data = preview.get("/files/%E7%94%B2.html?1")
    assert (code, kind) == (200, "text/html; charset=utf-8")
    assert "守护好一江碧水" in data.decode()
    for path, start in (("/", b"<!DOCTYPE html>"), ("/-/shell.css", b":root"), ("/-/shell.js", b"//")):
        assert preview.get(path)[2].startswith(start)


def test_a_change_brings_a_new_edition(preview: Preview) -> None:
    preview.status(built(1))
    source = preview.folder / "sources" / "甲.md"
    source.write_text(TEXT.replace("母亲河", "父亲河"), "utf-8")
    preview.status(built(2))
    assert "父亲河" in preview.get("/files/%E7%94%B2.html")[2].decode()
    (preview.folder / "sources" / "乙.md").write_text(TEXT, "utf-8")
    assert {shown["name"] for shown in preview.status(built(3))["bulletins"]} == {"甲", "乙"}


def test_what_cannot_be_built_is_told_and_what_there_was_stays(preview: Preview) -> None:
    preview.status(built(1))
    (preview.folder / "wxpress.toml").write_text("stile = 1\n", "utf-8")
    failed = preview.status(lambda status: bool(status["failure"]))
    assert "不认识的键“stile”" in failed["failure"]
    assert failed["bulletins"]
    (preview.folder / "wxpress.toml").unlink()
    assert preview.status(built(2))["failure"] == ""


def test_a_page_that_could_not_be_made_anew_is_called_old(preview: Preview) -> None:
    assert not preview.status(built(1))["bulletins"][0]["is_stale"]
    overrides = preview.folder / "sources" / "甲.overrides.toml"
    for text in ("[[line]\n", '[[line]]\ntext = "没有这一行"\nis = "篇目"\n'):
        overrides.write_text(text, "utf-8")
        (shown,) = preview.status(lambda status: status["bulletins"][0]["is_stale"])["bulletins"]
        assert shown["files"] == {"网页": "甲.html"}
    overrides.unlink()
    preview.status(lambda status: not status["bulletins"][0]["is_stale"])


def test_a_browser_that_has_gone_leaves_no_traceback(preview: Preview, capsys: pytest.CaptureFixture[str]) -> None:
    server = open_server(Counter(preview.folder, Board()), 0)
    with server:
        for error in (BrokenPipeError(), ConnectionResetError()):
            try:
                raise error
            except ConnectionError:
                server.handle_error(None, ("127.0.0.1", 1))  # type: ignore[arg-type]  # not looked at
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("path", OUTSIDE)
def test_nothing_but_the_outputs_is_handed_out(tmp_path: Path, path: str) -> None:
    for place, text in (("secret.txt", "秘密"), ("build/甲.html", "<p>"), ("build/.wxpress.lock", "1")):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(text, "utf-8")
    counter = Counter(tmp_path / "build", Board())
    assert counter.answer("/files/%E7%94%B2.html").body == b"<p>"
    assert (counter.answer(path).code, counter.answer(path).body) == (404, b"")


def test_a_page_from_elsewhere_is_turned_away(preview: Preview) -> None:
    for host in ("example.org", "127.0.0.1", f"example.org:{preview.port}", ""):
        assert preview.get("/-/status", Host=host)[0] == 403
    assert preview.get("/-/status", Host=f"localhost:{preview.port}")[0] == 200


def test_a_port_that_is_taken_is_named(preview: Preview) -> None:
    with pytest.raises(Exception, match=f"不能在端口 {preview.port} 上预览"):
        open_server(Counter(preview.folder, Board()), preview.port)


def test_what_a_build_writes_brings_no_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "甲.md").write_text(TEXT, "utf-8")
    plan = Request((Path("甲.md"),), "./", ("html",)).plan()
    before = look(plan)
    (tmp_path / "甲.html").write_text("x", "utf-8")
    (tmp_path / "manifest.json").write_text("x", "utf-8")
    assert look(plan) == before
    (tmp_path / "甲.overrides.toml").write_text("", "utf-8")
    assert look(plan) != before


def test_a_change_is_waited_for_until_it_is_at_rest(tmp_path: Path) -> None:
    looks = iter([1, 2, 3, 3, 4])
    assert await_change(
        lambda: frozenset({("x", next(looks), 0, 0)}), frozenset({("x", 1, 0, 0)}), lambda: False, 0
    ) == {("x", 3, 0, 0)}
    os.utime(tmp_path)
    assert snapshot([tmp_path / "gone"]) == frozenset()
