"""The numbers of pages that stand at places of their own are set once, when all pages are made."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pypdfium2
import pytest

from all_nodes import context_for
from engine import engine_part
from wxpress.styles import Style, find_style
from wxpress.tree import Article, Bulletin, Paragraph, Section, Text
from wxpress.typeset import names
from wxpress.writers import Context
from wxpress.writers.pdf import PDF

MANY = 36
"""So many articles that their contents take up more than a page."""

SHEETS = {
    "beside": "",
    "in the line": ".entry-page { position: static }",
    "where it comes to stand": ".entry-page { right: auto; bottom: auto }",
    "from which": ".entry-page::after { content: counter(page) '→' target-counter(attr(href), page) }",
}


SAID = {
    "target-counter(attr(href), page) '/' counter(pages)": "第3篇 3/3",
    "counter(pages) '/' target-counter(attr(href), page)": "第3篇 3/3",
    "counter(page) '→' target-counter(attr(href url), page) '/' counters(pages, '.')": "第3篇 1→3/3",
    "target-counter(attr(href), pages)": "第3篇 3",
    "target-counters(attr(href), page, '.') '/' target-counters(attr(href), pages, '.')": "第3篇 3/3",
    "target-text(attr(href)) counter(pages)": "第3篇 第3篇3",
}
"""What the contents say of the last of four articles on three pages, where a style's sheet says it so."""


@pytest.fixture(scope="module")
def page_numbers() -> ModuleType:
    return engine_part("typeset.page_numbers")


def bulletin(articles: int) -> Bulletin:
    def article(number: int) -> Article:
        return Article(title=f"第{number}篇", blocks=(Paragraph((Text(text="说明情况。" * (400 // articles)),)),))

    return Bulletin(title="长篇", sections=(Section(title="栏目", articles=tuple(map(article, range(articles)))),))


def styled(folder: Path, sheet: str) -> Context:
    """A context whose style has that *sheet* besides the default one's."""
    (folder / "style.toml").write_text('title = "甲"\n', "utf-8")
    (folder / "print.css").write_text(sheet, "utf-8")
    return replace(context_for(), style=Style("numbers", folder, find_style()))


def pages_made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers, from 0, of the pages that are made from now on."""
    from weasyprint.layout import page  # noqa: PLC0415 - as above

    original, made = page.remake_page, []

    def counting(index: int, *arguments: Any) -> Any:  # noqa: ANN401 - WeasyPrint is not typed
        made.append(index)
        return original(index, *arguments)

    monkeypatch.setattr(page, "remake_page", counting)
    return made


def test_the_names_are_what_they_were(page_numbers: ModuleType) -> None:
    assert names.differing({**page_numbers.REPLACED, **page_numbers.USED}) == []


def test_no_page_is_made_again_for_the_numbers_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    made = pages_made(monkeypatch)
    count = len(pypdfium2.PdfDocument(PDF.write(bulletin(MANY), context_for())))
    assert made[-count:] == list(range(count))


@pytest.mark.parametrize("where", SHEETS)
def test_the_numbers_are_the_same(
    where: str, page_numbers: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = styled(tmp_path, SHEETS[where])
    saved = PDF.write(bulletin(4), context)
    monkeypatch.setattr(page_numbers, "installed", lambda _: nullcontext())
    assert PDF.write(bulletin(4), context) == saved


@pytest.mark.parametrize("content", SAID)
def test_the_number_of_pages_may_stand_beside_that_of_a_page(content: str, tmp_path: Path) -> None:
    context = styled(tmp_path, f".entry-page::after {{ content: {content} }}")
    first = pypdfium2.PdfDocument(PDF.write(bulletin(4), context))[0]
    assert SAID[content] in first.get_textpage().get_text_bounded().splitlines()
