"""Runs the cases that are documents: tests/cases/**/*.md."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from case_documents import Case, Difference, accept, cases
from case_outcomes import differences, run

FOLDER = Path(__file__).parent / "cases"
DOCUMENTS = sorted(path for path in FOLDER.rglob("*.md") if path.name != "README.md")


def _name(case: Case) -> str:
    return f"{case.path.relative_to(FOLDER).with_suffix('').as_posix()}-{case.number}"


def _shown(case: Case, difference: Difference) -> str:
    expected = difference.fence.text.splitlines() if difference.fence else []
    place = f"{case.path}:{(difference.fence or case.source).first + 1}"
    diff = difflib.unified_diff(expected, difference.actual.splitlines(), "expected", "came out", lineterm="", n=2)
    return f"{place}: {case.title}: {difference.kind}\n" + "\n".join(diff)


@pytest.mark.parametrize("case", [case for path in DOCUMENTS for case in cases(path)], ids=_name)
def test_case(case: Case, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    found = differences(case, run(case, tmp_path), tmp_path)
    if found and request.config.getoption("--accept"):
        accept(case, found)
        return
    if found:
        pytest.fail("\n\n".join(_shown(case, difference) for difference in found), pytrace=False)
