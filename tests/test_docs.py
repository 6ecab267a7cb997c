"""What the documents promise is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from case_documents import cases
from case_outcomes import run
from conftest import REPOSITORY
from wxpress.cli.main import COMMANDS
from wxpress.document import Document
from wxpress.tree import Node
from wxpress.writers import Writer

DOCUMENTS = [
    *sorted(REPOSITORY.glob("*.md")),
    *sorted((REPOSITORY / "docs").rglob("*.md")),
    *sorted((REPOSITORY / "examples").glob("*/README.md")),
    REPOSITORY / "tests" / "cases" / "README.md",
]


def text_of(name: str) -> str:
    return (REPOSITORY / name).read_text("utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", re.sub(r"`[^`\n]+`", "", path.read_text("utf-8")))
    inside = [link for link in links if "://" not in link]
    assert [link for link in inside if not (path.parent / link).exists()] == []


def test_the_readme_lists_the_commands_that_there_are() -> None:
    assert re.findall(r"^\| `wxpress (\w+)", text_of("README.md"), re.MULTILINE) == list(COMMANDS)


def test_the_readme_names_the_packages_that_the_setup_installs() -> None:
    array = re.search(r"RUNTIME_PACKAGES=\((.*?)\n\)", text_of("scripts/setup"), re.DOTALL)
    line = re.search(r"--no-install-recommends \\\n(.*?)\n```", text_of("README.md"), re.DOTALL)
    assert array
    assert line
    needed = re.sub(r"#.*", "", array[1]).split()
    assert line[1].replace("\\", "").split() == [*needed, "python3-venv"]


def test_every_target_of_the_makefile_is_explained() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)
    shown = subprocess.run(["make", "-s", "help"], cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    assert phony
    assert sorted(re.findall(r"^make (\w+)", shown, re.MULTILINE)) == sorted(phony[1].split())


def test_the_terms_name_every_node_and_every_field() -> None:
    named = set(re.findall(r"`([a-z_]+)`", text_of("docs/terms.md")))
    nodes = {kind.__struct_config__.tag for kind in Node.__args__}
    assert nodes - named == set()


def test_the_writer_that_the_guide_shows_writes_what_the_guide_says(tmp_path: Path) -> None:
    guide = text_of("docs/writers.md")
    code = re.search(r"```python\n(.*?TITLES = .*?)\n```", guide, re.DOTALL)
    document = re.search(r"````markdown\n(.*?)\n````", guide, re.DOTALL)
    assert code
    assert document
    names: dict[str, object] = {}
    exec(compile(code[1], "docs/writers.md", "exec"), names)  # noqa: S102 - our own document
    path = tmp_path / "titles.md"
    path.write_text(document[1], "utf-8")
    (case,) = cases(path)
    outcome = run(case, tmp_path)
    writer = names["TITLES"]
    assert isinstance(outcome, Document)
    assert isinstance(writer, Writer)
    written = writer.write(outcome.bulletin, None)  # type: ignore[arg-type] # the guide's writer uses no context
    assert written.decode().rstrip("\n") == case.expectations[0].text
