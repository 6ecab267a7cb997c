"""What all tests share: the option that mends test cases, and the seed."""

from __future__ import annotations

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite the expectations of tests/cases/**/*.md to what came out; read the diff before you commit it",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--accept") and getattr(config.option, "numprocesses", None):
        raise pytest.UsageError("--accept rewrites files: run it without -n")


@pytest.fixture(scope="session")
def repository() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def seed() -> Path:
    return REPOSITORY / "sources" / "chengshi-gongzuo-huiyi.md"
