"""对照页：the explanation as one HTML file that a person reads; every word of a source is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from wxpress.cli.explain_words import LEGEND, body, confidence, head, question, tally
from wxpress.cli.explained import Part, Remark, Row
from wxpress.cli.terminal import visible
from wxpress.ledger import Entry

_TAGS = {"": "span", "drop": "del", "put": "ins", "move": "mark", "turn": "b"}
_STYLE = """
:root { color-scheme: light dark; --paper: #fdfcf8; --ink: #1c1b19; --dim: #6b6860; --line: #e4e0d6;
  --red: #b3261e; --red-soft: #fbe4e1; --green: #1b6e3c; --green-soft: #dff2e4; --blue: #2456a6; --blue-soft: #e3ecfa; }
@media (prefers-color-scheme: dark) { :root { --paper: #181715; --ink: #e9e6df; --dim: #a19d93; --line: #34322d;
  --red: #ff9a90; --red-soft: #42211e; --green: #8ad7a4; --green-soft: #1c3826; --blue: #9cc0ff;
  --blue-soft: #1d2d49; } }
body { margin: 0 auto; max-width: 78rem; padding: 1.5rem 1rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.75 "Noto Serif CJK SC", "Songti SC", "SimSun", serif; }
h1 { font-size: 1.25rem; margin: 0; }
header p { color: var(--dim); margin: .25rem 0 1.5rem; }
main { display: grid; grid-template-columns: 3.5rem minmax(0, 3fr) minmax(0, 2fr); column-gap: 1rem; }
.row { display: contents; }
.row > * { border-top: 1px solid var(--line); padding: .4rem 0; min-width: 0; }
.number, .fold { color: var(--dim); font: .8rem/2.2 ui-monospace, monospace; text-align: end; }
.text { overflow-wrap: anywhere; white-space: pre-wrap; }
aside, .fold summary { font: .85rem/1.6 "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
aside p { margin: 0 0 .5rem; }
aside strong { font-weight: 600; }
aside em { font-style: normal; color: var(--dim); }
aside details { margin: -.25rem 0 .5rem; }
summary { cursor: pointer; color: var(--blue); }
pre { margin: .25rem 0; padding: .5rem .75rem; background: var(--blue-soft); border-radius: .25rem; overflow-x: auto;
  font: .8rem/1.5 ui-monospace, monospace; user-select: all; }
del { color: var(--red); background: var(--red-soft); }
ins { color: var(--green); background: var(--green-soft); text-decoration: none; }
mark { color: var(--blue); background: var(--blue-soft); }
b { color: var(--green); font-weight: 600; }
.fold { grid-column: 1 / -1; text-align: start; padding: 0; }
.fold > details > summary { color: var(--dim); padding: .3rem 0 .3rem 4.5rem; }
.fold .kept { display: grid; grid-template-columns: 3.5rem minmax(0, 1fr); column-gap: 1rem; color: var(--ink); }
@media (max-width: 48rem) { main { grid-template-columns: 2.5rem minmax(0, 1fr); } aside { grid-column: 2;
  border-top: 0 !important; padding-top: 0 !important; } aside:empty { display: none; } }
@media print { details:not([open]) > *:not(summary) { display: none; } }
"""


def page(name: str, rows: Sequence[Row], entries: Sequence[Entry]) -> str:
    """The whole file; *name* is the source's."""
    legend = "　".join(f"<{_TAGS[mark]}>{words}</{_TAGS[mark]}>" for mark, words in LEGEND)
    return "\n".join(
        (
            "<!doctype html>",
            '<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
            f"<title>{_safe(name)}：对照</title><style>{_STYLE}</style></head><body>",
            f"<header><h1>{_safe(name)}</h1><p>{_safe(tally(entries))}。没有标出的，一字未动。　{legend}</p></header>",
            "<main>",
            *_rows(rows),
            "</main></body></html>\n",
        )
    )


def _rows(rows: Sequence[Row]) -> Iterator[str]:
    """Changed rows one by one, unchanged ones between them folded."""
    kept: list[Row] = []
    for row in rows:
        if not row.is_changed:
            kept.append(row)
            continue
        yield from _folded(kept)
        kept = []
        yield _row(row)
    yield from _folded(kept)


def _folded(rows: Sequence[Row]) -> Iterator[str]:
    lines = [row for row in rows if any(part.text.strip() for part in row.parts)]
    if not lines:
        return
    numbers = f"{lines[0].number}—{lines[-1].number}" if len(lines) > 1 else str(lines[0].number)
    inside = "".join(
        f'<span class="number">{row.number}</span><span class="text">{_parts(row.parts)}</span>' for row in lines
    )
    yield (
        f'<div class="fold"><details><summary>第 {numbers} 行，一字未动</summary>'
        f'<div class="kept">{inside}</div></details></div>'
    )


def _row(row: Row) -> str:
    number = str(row.number) if row.number else "全文"
    remarks = "".join(map(_remark, row.remarks))
    return (
        f'<div class="row"><div class="number">{number}</div><div class="text">{_parts(row.parts)}</div>'
        f"<aside>{remarks}</aside></div>"
    )


def _parts(parts: Sequence[Part]) -> str:
    return "".join(f"<{_TAGS[part.mark]}>{_safe(part.text)}</{_TAGS[part.mark]}>" for part in parts)


def _remark(remark: Remark) -> str:
    sure = f" <em>{confidence(remark)}</em>" if confidence(remark) else ""
    words = f"<p><strong>{_safe(head(remark))}</strong>{sure}<br>{_safe(body(remark))}</p>"
    if remark.override is None:
        return words
    summary = f"<summary>{question(remark.override)}，写进订正文件</summary>"
    return f"{words}<details>{summary}<pre>{_safe(remark.override)}</pre></details>"


def _safe(text: str) -> str:
    return escape(visible(text))
