"""No tree makes an output that is not well-formed: what may not stand there is refused, with its place."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from all_nodes import BARE, context_for, paragraph
from wxpress.errors import WxpressError
from wxpress.source import Span
from wxpress.tree import Article, Bulletin, Figure, Section, SourceLink
from wxpress.writers import WRITERS
from wxpress.writers.writable import require_writable

UNWRITABLE = ("\0", "\b", "\v", "\f", "\x1f", "\x7f", "\x85", "\ud800", "\ufdd0", "\ufffe", "\uffff", "\U0001fffe")


def holding(article: Article) -> Bulletin:
    return Bulletin(sections=(Section(articles=(article,)),))


@pytest.mark.parametrize("character", UNWRITABLE)
def test_each_is_refused_with_its_code(character: str) -> None:
    with pytest.raises(WxpressError, match=f"《篇》：“只有甲”后面有 U\\+{ord(character):04X}，"):
        require_writable(holding(Article(title="篇", blocks=(paragraph(f"只有甲{character}乙"),))))


@pytest.mark.parametrize("name", WRITERS.builtin)
def test_writers_refuse_them_wherever_they_stand(name: str) -> None:
    writer = WRITERS.load(name)
    link = SourceLink(label="链接", target="https://e.org/\0")
    for bulletin in (
        replace(BARE, series="刊\v"),
        holding(Article(byline="某\x1f")),
        holding(Article(links=(link,))),
        holding(Article(blocks=(Figure(source="a\0.png", alt="图"),))),
    ):
        with pytest.raises(WxpressError, match=r"U\+00"):
            writer.write(bulletin, context_for())


def test_the_line_is_named_where_it_is_known() -> None:
    with pytest.raises(WxpressError, match=r"^第 7 行：开头有"):
        require_writable(replace(BARE, title="\0", span=Span(7, 7)))


def test_what_only_looks_like_them_is_let_through() -> None:
    require_writable(holding(Article(blocks=(paragraph("俾俿 \\u0000 \\b \t\r\n \u2028 \ufffd 😀 ﷏"),))))
