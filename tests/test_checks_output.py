"""What ``wxpress check`` prints: the line and its caret, SARIF, the list of codes; and checks from outside."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from plug_ins import installed
from programs import needed
from wxpress.cli.main import run
from wxpress.diagnostics import CATALOGUE, Diagnostic, Fix
from wxpress.diagnostics.excerpts import excerpt, width
from wxpress.diagnostics.sarif import as_sarif
from wxpress.source import Source, Span

NAME = "来 稿#1.md"
TEXT = "# 题\n\n## 栏\n\n### 篇\n\n𠮷野深入学习,全面贯彻。\n\n人民\ufffd城市，己经完成。[【链接】](#)\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / NAME).write_text(TEXT, "utf-8")
    return tmp_path


def sarif(capture: pytest.CaptureFixture[bytes], *arguments: str) -> dict[str, Any]:
    run(["check", NAME, *arguments, "--format", "sarif"])
    log: dict[str, Any] = json.loads(capture.readouterr().out)
    return log


# The line and its caret.


def shown(line: str, first: int, end: int) -> list[str]:
    span = Span(1, 1, first, end)
    item = Diagnostic(code="WX301", severity="warning", source="x", span=span, message="")
    return excerpt(item, Source(Path("x"), line))


@pytest.mark.parametrize("first", [1, 5, 30, 60, 100])
def test_the_caret_stands_below_its_place(first: int) -> None:
    line = "人民城市abc为人民，" * 12
    text, caret = shown(line, first, first + 2)
    marked = [index for index in range(len(text)) if width(text[:index]) == len(caret) - len(caret.lstrip())]
    assert text[marked[0] : marked[0] + 2] == line[first - 1 : first + 1]
    assert caret.strip("^ ") == ""
    assert caret.count("^") == width(line[first - 1 : first + 1])
    assert width(text) <= 76


def test_a_caret_is_shown_at_the_end_of_a_line_and_none_without_a_column() -> None:
    assert shown("人民", 3, 3)[1] == "    ^"
    item = Diagnostic(code="WX301", severity="warning", source="x", span=Span(1, 1), message="")
    assert excerpt(item, Source(Path("x"), "人民")) == []
    assert excerpt(item, None) == []


@pytest.mark.usefixtures("here")
def test_the_command_shows_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", NAME]) == 1
    told = capsys.readouterr().out.splitlines()
    at = told.index("来 稿#1.md:7:7: 警告 WX301 中文里用了半角标点“,”")
    assert told[at + 1 : at + 4] == ["    𠮷野深入学习,全面贯彻。", "                ^", "    改作“，”"]


# SARIF.


@pytest.mark.usefixtures("here")
def test_sarif_says_what_was_found(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    log = sarif(capfdbinary)
    assert log["version"] == "2.1.0"
    (made,) = log["runs"]
    rules = made["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["WX301", "WX342", "WX374", "WX401"]
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["warning", "warning", "error", "warning"]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] and rule["name"] for rule in rules)
    assert "{" not in json.dumps([rule["shortDescription"] for rule in rules], ensure_ascii=False).replace(
        '{"text"', ""
    )
    results = made["results"]
    assert [(rules[result["ruleIndex"]]["id"], result["level"]) for result in results] == [
        (result["ruleId"], {"WX374": "error"}.get(result["ruleId"], "warning")) for result in results
    ]
    assert made["columnKind"] == "unicodeCodePoints"
    comma = results[0]
    location = comma["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "%E6%9D%A5%20%E7%A8%BF%231.md"
    assert location["region"] == {"startLine": 7, "endLine": 7, "startColumn": 7, "endColumn": 8}
    (change,) = comma["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": location["region"], "insertedContent": {"text": "，"}},
    ]


@pytest.mark.usefixtures("here")
def test_sarif_is_english_when_asked(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (made,) = sarif(capfdbinary, "--lang", "en")["runs"]
    assert made["language"] == "en"
    assert "half-width “,” in Chinese text" in made["results"][0]["message"]["text"]


def test_sarif_takes_findings_without_a_place_and_codes_from_outside() -> None:
    span = Span(1, 2)
    found = [
        Diagnostic(code="ACME1", severity="information", source=None, span=None, message="甲"),
        Diagnostic(code="WX240", severity="warning", source="/a b/c.md", span=span, message="乙"),
        Diagnostic(code="WX346", severity="warning", source="c.md", span=span, message="", fix=Fix(span, "丙", "")),
    ]
    (made,) = json.loads(as_sarif(found, "1"))["runs"]
    assert "locations" not in made["results"][0]
    assert made["results"][1]["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "file:///a%20b/c.md"},
        "region": {"startLine": 1, "endLine": 2},
    }
    assert made["tool"]["driver"]["rules"][0] == {"id": "ACME1", "name": "ACME1", "shortDescription": {"text": "ACME1"}}


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_sarif_is_valid(repository: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    folder = repository / "node_modules" / "@microsoft" / "jest-sarif" / "lib" / "schemas"
    schema = json.loads(Path(needed(folder / "sarif-2.1.0-rtm.5.json", "run npm ci")).read_text("utf-8"))
    log = sarif(capfdbinary)
    jsonschema.validate(log, schema)
    broken = {**log, "version": "2.2"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema)


# The list of codes.


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_list_names_every_code_with_its_examples(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", language, "check", "--list"]) == 0
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines() if line.startswith("WX")] == list(CATALOGUE)
    assert told.count("    ✗ ") == sum(1 for wording in CATALOGUE.values() if wording.wrong)
    assert "    ✓ 深入学习，全面贯彻。" in told


# Checks from outside.

OUTSIDE = """
    from wxpress.checks import Check
    from wxpress.diagnostics import Diagnostic, Wording

    def check(manuscript):
        {body}

    PLUG_IN = Check("acme", check, {{"ACME1": Wording("information", "甲", "a")}})
