"""表头：whether the first row of a table names its columns, by its words, where no mark says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Row = Sequence[str]

_NAMES = (
    "名称|姓名|名字|序号|编号|单位|部门|机构|职务|职称|岗位|地区|地点|地址|区域|时间|日期|时限|期限|年份|年度|月份|项目|事项|"
    "内容|数量|金额|比例|占比|比重|人数|总数|次数|天数|合计|小计|增速|增幅|排名|责任人|负责人|联系人|联系方式|电话|手机|备注|说明|"
    "类别|类型|种类|领域|指标|任务|措施|举措|要求|标准|目标|问题|原因|对象|范围|方式|形式|依据|进度|进展|情况|结果|分值|得分|性别|"
    "年龄|民族|学历|主题|题目|标题|栏目|作者|来源|页码|主讲人|参加人员|主持人"
)
_NAME = re.compile(rf"(?:{_NAMES})(?:[（(][^）)]*[）)])?$")
_YEAR = re.compile(r"(?:19|20)\d\d年?(?:度|[1-4一二三四上下]半?[季年]?度?)?|\d{1,2}月份?|第?[1-4]季度")
_NO_NAME = re.compile(r"[\d０-９。！？；，、：:]")
_DIGITS = re.compile(r"\d+(?:[.,，]\d+)*")
_LONGEST_NAME = 12
_LEAST_WIDE = 3
"""Columns of a table that is no list of names and values."""

_LEAST_ROWS = 2
_LONG = 8


def head_evidence(rows: Sequence[Row]) -> str:
    """Why the first of *rows* looks like the names of the columns; empty where nothing says so."""
    if len(rows) <= 1 or not _may_name(rows[0]):
        return ""
    return next((reason for reason, shows in _EVIDENCE.items() if shows(rows[0], rows[1:])), "")


def _may_name(head: Row) -> bool:
    """Whether *head* is of short, different words; where columns are many they may be years, the first nothing."""
    named = head[1:] if len(head) >= _LEAST_WIDE and not head[0] else head
    years = len(head) >= _LEAST_WIDE
    return len(head) > 1 and len(set(named)) == len(named) and all(_is_short(cell, years=years) for cell in named)


def _is_short(cell: str, *, years: bool) -> bool:
    is_word = bool(cell) and len(cell) <= _LONGEST_NAME and not _NO_NAME.search(cell)
    return is_word or (years and bool(_YEAR.fullmatch(cell)))


def _is_named(head: Row, below: Sequence[Row]) -> bool:  # noqa: ARG001 - as its fellows
    return all(_NAME.search(cell) for cell in head)


def _is_over_numbers(head: Row, below: Sequence[Row]) -> bool:
    return not _has_names_down(below) and any(_are_alike(name, cells) for name, *cells in _columns(head, below))


def _is_over_long_cells(head: Row, below: Sequence[Row]) -> bool:
    if len(head) < _LEAST_WIDE or len(below) < _LEAST_ROWS:
        return False
    return not _has_names_down(below) and any(_are_longer(name, cells) for name, *cells in _columns(head, below))


def _has_names_down(below: Sequence[Row]) -> bool:
    """Whether the first column names what stands beside it, as in a form."""
    return any(_NAME.search(row[0]) for row in below)


def _columns(head: Row, below: Sequence[Row]) -> list[tuple[str, ...]]:
    return list(zip(head, *below, strict=True))


def _are_alike(name: str, cells: Row) -> bool:
    """Whether all *cells* are numbers of one form, 12个 and 30个, and *name* is none."""
    forms = {_DIGITS.sub("#", cell) for cell in cells}
    return len(cells) >= _LEAST_ROWS and len(forms) == 1 and forms not in ({_DIGITS.sub("#", name)}, set(cells))


def _are_longer(name: str, cells: Row) -> bool:
    return all(len(cell) >= max(_LONG, 2 * len(name)) for cell in cells)


_EVIDENCE: dict[str, Callable[[Row, Sequence[Row]], bool]] = {
    "各格都是表头的用词": _is_named,
    "下面有一列都是数": _is_over_numbers,
    "下面有一列都长得多": _is_over_long_cells,
}
