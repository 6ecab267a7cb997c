"""Damaged sources: whatever arrives, recovery ends in a tree or in a clear refusal, never in a bug of ours."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from wxpress.document import Document, from_json, to_json
from wxpress.errors import WxpressError
from wxpress.readers import decode
from wxpress.recover import recover
from wxpress.source import Source
from wxpress.walk import walk

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^(`{3,})source[^\n]*\n(.*?)^\1", re.MULTILINE | re.DOTALL)
FRAGMENTS = (
    *"*_#>|`~$[](){}<>!\\-+=:^&;\"'",
    *(
        "**",
        "- ",
        "1. ",
        "一、",
        "（一）",
        "> ",
        "# ",
        "## ",
        "### ",
        "---\n",
        "|---|\n",
        "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
    ),
    *("::: 编者按\n", ":::\n", "::: 目录\n", "::: 版记\n", "::: 篇目信息\n", "[^1]", "\n[^1]: 注\n", "[^x]: [^x]"),
    *("[【链接】](#)", "【链接】", "[详细](http://a.cn/(b))", "[a](<b c>)", '[a](b "t")', "![图](a.png)", "[[a]](b)"),
    *("<br>", "<sup>2</sup>", "<b>", "<script>", "<!-- x -->", "&nbsp;", "&amp;", "&#65;", "\\*", "<http://a.cn>"),
    *(
        "\x02",
        "\ufeff",
        "\u200b",
        "\u202e",
        "\ufdd0\ufdda",
        "\u2028",
        "\x0c",
        "\u3000\u3000",
        "\xa0",
        "e\u0301",
        "\U00020000",
    ),
    *(
        "……3",
        "（3）",
        "\t5\n",
        "目录\n",
        "— 3 —\n",
        "第 3 页 共 12 页\n",
        "3\n",
        "\n\n",
        "\n",
        "    ",
        "编者按：",
        "作者：张三",
    ),
    *("（来源：人民日报）", "2025年7月16日", "2025年第8期", "责任编辑：李四", "“", "”", "，", "。", "—"),
)


def sources() -> list[str]:
    cases = (
        match[2] for path in (ROOT / "tests/cases").rglob("*.md") for match in FENCE.finditer(path.read_text("utf-8"))
    )
    return [path.read_text("utf-8") for path in sorted((ROOT / "sources").glob("*.md"))] + sorted(cases)


SOURCES = sources()


def damaged(source: str, dice: random.Random) -> str:
    """The source with a few fragments put in, and lines doubled, lost or broken."""
    lines = source.split("\n")
    for _ in range(dice.choice((1, 2, 3, 8))):
        at = dice.randrange(len(lines))
        column = dice.randint(0, len(lines[at]))
        match dice.randrange(5):
            case 0:
                lines.insert(at, lines[dice.randrange(len(lines))])
            case 1 if len(lines) > 1:
                del lines[at]
            case 2:
                lines[at : at + 1] = [lines[at][:column], lines[at][column:]]
            case _:
                lines[at] = lines[at][:column] + dice.choice(FRAGMENTS) + lines[at][column:]
    return "\n".join(lines)


def outcome(source: Source) -> Document | WxpressError:
    try:
        return recover(source)
    except WxpressError as refusal:
        return refusal


def outlives(original: str, turn: int) -> None:
    """Damage one source in its own way at each *turn*, whatever other sources there are; the law holds."""
    assert not refused_by_the_law(original, turn)


def refused_by_the_law(original: str, turn: int) -> bool:
    """Whether recovery of a damaged source is stopped by its own law; nothing worse may come of it."""
    dice = random.Random(f"{original}{turn}")  # noqa: S311 - nothing secret
    text = damaged(original, dice)
    source = decode(Path(dice.choice(("x.md", "x.md", "x.txt"))), text.encode())
    document = outcome(source)
    if isinstance(document, WxpressError):
        assert "恢复结构时文字对不上" in document.message or document.exit_code != 70, (document.message, text)
        return document.exit_code == 70
    spans = [node.span for node in walk(document.bulletin) if node.span]
    assert all(1 <= span.first <= span.last <= len(source.lines) for span in spans), text
    assert from_json(to_json(document)) == document
    return False


@pytest.mark.parametrize("turn", range(4))
def test_damage_is_outlived(turn: int) -> None:
    for original in SOURCES:
        outlives(original, turn)


@pytest.mark.slow
def test_much_damage_is_outlived() -> None:
    """The law stops none of them: what it proves, it proves whatever stands twice, wrapped or out of its place."""
    assert not [
        (original, turn) for original in SOURCES for turn in range(10, 40) if refused_by_the_law(original, turn)
    ]


ONCE_STOPPED = (
    "x.txt # \n![图]()卷首",  # a picture before the label of a note
    "x.md 卷首![图](a.png)语：文字。",  # or within it
    "x.md 一\n甲| 乙 | 丙 |\n|---|---|\n",  # a row of hyphens inside a block, which is no head of a table
    "x.md 、[](\n/)、",  # an address cut by a line's end: what stands before it is of the line above
    "x.md - [](d\n).2",
    "x.md - 1\n - 章\n\n。[](\n|\n|\n)",
    'x.md []("t\n")',
    "x.md ![]()!",  # a mark that is text beside the same mark as markup
    "x.md \ufdda- ",
    'x.md []<!---->(")',
    "x.md <html><body><table></table>",  # a table that is empty, or without a body
    "x.md <table><tr><td colspan=100000>",
    "x.md r\\*\nr",  # a field that is part of another
    "x.md <[]()>\n<",
    "x.md #资料\n^: ^\n#料2",
    "x.txt ---\n&. -\n# ",
    "x.md 2025年第8期<sup>2</sup>",
    "x.md 甲\n[^1]:注\n章\n- 甲u\n- 文\n\n甲\n[^1]\n章",  # the contents within the lines of the text
    "x.md [^1]:|\n“\n重\n目",  # a note that nothing calls
    "x.md s\n[^1]:注\nh\n…",
    "x.md 。\n[^x]:县\n县<!---->育",
    "x.md 目录\n查\t1\n—例\n得1",  # an entry of the contents that is wrapped
    "x.md 目录\n查\t11\n—例\n录\t1",
    "x.md [](h)||\n-||\n章|1\n章|2\n*|3",  # an address in the head of a table of contents
    "x.md &#65;\n&#65;",  # entities, the same on two lines, and beside what NFC changes
    "x.md e\u0301&#65;",
    "x.md [](t好)[](t\\*/)。",
    "x.md - 1\n - .\n- 2. 章\n - 丙",  # an item that bears no number
    "x.md - 论\n - 章\n>编者按：。\n\\",  # a 编者按 below a list
    'x.md ---\ntitle: "\\u7532\\u4e59"\n---\n\n甲乙。',  # escapes in front matter
    "x.md ---\ntitle: '甲''乙'\nseries: \"甲\\t乙\"\n---\n\n甲乙。",
    "x.md <strong>丁</**strong>学<strong>丁</strong>",  # the same tag twice, once torn
    "x.md [<a href=n><b>丙</b></a>~]()",  # a tag inside another
    "x.md <i>*学</i>><i>学</i>",
    "x.md 甲&amp;乙<b>Q&amp;A</b>丙&amp;丁",  # an entity inside a tag, which the tag's words hold too
    "x.md <b><span>&amp;</span></b>",
    "x.md *<**\n习*\n\n1",  # stars that the parser cut characters off behind
    "x.md \n\n\n\n\n\n\n\n己\n\n*学*丁*>*壬*>*<i>习</i>",
    "x.md * *)**<strong>癸</strong>)**革*\n<div>\n\n 建*",
    "x.md [^2]:- ",  # a list in a note that nothing calls
    'x.md [^2]:[<a href=p://">丙</a>]()',  # an address between angle brackets in such a note
    "x.md http:c\n- http:`<a href=http:>壬</a>",  # an address that stands in the text as well
    'x.md "http:c\n- "http:">`<a href=http:>壬</a>',
    "x.txt 主题：观\n审判参阅\n第三期\n# 从一堂同课异构说起\n# 戏台\n人都来了。",  # two subjects
    "x.md \n- _\n\n<",  # a word of one mark, which was taken for a rule
    "x.md 2. 学\n * _",
    (
        "x.txt 文选\n\n- **理论**.....1\n - 甲篇文章\n- **\n实践**..\n...2\n - 丙篇文章\n\n"  # two marks are words
        "理论\n\n甲篇文章\n\n正文。\n\n实践\n\n丙篇文章\n\n"
    ),
    (
        "x.md 文选\n\n- **理论**.....1-4\n - 甲篇文章\n- **实践**.....5-6\n - |---|\n丙篇文章\n\n"  # below no head
        "理论\n\n甲篇文章\n\n正文。\n\n实践\n\n丙篇文章\n\n正文。"
    ),
    "x.md 2. 丁\n * g\n2. 己\n- 1. &\n - \n源",  # an item that only the parser sees
    "x.md \n- * *\n-",  # what is left of a line when the marks of its lists are read
    "x.md \n- =\n\n*",
    "x.md 目录\n\n||",  # a row of no table
    "x.md [^1]:1. -",  # a numbered item in a note
    "x.md - >\n> \n[^1]:>- ",
    "x.md \x1b[^1]:- ",  # a control before what is markup
    "x.md - \u202e2. :",
    "x.md <p>[^1]:",  # and a tag
    "x.md 2025-10-06\nd 2025-10-06",  # a day that is told twice, beside other words
    "x.md <!---->[^1]:",
    "x.md :::编者按\n<!-- 无 -->\n:::",  # a note that says nothing
)
"""What the law once stopped though nothing was lost: the name of the source, and its text."""


@pytest.mark.parametrize("written", ONCE_STOPPED)
def test_nothing_stops_without_need(written: str) -> None:
    name, _, text = written.partition(" ")
    assert isinstance(outcome(decode(Path(name), text.encode())), Document)


WORDS = ("甲", "乙丙", "丁", "学习", "文选", "a b")
MARKS = ("*", "**", "***", "_", "__", "`", "~~", "\\*", "&nbsp;", "&#42;", "[^1]", "|", "[", "](#)", "](http://a.cn)")
TAGS = ("b", "strong", "em", "i", "sup", "span", "u", "p", "div", 'a href="http://b.cn/x*y"', "a href=n", "br", "li")
OPENINGS = (
    "",
    "",
    "- ",
    "* ",
    "  - ",
    "    * ",
    "1. ",
    "- - ",
    "> ",
    "> - ",
    "# ",
    "　　",
    "| ",
    "[^1]: ",
    "<ul>",
    "---",
)


def mixed(dice: random.Random) -> str:
    """Lines of Markdown and HTML, of which hardly a mark has its fellow."""

    def words(depth: int) -> str:
        if depth > 2 or dice.random() < 0.3:
            return dice.choice(WORDS)
        inside = "".join(words(depth + 1) for _ in range(dice.randint(1, 3)))
        mark, tag = dice.choice(MARKS), dice.choice(TAGS)
        tagged = f"<{tag}>{inside}</{tag.split()[0]}>"
        return dice.choice((mark + inside + mark, mark + inside, tagged, tagged, f"<{tag}>{inside}"))

    lines = [dice.choice(OPENINGS) + words(0) + dice.choice(("", "", "\n")) for _ in range(dice.randint(1, 8))]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("turns", [range(200), pytest.param(range(200, 5000), marks=pytest.mark.slow)], ids=len)
def test_markdown_and_html_in_a_mess_are_read(turns: range) -> None:
    texts = [mixed(random.Random(turn)) for turn in turns]  # noqa: S311 - nothing secret
    assert [text for text in texts if not isinstance(outcome(decode(Path("x.md"), text.encode())), Document)] == []
