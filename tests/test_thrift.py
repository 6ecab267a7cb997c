"""What a PDF costs, counted so that no noise of the machine touches it, and that saving changes no byte."""

from __future__ import annotations

import cProfile
import io
import runpy
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

from all_nodes import ALL_NODES, context_for
from engine import engine_part
from wxpress.diagnostics import Diagnostic
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Bulletin
from wxpress.typeset import names
from wxpress.writers import pdf_declarations
from wxpress.writers.pdf import PDF

SEED = Path(__file__).parents[1] / "sources" / "chengshi-gongzuo-huiyi.md"

CALLS_A_PAGE = 50_000
"""Function calls, of Python and C, that the typesetting of a page may add: some 4 ms."""

A_FEW = 30

STARTED = """
import sys
started = []
sys.addaudithook(lambda event, values: started.append(values[0]) if event == "subprocess.Popen" else None)
sys.path.insert(0, sys.argv[1])
from all_nodes import BARE, context_for
from wxpress.writers.pdf import PDF
PDF.write(BARE, context_for())
print(*started)
"""


@pytest.fixture(scope="module")
def thrift() -> ModuleType:
    return engine_part("typeset.thrift")


@pytest.fixture(scope="module")
def seed() -> Bulletin:
    return recover(load(SEED)).bulletin


