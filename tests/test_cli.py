"""The command line: what it prints, where, in which language, and with which exit code it leaves."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from plug_ins import installed, writer
from wxpress import __version__, fonts
from wxpress.cli import inventory
from wxpress.cli.main import COMMANDS, run
from wxpress.errors import MissingToolError

BULLETIN = "# 城市工作\n\n## 解读\n\n### 第一篇\n\n人民城市人民建。[【链接】](#)\n"
NO_STRUCTURE = "\n\n".join(f"第{number}段，没有目录，也没有标题。" for number in range(30))


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("WXPRESS_"):
            monkeypatch.delenv(name)
    (tmp_path / "x.md").write_text(BULLETIN, "utf-8")
    return tmp_path


def program(
    *arguments: str, folder: Path, env: Mapping[str, str] | None = None, **options: object
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "wxpress", *arguments]
    environment = {**os.environ, **(env or {})}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]  # what a test may ask of it


# Help, versions, words that are not known.


def test_help_names_every_command_and_loads_none(here: Path) -> None:
    code = (
        "import sys\nfrom wxpress.cli.main import run\nrun(['--help'])\n"
        "print(sorted(name for name in sys.modules if name.startswith('wxpress')), file=sys.stderr)\n"
        "heavy = {'weasyprint', 'lxml', 'ebooklib', 'rich', 'PIL', 'jinja2', 'markdown'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=here, capture_output=True, text=True, check=True)
    assert all(f"  {name} " in done.stdout for name in COMMANDS)
    loaded, heavy = done.stderr.splitlines()
    assert "wxpress.cli.build" not in loaded
    assert "wxpress.writers" not in loaded
    assert heavy == "[]"


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"wxpress {__version__}\n"


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert "用法：wxpress" in capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_help_of_a_command_is_chinese_and_has_examples(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"用法：wxpress {name} [选项]")
    assert re.search(rf"^例：\n  wxpress {name}", told, re.MULTILINE)
    assert not re.search(r"Usage|Options|Show this|default|required|TEXT|PATH|FILE", told)


@pytest.mark.parametrize(
    ("arguments", "message", "advice"),
    [
        (["biuld"], "没有“biuld”这个命令", "“build”"),
        (["print"], "没有“print”这个命令", "build、tree、check"),
        (["x.md"], "没有“x.md”这个命令", "wxpress build x.md"),
        (["build", "--stile", "a"], "没有“--stile”这个选项", "“--style”"),
        (["build", "--xyz", "3"], "没有“--xyz”这个选项", "--output"),
        (["build", "-z"], "没有“-z”这个选项", "--output"),
        (["tree"], "缺少来稿", "wxpress tree --help"),
        (["tree", "x.md", "y.md"], "多出的参数：y.md", "wxpress tree --help"),
        (["tree", "x.md", "--format", "jsn"], "--format 不能是“jsn”", "“json”"),
        (["build", "-o"], "-o 的写法不对", "wxpress build --help"),
        (["check", "--strict=yes"], "--strict 的写法不对", "wxpress check --help"),
        (["--lang", "fr", "check"], "--lang 不能是“fr”", "zh、en"),
        (["check", "z.md"], "没有这个文件：z.md", "“x.md”"),
        (["tree", "z.md"], "z.md", "请检查路径"),
        (["serve", "--port", "70000"], "--port 要一个 0 到 65535 的整数，现在是“70000”", "--port 8765"),
        (["serve", "--port", "x"], "--port 要一个 0 到 65535 的整数，现在是“x”", "0 是任取一个"),
        (["doctor", "--style", "nil"], "没有名为“nil”的版式", "xuexi-wenxuan"),
        (["doctor", "--style", "nil"], "没有名为“nil”的版式", 'styles = "styles"'),
    ],
)
def test_a_wrong_word_is_told_with_what_was_meant(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str, advice: str
) -> None:
    assert (here / "x.md").exists()
    assert run(arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    first, second = told.err.splitlines()
    assert message in first
    assert advice in second


def test_the_shell_can_complete_commands_and_words(here: Path) -> None:
    completion = {"_WXPRESS_COMPLETE": "bash_complete", "COMP_WORDS": "wxpress ", "COMP_CWORD": "1"}
    assert "plain,explain" in program(folder=here, env=completion).stdout
    completion |= {"COMP_WORDS": "wxpress tree --format ", "COMP_CWORD": "3"}
    assert "plain,outline" in program(folder=here, env=completion).stdout


# build.


@pytest.mark.usefixtures("here")
def test_build_tells_what_it_made_and_where(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "x.md", "-t", "html,json"]) == 0
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        "x.md → build/x.html、build/x.json",
        "完成：来稿 1 份，html 1、json 1，在 build/；错误 0，警告 1，提示 0",
    ]
    assert told.err.splitlines()[0].endswith("警告 WX401 链接“链接”没有地址")


def test_build_is_quiet_when_asked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "x.md", "-q", "-t", "json"]) == 0
    assert capsys.readouterr() == ("", "")
    (here / "x.md").write_text(NO_STRUCTURE, "utf-8")
    assert run(["build", "x.md", "-q", "-t", "json"]) == 1
    assert "错误 WX205" in capsys.readouterr().err


def test_build_says_more_when_asked(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["build", "x.md", "-v", "-t", "json"])
    told = capsys.readouterr()
    assert str(here) in told.err
    assert re.search(r"用时 \d+\.\d 秒", told.out)


def test_what_lies_among_the_sources_and_is_not_read_is_told(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "wxpress.toml").write_text('to = ["json"]\n', "utf-8")
    (here / "sources").mkdir()
    (here / "sources" / "旧稿.doc").write_bytes(b"x")
    assert run(["build"]) == 2
    assert "sources/旧稿.doc 没有读：请用 Word 或 WPS 打开，另存为 .docx" in capsys.readouterr().err
    (here / "sources" / "a.md").write_text("# 题\n\n### 甲\n\n正文。\n", "utf-8")
    (here / "sources" / "b.pdf").write_bytes(b"x")
    for _ in range(2):  # the second time nothing has changed
        assert run(["build"]) == 0
        told = capsys.readouterr().err
        assert "sources/旧稿.doc 没有读" in told
        assert "sources/b.pdf 没有读：PDF 要写明文件名才读" in told
    assert run(["build", "sources/a.md"]) == 0
    assert "没有读" not in capsys.readouterr().err
    (here / "sources" / "b.pdf").unlink()
    assert run(["build"]) == 0
    assert "b.pdf" not in capsys.readouterr().err


def test_warnings_fail_under_strict(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "x.md", "-t", "json"]) == 0
    assert "不通过" not in capsys.readouterr().err
    for arguments in (["build", "-t", "json"], ["build", "-t", "json"], ["build", "-t", "json", "-q"], ["check"]):
        assert run([*arguments, "x.md", "--strict"]) == 1
        assert capsys.readouterr().err.endswith("不通过：strict 之下，警告也算失败（退出码 1）\n")
    assert (here / "build" / "x.json").is_file()
    (here / "wxpress.toml").write_text("strict = true", "utf-8")
    assert run(["build", "x.md", "-t", "json"]) == 1
    (here / "wxpress.toml").unlink()
    monkeypatch.setenv("WXPRESS_BUILD_STRICT", "1")
    assert run(["build", "x.md", "-t", "json"]) == 1


def test_an_environment_variable_is_an_option(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WXPRESS_BUILD_TO", "json,html")
    monkeypatch.setenv("WXPRESS_BUILD_OUTPUT", "out")
    assert run(["build", "x.md", "-q"]) == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == ["manifest.json", "x.html", "x.json"]


def test_one_bad_source_among_many(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "bad.md").write_bytes(b"%PDF-1.7")
    (here / "torn.md").write_text(NO_STRUCTURE, "utf-8")
    assert run(["build", "bad.md", "torn.md", "x.md", "-t", "json"]) == 1
    told = capsys.readouterr()
    assert "完成：来稿 1 份，json 1" in told.out
    assert "错误：bad.md" in told.err
    assert "torn.md：有错误，没有写出 json；原有的成品保持不变" in told.err
    assert "失败：2 份（bad.md、torn.md）" in told.err
    assert run(["build", "bad.md", "x.md", "-t", "json", "--fail-fast"]) == 2
    assert "没有做：1 份" in capsys.readouterr().err


def test_one_bad_source_alone_gives_its_own_code(here: Path) -> None:
    (here / "bad.md").write_bytes(b"%PDF-1.7")
    assert run(["build", "bad.md"]) == 2


def test_standard_output_gets_the_bytes_and_nothing_else(here: Path) -> None:
    done = program("build", "x.md", "-t", "json", "-o", "-", folder=here)
    assert json.loads(done.stdout)["bulletin"]["title"] == "城市工作"
    assert "完成" in done.stderr


def test_a_plug_in_that_fails_is_blamed_by_name(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with installed(tmp_path, monkeypatch, "bad", writer("bad", "raise ValueError('坏')")):
        assert run(["build", "x.md", "-t", "bad"]) == 1
        told = capsys.readouterr().err
        assert "x.md：写出 bad 时：插件 bad 出错（ValueError：坏）" in told
        assert "Traceback" not in told
        assert run(["--debug", "build", "x.md", "-t", "bad"]) == 1
        assert "Traceback" in capsys.readouterr().err
        assert run(["build", "x.md", "-t", "bad", "--debug"]) == 1
        assert "plug_in_bad.py" in capsys.readouterr().err
    assert (here / "build").is_dir()


def test_a_bug_of_ours_has_a_code_of_its_own(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("wxpress.cli.tree.outline", lambda document: document.nonsense)
    assert run(["tree", str(here / "x.md")]) == 70
    told = capsys.readouterr().err
    assert "本工具的缺陷" in told
    assert "Traceback" not in told


# tree, check, explain, schema.


def test_tree_shows_the_outline_of_the_seed(seed: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["tree", str(seed)]) == 0
    lines = capfdbinary.readouterr().out.decode().splitlines()
    assert lines[:4] == [
        "刊头：党政干部和党务工作者　学习文选",
        "题目：学习贯彻中央城市工作会议精神",
        "目录：12 条（栏目 3，篇目 9）",
        "编者按：2 段，1 个链接（没有地址）",
    ]
    assert [line for line in lines if line.endswith("篇）")] == [
        "权威解读（4 篇）",
        "深度评析（3 篇）",
        "学习辅导（2 篇）",
    ]
    assert "  壹视界·微视频 | 人民城市人民建 人民城市为人民" in lines
    assert lines[-2] == "断段接合：1 处"
    assert "历|史方位" in lines[-1]


def test_tree_writes_json_and_markdown(here: Path) -> None:
    assert run(["tree", "x.md", "--format", "json", "-o", "x.json"]) == 0
    document = json.loads((here / "x.json").read_bytes())
    assert list(document) == ["schema", "bulletin", "ledger", "diagnostics"]
    assert run(["tree", "x.md", "--format", "markdown", "-o", "y.md"]) == 0
    assert run(["tree", "y.md", "--format", "json", "-o", "y.json"]) == 0
    assert json.loads((here / "y.json").read_bytes())["bulletin"]["title"] == "城市工作"


def test_tree_never_replaces_its_source(here: Path) -> None:
    assert run(["tree", "x.md", "--format", "markdown", "-o", "./x.md"]) == 2
    assert (here / "x.md").read_text("utf-8") == BULLETIN


def test_tree_of_a_text_without_structure_fails(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "x.md").write_text(NO_STRUCTURE, "utf-8")
    assert run(["tree", "x.md"]) == 1
    assert "WX205" in capsys.readouterr().err


def test_check_of_the_seed_says_what_is_so_and_nothing_else(
    seed: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["check", str(seed), "--format", "json"]) == 0
    report = json.loads(capfdbinary.readouterr().out)
    codes = [item["code"] for item in report["diagnostics"]]
    assert sorted(codes) == ["WX201"] + ["WX341"] * 2 + ["WX401"] * 10
    places = [item["span"]["first"] for item in report["diagnostics"]]
    assert places == sorted(places)
    assert report["schema"] == "wxpress-check/1"
    assert report["summary"] == {"error": 0, "warning": 12, "information": 1}
    assert report["failures"] == []
    assert run(["check", str(seed), "--strict"]) == 1


def test_check_gives_the_same_advice_once(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["check", str(seed)])
    told = capsys.readouterr().out
    assert told.count("没有地址的链接只作文字印出") == 1
    assert told.splitlines()[-1] == "错误 0，警告 12，提示 1"


@pytest.mark.parametrize("arguments", [["--lang", "en", "check", "x.md"], ["check", "x.md", "--lang", "en"]])
def test_findings_are_worded_in_english_when_asked(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert (here / "x.md").exists()
    run(arguments)
    told = capsys.readouterr().out
    assert "warning WX401 link “链接” has no target" in told
    assert "0 errors, 1 warnings, 0 notes" in told


def test_check_annotates_for_github(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (here / "x.md").exists()
    run(["check", "x.md", "--format", "github"])
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("::warning file=x.md,line=7,endLine=7,")


def test_check_finds_missing_pictures(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "x.md").write_text(BULLETIN + "\n![图](../secret.png)\n", "utf-8")
    run(["check", "x.md"])
    assert re.search(r"x\.md:9.* WX402 图片“../secret.png”在项目文件夹之外", capsys.readouterr().out)


def test_check_goes_on_after_a_source_it_cannot_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "bad.md").write_bytes(b"%PDF-1.7")
    assert run(["check", "bad.md", "x.md"]) == 1
    told = capsys.readouterr()
    assert "bad.md" in told.err
    assert "WX401" in told.out


def test_explain_shows_each_change_beside_its_line(seed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", str(seed)]) == 0
    told = capsys.readouterr().out
    assert re.search(r"改动 \d+ 处（", told.splitlines()[0])
    join = told[told.index("⏎接") :]
    assert "接合（断段） 把握 95%" in join
    assert "史方位，坚持以人民为中心" in join


def test_explain_gives_the_ledger_as_json(seed: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["explain", str(seed), "--format", "json"]) == 0
    entries = json.loads(capfdbinary.readouterr().out)
    keys = {"pass", "kind", "span", "before", "after", "reason", "evidence", "confidence", "override"}
    assert set(entries[0]) == keys
    assert [entry["kind"] for entry in entries].count("join") == 1


def test_schema_is_a_schema_of_the_tree(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(["schema"]) == 0
    schema = json.loads(capfdbinary.readouterr().out)
    assert "wxpress-tree/1" in json.dumps(schema)
    assert {"Bulletin", "Article", "Entry", "Diagnostic"} <= set(schema["$defs"])


# doctor.


def test_doctor_lists_versions_faces_styles_and_plug_ins(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (here / "x.md").exists()
    code = run(["doctor"])
    told = capsys.readouterr().out
    for word in (
        "Python",
        "WeasyPrint",
        "Pango",
        "fontconfig",
        "EbookLib",
        "宋体（song）",
        "xuexi-wenxuan",
        "markdown",
    ):
        assert word in told
    assert (code == 0) == ("都齐了。" in told)
    assert (code == 3) == ("× " in told)


def test_doctor_survives_a_missing_pango(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    monkeypatch.setitem(sys.modules, "weasyprint.text.ffi", None)
    assert run(["doctor"]) == 3
    told = capsys.readouterr().out
    assert "× Pango" in told
    assert "pip install weasyprint" in told


def test_doctor_says_which_package_to_install_for_a_library_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def __getattr__(self, name: str) -> object:
            raise OSError("cannot load library 'libpango-1.0-0'\nand a long story")

    monkeypatch.setitem(sys.modules, "weasyprint.text.ffi", Broken())
    item = next(item for item in inventory.programs() if item.name == "Pango")
    assert item.found == "不能装载：cannot load library 'libpango-1.0-0'"
    assert "apt install libpango-1.0-0" in item.remedy


def test_doctor_survives_missing_fonts_and_tools(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing(_: object) -> None:
        raise MissingToolError("不能用 fc-list 查询本机字体", "请安装 fontconfig：apt install fontconfig")

    monkeypatch.setattr(fonts, "missing_roles", missing)
    monkeypatch.setenv("PATH", str(here))
    assert run(["doctor"]) == 3
    told = capsys.readouterr().out
    assert "× fontconfig　没有 fc-list" in told
    assert told.count("apt install fontconfig") == 2


def test_doctor_names_a_broken_plug_in_and_its_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with installed(tmp_path, monkeypatch, "broken", "raise RuntimeError('坏了')"):
        assert run(["doctor"]) == 3
    told = capsys.readouterr().out
    assert "来自 wxpress-broken" in told
    assert "坏了" in told
    assert "pip uninstall wxpress-broken" in told


# Signals, closed outputs, poor terminals.


def slow_writer(folder: Path) -> dict[str, str]:
    """A writer installed in *folder* that works for a minute."""
    with (
        pytest.MonkeyPatch.context() as patch,
        installed(
            folder, patch, "slow", writer("slow", "import time, pathlib; pathlib.Path('begun').touch(); time.sleep(60)")
        ),
    ):
        return {"PYTHONPATH": str(folder)}


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_the_build_cleanly(
    here: Path, tmp_path_factory: pytest.TempPathFactory, number: int, code: int
) -> None:
    env = {**os.environ, **slow_writer(tmp_path_factory.mktemp("slow"))}
    command = [sys.executable, "-m", "wxpress", "build", "x.md", "-t", "slow"]
    with subprocess.Popen(command, cwd=here, env=env, stderr=subprocess.PIPE, text=True) as process:
        deadline = time.monotonic() + 20
        while not (here / "begun").exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.send_signal(number)
        _, told = process.communicate(timeout=20)
    assert process.returncode == code
    assert "Traceback" not in told
    assert list((here / "build").iterdir()) == []


def test_a_reader_that_goes_away_is_no_error(here: Path) -> None:
    (here / "x.md").write_text(BULLETIN + "字" * 200_000, "utf-8")
    for arguments in (["tree", "x.md", "--format", "json"], ["explain", "x.md"], ["check", "x.md"]):
        command = [sys.executable, "-m", "wxpress", *arguments]
        with subprocess.Popen(command, cwd=here, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.close()
            assert process.stderr is not None
            told = process.stderr.read().decode()
        assert told == ""
        assert process.returncode in {0, 141}


def test_a_closed_output_is_no_error(here: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f'"{sys.executable}" -m wxpress tree x.md >&-'],
        cwd=here,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    "env", [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "latin-1"}]
)
def test_a_terminal_without_chinese_stops_nothing(here: Path, env: dict[str, str]) -> None:
    done = program("build", "x.md", "-t", "json", folder=here, env=env)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert (here / "build" / "x.json").is_file()


def test_text_of_a_source_cannot_steer_the_terminal(here: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (here / "x.md").write_text("# 标\x1b[2J\u202e题\n\n## 栏\n\n### 篇\n\n[【\x1b[31m链接】](#)\n", "utf-8")
    for command in ("tree", "check", "explain", "build"):
        run([command, "x.md"] + (["-t", "json"] if command == "build" else []))
        told = "".join(capfd.readouterr())
        assert "\x1b" not in told
        assert "\u202e" not in told


def test_no_home_is_needed(here: Path) -> None:
    environment = {"PATH": os.environ["PATH"]}
    done = subprocess.run(
        [sys.executable, "-m", "wxpress", "tree", "x.md"],
        cwd=here,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_entry_points_reach_the_program() -> None:
    point = EntryPoint("wxpress", "wxpress.__main__:main", "console_scripts")
    assert callable(point.load())
