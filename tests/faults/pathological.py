"""Pathological inputs, made to any size: those of cmark's test suite, and those that our own passes could choke on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Maker = Callable[[int], str]


def _lines(line: Callable[[int], str]) -> Maker:
    return lambda size: "".join(map(line, range(size)))


INLINE: Mapping[str, Maker] = {
    "nested strong emphasis": lambda size: "*a **a " * size + "b" + " a** a*" * size,
    "emphasis closers": lambda size: "a_ " * size,
    "emphasis openers": lambda size: "_a " * size,
    "link closers": lambda size: "a]" * size,
    "link openers": lambda size: "[a" * size,
    "mismatched openers and closers": lambda size: "*a_ " * size,
    "openers and closers by threes": lambda size: "a**b" + "c* " * size,
    "link openers and emphasis closers": lambda size: "[ a_" * size,
    "brackets and parentheses": lambda size: "[ (](" * size,
    "pictures in links": lambda size: "![[]()" * size,
    "hard links and emphasis": lambda size: "**x [a*b**c*](d)" * size,
    "nested brackets": lambda size: "[" * size + "a" + "]" * size,
    "unclosed links in brackets": lambda size: "[a](<b" * size,
    "unclosed links": lambda size: "[a](b" * size,
    "unclosed comments": lambda size: "</" + "<!--" * size,
    "unclosed instructions": lambda size: "x" + "<?" * size,
    "unclosed CDATA": lambda size: "x" + "<![CDATA[" * size,
    "unclosed declarations": lambda size: "x" + "<!A" * size,
    "backticks": lambda size: "".join("e" + "`" * length for length in range(1, int((2 * size) ** 0.5))),
    "nested pictures": lambda size: "![" * size + "a" + "](b)" * size,
    "entities": lambda size: "&amp;&x;&#65;" * size,
    "stars": lambda size: "**" * size,
    "stars between Han": lambda size: "中**文" * size,
    "three stars and one": lambda size: "***a* " * size,
    "underscores and stars": lambda size: "*_" * size + "a" + "_*" * size,
    "escapes": lambda size: "\\*" * size,
    "breaks": lambda size: "a<br>" * size,
    "raised letters": lambda size: "a<sup>2</sup>" * size,
    "links": lambda size: "[【链接】](#)" * size,
    "link labels": lambda size: "正文。" + "【链接】" * size,
    "autolinks": lambda size: "<http://a.cn/>" * size,
    "links with titles": lambda size: '[甲](http://a.cn "乙")' * size,
    "links with half a title": lambda size: '[a](b "' * size,
    "pictures": lambda size: "".join(f"![图{number}](p{number}.png)" for number in range(size)),
    "formulas": lambda size: "$1\\%$ " * size,
    "dollars": lambda size: "$" * size + "$1" * size,
    "attributes": lambda size: "<b" + " a" * size + ">",
    "half an attribute": lambda size: "<a " + 'b="' * size,
    "angle brackets": lambda size: "<" * size + "a" + ">" * size,
    "parentheses in a link": lambda size: "[a](" + "(" * size + ")" * size + ")",
    "spaces": lambda size: "a" + " " * size + "b",
    "spaces in a heading": lambda size: "# a" + " " * size + "b",
    "closing marks of a heading": lambda size: "# a" + " #" * size,
    "one word": lambda size: "a" * size,
    "dot leaders": lambda size: "目录\n\n甲" + "." * size + "3\n乙" + "…" * size + "4",
    "zero-width spaces": lambda size: "a\u200b" * size,
    "turns": lambda size: "a\u202e" * size,
    "quotation marks": lambda size: "“" * size + "”",
    "formula feeds": lambda size: "甲\x0c" * size,
}

BLOCKS: Mapping[str, Maker] = {
    "paragraphs": _lines(lambda number: f"这是正文的第{number}段，说明有关情况。\n\n"),
    "tight lines": _lines(lambda number: f"这是第{number}行没有空行的正文\n"),
    "torn lines": _lines(lambda number: f"这是第{number}行，没有空行的正文，说明有关情况\n"),
    "questions": lambda size: "是不是这样，还是那样，又是怎样？" * size,
    "list items": _lines(lambda number: f"- 第{number}项\n"),
    "ordered items": _lines(lambda number: f"{number % 1000}. 第{number}项\n"),
    "table rows": lambda size: "| 甲 | 乙 |\n|---|---|\n" + _lines(lambda number: f"| {number} | 值 |\n")(size),
    "table columns": lambda size: "| 甲 " * size + "|\n" + "|---" * size + "|\n" + "| 1 " * size + "|\n",
    "escaped bars": lambda size: "| 甲 | 乙 |\n|---|---|\n|" + "\\|" * size + "|`" + "`|" * size,
    "headings": _lines(lambda number: f"## 栏目{number}\n\n### 篇目{number}\n\n正文{number}。\n\n"),
    "underlined headings": lambda size: "甲\n---\n" * size,
    "rules": lambda size: "---\n\n" * size,
    "quotations": lambda size: "> 引文\n\n文一段。\n\n" * size,
    "quoted lists": lambda size: "> - 引文\n>> 1. b\n" * size,
    "blank lines in a list": lambda size: "- a\n" + "\n" * size,
    "containers": lambda size: "::: 编者按\n" * size,
    "closed containers": lambda size: "::: 编者按\n甲\n:::\n\n" * size,
    "fences": lambda size: "```\n" * size,
    "comments": lambda size: "<!-- 甲\n" * size,
    "references": lambda size: _lines(lambda number: f"[{number}]: http://a.cn/{number}\n")(size) + "[0][0]" * size,
    "notes": lambda size: (
        "".join(f"文[^{number}]" for number in range(size))
        + "\n\n"
        + _lines(lambda number: f"[^{number}]: 注{number}\n")(size)
    ),
    "HTML tables": lambda size: "<table><tr><td>甲</td><td>乙</td></tr></table>\n" * size,
    "unclosed HTML tables": lambda size: "<table><tr><td>甲\n" * size,
    "rows of an HTML table": lambda size: "<table>" + "<tr><td>甲</td><td>乙</td></tr>\n" * size + "</table>\n",
    "stairs": lambda size: "".join(" " * (number % 100) + "- a\n" for number in range(size)),
    "one-item lists": lambda size: "1. 甲\n\n正文一段。\n\n" * size,
}

SET_AT_100: Mapping[str, Maker] = {
    "quotations": lambda size: "> " * size + "最深处\n",
    "lists": lambda size: "".join(" " * level + f"- 第{level}层\n" for level in range(size)) + " " * size + "最深处\n",
    "marks in a line": lambda size: "- " * size + "最深处\n",
    "numbers in a line": lambda size: "1. " * size + "最深处\n",
    "quoted lists": lambda size: "> - " * (size // 2) + "最深处\n",
}
