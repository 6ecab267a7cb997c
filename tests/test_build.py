"""The build: which files become which, whole or not at all, whatever the plug-ins do."""

from __future__ import annotations

import datetime as dt
import errno
import fcntl
import json
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

import wxpress
from plug_ins import installed, writer
from wxpress.build import Result, exit_code, make_plan, run
from wxpress.build.dates import UNDATED, modified, parse_date
from wxpress.build.names import LONGEST_NAME, safe_name
from wxpress.build.outputs import files
from wxpress.build.outputs.lock import LOCK_NAME, folder_lock
from wxpress.build.printing import reading
from wxpress.config import find_project
from wxpress.errors import LimitError, UsageError, WriteError

BULLETIN = "# 城市工作\n\n## 解读\n\n### 第一篇\n\n人民城市人民建。\n"
DEAD_LINK = BULLETIN.replace("人民建。", "人民建。[【链接】](#)")
NO_STRUCTURE = "\n\n".join(f"第{number}段，没有目录，也没有标题。" for number in range(30))

Install = Callable[[str, str], None]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a source."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / "x.md").write_text(BULLETIN, "utf-8")
    return tmp_path


@pytest.fixture
def install(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Install a writer whose function has the given body."""
    with ExitStack() as stack:

        def add(name: str, body: str) -> None:
            folder = tmp_path_factory.mktemp(name)
            stack.enter_context(installed(folder, monkeypatch, name, writer(name, body)))

        yield add


def build(*sources: str, **options: object) -> tuple[Result, ...]:
    return run(make_plan(find_project(Path.cwd()), [Path(source) for source in sources], **options))  # type: ignore[arg-type]  # tests pass what a user might


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


# Which files become which.


def test_files_without_a_project_go_to_build(here: Path) -> None:
    (result,) = build("x.md", to=["html,json"])
    assert [target.path for target in result.written] == [Path("build/x.html"), Path("build/x.json")]
    assert "人民城市人民建。" in (here / "build/x.html").read_text("utf-8")
    assert json.loads((here / "build/x.json").read_bytes())["bulletin"]["title"] == "城市工作"
    assert left_over(here / "build") == []


def test_a_project_builds_its_sources_in_order(here: Path) -> None:
    (here / "wxpress.toml").write_text('to = ["json"]\noutput = "out"\narchive = {write = false}', "utf-8")
    (here / "sources" / "2025").mkdir(parents=True)
    for name in ("b.md", "a.txt", "2025/c.markdown", ".hidden.md", "_draft.md", "picture.png", "notes.toml"):
        (here / "sources" / name).write_text(BULLETIN, "utf-8")
    results = build()
    assert [result.job.name for result in results] == ["c", "a", "b"]
    assert sorted(path.name for path in (here / "out").iterdir()) == ["a.json", "b.json", "c.json", "manifest.json"]


def test_a_project_is_built_from_any_folder_in_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "wxpress.toml").write_text('to = ["json"]', "utf-8")
    (here / "sources").mkdir()
    (here / "x.md").rename(here / "sources" / "x.md")
    (here / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(here / "deep" / "down")
    build()
    assert (here / "build" / "x.json").is_file()


def test_outputs_inside_the_sources_are_no_sources(here: Path) -> None:
    (here / "wxpress.toml").write_text('to = ["markdown"]\nsources = "."\noutput = "out"', "utf-8")
    assert len(build()) == 1
    assert len(build()) == 1


def test_a_file_name_picks_the_writer(here: Path) -> None:
    build("x.md", output="proofs.json")
    assert json.loads((here / "proofs.json").read_bytes())["schema"] == "wxpress-tree/1"


def test_one_output_can_go_to_standard_output(here: Path) -> None:
    received: list[bytes] = []
    run(make_plan(find_project(here), [Path("x.md")], output="-", to=["json"]), received.append)
    assert json.loads(b"".join(received))["bulletin"]["title"] == "城市工作"
    assert sorted(path.name for path in here.iterdir()) == ["x.md"]


def test_the_same_source_named_twice_is_built_once(here: Path) -> None:
    assert len(build("x.md", str(here / "x.md"), ".", to=["json"])) == 1


@pytest.mark.parametrize(
    ("sources", "options", "message", "advice"),
    [
        ([], {}, "没有来稿", "wxpress build 来稿.md"),
        (["other/x.mb"], {}, "没有这个文件：other/x.mb", "“other/x.md”"),
        (["empty"], {}, "empty 里没有来稿", ".md"),
        (["x.md"], {"to": ["pfd"]}, "没有名为“pfd”的写出器", "“pdf”"),
        (["x.md"], {"style": "gongwan"}, "没有名为“gongwan”的版式", "gongwen"),
        (["x.md"], {"output": "x.docx"}, "没有写出“.docx”文件的写出器", ".epub"),
        (["x.md"], {"output": "a.pdf", "to": ["html"]}, "与 -t html 不合", "改其中一个"),
        (["x.md"], {"output": "a.pdf", "to": ["pdf,html"]}, "有 2 种成品", "文件夹"),
        (["x.md"], {"output": "-"}, "须用 -t 指定一种成品", "-t html -o -"),
        (["x.md", "z.md"], {"output": "a.pdf"}, "现在有 2 份", "文件夹"),
        (["x.md"], {"output": "x.md"}, "会覆盖来稿", "-o"),
        (["x.md"], {"output": ".", "to": ["markdown"]}, "会覆盖来稿", "-o"),
        (["x.md"], {"output": ".hidden.html"}, "文件名“.hidden.html”不能使用", "以点开头"),
        (["x.md", "other/x.md"], {}, "x.md 和 other/x.md 的成品会同名", "改名"),
        (["x.md", "other/X.txt"], {}, "的成品会同名", "改名"),
    ],
)
def test_a_wrong_request_is_refused_before_anything_is_written(
    here: Path, sources: list[str], options: dict[str, object], message: str, advice: str
) -> None:
    (here / "empty").mkdir()
    (here / "other").mkdir()
    for name in ("z.md", "other/x.md", "other/X.txt"):
        (here / name).write_text(BULLETIN, "utf-8")
    before = sorted(here.rglob("*"))
    with pytest.raises(UsageError) as caught:
        build(*sources, **options)
    assert message in caught.value.message
    assert advice in caught.value.advice
    assert sorted(here.rglob("*")) == before


def test_two_writers_of_one_suffix_are_refused(here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with installed(tmp_path, monkeypatch, "wechat", writer("wechat", "return b''", suffix=".html")):
        with pytest.raises(UsageError, match=r"html 和 wechat 的后缀都是 \.html"):
            build("x.md", to=["html,wechat"])
        build("x.md", output="w.html", to=["wechat"])
    assert (here / "w.html").read_bytes() == b""


def test_a_source_that_links_out_of_the_project_is_refused(
    here: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text(BULLETIN, "utf-8")
    (here / "sources").mkdir()
    (here / "sources" / "link.md").symlink_to(outside)
    with pytest.raises(UsageError, match=r"link\.md 是指向项目之外的链接"):
        build()


def test_options_of_an_unknown_writer_are_refused(here: Path) -> None:
    (here / "wxpress.toml").write_text("[writers.htm]\na = 1", "utf-8")
    with pytest.raises(UsageError) as caught:
        build("x.md")
    assert "[writers.htm]" in caught.value.message
    assert "“html”" in caught.value.advice


# What a writer is given.


def test_a_writer_is_given_its_options_and_a_misspelt_one_is_told(here: Path, install: Install) -> None:
    install("ask", "return str(context.options.get('depth')).encode()")
    (here / "wxpress.toml").write_text("[writers.ask]\ndepth = 3\ndeptj = 4\n", "utf-8")
    (result,) = build("x.md", to=["ask"])
    assert (here / "build" / "x.ask").read_bytes() == b"3"
    assert [(item.code, item.values["option"]) for item in result.diagnostics] == [("WX601", "deptj")]


def test_findings_in_an_output_name_the_source_alike_from_everywhere(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "wxpress.toml").touch()
    (here / "sources").mkdir()
    (here / "sources" / "y.md").write_text(DEAD_LINK, "utf-8")
    (result,) = build("sources/y.md", to=["json"])
    first = (here / "build" / "y.json").read_bytes()
    assert {item.source for item in result.diagnostics} == {"sources/y.md"}
    monkeypatch.chdir(here / "sources")
    (result,) = build("y.md", to=["json"])
    assert {item.source for item in result.diagnostics} == {"y.md"}
    assert (here / "build" / "y.json").read_bytes() == first
    assert b'"sources/y.md"' in first


@pytest.mark.usefixtures("here")
def test_what_a_writer_reports_is_placed_in_the_source(install: Install) -> None:
    install("warn", "context.report(diagnose('WX501', text='窄')); return b'x'")
    (result,) = build("x.md", to=["warn"])
    assert [(item.code, item.source) for item in result.diagnostics] == [("WX501", "x.md")]
    assert exit_code([result]) == 0
    assert exit_code([result], strict=True) == 1


@pytest.mark.parametrize(
    ("date", "day"),
    [
        ("2025年7月16日", (2025, 7, 16)),
        ("2025-07-16", (2025, 7, 16)),
        ("印发日期：2025.7.16", (2025, 7, 16)),
        ("２０２５年７月１６日", (2025, 7, 16)),
    ],
)
def test_a_date_as_bulletins_write_it(date: str, day: tuple[int, int, int]) -> None:
    assert parse_date(date) == dt.datetime(*day, tzinfo=dt.UTC)
    assert modified(date, {}) == dt.datetime(*day, tzinfo=dt.UTC)


def test_the_clock_is_never_asked() -> None:
    assert modified(None, {}) == modified("昨天", {}) == modified("2025年13月40日", {}) == UNDATED
    assert modified("0098年3月1日", {}) == UNDATED
    assert modified(None, {"SOURCE_DATE_EPOCH": "-62135596800"}).year == 1000  # a year of four digits everywhere
    assert modified("2025-07-16", {"SOURCE_DATE_EPOCH": "86400"}) == dt.datetime(1970, 1, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize("value", ["gestern", "1e9", "9" * 30])
def test_an_epoch_that_is_none_is_refused(here: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        build("x.md", to=["json"])
    assert not (here / "build").exists()


# Names.


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("学习文选 第8期#%&'\"", "学习文选 第8期#%&'\""),
        ("..", "未命名"),
        (".profile", "profile"),
        ("a\\..\\b", "a_.._b"),
        ("a\nb\x7f\u202ec", "a_b__c"),
        ("\udcff", "_"),
        ("  x. ", "x"),
    ],
)
def test_a_name_is_made_safe(stem: str, name: str) -> None:
    assert safe_name(stem) == name


def test_a_long_name_is_cut_between_characters() -> None:
    name = safe_name("文" * 100)
    assert name == "文" * (LONGEST_NAME // 3)
    assert safe_name("a" + "文" * 100) == "a" + "文" * 66


# Whole or not at all.


@pytest.mark.parametrize(
    ("body", "message", "code"),
    [
        ("raise ValueError('坏了')", "插件 bad 出错（ValueError：坏了）", 1),
        ("raise KeyError", "插件 bad 出错（KeyError）", 1),
        ("return 'text'", "应交出 bytes，却交出 str", 1),
        ("return None", "应交出 bytes，却交出 NoneType", 1),
        ("return write(bulletin, context)", "嵌套太深", 5),
        ("raise MemoryError", "内存不够", 5),
        ("from wxpress.errors import MissingToolError; raise MissingToolError('缺字体', '装上')", "缺字体", 3),
    ],
)
def test_a_failed_writer_leaves_the_old_file_whole(
    here: Path, install: Install, body: str, message: str, code: int
) -> None:
    install("bad", body)
    (here / "build").mkdir()
    (here / "build" / "x.bad").write_bytes(b"old")
    (result,) = build("x.md", to=["bad,json"])
    assert (here / "build" / "x.bad").read_bytes() == b"old"
    assert [target.writer.name for target in result.written] == ["json"]
    assert message in result.failures[0].message
    assert result.failures[0].advice
    assert "x.md" in result.failures[0].message or code == 3
    assert exit_code([result]) == code
    assert left_over(here / "build") == []


def test_a_style_that_breaks_the_engine_is_named(here: Path) -> None:
    style = here / "styles" / "甲"
    style.mkdir(parents=True)
    (here / "wxpress.toml").write_text('styles = "styles"\nsources = "."\n', "utf-8")
    (style / "style.toml").write_text('title = "甲"\nextends = "compact"\n', "utf-8")
    declaration = "font-size: min(12pt, calc(9pt / (var(--nobody) + 1)))"
    sheet = f"p {{ color: red }}\n/* {{ ; */\np {{ margin: 0;\n  {declaration}; }}\nli {{ margin: 0 }}"
    (style / "print.css").write_text(sheet, "utf-8")
    (result,) = build("x.md", to=["pdf"], style="甲")
    place = f"样式表 {style / 'print.css'} 第 4 行“{declaration}”"
    assert f"版式“甲”的{place}：排版引擎算不出来（AssertionError）" in result.failures[0].message
    assert "请删去这一条" in result.failures[0].advice
    assert exit_code([result]) == 2


def test_a_style_whose_template_breaks_the_engine_is_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    style = here / "styles" / "甲"
    style.mkdir(parents=True)
    (here / "wxpress.toml").write_text('styles = "styles"\nsources = "."\n', "utf-8")
    (style / "style.toml").write_text('title = "甲"\nextends = "compact"\n', "utf-8")
    monkeypatch.setattr("wxpress.writers.pdf._set", _refuse)
    (result,) = build("x.md", to=["pdf"], style="甲")
    assert "版式“甲”使排版出错（RuntimeError：no）" in result.failures[0].message
    assert "先撤下最近的改动" in result.failures[0].advice


def _refuse(*_: object) -> bytes:
    raise RuntimeError("no")


@pytest.mark.usefixtures("here")
def test_a_built_in_that_breaks_is_our_bug(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wxpress.writers.json.to_json", lambda document: document.nonsense)
    (result,) = build("x.md", to=["json"])
    assert "意外错误（AttributeError" in result.failures[0].message
    assert "--debug" in result.failures[0].advice
    assert exit_code([result]) == 70


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise RuntimeError('no')", "装载失败：no"),
        ("PLUG_IN = 5", "不是一个 Writer"),
        ("pass", "装载失败：module 'plug_in_odd'"),
        (writer("x", "return b''", suffix="/../../etc/x"), "不是一个 Writer，或后缀不像"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_plug_in_that_is_none_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, message: str
) -> None:
    with installed(tmp_path, monkeypatch, "odd", code):
        with pytest.raises(UsageError, match=message):
            build("x.md", to=["odd"])
        assert build("x.md", output="x.json")[0].written  # a broken outsider stops nobody else


def test_an_error_that_a_writer_reports_holds_its_output_back(here: Path, install: Install) -> None:
    install("glyph", "context.report(diagnose('WX410', character='㐂', codepoint='U+3402')); return b'new'")
    (here / "build").mkdir()
    (here / "build" / "x.glyph").write_bytes(b"old")
    (result,) = build("x.md", to=["glyph,json"])
    assert (here / "build" / "x.glyph").read_bytes() == b"old"
    assert [target.writer.name for target in result.withheld] == ["glyph"]
    assert [target.writer.name for target in result.written] == ["json"]
    assert exit_code([result]) == 1


def test_nothing_is_written_for_a_source_with_errors(here: Path) -> None:
    (here / "x.md").write_text(NO_STRUCTURE, "utf-8")
    (here / "build").mkdir()
    (here / "build" / "x.json").write_bytes(b"old")
    (result,) = build("x.md", to=["json,html"])
    assert (here / "build" / "x.json").read_bytes() == b"old"
    assert not (here / "build" / "x.html").exists()
    assert "error" in {item.severity for item in result.diagnostics}
    assert exit_code([result]) == 1


def test_one_bad_source_does_not_stop_the_others(here: Path) -> None:
    (here / "a.md").write_bytes(b"%PDF-1.7")
    (here / "b.docx").write_bytes(b"PK\x03\x04")
    results = build("a.md", "b.docx", "x.md", to=["json"])
    assert [bool(result.failures) for result in results] == [True, True, False]
    assert sorted(path.name for path in (here / "build").iterdir()) == ["manifest.json", "x.json"]
    assert exit_code(results) == 1


def test_the_first_failure_stops_the_build_where_that_is_asked(here: Path) -> None:
    (here / "a.md").write_bytes(b"%PDF-1.7")
    plan = make_plan(find_project(here), [Path("a.md"), Path("x.md")], to=["json"])
    assert len(run(plan, keep_going=False)) == 1
    assert not (here / "build" / "x.json").exists()


@pytest.mark.usefixtures("here")
def test_a_reader_that_breaks_costs_its_source_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def deep(_: object, **__: object) -> None:
        deep(_)

    monkeypatch.setattr(reading, "recover", deep)
    (result,) = build("x.md", to=["json"])
    assert isinstance(result.failures[0], LimitError)
    assert result.failures[0].message.startswith("x.md：")


def test_many_failures_give_the_machine_s_code_first(here: Path, install: Install) -> None:
    install("full", "from wxpress.errors import WriteError; raise WriteError('满')")
    install("bad", "raise ValueError")
    (here / "y.md").write_text(BULLETIN, "utf-8")
    assert exit_code(build("x.md", "y.md", to=["bad"])) == 1
    assert exit_code(build("x.md", "y.md", to=["bad,full"])) == 4


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(here: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (here / "build").mkdir()
    (here / "build" / "x.json").write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, name, full)
    (result,) = build("x.md", to=["json"])
    monkeypatch.undo()
    assert isinstance(result.failures[0], WriteError)
    assert "磁盘已满" in result.failures[0].advice
    assert exit_code([result]) == 4
    assert (here / "build" / "x.json").read_bytes() == b"old"
    assert left_over(here / "build") == []


def test_a_really_full_device_is_told() -> None:
    device = Path("/dev/full")
    if not device.is_char_device():
        pytest.skip("no /dev/full here")
    with pytest.raises(WriteError) as caught, files.write_errors(device):
        device.write_bytes(b"x")
    assert "磁盘已满" in caught.value.advice


def test_an_output_folder_that_is_a_file_is_refused(here: Path) -> None:
    (here / "build").write_bytes(b"mine")
    with pytest.raises(WriteError) as caught:
        build("x.md", to=["json"])
    assert caught.value.exit_code == 4
    assert "文件占用" in caught.value.advice
    assert (here / "build").read_bytes() == b"mine"


def test_an_output_that_is_a_folder_is_refused(here: Path) -> None:
    (here / "build" / "x.json").mkdir(parents=True)
    (result,) = build("x.md", to=["json"])
    assert isinstance(result.failures[0], WriteError)
    assert left_over(here / "build") == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_refused(here: Path) -> None:
    (here / "build").mkdir(mode=0o555)
    with pytest.raises(WriteError) as caught:
        build("x.md", to=["json"])
    assert "没有写权限" in caught.value.advice


def test_an_output_has_the_permissions_of_the_umask(here: Path) -> None:
    before = os.umask(0o027)
    try:
        build("x.md", to=["json"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((here / "build" / "x.json").stat().st_mode) == 0o640


def test_what_a_killed_build_left_is_cleared_and_nothing_else(here: Path) -> None:
    (here / "build").mkdir()
    (here / "build" / ".wxpress-0123.tmp").write_bytes(b"half")
    (here / "build" / "mine.tmp").write_bytes(b"mine")
    build("x.md", to=["json"])
    assert sorted(path.name for path in (here / "build").iterdir()) == ["manifest.json", "mine.tmp", "x.json"]


# The lock.


def test_a_folder_in_use_is_refused_by_the_holder_s_name(tmp_path: Path) -> None:
    with (tmp_path / LOCK_NAME).open("w") as other:
        other.write("4711")
        other.flush()
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(WriteError, match="进程 4711"), folder_lock(tmp_path, patience=0.1):
            pytest.fail("two builds in one folder")


def test_the_lock_of_a_killed_build_does_not_stand_in_the_way(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).write_text("4711")
    with folder_lock(tmp_path, patience=0):
        assert (tmp_path / LOCK_NAME).read_text() == str(os.getpid())
    assert left_over(tmp_path) == []


def test_builds_at_once_take_turns(here: Path) -> None:
    """Four processes write one file at once; whoever reads it finds it whole."""
    (here / "x.md").write_text(BULLETIN + "字" * 20000, "utf-8")
    command = [sys.executable, "-m", "wxpress", "build", "x.md", "-q", "-t", "json"]
    builds = [subprocess.Popen(command, cwd=here) for _ in range(4)]
    output = here / "build" / "x.json"
    while any(process.poll() is None for process in builds):
        if output.exists():
            json.loads(output.read_bytes())
    assert [process.returncode for process in builds] == [0] * 4
    assert left_over(here / "build") == []


# The public functions.


def test_the_public_functions_are_callable_by_their_rooms_names(here: Path) -> None:
    source = wxpress.load(Path("x.md"))
    assert wxpress.recover(source).bulletin.title == "城市工作"
    (result,) = wxpress.build("x.md", output="out", to=["json"])
    assert result.is_good()
    assert (here / "out" / "x.json").is_file()


def test_importing_the_package_costs_nothing() -> None:
    code = "import sys; before = set(sys.modules); import wxpress; print(sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['__future__', 'types', 'wxpress']"


def test_an_unknown_name_of_the_package_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        wxpress.nonsense  # noqa: B018 - the access is the test
