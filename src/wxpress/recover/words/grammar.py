"""体例：the words and shapes by which the genre marks its parts. Nothing here knows any one bulletin."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_NUMERAL = "[0-9０-９〇零一二三四五六七八九十百]+"

NOTE_LABEL = re.compile(
    r"\s*(?P<open>[【\[〔〖（(])?\s*(?P<label>[编編]\s*者\s*按[语語]?|[编編](?:者|辑|輯)(?:的[话話]|寄语|导语|说明)|编辑手记|编前(?:语|按|的话)?|本刊按|按\s*语|按(?=\s*[：:】\]])|本[期周]提要|内容提要|卷首(?:语|寄语)?|荐读语|荐语|(?:使用|学习|编写|编印)说明|刊首语|开[卷篇]语|本期导读|导\s*读|导\s*语|[学阅]习?读?提示|前言|序言|写在前面|致读者)\s*"
    r"(?P<close>[】\]〕〗）)])?\s*(?P<colon>[：:])?\s*"
)
_ORNAMENT = r"[\s*★☆◆◇■□●○◎▲△▌▍—–─\-=~～·•【】〖〗\[\]「」『』〔〕|]*"
CONTENTS_LABEL = re.compile(
    rf"{_ORNAMENT}(?:(?:学\s*习\s*|文章\s*|篇目\s*)?目\s*[录次](?:\s*contents)?|学习要目|contents(?:\s*目\s*录)?|要\s*目|(?:目录|要目)(?:导[读览]|一览)|内容(?:导[航览]|目录|一览|速览)|栏目(?:导[航览]|一览)|本期(?:速览|导航)"
    rf"|本\s*[期周月辑刊]\s*(?:目\s*[录次]|要\s*目(?:导[读览])?|看\s*点|内\s*容|导\s*览)){_ORNAMENT}[：:]?{_ORNAMENT}",
    re.IGNORECASE,
)
READING_GUIDE = re.compile(
    rf"{_ORNAMENT}(?:本[期周月辑刊](?:导\s*[读语]|提要|要点|摘要)|导\s*读|内\s*容\s*提\s*要){_ORNAMENT}[：:]?"
)
"""The label of a note; of the contents where a list stands right below it."""

PLAIN_LINKS = (
    "链接|原文链接|全文链接|文章链接|原文地址|相关链接|详细|详情|查看详情|更多|更多内容|"
    "阅读全文|阅读原文|查看全文|查看原文"
)
LINK_WORDS = f"{PLAIN_LINKS}|全文|原文"
_LINKED_MEDIA = (
    "视频|音频|图解|图集|图文|海报|直播|回放|实录|文字实录|专题|附件|下载|课件|答题|延伸阅读"
    "|(?:观看|查看|点击|收听|下载)[\u4e00-\u9fff]{2,4}"
)
"""Words that label a link only where one is behind them: in brackets alone they may name a 栏目."""

LINK_LABEL = re.compile(rf"\s*(?:[【\[](?:{LINK_WORDS})[】\]]|(?:{PLAIN_LINKS})[>＞»…]*|(?:{LINK_WORDS})[>＞»…]+)\s*")
"""A label that is plain text; 全文 and 原文 alone may name a 栏目."""
LABEL_OF_LINK = re.compile(
    rf"\s*(?:[【\[](?P<inside>{LINK_WORDS}|{_LINKED_MEDIA})[】\]]|(?P<bare>{LINK_WORDS})[>＞»…]*)\s*"
)
"""The words of what is a link in the source."""
_BRACKETED_LINK = re.compile(rf"\s*【(?P<label>{LINK_WORDS})】\s*$")

_LINK_CLOSERS = "】]>＞»…"
_TRAILING_LINK = re.compile(rf"[【\[]?(?:{LINK_WORDS})[{re.escape(_LINK_CLOSERS)}]*\s*$")
_LONGEST_LINK = 1 + max(map(len, LINK_WORDS.split("|")))


def bracketed_link(text: str) -> re.Match[str] | None:
    """A 【链接】 at the end of *text*, with the white space before it."""
    return _BRACKETED_LINK.search(text) if text.rstrip().endswith("】") else None


def trailing_link(text: str) -> re.Match[str] | None:
    """The words of a link at the end of *text*, brackets and all; no more of a paragraph is searched than they take."""
    end = len(text.rstrip().rstrip(_LINK_CLOSERS))
    return _TRAILING_LINK.search(text, max(0, end - _LONGEST_LINK))


_TOTAL_ISSUE = rf"[（(]?\s*总\s*第?\s*{_NUMERAL}\s*期\s*[）)]?"
_FREQUENCY = r"[（(][\u4e00-\u9fff]{1,3}刊[）)]"
"""（季刊）, （双月刊）, （增刊）"""

_ORDINAL = rf"(?:{_NUMERAL}|[一二三四五六七八九十百](?:\s[一二三四五六七八九十百])+)(?:\s*[—–～~、-]\s*{_NUMERAL})?"
"""第8期, and 第7—8期 of a double issue."""
_YEAR = (
    r"(?:(?:\d{4}\s*[—–～-]+\s*\d{4}\s*学年度?\s*(?:第?[一二上下]学期)?"
    r"|(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年|[〔\[（(]\d{4}[〕\]）)])\s*)?"
)

ISSUE = re.compile(rf"(?:总\s*)?第\s*{_NUMERAL}\s*期")
ISSUE_LINE = re.compile(
    rf"[（(]?\s*{_YEAR}第\s*{_ORDINAL}\s*期(?:合刊)?\s*[）)]?(?:[\s·•|｜/，,]*{_TOTAL_ISSUE})?(?:\s*{_FREQUENCY})?"
    rf"|\d{{4}}\s*年\s*\d{{1,2}}\s*月(?:[号刊]|[上中下]旬[刊号])(?:\s*{_TOTAL_ISSUE})?|{_YEAR}第\s*{_ORDINAL}\s*(?:[辑号批册集卷]|周(?!年))(?=\s*$|\s*[（(])|(?<!\S)第\s*{_NUMERAL}\s*次(?=\s*$)"
    rf"|^[（(]之?{_NUMERAL}[）)]$|^\d{{4}}年版$|(?<!\S)\d{{4}}年[春夏秋冬]季?(?=\s|$)|(?<!\S)[（(]?(?:\d{{4}}|[〇○零一二三四五六七八九]{{4}})年第?[一二三四1-4]季度[）)]?(?=\s*$)|(?<!\S)(?:[Vv][Oo][Ll]|[Nn][Oo])\.?\s?\d{{1,4}}(?=\s*$)|(?<!\S)20\d\d\s?[/.．]\s?(?:0?[1-9]|1[0-2])(?=\s*$)"
    rf"|{_YEAR}(?:第?[一二三四1-4]季度|[春夏秋冬]季?)合?[刊号](?=\s*$)|{_TOTAL_ISSUE}|[〔\[（(]\d{{4}}[〕\]）)]\s*第?\s*\d+\s*号"
)
DATE = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
)
DATE_APART = re.compile(
    rf"(?:(?<=[\s（(])|^)(?:{DATE.pattern})(?:\s*[—–~～至-]+\s*(?:{DATE.pattern}|\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}[./]\d{{1,2}}))?"
    rf"(?=\s*$|[\s）)（(，,]|\s*星期|(?:出版|出刊|印发|编印)\s*$)"
)
"""A date, or the time between two, that stands apart from other words, as those of a masthead do."""

SUBJECT_LABEL = re.compile(r"(?:本期|学习)?(?:主题|专题)\s*[：:]\s*(?=\S)")

CLOCK = re.compile(r"\d{1,2}:\d{2}")

WEEKDAY = re.compile(r"[（(]?\s*星期[一二三四五六日天]\s*[）)]?")

SOURCE_LINE = re.compile(
    r"[（(]?\s*(?:文章来源|来源|稿源|原载|摘自|转自|据)\s*[：:]\s*(?P<name>[^，。；]{2,60}?)\s*[）)]?$"
)
DATE_LINE = re.compile(
    rf"[（(]?\s*(?:(?:发布|发表|更新|刊发|成文|写作|创作)?(?:时间|日期))?\s*[：:]?\s*(?P<date>{DATE.pattern})(?P<clock>\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?\s*[）)]?$"
)
AFTERWORD = re.compile(r"[（(](?:作者|摘自|原载|来源|本文|转自|执笔)[^（）()]{2,80}[）)]$")
"""A bracketed last line of an article: （作者系…）, （本文有删节）."""


def _set_wide(words: str) -> str:
    """Words, divided by bars, whose letters may be set wide: 编　辑."""
    return "|".join(r"\s*".join(word) for word in words.split("|"))


_EDITING = _set_wide(
    "编辑|责编|主编|总编|编审|编务|校对|校核|审校|审核|审定|审签|"
    "签发|签批|核稿|拟稿|编校|排版|版式|美编|统稿|统筹|监制|策划|供稿"
)
_BY = rf"(?:(?:本期|本版|责\s*任|执\s*行|值班|文字|图片|美术|特约|副)\s*)*(?:{_EDITING})"
"""What those do who make an issue; one label may say two such things: 编辑、校对."""

_SENT = r"[抄呈主分发报印寄]\s*[送报发]"
"""报送, 发送, 抄报: to whom it goes; 送, 报 and 发 alone say so, too."""

_HOSTS = _set_wide("主办|承办|协办|编印|主办单位|承办单位|编印单位")
_COLON = r"\s*[：:｜|丨]\s*"
_SLASH = r"(?<!稿)\s*[/／]\s*(?=[\u4e00-\u9fff]{2,4}(?:\s|$))"
"""责编/舒晓, as newspapers have it; 供稿/舒晓 says who wrote."""
_NAMES = r"(?:[\u4e00-\u9fff]\s?){1,3}[\u4e00-\u9fff](?:[\s、，]+(?:[\u4e00-\u9fff]\s?){1,3}[\u4e00-\u9fff])*\s*$"
_BOARD = rf"(?:{_set_wide('编委会?|编辑委员会|名誉主编|顾问|总顾问|主任|副主任|主任委员|委员|编委')})"
"""Those on the board of a periodical, by name."""
CREDIT = re.compile(
    rf"{_BOARD}{_COLON}{_NAMES}|编\s*辑?\s*委\s*(?:员\s*)?会$|(?:{_BY}(?:\s*[、/／]\s*{_BY})*|联\s*系\s*人|{_HOSTS})(?:{_COLON}|{_SLASH})\S.{{0,40}}$|(?:{_SENT}|[送报发])\s*[：:]\s*\S.{{3,80}}$"
    rf"|本期\s*(?:责\s*任|执\s*行|值班)?(?:{_EDITING})\s+[\u4e00-\u9fff]{{2,4}}(?:[\s、]+[\u4e00-\u9fff]{{2,4}})*$"
)
"""A last line that is the 版记 by itself: who made the issue, or to whom it goes."""
INTERNAL = re.compile(
    r"[（(【]?\s*(?:内部(?:资料|刊物|学习资料|文件|交流)|注意保存|免费(?:赠阅|交流)|仅供(?:内部|参考|学习|交流)|(?:内部[\u3400-\u9fff]{2}[\s，、；]+)?(?:不得|请勿|严禁)(?:外传|翻印|复制|转载)).{0,20}$"
    r"|[（(【]\s*供[^（）()，。]{2,24}(?:使用|学习|参考|参阅|交流|传阅)\s*[）)】]$"
)
_LINES = _set_wide("印刷|印数|共印|印制|联系人|电话|热线|邮箱|信箱|邮编|地址|网址|准印证号")
COLOPHON = re.compile(
    rf"(?:{_BY}(?:\s*[、/／]\s*{_BY})*|{_HOSTS})(?:{_COLON}|{_SLASH})\S"
    rf"|(?:[初复终]审|{_SENT}|[送报发印编]|(?:联系|咨询|监督|服务|举报|投稿)?(?:{_LINES}|方式)|(?:欢迎|来稿)?投稿)\s*[：:]\s*\S"
    r"|[（(]?\s*(?:[共本期]\s*)*印\s*[发制刷数]?\s*\d[\d,，]*\s*份\s*[）)]?$"
)

PRINTED = re.compile(r"[^，。：；]{2,30}\s*\d{4}年\d{1,2}月\d{1,2}日\s*印发?")
"""印发机关和印发日期, the last line of a 版记 (GB/T 9704, 7.4.3)."""

BULLET = re.compile(r"\s*[◆■●★※▲◇□▪•◎○◈✦☆▶►➤▌▍▎█┃❖☞♦]\s*")
ENUMERATOR = re.compile(
    rf"\s*(?:第{_NUMERAL}(?:部\s*分|单元|板块|版块|专题|[章节部篇编条])|(?:栏目|专栏|专题|板块|单元)\s*{_NUMERAL}\s*(?:[：:、]|(?=\s))|(?:PART[\s.·]*|0)\d{{1,2}}(?=\s)|{_NUMERAL}、(?!{_NUMERAL}、)|[（(]{_NUMERAL}[）)]|\d{{1,3}}(?:[.．](?!\d)|、)|[①-⑳㉑-㉟])\s*"
)
SECTION_MARK = re.compile(
    rf"\s*(?:[【〖◆■●★※▲◇□◎○◈✦☆▶►➤▌▍▎█┃❖☞♦]|第\s*{_NUMERAL}\s*(?:[部编篇章辑]|板块|版块|单元|专题)|{_NUMERAL}、(?!{_NUMERAL}、)"
    r"|[「『][^「」『』]{2,14}[」』]\s*$)"
)
ANY_LABEL = re.compile(r"\s*[\u4e00-\u9fff]{2,8}[：:]")
CAPTION = re.compile(r"(?:摄|供图|图/.{2,8}|制图)\s*[）)]?$")

_BETWEEN_DASHES = re.compile(r"[—–－―─-]{1,3}\s*[^—–－―─\s\d-][^—–－―─，。；]{1,13}[—–－―─-]{1,3}")

STOPS = "。！？!?"
_NARROW_STOP = re.compile("(?:[\u3400-\u9fff”’）》][.．｡]|[a-z]{4}[.])$")
"""A full stop as typed or recognised in Chinese text, for which WX303 asks, or of a Latin sentence: not ``Co.``"""

_ENDS = (*STOPS, "：", "；", ":", ";", "……")
_PLAIN_ENDS = ("，", "、", "”", "》", "）")
_LONGEST_END = 40
"""Characters at the end of a paragraph that tell how it ends."""
_CLOSERS = '”’）】》」』)]"'
_NOTE_MARKS = re.compile(
    r"(?<=[。！？”’）》])(?:\s?(?:[①-⑳❶-❿]|\[\d{1,3}\]|［\d{1,3}］|〔\d{1,3}〕|【\d{1,3}】)){1,3}$|(?<=[。！？])\d{1,2}$"
)
"""What calls for a note behind the last stop: 。①, 。[1], 。1."""
_CONTINUES = re.compile(
    r"\s*[，。、；：！？）》”’】％%,;:]"
    "|(?![对是不好啊哦嗯唉咦难行可那我你他她它谁这哪来看听说想干快走冲])[\u4e00-\u9fff][。；]"
)
"""A stop or a closing mark, or the last letter of a sentence; one letter alone is a sentence in talk only: 难。"""
_OPEN_END = re.compile(r"[，、（“‘《【(—]$")
SHORTEST_TORN = 24
"""A paragraph's first line on the narrowest page, 28 em less the indent and a mark or two: no shorter half is torn."""

