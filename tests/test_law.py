"""The law of the text: whatever a pass loses, adds or puts elsewhere is seen, and nothing else is complained of."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

import wxpress.recover as room
from corpus.layouts import arrival
from wxpress.errors import InternalError
from wxpress.ledger import Entry
from wxpress.readers import decode, read
from wxpress.readers.draft import Draft, Piece, revise
from wxpress.recover import PASSES
from wxpress.recover.assemble import assemble
from wxpress.recover.law import agreement
from wxpress.source import Source, Span
from wxpress.tree import Article, Bulletin, Node, Paragraph, Section, Strong, Text
from wxpress.walk import text_of, transform, walk

Damage = Callable[[list[str], random.Random], None]
"""Changes the texts of the paragraphs of a bulletin."""


def swapped_characters(texts: list[str], dice: random.Random) -> None:
    at = dice.choice([index for index, text in enumerate(texts) if len(set(text)) > 4])
    text = texts[at]
    place = dice.choice([place for place in range(len(text) - 1) if text[place] != text[place + 1]])
    texts[at] = text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def swapped_texts(texts: list[str], dice: random.Random) -> None:
    """The words of two paragraphs, the places that they name staying as they were."""
    one, other = dice.sample([at for at, text in enumerate(texts) if texts.count(text) == 1], 2)
    texts[one], texts[other] = texts[other], texts[one]


def moved_sentence(texts: list[str], dice: random.Random) -> None:
    one, other = dice.sample([at for at, text in enumerate(texts) if len(text) > 12], 2)
    taken = texts[one][2:9]
    texts[one] = texts[one].replace(taken, "", 1)
    texts[other] += taken


def exchanged_character(texts: list[str], dice: random.Random) -> None:
    """One character lost here and doubled there: the count of all is as before."""
    one, other = dice.sample([at for at, text in enumerate(texts) if len(text) > 8], 2)
    character = texts[one][3]
    texts[one] = texts[one][:3] + texts[one][4:]
    texts[other] = texts[other][:1] + character + texts[other][1:]


def lost_character(texts: list[str], dice: random.Random) -> None:
    at = dice.randrange(len(texts))
    texts[at] = texts[at][:1] + texts[at][2:]


def doubled_paragraph(texts: list[str], dice: random.Random) -> None:
    at = dice.randrange(len(texts))
    texts[at] += texts[at]


DAMAGES = (swapped_characters, swapped_texts, moved_sentence, exchanged_character, lost_character, doubled_paragraph)


def sources() -> Iterator[Source]:
    for seed in range(2):
        for kind in ("seed", "marked", "wrapped", "furniture"):
            file = arrival(kind, seed)
            yield decode(Path(file.name), file.data)


def recovered(source: Source) -> Draft:
    draft = read(source)
    for step in PASSES:
        draft = step(draft)
    return draft


@cache
def drafts() -> tuple[Draft, ...]:
    return tuple(map(recovered, sources()))


def breaches(draft: Draft, change: Callable[[Bulletin], Bulletin] = lambda tree: tree) -> list[str]:
    assembled = assemble(draft)
    return list(agreement.breaches(draft, change(assembled.bulletin), (*draft.entries, *assembled.entries)))


def is_running(piece: Piece) -> bool:
    block = piece.block
    return (
        piece.role == "body" and isinstance(block, Paragraph) and all(isinstance(item, Text) for item in block.inlines)
    )


def with_texts(draft: Draft, damage: Damage, dice: random.Random) -> Draft:
    """The draft after a pass that damages running text."""
    running = [piece for piece in draft.pieces if is_running(piece) and len(piece.text) > 8]
    texts = [piece.text for piece in running]
    damage(texts, dice)
    renewed = {id(piece): text for piece, text in zip(running, texts, strict=True)}
    return revise(
        draft, [retold(piece, renewed[id(piece)]) if id(piece) in renewed else piece for piece in draft.pieces]
    )


def retold(piece: Piece, text: str) -> Piece:
    return msgspec.structs.replace(piece, block=Paragraph((Text(text, span=piece.span),), span=piece.span))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_damage_to_running_text_is_seen(damage: Damage) -> None:
    for number, whole in enumerate(drafts()):
        dice = random.Random(number)  # noqa: S311 - nothing secret
        assert breaches(whole) == []
        if len({piece.text for piece in whole.pieces if is_running(piece) and len(piece.text) > 12}) > 3:
            assert breaches(with_texts(whole, damage, dice)) != [], whole.source.text


def test_two_paragraphs_that_change_places_are_seen() -> None:
    for whole in drafts():
        places = [at for at, piece in enumerate(whole.pieces) if is_running(piece)]
        one, other = places[0], next(at for at in places if whole.pieces[at].text != whole.pieces[places[0]].text)
        pieces = list(whole.pieces)
        pieces[one], pieces[other] = pieces[other], pieces[one]
        assert breaches(revise(whole, pieces)) != []


def test_two_articles_that_change_places_are_seen() -> None:
    for whole in drafts():
        tree = assemble(whole).bulletin
        assert bool(breaches(whole, turned)) == (turned(tree) != tree)


def turned(tree: Bulletin) -> Bulletin:
    def change(node: Node) -> Node:
        return msgspec.structs.replace(node, articles=node.articles[::-1]) if isinstance(node, Section) else node

    sections = tree.sections[::-1]
    return transform(msgspec.structs.replace(tree, sections=sections), change)


@pytest.mark.parametrize("field", ["title", "byline", "source"])
def test_a_field_that_is_changed_is_seen(seed: Path, field: str) -> None:
    text = seed.read_text("utf-8").replace(
        "让城市更智慧一些\n\n", "让城市更智慧一些\n\n作者：张三　来源：《学习时报》\n\n"
    )
    draft = recovered(decode(seed, text.encode()))
    assert breaches(draft) == []

    def change(node: Node) -> Node:
        old = getattr(node, field, None) if isinstance(node, Article) else None
        return msgspec.structs.replace(node, **{field: old[::-1]}) if old else node

    assert breaches(draft, lambda tree: transform(tree, change)) != []


def entry(**fields: Any) -> Entry:  # noqa: ANN401 - the fields of an entry
    return Entry(**{"by": "test", "span": Span(1, 1), "after": "", "reason": "例", **fields})


def test_a_move_may_lose_no_letter() -> None:
    source = decode(Path("x.txt"), "作者：张三\n\n正文一段。\n".encode())
    draft = read(source)
    kept = tuple(piece for piece in draft.pieces if piece.text != "作者：张三")
    lost = revise(draft, kept, [entry(kind="move", before="作者：张三")])
    assert breaches(lost) == ["移动时丢了“作者张三”；"]
    told = revise(draft, kept, [entry(kind="drop", before="作者：张三")])
    assert breaches(told) == []


@pytest.mark.parametrize(
    ("source", "wanted"), [("增长3.5%，共12:30。", "."), ("增长3.5%，共12:30。", ":"), ("甲-乙（丙）", "-")]
)
def test_marks_common_in_text_are_not_taken_for_markup(source: str, wanted: str) -> None:
    draft = read(decode(Path("x.md"), f"# 题目\n\n{source}\n".encode()))
    pieces = [retold(piece, piece.text.replace(wanted, "")) for piece in draft.pieces]
    assert breaches(revise(draft, draft.pieces)) == []
    assert breaches(revise(draft, pieces)) == [f"第 3 行缺 “{wanted}”×1；"]


def test_what_a_pass_loses_stops_the_work(monkeypatch: pytest.MonkeyPatch, seed: Path) -> None:
    """Through the public door: a pass that loses a character ends in exit code 70, and a place to look at."""

    def careless(draft: Draft) -> Draft:
        return with_texts(draft, swapped_characters, random.Random(1))  # noqa: S311 - nothing secret

    monkeypatch.setattr(room, "PASSES", (*PASSES, careless))
    with pytest.raises(InternalError, match="不在原来的次序上") as bug:
        room.recover(decode(seed, seed.read_bytes()))
    assert bug.value.exit_code == 70


def test_bold_and_notes_may_stand_anywhere() -> None:
    text = "# 题目\n\n甲**乙**丙[^1]丁\\*戊&amp;己。\n\n[^1]: 庚\n    辛\n\n- 壬\n- 癸\n"
    draft = recovered(decode(Path("x.md"), text.encode()))
    assert breaches(draft) == []
    tree = assemble(draft).bulletin
    assert any(isinstance(node, Strong) for node in walk(tree))
    assert "庚" in text_of(tree)


def test_words_that_come_again_in_marks_do_not_lead_astray() -> None:
    """The run ``**甲`` stands twice, and the first time with the backslashes of its escapes."""
    text = "---\nschema: wxpress-tree/1\n---\n\n### 题\n\n丁\\*\\*甲**甲*1*乙**。\n"
    draft = recovered(decode(Path("x.md"), text.encode()))
    assert breaches(draft) == []


def test_an_address_keeps_its_characters() -> None:
    """The text behind a link begins with a figure that its address holds, and has an escape behind it."""
    draft = recovered(decode(Path("x.md"), "### 题\n\n丁[1](https://example.cn/a?b=1&c=2)1\\[。\n".encode()))
    assert breaches(draft) == []


def test_an_address_may_be_the_words_of_its_link() -> None:
    draft = recovered(decode(Path("x.md"), "### 题\n\n推<http://a.cn>进乡村振兴，见[](http://b.cn)另文。\n".encode()))
    assert breaches(draft) == []


@pytest.mark.parametrize(
    "end", ["见[这里](https://a.cn/x)。", "见[https://a.cn/x](https://a.cn/x)。", "见![甲](https://a.cn/x)。"]
)
def test_an_address_may_stand_in_the_text_too(end: str) -> None:
    draft = recovered(decode(Path("x.md"), f"### 题\n\n网址 https://a.cn/x，{end}\n".encode()))
    assert breaches(draft) == []


def test_an_address_takes_the_characters_that_stand_together() -> None:
    """The alternative text begins as the address does, and line 3 begins as both."""
    text = "![<s>a(1)</s>](<s>a\\(1\\)</s>)\n\n[0]: <s>a\\(1\\)</s> '<s>a(1)</s>'\n"
    assert recovered(decode(Path("x.md"), text.encode()))
