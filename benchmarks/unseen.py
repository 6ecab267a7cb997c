"""Bulletins that nobody has seen, of dense prose made at random, in every style: what an inspector says of them all.

    .venv/bin/python benchmarks/unseen.py --inspector PATH [--count 12] [--first 1] [--styles gongwen compact]
                                          [--keep FOLDER]

For each style: how many bulletins pass every gate, the gates that fail and how often, the score's median and worst, and
the worst bulletin. The inspector is called as benchmarks/sweep.py says; the same seed gives the same bulletin.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import prose
import sweep

from wxpress.styles import find_style
from wxpress.tree import Block, Bulletin, Node, Paragraph, Section, Text
from wxpress.walk import transform

LEAST_TEXT = 30
"""A shorter text is a phrase in a paragraph, not its body."""


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


def dense_bulletin(seed: int) -> Bulletin:
    """A bulletin of tests/corpus, the texts of its articles those of prose.py."""
    sys.path.insert(0, str(sweep.REPOSITORY / "tests"))
    content = import_module("corpus.content")
    dice = random.Random(f"dense {seed}")  # noqa: S311 - nothing secret
    made = content.bulletin(dice, content.Means(strong=True, inline_links=True, targets=True, openings=True))

    def dense(node: Node) -> Node:
        if not isinstance(node, Text) or len(node.text) < LEAST_TEXT:
            return node
        return Text(prose.paragraph(dice))

    return msgspec.structs.replace(made, sections=tuple(_with_texts(section, dense) for section in made.sections))


def _with_texts(section: Section, dense: Callable[[Node], Node]) -> Section:
    articles = tuple(
        msgspec.structs.replace(article, blocks=tuple(_changed(block, dense) for block in article.blocks))
        for article in section.articles
    )
    return msgspec.structs.replace(section, articles=articles)


def _changed(block: Block, dense: Callable[[Node], Node]) -> Block:
    return transform(block, dense) if isinstance(block, Paragraph) else block


def _measured(seed: int, *, style: str, folder: Path, inspector: Path) -> Mapping[str, Any]:
    bulletin = dense_bulletin(seed)
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
