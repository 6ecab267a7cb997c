"""Recovers arrivals as the press would, from files, and keeps those that are not perfect."""

from __future__ import annotations

import tempfile
from pathlib import Path

from wxpress.errors import WxpressError
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.tree import Bulletin

from .arrivals import Arrival
from .layouts import arrival
from .scoring import Tally, difference


def recovered(file: Arrival) -> tuple[Bulletin, str]:
    """The tree of a file; an empty one and the reason where it was refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        try:
            return recover(load(path)).bulletin, ""
        except WxpressError as error:
            return Bulletin(), f"{error.exit_code}: {error.message}"


def measured(kind: str, seeds: range, failures: Path | None = None) -> Tally:
    """The tally of the files of *kind*; one that is not perfect is written to *failures*, with its difference."""
    tally = Tally()
    for seed in seeds:
        file = arrival(kind, seed)
        actual, refusal = recovered(file)
        if not tally.add(file.bulletin, actual) and failures is not None:
            _keep(failures, f"{kind}-{seed}", file, f"{refusal}\n{difference(file.bulletin, actual)}\n".lstrip("\n"))
    return tally


def _keep(folder: Path, name: str, file: Arrival, told: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}{Path(file.name).suffix}").write_bytes(file.data)
    (folder / f"{name}.diff").write_text(told, "utf-8")
