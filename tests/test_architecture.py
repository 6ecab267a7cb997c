"""The rules of the house that a program can check."""

from __future__ import annotations

import ast
import statistics
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
MODULES = sorted((REPOSITORY / "src").rglob("*.py"))
BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.BoolOp, ast.match_case, ast.comprehension)

SEAMS = {
    "click": {"cli"},  # the only room that prints
    "ebooklib": {"writers/epub_container.py"},  # AGPL: nothing else may load it
    "weasyprint": {
        "writers/pdf_engine.py",
        "writers/pdf_agent.py",
        "cli/inventory.py",
        "typeset/room.py",
        "typeset/seams.py",
        "typeset/bottoms.py",
        "typeset/dots.py",
        "typeset/drawing.py",
        "typeset/embedding.py",
        "typeset/figures.py",
        "typeset/moving.py",
        "typeset/paragraphs.py",
        "typeset/glyphs.py",
        "typeset/layouts.py",
        "typeset/lines.py",
        "typeset/composing.py",
        "typeset/page_numbers.py",
        "typeset/recomputed.py",
        "typeset/sizes.py",
        "typeset/styled.py",
        "typeset/styling.py",
        "typeset/thrift.py",
        "typeset/values.py",
    },
    "pydyf": {
        "typeset/drawing.py",
        "typeset/thrift.py",
        "writers/pdf_fonts.py",
        "writers/pdf_glyphs.py",
        "writers/pdf_tree.py",
    },
    "markdown": {"readers"},
}
"""Libraries that only some modules or rooms of the package may import."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def functions() -> Iterator[tuple[Path, Function]]:
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function):
                yield path, node


def length(function: Function) -> int:
    """Lines from ``def`` to the end, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    doc = function.body[0]
    if ast.get_docstring(function) is not None:
        lines -= (doc.end_lineno or doc.lineno) - doc.lineno + 1
    return lines


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(REPOSITORY)}:{getattr(node, 'lineno', 1)} {getattr(node, 'name', '')}"


def undocumented(path: Path) -> Iterator[str]:
    """What is public and lacks a docstring: the module, its functions and classes, and their methods."""
    tree = parsed(path)
    documented = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    top = [node for node in tree.body if isinstance(node, documented)]
    methods = [
        node for owner in top if isinstance(owner, ast.ClassDef) for node in owner.body if isinstance(node, documented)
    ]
    private_classes = {id(node) for owner in top if owner.name.startswith("_") for node in ast.walk(owner)}
    for node in (tree, *top, *methods):
        if getattr(node, "name", "").startswith("_") or id(node) in private_classes:
            continue
        if not ast.get_docstring(node):
            yield place(path, node)


def test_imports_go_one_way() -> None:
    """In a process of its own: it silences the loggers of every other library."""
    linter = Path(sys.executable).with_name("lint-imports")
    said = subprocess.run([linter, "--no-cache"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(parsed(path)):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]


@pytest.mark.parametrize("library", SEAMS)
def test_a_library_is_known_to_its_seam_alone(library: str) -> None:
    package = REPOSITORY / "src" / "wxpress"
    users = {path.relative_to(package) for path in MODULES if library in imported(path)}
    assert users
    strangers = {user for user in users if not {user.as_posix(), user.parts[0]} & SEAMS[library]}
    assert strangers == set()


def test_no_module_is_over_400_lines() -> None:
    sizes = {path.relative_to(REPOSITORY): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {path: size for path, size in sizes.items() if size > 400} == {}


def test_no_function_is_over_60_lines() -> None:
    assert [place(path, function) for path, function in functions() if length(function) > 60] == []


def test_functions_are_short() -> None:
    lengths = [length(function) for _, function in functions()]
    assert statistics.mean(lengths) <= 12
    assert statistics.quantiles(lengths, n=10)[-1] <= 28


def test_functions_branch_little() -> None:
    branches = [sum(isinstance(node, BRANCHES) for node in ast.walk(function)) for _, function in functions()]
    assert statistics.mean(branches) <= 2.5


def test_what_is_public_is_documented() -> None:
    assert [line for path in MODULES for line in undocumented(path)] == []


def test_nothing_is_left_to_do() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" * 3)
    marked = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for folder in ("src", "tests", "examples", "scripts", "styles")
        for path in sorted((REPOSITORY / folder).rglob("*"))
        if path.is_file() and path.suffix in {".py", ".css", ".j2", ".toml", ""} and "__pycache__" not in path.parts
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if any(word in line for word in words)
    ]
    assert marked == []


def test_modules_are_not_named_for_nothing() -> None:
    names = {path.stem for path in MODULES}
    assert names & {"utils", "util", "helpers", "helper", "manager", "common", "misc"} == set()
