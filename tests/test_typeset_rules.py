"""A case for every rule of Chinese lines: where they may end, what is kept together, what is squeezed."""

from __future__ import annotations

from itertools import pairwise

import pytest

from setting import broken, row_of, set_lines
from wxpress.typeset.classes import classify, is_set_as_chinese, may_break
from wxpress.typeset.row import EM, LATIN_GAP, LOOSE, Character, Row, compose
from wxpress.typeset.rules import AFTER_HYPHEN, NEVER, costs, forced_costs

HALF = EM // 2


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("国，。", "HTT"),
        ("“好”", "OHC"),
        ("（一）《书》", "OHCOHC"),
        ("——……", "DDDD"),
        ("马·恩", "HMH"),
        ("A·B", "LPL"),
        ("don’t", "LLLLL"),
        ("‘A’", "OLC"),
        ("67%的℃", "LLQHK"),
        ("一　二 三", "HIHSH"),
        ("〇々", "HK"),
    ],
)
def test_a_character_has_a_class(text: str, classes: str) -> None:
    assert classify(text) == classes


@pytest.mark.parametrize(("text", "chinese"), [("国", True), ("“Hello”—", False), ("abc 1", False), ("A国", True)])
def test_only_text_with_an_ideograph_is_chinese(text: str, *, chinese: bool) -> None:
    assert is_set_as_chinese(text) is chinese


@pytest.mark.parametrize("mark", "，。、；：？！”’）》〉」』】·％℃～")
def test_no_mark_begins_a_line(mark: str) -> None:
    assert may_break("H", classify(f"国{mark}国")[1]) is False


@pytest.mark.parametrize("mark", "“‘（《〈「『【")
def test_no_opening_mark_ends_a_line(mark: str) -> None:
    assert may_break(classify(mark), "H") is False


@pytest.mark.parametrize(
    "whole",
    ["——", "……", "67.5%", "2025年", "15日", "38.6℃", "1,024个", "第20届", "（三）", "百分之", "马·", "2.3倍"],
)
def test_what_belongs_together_stays_together(whole: str) -> None:
    row = row_of(f"字{whole}字")
    inside = range(2, 1 + len(whole))
    if whole == "百分之":  # an ordinary word may be divided, so that this test can tell
        assert {stop.at for stop in row.stops} >= set(inside)
    else:
        assert not {stop.at for stop in row.stops} & set(inside)


@pytest.mark.parametrize(
    "whole", ["2025年7月15日", "《求是》", "010-62805114", "UN-Habitat", "卡尔·马克思", "2021—2025年", "World Cities"]
)
def test_what_had_better_stay_together_costs(whole: str) -> None:
    dear = costs(f"、{whole}、")
    assert any(0 < cost < NEVER for cost in dear.values())
    assert not {1, len(whole) + 1} & dear.keys()


def test_a_long_number_is_parted_from_what_only_counts_things_at_a_pinch() -> None:
    dear = costs("共1,437台、209套、14,535件次、35台、2,318个、86公里、第128部")
    assert {place: cost for place, cost in dear.items() if cost < NEVER} == {
        6: 15_000,
        11: 15_000,
        19: 15_000,
        20: 3000,
        36: 3000,
    }


def test_a_dash_that_joins_never_begins_a_line() -> None:
    text = "京—沪、第125—138页、2021年—2025年——"
    first = {place for place, character in enumerate(text) if character == "—"} - {len(text) - 1, len(text) - 2}
    assert {place for place, cost in costs(text).items() if cost >= NEVER and text[place] == "—"} == first
    assert may_break("D", "H") is True


def test_an_ellipsis_had_better_not_begin_a_line() -> None:
    text = "他们日夜奔走在田间地头，把党的声音送到千家万户，送到每一个村庄每一个院落每一个人的心里……大家都说好。"
    begun = {columns for columns in range(12, 44) if any(line[0] == "…" for line in broken(text, columns))}
    assert not begun


def test_a_long_title_may_be_divided() -> None:
    assert costs("《中共中央关于进一步全面深化改革的决定》") == {}


def test_a_date_is_not_divided_where_other_lines_can_give_way() -> None:
    text = "会议强调要坚持以人民为中心的发展思想，扎实做好各项工作，并决定于2025年7月15日在北京举行，请各单位认真准备。"
    divided = {
        columns
        for columns in range(16, 44)
        if any(line.endswith(("2025年", "7月")) for line in broken(text, columns, indent=2))
    }
    assert divided == {19, 20, 37, 38, 39, 40}  # where the date would leave a line, and no other one, loose


