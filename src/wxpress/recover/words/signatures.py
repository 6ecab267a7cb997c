"""署名：how much a line by itself looks like who wrote an article: names, an office, a post or unit before a name.

Three degrees: certain ones are known anywhere; likely and possible ones only in a byline's place, below a title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from wxpress.recover.words.grammar import is_set_wide
from wxpress.recover.words.names import is_personal_name, is_word, set_close
from wxpress.recover.words.units import is_unit

CERTAIN, LIKELY, POSSIBLE = 3, 2, 1

_CALLS = "*＊※†"
_BETWEEN = re.compile(r"[\s\u3000、，,/／]+")
_OFFICE = re.compile(
    r"[\u3400-\u9fff“”《》]{2,16}(?:评论员|编辑部|课题组|调研组|联合课题组|采访组|观察员|通讯员|特约撰稿人|写作组|记者)"
    r"|(?:本报|本刊|本社|新华社)?(?:特约)?(?:评论员|记者|通讯员|撰稿人)|钟华论|任仲平|仲祖文|宣言|钟声|国平|和音"
)
_POST = re.compile(
    r"[\u3400-\u9fff（）“”、·]{0,30}"
    r"(?:书记|主任|主席|部长|局长|处长|科长|股长|厅长|市长|县长|区长|镇长|乡长|村长|院长|校长|所长|社长|站长|馆长|队长|行长|"
    r"教授|研究员|讲师|教师|博士|硕士|院士|委员|组长|会长|理事长|总编辑|主编|代表|秘书|干事|学员|党员|同志|队员|工程师|医生|护士长?)"
)
_CLASS = re.compile(
    r"(?:[\u3400-\u9fff]{2,10}(?=\d))?(?:\d{4}年)?(?:第[\d〇零一二三四五六七八九十]{1,4}期|(?<=年)[春夏秋冬]季(?:学期)?)[\u3400-\u9fff]{2,12}班(?:第?[\d一二三四五六七八九十]{1,3}[组支部]*)?(?:学员)?"
    r"|(?:[\u3400-\u9fff]{2,10}(?:小|中|大)学)?(?:[初高大研][一二三四]|[一二三四五六七八九](?:年级|(?=[（(])))年?级?"
    r"(?:[（(]?[\d一二三四五六七八九十]{1,2}[）)]?班)?|[\u3400-\u9fff]{2,10}(?:系|\d{1,4}班)"
    r"|(?:[\u3400-\u9fff]{2,12})?(?:\d{2}|\d{4})级(?:[\u3400-\u9fff]{2,10})?(?:[（(]?\d{1,2}[）)]?班)?"
)
MARK = re.compile(r"[□○■◎◇●◆▲△▪•☆★❖/／]\s*(?=\S)")
"""What newspapers set before a byline; 栏目 may have some of them, too."""
_ROMAN = re.compile(r"[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){1,3}(?:[（(][\u3400-\u9fff]{2,8}[）)])")
"""Lin Qing（林青）"""
_IN_BRACKETS = re.compile(r"[（(](?P<inside>[^（）()]+)[）)]")
_TASK = re.compile(
    r"[\s\u3000]*(?:口述|整理|讲述|供稿|撰文|撰稿|记录|执笔|编写|摘编|编译|摄影)$|[\s\u3000]+[文图译摄]$"
    r"|[（(](?:口述|整理|讲述|记录|执笔|编译|摄影|[文图译摄])[）)]$"
)
"""What the named one did: 冉启明（口述）."""
_OF_UNIT = re.compile(r"(?P<name>[^（(]{2,8})[（(](?P<unit>[^（()）]+)[）)]")
_GAP = re.compile(r"[\s\u3000]*[/／（(]|[\s\u3000]+|[…·.．]{2,}")
_LONGEST_LINE, _LONGEST_GUESS = 40, 24
_SET_WIDE = re.compile(r"[老小阿][\s\u3000]+[\u3400-\u9fff]")
"""老　秦, as columns of authors have it."""

_NO_SIGNATURE = re.compile(r"[，。！？；：,!?;:“”《》…—\d的了是在让把从到不与]|如何|怎|为什么")
_BY_CALLING = re.compile(
    r"[\u3400-\u9fff·]{2,18}[\s\u3000]+(?P<name>[\u3400-\u9fff·]{2,4}|[老小阿][\u3400-\u9fff]|[\u3400-\u9fff]某某?)"
)
"""Who the named one is, a gap, and the name or what everyone calls him: 护河员　老秦."""
_OFFICES = (
    r"室|(?<![好深实细何用长高难])处|科|股|(?<![一下])站|总支|支部|党委|工委|机关|(?<=[区县市州])院|(?<=[一二三四五六七八九十\d甲乙丙丁])班"
    "|支队|大队|中队|公司|银行|医院|法院|法庭|检察院|(?<![为以的])中心"
)
_BODY = re.compile(
    r"(?:第[一二三四五六七八九十\d]+)?[\u3400-\u9fff·]{2,18}"
    rf"(?:{_OFFICES}|所|社|厂|(?<![乡农])村|(?<!小)镇|(?<![他家故])乡|街道|社区|小组|大学|学院|学校|中学|小学|党校|[省市区]委|(?<!么)办)"
)
"""A unit by its last word, which others may end in, too."""
_OFFICE_OF = re.compile(rf"[\u3400-\u9fff·]{{2,18}}(?:{_OFFICES})")
_SHORT_UNIT = re.compile(
    "团委|党委|党组|党办|政办|工会|妇联|科协|文联|工委|纪委|侨联|残联|政协|人大|法院|检察院|[一-龥]{1,3}(?:科|股|室|处)"
)
_SOMEBODY = re.compile(r"(?:一[名位]|某|网友|读者|听众|学员|党员|群众)[\u3400-\u9fff“”·]{2,14}")
_KIN = re.compile(r"[\u3400-\u9fff]{2,4}的(?:女儿|儿子|妻子|丈夫|父亲|母亲|爸爸|妈妈|家属|学生|战友|同事|邻居)")
_PEN_NAME = re.compile(r"(?:网友|读者|听众|笔名|微友|来信人)[\s\u3000]*[“\"「][^”\"」]{1,12}[”\"」]")
_MAY_BE_ANYBODY = re.compile(r"[\u3400-\u9fff（）()·\s\u3000、]{2,16}")


def is_signature(text: str) -> bool:
    """Whether a line is nothing but who wrote: names, an office (本刊评论员), or a post or unit before a name."""
    line = _bare(text)
    if not line or len(line) > _LONGEST_LINE:
        return False
    if _ROMAN.fullmatch(line):
        return True
    of_unit = _OF_UNIT.fullmatch(line)
    if of_unit and is_personal_name(of_unit["name"]):
        return is_unit(of_unit["unit"]) or bool(_POST.fullmatch(of_unit["unit"]) or _TASK.fullmatch(of_unit["unit"]))
    *before, last = map(_without_task, _BETWEEN.split(_TASK.sub("", line) or line))
    known = is_personal_name(last) or bool(_OFFICE.fullmatch(last))
    return known and all(map(_may_stand_before, before))


def names_in(text: str) -> Sequence[str]:
    """The names of a line that is nothing but names; none of any other line."""
    names = _BETWEEN.split(_bare(text))
    return names if all(map(is_personal_name, names)) else ()


def stands_over_names(above: str, text: str) -> bool:
    """Whether one line says who those are that the line below it names: 本报记者 over 张三."""
    offices = _BETWEEN.split(_bare(above))
    nobody = not any(map(is_personal_name, offices)) and all(map(_may_stand_before, offices))
    return nobody and bool(names_in(text))


def degree_of(text: str) -> int:
    """How much *text* looks like a signature: `CERTAIN`, `LIKELY`, `POSSIBLE`, or 0."""
    line = _bare(text)
    if is_signature(line) or is_unit(line) or _SHORT_UNIT.fullmatch(line):
        return CERTAIN
    if _PEN_NAME.fullmatch(line) or _KIN.fullmatch(line):
        return LIKELY
    if not line or len(line) > _LONGEST_GUESS or _NO_SIGNATURE.search(line):
        return 0
    of_unit = _OF_UNIT.fullmatch(line)
    if of_unit and is_personal_name(of_unit["name"]) and _MAY_BE_ANYBODY.fullmatch(of_unit["unit"]):
        return LIKELY
    if _is_called(line) or _BODY.fullmatch(line) or (_SOMEBODY.fullmatch(line)) or _without_task(line) != line:
        return LIKELY
    return POSSIBLE if _MAY_BE_ANYBODY.fullmatch(line) and not is_word(line) else 0


def names_body(text: str) -> bool:
    """Whether *text* names a unit, also by a word that titles end in, too: 县委督查室, 团委."""
    return is_unit(text) or bool(_OFFICE_OF.fullmatch(text) or _SHORT_UNIT.fullmatch(text))


def unmarked(text: str) -> str:
    """A signature without the mark that newspapers set before it, or the brackets round it."""
    bracketed = _IN_BRACKETS.fullmatch(text)
    bare = bracketed["inside"] if bracketed else text
    return MARK.sub("", bare, count=1) if MARK.match(bare) else bare


@lru_cache(maxsize=1 << 12)
def author_behind(title: str) -> tuple[str, str]:
    """The title of an entry of the contents, and who wrote it behind a gap or in brackets; empty where nobody is."""
    if is_set_wide(title):
        return title, ""
    for gap in _GAP.finditer(title):
        author = title[gap.end() :].rstrip("）) \u3000")
        wide = len(gap[0]) > 1 and degree_of(author) >= LIKELY
        wide = wide or bool(_SET_WIDE.fullmatch(author))
        if gap.start() and (wide or is_signature(author) or is_unit(author)):
            return title[: gap.start()], author
    return title, ""


def _bare(text: str) -> str:
    """The line without what stands before a signature, and without the star behind it that calls a note."""
    return set_close(unmarked(text.strip()).rstrip(_CALLS))


def _without_task(part: str) -> str:
    """A name without what its bearer did: 冉启明（口述）."""
    return _TASK.sub("", part) or part


def _is_called(line: str) -> bool:
    called = _BY_CALLING.fullmatch(line)
    return called is not None and (is_personal_name(called["name"]) or called["name"][0] in "老小阿")


def _may_stand_before(part: str) -> bool:
    """Whether *part* is another name, or says who the named one is: an office, a post, a unit, a class of a school."""
    told = (pattern.fullmatch(part) for pattern in (_OFFICE, _POST, _CLASS, _BODY))
    return is_personal_name(part) or is_unit(part) or any(told)
