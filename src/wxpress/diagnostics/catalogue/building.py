"""WX6xx 构建：projects, options and outputs."""

from wxpress.diagnostics.wording import Wording

BUILDING: dict[str, Wording] = {
    "WX601": Wording(
        "warning",
        "写出器 {writer} 没有用到选项“{option}”",
        "writer {writer} did not use its option “{option}”",
        "请检查 wxpress.toml 的 [writers.{writer}]，可能是写错了名字",
        "check [writers.{writer}] in wxpress.toml; the name may be wrong",
    ),
}