def test_an_address_may_be_divided_after_its_marks_at_a_pinch_after_a_stroke() -> None:
    text = "见https://www.example.org/a/index.html。"
    places = forced_costs(text)
    cheap, dear, scheme, dearest = sorted(set(places.values()))
    assert {text[:place] for place, cost in places.items() if cost == scheme} == {"见https://"}
    assert {text[place - 1] for place, cost in places.items() if cost == cheap} == {"."}
    assert {text[:place] for place, cost in places.items() if cost == dear} == {
        "见https://www.example.org/",
        "见https://www.example.org/a/",
    }
    assert dearest > dear * 10
    assert all(text[place] not in "/.:" for place in places)


def test_a_loose_line_is_preferred_to_a_word_of_an_address_divided() -> None:
    text = "会议的全部材料已经上网，请各单位认真学习领会，见网址https://www.example.org/xuexi/index.html。"
    ends = {line[-1] for columns in range(30, 44) for line in broken(text, columns)[:-1]}
    assert "." in ends
    assert not {end for end in ends if end.isascii() and end.isalnum()}


def test_a_telephone_number_is_parted_only_where_its_line_would_be_very_loose_and_after_a_hyphen_then() -> None:
    text = "电话010-62805114、+86-10-62805115，传真010-62805116，邮编100091，欢迎来信来电来访，提出宝贵的意见。"
    ends = [line for columns in range(16, 44) for line in broken(text, columns)[:-1] if line[-1] in "-0123456789"]
    assert {end[-1] for end in ends} == {"-"}
    assert 0 < len(ends) < 7


def test_a_number_in_a_cell_narrower_than_it_is_parted_from_its_words_first() -> None:
    assert broken("第10列", 2.5) == ["第10", "列"]
    assert broken("2025年7月", 2) == ["2025", "年", "7月"]


def test_a_link_does_not_stand_alone_on_the_last_line() -> None:
    text = (
        "要坚持以人民为中心的发展思想，着力解决群众急难愁盼的问题，扎实做好各项工作，不断取得新的成效和进步。【链接】"
    )
    assert not {columns for columns in range(16, 44) if broken(text, columns, indent=2)[-1].startswith("【")}


def test_a_link_after_a_single_full_line_takes_a_character_of_it_along() -> None:
    text = "要健全常态化长效化机制，推动作风建设走得深走得实，坚决防止反弹回潮。【查看原文】"
    assert broken(text, 36, indent=2)[-1] == "潮。【查看原文】"


def test_two_characters_beside_a_link_are_better_than_one() -> None:
    dear = costs("取得成效。【链接】")
    assert [dear.get(place, 0) for place in (2, 3, 5)] == [0, 3500, 9000]


def test_a_middle_dot_stays_in_the_middle_when_its_line_is_stretched() -> None:
    line = set_lines("卡尔·马克思2025年", 7)[0]
    before, after = line.advances[line.text.index("·") - 1], line.advances[line.text.index("·")]
    assert before - EM == after - HALF > 0


def test_an_ordinary_full_line_is_not_touched() -> None:
    first, last = set_lines("天" * 20, 16)
    assert first.advances == [EM] * 16
    assert last.advances == [EM] * 4


def test_a_mark_at_a_line_end_is_half_as_wide() -> None:
    line = set_lines("天地玄黄宇宙洪荒，日月盈昃", 8.5)[0]
    assert line.text == "天地玄黄宇宙洪荒，"
    assert line.advances[-1] == HALF


def test_an_opening_mark_at_a_line_start_is_half_as_wide() -> None:
    line = set_lines("“天地”玄黄", 20)[0]
    assert line.advances[0] == HALF


@pytest.mark.parametrize("pair", ["。”", "”，", "》《", "）（", "：“", "“‘", "’”"])
def test_two_marks_together_are_one_and_a_half_em(pair: str) -> None:
    line = set_lines(f"天{pair}地", 20)[0]
    assert sum(line.advances[1:3]) == EM + HALF