"""


def outside(body: str) -> str:
    return OUTSIDE.format(body=body)


def test_an_outside_check_is_run_and_listed(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = outside(
        'yield Diagnostic(code="ACME1", severity="information", source=manuscript.source.name, '
        "span=manuscript.passages[-1].span, message=manuscript.passages[-1].text[:2])"
    )
    with installed(here, monkeypatch, "acme", code, "wxpress.checks"):
        run(["check", NAME])
        assert "提示 ACME1 人民" in capsys.readouterr().out
        run(["check", "--list"])
        assert "ACME1 提示 甲" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        (outside('raise ValueError("坏")'), "ValueError：坏"),
        (outside('yield "不是诊断"'), "应给出 Diagnostic，却给出 str"),
        ("PLUG_IN = 3", "它不是一个 Check"),
        ("raise ImportError('坏')", "装载失败"),
    ],
)
def test_a_faulty_outside_check_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str, cause: str
) -> None:
    with installed(here, monkeypatch, "acme", code, "wxpress.checks"):
        assert run(["check", NAME]) in {1, 2}
        told = capsys.readouterr().err
    assert cause in told
    assert "acme" in told
    assert "Traceback" not in told


# Names of files.

ODD = "换\n行,逗号 %0A;\x1b[31m名.md"


@pytest.fixture
def odd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ODD).write_text("# 题\n\n## 栏\n\n### 篇\n\n人民城市，，人民建。\n", "utf-8")
    return tmp_path


@pytest.mark.usefixtures("odd")
def test_a_name_with_a_line_break_is_one_line_of_text(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["check", "--", ODD])
    first, text, *_ = capfdbinary.readouterr().out.decode().splitlines()
    assert first == "换\\n行,逗号 %0A;\\x1b[31m名.md:7:5: 警告 WX311 标点“，，”重复"
    assert text.strip() == "人民城市，，人民建。"


@pytest.mark.usefixtures("odd")
def test_a_name_with_a_line_break_and_a_comma_is_escaped_for_github(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["check", "--format", "github", "--", ODD])
    (line,) = capfdbinary.readouterr().out.decode().splitlines()
    assert line.startswith("::warning file=换%0A行%2C逗号 %250A;")
    assert ",line=7,endLine=7,col=5,title=WX311::标点" in line


@pytest.mark.usefixtures("odd")
def test_a_name_with_a_line_break_is_an_address_in_sarif(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    run(["check", "--format", "sarif", "--", ODD])
    (made,) = json.loads(capfdbinary.readouterr().out)["runs"]
    uri = made["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert (unquote(uri), "\n" in uri) == (ODD, False)
