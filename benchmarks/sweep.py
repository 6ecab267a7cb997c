"""The same texts set by wxpress, typst and Chromium, at 28, 36 and 42 em, and what an inspector says of each PDF.

    .venv/bin/python benchmarks/sweep.py [--inspector PATH] [--texts bulletin difficult random-5 random-8]
                                         [--keep FOLDER]

wxpress sets each text in its three styles; typst (PyPI, put into a virtual environment that is thrown away) and the
system's Chromium, headless, set it on the same page (measure, size, line pitch, families) with the settings for Chinese
that each offers. A tool that is not to be had is left out, with a word why.

The inspector is a Python script, called as ``PATH OUT.pdf --headings TITLES.txt --source TEXT.txt``; it prints, perhaps
after other lines, a JSON object with ``score`` (a number) and ``gates`` (names to true or false). Without one the table
gives the pages only.
"""

from __future__ import annotations

import argparse
import datetime as dt
import html
import importlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pypdfium2

from wxpress import fonts
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.styles import Print, Style, find_style
from wxpress.tree import Article, Bulletin, EditorsNote, Heading, Node, Paragraph, Section, SourceLink, Strong, Text
from wxpress.walk import text_of, walk
from wxpress.writers import Context
from wxpress.writers.pdf import PDF

REPOSITORY = Path(__file__).parents[1]
STYLES = ("gongwen", "xuexi-wenxuan", "compact")
RANDOM = "random-"
FILES = {
    "bulletin": REPOSITORY / "sources" / "chengshi-gongzuo-huiyi.md",
    "difficult": REPOSITORY / "tests" / "typesetting.md",
}
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")
TYPST = "typst>=0.14,<1"
HEAD_MARGIN = "37mm"
SECONDS = 300


@dataclass(frozen=True)
class Run:
    """Characters of one weight."""

    text: str
    strong: bool


@dataclass(frozen=True)
class Block:
    """A title (h1 to h4), a paragraph (p) or a label, as the peers are given it; wxpress draws labels its own way."""

    kind: str
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """Its characters."""
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True)
class Sheet:
    """The page that every tool sets: measures in pt, families of text and titles."""

    measures: Print
    body: str
    title: str


@dataclass(frozen=True)
class Tool:
    """A typesetter: its name and version, and how it makes a PDF of a bulletin in a style."""

    name: str
    version: str
    write: Callable[[Bulletin, Style, Path], None]


