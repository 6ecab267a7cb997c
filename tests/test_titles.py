"""标题转行：between common words even where the bulletin says nothing else, and never inside one."""

from __future__ import annotations

import pytest

from wxpress.tree import Bulletin
from wxpress.writers.common_words import words_of
from wxpress.writers.pdf_titles import Usage, turned
from wxpress.writers.phrases import NARROWEST, marked_phrases, phrasing


@pytest.mark.parametrize(
    ("title", "measure", "lines"),
    [
        (
            "习近平总书记在中央城市工作会议上的重要讲话引发热烈反响",
            15,
            ("习近平总书记在中央城市工作", "会议上的重要讲话引发热烈反响"),
        ),
        (
            "从数据看新时代城市工作的历史性成就和历史性变革",
            12,
            ("从数据看新时代城市工作的", "历史性成就和历史性变革"),
        ),
        ("党支部学习教育专题参考资料选编", 8, ("党支部学习教育", "专题参考资料选编")),
        ("以高质量党建引领保障国有企业高质量发展", 15, ("以高质量党建引领保障", "国有企业高质量发展")),
        (
            "深入学习《乡村全面振兴规划（2024—2027年）》",
            20,
            ("深入学习", "《乡村全面振兴规划（2024—2027年）》"),
        ),
        (
            "把握能动司法的科学内涵与实践要求——在全省法院院长会议上的讲话",
            20,
            ("把握能动司法的科学内涵与实践要求", "——在全省法院院长会议上的讲话"),
        ),
        (
            "“小切口”撬动“大变革”——H省S市推进“高效办成一件事”改革的调查（上）",
            24,
            ("“小切口”撬动“大变革”", "——H省S市推进“高效办成一件事”", "改革的调查（上）"),
        ),
        (
            "DRG/DIP支付方式改革2.0版：临床科室怎么看、怎么办",
            25,
            ("DRG/DIP支付方式改革2.0版：", "临床科室怎么看、怎么办"),
        ),
        ("人间正道——中国共产党与社会主义", 20, ("人间正道——中国共产党与社会主义",)),
        ("奋力谱写中国式现代化城市篇章", 8, ("奋力谱写", "中国式现代化", "城市篇章")),
    ],
)
def test_a_title_turns_between_words(title: str, measure: float, lines: tuple[str, ...]) -> None:
    assert turned(title, measure) == lines


def test_a_line_may_begin_with_a_word_whose_first_character_is_also_a_particle() -> None:
    assert turned("奋力谱写中国式现代化", 6) == ("奋力谱写", "中国式现代化")


def test_one_line_more_is_better_than_a_word_parted() -> None:
    assert turned("稳步推进城中村和危旧房改造、全面提升城市治理现代化水平", 15) == (
        "稳步推进城中村和危旧房改造、",
        "全面提升城市治理现代化水平",
    )
    lines = turned("中国式现代化中国式现代化", 7)
    assert lines == ("中国式现代化", "中国式现代化")


def test_a_word_longer_than_a_line_is_parted_all_the_same() -> None:
    assert "".join(turned("中国式现代化", 4)) == "中国式现代化"


def test_of_words_that_overlap_the_first_and_longest_counts() -> None:
    assert words_of("为人民城市").begun == {0, 3}
    assert words_of("党中央城市工作").inside == {1, 2, 4, 5, 6}


def test_phrases_are_marked_up_and_escaped() -> None:
    made = marked_phrases(Bulletin(), "<wbr>")("学习<b>贯彻</b>2020—2035年中央城市工作会议精神&ChatGPT-5")
    assert "<b>" not in made
    assert "&lt;b&gt;" in made
    assert '<span class="joined">—</span>' in made
    assert '<span class="joined">5</span>' in made


def test_a_title_in_large_type_turns_between_words_sooner() -> None:
    """A masthead of eight characters fills no line of a phone; a page of many bulletins knows the text of none."""
    assert marked_phrases(None, "|")("数字政府学习资料") == "数字政府学习资料"
    assert marked_phrases(None, "|")("数字政府学习资料", 5) in {"数字|政府|学习资料", "数字政府|学习资料"}


def test_phrases_lose_nothing() -> None:
    title = "今年前三季度国民经济运行总体平稳稳中有进高质量发展取得积极成效"
    pieces = phrasing(Usage(""))(title, NARROWEST)
    assert "".join(pieces) == title
    assert len(pieces) > 5


def test_a_text_that_is_one_title_is_turned_all_the_same() -> None:
    title = "深入学习贯彻党的二十届四中全会精神" * 2_000
    lines = turned(title, 15)
    assert "".join(lines) == title
    assert len(lines) > 2_000


def test_a_subtitle_is_an_element_of_its_own() -> None:
    made = marked_phrases(None, "|")
    assert made("扎实推进城市更新，建设宜居城市——学习会议精神").endswith(
        '<span class="subtitle">——<span class="joined">学</span>习会议精神</span>'
    )
    district = made("若干重大问题的思考与实践——以某某省某某市某某区为例")
    assert "——|" not in district  # no line ends with the dash, even where what follows is longer than a line
    assert "|" in district.partition("subtitle")[2]
    assert "subtitle" not in made("小院——记一位")
    assert "subtitle" not in made("——只有副标题的一个很长很长的题目")
    assert "subtitle" not in made("一个很长很长很长很长很长的题目——")


@pytest.mark.parametrize(
    ("title", "line", "lines"),
    [
        ("学习贯彻全国防汛抗旱工作会议精神", 10, ("学习贯彻全国防汛抗旱", "工作会议精神")),
        (
            "坚持不懈用党的创新理论凝心铸魂、强基固本，奋力开创各项事业发展新局面",
            18,
            ("坚持不懈用党的创新理论凝心铸魂、", "强基固本，", "奋力开创各项事业发展新局面"),
        ),
    ],
)
def test_a_title_turns_beside_common_words(title: str, line: int, lines: tuple[str, ...]) -> None:
    assert turned(title, line) == lines
