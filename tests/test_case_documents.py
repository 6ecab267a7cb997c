"""The harness for case documents can fail, and mends what it finds."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from case_documents import CaseError, accept, cases
from case_outcomes import differences
from wxpress.diagnostics import diagnose
from wxpress.document import Document
from wxpress.errors import UsageError
from wxpress.source import Span
from wxpress.tree import Bulletin, Paragraph, Section, Text

HARNESS = ("conftest.py", "case_documents.py", "case_outcomes.py", "test_cases.py")

WRONG = """\
# 一期只有题目和正文

Prose stays as it is, ~~~ and ``` in it too.

````source name=wenxuan.md
# 题目

正文第一段，其中有 ```一``` 个。

正文第二段。
````

```outline
题目：错的
```

```html
<p>错的</p>
```

## 第二例

```source
# 另一题

另一段，没有问题。

末一段。[【链接】](#)
```
"""


def document_with(**fields: object) -> Document:
    return Document(bulletin=Bulletin(title="题"), **fields)  # type: ignore[arg-type] # any field of a document


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "document.md"
    path.write_text(text, "utf-8")
    return path


def run_harness(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options, str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_wrong_expectation_fails_and_accept_mends_it(tmp_path: Path) -> None:
    for name in HARNESS:
        shutil.copy(Path(__file__).parent / name, tmp_path)
    (tmp_path / "cases").mkdir()
    path = written(tmp_path / "cases", WRONG)

    failed = run_harness(tmp_path)
    assert failed.returncode == 1
    assert "2 failed" in failed.stdout
    assert "-题目：错的" in failed.stdout
    assert path.read_text("utf-8") == WRONG

    assert run_harness(tmp_path, "--accept").returncode == 0
    mended = path.read_text("utf-8")
    assert mended.startswith(WRONG[: WRONG.index("```outline")])
    assert "<p>正文第二段。</p>" in mended
    assert "错的" not in mended
    assert "WX401" in mended.split("## 第二例")[1]

    assert "2 passed" in run_harness(tmp_path, "--accept").stdout
    assert path.read_text("utf-8") == mended


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("没有围栏", "no fence `source`"),
        ("```outline\n```\n", "before any source"),
        ("```source\n```\n\n```outlines\n```\n", "is unknown"),
        ("```source\n```\n\n```\nx\n```\n", "is unknown"),
        ("```source\n```\n\n```tree\n```\n\n```tree\n```\n", "stands twice"),
        ("```source nmae=x.txt\n```\n", "unknown options: nmae"),
        ("```source\n```\n\n```output\n```\n", "must name its writer"),
        ("```source\n", "never closed"),
        ("````source\n```\n", "never closed"),
    ],
)
def test_a_document_that_is_not_well_written_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(CaseError, match=reason):
        cases(written(tmp_path, text))


def test_a_source_may_hold_shorter_fences_and_headings(tmp_path: Path) -> None:
    (case,) = cases(written(tmp_path, "# 名\n\n````source\n# 题\n```html\n```\n````\n"))
    assert case.source.text == "# 题\n```html\n```"
    assert (case.title, case.expectations) == ("名", ())


def test_a_case_without_diagnostics_must_report_nothing(tmp_path: Path) -> None:
    (case,) = cases(written(tmp_path, "```source\n题\n```\n"))
    finding = diagnose("WX401", span=Span(first=3, last=3), label="链接")
    assert differences(case, document_with(), tmp_path) == []
    (found,) = differences(case, document_with(diagnostics=(finding,)), tmp_path)
    assert (found.kind, found.fence) == ("diagnostics", None)
    assert found.actual == "3: warning WX401 链接“链接”没有地址"


def test_a_case_without_error_must_not_be_refused(tmp_path: Path) -> None:
    (case,) = cases(written(tmp_path, "```source\n题\n```\n"))
    (found,) = differences(case, UsageError(f"{tmp_path}/case.md：不成", "改"), tmp_path)
    assert (found.kind, found.actual) == ("error", "2: case.md：不成\n    改")


def test_a_tree_is_compared_as_data(tmp_path: Path) -> None:
    (case,) = cases(
        written(tmp_path, '```source\n```\n\n```tree\n{"title":"题", "type":"bulletin","language":"zh-CN"}\n```\n')
    )
    assert differences(case, document_with(), tmp_path) == []
    other = Document(bulletin=Bulletin(title="题", sections=(Section(title="栏"),)))
    assert [found.kind for found in differences(case, other, tmp_path)] == ["tree"]


def test_what_is_accepted_cannot_close_its_own_fence(tmp_path: Path) -> None:
    path = written(tmp_path, "```source\n```\n\n```html\n```\n\n尾\n")
    (case,) = cases(path)
    outcome = Document(bulletin=Bulletin(sections=(Section(blocks=(Paragraph(inlines=(Text(text="```\n"),)),)),)))
    accept(case, differences(case, outcome, tmp_path))
    (mended,) = cases(path)
    assert differences(mended, outcome, tmp_path) == []
    assert path.read_text("utf-8").endswith("````\n\n尾\n")
