"""进度：what is being made, as a live table on a terminal, as plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wxpress.cli.terminal import note, visible

if TYPE_CHECKING:
    from rich.table import Table

    from wxpress.build import Result

REUSED = "没有变"

NARROWEST = 40
"""Columns of a terminal on which a table leaves room for the names."""

MOST_ROWS = 12
"""Sources that the table shows at once: those in hand, and above them those that were finished last."""


@dataclass
class Row:
    """一行：a source, when it was begun and ended, the stage it is at, and its pages."""

    name: str
    began: float
    stage: str = ""
    ended: float | None = None
    pages: int = 0

    def seconds(self) -> float:
        """How long it has taken."""
        return (self.ended or time.monotonic()) - self.began


@dataclass
class Progress:
    """进度 of *total* sources, told as they go on and as they end; this one says nothing."""

    total: int
    rows: dict[str, Row] = field(default_factory=dict)
    done: int = 0

    def heard(self, name: str, stage: str) -> None:
        """A source has come to a stage."""
        self.rows.setdefault(name, Row(name, time.monotonic())).stage = stage

    def finished(self, result: Result) -> None:
        """A source is done, well or badly."""
        row = self.rows.setdefault(str(result.job.source), Row(str(result.job.source), time.monotonic()))
        row.ended, row.pages, row.stage = time.monotonic(), result.pages, _end(result)
        self.done += 1
        self.tell(row)

    def tell(self, row: Row) -> None:
        """Say that the source of *row* is done."""


class Lines(Progress):
    """进度，一份一行：for a log."""

    def tell(self, row: Row) -> None:
        """A line for a source that was made; what was only looked at has none."""
        if row.stage != REUSED:
            pages = f"，{row.pages} 页" if row.pages else ""
            note(f"[{self.done}/{self.total}] {row.name}：{row.stage}{pages}，{row.seconds():.1f} 秒")


class Live(Progress):
    """进度，一张活的表：for a terminal."""

    def table(self) -> Table:
        """The table as it is now."""
        from rich.table import Table  # noqa: PLC0415 - only where there is a terminal to show it on
        from rich.text import Text  # noqa: PLC0415 - as above

        table = Table(box=None, pad_edge=False, caption=f"{self.done}/{self.total}", caption_justify="left")
        for head, justify in (("来稿", "left"), ("工序", "left"), ("页", "right"), ("秒", "right")):
            table.add_column(head, justify=justify, no_wrap=True)  # type: ignore[arg-type]  # rich's own literals
        for row in self.shown():
            cells = (row.name, row.stage, str(row.pages or ""), f"{row.seconds():.1f}")
            table.add_row(*(Text(visible(cell)) for cell in cells))
        return table

    def shown(self) -> list[Row]:
        """The rows of the table: what is in hand last."""
        ended = [row for row in self.rows.values() if row.ended is not None]
        going = [row for row in self.rows.values() if row.ended is None]
        return sorted([*ended, *going][-MOST_ROWS:], key=lambda row: row.ended or float("inf"))


@contextmanager
def progress(total: int, *, quiet: bool) -> Iterator[Progress]:
    """The progress of *total* sources, shown where there are several and nobody asked for quiet."""
    if quiet or total == 1:
        yield Progress(total)
    elif not _is_terminal():
        yield Lines(total)
    else:
        with _live(total) as shown:
            yield shown


@contextmanager
def _live(total: int) -> Iterator[Live]:
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.live import Live as Screen  # noqa: PLC0415 - as above

    shown = Live(total)
    with Screen(console=Console(stderr=True), get_renderable=shown.table, refresh_per_second=5, transient=True):
        yield shown


def _is_terminal() -> bool:
    """Whether a table can be seen: on a terminal that is wide enough for it, or does not say how wide it is."""
    if sys.stderr is None or not sys.stderr.isatty():
        return False
    columns = os.get_terminal_size(sys.stderr.fileno()).columns
    return columns == 0 or columns >= NARROWEST


def _end(result: Result) -> str:
    if result.failures or result.withheld:
        return "失败"
    return REUSED if len(result.reused) == len(result.written) else "完成"
