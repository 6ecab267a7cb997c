"""刊头的名目：which lines of a masthead name the readers (读者对象), the series (刊名) and the subject (本期主题)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from wxpress.inlines import glue, unspaced
from wxpress.recover.words.grammar import is_set_wide

_SERIES = re.compile(
    "(?:简报|快报|学报|周报|月报|[周旬月季校院厂社馆]刊|资料|材料|参考|参阅|文选|选编|摘编|文摘|剪报|通讯|动态|专刊|内刊|导刊|党建|内参|要情|内部文稿|信息|读本|手册|提纲|一学|园地)$"
    "|^(?:学习|理论|思考|研究|调查|实践|探索)[与和][\u4e00-\u9fff]{2}$"
)
"""The last word of most names; and two words joined: 学习与思考, 理论与实践."""

_READERS = re.compile(
    "(?:中心组|党员|书记|人大代表|委员|医务人员|居民|村民|农民|妇女|教职工|学生|战士|官兵|全体|干部|支部|工作者|党组织|机关|青年|团员|职工|群众|教师|学员)"
)


_SUBJECT = re.compile(
    "学习(?:贯彻|领会|宣传|习近平|《|“)|深入|关于|怎样|如何|为什么|贯彻|弘扬|坚持|推进|加强|庆祝|纪念|(?:专题|专辑|精神)$|[，：？！《》]"
)
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}")
_PEOPLE = re.compile(
    "(?:小组|中心组|中心组成员|[党团委会成学教职工社队人]员|干部|支部|书记|代表|[教律厨]师|[师学医考]生|[居村农渔牧市]民|群众"
    "|战士|官兵|[干民法]警|[作志患读责愿]者|负责人|[职员]工|同志|校友|青年|妇女|机关|组织|单位|部门)$"
)
"""Words for people at the end of a line, which names for whom the series is."""
_LONGEST_READERS = 16
_COUNTED, _DIVIDED = 1.5, 1.5
_LEAST_WEIGHT, _SHORT = 2.5, 8


class Named(msgspec.Struct, frozen=True):
    """刊头各行的归属：the fields, the evidence and the confidence (0 to 1)."""

    fields: dict[str, str]
    evidence: str = ""
    confidence: float = 1.0


def looks_like_series(line: str) -> bool:
    """Whether *line* ends as the names of series do: 学习文选, 工 作 简 报."""
    return bool(_SERIES.search(unspaced(line)))


def is_subject(line: str) -> bool:
    """Whether *line* reads as a subject or the name of a series, which no unit does."""
    return bool(_SUBJECT.search(line)) or looks_like_series(line)


def named(
    lines: Sequence[str],
    *,
    has_title: bool,
    numbered: bool = False,
    counted: int | None = None,
    largest: int | None = None,
) -> Named:
    """What the lines of a masthead are, issue, date and publisher taken out.

    *has_title* where the subject is known, *numbered* where the number of the issue stands below the first line, right
    below the line at *counted*; the line at *largest* is set far larger than all others.
    """
    if not lines:
        return Named({})
    counted = _counted_name(lines, counted)
    below_readers = [False, *map(are_readers, lines)]
    weights = [
        _weight(line, at) + _COUNTED * ((at == counted) + below_readers[at] + 2 * (at == largest and is_set_wide(line)))
        for at, line in enumerate(lines)
    ]
    series = weights.index(max(weights))
    if has_title:
        return _without_title(lines, series if weights[series] >= _LEAST_WEIGHT else len(lines) - 1)
    if weights[series] >= _LEAST_WEIGHT:
        return _around(lines, series)
    is_counted = numbered and len(lines) == 1
    return Named(divided(lines[0]), "期号之上只有一行", 0.8) if is_counted else _by_order(lines)


def _counted_name(lines: Sequence[str], counted: int | None) -> int | None:
    """The line above the number, if it may be the name that is counted: no long one below a short name of a series."""
    if counted is None or len(unspaced(lines[counted])) <= _SHORT:
        return counted
    above = (line for line in lines[:counted] if len(unspaced(line)) <= _SHORT)
    return None if any(map(looks_like_series, above)) else counted


def may_be_series(line: str) -> bool:
    """Whether a short plain line above a number may be the name of what it counts, and is no subject."""
    return _PLAIN_NAME.fullmatch(unspaced(line)) is not None and not _SUBJECT.search(line)


def names_readers(line: str) -> bool:
    """Whether the first of two parts of *line* says for whom the series is: 宣传干部　业务学习."""
    readers = divided(line).get("audience", "")
    return bool(_READERS.search(readers))


def _weight(line: str, at: int) -> float:
    """How much *line*, the one at *at*, looks like the name of the series, its readers before it or not."""
    wide = is_set_wide(line)
    words = unspaced(line) if wide else line
    name = words.rsplit(maxsplit=1)[-1]
    signs = (
        (looks_like_series(line), 3.0),
        (name != words and looks_like_series(name), _DIVIDED),
        (names_readers(line), 2.0),
        (at == 0, 1.0),
        (wide, _DIVIDED),
        (at > 0 and line.endswith("专刊"), -3.0),
        (len(unspaced(name)) <= _SHORT, 0.5),
        (bool(_SUBJECT.search(words)), -2.5),
    )
    return sum(weight for holds, weight in signs if holds)


def _around(lines: Sequence[str], at: int) -> Named:
    """The line at *at* is the series; above it stand its readers or the subject, below it the subject."""
    fields, above = _with_readers(lines[:at], lines[at])
    below = lines[at + 1 :]
    if above and below and "audience" not in fields:
        fields, above = {"audience": _joined(above), **fields}, ()
    subject = [*above, *below]
    if subject:
        fields |= {"title": _joined(subject)}
    if above:
        return Named(fields, "刊名的写法；它的上面是主题", 0.8)
    return Named(fields, "刊名的写法", 0.95 if below else 0.85)


def _with_readers(above: Sequence[str], series: str) -> tuple[dict[str, str], Sequence[str]]:
    """The series and its readers, on its own line or right above it, and the lines that are above both."""
    fields = divided(series)
    if "audience" in fields or not above or not (are_readers(above[-1]) or _are_below_subject(above)):
        return fields, above
    return {"audience": above[-1], **fields}, above[:-1]


def _are_below_subject(lines: Sequence[str]) -> bool:
    """Whether the last of several lines names people anywhere in it, and the first is a subject."""
    subject, readers = lines[0], lines[-1]
    named = len(readers) <= _LONGEST_READERS and bool(_READERS.search(readers)) and not is_subject(readers)
    return len(lines) > 1 and is_subject(subject) and named


def are_readers(line: str) -> bool:
    """Whether *line* is a short name for people, for whom the series is."""
    return len(line) <= _LONGEST_READERS and bool(_PEOPLE.search(line)) and not is_subject(line)


def _by_order(lines: Sequence[str]) -> Named:
    match lines:
        case [only]:
            return Named({"title": only}, "目录之前只有一行", 0.8)
        case [masthead, title]:
            return Named({**divided(masthead), "title": title}, "目录之前有两行，前为刊头，后为本期主题", 0.95)
        case [audience, series, *title] if len(audience.split()) == 1:
            return Named({"audience": audience, "series": series, "title": _joined(title)}, "目录之前逐行排列", 0.7)
        case _:
            return Named({**divided(lines[0]), "title": _joined(lines[1:])}, "目录之前逐行排列", 0.7)


def _without_title(lines: Sequence[str], at: int) -> Named:
    """The line at *at* is the series; the others are its readers."""
    if len(lines) == 1:
        return Named(divided(lines[0]), "标题之外只有一行", 0.9)
    fields = divided(lines[at])
    readers = [*lines[:at], *([fields["audience"]] if "audience" in fields else []), *lines[at + 1 :]]
    return Named({"audience": _joined(readers), "series": fields["series"]}, "标题之外逐行排列", 0.8)


def divided(line: str) -> dict[str, str]:
    """The masthead line divides at its last white space; one part alone, or letters set wide, are the series."""
    parts = line.rsplit(maxsplit=1)
    if len(parts) <= 1 or is_set_wide(line):
        return {"series": line.strip()}
    return {"audience": parts[0].strip(), "series": parts[1]}


def _joined(lines: Sequence[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        text += glue(text, line) + line
    return text
