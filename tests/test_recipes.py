"""The recipes for CI: their commands, run as a runner would, find faults, prove outputs, and reuse what is cached."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conftest import REPOSITORY
from wxpress.scaffold import RECIPES, project_files

SETTING_UP = ("apt-get", "python3 -m venv", "pip install", "GITHUB_PATH", "export PATH")


def recipe(service: str) -> Any:  # noqa: ANN401 - parsed YAML
    path, _ = RECIPES[service]
    return yaml.safe_load(project_files("学习文选", "xuexi-wenxuan", [service])[path])


def commands(service: str) -> list[str]:
    """What a runner would run once everything is installed, each step by itself."""
    if service == "github":
        return [step["run"] for step in recipe(service)["jobs"]["press"]["steps"] if "run" in step]
    return ["\n".join([*recipe(service)["press"]["before_script"], *recipe(service)["press"]["script"]])]


def without_setting_up(script: str) -> str:
    return "\n".join(line for line in script.splitlines() if not any(word in line for word in SETTING_UP))


def run(service: str, folder: Path) -> tuple[int, str]:
    """Every step in a clean checkout, as the service does: the code of the first that fails, and what was said."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "CI": "true",
    }
    code, said = 0, ""
    for script in commands(service):
        done = subprocess.run(
            ["bash", "-eo", "pipefail", "-c", without_setting_up(script)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        code = code or done.returncode
        said += done.stdout + done.stderr
    return code, said


def checkout(tmp_path: Path, name: str, cache: Path | None = None) -> Path:
    """A clean checkout of a new project, with the cache that the service carried over."""
    folder = tmp_path / name / "项目"
    for path, data in project_files("学习文选", "xuexi-wenxuan").items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    if cache:
        shutil.copytree(cache, folder / ".wxpress")
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    found = (path for path in (folder / "build").rglob("*") if path.is_file() and path.name[0] != ".")
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.slow
@pytest.mark.parametrize("service", RECIPES)
def test_the_second_run_reuses_everything(service: str, tmp_path: Path) -> None:
    first = checkout(tmp_path, "first")
    code, said = run(service, first)
    assert code == 0, said
    second = checkout(tmp_path, "second", cache=first / ".wxpress")
    code, said = run(service, second)
    assert code == 0, said
    assert "沿用 3" in said
    assert outputs(second) == outputs(first)
    assert len(outputs(first)) > 5


@pytest.mark.slow
@pytest.mark.parametrize("service", RECIPES)
def test_findings_fail_the_run_and_the_outputs_are_there(service: str, tmp_path: Path) -> None:
    folder = checkout(tmp_path, "first")
    source = folder / "sources" / "样稿.md"
    text = source.read_text("utf-8")
    source.write_text(text.replace("，", ",", 3), "utf-8")
    assert text.count("，") >= 3
    code, said = run(service, folder)
    assert code != 0
    assert "WX301" in said
    assert (folder / "build" / "样稿.pdf").is_file()


def test_the_cache_is_carried_over_and_the_outputs_are_kept() -> None:
    steps = {
        step["uses"].partition("@")[0]: step["with"]
        for step in recipe("github")["jobs"]["press"]["steps"]
        if "with" in step
    }
    assert steps["actions/cache"]["path"] == ".wxpress"
    assert steps["actions/upload-artifact"]["path"] == "build/"
    press = recipe("gitlab")["press"]
    assert press["cache"]["paths"] == [".wxpress/"]
    assert "build/" in press["artifacts"]["paths"]


@pytest.mark.parametrize("service", RECIPES)
def test_the_examples_are_the_recipes(service: str) -> None:
    path, name = RECIPES[service]
    wanted = project_files("学习文选", "xuexi-wenxuan", [service])[path]
    assert (REPOSITORY / "examples" / "ci" / name).read_bytes() == wanted


def test_our_own_workflow_does_what_the_recipe_does() -> None:
    workflow = yaml.safe_load((REPOSITORY / ".github" / "workflows" / "press.yml").read_text("utf-8"))
    ours = "\n".join(step.get("run", step.get("uses", "")) for step in workflow["jobs"]["press"]["steps"])
    for part in (
        "wxpress check --format github",
        "make build",
        "wxpress verify",
        "actions/cache@",
        "actions/upload-artifact@",
    ):
        assert part in ours
