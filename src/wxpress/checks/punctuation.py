"""标点：half-width and misused marks in Chinese text, by GB/T 15834-2011; clauses are named beside the rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wxpress.checks import Check
from wxpress.checks.finding import EVERYWHERE, PROSE, RUNNING, TEXT, Rule, obeyed
from wxpress.checks.passages import Manuscript
from wxpress.diagnostics import Diagnostic, worded
from wxpress.inlines import HAN

_BEFORE = f"(?<=[{HAN}”’》）％])"
_AFTER = f"(?=[{HAN}“‘《（”’》）]|$)"
_FULL = str.maketrans(",;:?!", "，；：？！")
_NEAR = 50
_NAME = 10
_NUMERALS = "一二三四五六七八九十"
_UNITS = (
    "个名人位次万亿元年月日天号时分秒米吨亩克度倍岁页期章条届项家户所种类级层件份套台辆里%％℃"
    "座栋处艘株支瓦伏安毫厘微平立公千摄"
)


def _full_width(match: re.Match[str]) -> str:
    return match[0].translate(_FULL).rstrip()


def _stop(match: re.Match[str]) -> str:
    """A dot inside a foreign name is no full stop."""
    return match[0] if _in_name(match) else "。"


def _in_name(match: re.Match[str]) -> bool:
    near = match.string[max(0, match.start() - _NAME) : match.end() + _NAME]
    return bool(re.search(rf"·[{HAN}]+\.[{HAN}]|[{HAN}]\.[{HAN}]+·", near))


def _middle_dot(match: re.Match[str]) -> str:
    return "·" if _in_name(match) else match[0]


def _in_full_brackets(match: re.Match[str]) -> str:
    return f"（{match['inside']}）"


def _in_quotes(match: re.Match[str]) -> str:
    marks = "“”" if match[0][0] == '"' else "‘’"
    return f"{marks[0]}{match['inside']}{marks[1]}"


def _range(match: re.Match[str]) -> str:
    """A range runs upwards; anything else is a score or a number of a house, and stays."""
    low, high = match["low"], match["high"]
    ascends = float(low) < float(high) and not (low.startswith("0") and "." not in low)
    return f"{low}{match['percent']}～{high}" if ascends else match[0]


def _signed(match: re.Match[str]) -> str:
    low, high, sign = match["low"], match["high"], match["sign"]
    return f"{low}{sign}～{high}{sign}" if float(low) < float(high) else match[0]


_HALF_WIDTH = (
    # 4.3, 4.4, 4.6, 4.7: the marks of Chinese are full-width (5.1.2)
    Rule("WX301", re.compile(rf"{_BEFORE}[,;?!]{_AFTER}"), _full_width, certain=True, kinds=PROSE),
    Rule("WX301", re.compile(rf"{_BEFORE}[,;?!](?=[0-9A-Za-z])|{_BEFORE}:(?: ?(?=[{HAN}“‘《（0-9])|$)"), _full_width),
    Rule(
        "WX302",
        re.compile(
            rf"(?<![A-Za-z0-9_)\]])(?<![A-Za-z0-9_)\]] )\((?=[^()（）]{{0,60}}[{HAN}])"
            r"(?P<inside>[^()（）\n={}<>'\"]{1,60})\)"
        ),
        _in_full_brackets,
        certain=True,
    ),
    Rule(
        "WX302",
        re.compile(
            rf"\((?=[^()（）]{{0,60}}[{HAN}])(?P<inside>[^()（）\n]{{1,60}})）|（(?P<other>[^()（）\n]{{1,60}})\)"
        ),
        lambda match: f"（{match['inside'] or match['other']}）",
    ),
    # 4.1: the full stop is 。; a numeral before the dot is a number of a heading, a letter an initial
    Rule("WX303", re.compile(rf"(?<=[{HAN}”》）])(?<![{_NUMERALS}])\.(?: ?(?=[{HAN}“])|$)"), _stop, kinds=RUNNING),
    Rule(
        "WX304",
        re.compile(rf'(?<![A-Za-z0-9=(\[,:])(?<![=(\[,:] )"(?=[^"]*[{HAN}])(?P<inside>[^"\n]{{1,200}})"'),
        _in_quotes,
    ),
    Rule(
        "WX304",
        re.compile(rf"(?:^|(?<=[{HAN}，。、：；（]))'(?=[^']*[{HAN}])(?P<inside>[^'\n]{{1,200}})'(?![A-Za-z])"),
        _in_quotes,
    ),
    # 5.2.2: 「」 belong to vertical text
    Rule("WX305", re.compile(r"「(?P<inside>[^「」\n]{1,200})」"), r"“\g<inside>”"),
    Rule("WX305", re.compile(r"『(?P<inside>[^『』\n]{1,200})』"), r"‘\g<inside>’"),
)

_GOES_ON = (
    "所以|这[是个种就些]|那[是就么]|也就|就是|而[是且]|但是|不[是仅]|因为|[他她]们|我们|一[个种]"
    "|尤其|特别是|包括|比如|例如|甚至"
)
_DOUBLED = (
    Rule("WX311", re.compile(r"(?P<mark>[，、；：])(?P=mark)+"), r"\g<mark>", certain=True, kinds=EVERYWHERE),
    Rule("WX311", re.compile(r"(?<!。)。。(?!。)"), "。", certain=True, kinds=EVERYWHERE),
    # two different stops side by side: one is too many, which one only a person can tell
    Rule("WX312", re.compile(r"([，、；：])(?!\1)[，、；：。！？]+|[。！？][，、；：]+|[！？]。|。[！？]")),
    # 4.11.2: six dots in two cells
    Rule("WX313", re.compile(r"。{3,}"), "……", certain=True),
    Rule("WX313", re.compile(rf"(?<=[{HAN}，。；！？”》）])(?:\.{{3,6}}|·{{3,6}}|\u2025)(?!\s*\d+\s*$)(?!\.|·)"), "……"),
    Rule("WX313", re.compile(rf"(?<=[{HAN}，”》）])…(?=[{HAN}“”，。]|$)"), "……"),
    # 4.10.2: the dash fills two cells
    Rule("WX314", re.compile(rf"(?<=[{HAN}，。”》）])(?:--|－－|――|──|━━)(?=[{HAN}“《（])"), "——", certain=True),
    Rule("WX314", re.compile(rf"(?<=[{HAN}，。”》）])-{{3,4}}(?=[{HAN}“《（])"), "——"),
    # 4.13.3.1: the one-cell line joins two names, and no name begins with these words
    Rule("WX314", re.compile(rf"(?<=[{HAN}”》）％%])[—–](?={_GOES_ON})"), "——"),
    # 4.14.2: the dot stands in the middle of the cell
    Rule("WX328", re.compile(rf"(?<=[{HAN}])[•‧・∙⋅･](?=[{HAN}])"), "·", certain=True, kinds=EVERYWHERE),
    Rule("WX328", re.compile(rf"(?<=[{HAN}])\.(?=[{HAN}])"), _middle_dot),
)

_SPECIAL = (
    # 4.13.3.2: a range of numbers takes ～ or the one-cell 一字线, the hyphen joins names
    Rule(
        "WX315",
        re.compile(
            r"(?<![\d.\-－–—/:：A-Za-z号第])(?P<low>\d{1,4}(?:\.\d+)?)(?P<percent>[%％]?)[-~－]"
            rf"(?P<high>\d{{1,4}}(?:\.\d+)?)(?=[{_UNITS}])(?!号(?!楼)|月\d|年[级制])"
        ),
        _range,
    ),
    # GB/T 15835, 5.1: the low number keeps its sign, 15%～30%; without it 15 might be meant
    Rule(
        "WX329",
        re.compile(
            r"(?<![\d.%％A-Za-z])(?P<low>\d{1,4}(?:\.\d+)?)[～—–](?P<high>\d{1,4}(?:\.\d+)?)(?P<sign>[%％万亿])"
        ),
        _signed,
        kinds=TEXT,
    ),
    # 4.5.3: 等 closes a row by itself
    Rule(
        "WX316",
        re.compile(
            r"、(?=等(?![待级候额同于距价次高边腰差式号第效温压量身你我他她你到着一]))|……(?=等(?:[，。；：）]|$))"
        ),
        "",
    ),
    # B.3.4: times and ratios are figures, with the mark of figures
    Rule("WX317", re.compile(r"(?<=\d)(?<![\d.]\d{3})：(?=[0-5]\d(?!\d))"), ":"),
    Rule(
        "WX319",
        re.compile(
            r"(?<=\d)(?<![.．]\d)(?<![.．:]\d{2})。(?=\d{1,2}[万亿％%倍])"
            r"|(?<=\d)，(?=\d{3}(?:，\d{3})*(?!\d)(?:[元人万亿吨户个名家亩台套件只辆株座栋]|平方|立方|公[里斤顷]|千[米克瓦]))"
        ),
        None,
        kinds=TEXT,
    ),
)


_NOT_AND = "谐平解睦气善美田县风服声蔼衷音盘面林珅尚顺硕布政靖龙泰记合弦"


def _in_a_row(match: re.Match[str]) -> str:
    """The 、 before 和 is one too many where the row has others; alone it may part two phrases."""
    clause = re.split(r"[，。；：！？]", match.string[: match.start()])[-1]
    return "" if "、" in clause[-_NAME:] else match[0]


_TWO_BY_TWO = "一、二|二、三|三、四|四、五|五、六|六、七|七、八|八、九"
_MEASURES = (
    "天|次|岁|里|斤|元|户|米|亩|倍|小时|分钟|人(?!称)|名(?!单)|年(?![级期之代])|个(?!季度|阶段)"
    "|位|只|张|块|头|辆|间|棵|遍|趟|公里"
)
_NUMBERING = (
    # 4.5.3.4: 、 stands behind numbers in Chinese without brackets; brackets and circles close by themselves
    Rule(
        "WX327",
        re.compile(r"^(?P<number>[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳])[、，．.](?![（(①-⑳])"),
        r"\g<number>",
    ),
    Rule(
        "WX327", re.compile(rf"(?:^|(?<=[。；：]))(?P<number>第[{_NUMERALS}])、(?!第?[{_NUMERALS}])"), r"\g<number>，"
    ),
    # 4.5.3.3: two neighbouring numbers that say about how many have no 、 between them
    Rule(
        "WX320",
        re.compile(rf"(?<=[{HAN}，])(?<![第、各])(?:{_TWO_BY_TWO})(?=[十百千万亿]?多?(?:{_MEASURES}))"),
        lambda match: match[0].replace("、", ""),
        kinds=RUNNING,
    ),
    # 4.5: what 以及 or 和 joins to a row needs no 、 besides
    Rule("WX330", re.compile(r"、(?=以及)"), "", kinds=RUNNING),
    Rule(
        "WX330", re.compile(rf"、(?=和(?![{_NOT_AND}])[^、，。；：]{{1,10}}(?:等|[，。；]))"), _in_a_row, kinds=RUNNING
    ),
)

_IN_PAIRS = re.compile(r"[与和及同跟对][“《][^“”《》]{1,40}[”》]、(?=[“《][^“”《》]{1,40}[”》][与和及同跟对][“《])")


def _unless_paired(match: re.Match[str]) -> str:
    """The 、 that parts “甲”与“乙” from “丙”与“丁” is wanted, as no mark would part the pairs without it."""
    pairs = _IN_PAIRS.finditer(match.string, max(0, match.start() - _NEAR), match.end() + _NEAR)
    return match[0] if any(pair.end() == match.end() for pair in pairs) else ""


# 4.5.3.5: no 、 is usual between quoted items or titles side by side
_BETWEEN = Rule("WX318", re.compile(r"(?<=”)、(?=“)|(?<=》)、(?=《)"), _unless_paired)
_BESIDE = re.compile("”“|》《")


def check(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """Marks of the wrong width, form or number."""
    yield from obeyed(manuscript, (*_HALF_WIDTH, *_DOUBLED, *_SPECIAL, *_NUMBERING))
    yield from _between(manuscript)


def _between(manuscript: Manuscript) -> Iterator[Diagnostic]:
    """A text that always sets the 、 has chosen to, and is told once; one that sets it now and then, each time."""
    places = list(obeyed(manuscript, (_BETWEEN,)))
    is_mixed = any(_BESIDE.search(passage.plain) for passage in manuscript.passages)
    for place in places if is_mixed else places[:1]:
        count = 1 if is_mixed else len(places)
        times = {"times": f"（全文 {count} 处）", "times_en": f" ({count} times)"} if count > 1 else {}
        yield worded("WX318", place.source, place.span, {**place.values, **times}, place.fix)


CHECK = Check("punctuation", check)
