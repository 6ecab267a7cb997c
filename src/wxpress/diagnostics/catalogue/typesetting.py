"""WX5xx 排字：the layout, and the finished page measured."""

from wxpress.diagnostics.wording import Wording

TYPESETTING: dict[str, Wording] = {
    "WX501": Wording(
        "warning",
        "排版引擎提示：{text}",
        "layout engine: {text}",
        "文字不会因此少；请看看成品里相应的图和版面，不对的，把来稿和这条消息告诉我们",
        "no text is lost by it; look at the page, and if it is wrong, tell us, with the source",
    ),
    "WX502": Wording(
        "warning",
        "WeasyPrint 的 {names} 与中文排字层不合，本次由它自己排字",
        "WeasyPrint's {names} do not fit the Chinese typesetting, which is left out",
        "请安装 WeasyPrint 70：pip install 'weasyprint>=70,<71'",
        "install WeasyPrint 70: pip install 'weasyprint>=70,<71'",
    ),
    "WX503": Wording(
        "warning",
        "【{label}】的网址太长（{count} 个字节），印成二维码看不清，只印在页下注里：{target}",
        "the address of [{label}] is too long ({count} bytes) for a legible QR code: in a note only: {target}",
        "请换用短一些的网址，或在版式的 style.toml 里加大 code-size",
        "use a shorter address, or a larger code-size in the style's style.toml",
    ),
    "WX504": Wording(
        "warning",
        "一张 {columns} 列的表格排不进版心，伸到页边里 {excess} 毫米",
        "a table of {columns} columns goes {excess} mm beyond the text into the margin",
        "请减少列数，把长的词和数字拆开，或把表格分成两张",
        "use fewer columns, divide long words and numbers, or make two tables of it",
    ),
    "WX505": Wording(
        "error",
        "一张 {columns} 列的表格在纸上排不下，超出纸边 {excess} 毫米，那里的字印不出来",
        "a table of {columns} columns goes {excess} mm beyond the paper, and its end cannot be printed",
        "请减少列数，把长的词和数字拆开，或把表格分成几张；EPUB 和 HTML 没有这个限度：wxpress build -t epub,html",
        "use fewer columns, divide long words, or make several tables of it; EPUB and HTML have no such limit",
    ),
    "WX506": Wording(
        "warning",
        "版式的 print.css 里“{rule}”没有用上：{reason}",
        "print.css of the style: `{rule}` is not used: {reason}",
        "查一查属性和变量的名字、值和单位；改的是自己的版式，就改正那一条",
        "look at the names, the value and its unit in your style's sheet",
    ),
    "WX511": Wording(
        "error",
        "成品第 {page} 页第 {line} 行有一处拉开 {found} em，超过 {limit}：“{text}”",
        "page {page}, line {line}: a gap is stretched by {found} em, more than {limit}: “{text}”",
        "看 wxpress build --proof 写出的校样；可改动这一段的文字，或放宽 wxpress.toml 的 [proof] largest-stretch",
        "see the proof of wxpress build --proof; reword, or raise largest-stretch in [proof] of wxpress.toml",
    ),
    "WX512": Wording(
        "error",
        "成品第 {page} 页第 {line} 行有一处挤去 {found} em，超过 {limit}：“{text}”",
        "page {page}, line {line}: a gap is squeezed by {found} em, more than {limit}: “{text}”",
        "看 wxpress build --proof 写出的校样；可改动这一段的文字，或放宽 wxpress.toml 的 [proof] largest-squeeze",
        "see the proof of wxpress build --proof; reword, or raise largest-squeeze in [proof] of wxpress.toml",
    ),
    "WX513": Wording(
        "error",
        "成品第 {page} 页第 {line} 行：{rule}（{text}）",
        "page {page}, line {line}: {rule_en} ({text})",
        "看 wxpress build --proof 写出的校样；可改动这一段的文字，或放宽 wxpress.toml 的 [proof] most-rules-broken",
        "see the proof of wxpress build --proof; reword, or raise most-rules-broken in [proof] of wxpress.toml",
    ),
    "WX514": Wording(
        "error",
        "成品第 {page} 页第 {line} 行缺字（{codepoint}）：“{text}”",
        "page {page}, line {line}: {codepoint} is not drawn: “{text}”",
        "请安装含有该字的字体，或换用通行字",
        "install a font that has it, or use the standard form",
    ),
}
