"""写出器的选项：what ``[writers.NAME]`` says, and which of it nobody asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


class WatchedOptions(Mapping[str, object]):
    """Options that remember which were asked for, so that a misspelt one can be reported."""

    def __init__(self, given: Mapping[str, object]) -> None:
        """Take what ``wxpress.toml`` says."""
        self._given = given
        self._used: set[str] = set()

    def __getitem__(self, name: str) -> object:
        """The option *name*, noted as used."""
        self._used.add(name)
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        """The names given; a writer that goes through them all has used them all."""
        for name in self._given:
            self._used.add(name)
            yield name

    def __len__(self) -> int:
        """How many options are given."""
        return len(self._given)

    def unused(self) -> list[str]:
        """The names given that nobody asked for."""
        return [name for name in self._given if name not in self._used]
