"""The front is measured on the boxes that are laid out afterwards, and these come to be as if made anew."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from all_nodes import context_for
from engine import engine_part
from wxpress.readers import load
from wxpress.recover import recover
from wxpress.styles import Print, Style, find_style
from wxpress.tree import Article, Bulletin, EditorsNote, Note, Paragraph, Section, Text
from wxpress.typeset import names
from wxpress.writers import Context, pdf
from wxpress.writers.pdf_front import Front, compose

SEED = Path(__file__).parents[1] / "sources" / "chengshi-gongzuo-huiyi.md"

SHEETS = {
    "lengths in lines": ".entry { padding-right: 2lh; margin-left: 1lh }",
    "type that follows": ".entry { font-size: calc(var(--contents-pitch) / 2) }",
    "another name": ":root { --mine: calc(var(--contents-pitch) * .9) } .entry { line-height: var(--mine) }",
    "important": ":root { --contents-pitch: 19pt !important }",
}


@pytest.fixture(scope="module")
def composing() -> ModuleType:
    return engine_part("typeset.composing")


def bulletin(articles: int, note: int) -> Bulletin:
    """With so many entries in its contents, and sentences in the editor's note, which calls a note."""
    text = Text(text="城市工作要把握方向。" * 4)
    called = Note(blocks=(Paragraph((Text(text="见上期。"),)),))
    return Bulletin(
        series="学习文选",
        title="城市工作",
        date="2025年7月15日",
        editors_note=EditorsNote(label="编者按", blocks=(Paragraph((Text(text="编者的话。" * note), called)),)),
        sections=(
            Section(
                title="要闻",
                articles=tuple(Article(title=f"第{n}篇", blocks=(Paragraph((text,)),)) for n in range(articles)),
            ),
        ),
    )


BULLETINS = {
    "seed": recover(load(SEED)).bulletin,
    "squeezed": bulletin(13, 40),
    "a note of pages": bulletin(4, 400),
}


def written_anew(what: Bulletin, context: Context, composing: ModuleType, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The PDF of a text that is laid out with its composition from the start."""
    found: list[Front] = []

    def recording(heights: dict[str, float], measures: Print) -> Front:
        found.append(compose(heights, measures))
        return found[-1]

    monkeypatch.setattr(pdf, "compose", recording)
    pdf.PDF.write(what, context)
    monkeypatch.setattr(pdf, "unfitted", lambda _: found[-1])
    monkeypatch.setattr(composing, "installed", lambda *_: nullcontext())
    return pdf.PDF.write(what, context)


def test_the_names_are_what_they_were(composing: ModuleType) -> None:
    assert names.differing({**composing.REPLACED, **composing.USED}) == []


@pytest.mark.parametrize("what", BULLETINS)
def test_a_composed_front_is_as_if_laid_out_anew(
    what: str, composing: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = context_for()
    composed = pdf.PDF.write(BULLETINS[what], context)
    assert composed == written_anew(BULLETINS[what], context, composing, monkeypatch)


@pytest.mark.parametrize("sheet", SHEETS)
def test_so_it_is_with_a_sheet_of_ones_own(
    sheet: str, tmp_path: Path, composing: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "style.toml").write_text('title = "甲"\n', "utf-8")
    (tmp_path / "print.css").write_text(SHEETS[sheet], "utf-8")
    context = replace(context_for(), style=Style("own", tmp_path, find_style()))
    composed = pdf.PDF.write(BULLETINS["squeezed"], context)
    assert composed == written_anew(BULLETINS["squeezed"], context, composing, monkeypatch)