def main() -> None:
    """Print the table."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        tools = [tool for tool in (wxpress_tool(), _typst(Path(temporary)), _chromium()) if tool]
        print(dt.datetime.now(dt.UTC).date(), "，".join(f"{tool.name} {tool.version}" for tool in tools), sep="，")
        print("\n| 文字 | 每行字数 |", " | ".join(tool.name for tool in tools), "|")
        print("|---|---|", "---|" * len(tools), sep="")
        for name in arguments.texts:
            bulletin = _bulletin(name, Path(temporary))
            for style in map(find_style, STYLES):
                cells = [_cell(tool, bulletin, style, arguments.inspector, folder / name) for tool in tools]
                print(f"| {name} | {_sheet(style).measures.columns} |", " | ".join(cells), "|", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inspector", type=Path, help="the script that measures a PDF")
    parser.add_argument("--texts", nargs="+", default=["bulletin", "difficult", "random-5", "random-8"])
    parser.add_argument("--keep", type=Path, help="where to leave the PDFs")
    return parser.parse_args()


def _bulletin(name: str, folder: Path) -> Bulletin:
    """The text *name* as a tree: a file of the repository, or ``random-N`` made by tests/corpus."""
    path = FILES.get(name)
    if path is None:
        path = folder / f"{name}.md"
        sys.path.insert(0, str(REPOSITORY / "tests"))
        made = importlib.import_module("corpus.layouts")
        path.write_bytes(made.arrival("seed", int(name.removeprefix(RANDOM))).data)
    return recover(load(path)).bulletin


def _sheet(style: Style) -> Sheet:
    measures = style.settings.print
    if measures is None:
        raise SystemExit(f"{style.name}: no measures of paper")
    faces = fonts.require(style.settings.faces)
    return Sheet(measures, faces[measures.body][0].family, faces["title"][0].family)


# What the inspector says.


def _cell(tool: Tool, bulletin: Bulletin, style: Style, inspector: Path | None, place: Path) -> str:
    """Score, gates passed, and the names of those failed; or the pages, without an inspector."""
    pdf = place.with_name(f"{place.name}-{style.name}-{tool.name}.pdf")
    tool.write(bulletin, style, pdf)
    if inspector is None:
        return f"{len(pypdfium2.PdfDocument(pdf))} 页"
    report = inspected(inspector, pdf, list(blocks(bulletin)))
    failed = [name for name, passed in report["gates"].items() if not passed]
    total = len(report["gates"])
    return f"{report['score']}，{total - len(failed)}/{total}" + "".join(f" {name}" for name in failed)


def inspected(inspector: Path, pdf: Path, blocks: Sequence[Block]) -> Mapping[str, dict[str, bool]]:
    """What *inspector* says of *pdf*, which was made of *blocks*."""
    headings, source = pdf.with_suffix(".headings"), pdf.with_suffix(".txt")
    headings.write_text("\n".join(block.text for block in blocks if block.kind.startswith("h")), "utf-8")
    source.write_text("\n".join(block.text for block in blocks if block.kind != "label"), "utf-8")
    said = _run(sys.executable, inspector, pdf, "--headings", headings, "--source", source)
    report: Mapping[str, dict[str, bool]] = json.loads(said[said.index("{\n") :])
    return report


def _run(*command: str | Path) -> str:
    done = subprocess.run(  # noqa: S603 - the tools that the caller of the benchmark chose
        [str(word) for word in command], capture_output=True, text=True, timeout=SECONDS, check=False
    )
    if done.returncode:
        raise SystemExit(f"{command[0]}: {done.stderr}")
    return done.stdout


# The text as the peers get it: they have neither masthead nor contents, and need none to be measured.


def blocks(bulletin: Bulletin) -> Iterator[Block]:
    """The titles, paragraphs and labels of *bulletin* in reading order."""
    if bulletin.title:
        yield _title("h1", bulletin.title)
    for node in walk(bulletin):
        match node:
            case Section(title=str(title)):
                yield _title("h2", title)
            case Article(title=str(title)):
                yield _title("h3", title)
            case Heading():
                yield Block("h4", tuple(_runs(node, strong=False)))
            case Paragraph():
                yield Block("p", tuple(_runs(node, strong=False)))
            case EditorsNote(label=str(label)) | SourceLink(label=str(label)):
                yield Block("label", (Run(f"【{label}】", strong=False),))
            case _:
                pass


def _title(kind: str, text: str) -> Block:
    return Block(kind, (Run(text, strong=False),))


def _runs(node: Heading | Paragraph, *, strong: bool) -> Iterator[Run]:
    for inline in node.inlines:
        match inline:
            case Text(text=text):
                yield Run(text, strong)
            case Strong():
                yield Run(text_of(inline), strong=True)
            case _:
                yield Run(_line(inline), strong)


def _line(node: Node) -> str:
    return " ".join(text_of(node).split())


# wxpress.


def wxpress_tool() -> Tool:
    """This program."""

    def write(bulletin: Bulletin, style: Style, pdf: Path) -> None:
        moment = dt.datetime(2025, 8, 1, tzinfo=dt.UTC)
        pdf.write_bytes(PDF.write(bulletin, Context("sweep", style, lambda _: None, lambda _: None, moment)))

    return Tool("wxpress", version("wxpress"), write)


# typst.

TYPST_PREAMBLE = """
#set page(paper: "a4", margin: (top: {head}, bottom: 297mm - {head} - {height}pt, x: (210mm - {measure}pt) / 2))
#set text(lang: "zh", region: "cn", font: "{body}", size: {size}pt, cjk-latin-spacing: auto,
  top-edge: {above}pt, bottom-edge: -{below}pt)
