"""WX2xx 恢复：what was guessed, or could not be found, of a bulletin's structure."""

from wxpress.diagnostics.wording import Wording

RECOVERY: dict[str, Wording] = {
    "WX201": Wording(
        "information",
        "自然段在“{before}|{after}”处断开，已接合",
        "paragraph torn at “{before}|{after}” rejoined",
    ),
    "WX202": Wording(
        "warning",
        "目录中的“{title}”在正文里没有找到",
        "contents entry “{title}” not found in the body",
        "请核对目录，或在正文中补上这个标题",
        "check the contents, or add the heading to the body",
    ),
    "WX203": Wording(
        "error",
        "目录共 {count} 条，在正文里一条也没有找到，无法确定栏目和篇目",
        "none of the {count} contents entries was found in the body",
        "请核对目录与正文是否属于同一期，或在正文标题前加 ## 和 ###",
        "check that contents and body belong together, or mark headings with ## and ###",
    ),
    "WX204": Wording(
        "warning",
        "目录作“{contents}”，正文作“{body}”，以正文为准",
        "contents have “{contents}”, body has “{body}”; the body is kept",
    ),
    "WX205": Wording(
        "error",
        "正文有 {count} 段，却没有目录，也没有任何标题，无法恢复结构",
        "{count} paragraphs, no contents and no heading: no structure found",
        "请补上目录，或在栏目前加 ##、在篇目前加 ###",
        "add the contents, or mark sections with ## and articles with ###",
    ),
    "WX206": Wording(
        "warning",
        "标题“{title}”不在目录里",
        "heading “{title}” is not in the contents",
    ),
    "WX207": Wording(
        "error", "来稿里没有文字", "the source holds no text", "请检查文件是否提取成功", "check the extraction"
    ),
    "WX208": Wording(
        "warning",
        "标题、目录和刊头等处只留文字，略去了“{dropped}”",
        "titles, contents and masthead are plain text; “{dropped}” left out",
        "如须保留，请移到正文里",
        "move it into the text to keep it",
    ),
    "WX209": Wording(
        "information",
        "“{text}”是页眉或页脚，已去掉",
        "running title “{text}” dropped",
    ),
}
