"""The laws of overrides: they outlive a new extraction, change nothing when empty, and in any order."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wxpress.diagnostics import count
from wxpress.document import Document
from wxpress.errors import UsageError
from wxpress.readers import decode
from wxpress.readers.overrides import (
    ROLES,
    Join,
    Line,
    LinkTarget,
    Override,
    Overrides,
    Replacement,
    Split,
    load_overrides,
    parse_overrides,
)
from wxpress.recover import recover
from wxpress.tree import Bulletin
from wxpress.walk import without_spans

NAME = "x.overrides.toml"


TITLES = (
    "以高质量发展推进乡村全面振兴",
    "守护好一江碧水",
    "让法治成为核心竞争力",
    "把粮食安全牢牢握在手中",
    "从“有没有”到“好不好”",
    "科技自立自强要久久为功",
    "什么是新型城镇化？",
    "作风建设永远在路上",
)
SENTENCES = (
    "农业农村现代化是中国式现代化的重要组成部分",
    "要坚持问题导向，抓住主要矛盾",
    "截至2024年底，全省累计建成示范村1200个，覆盖率达85.6%",
    "“一分部署，九分落实”是做好工作的基本方法",
    "广大党员干部深入一线，察实情、出实招、求实效",
    "调查研究是谋事之基、成事之道，没有调查就没有发言权",
)


@dataclass(frozen=True)
class Piece:
    """An article: its title and paragraphs."""

    title: str
    paragraphs: list[str]


Truth = dict[str, list[Piece]]
"""The articles by their sections."""


def extracted(truth: Truth, seed: int) -> str:
    """The bulletin as one extractor or another gives it: other line ends, widths, indents and page numbers."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    width = dice.choice((None, None, 30, 34, 40))
    spacing = "\n\n" if width is None and dice.random() < 0.5 else "\n"
    parts = [centred("党员干部　学习资料"), centred("基层治理专题"), centred("目　录")]
    for page, (name, articles) in enumerate(truth.items(), start=1):
        parts += [f"{name}……{page}", *(f"　　{article.title}……{page}" for article in articles)]
    folio = 0
    for name, articles in truth.items():
        parts.append(centred(name))
        for article in articles:
            parts.append(centred(article.title))
            for text in article.paragraphs:
                folio += 1
                parts += [wrapped(text, width), *([f"— {folio} —"] if dice.random() < 0.1 else [])]
            parts.append("　　【链接】")
    return spacing.join(parts) + "\n" * dice.randint(0, 3)


def centred(text: str) -> str:
    return " " * max(10, 36 - len(text)) + text


def wrapped(text: str, width: int | None) -> str:
    """A paragraph opened by two ideographic spaces, its lines cut at *width* em."""
    lines, line, taken = [], "", 0.0
    for character in "　　" + text:
        wide = 1.0 if ord(character) > 0x2000 else 0.5
        if width is not None and taken + wide > width:
            lines.append(line)
            line, taken = "", 0.0
        line, taken = line + character, taken + wide
    return "\n".join([*lines, line])


