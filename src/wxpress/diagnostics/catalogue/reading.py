"""WX1xx 读入：what a reader met in the bytes and the markup of a source."""

from wxpress.diagnostics.wording import Wording

READING: dict[str, Wording] = {
    "WX101": Wording(
        "information",
        "来稿按 {encoding} 解码",
        "source decoded as {encoding}",
        "如有乱码，请先把来稿另存为 UTF-8",
        "if characters are wrong, save the source as UTF-8 first",
    ),
    "WX102": Wording(
        "warning",
        "删去 {count} 个不可见的控制字符（{names}）",
        "{count} invisible control characters dropped ({names})",
        "账目中逐一列出；请核对原稿此处是否缺字",
        "each is in the ledger; check this place against the original",
    ),
    "WX103": Wording(
        "warning",
        "HTML 标记 {tag} 按普通文字保留，不作标记解释",
        "HTML markup {tag} is kept as plain text",
        "如不需要，请从来稿中删去",
        "delete it from the source if it is not wanted",
    ),
    "WX104": Wording(
        "warning",
        "这一段的 Markdown 标记不合规则，按原文保留",
        "Markdown of this paragraph is malformed; it is kept as written",
        "请检查星号、方括号是否成对",
        "check that asterisks and brackets pair up",
    ),
    "WX110": Wording(
        "warning",
        "来稿按 {encoding} 解码，这是推断：按 GB18030 也能解，但不像通顺的中文",
        "source decoded as {encoding}, by its characters: GB18030 fits too, but gives no sensible Chinese",
        "如有乱码，请先把来稿另存为 UTF-8",
        "if characters are wrong, save the source as UTF-8 first",
    ),
    "WX111": Wording(
        "warning",
        "来稿有修订痕迹：删去的 {count} 处没有收入，插入的都已收入",
        "tracked changes: {count} deletions left out, insertions kept",
        "如不是定稿，请先在 Word 里接受或拒绝所有修订",
        "accept or reject all changes in Word first if this is not the final text",
    ),
    "WX112": Wording(
        "warning",
        "隐藏的文字“{text}”没有收入",
        "hidden text “{text}” left out",
        "如须收入，请取消隐藏",
        "unhide it to have it in",
    ),
    "WX113": Wording(
        "information",
        "网页里正文之外的 {count} 处没有收入：{regions}",
        "{count} parts of the page outside its text left out: {regions}",
        "wxpress explain 逐处列出；如有正文在内，请从网页里复制正文另存",
        "wxpress explain lists them; if text is among them, copy the text from the page and save that",
    ),
    "WX114": Wording(
        "information",
        "表格里合并的单元格已拆开，文字在第一格",
        "merged cells of a table divided; the words stand in the first",
        "请核对这张表",
        "check this table",
    ),
    "WX115": Wording(
        "warning",
        "{what}没有收入：成品里没有它的位置",
        "{what_en} left out: the outputs have no place for it",
        "如须保留，请换成图片或文字",
        "replace it by a picture or by text to keep it",
    ),
    "WX116": Wording(
        "warning",
        "不认识的标记 {tag} 被当作 HTML 标记，里面的字不会印出",
        "unknown markup {tag} taken for HTML; the words in it are lost",
        "如果它是正文（如 a<b），请把 < 写成 &lt;",
        "if it is text (a<b), write &lt; for <",
    ),
}
