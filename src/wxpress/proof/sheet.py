"""校样的样张：a proof as one HTML file that a person reads: no script, nothing fetched, every word escaped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape

from wxpress.proof.limits import Limits, over
from wxpress.proof.report import Breach, Face, Line, Missing, Page, Proof, told
from wxpress.proof.sheet_style import STYLE

_EM = 1000
_ASCENT, _DESCENT = 0.88, 0.12
_CHARACTERS = {"han": "汉字", "punctuation": "标点", "latin": "西文字母", "digit": "数字", "other": "其他"}
_KINDS = {"full": "齐行", "last": "末行", "other": "其他"}
_LEGEND = (
    ("s4", "拉开近于或超过限度"),
    ("s2", "拉开"),
    ("even", "恰好"),
    ("q2", "挤紧"),
    ("q4", "挤紧近于或超过限度"),
    ("last", "段末行"),
    ("other", "标题、页眉等，不计"),
)
_STEPS = 4

_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{name} 校样</title>
<style>{style}</style>
</head>
<body>
<header><h1>{name} <small>校样</small></h1><p class="verdict {state}">{verdict}</p></header>
<main>
{parts}
</main>
</body>
</html>
"""


def to_html(proof: Proof, limits: Limits) -> bytes:
    """The proof as UTF-8 HTML; *limits* give the verdict and the scale of the colours."""
    faults = sum(1 for _ in over(proof, limits))
    parts = (
        _figures(proof, limits),
        _part("违反的规则", _broken(proof.broken), "没有违反规则的地方。"),
        _part("缺字", _missing(proof.missing), "没有缺字。"),
        _part("最松与最紧的行", _worst(proof.worst, limits), "没有拉开或挤紧的行。"),
        _part("字体", _faces(proof.faces), "没有文字。"),
        _legend(),
        _pages(proof, limits),
    )
    page = _PAGE.format(
        name=escape(proof.name),
        style=STYLE,
        state="bad" if faults else "good",
        verdict=f"{faults} 处超出限度" if faults else "都在限度之内",
        parts="\n".join(parts),
    )
    return page.encode("utf-8", "replace")


def _figures(proof: Proof, limits: Limits) -> str:
    total = proof.summary
    figures = (
        ("页", str(total.pages), ""),
        ("行", str(total.lines), f"其中齐行 {total.full_lines}"),
        ("拉开的行", str(total.stretched_lines), _most(total.largest_stretch, limits.largest_stretch)),
        ("挤紧的行", str(total.squeezed_lines), _most(total.largest_squeeze, limits.largest_squeeze)),
        ("违例", str(total.rules_broken), f"限 {limits.most_rules_broken}"),
        ("缺字", str(total.missing_characters), f"限 {limits.most_missing_characters}"),
    )
    items = (f"<div><dt>{name}</dt><dd>{value}<small>{note}</small></dd></div>" for name, value, note in figures)
    return f'<dl class="figures">{"".join(items)}</dl>'


def _most(found: int, limit: float) -> str:
    return f"一处最多 {found / _EM:.3f} em，限 {limit:g}"