def truth_of(seed: int) -> Truth:
    """Two sections; each paragraph begins with words of its own, so that it can be told from the others."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    titles = iter(dice.sample(TITLES, 4))
    numbers = iter(range(101, 200))

    def text() -> str:
        return f"第{next(numbers)}号材料说，" + "".join(
            f"{words}。" for words in dice.sample(SENTENCES, dice.randint(2, 4))
        )

    return {
        name: [Piece(next(titles), [text() for _ in range(dice.randint(2, 3))]) for _ in range(2)]
        for name in ("重要论述", "基层实践")
    }


def paragraphs_of(truth: Truth) -> list[str]:
    return [text for articles in truth.values() for article in articles for text in article.paragraphs]


def read(text: str, *overrides: Override) -> Document:
    return recover(decode(Path("x.txt"), text.encode()), overrides=Overrides(NAME, overrides))


def tree(document: Document) -> Bulletin:
    return without_spans(document.bulletin)


def about_paragraphs(truth: Truth) -> Iterator[Override]:
    for above, text in pairwise(paragraphs_of(truth)):
        start = text[:12]
        yield from (Line(text=start, role=role) for role in ("编者按", "版记", "自然段"))
        yield Line(text=text, role="文内标题", level=2)
        yield Line(text=text, role="删去")
        yield Split(before=text[8:20])
        yield Join(first=above[-8:], second=start)
        yield Replacement(text=text[2:9], words="更正后的文字", reason="例")
        yield LinkTarget(text=text[1:7], target="https://www.example.cn/1")


def about_titles(truth: Truth) -> Iterator[Override]:
    for articles in truth.values():
        for article in articles:
            yield from (Line(text=article.title, role=role) for role in ("栏目", "文内标题", "自然段", "署名", "删去"))


def usable(text: str, every: Sequence[Override]) -> list[Override]:
    """Those that can be carried out one by one: no words that stand twice, no paragraphs that do not adjoin."""
    return [override for override in every if count(read(text, override).diagnostics, "error") == 0]


def drawn(truth: Truth, text: str, dice: random.Random, number: int) -> list[Override]:
    every = [*about_paragraphs(truth), *about_titles(truth)]
    found = usable(text, dice.sample(every, min(len(every), 2 * number)))
    while found and count(read(text, *found).diagnostics, "error"):
        found.pop()  # two of them contradict each other
    return found


@pytest.mark.parametrize("seed", range(4))
def test_overrides_outlive_a_new_extraction(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    truth = truth_of(seed)
    first = extracted(truth, 0)
    overrides = drawn(truth, first, dice, 4)
    assert overrides
    wanted = tree(read(first, *overrides))
    for other in (1, 2):
        again = read(extracted(truth, other), *overrides)
        assert [item.message for item in again.diagnostics if item.severity == "error"] == []
        assert tree(again) == wanted


@given(seed=st.integers(0, 40), order=st.randoms(use_true_random=False))
@settings(max_examples=2, derandomize=True, deadline=None)
def test_their_order_does_not_matter(seed: int, order: random.Random) -> None:
    truth = truth_of(seed)
    text = extracted(truth, seed)
    overrides = drawn(truth, text, random.Random(seed), 4)  # noqa: S311 - nothing secret
    shuffled = order.sample(overrides, len(overrides))
    assert tree(read(text, *shuffled)) == tree(read(text, *overrides))


@pytest.mark.parametrize("seed", range(2))
def test_each_makes_a_difference_or_is_reported(seed: int) -> None:
    truth = truth_of(seed)
    text = extracted(truth, seed)
    plain = tree(read(text))
    every = [*about_paragraphs(truth), *about_titles(truth)]
    for override in random.Random(seed).sample(every, 8):  # noqa: S311 - nothing secret
        document = read(text, override)
        codes = {item.code for item in document.diagnostics}
        told = bool(codes & {"WX281", "WX282", "WX283", "WX284", "WX285"})
        assert told == (tree(document) == plain)


def test_none_change_nothing(seed: Path) -> None:
    source = decode(seed, seed.read_bytes())
    assert recover(source, overrides=parse_overrides(NAME, "# 没有订正\n")) == recover(source)


def test_every_decision_is_in_the_ledger(seed: Path) -> None:
    source = decode(seed, seed.read_bytes())
    line = '[[line]]\ntext = "让城市更智慧一些"\nis = "文内标题"\nreason = "主编意见"\n'
    text = line + '[masthead]\nissue = "2025年第8期"\n'
    document = recover(source, overrides=parse_overrides(NAME, text))
    entries = [entry for entry in document.ledger if entry.by == "overrides"]
    assert [(entry.kind, entry.before, entry.after, entry.reason) for entry in entries] == [
        ("decide", "让城市更智慧一些", "让城市更智慧一些", "主编意见"),
        ("replace", "", "2025年第8期", "人工填写期号"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[lines]]\ntext = "甲"', "x:1: 不认识的“lines”"),
        ('\n[[line]]\ntext = "甲"\nis = "栏目"\nlevels = 1', "x:2: [[line]] 里有不认识的键“levels”"),
        ('[[line]]\ntext = "甲"', "x:1: [[line]] 缺少“is”"),
        ('[[line]]\ntext = 3\nis = "栏目"', "x:1: “text”应为不空的字符串"),
        ('[[line]]\ntext = ""\nis = "栏目"', "x:1: “text”应为不空的字符串"),
        ('[[line]]\ntext = "　"\nis = "栏目"', "x:1: “text”里没有字"),
        ('[[line]]\ntext = "甲"\nis = "栏目"\noccurrence = 0', "x:1: “occurrence”应为1 以上的整数"),
        ('[[line]]\ntext = "甲"\nis = "栏目"\noccurrence = 1\nevery = true', "x:1: every 和 occurrence 只能写一个"),
        ('[[split]]\nbefore = "甲"\nevery = true', "x:1: [[split]] 不能写 every"),
        ('[line]\ntext = "甲"', "x:1: “line”要写成 [[line]]，可以有许多条"),
        ('[[link]]\ntext = "甲"\ntarget = "javascript:a"', "x:1: 地址 javascript:a 不安全"),
        ('[masthead]\nisue = "甲"', "x:1: [masthead] 里有不认识的键“isue”"),
        ("[masthead]\nissue = 8", "x:1: “issue”应为字符串"),
        ("masthead = 8", "x:1: “masthead”要写成一张表 [masthead]"),
        ("x = " + "[" * 5000 + "]" * 5000, "x: 不是有效的 TOML：括号套得太深"),
        ("[[line]]\ntext = 甲", "x:2:8: 不是有效的 TOML：值写得不对，文字要加半角的引号"),
    ],
)
def test_what_is_written_wrongly_is_refused_by_line(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refusal:
        parse_overrides("x", text)
    assert refusal.value.message == message


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes("文".encode("gb18030"))
    with pytest.raises(UsageError, match="读不出人工订正文件"):
        load_overrides(tmp_path / "x.md")


def test_lines_of_the_file_are_counted_in_any_order() -> None:
    text = '[[split]]\nbefore = "甲"\n\n[[line]]\nis = "栏目"\ntext = "乙"\n\n[[ "split" ]]\nbefore = "丙"\n'
    entries = parse_overrides("x", text).entries
    assert [(type(item), item.row) for item in entries] == [(Split, 1), (Line, 4), (Split, 8)]


def test_the_examples_of_the_manual_can_be_used(repository: Path) -> None:
    manual = (repository / "docs" / "overrides.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", manual, re.DOTALL)
    assert len(examples) >= 5
    for example in examples:
        overrides = parse_overrides(NAME, example)
        assert overrides.entries or overrides.masthead
    assert all(f"`{role}`" in manual for role in ROLES)
