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
    """The law stops one damaged source in five hundred without need: nothing is lost, but nothing comes out either."""
    refused = [refused_by_the_law(original, turn) for original in SOURCES for turn in range(10, 40)]
    assert sum(refused) * 250 < len(refused)
