"""What a page gets of WeasyPrint's own sheets: every rule that can mean something on it, and hardly any other."""

from __future__ import annotations

import subprocess
import sys
from types import ModuleType

import pytest

from all_nodes import ALL_NODES, context_for, paragraph
from engine import engine_part
from wxpress.tree import Article, Block, Bulletin, List, Section
from wxpress.verify import prove
from wxpress.writers.pdf import PDF

PAGE = "<html><body><p>文字</p></body></html>"

WHOLE = """
import sys
sys.path.insert(0, sys.argv[1])
from all_nodes import BARE, context_for
from wxpress.writers.pdf import PDF
PDF.write(BARE, context_for())
import weasyprint
page = weasyprint.HTML(string="<center>x</center>")
(sheet,), (counters,) = page._ua_stylesheets(), page._ua_counter_style()
print("center" in sheet.matcher.lower_local_name_selectors, "hebrew" in counters)
"""


@pytest.fixture(scope="module")
def agent() -> ModuleType:
    return engine_part("writers.pdf_agent")


def rules(agent: ModuleType, page: str, sheet: str = "") -> str:
    return str(agent.needed(agent.html.UA, agent.vocabulary(page, sheet)))


def test_every_rule_is_kept_for_a_page_that_has_everything(agent: ModuleType) -> None:
    known = agent._known()  # noqa: SLF001 - there is no page with all of it
    for css in (agent.html.UA, agent.html.UA_FORM, agent.html.PH):
        assert agent.needed(css, known).count("{") == agent._COMMENT.sub("", css).count("{") > 0  # noqa: SLF001


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        ("<table></table>", "table { display: table }"),
        ("<p><b>字</b></p>", "b, strong, th { font-weight: bold }"),
        ("<UL><li>项</li></UL>", "dir, menu, ul { list-style-type: disc }"),
        ('<ol><li><ul dir="rtl"></ul></li></ol>', "[dir=rtl i] :is(dir, menu, ol, ul)"),
        ("<input value=1>", "input[value]:not([type=checkbox i], [type=radio i])::before"),
    ],
)
def test_a_rule_is_kept_where_the_page_has_what_it_is_for(agent: ModuleType, page: str, rule: str) -> None:
    assert rule in rules(agent, page)
    assert rule not in rules(agent, PAGE)


def test_a_page_of_paragraphs_needs_few(agent: ModuleType) -> None:
    assert len(rules(agent, PAGE)) < len(agent.html.UA) / 4
    assert agent.needed(agent.html.PH, agent.vocabulary(PAGE, "")) == ""


def test_a_way_to_count_is_kept_with_those_that_it_falls_back_on(agent: ModuleType) -> None:
    kept = rules(agent, PAGE, "li { list-style-type: lower-armenian }")
    assert "@counter-style lower-armenian" in kept
    assert "@counter-style decimal {" in kept
    assert "@counter-style hebrew" not in kept
    assert "@counter-style armenian" in rules(agent, '<ol style="list-style-type: upper-armenian"></ol>')


@pytest.mark.parametrize("outer", ["ul", "ol"])
def test_the_ways_to_count_that_rules_name_are_kept_with_them(agent: ModuleType, outer: str) -> None:
    nested = f"<{outer}><li><ul><li><ul><li>项</ul></ul></{outer}>"
    assert all(f"@counter-style {way} " in rules(agent, nested) for way in ("disc", "circle", "square"))
    assert "@counter-style lower-roman" not in rules(agent, nested)


@pytest.mark.parametrize("ordered", [(True, False, False), (False, True, False), (False, False, True)])
def test_lists_in_lists_are_proved(ordered: tuple[bool, ...]) -> None:
    blocks: tuple[Block, ...] = (paragraph("末项"),)
    for one in ordered[::-1]:
        blocks = (paragraph("项目"), List(ordered=one, items=(blocks, (paragraph("又一项"),))))
    bulletin = Bulletin(sections=(Section(articles=(Article(blocks=blocks),)),))
    context = context_for()
    assert prove(PDF.write(bulletin, context), "pdf", bulletin, context.style, context.name).differences == ()


def test_leaving_rules_out_changes_no_byte(agent: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    saved = PDF.write(ALL_NODES, context_for())
    agent._own.cache_clear()  # noqa: SLF001 - parsed for the page before
    monkeypatch.setattr(agent, "needed", lambda css, _: css)
    whole = PDF.write(ALL_NODES, context_for())
    agent._own.cache_clear()  # noqa: SLF001 - as above
    assert whole == saved


def test_another_user_of_weasyprint_has_its_sheets_whole() -> None:
    """In a process of its own, which WeasyPrint is loaded in by ours."""
    folder = str(__file__).rpartition("/")[0]
    done = subprocess.run([sys.executable, "-c", WHOLE, folder], capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"