PAIRS = (("“", "”"), ("《", "》"), ("（", "）"), ("‘", "’"))

PAGE_NUMBER = re.compile(
    r"\s*(?:[—–―－·•~～-]+\s*(?P<dashed>\d{1,4})\s*[—–―－·•~～-]+|\[\s*(?P<boxed>\d{1,3})\s*\]"
    r"|第\s*(?P<counted>\d{1,4})\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?"
    r"|(?P<slashed>\d{1,4})\s*[/／]\s*\d{1,4}"
    r"|[Pp]age\s*(?P<worded>\d{1,4})(?:\s*of\s*\d{1,4})?)\s*"
)
LONE_NUMBER = re.compile(
    r"\s*(?:[Pp]\s?[.．]?\s?|[（(〔［\[◇◆○●■□~～—–―－-]\s*)?(\d{1,4})(?:\s*[）)〕］\]◇◆○●■□~～—–―－-])?\s*"
)
"""A number alone, in the dress of a page's or without: P1, ［1］, （1）."""


@lru_cache(maxsize=1 << 13)
def folded(text: str) -> str:
    """*text* as two printings of one title have in common: letters, digits and ideographs, width and case folded.

    What no title is as long as stays as it is: to fold a paragraph takes long.
    """
    if len(text) > _LONGEST_FOLDED:
        return text
    if _COMMON.fullmatch(text):
        return _NO_WORD.sub("", text).lower()
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


