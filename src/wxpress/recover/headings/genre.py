"""第四层证据，体例：栏目 marks and words, enumerators, links and sources that end articles, and what is no title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.readers.flow import CAPTION_OPENING, PICTURE_SOURCE
from wxpress.recover.headings.evidence import LONGEST_SECTION, Facts, Place, Seat, Sign, alike, when
from wxpress.recover.words.grammar import (
    AFTERWORD,
    CAPTION,
    COLOPHON,
    DATE_LINE,
    INTERNAL,
    ISSUE_LINE,
    PRINTED,
    continues,
    is_between_dashes,
    note_label,
)
from wxpress.recover.words.lines import is_detail, is_emphatic, may_be_heading
from wxpress.recover.words.nameplate import is_subject
from wxpress.recover.words.ranks import rank_of
from wxpress.recover.words.signatures import CERTAIN, LIKELY, POSSIBLE
from wxpress.tree import List

_SECTION_WORDS = re.compile(
    "要情|权威|发布|论述|原文|要论|要闻|解读|评析|评论|时评|视点|视角|观察|观点|声音|前沿|实践|探索|交流|经验|案例|典型|辅导|导读|导学|问答|释疑|阅读|荐读|书架|"
    "动态|简讯|论坛|纵横|广角|之窗|园地|风采|文摘|文萃|选编|摘编|聚焦|专栏|理论|学习|调研|调查|一线|基层|资料|链接|知识|党课|人物|先锋|法规|政策|文件|讲话|社论"
)
_LONGEST_WORD = 8
_SERIES = re.compile(
    r"(?:文选|学习|简报|参考|资料|通讯|动态|文摘|摘编|导读|快报|专刊|内参|周报|月刊|选编|一学|\S\s+\S{2,8})$"
)
BRACKETED = re.compile(r"[【〖［\[「『](?:[^【】]{2,18})[】〗］\]」』]$")
_RUN_IN = re.compile(r"【[^【】]{2,12}】\s*[^\s【】]{2}")
"""The name of a 栏目 in brackets before a title: 【微党课】一张旧照片."""
_LABELS = re.compile(r".*(?:来源|作者|编辑|时间)\s*[：:].*(?:来源|作者|编辑)\s*[：:]")
_WORK = re.compile(r"《[^《》]{1,40}》")
_BULLETED = re.compile(r"[◆■●★※▲◇□◎○◈✦☆▶►➤▌▍▎█┃❖☞♦]\s*\S")

_Weights = dict[Seat, float]

_RANKED: dict[str, _Weights] = {
    "第一部分": {"section": 1.5, "heading": 1.0},
    "第一章": {"section": 1.2, "heading": 1.0},
    "第一节": {"section": -1.0, "article": -1.0, "heading": 3.0},
    "01": {"section": -1.0, "article": -0.5, "heading": 3.5},
    "之一": {"section": -2.0, "article": -0.5, "heading": 2.5},
    "一、": {"section": 0.5, "article": -1.0, "heading": 3.0},
    "（一）": {"section": -2.0, "article": -1.5, "heading": 3.5},
    "1.": {"section": -2.0, "article": -1.5, "heading": 3.0},
    "（1）": {"section": -3.0, "article": -2.0, "heading": 2.5},
    "①": {"section": -3.0, "article": -2.0, "heading": 1.0},
}

_NEVER = 6.0
_SURELY_NONE = -60.0
"""However many lines of details below would have a title above them."""

_SHORT_NAME, _LONGEST_NAME = 4, 5
_SIGNING = {LIKELY: 2.5, POSSIBLE: -2.0}
_UNDER_TITLE = 3.5
"""Below a title that marks or contents name, hardly anything but who wrote it stands on a short line."""

_NO_TITLE: tuple[tuple[re.Pattern[str], float, str], ...] = (
    (COLOPHON, _NEVER, "版记的写法"),
    (re.compile(rf"(?:{PRINTED.pattern})$"), _NEVER, "版记的写法"),
    (re.compile(r"附件\s*[：:\d一二三四五六七八九十]"), _NEVER, "附件的说明"),
    (re.compile(r"本期(?:责任)?编辑\s*[：:]"), _NEVER, "版记的写法"),
    (INTERNAL, _NEVER, "内部资料的说明"),
    (DATE_LINE, _NEVER, "日期"),
    (CAPTION, 4.0, "图片说明"),
    (
        re.compile(
            rf"\s*{CAPTION_OPENING}|.{{0,30}}(?:{PICTURE_SOURCE})\s*[）)]?$"
            r"|.{0,30}(?:新华社|中新社|人民视觉|视觉中国)(?:记者)?[\u4e00-\u9fff]{0,4}发\s*[）)]?$"
        ),
        _NEVER,
        "图片说明",
    ),
    (re.compile(r"[（(]?\s*(?:备|编者)?注\s*[：:]"), _NEVER, "注的写法"),
    (re.compile(r"\s*[图表]\s*[\d一二三四五六七八九十]+(?:\s*[-—.]\s*\d+)?(?:\s|[：:]|$)"), 5.0, "图表的标题"),
    (
        re.compile(r".{0,20}(?:电话|热线|邮箱|邮编|地址|网址|传真|微信|公众号|二维码)(?:\s*[：:]|.{0,4}\d)"),
        5.0,
        "联系方式",
    ),
    (re.compile(r"[^\u4e00-\u9fff]*$"), 4.0, "没有汉字"),
    (re.compile(r"(?:https?://|www\.)"), _NEVER, "网址"),
    (re.compile(r"[（(][^（）()]*[）)]$"), 3.5, "整行在括号里"),
    (re.compile(r".{2,}：“[^“”]*[。！？]”$"), 4.0, "引出的话，句末有标点"),
    (re.compile(r"“[^“”]*”$"), 1.0, "整行是引语"),
    (re.compile(r".*[！!]$"), 0.6, "口号的写法"),
    (
        re.compile(r"(?:——(?!.*[—–-]$)|-(?!.*-$)|[•·○*+]|其[一二三四五]，|第[一二三四五六]，|[一二三四五六七八九]是)"),
        2.5,
        "列举的写法",
    ),
    (re.compile(r".*[？！].{2,}(?:……|\.{6})$"), 3.0, "一句之后，省略号收尾"),
    (re.compile(r".{0,3}(?:怎么办|怎么看|怎么干|怎么做|为什么|为何|何以|如何破解|如何是好)呢?[？?]$"), 4.0, "设问"),
    (re.compile(r"(?:问|答|主持人|记者|提问|回答)\s*[：:]"), 4.0, "问答的写法"),
    (re.compile(r"(?:新华社|本报|中新社|人民网|央视网|新华网)\S{0,6}\s*(?:\d{1,2}月|讯|电)"), 4.0, "电头"),
    (re.compile(r"[您你]们?的[\u4e00-\u9fff]{1,6}\s*[：:，,\s]\s*\S{1,8}$"), 5.0, "书信的落款"),
    (re.compile(r"(?:谨以|此致|敬礼|特此|谢谢|未完待续|完$|全文完|下转|上接|转下页|接上页)"), 4.0, "起止的套语"),
    (re.compile(r".*(?:编辑部|编委会|课题组|办公室|委员会|宣传部|组织部|党委|支部)$"), 0.5, "单位名称"),
)


_STOPS = re.compile("[，。；！？,]")
_TITLES: tuple[Seat, ...] = ("section", "article")
_HEADINGS: tuple[Seat, ...] = ("section", "article", "heading")


def signs(place: Place, facts: Facts) -> Iterator[Sign]:
    """What the words of one line say, and the line above it."""
    text = place.piece.text
    yield from _of_place(place, facts)
    yield from _of_rank(place, facts)
    yield from _of_section(text)
    yield from when(
        (facts.listed or facts.told) and BRACKETED.fullmatch(text), Sign("heading", 2.5, "方括号里的小标题")
    )
    yield from _of_front(place, text)
    yield from (Sign("body", weight, words) for pattern, weight, words in _NO_TITLE if pattern.match(text))
    name = facts.sectioned and place.front == 1 and not place.particular and len(text) <= _LONGEST_NAME
    yield from when(name and not is_subject(text), Sign("front", -1.5))
    yield from when(facts.lone and not place.piece.hints.level, *alike(_TITLES, -_NEVER))
    yield from when(_LABELS.match(text) and not is_detail(place.piece), Sign("body", _NEVER, "来源和作者"))
    yield from when(_is_item(place), Sign("body", 5.0, "同一符号的几行连在一起，是列举"))
    yield from when(place.divides, *alike(("article", "heading"), 3.0, "按单位分述"))
    yield from when(note_label(text), Sign("body", 2 * _NEVER, "编者按"))
    yield from when(continues(text), Sign("body", _NEVER, "断开的后半段"))
    yield from when(AFTERWORD.fullmatch(text), Sign("body", _NEVER, "文末的说明"))
    yield from _of_details(place, facts)


def _of_details(place: Place, facts: Facts) -> Iterator[Sign]:
    """Byline, source and date; the name of a unit in the masthead is the publisher's."""
    if place.above is not None and BRACKETED.fullmatch(place.above.text) and _WORK.fullmatch(place.piece.text):
        return  # 《…》 below the name of a 栏目 is what is written of, not where it stood
    in_front = place.front is not None and (place.particular or place.front == 0)
    degree = 0 if in_front else place.signing
    if is_detail(place.piece) or degree >= CERTAIN:
        yield Sign("details", 2 * _NEVER, "作者、来源或日期")
        yield from alike(
            _HEADINGS, _SURELY_NONE if _is_of_all(place, facts) else -3.0 if _is_below_title(place) else -2 * _NEVER
        )
    elif degree:
        listed = place.above is not None and place.above.role == "article"
        yield Sign("details", _SIGNING[degree] + (_UNDER_TITLE if listed else 0.0), "标题之下、正文之上的署名")
        of_all = _is_of_all(place, facts)
        yield from when(degree == LIKELY, *alike(_HEADINGS, _SURELY_NONE if of_all else -1.0))


