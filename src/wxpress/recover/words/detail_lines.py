"""篇目信息的行：what one line tells of who wrote an article, where it was published and when."""

from __future__ import annotations

import re
from itertools import pairwise

from wxpress.recover.words.grammar import (
    DATE,
    DATE_LINE,
)
from wxpress.recover.words.signatures import LIKELY, MARK, degree_of, is_signature, unmarked
from wxpress.recover.words.units import is_unit

_BYLINE = re.compile(
    r"(?:本期)?(?:作者|译者|撰稿人?|撰文|文稿|文字|文|供稿|口述|记录|采写|采访|编译|翻译|本报记者|本刊记者|记者|通讯员|执笔|整理|主讲人?|讲课人|讲授人|领读人?|领学人?|分享人|授课人|宣讲人|报告人|主播|朗读者?|诵读人?|讲述人?)\s*(?:[：:]|／|/|丨|｜|\|)"
    r"\s*(?P<name>[^，。；：:]{2,60})$"
)

_TASK = re.compile(r"(?:文字|摄影|摄像|图片?|绘图|漫画|设计|视频)\s*[：:／/]\s*[^，。；：:]{2,40}$")
"""Who made what stands beside the text, named behind its author."""

_WORDS_AND_PICTURES = re.compile(
    r"(?P<name>(?:文\s*[/／、]?\s*图|图\s*[/／、]?\s*文)\s*[：:/／\s]\s*[^，。；：:]{2,40})$"
)
"""文/图 秦晓: the label says more than who wrote it, and stays."""

_REPORTER = re.compile(r"(?P<name>(?:本报|本刊|新华社)(?:特约)?(?:记者|通讯员)\s+[^，。；：:]{2,60})$")
"""Written before a name without a colon, 本刊记者 says who the author is, and is no label."""

_LEAD = re.compile(
    r"(?P<name>(?:(?:本报|本刊|本网|本台)[\u3400-\u9fff]{0,8}?|[\u3400-\u9fff]{1,8}[社网])(?:[\u3400-\u9fff]{0,8}?\d{1,2}月\d{1,2}日)?[讯电]\s*"
    r"[（(]\s*(?:[\u3400-\u9fff]{2,8}?)?(?:记者|通讯员)[^（）()，。]{2,40}[）)])$"
)
"""本报讯（记者 张三） alone on its line says who wrote it and for whom; before text it is the text's."""

_FROM = (
    "(?:文章|稿件|信息|资料|图文|文图|图片)?来源|发布(?:机构|单位)|稿源|原载于?|载于|刊于|摘编自|摘自|转载自|转自|选自"
    "|节选自|据"
)

_REMARK = r"(?:，(?:(?:略)?有(?:删节|删改|改动)|\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日[^，。；：（）()]{0,12}))?"
"""What may stand behind a source: the day of its publication, or that it is abridged."""

SOURCE = re.compile(rf"(?:本文)?(?:{_FROM})\s*[：:｜丨]\s*(?P<name>[^，。；]{{2,60}}?{_REMARK})$")
_SOURCE_IN_BRACKETS = re.compile(
    rf"(?:本文)?(?:(?:{_FROM})\s*[：:]?|(?=《|[\u4e00-\u9fff]{{1,8}}(?:报|网|社|刊|电讯)\s*\d|[\u4e00-\u9fff]{{2,8}}\d{{4}}年.*(?:版|期)$|求是|半月谈|瞭望))"
    r"\s*(?P<name>(?:《[^《》]{2,40}》|[^，。；：《》（）()]){1,60}?"
    rf"{_REMARK})$"
)

_PUBLICATION = re.compile(
    r"(?P<name>(?:《[^《》]{2,20}》|[\u4e00-\u9fff]{2,10}(?:(?<![通简汇快情要预公播捷])报|网|(?:华|讯|版|志|报|新|通)社|刊|客户端|公众号))"
    r"(?:[（(]?\d{4}年(?:\d{1,2}月\d{1,2}日|第\d{1,2}期)[^，。；]{0,12})?)$"
)

BRACKETED_LABEL = re.compile(
    r"[【\[](?P<label>作者|来源|供稿|撰稿|记者|执笔|整理)[】\]]\s*[：:]?\s*(?P<name>[^【】]+)$"
)

BEHIND_DASH = re.compile(
    rf"[—─―－-]{{1,2}}\s*(?:(?:{_FROM})\s*[：:]?\s*)?(?P<name>《[^《》]{{2,30}}》[（(]?[\d年月日第期版页总\s]*[）)]?)$"
)
"""——《江州日报》 below a text, as abstracts have it; a subtitle goes on behind the name."""

_AUTHOR_NOTE = re.compile(
    r"(?P<name>作者(?:系|为|是|单位)[^（）()]{2,80})$|作者\s*[：:]\s*(?P<more>[^（）()]{2,80})$"
    r"|(?:本报|本刊|新华社)?(?:记者|通讯员)[：:](?P<names>[^（）()，。]{2,40})$"
    r"|(?:记者|通讯员)\s(?P<others>[^（）()，。]{2,40})$"
)

