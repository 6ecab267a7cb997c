"""WX6xx 构建：projects, options and outputs."""

from wxpress.diagnostics.wording import Wording

_REBUILD = "请重新运行 wxpress build；若仍如此，请把来稿和这条消息告诉我们"
_REBUILD_EN = "run wxpress build again; if it stays so, tell us, with the source"

BUILDING: dict[str, Wording] = {
    "WX601": Wording(
        "warning",
        "写出器 {writer} 没有用到选项“{option}”",
        "writer {writer} did not use its option “{option}”",
        "请检查 wxpress.toml 的 [writers.{writer}]，可能是写错了名字",
        "check [writers.{writer}] in wxpress.toml; the name may be wrong",
    ),
    "WX650": Wording(
        "error",
        "成品 {output} 不是照这份来稿现在的样子排的：来稿后来改过，或者成品是另一份来稿的",
        "output {output} was not made of this source as it now is",
        "请重新运行 wxpress build",
        "run wxpress build again",
    ),
    "WX651": Wording(
        "error",
        "成品 {output}{place}：少了 {count} 字，应为“{expected}”，实为“{found}”",
        "output {output}{place_en}: {count} characters missing: “{expected}” is “{found}”",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX652": Wording(
        "error",
        "成品 {output}{place}：多出 {count} 字，应为“{expected}”，实为“{found}”",
        "output {output}{place_en}: {count} characters too many: “{expected}” is “{found}”",
        "若是版式加上的字，请写进 style.toml 的 [additions.{medium}]；否则请重新运行 wxpress build",
        "if the style adds it, name it in [additions.{medium}] of style.toml; else run wxpress build again",
    ),
    "WX653": Wording(
        "error",
        "成品 {output}{place}：有 {count} 字印了两遍，应为“{expected}”，实为“{found}”",
        "output {output}{place_en}: {count} characters stand there twice: “{expected}” is “{found}”",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX654": Wording(
        "error",
        "成品 {output}{place}：应为“{expected}”，实为“{found}”",
        "output {output}{place_en}: “{expected}” is “{found}”",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX655": Wording(
        "error",
        "成品 {output}{place}：此处的 {count} 字移到了 {detail}，应为“{expected}”，实为“{found}”",
        "output {output}{place_en}: {count} characters stand at {detail_en}: “{expected}” is “{found}”",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX656": Wording(
        "error",
        "成品 {output}{place}：“{expected}”没有印出来（空白、被盖住、与底色相同，或在页面之外）",
        "output {output}{place_en}: “{expected}” cannot be seen (blank, covered, as its ground, or off the page)",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX657": Wording(
        "error",
        "成品 {output}{place}：“{expected}”被藏起来或划掉了（{detail}）",
        "output {output}{place_en}: “{expected}” is hidden or struck out ({detail})",
        "请检查版式的样式表，或重新运行 wxpress build",
        "check the style's sheets, or run wxpress build again",
    ),
    "WX658": Wording(
        "error",
        "成品 {output}{place}：目录说“{title}”在第 {found} 页，实际在第 {expected} 页",
        "output {output}{place_en}: the contents give page {found} for “{title}”, which is on page {expected}",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX659": Wording(
        "error",
        "成品 {output}：另有 {count} 处不符，没有列出",
        "output {output}: {count} more differences are not listed",
    ),
    "WX660": Wording(
        "warning",
        "成品 {output} 排出之后被改动过；文字仍一字不差",
        "output {output} has been changed since it was made; its text is whole",
        "如不是有意改的，请重新运行 wxpress build",
        "run wxpress build again unless it was meant",
    ),
    "WX661": Wording(
        "error",
        "成品 {output}{place}：“{expected}”画的不是这个字{detail}，共 {count} 处",
        "output {output}{place_en}: “{expected}” is drawn otherwise{detail_en}, {count} times",
        "文件里写的是这个字，印出来却是别的：字体被动过。" + _REBUILD,
        "the file says one character and draws another: its font has been changed. " + _REBUILD_EN,
    ),
    "WX662": Wording(
        "error",
        "成品 {output}：{detail}",
        "output {output}: {detail_en}",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX663": Wording(
        "error",
        "成品 {output}{place}：书眉或页码应为“{expected}”，实为“{found}”",
        "output {output}{place_en}: the running head or page number “{expected}” is “{found}”",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX664": Wording(
        "error",
        "成品 {output} 里有来稿和版式都没有的：{detail}",
        "output {output} holds what neither the source nor the style has: {detail_en}",
        "请重新运行 wxpress build。若是版式自己加的，请写进版式的样式表或模板",
        "run wxpress build again; if the style adds it, put it into the style's sheets or templates",
    ),
    "WX665": Wording(
        "error",
        "成品 {output}：{detail}",
        "output {output}: {detail_en}",
        _REBUILD,
        _REBUILD_EN,
    ),
    "WX666": Wording(
        "information",
        "{output} 旁边没有清单（manifest.json），或清单已损坏：文字照样核对，但看不出文件排出之后改没改过",
        "there is no manifest beside {output}, or none that can be read: whether it was changed since cannot be told",
        "请把 manifest.json 和成品放在一起，或重新运行 wxpress build",
        "keep manifest.json with the outputs, or run wxpress build again",
    ),
    "WX667": Wording(
        "warning",
        "成品 {output}：本机没有字体 {fonts}，没有核对字形，只核对了文字",
        "output {output}: this machine lacks the font {fonts}; its glyphs were not compared, only its text",
        "请在装有这种字体的电脑上核对（wxpress doctor 列出版式要用的字体）",
        "verify it where the font is installed (wxpress doctor lists those of the style)",
    ),
    "WX691": Wording(
        "information",
        "对 {silenced} 的这条静默没有静默任何诊断（{reason}）",
        "this silence of {silenced} silences nothing ({reason})",
        "问题已经不在，请删去这条静默",
        "what it was for is gone; delete it",
    ),
    "WX692": Wording(
        "warning",
        "这条静默不能用：{cause}",
        "this silence cannot be used: {cause_en}",
        "写法：<!-- wxpress: WX305 理由 -->，写在那一行上，或单独写在它上面一行",
        "write <!-- wxpress: WX305 reason --> on the line, or alone on the line above",
    ),
}
