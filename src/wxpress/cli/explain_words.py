"""账目的说法：the words that explain the ledger, the same on a terminal and in a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from wxpress.cli.explained import Remark
from wxpress.inlines import unspaced
from wxpress.ledger import Entry, Kind

KIND_NAMES: dict[Kind, str] = {
    "drop": "删去",
    "join": "接合",
    "split": "分段",
    "move": "移动",
    "replace": "替换",
    "guess": "推断",
    "decide": "订正",
}
_PASS_NAMES = {
    "reading": "读入",
    "characters": "字符",
    "furniture": "页码书眉",
    "wrapping": "硬换行",
    "contents": "目录",
    "headings": "标题",
    "masthead": "刊头",
    "joins": "断段",
    "apparatus": "附属文字",
    "links": "链接",
    "assemble": "组装",
    "overrides": "人工订正",
}
LEGEND = (("drop", "删去"), ("put", "加上"), ("move", "移走"), ("turn", "换行"))


def tally(entries: Sequence[Entry]) -> str:
    """How many changes there are of each kind."""
    kinds = Counter(entry.kind for entry in entries)
    counts = "，".join(f"{name} {kinds[kind]}" for kind, name in KIND_NAMES.items() if kinds[kind])
    return f"改动 {len(entries)} 处" + (f"（{counts}）" if counts else "")


def head(remark: Remark) -> str:
    """What was done, by which pass, how often in this line."""
    entry = remark.entry
    times = f" ×{remark.times}" if remark.times > 1 else ""
    return f"{KIND_NAMES[entry.kind]}{times}（{_PASS_NAMES.get(entry.by, entry.by)}）"


def body(remark: Remark) -> str:
    """Why: the reason, the evidence, and what came of it where that is not to be seen in the line."""
    entry = remark.entry
    became = f"：“{_one_line(entry.after)}”" if entry.kind in {"replace", "move"} and _differs(entry) else ""
    evidence = f"。依据：{entry.evidence}" if entry.evidence else ""
    return f"{entry.reason}{became}{evidence}"


def question(override: str) -> str:
    """What an override answers."""
    return "要补地址" if override.startswith("[[link]]") else "若不对"


def confidence(remark: Remark) -> str:
    """How sure a guess is, in per cent; empty for what is no guess."""
    return f"把握 {remark.entry.confidence:.0%}" if remark.entry.confidence is not None else ""


def _differs(entry: Entry) -> bool:
    return unspaced(entry.before) != unspaced(entry.after) and bool(entry.after)


def _one_line(text: str) -> str:
    return text.replace("\n", "⏎").replace("\t", "⇥")