def counted(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str) -> list[Any]:  # noqa: ANN401 - a module or class
    """The first arguments of the calls of that function."""
    original, calls = getattr(owner, name), []

    def counting(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        calls.append(arguments[0])
        return original(*arguments, **options)

    monkeypatch.setattr(owner, name, counting)
    return calls


def test_the_names_are_what_they_were(thrift: ModuleType) -> None:
    for module in (thrift, thrift.sizes, thrift.styling, thrift.styled, thrift.values):
        assert names.differing({**module.REPLACED, **module.USED}) == []


def test_lines_of_one_text_are_those_of_weasyprint(thrift: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - loads it
    from wxpress.typeset import lines  # noqa: PLC0415 - as in thrift

    made, next_line = [], lines.next_line

    def counting(*arguments: Any) -> Any:  # noqa: ANN401
        line = next_line(*arguments)
        made.append(line is not None)
        return line

    monkeypatch.setattr(lines, "next_line", counting)
    saved = PDF.write(ALL_NODES, context_for())
    assert made.count(True) > 60  # most of the lines that stand in plain text
    monkeypatch.setattr(lines, "next_line", lambda *_: None)
    assert PDF.write(ALL_NODES, context_for()) == saved


def test_saving_changes_no_byte(thrift: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = PDF.write(ALL_NODES, context_for())
    monkeypatch.setattr(thrift, "installed", lambda _: nullcontext())
    assert PDF.write(ALL_NODES, context_for()) == saved


def test_a_name_that_is_gone_is_reported_and_costs_nothing_but_time(
    thrift: ModuleType, seed: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = PDF.write(seed, context_for())
    reports: list[Diagnostic] = []
    monkeypatch.setitem(thrift.USED, (thrift.pydyf, "Rope"), "")
    assert PDF.write(seed, context_for(report=reports.append)) == saved
    assert [report.code for report in reports] == ["WX502"]
    assert "pydyf.Rope" in str(reports[0].values)


def test_each_page_is_laid_out_once_and_the_front_once_more(
    thrift: ModuleType, seed: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    layouts = counted(monkeypatch, thrift.styling.page, "remake_page")
    PDF.write(seed, context_for())
    measured, *others = layouts
    assert measured == 0
    assert others == [*range(max(others) + 1)]


def test_what_fits_in_a_line_is_not_asked_how_narrow_it_could_be(
    thrift: ModuleType, seed: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrowest = counted(monkeypatch, thrift.sizes, "_shrink_to_fit")
    widest = counted(monkeypatch, thrift.sizes, "_max_content_width")
    PDF.write(seed, context_for())
    assert len(widest) > len(narrowest) == 0


def test_each_stream_is_compressed_once(thrift: ModuleType, seed: Bulletin, monkeypatch: pytest.MonkeyPatch) -> None:
    original, seen = thrift.pydyf.Stream.data.fget, list[Any]()

    def counting(stream: Any) -> bytes:  # noqa: ANN401 - pydyf is not typed
        seen.append(stream)
        data: bytes = original(stream)
        return data

    monkeypatch.setattr(thrift.pydyf.Stream, "data", property(counting))
    PDF.write(seed, context_for())
    assert seen
    assert len(seen) <= len(set(map(id, seen))) + 1  # the stream of the cross-references has its length asked


def test_patterns_of_the_characters_of_a_page_are_made_once(
    thrift: ModuleType, seed: Bulletin, monkeypatch: pytest.MonkeyPatch
) -> None:
    patterns = thrift._INSTEAD["characters_until_regex"]  # noqa: SLF001 - what stands in for the library's own
    PDF.write(seed, context_for())
    assert 0 < len(patterns) < A_FEW
    sought = counted(monkeypatch, thrift.inputstream.HTMLUnicodeInputStream, "chars_until")
    known = dict(patterns)
    PDF.write(seed, context_for())
    assert len(sought) > A_FEW
    assert patterns == known


def calls_of(seed: Bulletin) -> int:
    """How many functions are called to write the PDF, whatever else the machine does."""
    profile = cProfile.Profile()
    profile.runcall(PDF.write, seed, context_for())
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.usefixtures("thrift")
def test_the_typesetting_adds_few_calls_to_a_page(seed: Bulletin, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = len(pypdfium2.PdfDocument(PDF.write(seed, context_for())))
    from wxpress.typeset import seams  # noqa: PLC0415 - as above

    layered = calls_of(seed)
    monkeypatch.setattr(seams, "installed", lambda *_, **__: nullcontext())
    assert 0 < layered - calls_of(seed) < pages * CALLS_A_PAGE


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found otherwise there")
def test_a_pdf_starts_no_compiler() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTED, str(Path(__file__).parent)], capture_output=True, text=True, check=True
    )
    assert {Path(name).name for name in done.stdout.split()} <= {"fc-list"}


LOADED = """
import sys
sys.path.insert(0, sys.argv[1])
from contextlib import nullcontext
from all_nodes import ALL_NODES, context_for
from wxpress.writers import pdf, pdf_libraries
if sys.argv[2] == "plainly":
    pdf.loaded_lightly = nullcontext
if sys.argv[2] == "otherwise":
    from wxpress.writers import pdf_declarations
    pdf_declarations.SOURCE = ""
sys.stdout.buffer.write(pdf.PDF.write(ALL_NODES, context_for()))
print(*sorted(name for name in sys.modules if name.partition(".")[0] in {"fontTools", "pycparser"}), file=sys.stderr)
"""


def loaded(how: str) -> tuple[bytes, list[str]]:
    """The PDF of every node, WeasyPrint loaded so, and what was loaded of the libraries that it can do without."""
    command = [sys.executable, "-c", LOADED, str(Path(__file__).parent), how]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout, done.stderr.decode().split()


@pytest.mark.slow
def test_loading_lightly_changes_no_byte() -> None:
    lightly, without = loaded("lightly")
    assert without == []
    for how in ("plainly", "otherwise"):
        data, libraries = loaded(how)
        assert data == lightly
        assert "pycparser" in libraries


def test_what_is_imported_late_is_put_where_it_is_awaited(thrift: ModuleType) -> None:
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415 - as above
    from weasyprint.pdf import fonts as awaiting  # noqa: PLC0415 - as above

    assert thrift.pydyf
    with pytest.raises(TTLibError):
        awaiting.TTFont(io.BytesIO(b"no font"))
    assert awaiting.TTFont is TTFont
    assert awaiting.TTLibError is TTLibError


def test_the_declarations_are_those_of_weasyprint() -> None:
    script = Path(__file__).parents[1] / "scripts" / "declarations"
    made = runpy.run_path(str(script))["generated"]()
    assert made == Path(pdf_declarations.__file__).read_text("utf-8")  # else run the script
