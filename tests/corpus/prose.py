"""Paragraphs of official prose, composed at random: no two of one author are the same."""

from __future__ import annotations

import random
from collections.abc import Callable

from . import phrases as p

STOPS = ("。", "。", "。", "。", "。", "。", "！", "？")


class Prose:
    """An author: what it writes follows from *dice*, and it never writes a sentence twice."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._written: set[str] = set()

    def paragraph(self, least: int = 1, most: int = 6) -> str:
        """A paragraph of *least* to *most* sentences."""
        if self.dice.random() < 0.06:
            return self._new(self._short) + "。"
        return "".join(self.sentence() for _ in range(self.dice.randint(least, most)))

    def sentence(self) -> str:
        """One sentence with its stop; a question ends in a question mark."""
        text = self._new(lambda: self.dice.choice(_FORMS)(self))
        if text.endswith(("”", "？")) and text.rstrip("”").endswith(("。", "？", "！")):
            return text
        return text + self.dice.choice(STOPS[:6] if "何" in text else STOPS)

    def point(self) -> str:
        """A clause for an item of a list, without a stop."""
        return self._new(self.task)

    def pick(self, words: tuple[str, ...]) -> str:
        return self.dice.choice(words)

    def task(self) -> str:
        manner = self.pick(p.MANNERS) if self.dice.random() < 0.6 else ""
        return f"{manner}{self.pick(p.VERBS)}{self.matter()}"

    def person(self) -> str:
        return self.dice.choice(p.SURNAMES) + "".join(self.dice.sample(p.GIVEN, self.dice.choice((1, 2, 2, 2))))

    def place(self) -> str:
        return self.pick(p.PLACES)

    def virtue(self) -> str:
        return self.pick(p.VIRTUES)

    def people(self) -> str:
        return self.pick(p.PEOPLE)

    def goal(self) -> str:
        return self.pick(p.GOALS)

    def matter(self) -> str:
        return self.pick(p.OBJECTS)

    def measure(self) -> str:
        return self.pick(p.MEASURES)

    def body(self) -> str:
        return self.pick(p.BODIES)

    def figure(self) -> str:
        return f"{self.dice.randint(1, 9999)}{self.pick(p.UNITS)}"

    def percent(self) -> str:
        return f"{self.dice.randint(11, 99)}.{self.dice.randint(1, 9)}%"

    def _new(self, make: Callable[[], str]) -> str:
        while (text := make()) in self._written:
            pass
        self._written.add(text)
        return text

    def _short(self) -> str:
        return self.dice.choice(
            (
                f"{self.matter()}，{self.pick(p.METAPHORS)}",
                f"这就是{self.pick(p.PLACES)}的答案",
                f"{self.virtue()}，方能行稳致远",
                f"让{self.goal()}",
            )
        )


def _demand(a: Prose) -> str:
    return f"{a.body()}{a.pick(('强调', '指出', '要求', '提出'))}，要{a.task()}，{a.task()}，{a.task()}"


def _place(a: Prose) -> str:
    return f"{a.pick(p.MONTHS)}，{a.place()}{a.task()}，{a.people()}{a.virtue()}，{a.goal()}"


def _numbers(a: Prose) -> str:
    year, thing, measure = a.dice.randint(2019, 2025), a.pick(p.THINGS), a.measure()
    return f"截至{year}年底，{a.place()}累计建成{thing}{a.figure()}，{measure}达{a.percent()}"


def _saying(a: Prose) -> str:
    return f"“{a.pick(p.SAYINGS)}。”{a.matter()}{a.pick(p.METAPHORS)}，既要{a.task()}，又要{a.task()}"


def _quoted(a: Prose) -> str:
    return f"“{a.pick(p.SAYINGS)}”，{a.people()}{a.pick(('常说', '深有体会', '把这句话挂在嘴边'))}，就是要{a.task()}"


def _said(a: Prose) -> str:
    return f"{a.place()}{a.pick(p.POSTS)}{a.person()}说：“{a.task()}，关键在于{a.virtue()}。”"


def _numbered(a: Prose) -> str:
    first, second, third = a.task(), a.task(), a.task()
    return f"{a.pick(('当前', '下一步', '实践中'))}，一是{first}；二是{second}；三是{third}"


def _from_to(a: Prose) -> str:
    one, two = a.dice.sample(p.THINGS, 2)
    return f"从“{one}”到“{two}”，从{a.place()}到{a.place()}，{a.goal()}"


def _book(a: Prose) -> str:
    return (
        f"《{a.pick(p.BOOKS)}》{a.pick(('明确', '规定', '深刻阐明'))}，必须{a.task()}，做到{a.virtue()}、{a.virtue()}"
    )


def _question(a: Prose) -> str:
    return f"{a.people()}如何{a.task()}？{a.place()}的做法是：{a.task()}，{a.task()}"


def _because(a: Prose) -> str:
    return f"只有{a.task()}，才能{a.task()}，才能让{a.goal()}"


def _term(a: Prose) -> str:
    done = f"{a.place()}用{a.dice.randint(2, 24)}个月{a.task()}（{a.measure()}为{a.percent()}）"
    return f"以{a.pick(p.TERMS)}为例，{done}，{a.goal()}"


def _history(a: Prose) -> str:
    done = f"{a.place()}以{a.virtue()}的态度{a.task()}，{a.task()}"
    return f"党的十八大以来，{done}，{a.people()}交出了一份合格答卷"


def _dash(a: Prose) -> str:
    return f"{a.matter()}——这件事{a.pick(p.METAPHORS)}，{a.people()}心里都有一本账"


def _nested(a: Prose) -> str:
    aim = f"到{a.dice.randint(2026, 2035)}年，{a.measure()}要达到{a.percent()}"
    return f"{a.body()}印发的《关于{a.task()}的实施意见》提出，{aim}"


_FORMS: tuple[Callable[[Prose], str], ...] = (
    *(_demand, _place, _numbers, _saying, _quoted, _said, _numbered, _from_to),
    *(_book, _question, _because, _term, _history, _dash, _nested),
)