#set par(justify: true, leading: {lead}pt, spacing: {lead}pt, first-line-indent: (amount: 2em, all: true))
#show heading: set text(font: "{title}", size: {size}pt)
#show heading: set block(above: {lead}pt + {line}pt, below: {lead}pt)
#show heading.where(level: 1): set align(center)
"""


def _typst(folder: Path) -> Tool | None:
    """The typst of PyPI, in an environment of its own; none, with a word why, where it can't be installed."""
    environment = folder / "typst"
    python = environment / "bin" / "python"
    try:
        venv.create(environment, with_pip=True)
        _run(python, "-m", "pip", "install", "--quiet", TYPST)
    except (SystemExit, subprocess.CalledProcessError) as error:
        print(f"typst 略去，装不上：{error}", file=sys.stderr)
        return None

    def write(bulletin: Bulletin, style: Style, pdf: Path) -> None:
        source = pdf.with_suffix(".typ")
        source.write_text(_typst_source(blocks(bulletin), _sheet(style)), "utf-8")
        _run(python, "-c", "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])", source, pdf)

    return Tool("typst", _run(python, "-c", "import typst; print(typst.__version__)").strip(), write)


def _typst_source(blocks: Iterator[Block], sheet: Sheet) -> str:
    measures = sheet.measures
    preamble = TYPST_PREAMBLE.format(
        head=HEAD_MARGIN,
        measure=measures.measure + 0.01,  # a hair more than the ems, against rounding
        height=measures.height,
        size=measures.size,
        line=measures.line,
        lead=measures.line - measures.size,
        above=measures.size * 0.88,  # the em box of a Chinese character
        below=measures.size * 0.12,
        body=sheet.body,
        title=sheet.title,
    )
    return preamble + "\n\n".join(map(_typst_block, blocks)) + "\n"


def _typst_block(block: Block) -> str:
    runs = "".join(f"#strong({_quoted(run.text)})" if run.strong else f"#{_quoted(run.text)};" for run in block.runs)
    return runs if block.kind in {"p", "label"} else f"#heading(level: {block.kind[1]})[{runs}]"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# Chromium.

CHROMIUM_SHEET = """
@page {{ size: A4; margin: {head} calc((210mm - {measure}pt) / 2) calc(297mm - {head} - {height}pt) }}
html {{ font: {size}pt/{line}pt "{body}"; line-break: strict; text-align: justify; text-autospace: normal;
  text-spacing-trim: trim-start; orphans: 2; widows: 2 }}
body, h1, h2, h3, h4, p {{ margin: 0 }}
p {{ text-indent: 2em }}
h1, h2, h3, h4 {{ font: bold {size}pt/{line}pt "{title}"; margin-top: {line}pt; break-after: avoid }}
h1 {{ text-align: center }}
"""


def _chromium() -> Tool | None:
    """The system's Chromium; none, with a word why, where there is none."""
    program = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if program is None:
        print("Chromium 略去：没有装", file=sys.stderr)
        return None
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # it refuses to run as root otherwise
    name, number = _run(program, "--version").split()[:2]

    def write(bulletin: Bulletin, style: Style, pdf: Path) -> None:
        page = pdf.with_suffix(".html")
        page.write_text(_page(blocks(bulletin), _sheet(style)), "utf-8")
        print_to = f"--print-to-pdf={pdf.resolve()}"
        _run(program, "--headless", *sandbox, "--no-pdf-header-footer", print_to, page.resolve().as_uri())

    return Tool(name, number, write)


def _page(blocks: Iterator[Block], sheet: Sheet) -> str:
    measures = sheet.measures
    css = CHROMIUM_SHEET.format(
        head=HEAD_MARGIN,
        measure=measures.measure + 0.01,
        height=measures.height,
        size=measures.size,
        line=measures.line,
        body=sheet.body,
        title=sheet.title,
    )
    head = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>sweep</title><style>{css}</style>'
    return head + "".join(map(_element, blocks))


def _element(block: Block) -> str:
    runs = (f"<b>{html.escape(run.text)}</b>" if run.strong else html.escape(run.text) for run in block.runs)
    name = "p" if block.kind == "label" else block.kind
    return f"<{name}>{''.join(runs)}</{name}>"


if __name__ == "__main__":
    main()
