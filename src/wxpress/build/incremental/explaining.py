"""说明缘由：for each output whether it was made anew, and which of its inputs is the first that differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wxpress.build.incremental.lastly import Lastly
from wxpress.build.incremental.records import Facts, Record
from wxpress.build.pieces import Piece
from wxpress.build.plan import Target
from wxpress.build.ticket import Ticket

ORIGINS: Mapping[str, str] = {
    "source": "来稿变了",
    "overrides": "人工订正变了",
    "code": "本工具的代码变了",
    "tools": "排版引擎或程序库的版本变了",
    "readers": "读入插件变了",
    "name": "来稿改了名",
}
FACTS: Mapping[str, str] = {
    "code": "本工具的代码变了",
    "tools": "排版引擎或程序库的版本变了",
    "plug-in": "写出插件变了",
    "writer": "换了写出器",
    "tree": "文选树变了",
    "name": "成品改了名",
    "options": "wxpress.toml 里它的选项变了",
    "folder": "成品的去处变了",
    "pages": "要不要为电子书记页码变了",
    "verify": "要不要核对变了",
}
_READS: Mapping[str, str] = {
    "sheet": "样式表 {} 变了",
    "template": "模板 {} 变了",
    "settings": "版式的设定变了",
    "faces": "字体变了",
    "style": "版式变了",
    "markup": "模板里的标签变了",
    "templates": "模板变了",
    "picture": "图片 {} 变了",
    "spans": "来稿里的位置变了",
}
_PARTS: Mapping[str, str] = {
    "pages": "PDF 的页码变了",
    "modified": "日期变了（来稿的日期或 SOURCE_DATE_EPOCH）",
    "ledger": "账目变了",
    "diagnostics": "诊断变了",
}


def explained(ticket: Ticket, last: Lastly) -> tuple[str, ...]:
    """One line for each output that goes to a file."""
    return tuple(_lines(ticket, last))


def _lines(ticket: Ticket, last: Lastly) -> Iterator[str]:
    for target in ticket.job.targets:
        if target.path is not None:
            yield f"{target.path}：{_why(target, ticket, last)}"


def _why(target: Target, ticket: Ticket, last: Lastly) -> str:
    piece = ticket.pieces.get(target.writer.name)
    if piece is None:
        return "没有做成，原有的成品保持不变"
    if not piece.is_new:
        return "沿用" if piece.data is None else "成品不在或被改动，从缓存放回"
    return f"重做，{_first_difference(target, piece, last)}"


def _first_difference(target: Target, piece: Piece, last: Lastly) -> str:
    if last.by_force:
        return "因为加了 --force"
    key = last.key(str(target.path))
    if key is None:
        return "第一次做"
    old = last.record(key)
    if old is None:
        return "缓存里没有上次的记录"
    return next(_differences(old, piece.record), "缓存里没有上次的成品")


def _differences(old: Record, new: Record) -> Iterator[str]:
    """In what *new* differs from *old*: what the tree came of, then what was known beforehand, then what was read."""
    if old.facts.get("tree") != new.facts.get("tree"):
        yield from _named(old.origin, new.origin, ORIGINS)
    yield from _named(old.facts, new.facts, FACTS)
    before = dict(old.reads)
    for (kind, name), digest in new.reads:
        if before.get((kind, name)) != digest:
            yield _PARTS.get(name, kind) if kind == "context" else _READS[kind].format(name)


def _named(old: Facts, new: Facts, words: Mapping[str, str]) -> Iterator[str]:
    return (word for name, word in words.items() if old.get(name) != new.get(name))
