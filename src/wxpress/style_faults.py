"""版式的毛病：what msgspec finds wrong in a ``style.toml`` and Jinja in a template, as a sentence in Chinese."""

from __future__ import annotations

import re

_PLACE = re.compile(r" - at `(?:key in )?\$\.?([^`]*)`$")
_KINDS = {"float": "数", "int": "整数", "str": "文字", "array": "列表", "object": "一张表", "bool": " true 或 false"}
_BOUNDS = {">": "大于", ">=": "不小于", "<": "小于", "<=": "不大于"}

_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_KIND = re.compile(r"Expected `(\w+)(?: \| .*)?`, got `(\w+)`")
_UNDEFINED = re.compile(r"'(.+)' is undefined$")
_BOUND = re.compile(r"Expected `(\w+)` ([<>]=?) ([\d.]+)")


def unknown_key(said: str) -> tuple[str, str] | None:
    """The table and the key that is not known there, where that is what was *said*; the outermost table is empty."""
    match = _UNKNOWN.match(said)
    return (place_of(said), match[1]) if match else None


def place_of(said: str) -> str:
    """The key that was *said* to be wrong, by its tables: ``print.line``."""
    match = _PLACE.search(said)
    return match[1] if match else ""


def sentence(said: str) -> str:
    """What was *said*, in Chinese; as it is where there is no sentence for it."""
    place = place_of(said)
    if match := _UNKNOWN.match(said) or _MISSING.match(said):
        fault = "不认识的键" if match.re is _UNKNOWN else "缺少键"
        return f"{f'[{place}] 里' if place else ''}{fault}“{match[1]}”"
    if match := _KIND.match(said):
        return f"“{place}”应为{_kind(match[1])}，现在是{_kind(match[2])}"
    if match := _BOUND.match(said):
        return f"“{place}”应为{_BOUNDS[match[2]]} {float(match[3]):g} 的{_kind(match[1])}"
    return _other(place, said)


def _other(place: str, said: str) -> str:
    if said.startswith("Invalid enum value"):
        return f"“{place}”没有 {said.split()[3]} 这种写法"
    if "matching regex" in said:
        return f'“{place}”应为颜色，如 "#C8161D"'
    return said


def _kind(name: str) -> str:
    return _KINDS.get(name, name)


def of_template(error: Exception) -> str:
    """What is wrong with a template: the line, the template or the value that is missing; else as Jinja says it."""
    if type(error).__name__ in {"TemplateNotFound", "TemplatesNotFound"}:
        return f"没有模板 {error}"
    undefined = _UNDEFINED.match(str(error))
    fault = f"没有名为“{undefined[1]}”的值" if undefined else str(getattr(error, "message", None) or error)
    line = getattr(error, "lineno", None)
    return f"第 {line} 行：{fault}" if line else fault
