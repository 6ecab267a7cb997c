"""``python -m tests.corpus --count 20 --kind seed --seed 0 --failures DIR``: how well each kind is recovered."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .layouts import LAYOUTS
from .measuring import measured
from .scoring import LAYERS, Tally


def main() -> None:
    """Measure, print the table, and write what failed to a folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus", description=__doc__)
    parser.add_argument("--count", type=int, default=12, help="files of each kind")
    parser.add_argument("--kind", action="append", choices=sorted(LAYOUTS), help="only this kind (may be repeated)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--failures", type=Path, help="a folder for the files that failed, each with its difference")
    chosen = parser.parse_args()
    total = Tally()
    show(f"{'kind':12}{'files':>6}{'perfect':>9}" + "".join(f"{layer:>10}" for layer in LAYERS))
    for kind in chosen.kind or LAYOUTS:
        tally = measured(kind, range(chosen.seed, chosen.seed + chosen.count), chosen.failures)
        show(line(kind, tally))
        total += tally
    show(line("all", total))


def show(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def line(name: str, tally: Tally) -> str:
    """One line of the table."""
    return f"{name:12}{tally.files:6}{tally.perfect:9}" + "".join(f"{tally.f1(layer):10.4f}" for layer in LAYERS)


if __name__ == "__main__":
    main()