def test_half_the_blank_of_an_opening_mark_goes_after_the_number_of_a_note() -> None:
    assert set_lines("② 《书》", 20)[0].advances[1] == HALF - HALF // 2
    assert set_lines("② 书", 20)[0].advances[1] == set_lines("注 《书》", 20)[0].advances[1] == HALF
    assert set_lines("书② 《书》", 20)[0].advances[2] == HALF


def test_question_and_exclamation_marks_together_are_half_an_em_each() -> None:
    assert sum(set_lines("吗？！没", 20)[0].advances[1:3]) == EM
    assert sum(set_lines("吗！！！没", 20)[0].advances[1:4]) == EM + HALF
    assert set_lines("吗？没", 20)[0].advances[1] == EM


@pytest.mark.parametrize("stroke", "/／")
def test_a_stroke_neither_begins_nor_ends_a_line(stroke: str) -> None:
    places = {stop.at for stop in row_of(f"克{stroke}米").stops}
    assert places == {3}


def test_an_ideograph_keeps_an_eighth_of_an_em_from_latin() -> None:
    line = set_lines("用AI做", 20)[0]
    assert line.advances == [EM + LATIN_GAP, HALF, HALF + LATIN_GAP, EM]


def test_the_gaps_beside_latin_grow_with_the_others_but_no_wider_than_a_reader_bears() -> None:
    text = "天地玄黄5宇宙洪荒6日月盈2025年"
    beside = {3: EM, 4: HALF, 8: EM, 9: HALF}
    for columns, han, latin in ((12.66, 10, 10), (13.02, 55, 10), (13.3, 90, 10), (14.04, 125, 125)):
        line = set_lines(text, columns)[0]
        assert line.width == columns * EM
        for place, advance in enumerate(line.advances[:-1]):
            wanted = beside[place] + LATIN_GAP + latin if place in beside else EM + han
            assert abs(advance - wanted) <= 1


def test_text_that_does_not_wrap_keeps_its_gaps_beside_latin() -> None:
    text = "共15日"
    row = compose(text, classify(text), [Character(EM)] * 4, joined=frozenset(range(1, 4)))
    assert row.gap == [LATIN_GAP, 0, LATIN_GAP, 0]
    assert [stop.at for stop in row.stops] == [4]
    assert compose("a国", "LH", [Character(EM), Character(0)], joined=frozenset({1})).gap == [0, 0]


@pytest.mark.parametrize("text", ["，AI", "（AI）", "AI，", "用 AI 做"])
def test_marks_and_spaces_need_no_gap_beside_latin(text: str) -> None:
    assert not any(gap > 0 for gap in row_of(text).gap)


def test_no_gap_is_left_at_a_line_end() -> None:
    line = set_lines("天地玄黄AI宇宙", 4)[0]
    assert (line.text, line.advances) == ("天地玄黄", [EM] * 4)


def test_squeezing_comes_before_stretching() -> None:
    lines = set_lines("天地玄黄，宇宙洪荒，日月盈昃，辰宿列张，寒来暑往，", 19)
    assert lines[0].text == "天地玄黄，宇宙洪荒，日月盈昃，辰宿列张，"  # 19.5 em, squeezed into 19
    assert lines[0].width == 19 * EM
    assert min(lines[0].advances[4], lines[0].advances[9], lines[0].advances[14]) < EM


def test_the_gaps_beside_latin_are_squeezed_after_the_marks_alone() -> None:
    text = "天地，玄黄5宇宙6洪荒2025年日月盈昃"
    natural = row_of(text).width(0, 16)
    for over, mark, latin in ((300, EM - 300, 0), (HALF, HALF, 0), (HALF + 150, HALF, 25), (HALF + 210, HALF, 35)):
        line = set_lines(text, (natural - over) / EM)[0]
        assert line.text == text[:16]
        assert line.advances[2] == mark
        assert line.advances[4] == EM + LATIN_GAP - latin


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "“‘“‘引’”’”，《〈（括）〉》；——……——！？！" * 4,
            "“‘“‘引’”’”，《〈（括）〉》；——……——！？！“‘“‘引’”’”，《〈（括）〉》；",
        ),
        (f"数字{'1234567890' * 4}和{'ABCDEFGHIJ' * 5}混排，" * 2, f"数字{'1234567890' * 4}和"),
    ],
)
def test_a_line_with_hardly_a_gap_is_as_long_as_can_be(text: str, first: str) -> None:
    assert broken(text, 36, indent=2)[0] == first


