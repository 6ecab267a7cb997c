"""Finds the outside tools of the slow tests: without one a test fails in CI and is skipped elsewhere."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def needed(path: Path | str | None, remedy: str) -> str:
    """The tool's path; without it the test fails in CI and is skipped elsewhere."""
    if path is not None and Path(path).exists():
        return str(path)
    if os.environ.get("CI") == "true":
        pytest.fail(f"{path} is missing: {remedy}")
    pytest.skip(f"{path} is missing: {remedy}")


def program(name: str) -> str:
    """The path of a program that scripts/setup installs for the validators."""
    return needed(shutil.which(name) or name, f"install {name}, or run scripts/setup validators")