_LONGEST_FOLDED = 200
_NO_WORD = re.compile(r"[\W_]+")
"""All but what `str.isalnum` knows."""

_COMMON = re.compile(
    "[\x00-\x7f\u00b7\u2014\u2018\u2019\u201c\u201d\u2026\u3000-\u3002\u3008-\u3011\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20]*"
)
"""ASCII, plain ideographs and usual marks: NFKC makes no other word of them, but takes long over a paragraph."""


def bare_title(text: str) -> str:
    """*text* without the bullet or number before it, which contents and body often do not share."""
    bullet = BULLET.match(text)
    bare = text[bullet.end() :] if bullet else text
    number = ENUMERATOR.match(bare)
    return (bare[number.end() :] if number else bare).strip() or text


@lru_cache(maxsize=1 << 13)
def title_key(title: str) -> str:
    """What the contents and the body have in common of a title: its words without the number or bullet before them."""
    return folded(bare_title(title))


def note_label(text: str) -> tuple[str, int] | None:
    """The label of a note and how many characters it takes, its marks included; null for any other text."""
    match = NOTE_LABEL.match(text)
    if not match:
        return None
    is_apart = text[: match.end()].endswith((" ", "\u3000"))
    set_off = is_apart and (match["label"].startswith(("编", "編")) or text.endswith("。"))
    if not (match["colon"] or match["close"] or set_off or match.end() == len(text)):
        return None
    return re.sub(r"\s", "", match["label"]), match.end()


