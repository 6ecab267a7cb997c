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
    "WX214": Wording(
        "information",
        "“{text}”是网页上的计数、按钮或指路的话，已去掉",
        "“{text}”, words of the web page around the text, dropped",
        "如果它是正文，请在 .overrides.toml 里把这一行写成自然段",
        "if it is text, say in the overrides that this line is a paragraph",
    ),
    "WX212": Wording(
        "error",
        "从这里起像是另一期（“{masthead}”），一个文件只能是一期",
        "another issue seems to begin here (“{masthead}”); a file holds one",
        "请把各期分成各自的文件",
        "divide the issues into files of their own",
    ),
    "WX213": Wording(
        "information",
        "目录有三层，“{title}”一层作并列的栏目",
        "contents of three levels; divisions such as “{title}” become sections of their own",
    ),
    "WX210": Wording(
        "information",
        "没有目录，{sections} 个栏目、{articles} 篇是按文中的标记、字面和体例认出的",
        "no contents: {sections} sections and {articles} articles told by marks, type and usage",
        "请核对（wxpress tree）；认错的，在栏目前加 ##、在篇目前加 ###",
        "check them (wxpress tree); where wrong, mark sections with ## and articles with ###",
    ),
    "WX211": Wording(
        "warning",
        "“{title}”{guess}，把握不大（{evidence}）",
        "“{title}” guessed to be a heading ({evidence})",
        "请核对；认错的，在栏目前加 ##、在篇目前加 ###，不是标题的补上句末标点",
        "check it; mark sections with ## and articles with ###, or end a sentence with its stop",
    ),
    "WX281": Wording(
        "error",
        "来稿里找不到“{anchor}”，这条订正没有用上。最相近的：{candidates}",
        "“{anchor}” is not in the source; this override was not applied. Nearest: {candidates}",
        "照来稿现在的文字改这条订正；已经用不着的，删去它",
        "quote the source as it is now, or delete the override if it is no longer needed",
    ),
    "WX282": Wording(
        "error",
        "“{anchor}”在来稿里有 {count} 处，不知是哪一处：{places}",
        "“{anchor}” stands {count} times in the source: {places}",
        "多抄几个字，或用 near 写明在哪段文字之下，或用 occurrence 写明第几处，或用 every 表示每一处",
        "quote more words, or say where by near, occurrence or every",
    ),
    "WX283": Wording(
        "error",
        "“{anchor}”已由第 {row} 行的订正决定，两条互相矛盾",
        "“{anchor}” is settled by the override of line {row}; the two contradict each other",
        "删去其中一条",
        "delete one of them",
    ),
    "WX284": Wording(
        "information",
        "没有关于“{what}”的订正，结果也一样",
        "without the override about “{what}” the outcome is the same",
        "可以删去；留着也无害，来稿重新提取后可能用得上",
        "it may be deleted; it does no harm, and may be of use when the source is extracted again",
    ),
    "WX285": Wording(
        "error",
        "关于“{anchor}”的订正用不上：{why}",
        "the override about “{anchor}” cannot be applied: {why}",
        "请改这条订正，或删去它",
        "mend the override, or delete it",
    ),
}
