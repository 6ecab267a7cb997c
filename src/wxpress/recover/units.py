"""单位署名：what is the name of a unit (市生态环境局机关党委, 县档案馆 供稿, 课题组), standing alone on a line.

A unit ends in a word that only units end in: 局 does not tell by itself, for 格局 and 开局 end titles too.
"""

from __future__ import annotations

import re

_ENDS = (
    "(?<![格布变开结棋全大时危破僵定当好])局",
    "(?<![全干内外西东中南北局底头腹细大一顶根尾上下支])部",
    "(?<=[党工纪团县市省区镇乡街州监革改健建])委",
    "(?<=[委府政合访查治务事宣革防建党村镇局])办",
    *("委员会", "协会", "联合会", "总?工会", "研究会", "理事会", "促进会", "商会", "基金会", "[村居]委会"),
    *(
        "[残妇文侨]联",
        "工商联",
        "社科联",
        "[作科记]协",
        "(?<=[省市县区镇乡])(?:人大|政协|委会)",
        "团委",
        "党组",
        "政府",
        "办公室",
        "办公厅",
        "研究室",
        "教研[室部]",
    ),
    *("(?:研究|科学|社科|设计|法|医|卫生|检察|[\u3400-\u9fff]学)院", "(?<=[究出法务生管电政源])所"),
    *("(?:档案|博物|图书|纪念|文化|美术|科技|方志)馆", "[党干学分]校", "(?:大|中|小)学"),
    *("(?:组织|宣传|办公|秘书|人事|教育|综合|财务|法规|政研|党建|指导|统计)[股科处]", "[支大]队"),
    "(?:服务|研究|融媒体|指导|管理|教育|培训|治理|监测|传播|宣讲|信息|发展)中心",
    *(
        "(?:有限|集团|分|总|责任)公司",
        "(?:通讯|出版|杂志|报|新华)社",
        "编辑部",
        "(?:课题|调研|写作|采访|编写|宣讲|审计|检查|巡察|督导|督查|工作|专家)组",
    ),
    "(?:第[〇零一二三四五六七八九十\\d]+|机关|离退休|[局委办部院所馆校会心区村镇乡司科处室股])(?:联合)?党?(?:总?支部|总支)",
    "(?:机关|[局部院校会心区村镇乡县市省司团学道])党委",
)
_UNIT = re.compile(
    rf"(?:本刊|第?[〇零一二三四五六七八九十\d]{{1,4}})?[\u3400-\u9fff\d（）·]{{0,22}}(?:{'|'.join(_ENDS)})"
)
_NO_NAME = re.compile(
    "[的了是在让把从到不我你他之与看走谈读说]|如何|怎|^(?:探访|来自|致|记(?!者)|访|关于|争|做|再|又|当好|办好|"
    "建[设强好成立在]|成立|打造|创建|开展|加强|深化|擦亮|推[动进]|用好|守护|百年|红色|模范|先进|优秀|最美|身边|一[个家])"
)
_SHORTEST, _LONGEST = 3, 30
_TOLD = re.compile(r"[\s\u3000]*(?:供稿|整理|编写|撰稿|提供)$")
_BETWEEN = re.compile(r"[\s\u3000、]+")


def is_unit(text: str) -> bool:
    """Whether *text* is the name of a unit, or of several, 供稿 behind it or not."""
    line = text.strip()
    if not _SHORTEST <= len(line) <= _LONGEST:
        return False
    return all(map(_is_name, _BETWEEN.split(_TOLD.sub("", line))))


def _is_name(part: str) -> bool:
    return len(part) >= _SHORTEST and not _NO_NAME.search(part) and _UNIT.fullmatch(part) is not None
