"""馆藏：the bulletins of a project with their outputs, newest first, by year and by series."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from wxpress.tree import Bulletin
from wxpress.writers.epub_metadata import identifier, named_apart
from wxpress.writers.imprint import display_title, iso_date, issue_position

YEAR_UNKNOWN = "年份不详"
SERIES_UNKNOWN = "未署刊名"

_YEAR = re.compile(r"(?:19|20)\d{2}")


class File(NamedTuple):
    """一件成品：*path* relative to the archive's folder, with forward slashes; its media type; its size in bytes."""

    path: str
    media_type: str
    size: int


@dataclass(frozen=True)
class Holding:
    """一期藏品：the outline of a bulletin, the *name* of its outputs, the outputs, and when they were last changed.

    *text* tells the whole bulletin, which only the search asks for: where it is null, the *bulletin* is whole already.
    *thumbnail* is a small picture of its first page, null where there is none; *tree* the fingerprint of the bulletin,
    which tells whether its text has changed. *is_copy* says that another holding has the same masthead.
    """

    name: str
    bulletin: Bulletin
    files: tuple[File, ...]
    modified: dt.datetime
    thumbnail: File | None = None
    tree: str = ""
    is_copy: bool = False
    text: Callable[[], Bulletin] | None = None

    def told(self) -> tuple[object, ...]:
        """All that a catalogue says of it follows from this."""
        return self.name, self.tree, self.is_copy, self.modified.isoformat(), self.files, self.thumbnail

    @property
    def title(self) -> str:
        """本期名称, never empty."""
        return display_title(self.bulletin, self.name)

    @property
    def issue(self) -> str | None:
        """期号, where its title is not made of it."""
        return self.bulletin.issue if self.bulletin.title else None

    @cached_property
    def identifier(self) -> str:
        """The identifier that its EPUB carries too; that of a copy follows from its name besides."""
        own = identifier(self.bulletin, self.name)
        return named_apart(own, self.name) if self.is_copy else own

    @property
    def year(self) -> str:
        """``2025年``, from its date or else its issue."""
        return f"{self.issued[:4]}年" if self.issued else YEAR_UNKNOWN

    @property
    def series(self) -> str:
        """刊名, or that there is none."""
        return self.bulletin.series or SERIES_UNKNOWN

    @property
    def issued(self) -> str:
        """Its date as ``YYYY[-MM[-DD]]``; empty where neither date nor issue names a year."""
        dated = iso_date(self.bulletin.date)
        year = _YEAR.search(f"{self.bulletin.date or ''} {self.bulletin.issue or ''}")
        return dated or (year[0] if year else "")

    def file(self, media_type: str) -> File | None:
        """The output of *media_type*; null where it was not built."""
        return next((file for file in self.files if file.media_type == media_type), None)


@dataclass(frozen=True)
class Shelf:
    """一架：holdings that have a year or a series in common, newest first."""

    label: str
    holdings: tuple[Holding, ...]


def newest_first(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """Holdings by date, then by number of the issue, the latest first; equals by name."""
    by_name = sorted(holdings, key=lambda holding: holding.name)
    return tuple(sorted(by_name, key=_age, reverse=True))


def _age(holding: Holding) -> tuple[str, tuple[int, ...]]:
    position = issue_position(holding.bulletin.issue) or ""
    return holding.issued, tuple(int(part) for part in position.split(".") if part)


def told_apart(holdings: Iterable[Holding]) -> Iterator[Holding]:
    """Holdings with all but the first of one masthead marked as copies: no feed names two alike (RFC 4287, 4.1.2)."""
    known: set[str] = set()
    for holding in sorted(holdings, key=lambda holding: holding.name):
        yield replace(holding, is_copy=True) if holding.identifier in known else holding
        known.add(holding.identifier)


def by_year(holdings: Iterable[Holding]) -> tuple[Shelf, ...]:
    """The years, newest first; what has no year comes last."""
    return tuple(Shelf(year, tuple(group)) for year, group in groupby(holdings, key=lambda holding: holding.year))


def by_series(holdings: Iterable[Holding]) -> tuple[Shelf, ...]:
    """The series, in the order in which their latest issues appeared."""
    return tuple(_gathered(holdings))


def _gathered(holdings: Iterable[Holding]) -> Iterator[Shelf]:
    shelves: dict[str, list[Holding]] = {}
    for holding in holdings:
        shelves.setdefault(holding.series, []).append(holding)
    for label, gathered in shelves.items():
        yield Shelf(label, tuple(gathered))