def _is_of_all(place: Place, facts: Facts) -> bool:
    """Whether a line tells of the whole text: it stands below the marked title, or with others that do."""
    return place.above is not None and (place.above.role == "title" or (facts.lone and is_detail(place.above)))


def _is_below_title(place: Place) -> bool:
    """Whether a line that may be a heading stands above; below running text, a signature closes it, but for a name."""
    told = len(place.piece.text) > _SHORT_NAME
    return not told or place.above is None or place.above.role != "body" or may_be_heading(place.above)


def _of_front(place: Place, text: str) -> Iterator[Sign]:
    """Names of series, issue, date and publisher, at the head of the text."""
    yield from when(place.front is not None and _RUN_IN.match(text), Sign("front", -_NEVER))
    yield from when(place.front == 0 and _SERIES.search(text), Sign("front", 1.0, "刊名的写法"))
    numbered = place.front is not None and ISSUE_LINE.search(text)
    particulars = Sign("front", 2 * _NEVER, "期号、日期或编印单位")
    yield from when(numbered or (place.particular and not place.divides), particulars, Sign("body", 3.0))


def _of_place(place: Place, facts: Facts) -> tuple[Sign, ...]:
    if place.ended:
        return (*alike(_TITLES, 2.5, "在上一篇的链接或来源之下"), Sign("heading", -3.0))
    amid = facts.linked and place.front is None and place.run == 1
    return when(amid, *alike(_TITLES, _amid_text(place, facts)))


