"""What all tests share: the option that mends test cases, and the seed."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parents[1]

# The same examples on each machine and each run; look for new ones with --hypothesis-profile=wide.
settings.register_profile("steady", derandomize=True, deadline=None, database=None)
settings.register_profile("wide", deadline=None, max_examples=2000)
settings.load_profile("steady")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell sets it for what it runs in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)


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
