"""看护：whatever a reader or a writer raises becomes an error with a message, an advice and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wxpress.errors import InternalError, LimitError, WxpressError

OUR_BUG = "这是本工具的缺陷，不是来稿的错；请加 --debug 重跑一次，把输出连同来稿告诉我们"


@contextmanager
def guarded(what: str, plug_in: str | None = None) -> Iterator[None]:
    """Name *what* in every error of the block; *plug_in* is the outside package that is to blame, if it is one."""
    try:
        yield
    except WxpressError:
        raise
    except RecursionError as error:
        raise LimitError(f"{what}：嵌套太深，超出限度", "请减少引文、列表或括号的层数") from error
    except MemoryError as error:
        raise LimitError(f"{what}：内存不够", "请把来稿分成几份，或换内存大些的机器") from error
    except Exception as error:
        cause = f"{type(error).__name__}：{error}" if str(error) else type(error).__name__
        if plug_in:
            raise WxpressError(f"{what}：插件 {plug_in} 出错（{cause}）", "请告知这个插件的作者，或卸载它") from error
        raise InternalError(f"{what}：意外错误（{cause}）", OUR_BUG) from error
