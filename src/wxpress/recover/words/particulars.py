"""刊头的期号、日期和编印单位：what one line of a masthead tells of the issue, and the words that it holds besides."""

from __future__ import annotations

import re

from wxpress.inlines import unspaced
from wxpress.recover.words.grammar import DATE_APART, ISSUE_LINE, SUBJECT_LABEL, WEEKDAY
from wxpress.recover.words.nameplate import is_subject
from wxpress.recover.words.signatures import names_body

_LABEL = re.compile(r"(?:主办单位|主管单位|主管主办|主办|主管|编印单位|编印|编辑出版|编发)\s*[：:]\s*")
_DONE = re.compile(r"\s*(?:编印|编发|编辑|编制|主管|主办|承办|印发|印制|出品)$")
"""What the publisher does: before it, whoever is named is the publisher."""

_ISSUED = re.compile(r"^(?:出版|出刊|印发|编印)\s*$")
"""What was done on the date."""

_DAY = re.compile(r"[（(]?(?P<day>\d{1,2}月\d{1,2}日(?:\s*[-—–~～至]+\s*(?:\d{1,2}月)?\d{1,2}日)?)[）)]?")
"""The day alone, where the number tells the year."""
_LAST_DAY = re.compile(rf"(?:^|(?<=\s)){_DAY.pattern}$")

_EDITED = re.compile(r"\s*[编印]$")
_UNITS = re.compile(r"[\u4e00-\u9fff×X]+(?:[\s、]+[\u4e00-\u9fff×X]+)*")
_LEAST_UNIT = 3

_OFFICE = re.compile("(?:办公室|办公厅|宣传部|组织部|党委|党组|委员会|编辑部|研究室|党校|中心)$")
"""Units that publish bulletins, told by the name alone."""

_UNIT = re.compile(
    "(?:委|厅|院|校|科|股|讲师团|宣讲团|报社|杂志社|出版社|研究所|中心组|办事处|街道|学院|大学|公司|集团|[档图博纪文][\u4e00-\u9fff]{1,3}馆|工作站|服务站"
    "|合作社|联合社|专班|领导小组|联席会议|学会|协会|联合会|工会|支部|总支|(?<![格开大布全结破])局|(?<!么)办|(?<![全内干])部|办事处)$"
)
"""Units of any kind: publishers where a date, a number or 编 stands beside them."""

_OF_PLACE = re.compile(
    "(?:[省市县区州镇乡局厅委党校]|街道|集团|学院|公司)[\u4e00-\u9fff]{2,}$|^(?:中共|共青团|政协|本)"
)
"""A unit says whose it is; 数字政府 is a subject."""

_COLLECTIVE = re.compile("[室组社会处所]$")
_ADDRESSED = re.compile("各|全体|广大")
"""Before a unit, these say that it is one of those for whom the series is: 各党支部."""

_EMPTY_BRACKETS = re.compile(r"[（(【\[〔]\s*[）)】\]〕]")
_MARKS = "｜|·，, \u3000"

Particulars = tuple[dict[str, str], str]


def particulars(text: str, *, below_name: bool = False) -> Particulars:
    """Issue, date, publisher and the subject that bears its label, and the words besides that are the masthead's.

    Where it stands *below_name*, the name of a unit alone is the publisher's.
    """
    subject = SUBJECT_LABEL.match(text)
    if subject:
        return {"title": text[subject.end() :]}, ""
    found, rest = _numbered_and_dated(text)
    label = _LABEL.match(rest)
    if label:
        return {**found, "publisher": rest[label.end() :]}, ""
    if rest and names_publisher(rest, beside=bool(found) or (below_name and bool(_OF_PLACE.search(rest)))):
        return {**found, "publisher": rest}, ""
    if "date" in found and _UNITS.fullmatch(rest) and _OF_PLACE.search(rest) and not is_subject(rest):
        return {**found, "publisher": rest}, ""  # a body that nobody has heard of, beside the date
    return found, rest


def is_told_as_publisher(text: str) -> bool:
    """Whether a line says what its unit does (主办, 编印), and so names the publisher and nothing else."""
    return bool(_LABEL.match(text) or _DONE.search(text) or _EDITED.search(text))


def names_publisher(text: str, *, beside: bool) -> bool:
    """Whether *text* is a unit that publishes; *beside* a date or an issue any unit is."""
    if not _UNITS.fullmatch(text) or len(unspaced(text)) < _LEAST_UNIT or _ADDRESSED.match(text):
        return False
    bare = _EDITED.sub("", text)
    edited = bare != text
    if _DONE.search(text) or (edited and _COLLECTIVE.search(bare)):
        return True
    units = [_is_unit(unit) for unit in re.split(r"[\s、]+", bare)]
    return all(units) and bool(beside or edited or _OFFICE.search(bare))


def _is_unit(name: str) -> bool:
    return bool(_OFFICE.search(name) or _UNIT.search(name)) or names_body(name)


def _numbered_and_dated(text: str) -> Particulars:
    rest = WEEKDAY.sub(" ", text).strip() if DATE_APART.search(text) else text.strip()
    found: dict[str, str] = {}
    for name, pattern in (("issue", ISSUE_LINE), ("date", DATE_APART)):
        match = pattern.search(rest)
        if match:
            found[name] = match[0].strip()
            rest = f"{rest[: match.start()]} {_ISSUED.sub('', rest[match.end() :])}".strip()
    day = _LAST_DAY.search(rest) if "date" not in found and (found or _DAY.fullmatch(rest)) else None
    if day:
        found, rest = {**found, "date": day["day"]}, rest[: day.start()].strip()
    return found, _with_words(rest) if found else rest


def _with_words(rest: str) -> str:
    """What is left of a line, less the brackets and dots that set off what was taken; nothing if that is no word."""
    bare = _EMPTY_BRACKETS.sub("", rest).strip(_MARKS)
    return bare if any(map(str.isalnum, bare)) else ""