def _amid_text(place: Place, facts: Facts) -> float:
    """What it says against a title that no link stands above it, where articles end in links.

    Headings inside an article come in twos or more.
    """
    if place.piece.hints.level or is_emphatic(place.piece):
        return -0.3
    return -2.8 if facts.dense and place.amid > 1 else -0.7


def _of_rank(place: Place, facts: Facts) -> Iterator[Sign]:
    rank = rank_of(place.piece.text)
    if rank is None or (rank == "之一" and rank not in facts.counted):
        return  # 学习笔记之一 counts nothing here
    yield Sign("front", -_NEVER)
    if rank in facts.ladder:
        yield Sign(facts.ladder[rank], _NEVER, f"序数“{rank}”贯穿全文")
        return
    if place.follows:
        yield Sign(place.follows, _NEVER, "接着上一个标题的序数")
    yield from (Sign(seat, weight, f"序数“{rank}”") for seat, weight in _RANKED[rank].items())
    yield from when(_is_listed(place, rank), Sign("body", 3.0, "列举的写法"))


def _is_listed(place: Place, rank: str) -> bool:
    """Whether a line of the same rank, or a list, stands right above or below."""
    neighbours = [piece for piece in (place.above, place.below) if piece is not None]
    below_list = place.above is not None and isinstance(place.above.block, List) and not is_emphatic(place.piece)
    return below_list or any(rank_of(piece.text) == rank for piece in neighbours)


def _is_item(place: Place) -> bool:
    """Whether a line with a mark before it stands right beside another with the same: no 栏目 is empty."""
    text = place.piece.text
    neighbours = [piece.text for piece in (place.above, place.below) if piece is not None]
    return bool(_BULLETED.match(text)) and any(other[:1] == text[:1] for other in neighbours)


def _of_section(text: str) -> Iterator[Sign]:
    bulleted, long = bool(_BULLETED.match(text)), len(text) > LONGEST_SECTION
    very_long = len(text) > LONGEST_SECTION + 3
    named = len(text) <= _LONGEST_WORD and _SECTION_WORDS.search(text)
    marked = BRACKETED.fullmatch(text) or is_between_dashes(text)
    yield from when(marked, Sign("section", 2.5, "栏目的标记"))
    yield from when(bulleted, Sign("section", 1.5, "栏目的标记"), Sign("article", 0.8, "标题的标记"))
    yield from when(named, Sign("section", 0.8, "栏目常用的词"))
    yield from when(long and not bulleted, Sign("section", -2.5 if very_long else -1.0))
    yield from when(_STOPS.search(text), Sign("section", -2.0))