_CITED = re.compile(r"(?P<byline>[^，]{2,16})，(?P<source>《[^《》]{2,20}》[^，。]{0,30})$")
_SIGNED_SOURCE = re.compile(
    rf"(?:本文)?(?:{_FROM})\s*[：:]?\s*(?P<source>《[^《》]{{2,40}}》[^，。；：]{{0,30}})[，,；;]\s*(?:作者|文)\s*[：:]?\s*(?P<byline>[^，。；：]{{2,20}})$"
)
"""摘自《光明日报》2025年8月12日，作者：刘元春"""
BRACKETS = re.compile(r"[（(【\[]\s*(?P<inside>[^（）()]*(?:（[^（）]*）[^（）()]*)*)\s*[】\])）]$")
_TOKEN = re.compile(r"[^\s|｜；;]+")
LABELLED = re.compile(
    rf"(?:主播|朗读|写作|创作|作者|撰|文|供稿|记者|通讯员|执笔|口述|记录|整理|采写|采访|编译|翻译|摄影|(?:{_FROM})|发布|发表|更新|时间|日期)[^：:｜丨]{{0,4}}[：:／/｜丨]"
)

_NEXT_LABEL = re.compile(
    r"(?<=[^\s|｜（(【\[])(?=(?:(?:信息|文章|稿件)来源|责任编辑|作者|发布(?:时间|日期|机构|单位)|更新时间|(?<![布表新任息章件作])(?:来源|编辑|日期|时间)"
    r"|(?:浏览|点击|阅读|访问)(?:次数|量|数)?|字体(?:大小)?|字号|文字大小|分享到)\s*[：:])"
)
"""Where the next thing is told of a page, though no space sets it off: 2025-08-29来源：新华网浏览次数：132."""

_OPENS_PAGE = re.compile(rf"(?:发布|发表|更新|时间|日期|来源|信息来源|稿源|文章来源|作者|{DATE.pattern})")
_LONGEST_LINE = 100
Fields = dict[str, str]
_PATTERNS = (
    *(("source", SOURCE), ("source", BEHIND_DASH), ("byline", _WORDS_AND_PICTURES)),
    *(("byline", _BYLINE), ("byline", _REPORTER), ("byline", _LEAD), ("source", _PUBLICATION)),
)


def details_of(text: str) -> Fields:
    """Byline, source and date of a line that holds nothing else, labels taken off; empty for any other line."""
    if len(text) > _LONGEST_LINE or not text:
        return {}
    line = set_apart(text.strip())
    fields: Fields = {}
    groups = [line] if BRACKETS.fullmatch(line) else _groups(line)
    if (
        len(groups) > 1
        and _BYLINE.match(groups[0])
        and all(_BYLINE.match(group) or _TASK.match(group) for group in groups)
    ):
        return {"byline": line}  # 口述：张三　整理：李四
    for group in groups:
        found = _detail(group) or (_likely(group) if len(groups) > 1 else {})
        if not found or found.keys() & fields.keys():
            return {}
        fields |= found
    return fields


def names_reporter(text: str) -> bool:
    """Whether a line names a reporter, as newspapers do right below a title."""
    return bool(_REPORTER.match(text))


def set_apart(line: str) -> str:
    """*line*, a space before each label in it, where it opens as what web pages tell of themselves."""
    return _NEXT_LABEL.sub(" ", line) if _OPENS_PAGE.match(line) else line


def _likely(group: str) -> Fields:
    """Who wrote it, as far as what stands beside it shows."""
    return {"byline": unmarked(group)} if degree_of(group) >= LIKELY else {}


def bracketed(inside: str) -> Fields:
    """What a line in brackets tells: （来源：…）, （人民日报2025年7月15日第1版）, （作者系…）, （2025年7月18日）."""
    source, author, cited = (pattern.match(inside) for pattern in (_SOURCE_IN_BRACKETS, _AUTHOR_NOTE, _CITED))
    if author:
        return {"byline": (author[author.lastgroup or 0]).strip()}
    signed = _SIGNED_SOURCE.match(inside)
    if signed:
        return signed.groupdict()
    if cited and is_signature(cited["byline"]):
        return {"byline": cited["byline"], "source": cited["source"]}
    return {"source": source["name"].strip()} if source else _detail(inside)


def _groups(line: str) -> list[str]:
    """The line divided where a label, a date or a publication begins a new detail; white space within one stays."""
    tokens = list(_TOKEN.finditer(line))
    labels = {at + 1 for at, token in enumerate(tokens) if token[0].endswith(("：", ":"))}
    starts = [token.start() for at, token in enumerate(tokens) if at == 0 or (at not in labels and _begins(token[0]))]
    return [line[start:end].strip(" \t\u3000|｜；;") for start, end in pairwise([*starts, len(line)])]


def _begins(token: str) -> bool:
    bare = token.lstrip("（(【[")
    return bool(LABELLED.match(bare) or DATE_LINE.match(bare) or _PUBLICATION.match(token))


def _detail(text: str) -> Fields:
    if MARK.match(text):
        return {name: value for name, value in _detail(unmarked(text)).items() if name == "byline"}
    labelled = BRACKETED_LABEL.match(text)
    if labelled:
        return _detail(f"{labelled['label']}：{labelled['name']}")
    brackets = BRACKETS.fullmatch(text)
    if brackets:
        inside = brackets["inside"].strip()
        return bracketed(inside) or ({"byline": inside} if is_unit(inside) else {})
    date = DATE_LINE.fullmatch(text)
    if date:
        return {"date": (date["date"] + (date["clock"] or "")).strip()}
    for name, pattern in _PATTERNS:
        match = pattern.match(text)
        if match:
            return {name: match["name"].strip()}
    return {"byline": unmarked(text)} if is_signature(text) else {}
