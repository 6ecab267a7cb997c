"""版心的余地：refuses a page on which no text has room, as a sheet may make it: there would be pages without end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any

from weasyprint.layout import page
from weasyprint.text import line_break

from wxpress.errors import UsageError
from wxpress.typeset.names import Names, substituted

REPLACED: Names = {(page, "make_page"): "context root_box page_type resume_at page_number page_state"}
USED: Names = {(line_break, "strut"): "style"}

LEAST = (6, 3)
"""A page holds so many characters in a line, and so many lines, at least."""

MILLIMETRE = 96 / 25.4
"""In px."""


class NoRoomError(UsageError):
    """版心太小（退出码 2）。"""


def installed(report: Callable[[str], None]) -> AbstractContextManager[None]:
    """Refuse them inside the block; where WeasyPrint has changed, *report* the names and leave it."""
    original = page.make_page

    @wraps(original)  # for those that check its signature before they replace it in turn
    def make_page(context: Any, root_box: Any, page_type: Any, *arguments: Any) -> Any:  # noqa: ANN401 - not typed
        made = original(context, root_box, page_type, *arguments)
        if not page_type.blank:
            _require_room(made[0], root_box.style)
        return made

    return substituted(REPLACED, USED, lambda _: make_page, report)


def _require_room(made: Any, style: Any) -> None:  # noqa: ANN401 - as above
    """Raise `NoRoomError` where the text of *made* has less than the least."""
    columns, lines = LEAST
    if made.width < columns * style["font_size"] or made.height < lines * line_break.strut(style)[0]:
        width, height = (max(0, round(length / MILLIMETRE, 1)) for length in (made.width, made.height))
        raise NoRoomError(
            f"页面上留给文字的只有宽 {width:g} 毫米、高 {height:g} 毫米，排不下 {lines} 行、每行 {columns} 个字",
            "请照 style.toml 的 [print] 改 print.css 里 @page 的 size、margin 等，或改小字号和行距",
        )
