"""The peers: each with its program, and the same text in the form that it reads.

Every peer is given headings, which in the text that wxpress reads are not marked: it has less to do.
"""

from __future__ import annotations

import html
import importlib.util
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"

SHEET = f"""
@page {{ size: A4; margin: 37mm 28mm 35mm; @bottom-center {{ content: counter(page) }} }}
body {{ font: 12pt/21pt "{SERIF}"; text-align: justify }}
h1, h2, h3 {{ font-family: "{SANS}" }} h1 {{ font-size: 22pt; line-height: 42pt; text-align: center }}
h2 {{ font-size: 15.75pt }} h3 {{ font-size: 14pt; text-align: center }}
p {{ margin: 0; text-indent: 2em }}
nav p {{ text-indent: 0 }} nav p.article {{ padding-left: 2em }}
nav a {{ color: inherit; text-decoration: none }}
nav a::after {{ content: leader('.') target-counter(attr(href), page) }}
"""

TYPST_SHEET = f"""#set page(paper: "a4", margin: (top: 37mm, x: 28mm, bottom: 35mm), numbering: "1")
#set text(font: "{SERIF}", size: 12pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 9pt, spacing: 9pt)
#show heading: set text(font: "{SANS}")
"""

WEASYPRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
TYPST = (
    "import sys, typst\n"
    "alone = {'font_paths': [sys.argv[3]], 'ignore_system_fonts': True} if sys.argv[3:] else {}\n"
    "typst.compile(sys.argv[1], output=sys.argv[2], **alone)"
)

FONT_FOLDER_FILES = ("NotoSerifCJK-Regular.ttc", "NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc")

_MARKDOWN = re.compile(r"[\\`*_{}\[\]()#+.!|<>~^$@\"'-]")
_TYPST = re.compile(r"[\\`*_\[\]#$<>@~/=+-]")

Part = tuple[str, str]
"""What stands in the text: ``title``, ``section``, ``article`` or ``text``, and the words."""


@dataclass(frozen=True)
class Peer:
    """A rival: its name, what it makes, and its command for a folder of texts and one for the output."""

    name: str
    makes: str
    command: Callable[[Path, Path], Sequence[str]]


def written(parts: Sequence[Part], folder: Path) -> None:
    """Leave the text in *folder* in each form that a peer reads."""
    for name, content in (
        ("text.html", _html(parts)),
        ("text.md", _markdown(parts)),
        ("text.typ", TYPST_SHEET + _typst(parts)),
    ):
        (folder / name).write_text(content, "utf-8")


def present(python: str | None, fonts: Path) -> Iterator[Peer]:
    """The peers that are here; *python* has typst where this interpreter has not, *fonts* is a folder to be filled."""
    weasyprint = (sys.executable, "-c", WEASYPRINT)
    yield Peer("WeasyPrint", "pdf", lambda text, out: (*weasyprint, _in(text, "html"), str(out / "w.pdf")))
    yield from _typst_peers(python, fonts)
    yield from _pandoc_peers()
    if chromium := shutil.which("chromium"):
        yield Peer("Chromium", "pdf", lambda text, out: _chromium(chromium, text, out))


def _typst_peers(python: str | None, fonts: Path) -> Iterator[Peer]:
    interpreter = python or (sys.executable if importlib.util.find_spec("typst") else None)
    if interpreter is None:
        return
    _font_folder(fonts)
    yield Peer(
        "typst, system fonts",
        "pdf",
        lambda text, out: (interpreter, "-c", TYPST, _in(text, "typ"), str(out / "t.pdf")),
    )
    yield Peer(
        "typst, one font folder",
        "pdf",
        lambda text, out: (interpreter, "-c", TYPST, _in(text, "typ"), str(out / "f.pdf"), str(fonts)),
    )


def _pandoc_peers() -> Iterator[Peer]:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        return
    common = ("-f", "markdown", "--metadata", "title=text", "--metadata", "lang=zh-CN", "--toc")
    for makes in ("epub", "html"):
        alone = ("-s",) if makes == "html" else ()
        yield Peer(
            "pandoc",
            makes,
            lambda text, out, makes=makes, alone=alone: (  # type: ignore[misc]  # a lambda with defaults
                *(pandoc, *common, *alone, _in(text, "md"), "-o", str(out / f"p.{makes}")),
            ),
        )
    if shutil.which("xelatex"):
        yield Peer("pandoc + xelatex", "pdf", lambda text, out: _xelatex(pandoc, common, text, out))


def _xelatex(pandoc: str, common: Sequence[str], text: Path, out: Path) -> Sequence[str]:
    engine = ("--pdf-engine=xelatex", "-V", f"CJKmainfont={SERIF}", "-V", "documentclass=article")
    return (pandoc, *common, *engine, _in(text, "md"), "-o", str(out / "x.pdf"))


def _chromium(chromium: str, text: Path, out: Path) -> Sequence[str]:
    flags = (
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={out / 'profile'}",
        "--no-pdf-header-footer",
    )
    return (chromium, *flags, f"--print-to-pdf={out / 'c.pdf'}", (text / "text.html").as_uri())


def _in(text: Path, suffix: str) -> str:
    return str(text / f"text.{suffix}")


def _font_folder(folder: Path) -> None:
    """One folder with the faces that the sheets name, as a user who wants speed would make it."""
    folder.mkdir(exist_ok=True)
    for root, _, names in os.walk("/usr/share/fonts"):
        for name in set(names).intersection(FONT_FOLDER_FILES):
            target = folder / name
            if not target.exists():
                target.symlink_to(Path(root, name))


def _html(parts: Sequence[Part]) -> str:
    tags = {"title": "h1", "section": "h2", "article": "h3", "text": "p"}
    named = list(enumerate(parts))
    contents = "\n".join(
        f'<p class="{kind}"><a href="#n{number}">{html.escape(words)}</a></p>'
        for number, (kind, words) in named
        if kind in {"section", "article"}
    )
    body = "\n".join(
        f'<{tags[kind]} id="n{number}">{html.escape(words)}</{tags[kind]}>' for number, (kind, words) in named
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>text</title><style>{SHEET}</style>'
        f"<body><nav>{contents}</nav>{body}</body></html>"
    )


def _markdown(parts: Sequence[Part]) -> str:
    marks = {"title": "# ", "section": "## ", "article": "### ", "text": ""}
    return "\n\n".join(marks[kind] + _MARKDOWN.sub(r"\\\g<0>", words) for kind, words in parts) + "\n"


def _typst(parts: Sequence[Part]) -> str:
    marks = {"title": "= ", "section": "== ", "article": "=== ", "text": ""}
    body = "\n\n".join(marks[kind] + _TYPST.sub(r"\\\g<0>", words) for kind, words in parts)
    return f"#outline(title: none)\n\n{body}\n"
