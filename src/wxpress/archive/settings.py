"""文选库的设定：what ``[archive]`` of ``wxpress.toml`` may say."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

INDEX = "index.html"
"""The page that an archive is entered by."""


class ArchiveSettings(msgspec.Struct, frozen=True, rename="kebab"):
    """Each field's description is its documentation."""

    write: Annotated[bool, Meta(title="true 或 false", description="排项目的全部来稿时，要不要写出文选库")] = True
    title: Annotated[
        str | None, Meta(title="一个字符串", description="文选库的名称，缺省时用刊名，刊名不止一个时为“文选库”")
    ] = None
    base_url: Annotated[
        str,
        Meta(
            title="一个以 / 结尾的网址",
            description="文选库将来的网址，订阅文件据以写明自己在哪里",
            pattern="^(https?://.+/)?$",
        ),
    ] = ""