def is_note_label(text: str) -> bool:
    """Whether *text* is the label of a note, and nothing more."""
    label = note_label(text)
    return label is not None and label[1] == len(text)


def is_finished(text: str) -> bool:
    """Whether a paragraph may end here: a full stop or an ellipsis, also inside closing marks, a colon, a semicolon."""
    bare = text.rstrip()[-_LONGEST_END:]
    if bare.endswith(_ENDS):
        return True
    bare = bare if bare.endswith(_PLAIN_ENDS) else _NOTE_MARKS.sub("", bare)
    inner = bare.rstrip(_CLOSERS)
    if inner != bare and inner.endswith("…"):
        return True
    return inner.endswith(tuple(STOPS)) or bool(_NARROW_STOP.search(inner))


def continues(text: str) -> bool:
    """Whether no paragraph begins so: with a stop or a closing mark (GB/T 15834, 5.1.1), or the end of a sentence."""
    return bool(_CONTINUES.match(text))


def is_broken_off(text: str) -> bool:
    """Whether no paragraph can end so: with a comma, an enumeration comma or an opening mark."""
    return bool(_OPEN_END.search(text.rstrip())) and not is_between_dashes(text)


def is_between_dashes(text: str) -> bool:
    """Whether dashes stand at both ends of a short line, as marks round the name of a 栏目: — 会议精神 —."""
    return bool(_BETWEEN_DASHES.fullmatch(text))


def is_set_wide(text: str) -> bool:
    """Whether the letters of *text* stand each for itself, as large names are set: 工　作　简　报."""
    parts = text.split()
    return len(parts) > 1 and all(len(part) == 1 for part in parts)


def looks_like_title(text: str, limit: int = 60) -> bool:
    """Whether *text* has a title's shape: short, without a full stop at its end."""
    if not 0 < len(text) <= limit:
        return False
    bare = text.rstrip()
    return not (bare.endswith(("。", "；", "：", "，", "、", ";", ",")) or _NARROW_STOP.search(bare))