def test_a_line_full_of_marks_takes_in_all_that_they_give() -> None:
    text = "天，地，玄，黄，宇，宙，2025年洪荒"
    assert broken(text, 12.2)[0] == "天，地，玄，黄，宇，宙，2025年"


def test_a_line_that_cannot_be_filled_otherwise_is_stretched_between_ideographs_alone() -> None:
    line = set_lines("天地玄黄宇宙2025年洪荒", 7)[0]
    assert line.text == "天地玄黄宇宙"
    assert line.width == 7 * EM
    assert line.advances == [1200] * 5 + [EM]


@pytest.mark.parametrize(("columns", "space", "gap"), [(12.8, 722, 1000), (14, 910, 1160)])
def test_word_spaces_grow_first_in_a_loose_line(columns: float, space: int, gap: int) -> None:
    """They are half an em here as they are, and a quarter wider before anything else is moved."""
    line = set_lines("天地玄黄open source is a internationalization", columns)[0]
    assert line.text == "天地玄黄open source is a"
    assert line.width == columns * EM
    assert max(line.advances[:3]) == pytest.approx(gap, abs=1)
    spaces = [advance for advance, character in zip(line.advances, line.text, strict=True) if character == " "]
    assert spaces == pytest.approx([space] * 3, abs=1)


def test_dashes_and_ellipses_are_never_stretched_inside() -> None:
    for pair in ("——", "……"):
        line = set_lines(f"天地{pair}玄黄2025年", 7)[0]
        place = line.text.index(pair)
        assert line.advances[place] == EM
        assert max(line.advances) > EM


def test_a_mark_is_never_moved_from_the_text_it_belongs_to() -> None:
    line = set_lines("天地，“玄黄”宇宙洪荒2025年", 12)[0]
    for (before, after), advance in zip(pairwise(line.text), line.advances, strict=False):
        if after in "，”" or before == "“":
            assert advance <= EM


def test_the_last_line_is_not_a_single_character() -> None:
    text = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来"  # 17, and the last one alone
    assert [len(line) for line in broken(text[:17] + "。", 16)][-1] > 2
    assert broken(text[:17] + "。", 16)[-1] != text[16] + "。"


def test_no_line_is_left_loose_before_a_word_that_is_not_divided() -> None:
    text = (
        "会议强调，要深入学习领会，全面贯彻落实，切实把思想和行动统一起来，把力量和智慧凝聚起来，扎实做好今后一个时期的"
        "各项工作，如有问题请拨打电话010-12345678询问。"
    )
    row = row_of(text)
    line_by_line = max(_share(row, first_fit, columns) for columns in range(16, 44) for first_fit in _fit(row, columns))
    together = max(
        _share(row, (line.line.start, line.line.end), columns)
        for columns in range(16, 44)
        for line in set_lines(text, columns)[:-1]
    )
    assert line_by_line > 500
    assert together <= LOOSE


def _fit(row: Row, columns: int) -> list[tuple[int, int]]:
    """The lines that hold as much as they can, one after the other, but for the last."""
    lines, start = [], 0
    stops = [stop for stop in row.stops if stop.cost < AFTER_HYPHEN]
    while start < len(row.text):
        stop = [stop for stop in stops if stop.at > start and row.width(start, stop.end) <= columns * EM][-1]
        lines.append((start, stop.end))
        start = stop.at
    return lines[:-1]


def _share(row: Row, line: tuple[int, int], columns: int) -> int:
    return row.share(*line, max(0, columns * EM - row.width(*line)))


def test_a_word_wider_than_the_line_is_torn_rather_than_let_out() -> None:
    lines = set_lines("见" + "A" * 60 + "止", 10)
    assert "".join(line.text for line in lines) == "见" + "A" * 60 + "止"
    assert max(line.width for line in lines) <= 10 * EM


def test_a_stop_hangs_where_the_style_says_so() -> None:
    line = set_lines("天地玄黄宇宙洪荒，日月盈昃", 8, hanging=True)[0]
    assert line.text == "天地玄黄宇宙洪荒，"
    assert line.advances == [EM] * 8 + [0]


def test_spaces_vanish_at_a_line_end() -> None:
    lines = broken("天地玄黄 AI 宇宙洪荒", 4)
    assert lines[0] == "天地玄黄"
    assert not lines[1].startswith(" ")
