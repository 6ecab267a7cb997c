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
}
