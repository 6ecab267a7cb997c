"""Bulletins that nobody has seen, of dense prose made at random, in every style: what an inspector says of them all.

    .venv/bin/python benchmarks/unseen.py --inspector PATH [--count 12] [--first 1] [--styles gongwen compact]
                                          [--keep FOLDER]

For each style: how many bulletins pass every gate, the gates that fail and how often, the score's median and worst, and
the worst bulletin. The inspector is called as benchmarks/sweep.py says; the same seed gives the same bulletin.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import prose
import sweep

from wxpress.readers import load
from wxpress.recover import recover
from wxpress.styles import find_style
from wxpress.tree import Bulletin

TESTS = sweep.REPOSITORY / "tests"


def main() -> None:
    """Print one line for each bulletin that fails, and the sums for each style."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        seeds = range(arguments.first, arguments.first + arguments.count)
        with ProcessPoolExecutor(arguments.processes) as pool:
            for style in arguments.styles:
                measured = partial(_measured, style=style, folder=folder, inspector=arguments.inspector)
                _print_sums(style, dict(zip(seeds, pool.map(measured, seeds), strict=True)))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inspector", type=Path, required=True, help="the script that measures a PDF")
    parser.add_argument("--count", type=int, default=12)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--styles", nargs="+", default=sweep.STYLES)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="where to leave the PDFs")
    return parser.parse_args()


def dense_bulletin(seed: int, folder: Path) -> Bulletin:
    """The bulletin that tests/bulletins.py makes of *seed*, its paragraphs those of prose.py."""
    sys.path.append(str(TESTS))
    made = import_module("bulletins")
    made._paragraph = prose.paragraph  # type: ignore[attr-defined]  # noqa: SLF001 - the one thing that differs
    path = folder / f"unseen-{seed}.md"
    path.write_text(made.bulletin(seed).text, "utf-8")
    return recover(load(path)).bulletin


def _measured(seed: int, *, style: str, folder: Path, inspector: Path) -> Mapping[str, Any]:
    bulletin = dense_bulletin(seed, folder)
    pdf = folder / f"unseen-{seed}-{style}.pdf"
    sweep.wxpress_tool().write(bulletin, find_style(style), pdf)
    return sweep.inspected(inspector, pdf, list(sweep.blocks(bulletin)))


def _print_sums(style: str, reports: Mapping[int, Mapping[str, Any]]) -> None:
    failed = {
        seed: [name for name, passed in report["gates"].items() if not passed] for seed, report in reports.items()
    }
    scores = {seed: report["score"] for seed, report in reports.items()}
    for seed in reports:
        if failed[seed] or scores[seed] < 99.5:  # noqa: PLR2004 - what is asked for
            print(f"  {style} {seed}: {scores[seed]} {' '.join(failed[seed])}")
    whole = sum(not names for names in failed.values())
    high = sum(score >= 99.5 for score in scores.values())  # noqa: PLR2004 - as above
    print(
        f"{style}: all gates {whole}/{len(reports)}, 99.5 {high}/{len(reports)},"
        f" median {statistics.median(scores.values())}, worst {min(scores.values())},"
        f" {dict(Counter(name for names in failed.values() for name in names))}",
        flush=True,
    )


if __name__ == "__main__":
    main()
