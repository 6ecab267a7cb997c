"""TOML：reads what a person has written in it, and says in Chinese where and how it is not TOML."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from wxpress.errors import UsageError

_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")

_REASONS = (
    (r"Invalid statement", "这一行不是“键 = 值”，也不是 [表]；键用字母，别的要加半角的引号"),
    (r"Expected newline or end", "这一行的后面多了东西"),
    (r"Cannot declare|Cannot redefine|Cannot mutate", "这张表前面已经写过"),
    (r"Cannot overwrite|Duplicate inline", "这个键前面已经写过"),
    (r"Expected '\]'", "表名后面少“]”"),
    (r"Expected '\]\]'", "表名后面少“]]”"),
    (r"Expected '='", "键的后面少“=”"),
    (r"Invalid initial character", "键只能用字母、数字、“_”和“-”，别的要加引号"),
    (r"Unclosed array", "列表没有用“]”合上"),
    (r"Unclosed inline table", "表没有用“}”合上"),
    (r"Unescaped|Invalid hex|Escaped character", "引号里的“\\”要写成“\\\\”"),
    (r"Unterminated string|Expected \"'", "引号没有合上"),
    (r"Illegal character '\\n'", "引号没有在这一行合上"),
    (r"Illegal character|Found invalid", "有不能用的控制字符"),
    (r"Invalid date", "没有这个日期或时间"),
    (r"Invalid value", "值写得不对，文字要加半角的引号"),
)
"""What the parser of the standard library says, by how it begins, and the same in Chinese."""


def parse_toml(text: str, name: str, remedy: str) -> dict[str, Any]:
    """The table that *text* writes; `UsageError` names *name*, line, column and what is wrong, and gives *remedy*."""
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise UsageError(f"{name}: 不是有效的 TOML：括号套得太深", remedy) from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(_sentence(name, str(error)), remedy) from error


def _sentence(name: str, said: str) -> str:
    place = _PLACE.search(said)
    where = f"{name}:{place[1]}:{place[2]}" if place and place[1] else name
    return f"{where}: 不是有效的 TOML：{_reason(said)}"


def _reason(said: str) -> str:
    """The parser's reason in Chinese; as it is where a newer Python has a new one."""
    return next((reason for form, reason in _REASONS if re.match(form, said)), _PLACE.sub("", said))
