"""Pages that several processes read: the same, in the same order, whoever read them and whatever became of him."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from all_nodes import context_for, paragraph
from wxpress.build.workers.watch import limited
from wxpress.errors import LimitError
from wxpress.limits import WorkLimits
from wxpress.tree import Article, Bulletin, Section
from wxpress.verify.paper import read_pdf
from wxpress.verify.shares import LEAST, in_shares, read_by
from wxpress.writers.pdf import PDF

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only where a process can be forked")

COUNT = 3 * LEAST
HERE = os.getpid()


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run beside a thread that tells of them, and is not cut off in anything."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def who(index: int) -> tuple[int, int]:
    return index, os.getpid()


def readers_of(processes: int, count: int = COUNT) -> list[int]:
    with read_by(processes):
        found = in_shares(count, who, list[tuple[int, int]])
    assert [index for index, _ in found] == list(range(count))
    return list(dict.fromkeys(reader for _, reader in found))


@contextmanager
def no_child_is_left() -> Iterator[None]:
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_each_process_reads_its_share_in_order() -> None:
    with no_child_is_left():
        assert readers_of(1) == [HERE]
        assert len(readers_of(2)) == 2
        assert len(readers_of(3)) == 3
        assert readers_of(3)[0] == HERE


def test_few_pages_are_worth_no_process() -> None:
    assert readers_of(8, LEAST) == [HERE]
    assert len(readers_of(8, 2 * LEAST)) == 2
    assert readers_of(2, 0) == []


def test_where_there_are_threads_nobody_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert readers_of(2) == [HERE]


def test_the_share_of_a_reader_that_dies_is_read_here() -> None:
    def read(index: int) -> tuple[int, int]:
        if os.getpid() != HERE:
            os._exit(3)
        return who(index)

    with no_child_is_left(), read_by(2):
        assert in_shares(COUNT, read, list[tuple[int, int]]) == [(index, HERE) for index in range(COUNT)]


@pytest.mark.parametrize("bad", [0, COUNT - 1])
def test_a_page_that_cannot_be_read_is_told_here(bad: int) -> None:
    def read(index: int) -> int:
        if index == bad:
            raise ValueError(index)
        return index

    with no_child_is_left(), read_by(2), pytest.raises(ValueError, match=str(bad)):
        in_shares(COUNT, read, list[int])


def test_who_waits_for_a_reader_is_held_to_the_limits() -> None:
    def read(index: int) -> int:
        time.sleep(0 if os.getpid() == HERE else 60)
        return index

    within = limited("长篇.md", WorkLimits(seconds=0.3))
    with no_child_is_left(), read_by(2), pytest.raises(LimitError, match="时间"), within:
        in_shares(COUNT, read, list[int])


def test_without_a_process_to_be_had_all_is_read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise OSError

    monkeypatch.setattr(os, "fork", refuse)
    assert readers_of(2) == [HERE]


def test_a_long_pdf_reads_the_same_in_shares() -> None:
    text = tuple(paragraph(f"第{number}段。" + "把读到的每一个字都核对一遍。" * 60) for number in range(30))
    data = PDF.write(Bulletin(sections=(Section(articles=(Article("长篇", blocks=text),)),)), context_for())
    alone = read_pdf(data).sheets
    assert len(alone) >= 2 * LEAST
    with no_child_is_left(), read_by(2):
        assert read_pdf(data + b"\n").sheets == alone  # another file: the last one read is kept
