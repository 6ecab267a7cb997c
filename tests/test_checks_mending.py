"""``check --fix`` and ``--diff``: what is certain is put right, and nothing else of the file changes."""

from __future__ import annotations

import codecs
import difflib
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wxpress.build.checking import examine
from wxpress.build.mending import applied, chosen, mended, write_mended
from wxpress.checks import Manuscript
from wxpress.cli.main import run
from wxpress.config import Project
from wxpress.diagnostics import Diagnostic, Fix
from wxpress.errors import UnsupportedError, WriteError
from wxpress.readers import decode
from wxpress.recover import recover
from wxpress.source import Span

WRONG = "# 题\n\n## 栏\n\n### 篇\n\n深入学习,全面贯彻 ，到２０２５年。。共(试行,二)年--很好。  \n\n![a,b](a.png)\n"
RIGHT = "# 题\n\n## 栏\n\n### 篇\n\n深入学习，全面贯彻，到2025年。共（试行，二）年——很好。  \n\n![a,b](a.png)\n"
MARKS = {"utf-8-sig": codecs.BOM_UTF8, "utf-16": codecs.BOM_UTF16_LE}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put_right(path: Path) -> bytes:
    result = mended(path, Project(path.parent))
    write_mended(result)
    return path.read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16-le", "utf-16-be"])
def test_encoding_mark_and_line_ends_stay(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "x.md"
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    path.write_bytes(mark + WRONG.replace("\n", end).encode(encoding))
    assert put_right(path) == mark + RIGHT.replace("\n", end).encode(encoding)


def test_mixed_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes("题目\r\n\r好,好。\n深入,学习。\r\r\n末行,完。".encode())
    assert put_right(path) == "题目\r\n\r好，好。\n深入，学习。\r\r\n末行，完。".encode()


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text(WRONG, "utf-8")
    path.chmod(0o640)
    link = tmp_path / "y.md"
    link.symlink_to(path)
    put_right(link)
    assert link.is_symlink()
    assert path.read_text("utf-8") == RIGHT
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x.md", "y.md"]


def test_a_file_that_cannot_be_written_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.md"
    path.write_text(WRONG, "utf-8")
    result = mended(path, Project(tmp_path))
    monkeypatch.setattr(os, "replace", _refuse)
    with pytest.raises(WriteError):
        write_mended(result)
    assert path.read_text("utf-8") == WRONG
    assert [file.name for file in tmp_path.iterdir()] == ["x.md"]


def _refuse(*_: object) -> None:
    raise PermissionError(13, "Permission denied")


PIECES = st.sampled_from(
    [
        *(
            "城市工作",
            "深入,学习",
            "人民。。",
            "２０２５年",
            "(试行)",
            "（甲）",
            "a,b",
            "3:1",
            "0571-8888",
            "他说：“好”。",
        ),
        *(" ", "  ", "--", "。", "，", "⼈民", "……", "。。。", "https://a.b/c,d", "`x,y`", "**强,调**", "*"),
        *("[链,接](http://a.b/c)", "\n\n", "\n", "- 项,目", "| 甲,乙 |", "\n\n１. 甲", "\n\n２) 乙"),
    ]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=14), st.sampled_from(["\n", "\r\n"]))
def test_fixing_ends_and_touches_only_what_it_names(tmp_path: Path, pieces: list[str], end: str) -> None:
    text = f"# 题\n\n## 栏\n\n### 篇\n\n{''.join(pieces)}\n".replace("\n", end)
    path = tmp_path / "x.md"
    path.write_bytes(text.encode())
    result = mended(path, Project(tmp_path))
    assert shape(path, result.after) == shape(path, result.before)
    left = chosen(examine(decode(path, result.after), Project(tmp_path)))
    assert left == []
    assert mended_again(path, result.after) == result.after
    assert (result.before == result.after) == (result.count == 0)
    assert result.after.decode().count(end) == text.count(end)


def shape(path: Path, data: bytes) -> list[str]:
    """What the text is divided into."""
    source = decode(path, data)
    return [passage.kind for passage in Manuscript(source, recover(source)).passages]


def mended_again(path: Path, data: bytes) -> bytes:
    path.write_bytes(data)
    return mended(path, Project(path.parent)).after


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PIECES, max_size=14))
def test_one_round_changes_no_character_outside_its_spans(tmp_path: Path, pieces: list[str]) -> None:
    text = f"# 题\n\n## 栏\n\n### 篇\n\n{''.join(pieces)}\n"
    path = tmp_path / "x.md"
    fixes = chosen(examine(decode(path, text.encode()), Project(tmp_path)))
    after = applied(path, text.encode(), fixes).decode()
    lines = text.split("\n")
    for fix in reversed(fixes):
        line = lines[fix.span.first - 1]
        first, end = (fix.span.first_column or 0) - 1, (fix.span.last_column or 0) - 1
        assert line[first:end] == fix.before
        lines[fix.span.first - 1] = line[:first] + fix.after + line[end:]
    assert "\n".join(lines) == after


def finding(first: int, end: int, after: str, *, certain: bool = True) -> Diagnostic:
    span = Span(1, 1, first, end)
    return Diagnostic(
        code="WX301", severity="warning", source="x", span=span, message="", fix=Fix(span, "x", after, certain)
    )


def test_of_fixes_that_overlap_the_first_is_taken() -> None:
    findings = [finding(5, 9, "b"), finding(1, 6, "a"), finding(9, 10, "c"), finding(2, 3, "d", certain=False)]
    assert [fix.after for fix in chosen(findings)] == ["a", "c"]


def test_a_fix_that_is_silenced_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    text = "# 题\n\n## 栏\n\n### 篇\n\n甲乙,丙丁。<!-- wxpress: WX301 原文如此 -->\n\n甲乙,丙丁戊。\n"
    path.write_text(text, "utf-8")
    assert put_right(path).decode() == text.replace("丁戊", "丁戊").replace("乙,丙丁戊", "乙，丙丁戊")


def test_word_files_are_not_touched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.docx"
    path.write_bytes(b"PK\x03\x04")
    opened = decode(tmp_path / "x.txt", b"a")
    monkeypatch.setattr("wxpress.build.mending.open_source", lambda _: type(opened)(path, "甲,乙", "utf-8", b"PK"))
    with pytest.raises(UnsupportedError) as caught:
        mended(path, Project(tmp_path))
    assert "Word" in caught.value.advice
    assert path.read_bytes() == b"PK\x03\x04"


def test_the_command_mends_and_tells_what_is_left(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "x.md"
    path.write_text(WRONG.replace("很好", "己经很好").replace("![a,b](a.png)\n", ""), "utf-8")
    assert run(["check", "--fix", "x.md"]) == 0
    told = capsys.readouterr()
    assert "x.md：改正 7 处" in told.err
    assert "WX342" in told.out
    assert told.out.splitlines()[-1] == "错误 0，警告 1，提示 0"
    assert run(["check", "--fix", "x.md"]) == 0
    assert "改正" not in capsys.readouterr().err


def test_the_difference_is_shown_and_nothing_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "x.md"
    path.write_text(WRONG, "utf-8")
    assert run(["check", "--diff", "x.md"]) == 0
    told = capsys.readouterr().out.splitlines()
    before, after = WRONG.split("\n"), RIGHT.split("\n")
    assert told == list(difflib.unified_diff(before, after, "x.md", "x.md", lineterm="", n=1))
    assert path.read_text("utf-8") == WRONG
