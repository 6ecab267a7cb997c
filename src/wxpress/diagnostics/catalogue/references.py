"""WX4xx 链接、图片、字体：links, pictures and glyphs that are not there."""

from wxpress.diagnostics.wording import Wording

REFERENCES: dict[str, Wording] = {
    "WX401": Wording(
        "warning",
        "链接“{label}”没有地址",
        "link “{label}” has no target",
        "请补上网址；没有地址的链接只作文字印出",
        "add its address; without one the link is set as plain text",
    ),
    "WX402": Wording(
        "warning",
        "图片“{picture}”{cause}，以占位框代替",
        "picture “{picture}” {cause_en}; a placeholder stands for it",
        "图片须在项目文件夹之内，用相对路径书写",
        "pictures must be inside the project, named by a relative path",
    ),
    "WX403": Wording(
        "warning",
        "链接“{label}”的地址 {target} 不安全，已去掉地址，只留文字",
        "link “{label}”: target {target} is not safe; its text is kept",
        "只接受 http、https、mailto 和文内地址",
        "only http, https, mailto and places in the text are accepted",
    ),
    "WX410": Wording(
        "error",
        "字符“{character}”（{codepoint}）在所有字体中都没有字形",
        "character “{character}” ({codepoint}) is in no font",
        "请安装含有该字的字体，或换用通行字",
        "install a font that has it, or use the standard form",
    ),
    "WX420": Wording(
        "warning",
        "电子书的封面没有画：{cause}",
        "the cover of the book is not drawn: {cause}",
        "请安装版式所需的字体（wxpress doctor 会列出）；电子书的正文不受影响",
        "install the fonts of the style (see wxpress doctor); the book's text is not affected",
    ),
}
