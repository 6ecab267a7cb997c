"""What the Chinese typesetting costs: a long bulletin set with it and without it, in turn, in one process.

    .venv/bin/python benchmarks/typesetting.py [--bulletins 5 20 80] [--rounds 2] [--style xuexi-wenxuan]

The long bulletin has the sections of so many random ones of dense prose (benchmarks/unseen.py). For each number: pages,
milliseconds of processor time a page without the layer and with it (the least of the rounds), their difference and
their ratio. The layer may cost 8 ms a page, however long the bulletin.
"""

from __future__ import annotations

import argparse
import datetime as dt
import tempfile
import time
from pathlib import Path

import msgspec
import pypdfium2

from unseen import dense_bulletin
from wxpress.styles import Style, find_style
from wxpress.tree import Bulletin
from wxpress.writers import Context
from wxpress.writers.pdf import PDF


def main() -> None:
    """Print one line for each size."""
    arguments = _arguments()
    layered = find_style(arguments.style)
    with tempfile.TemporaryDirectory() as folder:
        plain = _without_layer(layered, Path(folder))
        for style in (plain, layered):
            _measured(_long(1), style)  # fonts and modules are loaded once
        print(f"{'pages':>6} {'without':>9} {'with':>9} {'costs':>9}  ratio   (ms a page, {layered.name})")
        for count in arguments.bulletins:
            long = _long(count)
            rounds = [[_measured(long, style) for style in (plain, layered)] for _ in range(arguments.rounds)]
            without, pages = min(times[0] for times in rounds)
            spent, pages = min(times[1] for times in rounds)
            before, after = without / pages * 1000, spent / pages * 1000
            print(f"{pages:6} {before:9.1f} {after:9.1f} {after - before:9.1f}  {after / before:.3f}", flush=True)


def _long(count: int) -> Bulletin:
    """The first of *count* random bulletins, with the sections of all of them."""
    bulletins = [dense_bulletin(seed) for seed in range(1, count + 1)]
    sections = tuple(section for bulletin in bulletins for section in bulletin.sections)
    return msgspec.structs.replace(bulletins[0], sections=sections, contents=())


def _without_layer(style: Style, folder: Path) -> Style:
    """The same style, its lines left to WeasyPrint."""
    (folder / "style.toml").write_text(
        f'title = "plain"\nextends = "{style.name}"\n[options]\ntypesetting = false\n', "utf-8"
    )
    return Style("plain", folder, style)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--style", default="xuexi-wenxuan")
    parser.add_argument("--bulletins", nargs="+", type=int, default=[5, 20, 80])
    parser.add_argument("--rounds", type=int, default=2)
    return parser.parse_args()


def _measured(bulletin: Bulletin, style: Style) -> tuple[float, int]:
    """Seconds of processor time for one PDF, and its pages."""
    context = Context("benchmark", style, lambda _: None, lambda _: None, dt.datetime(2025, 8, 1, tzinfo=dt.UTC))
    began = time.process_time()
    data = PDF.write(bulletin, context)
    return time.process_time() - began, len(pypdfium2.PdfDocument(data))


if __name__ == "__main__":
    main()