def _part(title: str, table: str, nothing: str) -> str:
    inside = table or f'<p class="nothing">{nothing}</p>'
    return f"<section><h2>{title}</h2>{inside}</section>"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are markup already; nothing where there are no rows."""
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>' if body else ""
    )


def _broken(broken: Sequence[Breach]) -> str:
    rows = ((_link(item.page, item.line), _where(item), escape(told(item)), escape(item.text)) for item in broken)
    return _table(("页·行", "来稿", "规则", "文字"), rows)


def _missing(missing: Sequence[Missing]) -> str:
    rows = ((_link(item.page, item.line), _where(item), item.codepoint, escape(item.text)) for item in missing)
    return _table(("页·行", "来稿", "码位", "文字"), rows)


def _worst(lines: Sequence[Line], limits: Limits) -> str:
    rows = (
        (
            _link(line.page, line.number),
            _where(line),
            f'<b class="chip {_shade(line, limits)}">{_signed(line.adjustment)}</b>',
            f"{_signed(line.widest)} / {_signed(line.tightest)}",
            f"{line.natural:.2f} → {line.set:.2f}",
            escape(line.text),
        )
        for line in lines
    )
    return _table(("页·行", "来稿", "每处 ‰em", "最大 / 最小 ‰em", "自然宽 → 实宽 em", "文字"), rows)


def _faces(faces: Sequence[Face]) -> str:
    kinds: dict[str, list[str]] = defaultdict(list)
    for face in faces:
        kinds[face.characters].append(f"{escape(face.face)}&nbsp;<small>{face.count}</small>")
    return _table(("字符", "字体和字数"), ((_CHARACTERS[kind], "，".join(found)) for kind, found in kinds.items()))


def _legend() -> str:
    items = "".join(f'<li><i class="{name}"></i>{meaning}</li>' for name, meaning in _LEGEND)
    return f'<ul class="legend">{items}<li><i class="broken"></i>违反规则</li></ul>'


def _pages(proof: Proof, limits: Limits) -> str:
    broken = {(item.page, item.line) for item in proof.broken} | {(item.page, item.line) for item in proof.missing}
    return f'<div class="pages">{"".join(_page(page, broken, limits) for page in proof.pages)}</div>'


def _page(page: Page, broken: set[tuple[int, int]], limits: Limits) -> str:
    lines = "".join(_line(line, page, limits, is_broken=(page.number, line.number) in broken) for line in page.lines)
    return (
        f'<figure id="p{page.number}"><figcaption>第 {page.number} 页</figcaption>'
        f'<svg viewBox="0 0 {page.width:g} {page.height:g}" role="img" aria-label="第 {page.number} 页">'
        f"{lines}</svg></figure>"
    )


def _line(line: Line, page: Page, limits: Limits, *, is_broken: bool) -> str:
    """The box of a line and its text, which is drawn as wide as the page has it."""
    baseline, width = page.height - line.baseline, max(line.right - line.left, 1.0)
    top, height = baseline - _ASCENT * line.size, (_ASCENT + _DESCENT) * line.size
    shade = f"{_shade(line, limits)} broken" if is_broken else _shade(line, limits)
    return (
        f'<g id="p{line.page}-{line.number}" class="{shade}"><title>{escape(_hint(line))}</title>'
        f'<rect x="{line.left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}"/>'
        f'<text x="{line.left:.1f}" y="{baseline:.1f}" font-size="{line.size:g}" textLength="{width:.1f}"'
        f' lengthAdjust="spacingAndGlyphs">{escape(line.text)}</text></g>'
    )


def _hint(line: Line) -> str:
    place = f"第 {line.page} 页第 {line.number} 行，{_KINDS[line.kind]}，{line.size:g} pt"
    if line.kind != "full":
        return place
    spread = f"每处 {_signed(line.adjustment)}（{_signed(line.tightest)} 至 {_signed(line.widest)}）‰em"
    return f"{place}；自然宽 {line.natural:.2f} em，实宽 {line.set:.2f} em；{spread}"


def _shade(line: Line, limits: Limits) -> str:
    """The class of a line's colour: ``s1`` to ``s4`` by its widest gap, ``q1`` to ``q4`` by its tightest."""
    if line.kind != "full":
        return line.kind
    stretch = _share(line.widest, limits.largest_stretch)
    squeeze = _share(-line.tightest, limits.largest_squeeze)
    if max(stretch, squeeze) == 0:
        return "even"
    return f"s{stretch}" if stretch >= squeeze else f"q{squeeze}"


def _share(found: int, limit: float) -> int:
    """How much of *limit* was used, in quarters, at least one where any was."""
    if found <= 0:
        return 0
    return min(_STEPS, 1 + int(_STEPS * found / (_EM * limit))) if limit else _STEPS


def _link(page: int, line: int) -> str:
    return f'<a href="#p{page}-{line}">{page}·{line}</a>'


def _where(item: Line | Breach | Missing) -> str:
    return str(item.span) if item.span else "—"


def _signed(figure: int) -> str:
    return f"{figure:+d}" if figure else "0"
